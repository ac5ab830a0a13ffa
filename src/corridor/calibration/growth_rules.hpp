#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <vector>

#include "corridor/evidence/plan.hpp"

/// How recorded receipts of a country go on from the last observed ones (forecasts F1 to F4).
namespace corridor::calibration {

/// How receipts answer to the persons of the model, beyond the mean wage at the destination, and
/// how far what they miss moves in a year.
struct GrowthRule {
  double number = 1;  ///< elasticity to how many are at the destination
  double each = 1;    ///< elasticity to what each of them brings in mean wages
  double drift = 0;   ///< standard deviation of what a year adds to the misses, log points
};

/// The rules of a plan: every response, and of each response every drift.
struct GrowthRules {
  std::vector<GrowthRule> all;  ///< [response * drifts + drift]
  std::size_t drifts = 0;
};

GrowthRules growth_rules(const evidence::ForecastPlan& plan);

/// Something of one country by year, in logarithms.
using Path = std::map<int, double>;

/// What is known of one country, and what one member makes of it: logarithms by year.
struct CountryPaths {
  Path observed;  ///< receipts, years that are known and simulated
  Path receipts;  ///< of the member, all years
  Path present;   ///< persons at the main destination, of the member, all years
  Path wage;      ///< mean wage of the main destination in dollars, all years
};

/// A normal distribution.
struct Normal {
  double mean = 0;
  double variance = 0;
};

/// Logarithm of the receipts of `year` by a rule and a member (F1, F2): the last observed ones, as
/// they grow by the rule. `year` is later than every year observed, and one at least is.
Normal go_on(const CountryPaths& paths, const GrowthRule& rule, int year);

/// Logarithm of the density that members, all alike, give to what came of one country, by rule: ln
/// of the mean of the normal densities of F2. `outcome` is the logarithm of receipts of `year`, the
/// first after the years observed.
std::vector<double> log_scores(const GrowthRules& rules,
                               std::span<const CountryPaths> members,
                               int year,
                               double outcome);

/// Weights of the rules by country, each adding up to 1 (F3), from the sums of the scores of each
/// country: a response is common to all countries, a drift is of its country alone.
std::vector<std::vector<double>> weights_of(const GrowthRules& rules,
                                            std::span<const std::vector<double>> log_scores);

}  // namespace corridor::calibration
