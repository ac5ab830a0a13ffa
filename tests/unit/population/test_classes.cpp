// Fails when the bits of a person overlap, or when an age differs from the calendar's.
#include <gtest/gtest.h>

#include "corridor/population/classes.hpp"

namespace corridor::population {
namespace {

TEST(Classes, KeepTheirBitsApart) {
  EXPECT_EQ(kCohortBits & kHasMigrantBit & kMaleBit & kExperiencedBit, 0);
  EXPECT_EQ(kCohortBits | kHasMigrantBit | kMaleBit | kExperiencedBit, 0xFF);
  const unsigned attributes = kCohortMonthBits | 3U << kEducationShift | kBarredBit | kAwayBit |
                              kPartneredBit | 15U << kSkillShift;
  EXPECT_EQ(attributes, 0x7FFFU);
  EXPECT_FALSE(is_alive(kNobody));
  EXPECT_FALSE(is_alive(kNobody | kMaleBit | kHasMigrantBit));
  EXPECT_EQ(education_of(2 << kEducationShift | kBarredBit), 2);
  EXPECT_EQ(skill_of(static_cast<Attributes>(13 << kSkillShift | kPartneredBit)), 13);
}

TEST(Calendar, CountsCompletedYears) {
  const Month start(2010, 1);
  const Calendar calendar(start);
  for (int months = 0; months < 100 * 12; ++months) {
    const int index = calendar.index(start - months);
    const auto c = static_cast<ClassByte>(index / kCohortMonths);
    const auto a = static_cast<Attributes>(index % kCohortMonths);
    ASSERT_LT(c, kCohorts);
    ASSERT_EQ(calendar.birth_index(c, a), index);
    ASSERT_EQ(calendar.age(index, start), months / 12);
    ASSERT_EQ(calendar.age(index, start + 7), (months + 7) / 12);
  }
  EXPECT_EQ(calendar.age(calendar.index(start - 104 * 12), start), kOldestAge);
  EXPECT_EQ(calendar.index(Month(1800, 1)), 0);
  EXPECT_EQ(calendar.zero().month_of_year(), 1);
}

TEST(Calendar, HoldsBirthsForFortyYearsOfRun) {
  const Calendar calendar(Month(2010, 1));
  EXPECT_LT(calendar.index(Month(2050, 1)), kBirthMonths);
}

}  // namespace
}  // namespace corridor::population
