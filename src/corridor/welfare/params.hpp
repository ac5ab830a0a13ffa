#pragma once

#include <span>
#include <vector>

#include "corridor/evidence/pack.hpp"

namespace corridor::welfare {

/// What stays fixed about the incomes of households during a run (docs/model/welfare.md).
struct WelfareParams {
  std::vector<double> own_income_mean;    ///< [origin] PPP dollars of 2021 a day per head
  std::vector<double> own_income_spread;  ///< [origin] log points
  std::vector<int> base_year;             ///< [origin] of the mean
  std::vector<double> growth_share;       ///< [origin] of that of real product per head
  std::vector<double> receipts_seen;      ///< [origin] of the money received
  std::vector<double> receipts_share;     ///< [origin] of consumption in the base year
  double absent_share = 0;                ///< of the mean earnings of an adult at home
  double returnee_pay = 0;                ///< over the mean wage at home
};

std::span<const evidence::ParameterDeclaration> declarations();
WelfareParams read_params(const evidence::Pack& pack);

}  // namespace corridor::welfare
