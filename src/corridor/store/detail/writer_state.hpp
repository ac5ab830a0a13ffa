#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "corridor/store/detail/sqlite.hpp"
#include "corridor/store/writer.hpp"

/// What a writer knows while a run is under way.
namespace corridor::store {

namespace detail {

struct Row {
  std::int64_t series = 0;
  std::int32_t period = 0;
  double value = 0;
};

/// So many rows of values are written by one statement, which shares what it costs to begin and to
/// end one.
inline constexpr std::size_t kRowsAtOnce = 128;
/// The statement that writes so many.
std::string insert_values_sql(std::size_t rows);

}  // namespace detail

struct Writer::State {
  State(Store& target, const Vocabulary& vocabulary)
      : database(target.database()),
        words(vocabulary),
        insert_value(database.prepare(detail::insert_values_sql(1))),
        insert_values(database.prepare(detail::insert_values_sql(detail::kRowsAtOnce))),
        insert_series(database.prepare("INSERT INTO series (run, measure, cell) VALUES (?, ?, ?)")),
        insert_cell(database.prepare(
            "INSERT OR IGNORE INTO cell (place, sex, age, status, sector, destination) "
            "VALUES (?, ?, ?, ?, ?, ?)")),
        select_cell(database.prepare(
            "SELECT number FROM cell WHERE place = ? AND sex = ? AND age = ? AND status = ? AND "
            "sector = ? AND destination = ?")),
        update_month(database.prepare(
            "UPDATE run SET last_month = ?, updated = strftime('%Y-%m-%dT%H:%M:%SZ', 'now') "
            "WHERE number = ?")) {}

  detail::Database& database;
  Vocabulary words;
  detail::Statement insert_value;
  detail::Statement insert_values;  ///< kRowsAtOnce of them
  detail::Statement insert_series;
  detail::Statement insert_cell;
  detail::Statement select_cell;
  detail::Statement update_month;
  std::int64_t run = 0;
  std::string id;
  bool finished = false;
  std::vector<std::int64_t> measures;  ///< row of `measure` by sim id
  std::unordered_map<std::uint64_t, std::int64_t> series;
  std::vector<sim::Value> waiting;
  std::vector<std::pair<Month, std::size_t>>
      months;  ///< month and the end of its values in `waiting`
  std::chrono::steady_clock::time_point batch_start = std::chrono::steady_clock::now();

  void insert_run(const RunDescription& description);
  void insert_places();
  void insert_measures(std::span<const sim::Measure> list);
  std::int64_t find_cell(const CellCodes& codes);
  std::int64_t find_series(const sim::Value& value);
  std::vector<detail::Row> rows();
  void insert(std::span<const detail::Row> rows);
  void flush();
};

}  // namespace corridor::store
