#include "corridor/store/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <system_error>
#include <utility>

#include "corridor/base/error.hpp"
#include "corridor/store/detail/lease.hpp"
#include "corridor/store/detail/schema.hpp"
#include "corridor/store/detail/sqlite.hpp"

namespace corridor::store {

namespace {

constexpr const char* kRunColumns =
    "SELECT number, id, created, scenario, question, scenario_text, pack, pack_version, "
    "pack_digest, pack_folder, month_from, month_to, sample, seed, threads, engine, version, "
    "machine, status, last_month, summary, host, members, parameters FROM run";

std::filesystem::path existing_or_new(const std::filesystem::path& path, Access access) {
  std::error_code error;
  if (access == Access::existing && !std::filesystem::exists(path, error)) {
    fail_files({path.string(),
                "there is no results store",
                "at this place yet.",
                "Make one with `corridor run`, or name another with --store."});
  }
  if (access == Access::create && path.has_parent_path()) {
    std::filesystem::create_directories(path.parent_path(), error);
    if (error) {
      fail_files({path.string(),
                  "the folder of the results store",
                  "cannot be made (" + error.message() + ").",
                  "Check the folder and its permissions, or name another store with --store."});
    }
  }
  return path;
}

RunStatus status_of(const std::string& word) {
  if (word == "complete") {
    return RunStatus::complete;
  }
  if (word == "stopped") {
    return RunStatus::stopped;
  }
  return word == "running" ? RunStatus::running : RunStatus::interrupted;
}

Month month_at(const detail::Statement& row, int column) {
  return Month::from_index(static_cast<std::int32_t>(row.integer(column)));
}

RunInfo run_of(const detail::Statement& row) {
  RunInfo run;
  run.number = row.integer(0);
  run.id = row.text(1);
  run.created = row.text(2);
  run.scenario = row.text(3);
  run.question = row.text(4);
  run.scenario_text = row.text(5);
  run.pack = row.text(6);
  run.pack_version = row.text(7);
  run.pack_digest = row.text(8);
  run.pack_folder = row.text(9);
  run.from = month_at(row, 10);
  run.to = month_at(row, 11);
  run.sample = row.integer(12);
  run.seed = std::stoull(row.text(13));
  run.threads = static_cast<int>(row.integer(14));
  run.engine = row.text(15);
  run.version = row.text(16);
  run.machine = row.text(17);
  run.status = status_of(row.text(18));
  run.has_months = row.integer(19) != 0;
  run.last_month = month_at(row, 19);
  run.summary = row.text(20);
  run.host = row.text(21);
  run.members = static_cast<int>(row.integer(22));
  run.parameters = row.text(23);
  return run;
}

MeasureInfo measure_of(const detail::Statement& row) {
  MeasureInfo measure;
  measure.number = row.integer(0);
  measure.name = row.text(1);
  measure.unit = row.text(2);
  measure.over_year = row.text(3) == "sum" ? sim::OverYear::sum : sim::OverYear::december;
  measure.additive = row.integer(4) != 0;
  measure.grade = row.text(5);
  measure.description = row.text(6);
  return measure;
}

CellCodes cell_of(const detail::Statement& row, int first) {
  return {row.text(first),
          row.text(first + 1),
          row.text(first + 2),
          row.text(first + 3),
          row.text(first + 4),
          row.text(first + 5)};
}

}  // namespace

Store::Store(const std::filesystem::path& path, Access access)
    : database_(std::make_unique<detail::Database>(
          existing_or_new(path, access),
          access == Access::create ? detail::Open::create : detail::Open::existing)) {
  detail::prepare_schema(*database_,
                         access == Access::create ? detail::Open::create : detail::Open::existing);
  // In WAL mode this is safe against the death of the process; a power cut loses at most the last
  // batch.
  database_->execute("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768");
  mark_interrupted();
}

Store::~Store() = default;

const std::filesystem::path& Store::path() const { return database_->path(); }

/// Runs of this machine are judged by their process. A run begun on another machine is left alone
/// until it has been silent for an hour, because its process cannot be seen from here.
void Store::mark_interrupted() {
  if (database_->read_only()) {
    return;
  }
  std::vector<std::int64_t> gone;
  detail::Statement running = database_->prepare(
      "SELECT number, host, process, updated < strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 hour') "
      "FROM run WHERE status = 'running'");
  const std::string here = detail::this_host();
  while (running.step()) {
    const bool dead =
        running.text(1) == here ? !detail::process_lives(running.text(2)) : running.integer(3) != 0;
    if (dead) {
      gone.push_back(running.integer(0));
    }
  }
  for (const std::int64_t number : gone) {
    database_->prepare("UPDATE run SET status = 'interrupted' WHERE number = ?")
        .bind(1, number)
        .run();
  }
}

std::vector<RunInfo> Store::runs() const {
  std::vector<RunInfo> result;
  detail::Statement rows = database_->prepare(std::string(kRunColumns) + " ORDER BY number");
  while (rows.step()) {
    result.push_back(run_of(rows));
  }
  return result;
}

RunInfo Store::find(const std::string& id) const {
  const std::vector<RunInfo> all = runs();
  if (all.empty()) {
    fail_usage({path().string(),
                "the results store",
                "holds no run yet.",
                "Make one with `corridor run`."});
  }
  if (id == "latest") {
    return all.back();
  }
  std::vector<std::string> known;
  for (const RunInfo& run : all) {
    if (run.id == id) {
      return run;
    }
    known.push_back(run.id);
  }
  const std::string nearest = nearest_name(id, known);
  fail_usage({path().string(),
              fmt::format("\"{}\"", id),
              "is not a run of this store.",
              (nearest.empty() ? std::string() : fmt::format("Nearest: {}. ", nearest)) +
                  "List the runs with `corridor runs`, or say `latest`."});
}

std::vector<MeasureInfo> Store::measures(const RunInfo& run) const {
  std::vector<MeasureInfo> result;
  detail::Statement rows = database_->prepare(
      "SELECT number, name, unit, over_year, additive, grade, description FROM measure WHERE "
      "number IN (SELECT DISTINCT measure FROM series WHERE run = ?) ORDER BY number");
  rows.bind(1, run.number);
  while (rows.step()) {
    result.push_back(measure_of(rows));
  }
  return result;
}

MeasureInfo Store::measure(const RunInfo& run, const std::string& name) const {
  std::vector<std::string> known;
  for (MeasureInfo& measure : measures(run)) {
    if (measure.name == name) {
      return std::move(measure);
    }
    known.push_back(measure.name);
  }
  const std::string nearest = nearest_name(name, known);
  fail_usage({run.id,
              fmt::format("\"{}\"", name),
              "is not a measure of this run.",
              (nearest.empty() ? std::string() : fmt::format("Nearest: {}. ", nearest)) +
                  fmt::format("List the measures with `corridor show {}`.", run.id)});
}

std::vector<Place> Store::places(const RunInfo& run) const {
  std::vector<Place> result;
  detail::Statement rows = database_->prepare(
      "SELECT code, kind, parent, name FROM place WHERE run = ? ORDER BY position");
  rows.bind(1, run.number);
  while (rows.step()) {
    result.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3)});
  }
  return result;
}

std::vector<CellCodes> Store::cells(const RunInfo& run, const std::string& name) const {
  const MeasureInfo info = measure(run, name);
  std::vector<CellCodes> result;
  detail::Statement rows = database_->prepare(
      "SELECT place, sex, age, status, sector, destination FROM cell WHERE number IN "
      "(SELECT cell FROM series WHERE run = ? AND measure = ?)");
  rows.bind(1, run.number).bind(2, info.number);
  while (rows.step()) {
    result.push_back(cell_of(rows, 0));
  }
  std::sort(result.begin(), result.end());
  return result;
}

void Store::each_row(const RunInfo& run, const std::function<void(const ResultRow&)>& visit) const {
  for (const MeasureInfo& info : measures(run)) {
    std::map<CellCodes, std::int64_t> ordered;
    detail::Statement rows = database_->prepare(
        "SELECT place, sex, age, status, sector, destination, series.number FROM series JOIN cell "
        "ON cell.number = series.cell WHERE run = ? AND measure = ?");
    rows.bind(1, run.number).bind(2, info.number);
    while (rows.step()) {
      ordered.emplace(cell_of(rows, 0), rows.integer(6));
    }
    detail::Statement values =
        database_->prepare("SELECT period, value FROM value WHERE series = ? ORDER BY period");
    for (const auto& [cell, series] : ordered) {
      values.bind(1, series);
      while (values.step()) {
        visit({info, cell, {month_at(values, 0), values.real(1)}});
      }
    }
  }
}

void Store::remove(const RunInfo& run) {
  if (run.status == RunStatus::running) {
    fail_usage({run.id,
                "the run",
                "is still being computed.",
                "Stop it first, or wait until it is complete."});
  }
  detail::Transaction transaction(*database_);
  for (const char* sql :
       {"DELETE FROM band WHERE series IN (SELECT number FROM series WHERE run = ?)",
        "DELETE FROM member WHERE run = ?",
        "DELETE FROM value WHERE series IN (SELECT number FROM series WHERE run = ?)",
        "DELETE FROM series WHERE run = ?",
        "DELETE FROM place WHERE run = ?",
        "DELETE FROM run WHERE number = ?"}) {
    database_->prepare(sql).bind(1, run.number).run();
  }
  transaction.commit();
  try {
    database_->execute("VACUUM");
  } catch (const Error&) {
    // Another run is writing. The run is deleted; its pages are used again by later runs.
    return;
  }
}

}  // namespace corridor::store
