#include "corridor/origins/economy.hpp"

#include <numeric>

namespace corridor::origins {

/// Share of output (origins O1).
std::vector<std::optional<double>> receipts_share_of_gdp(const evidence::Pack& pack,
                                                         Month month,
                                                         const std::vector<double>& receipts_usd,
                                                         OriginState& state) {
  constexpr std::size_t kMonths = 12;
  state.receipts_usd.resize(receipts_usd.size());
  std::vector<std::optional<double>> shares(receipts_usd.size());
  for (std::size_t origin = 0; origin < shares.size(); ++origin) {
    std::deque<double>& window = state.receipts_usd[origin];
    window.push_back(receipts_usd[origin]);
    if (window.size() > kMonths) {
      window.pop_front();
    }
    if (window.size() == kMonths) {
      const double gdp = pack.find_series("gdp_usd", pack.origins[origin].code).at(month);
      shares[origin] = 100 * std::accumulate(window.begin(), window.end(), 0.0) / gdp;
    }
  }
  return shares;
}

/// Wage at home in dollars (origins O2).
double home_wage_usd(const evidence::Pack& pack, std::size_t origin, Month month) {
  const std::string& code = pack.origins[origin].code;
  const double rate = pack.find_series("fx", code).at(month) *
                      (1 + pack.find_series("fx_market_premium", code).at(month));
  return pack.find_series("home_wage", code).at(month) / rate;
}

}  // namespace corridor::origins
