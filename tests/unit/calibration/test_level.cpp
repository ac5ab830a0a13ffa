// Fails when the level forgets or keeps more than its rule says, when the likelihood is not that of
// the misses, when a rule gets a weight it did not earn, or when a forecast is surer than its
// parts.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>

#include "corridor/base/check.hpp"
#include "corridor/calibration/level.hpp"

namespace corridor::calibration {
namespace {

double log_normal_density(double x, double variance) {
  return -0.5 * (std::log(2 * std::numbers::pi * variance) + x * x / variance);
}

TEST(Level, OneMissByHand) {
  // Start 0.3, noise 0.1: total variance 0.1, gain 0.9.
  const Filtered found = filter_level({{2012, 0.2}}, {1, 0.05, 0.1}, 0.3);
  EXPECT_EQ(found.year, 2012);
  EXPECT_NEAR(found.level.mean, 0.18, 1e-12);
  EXPECT_NEAR(found.level.variance, 0.009, 1e-12);
  EXPECT_NEAR(found.log_likelihood, log_normal_density(0.2, 0.1), 1e-12);
}

TEST(Level, WithoutNoiseTheLastMissStays) {
  const Filtered found = filter_level({{2010, 0.4}, {2011, -0.1}}, {1, 0.2, 0}, 0.3);
  EXPECT_NEAR(found.level.mean, -0.1, 1e-12);
  EXPECT_NEAR(found.level.variance, 0, 1e-12);
  const Normal ahead = miss_ahead(found, {1, 0.2, 0}, 2);
  EXPECT_NEAR(ahead.mean, -0.1, 1e-12);
  EXPECT_NEAR(ahead.variance, 2 * 0.04, 1e-12);
}

TEST(Level, WithoutPersistenceNothingIsLearned) {
  const LevelRule rule{0, 0.2, 0.1};
  const Normal ahead = miss_ahead(filter_level({{2010, 0.4}, {2011, 0.5}}, rule, 0.3), rule, 1);
  EXPECT_NEAR(ahead.mean, 0, 1e-12);
  EXPECT_NEAR(ahead.variance, 0.04 + 0.01, 1e-12);
}

TEST(Level, AYearWithoutMissLetsTheLevelMove) {
  const LevelRule rule{0.5, 0.1, 0};
  const Filtered found = filter_level({{2010, 0.8}, {2012, 0.2}}, rule, 0.3);
  // Two years after 0.8 the level is expected at 0.2, with variance 0.25 x 0.01 + 0.01.
  EXPECT_NEAR(
      found.log_likelihood, log_normal_density(0.8, 0.09) + log_normal_density(0, 0.0125), 1e-12);
}

TEST(Level, NoMissLeavesTheStart) {
  const Filtered found = filter_level({}, {1, 0.1, 0.1}, 0.3);
  EXPECT_EQ(found.log_likelihood, 0);
  EXPECT_NEAR(found.level.variance, 0.09, 1e-15);
  EXPECT_THROW(miss_ahead(found, {1, 0.1, 0.1}, 0), InvariantError);
}

TEST(Level, RulesAreWeighedByWhatTheyExplain) {
  const evidence::ForecastPlan plan{{1, 0}, {0.05, 0.3}, {0.01}, 0.5, 1};
  const std::vector<LevelRule> rules = level_rules(plan);
  ASSERT_EQ(rules.size(), 4U);
  // A level that stays at 0.5 speaks for persistence and small steps.
  Misses steady;
  for (int year = 2010; year < 2020; ++year) {
    steady[year] = 0.5;
  }
  const std::vector<Misses> countries{steady, steady};
  const std::vector<double> weights = rule_weights(rules, countries, plan.start);
  EXPECT_NEAR(std::accumulate(weights.begin(), weights.end(), 0.0), 1, 1e-12);
  EXPECT_GT(weights[0], 0.99) << "persistence 1, drift 0.05";
  const std::vector<double> unknown = rule_weights(rules, std::vector<Misses>{{}}, plan.start);
  EXPECT_NEAR(unknown[2], 0.25, 1e-12) << "nothing known: all alike";
}

}  // namespace
}  // namespace corridor::calibration
