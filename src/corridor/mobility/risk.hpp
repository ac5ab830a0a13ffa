#pragma once

#include <span>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/mobility/params.hpp"

namespace corridor::mobility {

/// What a region remembers of those who came home from the main destination, in persons. Every
/// month the past counts a little less, so this is about a year of homecomings
/// (docs/model/mobility.md, M6).
struct RiskMemory {
  double removed = 0;   ///< sent home
  double returned = 0;  ///< came home of their own will
};

/// Lets a month pass: the past fades, then the homecomings of the month are added.
void remember(const MobilityParams& params, double removed, double returned, RiskMemory& memory);

/// The risk of removal people believe in, by region: the share of the removed among those who came
/// home, drawn towards the origin's share where few came home, and that towards zero (eq. M6).
std::vector<double> perceived_risk(const MobilityParams& params,
                                   const evidence::Pack& pack,
                                   std::span<const RiskMemory> memories);

}  // namespace corridor::mobility
