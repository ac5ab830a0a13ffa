// Fails when a member lies beyond the tolerance it is kept at, when tolerances rise, when weights
// do not add up, when threads matter, when failures or hopeless tolerances are not survived, or
// when resampling does not follow the weights. Whether the answer is right is asked in
// tests/statistical/test_inference.cpp.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/base/error.hpp"
#include "corridor/inference/abc_smc.hpp"
#include "unit/inference/inverse_problems.hpp"

namespace corridor::inference {
namespace {

const KalmanProblem& problem() {
  static const KalmanProblem one = {{known::normal_prior("mean", 0, 1)}, {{"mean", 1.2, 0.5}}};
  return one;
}

Evaluate itself() {
  return [](const Trial&, std::span<const double> x) { return std::vector<double>{x[0]}; };
}

AbcOptions with(double tolerance) {
  AbcOptions options;
  options.members = 60;
  options.tolerance = tolerance;
  return options;
}

TEST(AbcDistance, IsTheRootMeanSquareOfResiduals) {
  const std::vector<Target> targets = {{"a", 1, 0.5}, {"b", 2, 2}};
  const std::vector<double> outputs = {2, 8};
  EXPECT_NEAR(abc_distance(targets, outputs), std::sqrt((4.0 + 9.0) / 2), 1e-12);
}

TEST(AbcSmc, ComesDownToItsTolerance) {
  parallel::Threads pool(2);
  const AbcResult found = abc_smc(problem(), with(0.1), itself(), pool);
  EXPECT_EQ(found.end, AbcEnd::tolerance);
  EXPECT_LE(found.distances.maxCoeff(), 0.1);
  EXPECT_EQ(found.history.back().tolerance, 0.1);
  for (std::size_t g = 1; g < found.history.size(); ++g) {
    EXPECT_LT(found.history[g].tolerance, found.history[g - 1].tolerance);
  }
  EXPECT_GT(found.history.size(), 2U);
  EXPECT_NEAR(found.weights.sum(), 1, 1e-12);
  EXPECT_GT(found.history.back().effective_size, 20);
  // The value may differ from the target by a tenth of its error.
  for (Eigen::Index k = 0; k < found.coordinates.cols(); ++k) {
    EXPECT_NEAR(problem().priors[0].value(found.coordinates(0, k)), 1.2, 0.0501);
  }
}

TEST(AbcSmc, DoesNotDependOnThreads) {
  parallel::Threads one(1);
  parallel::Threads three(3);
  const AbcResult a = abc_smc(problem(), with(0.1), itself(), one);
  const AbcResult b = abc_smc(problem(), with(0.1), itself(), three);
  EXPECT_TRUE((a.coordinates.array() == b.coordinates.array()).all());
  EXPECT_TRUE((a.weights.array() == b.weights.array()).all());
  EXPECT_EQ(a.evaluations, b.evaluations);
}

TEST(AbcSmc, KeepsTheLastWholePopulationWhenProposalsAreRefused) {
  parallel::Threads pool(2);
  AbcOptions options = with(0.1);
  options.quantile = 0.05;
  options.max_attempts = 3;
  const AbcResult found = abc_smc(problem(), options, itself(), pool);
  EXPECT_EQ(found.end, AbcEnd::acceptance);
  EXPECT_EQ(found.coordinates.cols(), 60);
  EXPECT_GT(found.history.back().tolerance, 0.1);
  EXPECT_GT(found.evaluations, 60U);
}

// Five of six members of the first population are near enough, so that a half of them are not is
// a chance of less than 1e-8.
TEST(AbcSmc, StopsWhereDistancesNoLongerFall) {
  parallel::Threads pool(2);
  const AbcResult found = abc_smc(
      problem(),
      with(0.1),
      [](const Trial&, std::span<const double> x) {
        return std::vector<double>{x[0] > -1 ? 2.2 : 4.2};
      },
      pool);
  EXPECT_EQ(found.end, AbcEnd::standstill);
  EXPECT_NEAR(found.distances.maxCoeff(), 2, 1e-9);
  EXPECT_GT(found.coordinates.minCoeff(), -1);
}

TEST(AbcSmc, TriesAgainWhereTheModelRefuses) {
  parallel::Threads pool(2);
  const AbcResult found = abc_smc(
      problem(),
      with(0.3),
      [](const Trial&, std::span<const double> x) {
        if (x[0] > 1.2) {
          fail_input({"x", "the value", "is too large", "Take less."});
        }
        return std::vector<double>{x[0]};
      },
      pool);
  EXPECT_EQ(found.end, AbcEnd::tolerance);
  for (Eigen::Index k = 0; k < found.coordinates.cols(); ++k) {
    EXPECT_LE(problem().priors[0].value(found.coordinates(0, k)), 1.2);
  }
  EXPECT_THROW(abc_smc(
                   problem(),
                   with(0.3),
                   [](const Trial&, std::span<const double>) { return std::vector<double>{NAN}; },
                   pool),
               Error);
}

TEST(AbcDraws, FollowTheWeights) {
  AbcResult result;
  result.coordinates = (Matrix(1, 3) << 10, 20, 30).finished();
  result.weights = (Vector(3) << 0.5, 0.2, 0.3).finished();
  const Matrix draws = abc_draws(result, 10);
  EXPECT_EQ((draws.array() == 10).count(), 5);
  EXPECT_EQ((draws.array() == 20).count(), 2);
  EXPECT_EQ((draws.array() == 30).count(), 3);
}

}  // namespace
}  // namespace corridor::inference
