#include "corridor/welfare/search.hpp"

#include <fmt/format.h>

#include "corridor/base/error.hpp"

namespace corridor::welfare {

/// Work found after a return (welfare H8).
std::vector<double> absorption(const evidence::Pack& pack, int year) {
  std::vector<double> hazards;
  for (const evidence::Region& region : pack.regions) {
    const std::string& origin = pack.origins[static_cast<std::size_t>(region.origin)].code;
    const auto* of_origin = pack.nearest_welfare("absorption", origin, {}, year);
    if (of_origin == nullptr) {
      fail_input({(pack.folder / "welfare.csv").generic_string(),
                  fmt::format("absorption of {}", origin),
                  "is missing; nobody could tell how soon returnees find work.",
                  "Add a row with that quantity and place."});
    }
    const auto* here = pack.nearest_welfare("unemployment_home", region.code, {}, year);
    const auto* mean = here == nullptr
                           ? nullptr
                           : pack.nearest_welfare("unemployment_home", origin, {}, here->year);
    const bool known = mean != nullptr && here->value > 0;
    hazards.push_back(of_origin->value * (known ? mean->value / here->value : 1.0));
  }
  return hazards;
}

}  // namespace corridor::welfare
