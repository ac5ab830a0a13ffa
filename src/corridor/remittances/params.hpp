#pragma once

#include <span>
#include <vector>

#include "corridor/evidence/pack.hpp"

namespace corridor::remittances {

/// What stays fixed about sending money and recording it during a run (docs/model/remittances.md).
struct RemittanceParams {
  double living_cost_factor = 0;
  double share_sent = 0;
  std::vector<double> status_share_factor;  ///< [status]
  std::vector<double> other_net_share;      ///< [origin], of the wage at other destinations
  std::vector<double> recorded_share;       ///< [origin]
  std::vector<double> status_recorded;      ///< [status]
  double premium_response = 0;
};

std::span<const evidence::ParameterDeclaration> declarations();
RemittanceParams read_params(const evidence::Pack& pack);

}  // namespace corridor::remittances
