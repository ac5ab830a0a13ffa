#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "corridor/evidence/plan.hpp"

/// What the model misses of recorded receipts, followed year by year (forecasts F1 to F5).
namespace corridor::calibration {

/// How a level moves: e(t) = a(t) + noise, a(t) = persistence a(t - 1) + drift.
struct LevelRule {
  double persistence = 1;
  double drift = 0;  ///< standard deviation of a step a year
  double noise = 0;  ///< standard deviation of what belongs to one year alone
};

/// Every combination the plan names, in its order.
std::vector<LevelRule> level_rules(const evidence::ForecastPlan& plan);

/// Misses of one country by year: ln observed - ln model.
using Misses = std::map<int, double>;

/// A normal distribution.
struct Normal {
  double mean = 0;
  double variance = 0;
};

/// The level at the last year of the misses, and the log likelihood of them all (F2): the Kalman
/// filter from a level of mean 0 and deviation `start` in the first of these years. Years without a
/// miss are passed over. No misses: the start, likelihood 0.
struct Filtered {
  int year = 0;
  Normal level;
  double log_likelihood = 0;
};
Filtered filter_level(const Misses& misses, const LevelRule& rule, double start);

/// What a year `ahead` years later misses (F4); ahead is 1 or more.
Normal miss_ahead(const Filtered& filtered, const LevelRule& rule, int ahead);

/// Weights of the rules, adding up to 1, by the likelihood of the misses of all countries (F3).
std::vector<double> rule_weights(std::span<const LevelRule> rules,
                                 std::span<const Misses> countries,
                                 double start);

}  // namespace corridor::calibration
