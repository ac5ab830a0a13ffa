#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"

namespace corridor::origins {

/// Receipts of the last twelve months of each origin, kept to hold them against a year of output.
struct OriginState {
  std::vector<std::deque<double>> receipts_usd;  ///< [origin], newest last, at most twelve
};

/// Adds a month of receipts (US dollars, [origin]); receipts of the last twelve months over the
/// gross domestic product of the year, in percent (docs/model/origins.md, O1), for each origin;
/// nothing before twelve months are known.
std::vector<std::optional<double>> receipts_share_of_gdp(const evidence::Pack& pack,
                                                         Month month,
                                                         const std::vector<double>& receipts_usd,
                                                         OriginState& state);

/// Gross domestic product of a year in US dollars at official rates (eq. O3). Where the series of
/// levels has ended, the last level is carried on by growth of real product times growth of prices
/// over growth of the price of a dollar, year by year, as the pack's outlook states them. Throws
/// Error(input) naming the series when a year is outside all of them.
double product_usd_of_year(const evidence::Pack& pack, std::size_t origin, int year);

/// Figures of an economy that its response to money from abroad needs, of the years nearest to the
/// one asked for.
struct EconomyFigures {
  double receipts_consumed = 0;     ///< share of receipts
  double consumption_imported = 0;  ///< share of consumption
  double product_multiplier = 0;    ///< product that follows a dollar of receipts
  double product_multiplier_low = 0;
  double product_multiplier_high = 0;
  double consumption_over_product = 0;  ///< of households, ratio in one and the same year
  std::optional<double> reserves_usd;   ///< nothing where none are known
};
/// Throws Error(input) naming what the pack does not give; only reserves may be missing.
EconomyFigures economy_figures(const evidence::Pack& pack, std::size_t origin, int year);

/// Wage at home in US dollars a month at the rate people get: the official rate times one plus the
/// market premium (eq. O2).
double home_wage_usd(const evidence::Pack& pack, std::size_t origin, Month month);

}  // namespace corridor::origins
