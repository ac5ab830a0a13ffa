// Fails when the design is not Saltelli's, when a longer design does not begin with the shorter
// one, when threads matter, or when failed rows and constant outputs are not left out. Whether the
// shares are right is asked in tests/statistical/test_inference.cpp.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/base/error.hpp"
#include "corridor/inference/sobol.hpp"
#include "corridor/random/normal.hpp"
#include "unit/inference/known_functions.hpp"

namespace corridor::inference {
namespace {

SobolOptions with(int points) {
  SobolOptions options;
  options.points = points;
  options.resamples = 50;
  return options;
}

TEST(SobolDesign, TakesOneInputAfterTheOtherFromTheSecondPoint) {
  const Matrix design = sobol_design(3, with(20));
  ASSERT_EQ(design.cols(), 100);
  EXPECT_GT(design.minCoeff(), 0);
  EXPECT_LT(design.maxCoeff(), 1);
  for (Eigen::Index k = 0; k < 20; ++k) {
    for (Eigen::Index i = 0; i < 3; ++i) {
      const auto mixed = design.col(5 * k + 2 + i);
      for (Eigen::Index j = 0; j < 3; ++j) {
        EXPECT_EQ(mixed(j), design(j, 5 * k + (i == j ? 1 : 0)));
      }
    }
  }
  EXPECT_TRUE((sobol_design(3, with(30)).leftCols(100).array() == design.array()).all());
}

TEST(Sobol, OfASumOfUnequalSlopesIsTheirSquares) {
  // Shares 16 to 1, no interaction: first and total agree within the error of 2000 points.
  parallel::Threads pool(2);
  const SobolResult found = sobol(
      2,
      1,
      with(2000),
      [](const Trial&, std::span<const double> u) { return std::vector<double>{4 * u[0] + u[1]}; },
      pool);
  EXPECT_NEAR(found.variance[0], 17.0 / 12, 0.1);
  EXPECT_NEAR(found.total[0][0].value, 16.0 / 17, 0.08);
  EXPECT_NEAR(found.first[0][0].value, 16.0 / 17, 0.08);
  EXPECT_NEAR(found.total[0][1].value, 1.0 / 17, 0.02);
  EXPECT_LT(found.total[0][0].low, found.total[0][0].value);
  EXPECT_GT(found.total[0][0].high, found.total[0][0].value);
}

// Nearly a sum of normal coordinates: polynomials take nearly all of it, and what is left says the
// rest. Plain differences of 200 points know such a share to a tenth and no better.
TEST(Sobol, OfWhatPolynomialsComeNearIsKnownFromFewPoints) {
  const auto coordinate = [](double u) { return random::normal_quantile(u); };
  parallel::Threads pool(2);
  const SobolResult found = sobol(
      3,
      1,
      with(200),
      [&](const Trial&, std::span<const double> u) {
        return std::vector<double>{2 * coordinate(u[0]) + coordinate(u[1]) +
                                   coordinate(u[1]) * coordinate(u[2]) + 0.05 * (u[0] > 0.5)};
      },
      pool);
  // Of 2 x + y + y z the variance is 4 + 1 + 1; the step adds 0.08 of covariance and 0.001 of its
  // own.
  const double step = 2 * 2 * 0.05 / std::sqrt(2 * M_PI) + 0.05 * 0.05 / 4;
  EXPECT_NEAR(found.variance[0], 6 + step, 0.02);
  EXPECT_NEAR(found.first[0][0].value, (4 + step) / (6 + step), 0.005);
  EXPECT_NEAR(found.total[0][1].value, 2 / (6 + step), 0.005);
  EXPECT_NEAR(found.first[0][2].value, 0, 0.005);
  EXPECT_NEAR(found.total[0][2].value, 1 / (6 + step), 0.005);
  EXPECT_LT(found.total[0][1].high - found.total[0][1].low, 0.02);
}

TEST(Sobol, AnInputThatDoesNothingHasNoTotalShare) {
  parallel::Threads pool(2);
  const SobolResult found = sobol(
      2,
      2,
      with(100),
      [](const Trial&, std::span<const double> u) {
        return std::vector<double>{u[0] * u[0], 5};
      },
      pool);
  // Not nought to the last bit: polynomials fitted to chance lend it a little, and take it back.
  EXPECT_NEAR(found.total[0][1].value, 0, 1e-3);
  EXPECT_NEAR(found.total[0][1].high, 0, 1e-3);
  // An output that never changes has no variance to share.
  EXPECT_EQ(found.variance[1], 0);
  EXPECT_EQ(found.first[1][0].value, 0);
}

TEST(Sobol, LeavesOutRowsWithAFailedEvaluation) {
  parallel::Threads pool(2);
  const SobolResult found = sobol(
      2,
      1,
      with(100),
      [](const Trial& trial, std::span<const double> u) {
        // The second evaluation of every tenth row of four.
        const bool bad = trial.member % 40 == 1;
        return std::vector<double>{bad ? NAN : u[0]};
      },
      pool);
  EXPECT_EQ(found.points_kept, 90U);
  EXPECT_EQ(found.evaluations, 400U);
  EXPECT_TRUE(std::isfinite(found.total[0][0].value));
  EXPECT_THROW(sobol(
                   2,
                   1,
                   with(100),
                   [](const Trial&, std::span<const double>) { return std::vector<double>{NAN}; },
                   pool),
               Error);
}

TEST(Sobol, DoesNotDependOnThreads) {
  parallel::Threads one(1);
  parallel::Threads three(3);
  const SobolResult a = sobol(3, 1, with(64), known::ishigami_model(), one);
  const SobolResult b = sobol(3, 1, with(64), known::ishigami_model(), three);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(a.first[0][i].value, b.first[0][i].value);
    EXPECT_EQ(a.total[0][i].low, b.total[0][i].low);
    EXPECT_EQ(a.total[0][i].high, b.total[0][i].high);
  }
}

}  // namespace
}  // namespace corridor::inference
