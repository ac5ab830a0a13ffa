// Fails when people forget homecomings faster or slower than stated, when a region with few of them
// jumps, or when a region learns from another country.
#include <gtest/gtest.h>

#include <array>

#include "corridor/mobility/risk.hpp"
#include "packs/altered_pack.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::mobility {
namespace {

TEST(Risk, HomecomingsCountHalfAfterTheHalfLife) {
  const MobilityParams params = read_params(tests::load_tiny());
  RiskMemory memory;
  remember(params, 40, 60, memory);
  EXPECT_EQ(memory.removed, 40);
  EXPECT_EQ(memory.returned, 60);
  for (int month = 0; month < 6; ++month) {
    remember(params, 0, 0, memory);
  }
  EXPECT_NEAR(memory.removed, 20, 1e-12);
  EXPECT_NEAR(memory.returned, 30, 1e-12);
}

TEST(Risk, IsTheShareOfTheRemovedDrawnTowardsTheOrigins) {
  const evidence::Pack pack = tests::load_tiny();
  const std::array<RiskMemory, 4> memories = {{{30, 70}, {0, 0}, {0, 0}, {0, 500}}};
  const std::vector<double> risk = perceived_risk(read_params(pack), pack, memories);
  // The origin: 30 of 100 and a pseudo-count of 50. Its regions: drawn towards that by 50 more.
  EXPECT_NEAR(risk[0], (30 + 50 * 0.2) / 150, 1e-12);
  EXPECT_NEAR(risk[1], 0.2, 1e-12);
  EXPECT_EQ(risk[2], 0);
  EXPECT_EQ(risk[3], 0);
}

TEST(Risk, IsTheBareShareWithoutPseudoCount) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_parameter(pack, "mobility.risk_pseudo_count", 0);
  const std::array<RiskMemory, 4> memories = {{{30, 70}, {0, 0}, {1, 3}, {3, 1}}};
  const std::vector<double> risk = perceived_risk(read_params(pack), pack, memories);
  EXPECT_NEAR(risk[0], 0.3, 1e-12);
  EXPECT_EQ(risk[1], 0);
  EXPECT_NEAR(risk[2], 0.25, 1e-12);
  EXPECT_NEAR(risk[3], 0.75, 1e-12);
}

}  // namespace
}  // namespace corridor::mobility
