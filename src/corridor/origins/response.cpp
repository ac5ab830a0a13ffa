#include "corridor/origins/response.hpp"

#include <algorithm>
#include <cmath>

namespace corridor::origins {

namespace {

constexpr std::size_t kYear = 12;

/// A constant elasticity: in proportion while the change is small, and never below zero.
double factor(double relative_change, double elasticity) {
  return std::pow(std::max(1 + relative_change, 0.0), elasticity);
}

/// Mean change of product over twelve months, of which the newest lies `back` months ago.
double mean_change(const std::deque<double>& changes, std::size_t back) {
  double sum = 0;
  for (std::size_t i = back; i < std::min(back + kYear, changes.size()); ++i) {
    sum += changes[changes.size() - 1 - i];
  }
  return sum / kYear;
}

}  // namespace

/// Responses at home (origins O4, O5, O7). Range: changes that leave product and consumption
/// above zero; no bound on supply but the range of the multiplier. Pyatt and Round (1985) for the
/// multiplier.
Response respond(const OriginParams& params,
                 const EconomyFigures& figures,
                 double product_usd,
                 double receipts_change_usd) {
  Response response;
  response.consumption_change_usd = figures.receipts_consumed * receipts_change_usd;
  response.imports_change_usd = figures.consumption_imported * response.consumption_change_usd;
  response.product_change_usd = figures.product_multiplier * receipts_change_usd;
  const auto [low, high] = std::minmax({figures.product_multiplier_low * receipts_change_usd,
                                        figures.product_multiplier_high * receipts_change_usd});
  response.product_change_low_usd = low;
  response.product_change_high_usd = high;
  const double consumption_usd = figures.consumption_over_product * product_usd;
  response.wage_factor = factor(response.product_change_usd / product_usd, params.wage_response);
  response.price_factor =
      factor(response.consumption_change_usd / consumption_usd, params.price_response);
  if (figures.reserves_usd) {
    response.exchange_pressure =
        (receipts_change_usd - response.imports_change_usd) / *figures.reserves_usd;
  }
  return response;
}

void remember(const Response& response, double product_usd, ResponseMemory& memory) {
  memory.wage_factor = response.wage_factor;
  memory.price_factor = response.price_factor;
  memory.product_changes.push_back(response.product_change_usd / product_usd);
  if (memory.product_changes.size() > 2 * kYear) {
    memory.product_changes.pop_front();
  }
}

/// Growth of product (origins O6).
double product_growth(double published_growth, const ResponseMemory& memory) {
  const double now = mean_change(memory.product_changes, 0);
  const double before = mean_change(memory.product_changes, kYear);
  // Written as an addition, so that the published growth comes back to the bit without a change.
  return published_growth + (1 + published_growth) * ((now - before) / (1 + before));
}

}  // namespace corridor::origins
