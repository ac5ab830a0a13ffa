// Fails when intervals or the PIT of an ensemble that is exchangeable with the outcome are not
// exact, by exact binomial tails, or when the same tests would not see an ensemble a twentieth too
// narrow (or a PIT that puts ties at their lower end), which the twins plant.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>

#include "corridor/backtest/scores.hpp"
#include "corridor/random/draw.hpp"
#include "statistical/budget.hpp"
#include "statistical/tails.hpp"

namespace corridor::statistical {
namespace {

constexpr int kTrials = 200000;
constexpr int kMembers = 39;  // all quantiles asked for stand at a whole rank of the forty
constexpr std::array kProbabilities = {0.5, 0.8, 0.95};
constexpr std::uint64_t kSeed = 20230501;

double normal(random::Sequence& draws) {
  const double radius = std::sqrt(-2 * std::log(1 - draws.uniform()));
  return radius * std::cos(2 * std::numbers::pi * draws.uniform());
}

/// Outcomes inside each interval, with members drawn from a normal of this standard deviation.
std::array<std::int64_t, 3> inside(double sd) {
  random::Sequence draws({kSeed, random::Stream::backtest_members, Month(2000, 1), 0});
  std::array<std::int64_t, 3> counts{};
  std::vector<double> members(kMembers);
  for (int trial = 0; trial < kTrials; ++trial) {
    for (double& member : members) {
      member = sd * normal(draws);
    }
    const double outcome = normal(draws);
    for (std::size_t i = 0; i < counts.size(); ++i) {
      counts[i] += backtest::covered(members, outcome, kProbabilities[i]) ? 1 : 0;
    }
  }
  return counts;
}

TEST(ForecastScores, CoverageIsExact) {
  const double alarm = part("coverage", static_cast<int>(kProbabilities.size()));
  const auto counts = inside(1);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    EXPECT_GT(two_sided(counts[i], kTrials, kProbabilities[i]), alarm) << kProbabilities[i];
  }
}

TEST(ForecastScores, ANarrowEnsembleIsSeen) {
  const double alarm = part("coverage", static_cast<int>(kProbabilities.size()));
  const auto counts = inside(0.95);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    EXPECT_LT(two_sided(counts[i], kTrials, kProbabilities[i]), alarm) << kProbabilities[i];
  }
}

/// PITs below a half, of outcomes and members that are whole numbers from 0 to 2, so that most tie.
std::int64_t low_pits(bool spread) {
  random::Sequence draws({kSeed, random::Stream::backtest_members, Month(2000, 2), 0});
  std::int64_t count = 0;
  std::vector<double> members(5);
  for (int trial = 0; trial < kTrials; ++trial) {
    for (double& member : members) {
      member = draws.below(3);
    }
    const double outcome = draws.below(3);
    const double uniform =
        spread ? backtest::tie_draw(kSeed, static_cast<std::uint32_t>(trial)) : 0.0;
    count += backtest::pit(members, outcome, uniform) < 0.5 ? 1 : 0;
  }
  return count;
}

TEST(ForecastScores, PitIsUniformWithTies) {
  EXPECT_GT(two_sided(low_pits(true), kTrials, 0.5), part("pit", 1));
  EXPECT_LT(two_sided(low_pits(false), kTrials, 0.5), part("pit", 1));
}

}  // namespace
}  // namespace corridor::statistical
