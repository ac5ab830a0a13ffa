// Fails when a score leaves its closed form: errors, quantiles, CRPS of ensembles and of a normal,
// coverage, PIT, Student's t, the test of Diebold and Mariano and the bootstrap over blocks.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "corridor/backtest/scores.hpp"
#include "corridor/base/check.hpp"

namespace corridor::backtest {
namespace {

TEST(Scores, ErrorsMeansAndMedians) {
  EXPECT_EQ(absolute_error(3, 5), 2);
  EXPECT_EQ(absolute_percentage_error(3, 4), 25);
  EXPECT_EQ(absolute_percentage_error(3, -4), 175);
  EXPECT_THROW(absolute_percentage_error(3, 0), InvariantError);
  EXPECT_EQ(mean(std::vector<double>{1, 2, 6}), 3);
  EXPECT_EQ(median(std::vector<double>{9, 1, 2}), 2);
  EXPECT_EQ(median(std::vector<double>{4, 1, 2, 9}), 3);
  EXPECT_TRUE(std::isnan(mean({})));
  EXPECT_TRUE(std::isnan(median({})));
}

TEST(Scores, QuantilesStandAtTheRanksOfAnExchangeableOutcome) {
  const std::vector<double> three = {30, 10, 20};
  EXPECT_EQ(quantile(three, 0.25), 10);
  EXPECT_EQ(quantile(three, 0.5), 20);
  EXPECT_EQ(quantile(three, 0.625), 25);
  EXPECT_EQ(quantile(three, 0.01), 10);
  EXPECT_EQ(quantile(three, 0.99), 30);
  EXPECT_THROW(quantile({}, 0.5), InvariantError);
}

TEST(Scores, CrpsOfAnEnsembleIsItsDefinition) {
  const std::vector<double> two = {0, 2};
  EXPECT_EQ(crps_ensemble(two, 1), 0);
  EXPECT_EQ(crps_ensemble(two, 3), 1);
  const std::vector<double> members = {5, -1, 2.5, 2.5, 11};
  for (const double outcome : {-4.0, 2.5, 3.0, 20.0}) {
    double distance = 0;
    double spread = 0;
    for (const double x : members) {
      distance += std::abs(x - outcome) / 5;
      for (const double other : members) {
        spread += std::abs(x - other) / (2 * 5 * 4);
      }
    }
    EXPECT_NEAR(crps_ensemble(members, outcome), distance - spread, 1e-12);
  }
  EXPECT_THROW(crps_ensemble(std::vector<double>{1}, 1), InvariantError);
}

TEST(Scores, CrpsOfANormalIsItsIntegral) {
  EXPECT_NEAR(crps_normal(0, 1, 0), (std::numbers::sqrt2 - 1) * std::numbers::inv_sqrtpi, 1e-15);
  EXPECT_EQ(crps_normal(3, 0, 5), 2);
  // The integral of (F(x) - [x >= y])^2, by midpoints.
  const double y = 2.3;
  double integral = 0;
  const double step = 1e-4;
  for (double x = -20 + step / 2; x < 25; x += step) {
    const double below = std::erfc(-(x - 1) / 2 / std::numbers::sqrt2) / 2 - (x >= y ? 1 : 0);
    integral += below * below * step;
  }
  EXPECT_NEAR(crps_normal(1, 2, y), integral, 1e-4);
}

TEST(Scores, AnEnsembleOfQuantilesScoresAsItsNormal) {
  std::vector<double> members;
  for (int i = 0; i < 4001; ++i) {
    // Normal quantiles by halving the distribution function.
    double low = -9;
    double high = 9;
    const double p = (i + 0.5) / 4001;
    for (int halving = 0; halving < 60; ++halving) {
      const double middle = (low + high) / 2;
      (std::erfc(-middle / std::numbers::sqrt2) / 2 < p ? low : high) = middle;
    }
    members.push_back(low);
  }
  for (const double outcome : {0.0, 1.0, -2.5}) {
    EXPECT_NEAR(crps_ensemble(members, outcome), crps_normal(0, 1, outcome), 1e-3);
  }
}

TEST(Scores, CoverageIncludesTheEnds) {
  const std::vector<double> members = {1, 2, 3};
  EXPECT_TRUE(covered(members, 1, 0.5));
  EXPECT_TRUE(covered(members, 3, 0.5));
  EXPECT_FALSE(covered(members, 3.01, 0.5));
  EXPECT_FALSE(covered(members, 0.99, 0.95));
}

TEST(Scores, PitSpreadsTies) {
  const std::vector<double> members = {1, 2, 3};
  EXPECT_EQ(pit(members, 2, 0.5), 0.5);
  EXPECT_EQ(pit(members, 2.5, 0.0), 0.5);
  EXPECT_EQ(pit(members, 0, 0.5), 0.125);
  EXPECT_EQ(pit(members, 9, 0.0), 0.75);
  EXPECT_EQ(pit(std::vector<double>{7, 7, 7}, 7, 0.25), 0.25);
  EXPECT_EQ(tie_draw(1, 5), tie_draw(1, 5));
  EXPECT_NE(tie_draw(1, 5), tie_draw(1, 6));
  EXPECT_NE(tie_draw(1, 5), tie_draw(2, 5));
}

TEST(Scores, SkillOverAReference) {
  EXPECT_EQ(skill(3, 4), 0.25);
  EXPECT_EQ(skill(6, 4), -0.5);
  EXPECT_TRUE(std::isnan(skill(1, 0)));
}

TEST(Scores, StudentHasItsClosedForms) {
  EXPECT_NEAR(student_cdf(1, 1), 0.75, 1e-13);
  EXPECT_NEAR(student_cdf(-1, 1), 0.25, 1e-13);
  for (const double t : {-4.0, -0.3, 0.0, 0.7, 5.0}) {
    EXPECT_NEAR(student_cdf(t, 2), 0.5 + t / (2 * std::sqrt(2 + t * t)), 1e-13);
  }
  // The 97.5 % quantile of ten degrees, as tables print it.
  EXPECT_NEAR(student_cdf(2.2281388519649385, 10), 0.975, 1e-12);
}

TEST(DieboldMariano, OneStepAheadIsThePairedTTest) {
  const Comparison test = diebold_mariano({{1, 2, 3, 4, 5}, {0, 0, 0, 0, 0}, {1, 2, 3, 4, 5}}, 1);
  EXPECT_EQ(test.blocks, 5);
  EXPECT_EQ(test.difference, 3);
  EXPECT_NEAR(test.statistic, 3 / std::sqrt(0.5), 1e-12);
  EXPECT_NEAR(test.high - 3, 2.7764451051977987 * std::sqrt(0.5), 1e-9);
  EXPECT_NEAR(test.low + test.high, 6, 1e-9);
  EXPECT_NEAR(test.probability, 0.013235599563682, 1e-9);
}

TEST(DieboldMariano, LossesOfABlockAreOneObservation) {
  const Comparison test = diebold_mariano({{3, 1, 2}, {1, 1, 1}, {7, 7, 8}}, 1);
  EXPECT_EQ(test.blocks, 2);
  EXPECT_EQ(test.difference, 1);
  EXPECT_EQ(test.probability, 1);  // two blocks say nothing
  EXPECT_EQ(test.low, test.high);
}

TEST(DieboldMariano, TwoStepsAheadCountTheOverlap) {
  // Differences 0 0 4 4 0 0 4 4 0: mean 16/9, variances by hand.
  const std::vector<double> d = {0, 0, 4, 4, 0, 0, 4, 4, 0};
  const double centre = 16.0 / 9;
  double own = 0;
  double lag = 0;
  for (std::size_t i = 0; i < d.size(); ++i) {
    own += (d[i] - centre) * (d[i] - centre) / 9;
    lag += i == 0 ? 0 : (d[i] - centre) * (d[i - 1] - centre) / 9;
  }
  const double variance = (own + 2 * lag) / 9;
  const double correction = (9 + 1 - 4 + 2.0 / 9) / 9;
  const Comparison test =
      diebold_mariano({d, std::vector<double>(9), {1, 2, 3, 4, 5, 6, 7, 8, 9}}, 2);
  EXPECT_NEAR(test.statistic, centre / std::sqrt(variance / correction), 1e-12);
}

TEST(DieboldMariano, EqualDifferencesAreCertain) {
  EXPECT_EQ(diebold_mariano({{1, 1, 1}, {0, 0, 0}, {1, 2, 3}}, 1).probability, 0);
  EXPECT_EQ(diebold_mariano({{1, 1, 1}, {1, 1, 1}, {1, 2, 3}}, 1).probability, 1);
  EXPECT_THROW(diebold_mariano({{1}, {1, 2}, {1}}, 1), InvariantError);
}

TEST(Bootstrap, DrawsWholeBlocks) {
  // Two blocks of means 0 and 2: a drawn mean is 0, 1 or 2, with chances 1/4, 1/2, 1/4.
  const PairedLosses losses = {{0, 0, 2, 2}, {0, 0, 0, 0}, {1, 1, 2, 2}};
  const Comparison test = block_bootstrap(losses, 4000, 1);
  EXPECT_EQ(test.difference, 1);
  EXPECT_EQ(test.low, 0);
  EXPECT_EQ(test.high, 2);
  EXPECT_NEAR(test.probability, 0.5, 0.06);
  const Comparison again = block_bootstrap(losses, 4000, 1);
  EXPECT_EQ(again.probability, test.probability);
}

TEST(Bootstrap, EqualDifferencesHaveNoWidth) {
  const Comparison test = block_bootstrap({{3, 3, 3}, {1, 1, 1}, {1, 2, 3}}, 100, 1);
  EXPECT_EQ(test.low, 2);
  EXPECT_EQ(test.high, 2);
  EXPECT_EQ(test.probability, 0);
  EXPECT_TRUE(std::isnan(block_bootstrap({}, 100, 1).difference));
}

}  // namespace
}  // namespace corridor::backtest
