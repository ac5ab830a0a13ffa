#pragma once

#include <vector>

#include "corridor/sim/measures.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

/// Adds what the households of the last twelve months say, by origin and region, in the last month
/// of each quarter; nothing in other months, and nothing before twelve months are known.
void write_welfare(World& world, const MonthTables& tables, std::vector<Value>& values);

}  // namespace corridor::sim
