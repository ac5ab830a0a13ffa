#include "corridor/store/detail/sqlite.hpp"

#include <cstring>
#include <utility>

#include "corridor/base/error.hpp"

namespace corridor::store::detail {

namespace {

/// Concurrent runs share a store; a writer holds the lock for milliseconds, so half a minute is
/// patience enough.
constexpr int kBusyMilliseconds = 30000;

Problem problem_of(const std::filesystem::path& path, int code, const std::string& detail) {
  const std::string where = path.string();
  switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
      return {where,
              "the results store",
              "cannot be written: the disk is full or failing (" + detail + ").",
              "Make room, or name a store on another disk with --store. Months already stored are "
              "safe."};
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return {where,
              "the results store",
              "cannot be opened for writing (" + detail + ").",
              "Check the folder and its permissions, or name another store with --store."};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {where,
              "the results store",
              "has been locked by another program for over 30 seconds.",
              "Wait for the other run, or name another store with --store."};
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return {where,
              "the file",
              "is not a readable results store (" + detail + ").",
              "Name another store with --store, or restore this one from a copy."};
    default:
      return {where,
              "the results store",
              "could not be used (" + detail + ").",
              "Name another store with --store."};
  }
}

}  // namespace

Statement::Statement(Database& database, std::string_view sql) : database_(&database) {
  const int code = sqlite3_prepare_v2(
      database.handle(), sql.data(), static_cast<int>(sql.size()), &statement_, nullptr);
  if (code != SQLITE_OK) {
    database.fail(code);
  }
}

Statement::~Statement() { sqlite3_finalize(statement_); }

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), statement_(std::exchange(other.statement_, nullptr)) {}

Statement& Statement::bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_, index, value);
  return *this;
}

Statement& Statement::bind(int index, double value) {
  sqlite3_bind_double(statement_, index, value);
  return *this;
}

Statement& Statement::bind(int index, std::string_view value) {
  // An empty view may hold a null pointer, which SQLite would store as NULL instead of as an empty
  // text.
  const char* data = value.empty() ? "" : value.data();
  sqlite3_bind_text(statement_, index, data, static_cast<int>(value.size()), SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind(int index, std::span<const float> numbers) {
  // Without numbers there may be no pointer, which SQLite would store as NULL.
  const float none = 0;
  const void* data = numbers.empty() ? &none : numbers.data();
  sqlite3_bind_blob64(statement_, index, data, numbers.size_bytes(), SQLITE_TRANSIENT);
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW) {
    return true;
  }
  sqlite3_reset(statement_);
  if (code != SQLITE_DONE) {
    database_->fail(code);
  }
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

double Statement::real(int column) const { return sqlite3_column_double(statement_, column); }

std::string Statement::text(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return data == nullptr ? std::string() : std::string(data);
}

std::vector<float> Statement::numbers(int column) const {
  const void* data = sqlite3_column_blob(statement_, column);
  const auto bytes = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  std::vector<float> result(bytes / sizeof(float));
  if (!result.empty()) {
    std::memcpy(result.data(), data, result.size() * sizeof(float));
  }
  return result;
}

Database::Database(const std::filesystem::path& path, Open mode) : path_(path) {
  // One thread at a time uses a store, so SQLite need not lock it against others at every call.
  const int flags =
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (mode == Open::create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
  if (code != SQLITE_OK) {
    const std::string detail = handle_ == nullptr ? "out of memory" : sqlite3_errmsg(handle_);
    sqlite3_close(handle_);
    fail_files(problem_of(path_, code, detail));
  }
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, kBusyMilliseconds);
}

Database::~Database() { sqlite3_close(handle_); }

void Database::execute(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) {
    fail(code);
  }
}

std::int64_t Database::integer(const char* sql) {
  Statement statement = prepare(sql);
  const std::int64_t value = statement.step() ? statement.integer(0) : 0;
  return value;
}

void Database::fail(int code) const {
  fail_files(problem_of(path_, code, sqlite3_errmsg(handle_)));
}

Transaction::Transaction(Database& database) : database_(database) {
  database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (open_) {
    // A failed write may already have rolled back by itself; there is nothing left to report then.
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace corridor::store::detail
