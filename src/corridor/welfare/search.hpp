#pragma once

#include <vector>

#include "corridor/evidence/pack.hpp"

namespace corridor::welfare {

/// Hazard per month that a returnee without work finds it, by region, in a year
/// (docs/model/welfare.md, H8): that of the origin, smaller where a region has more unemployment
/// than the origin. Throws Error(input) when the pack has none for an origin.
std::vector<double> absorption(const evidence::Pack& pack, int year);

}  // namespace corridor::welfare
