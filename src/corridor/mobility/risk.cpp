#include "corridor/mobility/risk.hpp"

#include <cmath>

namespace corridor::mobility {

namespace {

/// Share of the removed, drawn towards `elsewhere` by as many persons as the pseudo-count.
double share(const RiskMemory& memory, double pseudo_count, double elsewhere) {
  const double persons = memory.removed + memory.returned + pseudo_count;
  return persons > 0 ? (memory.removed + pseudo_count * elsewhere) / persons : 0;
}

}  // namespace

void remember(const MobilityParams& params, double removed, double returned, RiskMemory& memory) {
  const double kept = std::exp2(-1 / params.risk_half_life);
  memory.removed = memory.removed * kept + removed;
  memory.returned = memory.returned * kept + returned;
}

std::vector<double> perceived_risk(const MobilityParams& params,
                                   const evidence::Pack& pack,
                                   std::span<const RiskMemory> memories) {
  std::vector<RiskMemory> of_origin(pack.origins.size());
  for (std::size_t region = 0; region < memories.size(); ++region) {
    RiskMemory& sum = of_origin[static_cast<std::size_t>(pack.regions[region].origin)];
    sum.removed += memories[region].removed;
    sum.returned += memories[region].returned;
  }
  std::vector<double> risk;
  risk.reserve(memories.size());
  for (std::size_t region = 0; region < memories.size(); ++region) {
    const RiskMemory& sum = of_origin[static_cast<std::size_t>(pack.regions[region].origin)];
    const double in_origin = share(sum, params.risk_pseudo_count, 0);
    risk.push_back(share(memories[region], params.risk_pseudo_count, in_origin));
  }
  return risk;
}

}  // namespace corridor::mobility
