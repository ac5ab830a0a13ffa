#pragma once

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "corridor/base/check.hpp"
#include "corridor/sim/run.hpp"

/// A run whose values are kept in memory.
namespace corridor::tests {

struct RecordedRun {
  sim::RunSummary summary;
  std::vector<std::pair<Month, std::vector<sim::Value>>> months;

  const std::vector<sim::Value>& values(Month month) const {
    const auto at = std::find_if(
        months.begin(), months.end(), [&](const auto& entry) { return entry.first == month; });
    invariant(at != months.end(), "the month that a test reads was run");
    return at->second;
  }
  /// The value of a measure in a cell; 0 where it was not written.
  double value(Month month, std::string_view measure, const sim::Cell& cell) const {
    const int index = sim::measure_index(measure);
    invariant(index >= 0, "the measure that a test reads exists");
    for (const sim::Value& value : values(month)) {
      if (value.measure == index && value.cell == cell) {
        return value.value;
      }
    }
    return 0;
  }
  /// Of a place, all persons.
  double value(Month month, std::string_view measure, int place) const {
    sim::Cell cell;
    cell.place = static_cast<std::int16_t>(place);
    return value(month, measure, cell);
  }
  /// Sum over all months of a place.
  double total(std::string_view measure, int place) const {
    double sum = 0;
    for (const auto& entry : months) {
      sum += value(entry.first, measure, place);
    }
    return sum;
  }
};

inline RecordedRun record(const evidence::Pack& pack, const sim::RunRequest& request) {
  RecordedRun run;
  run.summary = sim::run(pack,
                         request,
                         [&](Month month, std::span<const sim::Value> values) {
                           run.months.emplace_back(
                               month, std::vector<sim::Value>(values.begin(), values.end()));
                         },
                         {});
  return run;
}

/// A checked run on two threads.
inline sim::RunRequest request(Month from, Month to, std::uint64_t seed = 1) {
  sim::RunRequest wanted;
  wanted.from = from;
  wanted.to = to;
  wanted.seed = seed;
  wanted.threads = 2;
  wanted.checked = true;
  return wanted;
}

}  // namespace corridor::tests
