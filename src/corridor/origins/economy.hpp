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

/// Wage at home in US dollars a month at the rate people get: the official rate times one plus the
/// market premium (eq. O2).
double home_wage_usd(const evidence::Pack& pack, std::size_t origin, Month month);

}  // namespace corridor::origins
