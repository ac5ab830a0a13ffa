#include "corridor/origins/economy.hpp"

#include <fmt/format.h>

#include <numeric>

#include "corridor/base/error.hpp"

namespace corridor::origins {

namespace {

const evidence::WelfareFigure& figure(const evidence::Pack& pack,
                                      std::string_view quantity,
                                      const std::string& place,
                                      int year) {
  const evidence::WelfareFigure* found = pack.nearest_welfare(quantity, place, {}, year);
  if (found == nullptr) {
    fail_input({(pack.folder / "welfare.csv").generic_string(),
                fmt::format("{} of {}", quantity, place),
                "is not given for any year.",
                "Add a row: without it nothing can be said about what money from abroad does to "
                "the economy there."});
  }
  return *found;
}

}  // namespace

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
      const double gdp = product_usd_of_year(pack, origin, month.year());
      shares[origin] = 100 * std::accumulate(window.begin(), window.end(), 0.0) / gdp;
    }
  }
  return shares;
}

/// Product beyond the published levels (origins O3).
double product_usd_of_year(const evidence::Pack& pack, std::size_t origin, int year) {
  const std::string& code = pack.origins[origin].code;
  const evidence::Series& level = pack.find_series("gdp_usd", code);
  const int last = level.last().year();
  if (year <= last) {
    return level.at(Month(year, 1));
  }
  double product = level.values.back();
  for (int y = last + 1; y <= year; ++y) {
    const auto growth = [&](std::string_view name) {
      return 1 + pack.find_series(name, code).at(Month(y, 1));
    };
    product *= growth("real_growth") * growth("price_growth") / growth("fx_growth");
  }
  return product;
}

EconomyFigures economy_figures(const evidence::Pack& pack, std::size_t origin, int year) {
  const std::string& code = pack.origins[origin].code;
  const evidence::WelfareFigure& multiplier = figure(pack, "product_multiplier", code, year);
  const evidence::WelfareFigure& consumption =
      figure(pack, "household_consumption_usd", code, year);
  const evidence::WelfareFigure* reserves = pack.nearest_welfare("reserves_usd", code, {}, year);
  EconomyFigures figures;
  figures.receipts_consumed = figure(pack, "receipts_consumed", code, year).value;
  figures.consumption_imported = figure(pack, "consumption_imported", code, year).value;
  figures.product_multiplier = multiplier.value;
  figures.product_multiplier_low = multiplier.low.value_or(multiplier.value);
  figures.product_multiplier_high = multiplier.high.value_or(multiplier.value);
  // Levels of another year would mix two price levels; the ratio moves slowly.
  figures.consumption_over_product =
      consumption.value / product_usd_of_year(pack, origin, consumption.year);
  if (reserves != nullptr) {
    figures.reserves_usd = reserves->value;
  }
  return figures;
}

/// Wage at home in dollars (origins O2).
double home_wage_usd(const evidence::Pack& pack, std::size_t origin, Month month) {
  const std::string& code = pack.origins[origin].code;
  const double rate = pack.find_series("fx", code).at(month) *
                      (1 + pack.find_series("fx_market_premium", code).at(month));
  return pack.find_series("home_wage", code).at(month) / rate;
}

}  // namespace corridor::origins
