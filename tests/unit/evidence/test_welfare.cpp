// Fails when a figure of welfare.csv or a result of published.csv reaches the memory with another
// value, bound, year or direction than its row has; rows are those of tests/packs/make_tiny.py.
#include <gtest/gtest.h>

#include "corridor/evidence/pack.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::evidence {
namespace {

const Pack& tiny() {
  static const Pack pack = tests::load_tiny();
  return pack;
}

TEST(Welfare, FigureOfTheNearestYear) {
  const auto mean_near = [](int year) {
    return tiny().nearest_welfare("consumption_mean", "AAA", "", year)->value;
  };
  EXPECT_EQ(mean_near(2013), 10);
  EXPECT_EQ(mean_near(2030), 10);
  EXPECT_EQ(mean_near(2012), 10);
  EXPECT_EQ(mean_near(2011), 8);
  EXPECT_EQ(mean_near(1990), 8);
}

TEST(Welfare, KeysTellFiguresApart) {
  EXPECT_EQ(tiny().nearest_welfare("poverty_headcount", "BBB", "3.00", 2013)->value, 0.25);
  EXPECT_EQ(tiny().nearest_welfare("poverty_headcount", "BBB", "national", 2013)->value, 0.3);
  EXPECT_EQ(tiny().nearest_welfare("poverty_headcount", "BBB", "8.30", 2013), nullptr);
  EXPECT_EQ(tiny().nearest_welfare("households_receiving", "AAA", "", 2013), nullptr);
  EXPECT_EQ(tiny().nearest_welfare("households_receiving", "AAA", "1", 2013)->value, 0.2);
}

TEST(Welfare, BoundsAreOptional) {
  const WelfareFigure* consumed = tiny().nearest_welfare("receipts_consumed", "AAA", "", 2013);
  ASSERT_NE(consumed, nullptr);
  EXPECT_EQ(consumed->low, 0.8);
  EXPECT_EQ(consumed->high, 1);
  EXPECT_FALSE(tiny().nearest_welfare("gini", "AAA", "", 2013)->low.has_value());
}

TEST(Welfare, RegionsHaveTheirOwn) {
  EXPECT_EQ(tiny().nearest_welfare("relative_consumption", "AA-2", "", 2013)->value, 0.7);
  EXPECT_EQ(tiny().nearest_welfare("relative_consumption", "AAA", "", 2013), nullptr);
  const WelfareFigure* line = tiny().nearest_welfare("poverty_line", "BBB", "national", 2013);
  ASSERT_NE(line, nullptr);
  EXPECT_EQ(line->unit, "BBC per month");
}

TEST(Published, KeepsFormBoundsAndDirection) {
  ASSERT_EQ(tiny().published.size(), 5U);
  const PublishedResult& level = tiny().published[0];
  EXPECT_EQ(level.form, PublishedForm::level);
  EXPECT_EQ(level.aggregation, Aggregation::value);
  EXPECT_EQ(level.sign, 0);
  EXPECT_EQ(level.low, 300);
  EXPECT_EQ(level.scope, Scope::same);
  const PublishedResult& growth = tiny().published[1];
  EXPECT_EQ(growth.form, PublishedForm::growth);
  EXPECT_EQ(growth.places, (std::vector<std::string>{"AAA", "BBB"}));
  EXPECT_EQ(growth.low, 5);
  EXPECT_FALSE(growth.high.has_value());
  EXPECT_EQ(growth.sign, 1);
  const PublishedResult& later = tiny().published[2];
  EXPECT_EQ(later.than, "P1");
  EXPECT_EQ(later.scope, Scope::wider);
  EXPECT_EQ(later.places.size(), 2U);
  EXPECT_EQ(tiny().published[3].scenario, "no-fee");
  EXPECT_EQ(tiny().published[3].form, PublishedForm::difference);
  EXPECT_TRUE(tiny().published[4].measure.empty());
}

}  // namespace
}  // namespace corridor::evidence
