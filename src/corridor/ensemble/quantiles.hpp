#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

/// Bands of an ensemble, and how far chance in a finite number of members may carry them.
namespace corridor::ensemble {

/// The probabilities at which every band is kept, and the names of their columns.
inline constexpr std::array<double, 7> kLevels = {0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975};
inline constexpr std::array<std::string_view, 7> kLevelNames = {
    "q025", "q100", "q250", "q500", "q750", "q900", "q975"};
inline constexpr std::size_t kMedian = 3;
inline constexpr std::array<double, 3> kCoverages = {0.50, 0.80, 0.95};

/// Values at kLevels; NaN where there is no member.
using Quantiles = std::array<double, kLevels.size()>;

/// Where a quantile lies among sorted numbers: between two of them, the order statistics around
/// (n - 1) p, as numpy and R's type 7 have it.
struct QuantilePlace {
  std::size_t below = 0;
  std::size_t above = 0;
  double part = 0;  ///< of the way from the one to the other
  double between(double low, double high) const { return low + part * (high - low); }
};
/// Among `count` numbers, one or more.
QuantilePlace quantile_place(std::size_t count, double p);

/// The quantile of numbers that rise; there is one or more.
double quantile_of_sorted(std::span<const double> sorted, double p);

/// Quantiles of the members that are numbers.
Quantiles quantiles_of(std::span<const double> members);

/// Lower and upper end of the band that holds the middle `coverage`: one of kCoverages.
std::pair<double, double> band_of(const Quantiles& quantiles, double coverage);

/// The narrowest of kCoverages whose band holds the value; 0 where none does.
double narrowest_band(const Quantiles& quantiles, double value);

/// Standard errors, from the number of members, of the median and of the ends of the 80 % band:
/// half the distance between the order statistics that lie one binomial standard deviation,
/// sqrt(n p (1 - p)), below and above the quantile (Woodruff 1952). It assumes no distribution.
struct MonteCarloError {
  double median = 0;
  double low = 0;   ///< of the 10 % end
  double high = 0;  ///< of the 90 % end
};
MonteCarloError monte_carlo_error(std::span<const double> members);

}  // namespace corridor::ensemble
