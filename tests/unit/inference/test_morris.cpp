// Fails when a trajectory leaves the grid or moves two inputs at once, when effects are not those
// of a linear function, or when they miss the values that the Ishigami function has on the grid.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <set>

#include "corridor/base/error.hpp"
#include "corridor/inference/morris.hpp"
#include "unit/inference/known_functions.hpp"

namespace corridor::inference {
namespace {

MorrisOptions with(int trajectories) {
  MorrisOptions options;
  options.trajectories = trajectories;
  options.seed = 3;
  return options;
}

TEST(MorrisDesign, MovesEachInputOnceOnTheGrid) {
  const Matrix design = morris_design(5, with(40));
  ASSERT_EQ(design.cols(), 40 * 6);
  for (Eigen::Index t = 0; t < 40; ++t) {
    std::set<Eigen::Index> moved;
    for (Eigen::Index k = 1; k < 6; ++k) {
      const Vector change = design.col(6 * t + k) - design.col(6 * t + k - 1);
      Eigen::Index input = 0;
      EXPECT_NEAR(change.cwiseAbs().maxCoeff(&input), 2.0 / 3, 1e-12);
      EXPECT_EQ((change.array() != 0).count(), 1);
      moved.insert(input);
    }
    EXPECT_EQ(moved.size(), 5U);
  }
  const Matrix thirds = 3 * design;
  EXPECT_LT((thirds - Matrix(thirds.array().round())).cwiseAbs().maxCoeff(), 1e-9);
  EXPECT_GE(design.minCoeff(), 0);
  EXPECT_LE(design.maxCoeff(), 1 + 1e-12);
}

TEST(Morris, OfALinearFunctionIsItsSlopes) {
  parallel::Threads pool(2);
  const MorrisResult found = morris(
      3,
      2,
      with(4),
      [](const Trial&, std::span<const double> u) {
        return std::vector<double>{2 * u[0] - 3 * u[1], u[2]};
      },
      pool);
  EXPECT_NEAR(found.effects[0][0].mean, 2, 1e-12);
  EXPECT_NEAR(found.effects[0][1].mean, -3, 1e-12);
  EXPECT_NEAR(found.effects[0][1].mean_absolute, 3, 1e-12);
  EXPECT_NEAR(found.effects[0][2].mean_absolute, 0, 1e-12);
  EXPECT_NEAR(found.effects[0][0].deviation, 0, 1e-12);
  EXPECT_NEAR(found.effects[1][2].mean, 1, 1e-12);
  EXPECT_EQ(found.evaluations, 16U);
}

/// On the grid of four levels sin x1 is 0 or sqrt(3)/2 in size and x3^4 is pi^4 or (pi/3)^4, so the
/// effects have few values: x1's is 1.299 (1 + 0.1 x3^4), either with the same chance; x2's 7.875
/// with either sign; x3's is 14.43 |sin x1| with either sign, or 0, half of the time each.
TEST(Morris, OfIshigamiMeetsTheValuesOfTheGrid) {
  parallel::Threads pool(2);
  const int trajectories = 4000;
  const MorrisResult found = morris(3, 1, with(trajectories), known::ishigami_model(), pool);
  const double sine = std::sqrt(3) / 2;
  const double far = std::pow(std::numbers::pi, 4);
  const double near = std::pow(std::numbers::pi / 3, 4);
  const double jump = 2.0 / 3;
  const double x1_low = sine / jump * (1 + 0.1 * near);
  const double x1_high = sine / jump * (1 + 0.1 * far);
  const double x1 = (x1_low + x1_high) / 2;
  const double x2 = 7 * 0.75 / jump;
  const double x3 = 0.1 * (far - near) * sine / jump;
  const std::vector<ElementaryEffect>& effects = found.effects[0];
  // Means over independent trajectories: six standard errors of a value that takes two values.
  const double error = 6 / std::sqrt(trajectories) / 2;
  EXPECT_NEAR(effects[0].mean, x1, error * (x1_high - x1_low));
  EXPECT_NEAR(effects[0].mean_absolute, x1, error * (x1_high - x1_low));
  EXPECT_NEAR(effects[0].deviation, (x1_high - x1_low) / 2, 0.02 * x1_high);
  EXPECT_NEAR(effects[1].mean_absolute, x2, 1e-9);
  EXPECT_NEAR(effects[1].mean, 0, error * 2 * x2);
  EXPECT_NEAR(effects[2].mean_absolute, x3 / 2, error * x3);
  EXPECT_NEAR(effects[2].mean, 0, error * 2 * x3);
  EXPECT_NEAR(effects[2].deviation, x3 / std::sqrt(2), 0.05 * x3);
  // The order of importance of the function, and the printed values of mu*.
  EXPECT_NEAR(x1, 7.70, 0.01);
  EXPECT_NEAR(x2, 7.875, 0.001);
  EXPECT_NEAR(x3 / 2, 6.25, 0.01);
}

TEST(Morris, LeavesOutEffectsOfFailedPoints) {
  parallel::Threads pool(2);
  const MorrisResult found = morris(
      2,
      1,
      with(50),
      [](const Trial& trial, std::span<const double> u) {
        const double bad = trial.member % 3 == 0 ? NAN : 0;
        return std::vector<double>{u[0] + 2 * u[1] + bad};
      },
      pool);
  // The first point of each trajectory of three fails, and with it one of two effects.
  EXPECT_EQ(found.failed, 50U);
  EXPECT_EQ(found.effects[0][0].effects + found.effects[0][1].effects, 50);
  EXPECT_NEAR(found.effects[0][1].mean, 2, 1e-12);
}

TEST(Morris, DoesNotDependOnThreadsAndRefusesOddLevels) {
  parallel::Threads one(1);
  parallel::Threads three(3);
  const MorrisResult a = morris(3, 1, with(10), known::ishigami_model(), one);
  const MorrisResult b = morris(3, 1, with(10), known::ishigami_model(), three);
  EXPECT_EQ(a.effects[0][2].mean_absolute, b.effects[0][2].mean_absolute);
  MorrisOptions odd;
  odd.levels = 5;
  EXPECT_THROW(morris_design(3, odd), Error);
}

}  // namespace
}  // namespace corridor::inference
