#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "corridor/evidence/pack.hpp"
#include "corridor/report/check.hpp"

namespace corridor::report {

/// What the page's script reads besides the text: charts by number, maps by origin.
struct PageData {
  nlohmann::json charts = nlohmann::json::array();
  nlohmann::json maps = nlohmann::json::object();
};

/// The page of one origin: map and table of its regions, then its charts under their headings.
std::string country_page(const evidence::Pack& pack,
                         const evidence::Origin& origin,
                         ModelValues& values,
                         PageData& data);

}  // namespace corridor::report
