#include "corridor/backtest/scores.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <numeric>

#include "corridor/base/check.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::backtest {

namespace {

constexpr double kConfidence = 0.95;
constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

std::vector<double> sorted(std::span<const double> values) {
  std::vector<double> result(values.begin(), values.end());
  std::sort(result.begin(), result.end());
  return result;
}

double quantile_of_sorted(const std::vector<double>& ordered, double p) {
  const auto count = static_cast<double>(ordered.size());
  const double rank = std::clamp(p * (count + 1), 1.0, count);
  const auto below = static_cast<std::size_t>(rank) - 1;
  const std::size_t above = std::min(below + 1, ordered.size() - 1);
  const double weight = rank - std::floor(rank);
  return ordered[below] * (1 - weight) + ordered[above] * weight;
}

/// Differences of losses, block by block in order of the blocks.
std::vector<std::vector<double>> differences_by_block(const PairedLosses& losses) {
  invariant(
      losses.first.size() == losses.second.size() && losses.first.size() == losses.block.size(),
      "compared forecasters have a loss for the same outcomes");
  std::map<int, std::vector<double>> blocks;
  for (std::size_t i = 0; i < losses.first.size(); ++i) {
    blocks[losses.block[i]].push_back(losses.first[i] - losses.second[i]);
  }
  std::vector<std::vector<double>> result;
  result.reserve(blocks.size());
  for (auto& [block, values] : blocks) {
    result.push_back(std::move(values));
  }
  return result;
}

double autocovariance(const std::vector<double>& values, double centre, std::size_t lag) {
  double sum = 0;
  for (std::size_t i = lag; i < values.size(); ++i) {
    sum += (values[i] - centre) * (values[i - lag] - centre);
  }
  return sum / static_cast<double>(values.size());
}

/// Continued fraction of the incomplete beta function (Lentz), as in Abramowitz and Stegun 26.5.8.
double beta_fraction(double a, double b, double x) {
  constexpr int kTerms = 400;
  constexpr double kTiny = 1e-300;
  constexpr double kEnough = 1e-15;
  double c = 1;
  double d = 1 - (a + b) * x / (a + 1);
  d = 1 / (std::abs(d) < kTiny ? kTiny : d);
  double fraction = d;
  for (int m = 1; m <= kTerms; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    double change = 1;
    for (const double term : {even, odd}) {
      d = 1 + term * d;
      d = 1 / (std::abs(d) < kTiny ? kTiny : d);
      c = 1 + term / c;
      c = std::abs(c) < kTiny ? kTiny : c;
      change = c * d;
      fraction *= change;
    }
    if (std::abs(change - 1) < kEnough) {
      break;
    }
  }
  return fraction;
}

/// Regularised incomplete beta function I_x(a, b).
double incomplete_beta(double a, double b, double x) {
  if (x <= 0 || x >= 1) {
    return x <= 0 ? 0 : 1;
  }
  const double front = std::pow(x, a) * std::pow(1 - x, b) / std::beta(a, b);
  return x < (a + 1) / (a + b + 2) ? front * beta_fraction(a, b, x) / a
                                   : 1 - front * beta_fraction(b, a, 1 - x) / b;
}

/// The t with probability p to its left, by halving: the function is steep nowhere near the tails
/// that intervals ask for.
double student_quantile(double p, double degrees) {
  constexpr int kHalvings = 200;
  double low = -1e6;
  double high = 1e6;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (student_cdf(middle, degrees) < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

double absolute_error(double forecast, double outcome) { return std::abs(forecast - outcome); }

double absolute_percentage_error(double forecast, double outcome) {
  invariant(outcome != 0, "an outcome of zero has no percentage error");
  return 100 * std::abs(forecast - outcome) / std::abs(outcome);
}

double mean(std::span<const double> values) {
  return values.empty() ? kNothing
                        : std::accumulate(values.begin(), values.end(), 0.0) /
                              static_cast<double>(values.size());
}

double median(std::span<const double> values) {
  if (values.empty()) {
    return kNothing;
  }
  return quantile_of_sorted(sorted(values), 0.5);
}

double quantile(std::span<const double> ensemble, double p) {
  invariant(!ensemble.empty(), "an ensemble has members");
  return quantile_of_sorted(sorted(ensemble), p);
}

double crps_ensemble(std::span<const double> ensemble, double outcome) {
  invariant(ensemble.size() > 1, "the fair score needs two members");
  const std::vector<double> ordered = sorted(ensemble);
  const auto count = static_cast<double>(ordered.size());
  double distance = 0;
  double spread = 0;  // sum over i < j of x_j - x_i, from the order alone
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    distance += std::abs(ordered[i] - outcome);
    spread += ordered[i] * (2 * static_cast<double>(i) - count + 1);
  }
  return distance / count - spread / (count * (count - 1));
}

double crps_normal(double expected, double sd, double outcome) {
  if (sd <= 0) {
    return std::abs(expected - outcome);
  }
  const double z = (outcome - expected) / sd;
  const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
  const double below = std::erfc(-z / std::numbers::sqrt2) / 2;
  return sd * (z * (2 * below - 1) + 2 * density - std::numbers::inv_sqrtpi);
}

Interval central_interval(std::span<const double> ensemble, double probability) {
  const std::vector<double> ordered = sorted(ensemble);
  return {quantile_of_sorted(ordered, (1 - probability) / 2),
          quantile_of_sorted(ordered, (1 + probability) / 2)};
}

bool covered(std::span<const double> ensemble, double outcome, double probability) {
  const Interval interval = central_interval(ensemble, probability);
  return outcome >= interval.low && outcome <= interval.high;
}

double pit(std::span<const double> ensemble, double outcome, double uniform) {
  double below = 0;
  double equal = 0;
  for (const double member : ensemble) {
    below += member < outcome ? 1 : 0;
    equal += member == outcome ? 1 : 0;
  }
  return (below + (equal + 1) * uniform) / (static_cast<double>(ensemble.size()) + 1);
}

double tie_draw(std::uint64_t seed, std::uint32_t forecast) {
  const random::Key key{seed, random::Stream::backtest_ties, Month(), 0};
  return random::draw(key, forecast)[0] * 0x1p-32;
}

double skill(double score, double reference) {
  return reference == 0 ? kNothing : 1 - score / reference;
}

Comparison diebold_mariano(const PairedLosses& losses, int horizon) {
  std::vector<double> means;
  for (const std::vector<double>& block : differences_by_block(losses)) {
    means.push_back(mean(block));
  }
  const auto count = static_cast<double>(means.size());
  Comparison result;
  result.blocks = static_cast<int>(means.size());
  result.difference = result.low = result.high = means.empty() ? kNothing : mean(means);
  if (result.blocks < horizon + 2) {
    return result;
  }
  const double own = autocovariance(means, result.difference, 0);
  double all = own;
  for (int lag = 1; lag < horizon; ++lag) {
    all += 2 * autocovariance(means, result.difference, static_cast<std::size_t>(lag));
  }
  const double variance = (all > 0 ? all : own) / count;
  if (variance <= 0) {
    result.probability = result.difference == 0 ? 1 : 0;
    return result;
  }
  const double correction =
      (count + 1 - 2 * horizon + static_cast<double>(horizon) * (horizon - 1) / count) / count;
  const double error = std::sqrt(variance / correction);
  const double reach = student_quantile((1 + kConfidence) / 2, count - 1) * error;
  result.statistic = result.difference / error;
  result.low = result.difference - reach;
  result.high = result.difference + reach;
  result.probability = 2 * student_cdf(-std::abs(result.statistic), count - 1);
  return result;
}

Comparison block_bootstrap(const PairedLosses& losses, int draws, std::uint64_t seed) {
  const std::vector<std::vector<double>> blocks = differences_by_block(losses);
  Comparison result;
  result.blocks = static_cast<int>(blocks.size());
  std::vector<double> means;
  random::Sequence sequence({seed, random::Stream::backtest_bootstrap, Month(), 0});
  for (int draw = 0; draw < draws && !blocks.empty(); ++draw) {
    double sum = 0;
    double count = 0;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const std::vector<double>& block =
          blocks[sequence.below(static_cast<std::uint32_t>(blocks.size()))];
      sum += std::accumulate(block.begin(), block.end(), 0.0);
      count += static_cast<double>(block.size());
    }
    means.push_back(sum / count);
  }
  double sum = 0;
  double count = 0;
  for (const std::vector<double>& block : blocks) {
    sum += std::accumulate(block.begin(), block.end(), 0.0);
    count += static_cast<double>(block.size());
  }
  result.difference = result.low = result.high = count == 0 ? kNothing : sum / count;
  if (means.empty()) {
    return result;
  }
  result.low = quantile(means, (1 - kConfidence) / 2);
  result.high = quantile(means, (1 + kConfidence) / 2);
  const auto share = [&](auto side) {
    return static_cast<double>(std::count_if(means.begin(), means.end(), side)) /
           static_cast<double>(means.size());
  };
  result.probability = std::min(1.0,
                                2 * std::min(share([](double value) { return value <= 0; }),
                                             share([](double value) { return value >= 0; })));
  return result;
}

double student_cdf(double t, double degrees) {
  const double tail = incomplete_beta(degrees / 2, 0.5, degrees / (degrees + t * t)) / 2;
  return t > 0 ? 1 - tail : tail;
}

}  // namespace corridor::backtest
