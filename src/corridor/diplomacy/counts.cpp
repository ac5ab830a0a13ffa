#include "corridor/diplomacy/counts.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "corridor/base/check.hpp"

namespace corridor::diplomacy {

namespace {

/// Uniform in [0, 1) with the 53 bits of a double.
double uniform(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32) | low;
  return static_cast<double>(bits >> 11) * 0x1p-53;
}

std::int64_t quantile(double mean, double u) {
  constexpr double kNothing = 0x1p-60;  // terms below this no longer move the sum
  std::int64_t count = 0;
  double term = std::exp(-mean);
  double sum = term;
  while (u >= sum && (static_cast<double>(count) < mean || term > kNothing)) {
    ++count;
    term *= mean / static_cast<double>(count);
    sum += term;
  }
  return count;
}

/// Box and Muller (1958).
std::int64_t rounded_normal(double mean, const random::Words& words) {
  const double radius = std::sqrt(-2 * std::log(1 - uniform(words[0], words[1])));
  const double normal = radius * std::cos(2 * std::numbers::pi * uniform(words[2], words[3]));
  return std::max<std::int64_t>(0, std::llround(mean + std::sqrt(mean) * normal));
}

}  // namespace

std::int64_t poisson(double mean, const random::Words& words) {
  expect(mean >= 0 && std::isfinite(mean), "the mean of a Poisson count is a number from 0 on");
  return mean <= kExactMean ? quantile(mean, uniform(words[0], words[1]))
                            : rounded_normal(mean, words);
}

random::Key draw_key(std::uint64_t seed, Month month, int origin) {
  return {seed, random::Stream::diplomacy, month, static_cast<std::uint32_t>(origin)};
}

}  // namespace corridor::diplomacy
