// Fails when a row that was not published yet is left in a pack as of a month, when a known one is
// lost, when a driver goes on by another rule than its own, or when what is held out reaches
// somebody who fits. Rows and rules are those of tests/packs/make_tiny.py.
#include <gtest/gtest.h>

#include <algorithm>

#include "corridor/base/check.hpp"
#include "corridor/evidence/as_of.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::evidence {
namespace {

const Pack& tiny() {
  static const Pack pack = tests::load_tiny();
  return pack;
}

const YearlyFigure* find(const Pack& pack,
                         std::string_view quantity,
                         std::string_view place,
                         int year) {
  const auto found =
      std::find_if(pack.figures.begin(), pack.figures.end(), [&](const auto& figure) {
        return figure.quantity == quantity && figure.place == place && figure.year == year;
      });
  return found == pack.figures.end() ? nullptr : &*found;
}

Series& series_of(Pack& pack, std::string_view name, std::string_view place) {
  return *std::find_if(pack.series.begin(), pack.series.end(), [&](const Series& series) {
    return series.name == name && series.place == place;
  });
}

TEST(AsOf, TheRowThatNamesMoreWins) {
  Pack pack = tiny();
  pack.publication.push_back({"targets", "", "invented", 7, false, After::none, 0});
  const Month last(2013, 12);
  EXPECT_EQ(known_from(tiny(), {"targets", "migrants_present", "invented", last}), Month(2014, 3));
  EXPECT_EQ(known_from(tiny(), {"targets", "receipts_recorded_usd", "invented", last}),
            Month(2014, 5));
  EXPECT_EQ(known_from(pack, {"targets", "receipts_recorded_usd", "invented", last}),
            Month(2014, 7));
  EXPECT_EQ(known_from(pack, {"targets", "receipts_recorded_usd", "other", last}), Month(2014, 5));
  pack.publication.clear();
  EXPECT_THROW(known_from(pack, {"targets", "", "", last}), InvariantError);
}

TEST(AsOf, TargetsComeWithTheirDate) {
  // receipts.AAA.2013 is known five months after December 2013.
  const auto has = [](Month month, std::string_view id) {
    const Pack pack = as_of(tiny(), {month});
    return std::any_of(pack.targets.begin(), pack.targets.end(), [&](const Target& target) {
      return target.id == id;
    });
  };
  EXPECT_FALSE(has(Month(2014, 4), "receipts.AAA.2013"));
  EXPECT_TRUE(has(Month(2014, 5), "receipts.AAA.2013"));
  EXPECT_FALSE(has(Month(2014, 2), "stock.AAA.2013-12"));
  EXPECT_TRUE(has(Month(2014, 3), "stock.AAA.2013-12"));
  Pack pack = tiny();
  pack.targets.front().kind = "test";
  EXPECT_EQ(as_of(pack, {Month(2030, 1)}).targets.size(), pack.targets.size() - 1);
}

TEST(AsOf, ReceiptsAreNeverGivenBeforeTheirDate) {
  for (const Drivers drivers : {Drivers::known, Drivers::forecast}) {
    const Pack before = as_of(tiny(), {Month(2013, 4), drivers});
    EXPECT_NE(find(before, "receipts_usd", "AAA", 2011), nullptr);
    EXPECT_EQ(find(before, "receipts_usd", "AAA", 2012), nullptr);
    const Pack after = as_of(tiny(), {Month(2013, 5), drivers});
    EXPECT_NE(find(after, "receipts_usd", "AAA", 2012), nullptr);
    EXPECT_EQ(find(after, "receipts_usd", "AAA", 2013), nullptr);
  }
}

TEST(AsOf, WhatIsHeldOutStaysHeldOut) {
  const Pack pack = as_of(tiny(), {Month(2030, 1), Drivers::known});
  EXPECT_NE(find(pack, "receipts_usd", "AAA", 2014), nullptr);
  EXPECT_EQ(find(pack, "receipts_usd", "AAA", 2015), nullptr);
}

TEST(AsOf, OneReleaseIsLeft) {
  const AsOf latest{Month(2013, 6)};
  EXPECT_EQ(find(as_of(tiny(), latest), "receipts_usd", "BBB", 2012)->value, 1000000);
  AsOf then = latest;
  then.revisions = Revisions::of_the_time;
  EXPECT_EQ(find(as_of(tiny(), then), "receipts_usd", "BBB", 2012)->value, 500000);
  EXPECT_EQ(find(as_of(tiny(), then), "receipts_usd", "BBB", 2011)->value, 1000000);
  then.month = Month(2016, 4);  // the newest release is out
  EXPECT_EQ(find(as_of(tiny(), then), "receipts_usd", "BBB", 2012)->value, 1000000);
}

TEST(AsOf, FiguresThatAreDriversGoOn) {
  Pack pack = tiny();
  for (YearlyFigure& figure : pack.figures) {
    if (figure.quantity == "growth") {
      figure.value = 0.01 * (figure.year - 2008);  // 0.00, 0.01 …
    }
  }
  // Known in May 2012: growth to 2011. The mean of 0.01, 0.02 and 0.03 goes on, until an outlook.
  const Pack forecast = as_of(pack, {Month(2012, 5)});
  EXPECT_DOUBLE_EQ(find(forecast, "growth", "DDD", 2011)->value, 0.03);
  EXPECT_DOUBLE_EQ(find(forecast, "growth", "DDD", 2012)->value, 0.02);
  EXPECT_DOUBLE_EQ(find(forecast, "growth", "DDD", 2013)->value, 0.02);
  EXPECT_EQ(find(forecast, "growth", "DDD", 2013)->status, "assumed");
  const Pack told = as_of(pack, {Month(2012, 10)});
  EXPECT_DOUBLE_EQ(find(told, "growth", "DDD", 2013)->value, 0.03);
  EXPECT_DOUBLE_EQ(find(told, "growth", "DDD", 2014)->value, 0.02);
  const Pack known = as_of(pack, {Month(2012, 5), Drivers::known});
  EXPECT_DOUBLE_EQ(find(known, "growth", "DDD", 2015)->value, 0.07);
}

TEST(AsOf, SeriesGoOnByTheirRule) {
  Pack pack = tiny();
  Series& wage = series_of(pack, "wage_mean", "DDD");
  Series& rate = series_of(pack, "fx", "DDD");
  Series& extra = series_of(pack, "not_labour_income", "AAA");
  const std::size_t months = wage.values.size();
  for (std::size_t i = 0; i < months; ++i) {
    // A year's level, twice that of the year before, with a December half as high again.
    wage.values[i] = static_cast<double>(1U << (i / 12)) * (i % 12 == 11 ? 1.5 : 1);
    rate.values[i] = static_cast<double>(i);
  }
  std::fill(extra.values.begin(), extra.values.end(), 8.0);
  // In February 2012, wages are known to December 2011, rates to January 2012.
  Pack then = as_of(pack, {Month(2012, 2)});
  const Series& wage_then = series_of(then, "wage_mean", "DDD");
  ASSERT_EQ(wage_then.values.size(), months);
  EXPECT_EQ(wage_then.at(Month(2011, 12)), 6);
  EXPECT_EQ(wage_then.at(Month(2012, 1)), 8);
  EXPECT_EQ(wage_then.at(Month(2013, 12)), 24);
  const Series& rate_then = series_of(then, "fx", "DDD");
  EXPECT_EQ(rate_then.at(Month(2012, 1)), 36);
  EXPECT_EQ(rate_then.at(Month(2012, 2)), 36);
  EXPECT_EQ(rate_then.at(Month(2015, 6)), 36);
  // Not a driver: even where drivers are known it ends with what was known.
  Pack given = as_of(pack, {Month(2012, 5), Drivers::known});
  EXPECT_EQ(series_of(given, "fx", "DDD").values, rate.values);
  EXPECT_EQ(series_of(given, "not_labour_income", "AAA").at(Month(2011, 1)), 8);
  EXPECT_EQ(series_of(given, "not_labour_income", "AAA").at(Month(2012, 1)), 0);
}

TEST(AsOf, LawIsADriver) {
  // The ban in sectors begins in 2012, the unpunished departures end in December 2010.
  const auto rule = [](const Pack& pack, std::string_view id) {
    const auto found = std::find_if(
        pack.law.begin(), pack.law.end(), [&](const LawRule& one) { return one.id == id; });
    return found == pack.law.end() ? nullptr : &*found;
  };
  const Pack early = as_of(tiny(), {Month(2010, 10)});
  EXPECT_EQ(rule(early, "sector_ban"), nullptr);
  EXPECT_EQ(rule(early, "repatriation.registry")->to, kOpenEnd);
  const Pack later = as_of(tiny(), {Month(2011, 1)});
  EXPECT_EQ(rule(later, "repatriation.registry")->to, Month(2010, 12));
  const Pack known = as_of(tiny(), {Month(2010, 10), Drivers::known});
  EXPECT_NE(rule(known, "sector_ban"), nullptr);
  EXPECT_EQ(rule(known, "repatriation.registry")->to, Month(2010, 12));
}

TEST(AsOf, WhatHasNoDateIsLeftOut) {
  const Pack pack = as_of(tiny(), {Month(2013, 5)});
  EXPECT_TRUE(pack.claims.empty());
  EXPECT_TRUE(pack.published.empty());
  EXPECT_TRUE(pack.events.empty());
  EXPECT_EQ(as_of(tiny(), {Month(2013, 6)}).events.size(), 1U);
  EXPECT_TRUE(as_of(tiny(), {Month(2012, 11)}).welfare.empty());
  EXPECT_EQ(
      as_of(tiny(), {Month(2012, 12)}).nearest_welfare("consumption_mean", "AAA", "", 2013)->year,
      2010);
}

}  // namespace
}  // namespace corridor::evidence
