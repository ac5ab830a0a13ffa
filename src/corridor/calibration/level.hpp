#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "corridor/evidence/plan.hpp"

/// What the model misses of recorded receipts, followed year by year (forecasts F1 to F5).
namespace corridor::calibration {

/// How receipts follow the model, and how the level of what it misses moves: e(t) = a(t) + noise,
/// a(t) = persistence a(t - 1) + drift.
struct LevelRule {
  double persons = 1;  ///< 1: receipts follow the persons of the model, 0: the mean wage alone
  double persistence = 1;
  double drift = 0;  ///< standard deviation of a step a year
  double noise = 0;  ///< standard deviation of what belongs to one year alone
};

/// Every combination the plan names, in its order.
std::vector<LevelRule> level_rules(const evidence::ForecastPlan& plan);

/// Something of one country by year, in logarithms.
using Path = std::map<int, double>;

/// What is known of one country, and what one member makes of it: logarithms by year.
struct CountryPaths {
  Path observed;  ///< receipts, years that are known and simulated
  Path model;     ///< receipts of the member, all years
  Path wage;      ///< mean wage of the main destination in dollars, all years
};

/// What a rule says of receipts before the level, all years (F1): the wage is put on the mean
/// height of the model in the years that are observed.
Path guide(const CountryPaths& paths, double persons);

/// Misses by year: observed less the guide.
using Misses = Path;
Misses misses(const CountryPaths& paths, double persons);

/// A normal distribution.
struct Normal {
  double mean = 0;
  double variance = 0;
};

/// The level at the last year of the misses (F2): the Kalman filter from a level of mean 0 and
/// deviation `start` in the first of these years. Years without a miss are passed over. No misses:
/// the start.
struct Filtered {
  int year = 0;
  Normal level;
};
Filtered filter_level(const Misses& misses, const LevelRule& rule, double start);

/// What a year `ahead` years later misses (F4); ahead is 1 or more.
Normal miss_ahead(const Filtered& filtered, const LevelRule& rule, int ahead);

/// Logarithm of the density that members, all alike, give to what came of one country, by rule
/// (F3): ln of the mean of the normal densities of F4. `outcome` is the logarithm of receipts of
/// `year`, the first after the years observed.
std::vector<double> log_scores(std::span<const LevelRule> rules,
                               std::span<const CountryPaths> members,
                               int year,
                               double outcome,
                               double start);

/// Weights adding up to 1, in proportion to the exponentials; all alike where all are 0.
std::vector<double> weights_of(std::span<const double> log_scores);

}  // namespace corridor::calibration
