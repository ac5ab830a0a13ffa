// Fails when months are counted, compared, read or written wrongly around the turn of a year, or
// when something that is not a month is read as one.
#include <gtest/gtest.h>

#include <string_view>

#include "corridor/base/month.hpp"

namespace corridor {
namespace {

TEST(Month, CountsAcrossTheTurnOfAYear) {
  const Month december(2014, 12);
  EXPECT_EQ((december + 1).year(), 2015);
  EXPECT_EQ((december + 1).month_of_year(), 1);
  EXPECT_EQ(Month(2015, 3) - december, 3);
  EXPECT_EQ(december - 12, Month(2013, 12));
  EXPECT_LT(december, Month(2015, 1));
  Month next = december;
  EXPECT_EQ(++next, Month::from_index(december.index() + 1));
}

TEST(Month, WritesWhatItReads) {
  for (int index = Month(1899, 11).index(); index < Month(1901, 2).index(); ++index) {
    Month read;
    ASSERT_TRUE(Month::parse(Month::from_index(index).text(), read));
    EXPECT_EQ(read.index(), index);
  }
  EXPECT_EQ(Month(2025, 2).text(), "2025-02");
}

TEST(Month, RefusesEverythingElseAndLeavesTheMonthAlone) {
  for (const std::string_view text :
       {"", "2014", "2014-13", "2014-00", "2014-1", "2014/01", "14-01", "2014-012", "2o14-01"}) {
    Month month(2000, 6);
    EXPECT_FALSE(Month::parse(text, month)) << text;
    EXPECT_EQ(month, Month(2000, 6)) << text;
  }
}

}  // namespace
}  // namespace corridor
