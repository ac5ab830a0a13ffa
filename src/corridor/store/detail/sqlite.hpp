#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// A thin owner of SQLite handles. Private to the store; every failure becomes one Error(files)
/// that names the store.
namespace corridor::store::detail {

class Database;

/// A prepared statement. Parameters are numbered from 1, columns from 0, as SQLite does.
class Statement {
 public:
  Statement(Database& database, std::string_view sql);
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;

  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, double value);
  Statement& bind(int index, std::string_view value);
  /// Numbers as a blob, four bytes each, in the order of bytes of this machine.
  Statement& bind(int index, std::span<const float> numbers);
  /// True while there is a row. At the end the statement is reset and may be bound anew.
  bool step();
  /// Runs a statement that returns no rows.
  void run();
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  std::vector<float> numbers(int column) const;

 private:
  Database* database_;
  sqlite3_stmt* statement_ = nullptr;
};

enum class Open { existing, create };

class Database {
 public:
  Database(const std::filesystem::path& path, Open mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(const char* sql);
  Statement prepare(std::string_view sql) { return Statement(*this, sql); }
  std::int64_t integer(const char* sql);
  std::int64_t last_insert_id() const { return sqlite3_last_insert_rowid(handle_); }
  bool read_only() const { return sqlite3_db_readonly(handle_, "main") == 1; }
  sqlite3* handle() const { return handle_; }
  const std::filesystem::path& path() const { return path_; }
  /// Turns an SQLite result code into the Error(files) a person can act on.
  [[noreturn]] void fail(int code) const;

 private:
  std::filesystem::path path_;
  sqlite3* handle_ = nullptr;
};

/// All or nothing: rolls back unless committed. Takes the write lock at once, so that waiting
/// happens at the start.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace corridor::store::detail
