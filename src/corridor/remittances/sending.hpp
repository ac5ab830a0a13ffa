#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/remittances/params.hpp"

namespace corridor::remittances {

/// What `sim` tells remittances each month.
struct RemittanceInputs {
  std::span<const std::int64_t> wage_minor;  ///< by sector, status, skill: minor units a month
  int skills = 1;                            ///< skills per sector and status
  double living_cost = 0;                    ///< published subsistence minimum, major units a month
  double patent_cost = 0;                    ///< major units a month
  std::vector<double> sending_cost;          ///< [origin], share of the amount sent
  std::vector<double> market_premium;  ///< [origin], market over official exchange rate minus one
};

/// Money of one migrant in a month of work, in minor units: sent = received + fee exactly.
struct Amount {
  std::int64_t sent = 0;
  std::int64_t fee = 0;
  std::int64_t received() const { return sent - fee; }
};

struct RemittanceSignals {
  std::vector<std::vector<Amount>> amount;          ///< [origin][cell of wage_minor]
  std::vector<std::vector<double>> recorded_share;  ///< [origin][status]
};

/// Share of an origin's receipts that statistics record, before the factor of a status (eq. R5).
double recorded_share(const RemittanceParams& params, std::size_t origin, double market_premium);

/// What migrants at work send this month and which share of it statistics record
/// (docs/model/remittances.md, R1, R2, R4, R5).
RemittanceSignals sending(const RemittanceParams& params,
                          const RemittanceInputs& inputs,
                          const evidence::Pack& pack);

}  // namespace corridor::remittances
