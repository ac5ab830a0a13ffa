#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "corridor/evidence/pack.hpp"

namespace corridor::report {

/// SVG of an origin's regions in the shades and with the titles of `shown` (one entry of
/// map_json): a path for each region with a border, a circle for each seat, and the names that
/// find room.
std::string country_drawing(const evidence::Pack& pack,
                            const evidence::Origin& origin,
                            const nlohmann::json& shown);

}  // namespace corridor::report
