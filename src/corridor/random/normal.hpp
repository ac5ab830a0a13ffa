#pragma once

#include "corridor/random/draw.hpp"

/// The standard normal distribution: its cumulative probability, its quantile, and draws through
/// the quantile, so that a draw moves with the uniform number it is made of.
namespace corridor::random {

/// Probability that a standard normal number is below `z`.
double normal_cdf(double z);

/// The number below which a standard normal one lies with probability `p`: algorithm AS 241
/// (Wichura 1988), relative error about 1e-16. 0 and 1 give minus and plus infinity.
double normal_quantile(double p);

/// Uniform in (0, 1), both ends excluded, on the 2^52 midpoints of equal cells.
double open_uniform(std::uint32_t high, std::uint32_t low);

/// A standard normal number made of the first two words.
double normal(const Words& words);

}  // namespace corridor::random
