// Fails when a forecast does not start from the last observed receipts, grows by anything but its
// rule, or is surer the further ahead it looks; when a rule gets a weight it did not earn; when a
// country answers otherwise than the others, or takes its drift from them.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "corridor/base/check.hpp"
#include "corridor/calibration/growth_rules.hpp"

namespace corridor::calibration {
namespace {

double log_normal_density(double x, double variance) {
  return -0.5 * (std::log(2 * std::numbers::pi * variance) + x * x / variance);
}

/// From 2012 to 2014 persons grow by 0.2, what each of them brings by 0.06, the wage by 0.1.
CountryPaths growing() {
  CountryPaths paths;
  for (int year = 2010; year <= 2014; ++year) {
    const double years = year - 2012;
    paths.wage[year] = 7 + 0.05 * years;
    paths.present[year] = 12 + 0.1 * years;
    paths.receipts[year] = paths.wage[year] + paths.present[year] + 1 + 0.03 * years;
  }
  paths.observed = {{2010, 20.0}, {2011, 22.0}, {2012, 21.0}};
  return paths;
}

TEST(GrowthRules, GoesOnFromTheLastObservedByItsRule) {
  const CountryPaths paths = growing();
  EXPECT_NEAR(go_on(paths, {0, 0, 0.1}, 2014).mean, 21.10, 1e-12) << "the mean wage alone";
  EXPECT_NEAR(go_on(paths, {1, 0, 0.1}, 2014).mean, 21.30, 1e-12) << "and the number of persons";
  EXPECT_NEAR(go_on(paths, {0, 1, 0.1}, 2014).mean, 21.16, 1e-12) << "and what each brings";
  EXPECT_NEAR(go_on(paths, {1, 1, 0.1}, 2014).mean, 21.36, 1e-12) << "the model's own growth";
  EXPECT_NEAR(go_on(paths, {0.5, 0.25, 0.1}, 2014).mean, 21.215, 1e-12);
}

TEST(GrowthRules, EveryYearAddsItsDrift) {
  EXPECT_NEAR(go_on(growing(), {1, 1, 0.2}, 2013).variance, 0.04, 1e-12);
  EXPECT_NEAR(go_on(growing(), {1, 1, 0.2}, 2014).variance, 0.08, 1e-12);
  EXPECT_THROW(go_on(growing(), {1, 1, 0.2}, 2012), InvariantError);
}

TEST(GrowthRules, TheModelsOwnHeightDoesNotMatter) {
  CountryPaths higher = growing();
  for (auto& [year, receipts] : higher.receipts) {
    receipts += 0.7;
  }
  for (auto& [year, present] : higher.present) {
    present -= 0.4;
  }
  const GrowthRule rule{0.5, 0.25, 0.1};
  EXPECT_NEAR(go_on(higher, rule, 2014).mean, go_on(growing(), rule, 2014).mean, 1e-12);
}

TEST(GrowthRules, AScoreIsTheDensityOfWhatCame) {
  const GrowthRules rules{{{1, 1, 0.2}}, 1};
  const std::vector<CountryPaths> members{growing(), growing()};
  // The model grows by 0.18 in a year.
  EXPECT_NEAR(log_scores(rules, members, 2013, 21.5)[0], log_normal_density(0.32, 0.04), 1e-12);
  EXPECT_NEAR(log_scores(rules, members, 2013, 99)[0], std::log(1e-6), 1e-12)
      << "what is next to impossible is not without end";
}

GrowthRules two_by_two() { return growth_rules({{0, 1}, {1}, {0.05, 0.3}, 1}); }

TEST(GrowthRules, RulesAreAllCombinationsWithDriftLast) {
  const GrowthRules rules = growth_rules({{0, 1}, {0, 0.5}, {0.05, 0.3}, 1});
  ASSERT_EQ(rules.all.size(), 8U);
  EXPECT_EQ(rules.drifts, 2U);
  EXPECT_EQ(rules.all[1].drift, 0.3);
  EXPECT_EQ(rules.all[2].each, 0.5);
  EXPECT_EQ(rules.all[4].number, 1);
}

TEST(GrowthRules, NothingKnownWeighsAllAlike) {
  const std::vector<std::vector<double>> none(2, std::vector<double>(4, 0));
  for (const std::vector<double>& weights : weights_of(two_by_two(), none)) {
    for (const double weight : weights) {
      EXPECT_NEAR(weight, 0.25, 1e-12);
    }
  }
}

TEST(GrowthRules, AResponseIsCommonAndADriftIsOfItsCountry) {
  // Densities by hand: responses 0 and 1, each with a small and a large drift.
  const std::vector<std::vector<double>> scores{
      {std::log(0.1), std::log(0.3), std::log(0.4), std::log(0.4)},
      {std::log(0.6), std::log(0.2), std::log(0.1), std::log(0.1)}};
  const std::vector<std::vector<double>> weights = weights_of(two_by_two(), scores);
  // Of the responses: 0.2 · 0.4 and 0.4 · 0.1, so two thirds and one third in both countries.
  EXPECT_NEAR(weights[0][0], 2.0 / 3 * 0.25, 1e-12);
  EXPECT_NEAR(weights[0][1], 2.0 / 3 * 0.75, 1e-12);
  EXPECT_NEAR(weights[0][2], 1.0 / 3 * 0.5, 1e-12);
  EXPECT_NEAR(weights[1][0], 2.0 / 3 * 0.75, 1e-12);
  EXPECT_NEAR(weights[1][3], 1.0 / 3 * 0.5, 1e-12);
}

TEST(GrowthRules, RulesAreWeighedByWhatTheySaidOfYearsTheyHadNotSeen) {
  // What came follows the wage alone; another country of which nothing came changes nothing.
  const GrowthRules rules = two_by_two();
  const std::vector<CountryPaths> members{growing()};
  const std::vector<std::vector<double>> scores{
      log_scores(growth_rules({{0, 1}, {0}, {0.05, 0.3}, 1}), members, 2013, 21.05),
      std::vector<double>(4, 0)};
  const std::vector<std::vector<double>> weights = weights_of(rules, scores);
  EXPECT_GT(weights[0][0], 0.6);
  EXPECT_LT(weights[0][2], weights[0][0] / 3);
  EXPECT_NEAR(weights[1][0], weights[1][1], 1e-12) << "its drift is not known";
  EXPECT_NEAR(weights[1][0] + weights[1][1], weights[0][0] + weights[0][1], 1e-12);
}

}  // namespace
}  // namespace corridor::calibration
