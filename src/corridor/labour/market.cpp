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

/// Demand for migrant work by sector, one in all when activity and relative wages are at base (eq.
/// L1).
std::vector<double> demand(const LabourParams& params,
                           std::span<const double> activity,
                           std::span<const double> wage,
                           double mean_wage) {
  std::vector<double> demands;
  for (std::size_t sector = 0; sector < wage.size(); ++sector) {
    demands.push_back(params.sector_share[sector] *
                      std::pow(activity[sector], params.activity_response) *
                      std::pow(wage[sector] / mean_wage, -params.relative_wage_response));
  }
  return demands;
}

/// Newcomers, and those who look again, follow the jobs that are open to them (eq. L1).
void fill_newcomers(std::span<const double> demands,
                    const LabourInputs& inputs,
                    LabourSignals& signals) {
  double total = 0;
  for (std::size_t sector = 0; sector < demands.size(); ++sector) {
    const double closed = inputs.closed_jobs.empty() ? 0.0 : inputs.closed_jobs[sector];
    signals.newcomer_share.push_back(demands[sector] * (1 - closed));
    total += signals.newcomer_share.back();
  }
  double cumulative = 0;
  for (double& share : signals.newcomer_share) {
    share /= total;
    cumulative += share;
    signals.newcomer_sector.push_back(random::threshold(cumulative));
  }
  signals.newcomer_sector.back() = UINT32_MAX;
}

/// Jobs over those who could fill them: of the whole market by unemployment, of migrants by demand
/// over supply (eq. L2).
void fill_tightness(const LabourParams& params,
                    std::span<const double> demands,
                    const LabourInputs& inputs,
                    double unemployment,
                    LabourSignals& signals) {
  for (std::size_t sector = 0; sector < demands.size(); ++sector) {
    const double migrants = inputs.migrants.empty() ? 0.0 : inputs.migrants[sector];
    const double crowding =
        migrants > 0
            ? std::pow(params.migrants_reference * demands[sector] / migrants, params.crowding)
            : 1.0;
    signals.tightness.push_back(params.unemployment_reference / unemployment * crowding);
  }
}

/// Chance of work by sector and status (eq. L3).
void fill_employment(const LabourParams& params,
                     const LabourInputs& inputs,
                     const evidence::Pack& pack,
                     double season,
                     LabourSignals& signals) {
  signals.at_work.reserve(pack.sectors.size() * pack.statuses.size());
  for (std::size_t sector = 0; sector < pack.sectors.size(); ++sector) {
    const double closed = inputs.closed_jobs.empty() ? 0.0 : inputs.closed_jobs[sector];
    const double employed = params.employment_share * season *
                            std::pow(signals.tightness[sector], params.employment_tightness);
    signals.employed_share.push_back(std::clamp(employed * (1 - closed), 0.0, 1.0));
    for (std::size_t status = 0; status < pack.statuses.size(); ++status) {
      const evidence::Status& of = pack.statuses[status];
      const double open = of.pays_patent ? 1 - closed : 1.0;
      const double share = evidence::is_civilian(of.kind) ? params.status_employment[status] : 0.0;
      const double chance = employed * open * share;
      signals.at_work.push_back(random::threshold(std::clamp(chance, 0.0, 1.0)));
    }
  }
}

/// Wages by sector, status and skill (eq. L4).
void fill_wages(const LabourParams& params, std::span<const double> wage, LabourSignals& signals) {
  const std::array<double, kSkills> relative = relative_wages(params.wage_log_sd);
  signals.wage_minor.reserve(wage.size() * params.status_wage_factor.size() * relative.size());
  for (std::size_t sector = 0; sector < wage.size(); ++sector) {
    const double migrant_wage = wage[sector] * params.sector_wage_factor[sector] *
                                std::pow(signals.tightness[sector], params.wage_tightness);
    signals.expected_wage +=
        signals.newcomer_share[sector] * migrant_wage * signals.employed_share[sector];
    for (const double status_factor : params.status_wage_factor) {
      for (const double skill : relative) {
        signals.wage_minor.push_back(std::llround(100 * migrant_wage * status_factor * skill));
      }
    }
  }
}

}  // namespace

LabourSignals market(const LabourParams& params,
                     const LabourInputs& inputs,
                     const evidence::Pack& pack,
                     Month month) {
  const std::string& place = pack.destinations.front().code;
  LabourSignals signals;
  signals.mean_wage = pack.find_series("wage_mean", place).at(month);
  std::vector<double> wage;
  std::vector<double> activity;
  for (const evidence::Sector& sector : pack.sectors) {
    wage.push_back(pack.find_series("wage", place, sector.code).at(month));
    activity.push_back(pack.find_series("activity", place, sector.code).at(month));
  }
  const std::vector<double> demands = demand(params, activity, wage, signals.mean_wage);
  fill_newcomers(demands, inputs, signals);
  const double unemployment = pack.find_series("unemployment", place).at(month);
  fill_tightness(params, demands, inputs, unemployment, signals);
  const auto season = params.employment_season[static_cast<std::size_t>(month.month_of_year() - 1)];
  fill_employment(params, inputs, pack, season, signals);
  fill_wages(params, wage, signals);
  signals.job_search = random::threshold(params.job_search);
  return signals;
}

}  // namespace corridor::labour
