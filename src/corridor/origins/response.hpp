#pragma once

#include <deque>
#include <optional>

#include "corridor/origins/economy.hpp"
#include "corridor/origins/params.hpp"

namespace corridor::origins {

/// What a change in money received does to an economy in one month. Amounts are US dollars of the
/// month, changes are against the baseline.
struct Response {
  double consumption_change_usd = 0;
  double imports_change_usd = 0;
  double product_change_usd = 0;
  double product_change_low_usd = 0;        ///< bounds of the change under the multipliers known
  double product_change_high_usd = 0;       ///< low <= change <= high
  double wage_factor = 1;                   ///< on next month's wage at home
  double price_factor = 1;                  ///< on next month's prices at home
  std::optional<double> exchange_pressure;  ///< share of reserves a month, where these are known
};

/// The response of one economy (docs/model/origins.md, O4, O5, O7) to a change in receipts of a
/// month whose product at baseline is `product_usd`, more than zero. A change of zero gives zeros
/// and factors of exactly one. A factor is zero where the change takes all product, or all
/// consumption, away; the caller decides whether that can stand.
Response respond(const OriginParams& params,
                 const EconomyFigures& figures,
                 double product_usd,
                 double receipts_change_usd);

/// What an economy remembers of its responses between months.
struct ResponseMemory {
  double wage_factor = 1;              ///< in force in the month to come
  double price_factor = 1;             ///< in force in the month to come
  std::deque<double> product_changes;  ///< as shares of product at baseline, newest last
};

/// Keeps a month: its factors for the next one, and its change of product for two years.
void remember(const Response& response, double product_usd, ResponseMemory& memory);

/// Growth of real product (eq. O6) over the last twelve months against the twelve before, as a
/// share: published growth of the year, moved by the remembered changes of product. Months before
/// the run changed nothing. With no change it is exactly the published growth.
double product_growth(double published_growth, const ResponseMemory& memory);

}  // namespace corridor::origins
