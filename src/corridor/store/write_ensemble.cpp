#include <cmath>

#include "corridor/base/check.hpp"
#include "corridor/store/detail/writer_state.hpp"

namespace corridor::store {

namespace {

/// The levels beside the median, one after the other, as the table `band` holds them.
std::vector<float> beside_the_median(const ensemble::BandLine& line) {
  std::vector<float> numbers;
  for (std::size_t level = 0; level < ensemble::kLevels.size(); ++level) {
    if (level != ensemble::kMedian) {
      numbers.insert(numbers.end(), line.levels[level].begin(), line.levels[level].end());
    }
  }
  return numbers;
}

}  // namespace

void Writer::write_ensemble(const ensemble::Results& results) {
  State& state = *state_;
  invariant(state.waiting.empty(), "an ensemble is stored at once and not by month");
  detail::Transaction transaction(state.database);
  detail::Statement band =
      state.database.prepare("INSERT INTO band (series, first, quantiles) VALUES (?, ?, ?)");
  std::vector<detail::Row> medians;
  for (const ensemble::BandLine& line : results.bands) {
    const std::int64_t series = state.find_series({line.key.measure, line.key.cell, 0});
    const std::vector<float>& median = line.levels[ensemble::kMedian];
    for (std::size_t month = 0; month < median.size(); ++month) {
      if (!std::isnan(median[month])) {
        const std::int32_t period = (results.from + static_cast<int>(month)).index();
        medians.push_back({series, period, static_cast<double>(median[month])});
      }
    }
    band.bind(1, series).bind(2, std::int64_t{results.from.index()});
    band.bind(3, beside_the_median(line)).run();
  }
  state.insert(medians);
  detail::Statement member = state.database.prepare(
      "INSERT INTO member (run, measure, place, yearly, first, numbers) VALUES (?, ?, ?, ?, ?, "
      "?)");
  for (const ensemble::MemberLine& line : results.lines) {
    const auto place = static_cast<std::size_t>(line.place);
    member.bind(1, state.run).bind(2, state.measures.at(static_cast<std::size_t>(line.measure)));
    member.bind(3, line.place < 0 ? std::string() : state.words.places.at(place).code);
    member.bind(4, std::int64_t{line.yearly ? 1 : 0}).bind(5, std::int64_t{line.first.index()});
    member.bind(6, std::span<const float>(line.values)).run();
  }
  state.update_month.bind(1, std::int64_t{results.to.index()}).bind(2, state.run).run();
  transaction.commit();
}

}  // namespace corridor::store
