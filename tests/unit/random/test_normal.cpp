// Fails when the normal quantile is not the inverse of the cumulative probability, far tails
// included, when it misses published values, or when a draw is not the quantile of its word.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/random/normal.hpp"

namespace corridor::random {
namespace {

TEST(NormalQuantile, MeetsTheValuesPublishedWithTheAlgorithm) {
  // Wichura (1988), the check values of PPND16.
  EXPECT_NEAR(normal_quantile(0.25), -0.6744897501960817, 1e-15);
  EXPECT_NEAR(normal_quantile(0.001), -3.090232306167814, 1e-14);
  EXPECT_NEAR(normal_quantile(1e-20), -9.262340089798408, 1e-13);
}

TEST(NormalQuantile, IsTheInverseOfTheProbability) {
  for (double z = -30; z <= 6; z += 0.37) {
    EXPECT_NEAR(normal_quantile(normal_cdf(z)), z, 1e-9 + 1e-9 * std::abs(z)) << z;
  }
  EXPECT_EQ(normal_quantile(0.5), 0);
  EXPECT_TRUE(std::isinf(normal_quantile(0)));
  EXPECT_TRUE(std::isinf(normal_quantile(1)));
}

TEST(OpenUniform, LeavesOutBothEnds) {
  EXPECT_GT(open_uniform(0, 0), 0);
  EXPECT_LT(open_uniform(UINT32_MAX, UINT32_MAX), 1);
  EXPECT_NEAR(open_uniform(0x80000000U, 0), 0.5, 1e-15);
}

TEST(Normal, MovesWithTheUniformNumberItIsMadeOf) {
  const Words low = {0x10000000U, 7, 1, 1};
  const Words high = {0x20000000U, 7, 2, 2};
  EXPECT_LT(normal(low), normal(high));
  EXPECT_EQ(normal(low), normal_quantile(open_uniform(low[0], low[1])));
}

}  // namespace
}  // namespace corridor::random
