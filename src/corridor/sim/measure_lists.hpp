#pragma once

#include <span>

#include "corridor/sim/measures.hpp"

/// The parts that measures() is made of, in this order: ids depend on it.
namespace corridor::sim {

inline constexpr auto kSum = OverYear::sum;
inline constexpr auto kDecember = OverYear::december;

/// People, law, war, diplomacy, work and money.
std::span<const Measure> migration_measures();
/// What households live on (docs/model/welfare.md).
std::span<const Measure> household_measures();
/// Economies at home, held against the baseline of the run (docs/model/origins.md).
std::span<const Measure> economy_measures();

}  // namespace corridor::sim
