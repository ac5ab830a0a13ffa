// Fails when the level forgets or keeps more than its rule says, when the guide is neither the
// model nor the wage it is made of, when a rule gets a weight it did not earn, or when a forecast
// is surer than its parts.
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

/// A rule under which receipts follow persons.
LevelRule rule_of(double persistence, double drift, double noise) {
  return {1, persistence, drift, noise};
}

TEST(Level, OneMissByHand) {
  // Start 0.3, noise 0.1: total variance 0.1, gain 0.9.
  const Filtered found = filter_level({{2012, 0.2}}, rule_of(1, 0.05, 0.1), 0.3);
  EXPECT_EQ(found.year, 2012);
  EXPECT_NEAR(found.level.mean, 0.18, 1e-12);
  EXPECT_NEAR(found.level.variance, 0.009, 1e-12);
}

TEST(Level, WithoutNoiseTheLastMissStays) {
  const Filtered found = filter_level({{2010, 0.4}, {2011, -0.1}}, rule_of(1, 0.2, 0), 0.3);
  EXPECT_NEAR(found.level.mean, -0.1, 1e-12);
  EXPECT_NEAR(found.level.variance, 0, 1e-12);
  const Normal ahead = miss_ahead(found, rule_of(1, 0.2, 0), 2);
  EXPECT_NEAR(ahead.mean, -0.1, 1e-12);
  EXPECT_NEAR(ahead.variance, 2 * 0.04, 1e-12);
}

TEST(Level, WithoutPersistenceNothingIsLearned) {
  const LevelRule rule = rule_of(0, 0.2, 0.1);
  const Normal ahead = miss_ahead(filter_level({{2010, 0.4}, {2011, 0.5}}, rule, 0.3), rule, 1);
  EXPECT_NEAR(ahead.mean, 0, 1e-12);
  EXPECT_NEAR(ahead.variance, 0.04 + 0.01, 1e-12);
}

TEST(Level, AYearWithoutMissLetsTheLevelMove) {
  const LevelRule rule = rule_of(0.5, 0.1, 0);
  const Filtered found = filter_level({{2010, 0.8}, {2012, 0.2}}, rule, 0.3);
  EXPECT_EQ(found.year, 2012);
  EXPECT_NEAR(found.level.mean, 0.2, 1e-12);
  // A year later half of it is left, and one step has been added.
  EXPECT_NEAR(miss_ahead(found, rule, 1).variance, 0.01, 1e-12);
}

TEST(Level, NoMissLeavesTheStart) {
  const Filtered found = filter_level({}, rule_of(1, 0.1, 0.1), 0.3);
  EXPECT_NEAR(found.level.variance, 0.09, 1e-15);
  EXPECT_THROW(miss_ahead(found, rule_of(1, 0.1, 0.1), 0), InvariantError);
}

/// A country whose model grows by 0.1 a year and whose wage stands still.
CountryPaths growing() {
  CountryPaths paths;
  for (int year = 2010; year <= 2014; ++year) {
    paths.model[year] = 0.1 * (year - 2010);
    paths.wage[year] = 7;
  }
  paths.observed = {{2010, 1.0}, {2011, 1.0}, {2012, 1.0}};
  return paths;
}

TEST(Level, TheGuideLiesBetweenModelAndWage) {
  const CountryPaths paths = growing();
  EXPECT_NEAR(guide(paths, 1).at(2014), 0.4, 1e-12);
  EXPECT_NEAR(guide(paths, 0).at(2014), 0.1, 1e-12) << "on the model's mean height of three years";
  EXPECT_NEAR(guide(paths, 0.5).at(2014), 0.25, 1e-12);
  EXPECT_NEAR(misses(paths, 0).at(2012), 0.9, 1e-12);
  EXPECT_EQ(misses(paths, 0).size(), 3U) << "years that are observed";
}

TEST(Level, AScoreIsTheDensityOfWhatCame) {
  const std::vector<LevelRule> rules{{1, 0, 0.2, 0.1}};
  const std::vector<CountryPaths> members{growing(), growing()};
  // Without persistence the forecast is the guide, 0.3, with variance 0.05.
  EXPECT_NEAR(log_scores(rules, members, 2013, 0.5, 0.3)[0], log_normal_density(0.2, 0.05), 1e-12);
}

TEST(Level, RulesAreWeighedByWhatTheySaidOfYearsTheyHadNotSeen) {
  // The observed stand still as the wage does; the model grows.
  const std::vector<LevelRule> rules{{1, 1, 0.02, 0.02}, {0, 1, 0.02, 0.02}};
  const std::vector<CountryPaths> members{growing()};
  const std::vector<double> weights = weights_of(log_scores(rules, members, 2013, 1.0, 0.3));
  EXPECT_NEAR(weights[0] + weights[1], 1, 1e-12);
  EXPECT_GT(weights[1], 0.9) << "the wage alone";
  EXPECT_NEAR(weights_of(std::vector<double>{0, 0})[0], 0.5, 1e-12) << "nothing known: all alike";
}

TEST(Level, RulesAreAllCombinations) {
  const evidence::ForecastPlan plan{{0, 1}, {1, 0.5}, {0.05, 0.3}, {0.01}, 0.5, 1};
  const std::vector<LevelRule> rules = level_rules(plan);
  ASSERT_EQ(rules.size(), 8U);
  EXPECT_EQ(rules.back().persons, 1);
  EXPECT_EQ(rules.back().persistence, 0.5);
  EXPECT_EQ(rules.back().drift, 0.3);
}

}  // namespace
}  // namespace corridor::calibration
