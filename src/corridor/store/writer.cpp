#include "corridor/store/writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "corridor/store/detail/lease.hpp"
#include "corridor/store/detail/sqlite.hpp"
#include "corridor/store/detail/writer_state.hpp"
#include "corridor/terms/terms.hpp"

namespace corridor::store {

namespace {

constexpr int kMonthsPerBatch = 12;
constexpr std::chrono::seconds kLongestBatch{2};

/// One number per (measure, cell), so that finding a series is one look-up per value. Every field
/// of a cell starts at -1.
std::uint64_t key_of(const sim::Value& value) {
  std::uint64_t key = static_cast<std::uint16_t>(value.measure);
  const sim::Cell& cell = value.cell;
  key = key << 16 | static_cast<std::uint16_t>(cell.place + 1);
  key = key << 2 | static_cast<std::uint8_t>(cell.sex + 1);
  key = key << 6 | static_cast<std::uint8_t>(cell.age_group + 1);
  key = key << 8 | static_cast<std::uint8_t>(cell.status + 1);
  key = key << 8 | static_cast<std::uint8_t>(cell.sector + 1);
  return key << 8 | static_cast<std::uint8_t>(cell.destination + 1);
}

template <typename List>
std::string code_at(const List& list, int position) {
  return position < 0 ? std::string() : std::string(list.at(static_cast<std::size_t>(position)));
}

CellCodes codes_of(const sim::Cell& cell, const Vocabulary& words) {
  CellCodes codes;
  codes.place = cell.place < 0 ? "" : words.places.at(static_cast<std::size_t>(cell.place)).code;
  codes.sex = code_at(kSexCodes, cell.sex);
  codes.age = cell.age_group < 0 ? "" : age_group_code(cell.age_group);
  codes.status = code_at(words.statuses, cell.status);
  codes.sector = code_at(words.sectors, cell.sector);
  codes.destination = code_at(words.destinations, cell.destination);
  return codes;
}

/// Binds a row of values to a statement, as its row number `at`.
void bind_row(const detail::Row& row, std::size_t at, detail::Statement& statement) {
  const int first = static_cast<int>(3 * at) + 1;
  statement.bind(first, row.series).bind(first + 1, std::int64_t{row.period});
  statement.bind(first + 2, row.value);
}

}  // namespace

std::string detail::insert_values_sql(std::size_t rows) {
  std::string sql = "INSERT INTO value (series, period, value) VALUES (?, ?, ?)";
  for (std::size_t row = 1; row < rows; ++row) {
    sql += ", (?, ?, ?)";
  }
  return sql;
}

void Writer::State::insert_run(const RunDescription& d) {
  detail::Statement insert = database.prepare(
      "INSERT INTO run (id, created, scenario, question, scenario_text, pack, pack_version, "
      "pack_digest, pack_folder, month_from, month_to, sample, seed, threads, engine, version, "
      "machine, status, last_month, host, process, updated, members, parameters) VALUES ('', "
      "strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "'running', 0, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?, ?)");
  insert.bind(1, d.scenario).bind(2, d.question).bind(3, d.scenario_text).bind(4, d.pack);
  insert.bind(5, d.pack_version).bind(6, d.pack_digest).bind(7, d.pack_folder);
  insert.bind(8, std::int64_t{d.from.index()}).bind(9, std::int64_t{d.to.index()});
  // A seed uses all 64 bits, which SQLite's signed integers would turn negative; it is kept as
  // text.
  insert.bind(10, d.sample).bind(11, std::to_string(d.seed)).bind(12, std::int64_t{d.threads});
  insert.bind(13, d.engine).bind(14, d.version).bind(15, d.machine);
  insert.bind(16, detail::this_host()).bind(17, detail::this_process());
  insert.bind(18, std::int64_t{d.members}).bind(19, d.parameters);
  insert.run();
  run = database.last_insert_id();
  id = fmt::format("r{:04}", run);
  database.prepare("UPDATE run SET id = ? WHERE number = ?").bind(1, id).bind(2, run).run();
}

void Writer::State::insert_places() {
  detail::Statement insert = database.prepare(
      "INSERT INTO place (run, position, code, kind, parent, name) VALUES (?, ?, ?, ?, ?, ?)");
  std::int64_t position = 0;
  for (const Place& place : words.places) {
    insert.bind(1, run).bind(2, position++).bind(3, place.code).bind(4, place.kind);
    insert.bind(5, place.parent).bind(6, place.name).run();
  }
}

void Writer::State::insert_measures(std::span<const sim::Measure> list) {
  detail::Statement insert = database.prepare(
      "INSERT OR IGNORE INTO measure (name, unit, over_year, additive, grade, description) "
      "VALUES (?, ?, ?, ?, ?, ?)");
  detail::Statement select = database.prepare(
      "SELECT number FROM measure WHERE name = ? AND unit = ? AND over_year = ? AND additive = ? "
      "AND grade = ? AND description = ?");
  for (const sim::Measure& measure : list) {
    for (detail::Statement* statement : {&insert, &select}) {
      statement->bind(1, measure.name).bind(2, measure.unit);
      statement->bind(3, measure.over_year == sim::OverYear::sum ? "sum" : "december");
      statement->bind(4, std::int64_t{measure.additive ? 1 : 0}).bind(5, measure.grade);
      statement->bind(6, measure.description);
    }
    insert.run();
    measures.push_back(select.step() ? select.integer(0) : 0);
    select.run();
  }
}

std::int64_t Writer::State::find_cell(const CellCodes& codes) {
  std::int64_t number = 0;
  for (detail::Statement* statement : {&insert_cell, &select_cell}) {
    statement->bind(1, codes.place).bind(2, codes.sex).bind(3, codes.age);
    statement->bind(4, codes.status).bind(5, codes.sector).bind(6, codes.destination);
    while (statement->step()) {
      number = statement->integer(0);
    }
  }
  return number;
}

std::int64_t Writer::State::find_series(const sim::Value& value) {
  const auto [entry, is_new] = series.try_emplace(key_of(value), 0);
  if (is_new) {
    const std::int64_t cell = find_cell(codes_of(value.cell, words));
    insert_series.bind(1, run).bind(2, measures.at(static_cast<std::size_t>(value.measure)));
    insert_series.bind(3, cell).run();
    entry->second = database.last_insert_id();
  }
  return entry->second;
}

/// The waiting values in the order of the table, so that a batch writes each page of it once.
std::vector<detail::Row> Writer::State::rows() {
  std::vector<detail::Row> result;
  result.reserve(waiting.size());
  std::size_t next = 0;
  for (const auto& [month, end] : months) {
    for (; next < end; ++next) {
      result.push_back({find_series(waiting[next]), month.index(), waiting[next].value});
    }
  }
  std::sort(result.begin(), result.end(), [](const detail::Row& a, const detail::Row& b) {
    return std::tie(a.series, a.period) < std::tie(b.series, b.period);
  });
  return result;
}

void Writer::State::insert(std::span<const detail::Row> rows) {
  for (; rows.size() >= detail::kRowsAtOnce; rows = rows.subspan(detail::kRowsAtOnce)) {
    for (std::size_t at = 0; at < detail::kRowsAtOnce; ++at) {
      bind_row(rows[at], at, insert_values);
    }
    insert_values.run();
  }
  for (const detail::Row& row : rows) {
    bind_row(row, 0, insert_value);
    insert_value.run();
  }
}

void Writer::State::flush() {
  if (months.empty()) {
    return;
  }
  detail::Transaction transaction(database);
  insert(rows());
  update_month.bind(1, std::int64_t{months.back().first.index()}).bind(2, run).run();
  transaction.commit();
  waiting.clear();
  months.clear();
}

Writer::Writer(Store& store,
               const RunDescription& description,
               const Vocabulary& words,
               std::span<const sim::Measure> measures)
    : state_(std::make_unique<State>(store, words)) {
  detail::Transaction transaction(state_->database);
  state_->insert_run(description);
  state_->insert_places();
  state_->insert_measures(measures);
  transaction.commit();
}

Writer::~Writer() {
  if (state_->finished) {
    return;
  }
  try {
    state_->database
        .prepare("UPDATE run SET status = 'interrupted' WHERE number = ? AND status = 'running'")
        .bind(1, state_->run)
        .run();
  } catch (const std::exception&) {
    // The store cannot be written, which is being reported already; the next opening marks the run
    // by its dead process.
    state_->finished = true;
  }
}

const std::string& Writer::id() const { return state_->id; }

void Writer::write_month(Month month, std::span<const sim::Value> values) {
  State& state = *state_;
  const auto now = std::chrono::steady_clock::now();
  if (state.months.empty()) {
    state.batch_start = now;
  }
  state.waiting.insert(state.waiting.end(), values.begin(), values.end());
  state.months.emplace_back(month, state.waiting.size());
  const bool full = state.months.size() >= static_cast<std::size_t>(kMonthsPerBatch);
  if (full || now - state.batch_start >= kLongestBatch) {
    state.flush();
  }
}

void Writer::flush() { state_->flush(); }

void Writer::finish(RunStatus status, const std::string& summary) {
  state_->flush();
  const char* word = status == RunStatus::complete  ? "complete"
                     : status == RunStatus::stopped ? "stopped"
                                                    : "interrupted";
  state_->database.prepare("UPDATE run SET status = ?, summary = ? WHERE number = ?")
      .bind(1, std::string_view(word))
      .bind(2, summary)
      .bind(3, state_->run)
      .run();
  state_->finished = true;
}

}  // namespace corridor::store
