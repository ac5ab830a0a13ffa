// Fails when five classes leave a value out, are not equally wide, have borders that are not round,
// or waste a class that finer borders would fill; when a number is printed with other digits.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/report/classes.hpp"

namespace corridor::report {
namespace {

using Values = std::vector<std::optional<double>>;

TEST(MapClasses, AreRoundAndHoldEveryValue) {
  const Classes classes(Values{3.0, 17.0, std::nullopt, 98.0});
  EXPECT_EQ(classes.text(0), "0 to 20");
  EXPECT_EQ(classes.text(4), "80 to 100");
  EXPECT_EQ(classes.of(3), 0);
  EXPECT_EQ(classes.of(20), 1);
  EXPECT_EQ(classes.of(98), 4);
  EXPECT_EQ(classes.of(100), 4);
}

TEST(MapClasses, AreAsNarrowAsRoundBordersAllow) {
  const Classes classes(Values{0.0, 52.0});
  EXPECT_EQ(classes.text(4), "48 to 60");
  const Classes fine(Values{0.151, 0.222});
  EXPECT_EQ(fine.text(0), "0.150 to 0.165");
  EXPECT_EQ(fine.digits(), 3);
}

TEST(MapClasses, CarryNegativeAndEqualValues) {
  const Classes falling(Values{-4.0, 3.0});
  EXPECT_LE(falling.border(0), -4);
  EXPECT_GE(falling.border(kClasses), 3);
  const Classes equal(Values{7.0, 7.0});
  EXPECT_LE(equal.border(0), 7);
  EXPECT_GE(equal.border(kClasses), 7);
  EXPECT_EQ(Classes(Values{std::nullopt}).of(0), 0);
  EXPECT_EQ(Classes(Values{0.0, 0.0}).text(0), "0.0 to 0.2");
}

TEST(MapClasses, HoldManyRangesInOrder) {
  for (double least = -50; least < 50; least += 7.3) {
    for (double range = 0.001; range < 1e7; range *= 1.7) {
      const Classes classes(Values{least, least + range});
      const double slack = 1e-9 * (1 + std::abs(least) + range);
      ASSERT_LE(classes.border(0), least + slack);
      ASSERT_GE(classes.border(kClasses), least + range - slack);
      ASSERT_LE(classes.border(kClasses) - classes.border(0), 2.5 * range) << least << " " << range;
      for (int i = 0; i < kClasses; ++i) {
        ASSERT_EQ(classes.of((classes.border(i) + classes.border(i + 1)) / 2), i);
        ASSERT_EQ(classes.of(classes.border(i)), i);
      }
    }
  }
}

TEST(Grouped, PutsSpacesBetweenThousands) {
  EXPECT_EQ(grouped(1234567.84, 1), "1 234 567.8");
  EXPECT_EQ(grouped(999, 0), "999");
  EXPECT_EQ(grouped(-12345, 0), "−12 345");
  EXPECT_EQ(grouped(-0.04, 1), "0.0");
}

}  // namespace
}  // namespace corridor::report
