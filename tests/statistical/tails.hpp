#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

/// Exact tails of the binomial distribution, by sums of its terms. Each term comes from the one
/// before it, so only the first needs the gamma function.
namespace corridor::statistical {

inline double log_binomial_term(std::int64_t k, std::int64_t n, double p) {
  const auto count = static_cast<double>(n);
  const auto hits = static_cast<double>(k);
  return std::lgamma(count + 1) - std::lgamma(hits + 1) - std::lgamma(count - hits + 1) +
         hits * std::log(p) + (count - hits) * std::log1p(-p);
}

/// P(X <= k) of X binomial with n trials of probability p.
inline double lower_tail(std::int64_t k, std::int64_t n, double p) {
  if (k < 0) {
    return 0;
  }
  if (k >= n || p <= 0) {
    return 1;
  }
  double term = std::exp(log_binomial_term(k, n, p));
  double sum = 0;
  for (std::int64_t i = k; i >= 0; --i) {
    sum += term;
    // From the mean downwards the terms fall; the rest is then below what a double shows.
    if (static_cast<double>(i) < static_cast<double>(n) * p && term < sum * 1e-17) {
      break;
    }
    term *= static_cast<double>(i) / static_cast<double>(n - i + 1) * (1 - p) / p;
  }
  return std::min(sum, 1.0);
}

/// P(X >= k): the failures are binomial too.
inline double upper_tail(std::int64_t k, std::int64_t n, double p) {
  return p >= 1 ? (k <= n ? 1.0 : 0.0) : lower_tail(n - k, n, 1 - p);
}

/// Probability under the hypothesis of a count at least as far out as k, on either side.
inline double two_sided(std::int64_t k, std::int64_t n, double p) {
  return std::min(1.0, 2 * std::min(lower_tail(k, n, p), upper_tail(k, n, p)));
}

}  // namespace corridor::statistical
