#include "corridor/welfare/summary.hpp"

#include <algorithm>
#include <numeric>

namespace corridor::welfare {

namespace {

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

using Steps = std::array<double, kStepCounts>;

double of(const Steps& steps, StepCount what) { return steps[static_cast<std::size_t>(what)]; }

double total(const Tally& tally, StepCount what) {
  double sum = 0;
  for (const auto& step : tally.steps) {
    sum += static_cast<double>(step[static_cast<std::size_t>(what)]);
  }
  return sum;
}

}  // namespace

Poverty poverty(const Tally& tally, std::size_t line) {
  const auto persons = static_cast<double>(tally[Count::persons]);
  const auto part = [&](LineCount what, double whole) {
    return ratio(static_cast<double>(tally.at(line, what)), whole);
  };
  Poverty result;
  result.headcount = part(LineCount::poor, persons);
  result.gap = part(LineCount::gap, persons * kGapUnit);
  result.severity = part(LineCount::severity, persons * kGapUnit);
  result.of_children = part(LineCount::poor_children, static_cast<double>(tally[Count::children]));
  result.without_receipts = part(LineCount::poor_without, persons);
  result.migrants_home = part(LineCount::poor_home, static_cast<double>(tally[Count::members]));
  const auto with_migrant = static_cast<double>(tally[Count::persons_with_migrant]);
  result.with_migrant = part(LineCount::poor_with_migrant, with_migrant);
  result.with_migrant_without = part(LineCount::poor_with_migrant_without, with_migrant);
  return result;
}

double gini(const Tally& tally) {
  const double persons = total(tally, StepCount::persons);
  const double consumption = total(tally, StepCount::consumption);
  if (persons == 0 || consumption == 0) {
    return 0;
  }
  // Area below the Lorenz curve by trapezoids; steps ascend in consumption per head.
  double below = 0;
  double reached = 0;
  for (const auto& step : tally.steps) {
    const double share_persons =
        static_cast<double>(step[static_cast<std::size_t>(StepCount::persons)]) / persons;
    const double share =
        static_cast<double>(step[static_cast<std::size_t>(StepCount::consumption)]) / consumption;
    below += share_persons * (reached + share / 2);
    reached += share;
  }
  return 1 - 2 * below;
}

std::array<Fifth, 5> fifths(const Tally& tally) {
  std::array<Steps, 5> sums{};
  const double size = total(tally, StepCount::persons) / 5;
  double before = 0;
  for (const auto& step : tally.steps) {
    const auto persons = static_cast<double>(step[static_cast<std::size_t>(StepCount::persons)]);
    for (std::size_t fifth = 0; fifth < sums.size() && persons > 0; ++fifth) {
      const double from = std::max(before, size * static_cast<double>(fifth));
      const double to = std::min(before + persons, size * static_cast<double>(fifth + 1));
      const double inside = std::max(0.0, to - from) / persons;
      for (std::size_t i = 0; i < kStepCounts; ++i) {
        sums[fifth][i] += inside * static_cast<double>(step[i]);
      }
    }
    before += persons;
  }
  std::array<Fifth, 5> result;
  std::transform(sums.begin(), sums.end(), result.begin(), [](const Steps& sum) {
    const double received = of(sum, StepCount::received);
    return Fifth{ratio(of(sum, StepCount::households_receiving), of(sum, StepCount::households)),
                 ratio(received, of(sum, StepCount::consumption)),
                 ratio(received, of(sum, StepCount::consumption_of_receivers))};
  });
  return result;
}

double consumption_dollars(const Tally& tally) {
  return total(tally, StepCount::consumption) / kDollarUnit;
}

}  // namespace corridor::welfare
