#pragma once

#include <vector>

#include "corridor/sim/measures.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

/// What the households of the last twelve months say, by origin and region, in the last month of
/// each quarter; nothing in other months, and nothing before twelve months are known.
std::vector<Value> welfare_values(const World& world, const MonthTables& tables);

}  // namespace corridor::sim
