#include "corridor/labour/market.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "corridor/random/draw.hpp"

namespace corridor::labour {

namespace {

/// Standard normal quantiles at the middles of sixteen equal parts, by symmetry the upper eight.
/// Published tables of the normal distribution give them to any number of digits.
constexpr std::array<double, kSkills / 2> kNormalQuantiles = {0.0784124127,
                                                              0.2372021093,
                                                              0.4022500653,
                                                              0.5791321623,
                                                              0.7764217611,
                                                              1.0099901692,
                                                              1.3180108973,
                                                              1.8627318674};

/// Relative wage by skill quantile, mean one (eq. L4).
std::array<double, kSkills> relative_wages(double log_sd) {
  std::array<double, kSkills> wages{};
  double sum = 0;
  for (std::size_t i = 0; i < kNormalQuantiles.size(); ++i) {
    wages[kNormalQuantiles.size() + i] = std::exp(log_sd * kNormalQuantiles[i]);
    wages[kNormalQuantiles.size() - 1 - i] = std::exp(-log_sd * kNormalQuantiles[i]);
  }
  for (const double wage : wages) {
    sum += wage;
  }
  for (double& wage : wages) {
    wage *= kSkills / sum;
  }
  return wages;
}

/// Shares of newcomers by sector follow demand (eq. L1).
void fill_newcomers(const LabourParams& params,
                    std::span<const double> activity,
                    std::span<const double> wage,
                    LabourSignals& signals) {
  double total = 0;
  for (std::size_t sector = 0; sector < wage.size(); ++sector) {
    const double demand =
        params.sector_share[sector] * std::pow(activity[sector], params.activity_response) *
        std::pow(wage[sector] / signals.mean_wage, -params.relative_wage_response);
    signals.newcomer_share.push_back(demand);
    total += demand;
  }
  double cumulative = 0;
  for (double& share : signals.newcomer_share) {
    share /= total;
    cumulative += share;
    signals.newcomer_sector.push_back(random::threshold(cumulative));
  }
  signals.newcomer_sector.back() = UINT32_MAX;
}

}  // namespace

LabourSignals market(const LabourParams& params, const evidence::Pack& pack, Month month) {
  const std::string& place = pack.destinations.front().code;
  LabourSignals signals;
  signals.mean_wage = pack.find_series("wage_mean", place).at(month);
  std::vector<double> wage;
  std::vector<double> activity;
  for (const evidence::Sector& sector : pack.sectors) {
    wage.push_back(pack.find_series("wage", place, sector.code).at(month));
    activity.push_back(pack.find_series("activity", place, sector.code).at(month));
  }
  fill_newcomers(params, activity, wage, signals);

  // Tightness: reference unemployment over unemployment (eq. L2).
  const double tightness =
      params.unemployment_reference / pack.find_series("unemployment", place).at(month);
  const double season =
      params.employment_season[static_cast<std::size_t>(month.month_of_year() - 1)];
  const double employed =
      params.employment_share * season * std::pow(tightness, params.employment_tightness);
  const double wage_level = std::pow(tightness, params.wage_tightness);
  const std::array<double, kSkills> relative = relative_wages(params.wage_log_sd);
  for (std::size_t sector = 0; sector < wage.size(); ++sector) {
    signals.employed_share.push_back(std::clamp(employed, 0.0, 1.0));  // eq. L3
    signals.at_work.push_back(random::threshold(signals.employed_share.back()));
    const double migrant_wage =
        wage[sector] * params.sector_wage_factor[sector] * wage_level;  // eq. L4
    signals.expected_wage +=
        signals.newcomer_share[sector] * migrant_wage * signals.employed_share[sector];
    for (const double status_factor : params.status_wage_factor) {
      for (const double skill : relative) {
        signals.wage_minor.push_back(std::llround(100 * migrant_wage * status_factor * skill));
      }
    }
  }
  return signals;
}

}  // namespace corridor::labour
