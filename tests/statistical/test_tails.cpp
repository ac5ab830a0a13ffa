// Fails when the parts of the budget exceed the whole, or when a tail differs from numbers that
// were worked out otherwise: small cases by hand, a large one by the published quantiles of the
// model's style guide.
#include <gtest/gtest.h>

#include <cmath>

#include "statistical/budget.hpp"
#include "statistical/tails.hpp"

namespace corridor::statistical {
namespace {

static_assert(sum_of_parts() <= kSuite, "the statistical tests may not exceed their budget");

TEST(Budget, AddsUpToOneFalseAlarmInAMillion) {
  EXPECT_LE(sum_of_parts(), kSuite);
  EXPECT_NEAR(part("deaths", 2), 4e-8, 1e-20);
  EXPECT_THROW(static_cast<void>(part("unknown", 1)), std::logic_error);
}

TEST(Tails, AreExactInSmallCases) {
  EXPECT_NEAR(lower_tail(0, 10, 0.5), 1.0 / 1024, 1e-15);
  EXPECT_NEAR(lower_tail(1, 10, 0.5), 11.0 / 1024, 1e-14);
  EXPECT_NEAR(upper_tail(9, 10, 0.5), 11.0 / 1024, 1e-14);
  EXPECT_NEAR(upper_tail(2, 3, 0.1), 3 * 0.01 * 0.9 + 0.001, 1e-14);
  EXPECT_EQ(lower_tail(-1, 10, 0.5), 0);
  EXPECT_EQ(lower_tail(10, 10, 0.5), 1);
  EXPECT_EQ(upper_tail(0, 10, 0.5), 1);
}

TEST(Tails, CoverEveryOutcomeOnce) {
  for (const double p : {0.001, 0.2, 0.5, 0.97}) {
    for (const std::int64_t k : {0, 1, 19, 20, 21, 60, 99}) {
      EXPECT_NEAR(lower_tail(k, 100, p) + upper_tail(k + 1, 100, p), 1, 1e-12) << k << " " << p;
    }
  }
}

TEST(Tails, MatchTheWorkedExample) {
  // A million persons at 0.002: one in a billion on each side lies at 1 737 below and 2 275 above.
  EXPECT_LT(lower_tail(1737, 1000000, 0.002), 1e-9);
  EXPECT_GT(lower_tail(1738, 1000000, 0.002), 1e-9);
  EXPECT_LT(upper_tail(2275, 1000000, 0.002), 1e-9);
  EXPECT_GT(upper_tail(2274, 1000000, 0.002), 1e-9);
}

}  // namespace
}  // namespace corridor::statistical
