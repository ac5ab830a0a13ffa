// Fails when a word at an end falls on its wrong side, when an outcome of weight zero is chosen, or
// when the last outcome does not take what the others leave.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "corridor/random/choose.hpp"

namespace corridor::random {

TEST(Choose, TakesTheFirstOutcomeWhoseEndIsAboveTheWord) {
  const std::array<std::uint32_t, 4> ends = {10, 10, 30, 40};
  const std::vector<std::size_t> wanted = {0, 0, 2, 2, 3, 3, 3};
  std::vector<std::size_t> chosen;
  for (const std::uint32_t word : {0U, 9U, 10U, 29U, 30U, 40U, UINT32_MAX}) {
    chosen.push_back(choose(ends, word));
  }
  EXPECT_EQ(chosen, wanted);
}

TEST(Choose, NeverTakesAnOutcomeBehindACompleteSum) {
  const std::array<std::uint32_t, 4> ends = {7, UINT32_MAX, UINT32_MAX, UINT32_MAX};
  EXPECT_EQ(choose(ends, 6), 0U);
  EXPECT_EQ(choose(ends, 7), 1U);
  EXPECT_EQ(choose(ends, UINT32_MAX - 1), 1U);
  EXPECT_EQ(choose(ends, UINT32_MAX), 1U);
}

TEST(Choose, HasOnlyOneAnswerWhereThereIsOneOutcome) {
  EXPECT_EQ(choose(std::array<std::uint32_t, 1>{0}, UINT32_MAX), 0U);
}

}  // namespace corridor::random
