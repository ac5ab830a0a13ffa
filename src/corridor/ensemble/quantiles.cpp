#include "corridor/ensemble/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "corridor/base/check.hpp"

namespace corridor::ensemble {

namespace {

std::vector<double> numbers_of(std::span<const double> members) {
  std::vector<double> numbers;
  numbers.reserve(members.size());
  std::copy_if(members.begin(), members.end(), std::back_inserter(numbers), [](double value) {
    return !std::isnan(value);
  });
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

double error_at(std::span<const double> sorted, double p) {
  const auto n = static_cast<double>(sorted.size());
  const double step = std::sqrt(n * p * (1 - p)) / (n - 1);
  return (quantile_of_sorted(sorted, std::min(1.0, p + step)) -
          quantile_of_sorted(sorted, std::max(0.0, p - step))) /
         2;
}

}  // namespace

QuantilePlace quantile_place(std::size_t count, double p) {
  const double position = p * static_cast<double>(count - 1);
  const auto below = static_cast<std::size_t>(position);
  return {below, std::min(below + 1, count - 1), position - static_cast<double>(below)};
}

double quantile_of_sorted(std::span<const double> sorted, double p) {
  const QuantilePlace place = quantile_place(sorted.size(), p);
  return place.between(sorted[place.below], sorted[place.above]);
}

Quantiles quantiles_of(std::span<const double> members) {
  const std::vector<double> sorted = numbers_of(members);
  Quantiles result;
  result.fill(std::numeric_limits<double>::quiet_NaN());
  if (!sorted.empty()) {
    for (std::size_t i = 0; i < kLevels.size(); ++i) {
      result[i] = quantile_of_sorted(sorted, kLevels[i]);
    }
  }
  return result;
}

std::pair<double, double> band_of(const Quantiles& quantiles, double coverage) {
  const auto found = std::find(kCoverages.begin(), kCoverages.end(), coverage);
  invariant(found != kCoverages.end(), "a band is asked for that is not kept");
  const auto steps = static_cast<std::size_t>(found - kCoverages.begin()) + 1;
  return {quantiles[kMedian - steps], quantiles[kMedian + steps]};
}

double narrowest_band(const Quantiles& quantiles, double value) {
  for (const double coverage : kCoverages) {
    const auto [low, high] = band_of(quantiles, coverage);
    if (value >= low && value <= high) {
      return coverage;
    }
  }
  return 0;
}

MonteCarloError monte_carlo_error(std::span<const double> members) {
  const std::vector<double> sorted = numbers_of(members);
  if (sorted.size() < 2) {
    return {};
  }
  return {error_at(sorted, 0.5), error_at(sorted, 0.1), error_at(sorted, 0.9)};
}

}  // namespace corridor::ensemble
