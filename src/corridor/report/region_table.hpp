#pragma once

#include <string>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/report/region_values.hpp"

namespace corridor::report {

/// A table of all regions of an origin with the country below them, which the page's script sorts
/// and copies as CSV. Empty when none of the measures belongs into the table.
std::string region_table(const evidence::Pack& pack,
                         const evidence::Origin& origin,
                         const std::vector<RegionMeasure>& measures);

}  // namespace corridor::report
