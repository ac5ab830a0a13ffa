#include "corridor/store/baseline.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace corridor::store {

namespace {

bool names_one_program(const std::string& version) {
  return version.find("+changes") == std::string::npos &&
         version.find("unknown") == std::string::npos;
}

bool without_changes(const RunInfo& run) {
  const nlohmann::json summary = nlohmann::json::parse(run.summary, nullptr, false);
  const bool known = summary.is_object() && summary.contains(kChangesKey);
  return known && summary.at(kChangesKey) == 0;
}

bool fits(const RunInfo& run, const RunDescription& wanted) {
  const bool whole =
      run.status == RunStatus::complete && run.has_months && run.last_month >= wanted.to;
  // The medians of an ensemble are no world: no member need have lived them together.
  return whole && run.members == wanted.members && run.members == 0 &&
         run.pack_digest == wanted.pack_digest && run.from == wanted.from &&
         run.sample == wanted.sample && run.seed == wanted.seed && run.version == wanted.version &&
         without_changes(run);
}

/// Values of one measure by month since the first, added to `months`.
void read_measure(const Store& store,
                  const RunInfo& run,
                  const std::string& measure,
                  const std::vector<std::string>& places,
                  std::vector<std::vector<sim::Value>>& months) {
  std::set<CellCodes> cells;
  for (CellCodes& cell : store.cells(run, measure)) {
    cells.insert(std::move(cell));
  }
  for (std::size_t place = 0; place < places.size(); ++place) {
    CellCodes whole;
    whole.place = places[place];
    if (!cells.contains(whole)) {
      continue;
    }
    sim::Value value;
    value.measure = static_cast<std::int16_t>(sim::measure_index(measure));
    value.cell.place = static_cast<std::int16_t>(place);
    SeriesQuery query;
    query.measure = measure;
    query.place = places[place];
    const std::vector<ResultSeries> found = store.series(run, query);
    for (const Point& point : found.front().points) {
      const auto month = static_cast<std::size_t>(point.period - run.from);
      if (month < months.size()) {
        value.value = point.value;
        months[month].push_back(value);
      }
    }
  }
}

}  // namespace

std::optional<RunInfo> find_baseline(const Store& store, const RunDescription& wanted) {
  if (!names_one_program(wanted.version)) {
    return std::nullopt;
  }
  const std::vector<RunInfo> runs = store.runs();
  const auto found = std::find_if(
      runs.rbegin(), runs.rend(), [&](const RunInfo& run) { return fits(run, wanted); });
  return found == runs.rend() ? std::nullopt : std::optional<RunInfo>(*found);
}

std::shared_ptr<const sim::Baseline> read_baseline(const Store& store,
                                                   const RunInfo& run,
                                                   Month to) {
  std::vector<std::string> places;
  for (const Place& place : store.places(run)) {
    if (place.kind != "destination") {
      places.push_back(place.code);
    }
  }
  std::vector<std::vector<sim::Value>> months(static_cast<std::size_t>(to - run.from + 1));
  for (const std::string_view measure : sim::Baseline::kept()) {
    read_measure(store, run, std::string(measure), places, months);
  }
  const sim::BaselineIdentity identity{run.pack_digest, run.from, run.sample, run.seed};
  auto baseline = std::make_shared<sim::Baseline>(identity, places.size());
  for (std::size_t month = 0; month < months.size(); ++month) {
    baseline->add_month(run.from + static_cast<int>(month), months[month]);
  }
  return baseline;
}

}  // namespace corridor::store
