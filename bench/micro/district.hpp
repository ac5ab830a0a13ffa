#pragma once

#include "corridor/sim/world.hpp"

namespace corridor::bench {

/// A population of about ten full districts on the shipped pack, spells abroad under way.
const sim::World& some_districts();

/// The largest of them.
const population::District& full_district();

/// Weight of a simulated person at which the first region fills a single district.
inline constexpr std::int64_t kDistrictSample = 120;
inline constexpr Month kDistrictMonth(2024, 1);

}  // namespace corridor::bench
