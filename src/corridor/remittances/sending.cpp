#include "corridor/remittances/sending.hpp"

#include <algorithm>
#include <cmath>

namespace corridor::remittances {

namespace {

/// What one wage leaves to send, and its fee (remittances R1, R2 and R4).
Amount amount_of(const RemittanceParams& params,
                 const RemittanceInputs& inputs,
                 const evidence::Status& status,
                 double share,
                 std::int64_t wage_minor,
                 double sending_cost) {
  const double patent = status.pays_patent ? inputs.patent_cost : 0.0;
  const double costs = 100 * (params.living_cost_factor * inputs.living_cost + patent);
  const double left = std::max(0.0, static_cast<double>(wage_minor) - costs);
  Amount amount;
  const double most = status.transfer_limit ? 100 * *status.transfer_limit : left;
  amount.sent = std::llround(std::min(share * left, most));
  amount.fee = std::llround(sending_cost * static_cast<double>(amount.sent));
  return amount;
}

}  // namespace

double recorded_share(const RemittanceParams& params, std::size_t origin, double market_premium) {
  return params.recorded_share[origin] * std::exp(-params.premium_response * market_premium);
}

RemittanceSignals sending(const RemittanceParams& params,
                          const RemittanceInputs& inputs,
                          const evidence::Pack& pack) {
  RemittanceSignals signals;
  const auto skills = static_cast<std::size_t>(inputs.skills);
  for (std::size_t origin = 0; origin < pack.origins.size(); ++origin) {
    std::vector<Amount> amounts;
    amounts.reserve(inputs.wage_minor.size());
    for (std::size_t cell = 0; cell < inputs.wage_minor.size(); ++cell) {
      const std::size_t status = cell / skills % pack.statuses.size();
      const double share = params.share_sent * params.status_share_factor[status];
      amounts.push_back(amount_of(params,
                                  inputs,
                                  pack.statuses[status],
                                  share,
                                  inputs.wage_minor[cell],
                                  inputs.sending_cost[origin]));
    }
    signals.amount.push_back(std::move(amounts));

    const double of_origin = recorded_share(params, origin, inputs.market_premium[origin]);
    std::vector<double> recorded;
    for (const double of_status : params.status_recorded) {
      recorded.push_back(of_origin * of_status);
    }
    signals.recorded_share.push_back(std::move(recorded));
  }
  return signals;
}

}  // namespace corridor::remittances
