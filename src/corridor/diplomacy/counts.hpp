#pragma once

#include <cstdint>

#include "corridor/random/draw.hpp"

namespace corridor::diplomacy {

/// Means above this are drawn from the normal distribution of the same mean and variance, rounded.
/// The skewness it leaves out is 1 / sqrt(mean), four percent here.
inline constexpr double kExactMean = 600;

/// A Poisson count made of one draw. Up to kExactMean it is the quantile of one uniform number, so
/// under a shared draw a larger mean never gives a smaller count.
std::int64_t poisson(double mean, const random::Words& words);

/// A whole block of addresses for each kind of draw inside Stream::diplomacy, so that adding draws
/// of one kind leaves the others as they are.
enum class DrawBlock : std::uint32_t {
  reported,      ///< incidents that are reported
  unreported,    ///< incidents that are not
  acts,          ///< one draw for each kind of act
  answered,      ///< one draw for each note and summons
  arrived,       ///< one draw for each reply awaited
  incident_day,  ///< for reading only
  act_day,       ///< for reading only
};
inline constexpr std::uint32_t kBlockSize = 1U << 20;

constexpr std::uint32_t draw_index(DrawBlock block, std::uint32_t index) {
  return static_cast<std::uint32_t>(block) * kBlockSize + index % kBlockSize;
}

/// The draws of one origin in one month.
random::Key draw_key(std::uint64_t seed, Month month, int origin);

}  // namespace corridor::diplomacy
