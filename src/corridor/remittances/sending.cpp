#include "corridor/remittances/sending.hpp"

#include <algorithm>
#include <cmath>

namespace corridor::remittances {

namespace {

/// What std::llround() makes of a number that is not negative, without a call.
std::int64_t rounded(double amount) {
  const auto whole = static_cast<std::int64_t>(amount);
  return whole + (amount - static_cast<double>(whole) >= 0.5 ? 1 : 0);
}

/// What each wage leaves to send, [cell] (remittances R1 and R2).
std::vector<std::int64_t> amounts_sent(const RemittanceParams& params,
                                       const RemittanceInputs& inputs,
                                       const evidence::Pack& pack) {
  const auto skills = static_cast<std::size_t>(inputs.skills);
  std::vector<std::int64_t> sent;
  sent.reserve(inputs.wage_minor.size());
  for (std::size_t job = 0; job * skills < inputs.wage_minor.size(); ++job) {
    const evidence::Status& status = pack.statuses[job % pack.statuses.size()];
    const double share = params.share_sent * params.status_share_factor[job % pack.statuses.size()];
    const double patent = status.pays_patent ? inputs.patent_cost : 0.0;
    const double costs = 100 * (params.living_cost_factor * inputs.living_cost + patent);
    for (const std::int64_t wage_minor : inputs.wage_minor.subspan(job * skills, skills)) {
      const double left = std::max(0.0, static_cast<double>(wage_minor) - costs);
      const double most = status.transfer_limit ? 100 * *status.transfer_limit : left;
      sent.push_back(rounded(std::min(share * left, most)));
    }
  }
  return sent;
}

}  // namespace

double recorded_share(const RemittanceParams& params, std::size_t origin, double market_premium) {
  return params.recorded_share[origin] * std::exp(-params.premium_response * market_premium);
}

RemittanceSignals sending(const RemittanceParams& params,
                          const RemittanceInputs& inputs,
                          const evidence::Pack& pack) {
  RemittanceSignals signals;
  const std::vector<std::int64_t> all_sent = amounts_sent(params, inputs, pack);
  for (std::size_t origin = 0; origin < pack.origins.size(); ++origin) {
    std::vector<Amount>& amounts = signals.amount.emplace_back();
    amounts.resize(all_sent.size());
    const double cost = inputs.sending_cost[origin];
    for (std::size_t cell = 0; cell < all_sent.size(); ++cell) {  // fees: remittances R4
      const std::int64_t sent = all_sent[cell];
      amounts[cell] = {sent, rounded(cost * static_cast<double>(sent))};
    }

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
