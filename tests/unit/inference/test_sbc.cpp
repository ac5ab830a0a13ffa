// Fails when a band is not the one of the exact binomial distribution, when ranks and ties are
// counted wrongly, when the probability of an interval is not that of its ranks, when threads
// matter, or when a failed trial is not told. Whether ranks of a right method are uniform, and
// those of a wrong one not, is asked in tests/statistical/test_inference.cpp.
#include <gtest/gtest.h>

#include <numeric>

#include "corridor/base/error.hpp"
#include "corridor/inference/sbc.hpp"
#include "statistical/tails.hpp"

namespace corridor::inference {
namespace {

TEST(BinomialBand, LeavesOutNoMoreThanTheAlarmOnEitherSide) {
  for (const int n : {1, 10, 100, 1000}) {
    for (const double p : {0.05, 0.5, 0.9}) {
      for (const double alarm : {0.2, 0.01, 1e-6}) {
        const Band band = binomial_band(n, p, alarm);
        EXPECT_LE(statistical::lower_tail(band.low - 1, n, p), alarm / 2);
        EXPECT_LE(statistical::upper_tail(band.high + 1, n, p), alarm / 2);
        if (band.low < band.high) {
          EXPECT_GT(statistical::lower_tail(band.low, n, p), alarm / 2);
          EXPECT_GT(statistical::upper_tail(band.high, n, p), alarm / 2);
        }
      }
    }
  }
  EXPECT_EQ(binomial_band(9, 0, 0.1).high, 0);
  EXPECT_EQ(binomial_band(9, 1, 0.1).low, 9);
}

SbcOptions with(int trials) {
  SbcOptions options;
  options.trials = trials;
  options.levels = {0.5, 0.9};
  return options;
}

std::vector<double> truth_itself(const Trial&, std::span<const double> truth) {
  return {truth.begin(), truth.end()};
}

/// `below` draws under the truth and the rest above it.
Infer around(int below, int draws) {
  return [=](const Trial&, std::span<const double> data) {
    Matrix result(static_cast<Eigen::Index>(data.size()), draws);
    for (Eigen::Index i = 0; i < result.rows(); ++i) {
      for (Eigen::Index k = 0; k < draws; ++k) {
        result(i, k) = data[static_cast<std::size_t>(i)] + (k < below ? -1 : 1);
      }
    }
    return result;
  };
}

TEST(Sbc, CountsDrawsBelowTheTruth) {
  parallel::Threads pool(2);
  const SbcResult found =
      simulation_based_calibration(2, with(30), truth_itself, around(3, 19), pool);
  EXPECT_EQ(found.draws, 19);
  for (const SbcParameter& parameter : found.parameters) {
    EXPECT_EQ(parameter.ranks, std::vector<int>(30, 3));
    EXPECT_EQ(parameter.bins.size(), 10U);
    EXPECT_EQ(parameter.bins[1].count, 30);  // ranks 2 and 3
    EXPECT_FALSE(parameter.uniform());
  }
}

TEST(Sbc, IntervalsHaveTheProbabilityOfTheirRanks) {
  parallel::Threads pool(1);
  const SbcResult inside =
      simulation_based_calibration(1, with(30), truth_itself, around(5, 19), pool);
  const Coverage half = inside.parameters[0].coverage[0];
  EXPECT_NEAR(half.nominal, 0.5, 1e-12);  // ranks 5 to 14 of 0 to 19
  EXPECT_EQ(half.held, 30);
  EXPECT_FALSE(half.band.holds(half.held));
  const SbcResult outside =
      simulation_based_calibration(1, with(30), truth_itself, around(4, 19), pool);
  EXPECT_EQ(outside.parameters[0].coverage[0].held, 0);
  EXPECT_EQ(outside.parameters[0].coverage[1].held, 30);  // 90 %: ranks 1 to 18
  EXPECT_NEAR(outside.parameters[0].coverage[1].nominal, 0.9, 1e-12);
}

TEST(Sbc, TiesAreDecidedByChance) {
  parallel::Threads pool(1);
  const SbcResult found = simulation_based_calibration(
      1,
      with(400),
      truth_itself,
      [](const Trial&, std::span<const double> data) {
        return Matrix::Constant(1, 9, data[0]).eval();
      },
      pool);
  std::vector<int> counts(10, 0);
  for (const int rank : found.parameters[0].ranks) {
    ++counts.at(static_cast<std::size_t>(rank));
  }
  for (const int count : counts) {
    EXPECT_GT(count, 10);
  }
}

TEST(Sbc, DoesNotDependOnThreadsAndTellsOfFailedTrials) {
  const Infer some = [](const Trial& trial, std::span<const double> data) {
    if (trial.member % 5 == 0) {
      fail_input({"the method", "an ensemble", "came together", "Take more members."});
    }
    return around(trial.member % 20, 19)(trial, data);
  };
  parallel::Threads one(1);
  parallel::Threads three(3);
  const SbcResult a = simulation_based_calibration(1, with(50), truth_itself, some, one);
  const SbcResult b = simulation_based_calibration(1, with(50), truth_itself, some, three);
  EXPECT_EQ(a.parameters[0].ranks, b.parameters[0].ranks);
  EXPECT_EQ(a.parameters[0].ranks.size(), 40U);
  ASSERT_EQ(a.failures.size(), 10U);
  EXPECT_NE(a.failures[1].find("trial 6"), std::string::npos);
}

TEST(Sbc, DrawsATruthAnewWhereItGivesNoData) {
  SbcOptions options = with(40);
  options.truths = 20;
  const MakeData positive = [](const Trial&, std::span<const double> truth) {
    if (truth[0] < 0) {
      fail_input({"the model", "a truth", "is refused", "Draw another."});
    }
    return std::vector<double>{truth.begin(), truth.end()};
  };
  int redrawn = 0;
  for (int number = 0; number < options.trials; ++number) {
    const SbcTrial trial = sbc_trial(1, options, positive, around(5, 19), number);
    EXPECT_GT(trial.truth[0], 0);
    EXPECT_EQ(trial.ranks, std::vector<int>{5});
    EXPECT_TRUE(trial.failure.empty());
    redrawn += trial.attempt > 0 ? 1 : 0;
  }
  EXPECT_GT(redrawn, 0);
  options.truths = 1;
  parallel::Threads pool(2);
  const SbcResult found = simulation_based_calibration(1, options, positive, around(5, 19), pool);
  EXPECT_EQ(found.failures.size(), static_cast<std::size_t>(redrawn));
}

}  // namespace
}  // namespace corridor::inference
