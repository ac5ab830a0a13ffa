#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/report/region_values.hpp"

namespace corridor::report {

/// A figure with the map of an origin's regions: the first measure drawn and in the legend, a
/// choice of the others, which the page's script draws from `map_json`. Empty where the pack has
/// no boundaries or the run no measure by region.
std::string map_figure(const evidence::Pack& pack,
                       const evidence::Origin& origin,
                       const std::vector<RegionMeasure>& measures,
                       const std::string& run);

/// What the script needs to draw each measure: label, unit, grade, period, description, the texts
/// of the classes, and of each region, by code, its title and its class (-1 where there is no
/// value).
nlohmann::json map_json(const evidence::Pack& pack,
                        const evidence::Origin& origin,
                        const std::vector<RegionMeasure>& measures);

}  // namespace corridor::report
