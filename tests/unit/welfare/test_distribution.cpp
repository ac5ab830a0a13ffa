// Fails when the normal quantile, the mean, the headcounts, gaps or the Gini index of a lognormal
// population differ from their closed forms by more than 2048 places and steps of a sixteenth of a
// doubling can explain, or when fifths and the Gini index of a tally made by hand are not those of
// pencil and paper.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/welfare/summary.hpp"

namespace corridor::welfare {
namespace {

double phi(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

TEST(NormalQuantile, MeetsKnownValues) {
  EXPECT_NEAR(normal_quantile(0.5), 0, 1e-15);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-14);
  EXPECT_NEAR(normal_quantile(0.025), -1.959963984540054, 1e-14);
  EXPECT_NEAR(normal_quantile(0.9), 1.2815515655446004, 1e-14);
  EXPECT_NEAR(normal_quantile(1e-10), -6.361340902404056, 1e-12);
  for (double p = 0.001; p < 1; p += 0.001) {
    ASSERT_NEAR(phi(normal_quantile(p)), p, 1e-15);
  }
}

/// One person at each place of a lognormal distribution, a dollar being ten thousand minor units.
struct Lognormal {
  double mean;
  double spread;
  OriginStandards standards() const {
    OriginStandards made;
    made.minor_per_dollar = 10000;
    made.line = {30000, 42000, 83000, 0, 0};
    return made;
  }
  Tally tally() const {
    Tally tally;
    for (std::size_t i = 0; i < kPlaces; ++i) {
      const double place = (static_cast<double>(i) + 0.5) / kPlaces;
      const double dollars = mean * std::exp(spread * normal_quantile(place) - spread * spread / 2);
      const Settled one = {std::llround(dollars * 10000), 1, 1, 0, 1};
      count_settled({&one, 1}, standards(), tally);
    }
    return tally;
  }
};

class LognormalIncomes : public testing::TestWithParam<Lognormal> {};

TEST_P(LognormalIncomes, PovertyHasItsClosedForm) {
  const auto [mean, spread] = GetParam();
  const Tally tally = GetParam().tally();
  const double dollars[] = {3, 4.2, 8.3};
  for (std::size_t line = 0; line < 3; ++line) {
    const double d = (std::log(dollars[line] / mean) + spread * spread / 2) / spread;
    const double ratio = mean / dollars[line];
    const double reach = ratio * phi(d - spread);
    const double square = ratio * ratio * std::exp(spread * spread) * phi(d - 2 * spread);
    const Poverty at = poverty(tally, line);
    EXPECT_NEAR(at.headcount, phi(d), 1.0 / kPlaces);
    EXPECT_NEAR(at.gap, phi(d) - reach, 1.0 / kPlaces);
    EXPECT_NEAR(at.severity, phi(d) - 2 * reach + square, 1.0 / kPlaces);
  }
}

// Equal steps of the place lose what lies far out in the upper tail, some parts in a thousand; the
// steps of consumption hide inequality inside of them.
TEST_P(LognormalIncomes, MeanAndGiniHaveTheirClosedForm) {
  const auto [mean, spread] = GetParam();
  const Tally tally = GetParam().tally();
  EXPECT_NEAR(consumption_dollars(tally) / kPlaces, mean, 0.004 * mean);
  EXPECT_NEAR(gini(tally), 2 * phi(spread / std::sqrt(2.0)) - 1, 0.003);
}

INSTANTIATE_TEST_SUITE_P(
    Spreads,
    LognormalIncomes,
    testing::Values(Lognormal{10, 1.0}, Lognormal{8, 0.6}, Lognormal{5, 0.5}, Lognormal{14, 0.8}));

/// Persons, households, of these receiving, consumption, received, consumption of receivers.
using Row = std::array<std::int64_t, kStepCounts>;
Tally tally_of(const Row& low, const Row& high) {
  Tally tally;
  tally.steps[20] = low;
  tally.steps[80] = high;
  return tally;
}

TEST(Gini, ByHand) {
  EXPECT_DOUBLE_EQ(gini(tally_of({5, 5, 0, 5, 0, 0}, {5, 5, 0, 15, 0, 0})), 0.25);
  EXPECT_DOUBLE_EQ(gini(tally_of({9, 9, 0, 0, 0, 0}, {1, 1, 0, 15, 0, 0})), 0.9);
  EXPECT_DOUBLE_EQ(gini(tally_of({5, 5, 0, 5, 0, 0}, {0, 0, 0, 0, 0, 0})), 0);
  EXPECT_EQ(gini(Tally{}), 0);
}

TEST(Fifths, ByHand) {
  const auto found = fifths(tally_of({4, 2, 1, 100, 40, 60}, {16, 8, 2, 800, 80, 400}));
  EXPECT_DOUBLE_EQ(found[0].households_receiving, 0.5);
  EXPECT_DOUBLE_EQ(found[0].received, 0.4);
  EXPECT_DOUBLE_EQ(found[0].received_by_receivers, 40.0 / 60);
  for (std::size_t i = 1; i < 5; ++i) {
    EXPECT_DOUBLE_EQ(found[i].households_receiving, 0.25);
    EXPECT_DOUBLE_EQ(found[i].received, 0.1);
    EXPECT_DOUBLE_EQ(found[i].received_by_receivers, 0.2);
  }
}

// The poorest fifth of twenty persons takes two of the first step, and a ninth of the second.
TEST(Fifths, DivideAStepBetweenThem) {
  const auto found = fifths(tally_of({2, 1, 1, 10, 8, 10}, {18, 9, 0, 90, 0, 0}));
  EXPECT_DOUBLE_EQ(found[0].households_receiving, 0.5);
  EXPECT_DOUBLE_EQ(found[0].received, 0.4);
  EXPECT_DOUBLE_EQ(found[0].received_by_receivers, 0.8);
  EXPECT_EQ(found[1].received, 0);
  EXPECT_EQ(found[4].received_by_receivers, 0);
}

}  // namespace
}  // namespace corridor::welfare
