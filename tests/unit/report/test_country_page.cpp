// Fails when a region is coloured or titled with another's value, when a unit without a border is
// not a circle of its own, when map, column or chart of a measure that the run does not report
// appears, when a total is not that of the country, when the band of a sum is made of the bands of
// its parts, or when a pack without boundaries has a map.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "corridor/report/country_page.hpp"
#include "corridor/report/map.hpp"
#include "corridor/report/projection.hpp"
#include "corridor/report/region_values.hpp"
#include "corridor/store/writer.hpp"
#include "packs/temporary_folder.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::report {
namespace {

using evidence::GeoPosition;

constexpr std::array<sim::Measure, 8> kMeasures = {{
    {"migrants_present", "persons", sim::OverYear::december, true, "Citizens present.", "B"},
    {"received_usd", "USD", sim::OverYear::sum, true, "Money from there.", "C"},
    {"received_elsewhere_usd", "USD", sim::OverYear::sum, true, "Money from elsewhere.", "C"},
    {"population", "persons", sim::OverYear::december, true, "Persons alive.", "B"},
    {"poverty_420_pct", "percent", sim::OverYear::december, false, "Poor persons.", "C"},
    {"product_change_pct", "percent", sim::OverYear::december, false, "Product.", "C"},
    {"product_change_low_pct", "percent", sim::OverYear::december, false, "Less.", "C"},
    {"product_change_high_pct", "percent", sim::OverYear::december, false, "More.", "C"},
}};
// Places of the invented pack: origins AAA and BBB, then AA-1, AA-2, BB-1, BB-2.
constexpr int kFirstRegion = 2;
constexpr int kPlaces = 6;
constexpr std::array<double, kPlaces> kPoor = {20, 30, 12, 33, 25.04, 41};

sim::Value value_of(int measure, int place, double value) {
  sim::Value result;
  result.measure = static_cast<std::int16_t>(measure);
  result.cell.place = static_cast<std::int16_t>(place);
  result.value = value;
  return result;
}

/// 100 and 300 migrants, 10 and 30 thousand USD a month from the main destination and 1 thousand
/// from elsewhere, 1 000 inhabitants in each region; poverty in the last month of a quarter.
std::vector<sim::Value> month_values(Month month) {
  std::vector<sim::Value> values;
  for (int place = kFirstRegion; place < kPlaces; ++place) {
    const double size = place % 2 == 0 ? 1 : 3;
    values.push_back(value_of(0, place, 100 * size));
    values.push_back(value_of(1, place, 10'000 * size));
    values.push_back(value_of(2, place, 1'000));
    values.push_back(value_of(3, place, 1'000));
  }
  if (month.month_of_year() % 3 == 0) {
    for (int place = 0; place < kPlaces; ++place) {
      values.push_back(value_of(4, place, kPoor[static_cast<std::size_t>(place)]));
    }
    for (int origin = 0; origin < kFirstRegion; ++origin) {
      values.push_back(value_of(5, origin, -2));
      values.push_back(value_of(6, origin, -3));
      values.push_back(value_of(7, origin, -1));
    }
  }
  return values;
}

class CountryPageTest : public ::testing::Test {
 protected:
  /// A run over the first `count` measures.
  void write_run(std::size_t count, Month from, Month to) {
    const auto measures = std::span(kMeasures).first(count);
    store::RunDescription description;
    description.from = from;
    description.to = to;
    store::Writer writer(store_, description, store::vocabulary(pack_), measures);
    for (Month at = from; at <= to; at = at + 1) {
      std::vector<sim::Value> values = month_values(at);
      std::erase_if(values, [&](const sim::Value& value) {
        return static_cast<std::size_t>(value.measure) >= count;
      });
      writer.write_month(at, values);
    }
    writer.finish(store::RunStatus::complete, "{}");
    run_ = store_.find("latest");
  }

  /// Five members of the year 2014 who say these numbers of the first region of AAA.
  void write_ensemble(const std::array<std::vector<float>, 2>& received) {
    store::RunDescription description;
    description.from = Month(2014, 1);
    description.to = Month(2014, 12);
    description.members = 5;
    ensemble::Results results;
    results.members = description.members;
    results.from = description.from;
    results.to = description.to;
    for (std::int16_t source = 0; source < 2; ++source) {
      const auto measure = static_cast<std::int16_t>(1 + source);
      results.lines.push_back(
          {measure, kFirstRegion, true, results.from, received[static_cast<std::size_t>(source)]});
      ensemble::BandLine months{{measure, {}}, {}};
      months.key.cell.place = kFirstRegion;
      months.levels.fill(std::vector<float>(12, 1e5F));
      results.bands.push_back(months);
    }
    store::Writer writer(
        store_, description, store::vocabulary(pack_), std::span(kMeasures).first(3));
    writer.write_ensemble(results);
    writer.finish(store::RunStatus::complete, "{}");
    run_ = store_.find("latest");
  }

  std::string page(int origin) {
    ModelValues values(store_, run_);
    return country_page(pack_, pack_.origins[static_cast<std::size_t>(origin)], values, data_);
  }

  tests::TemporaryFolder folder_;  // outlives what lies in it
  evidence::Pack pack_ = tests::load_tiny();
  store::Store store_{folder_.path() / "r.sqlite", store::Access::create};
  store::RunInfo run_;
  PageData data_;
};

TEST_F(CountryPageTest, EachRegionHasItsOwnValue) {
  write_run(5, Month(2014, 1), Month(2015, 6));
  ModelValues values(store_, run_);
  const auto measures = region_measures(pack_, pack_.origins[0], values);
  std::vector<std::string> names;
  for (const RegionMeasure& measure : measures) {
    names.push_back(measure.name);
    EXPECT_EQ(measure.period, "2014");
  }
  EXPECT_EQ(names,
            (std::vector<std::string>{"migrants_present",
                                      "migrants_per_thousand",
                                      "received_all_usd",
                                      "received_per_head_usd",
                                      "poverty_420_pct",
                                      "population"}));
  EXPECT_DOUBLE_EQ(*measures[0].regions[1], 300);
  EXPECT_DOUBLE_EQ(*measures[0].country, 400);
  EXPECT_DOUBLE_EQ(*measures[1].regions[1], 300);
  EXPECT_DOUBLE_EQ(*measures[1].country, 200);
  EXPECT_EQ(measures[2].unit, "thousand USD");
  EXPECT_DOUBLE_EQ(*measures[2].regions[0], 132);  // twelve months of both sources
  EXPECT_DOUBLE_EQ(*measures[2].country, 132 + 372);
  EXPECT_DOUBLE_EQ(*measures[3].regions[1], 372);
  EXPECT_DOUBLE_EQ(*measures[3].country, 252);
  EXPECT_EQ(measures[0].description, "Citizens present.");
  EXPECT_NE(measures[2].description.find("all destinations"), std::string::npos);
  EXPECT_EQ(measures[3].grade, "C");  // the weakest of three
  EXPECT_DOUBLE_EQ(*measures[4].regions[0], 12);
  EXPECT_DOUBLE_EQ(*measures[4].country, 20);  // as reported, never added up
}

// Sums of 2, 7, 5, 8 and 8 million: their median is 7, while those of the parts add up to 6.
TEST_F(CountryPageTest, BandsAreOfMembersAddedUpOneByOne) {
  write_ensemble({{{1e6F, 2e6F, 3e6F, 4e6F, 5e6F}, {1e6F, 5e6F, 2e6F, 4e6F, 3e6F}}});
  ModelValues values(store_, run_);
  const auto measures = region_measures(pack_, pack_.origins[0], values);
  ASSERT_EQ(measures.size(), 1U);
  const RegionMeasure& received = measures[0];
  EXPECT_EQ(received.name, "received_all_usd");
  EXPECT_EQ(received.unit, "million USD");
  EXPECT_DOUBLE_EQ(*received.regions[0], 7);
  EXPECT_DOUBLE_EQ(received.bands[0]->low, 3.2);  // four tenths of the way from 2 to 5
  EXPECT_DOUBLE_EQ(received.bands[0]->high, 8);
  EXPECT_FALSE(received.regions[1] || received.bands[1]);
  const std::string text = page(0);
  EXPECT_NE(text.find("<td data-value=\"7\" data-low=\"3.2\" data-high=\"8\">7.0"
                      "<span class=\"band\">3.2 to 8.0</span></td>"),
            std::string::npos);
  EXPECT_NE(text.find("2014; medians, and 80 % of members"), std::string::npos);
  EXPECT_NE(text.find("7.0 million USD; 80 %: 3.2 to 8.0"), std::string::npos);
}

TEST_F(CountryPageTest, ASingleRunHasNoBands) {
  write_run(5, Month(2014, 1), Month(2014, 12));
  const std::string text = page(0);
  EXPECT_EQ(text.find("data-low"), std::string::npos);
  EXPECT_EQ(text.find("80 %"), std::string::npos);
  EXPECT_NE(text.find("Poverty at 4.20 PPP dollars a day</button><span class=\"unit\">percent"
                      "</span><span class=\"grade grade-C\""),
            std::string::npos);
}

TEST_F(CountryPageTest, ARunOfAFewMonthsShowsItsLast) {
  write_run(5, Month(2014, 1), Month(2014, 6));
  ModelValues values(store_, run_);
  const auto measures = region_measures(pack_, pack_.origins[0], values);
  ASSERT_FALSE(measures.empty());
  EXPECT_EQ(measures[0].period, "2014-06");
  EXPECT_DOUBLE_EQ(*measures[2].regions[0], 11);  // thousand USD in that month
}

TEST_F(CountryPageTest, WhatARunDoesNotReportIsLeftOut) {
  write_run(2, Month(2014, 1), Month(2014, 12));
  const std::string text = page(0);
  EXPECT_NE(text.find("Migrants in Deland"), std::string::npos);
  for (const char* missing :
       {"Receipts", "Poverty", "per thousand", "Households and the economy"}) {
    EXPECT_EQ(text.find(missing), std::string::npos) << missing;
  }
  EXPECT_EQ(data_.maps["AAA"].size(), 1U);
}

TEST_F(CountryPageTest, AQuarterlyMeasureHasMapColumnAndChart) {
  write_run(5, Month(2014, 1), Month(2014, 12));
  const std::string text = page(1);
  EXPECT_NE(text.find("<h3 class=\"group\">Households and the economy</h3>"), std::string::npos);
  EXPECT_NE(text.find("<td data-value=\"25.04\">25.0</td>"), std::string::npos);
  const auto chart = std::find_if(data_.charts.begin(), data_.charts.end(), [](const auto& drawn) {
    return drawn["title"] == "Persons below the international poverty lines";
  });
  ASSERT_NE(chart, data_.charts.end());
  EXPECT_EQ((*chart)["periods"].size(), 10U);  // March to December
  EXPECT_EQ((*chart)["lines"][0]["values"][0], 30.0);
  EXPECT_TRUE((*chart)["lines"][0]["values"][1].is_null());
  EXPECT_EQ((*chart)["lines"][0]["values"][3], 30.0);
}

TEST_F(CountryPageTest, ARangeThatIsReportedWithBothBoundsIsABand) {
  const auto product = [&] {
    data_ = {};
    page(0);
    return *std::find_if(data_.charts.begin(), data_.charts.end(), [](const auto& drawn) {
      return drawn["title"] == "Change of product that follows from receipts";
    });
  };
  write_run(8, Month(2014, 1), Month(2014, 12));
  const nlohmann::json band = product()["lines"][0]["bands"][0];
  EXPECT_EQ(band["low"][3], -3.0);
  EXPECT_EQ(band["high"][3], -1.0);
  EXPECT_TRUE(band["low"][1].is_null());
  write_run(7, Month(2014, 1), Month(2014, 12));
  EXPECT_FALSE(product()["lines"][0].contains("bands"));
}

TEST_F(CountryPageTest, TheMapShadesAndTitlesPathsAndCircles) {
  write_run(5, Month(2014, 1), Month(2014, 12));
  const std::string text = page(1);
  // 25.04 and 41 percent: classes of 4 from 24 on.
  EXPECT_NE(text.find("class=\"shade-0\" data-region=\"BB-1\" role=\"img\"><title>East Beland: "
                      "25.0 percent</title></path>"),
            std::string::npos);
  EXPECT_NE(text.find("r=\"6\" class=\"shade-4\" data-region=\"BB-2\" role=\"img\"><title>West "
                      "Beland: 41.0 percent</title></circle>"),
            std::string::npos);
  EXPECT_NE(text.find("<span>24 to 28</span>"), std::string::npos);
  EXPECT_NE(text.find("West Beland in East Beland"), std::string::npos);
  EXPECT_NE(text.find("Drawn by the authors"), std::string::npos);
  EXPECT_NE(text.find("<option selected>Poverty at 4.20"), std::string::npos);
  EXPECT_EQ(page(0).find("Circles are"), std::string::npos);
  const nlohmann::json& shown = data_.maps["BBB"][4];
  EXPECT_EQ(shown["name"], "poverty_420_pct");
  EXPECT_EQ(shown["classes"].size(), 5U);
  EXPECT_EQ(shown["regions"]["BB-2"]["shade"], 4);
}

TEST_F(CountryPageTest, TheTableEndsWithTheCountry) {
  write_run(5, Month(2014, 1), Month(2014, 12));
  const std::string text = page(0);
  const std::size_t foot = text.find("<tfoot>");
  ASSERT_NE(foot, std::string::npos);
  EXPECT_EQ(text.find("<tr data-code=\"AAA\"><th scope=\"row\">Aland</th><td data-value=\"400\">400"
                      "</td><td data-value=\"504\">504.0</td>",
                      foot),
            foot + 7);
  EXPECT_NE(text.find("<tr data-code=\"AA-2\"><th scope=\"row\">South Aland</th>"
                      "<td data-value=\"300\">300</td>"),
            std::string::npos);
}

TEST_F(CountryPageTest, APackWithoutBoundariesHasTableAndChartsOnly) {
  write_run(5, Month(2014, 1), Month(2014, 12));
  pack_.boundaries = {};
  const std::string text = page(0);
  EXPECT_EQ(text.find("<svg"), std::string::npos);
  EXPECT_TRUE(data_.maps.empty());
  EXPECT_NE(text.find("<table class=\"regions\">"), std::string::npos);
  EXPECT_NE(text.find("<canvas"), std::string::npos);
}

TEST(Projection, KeepsAreasInProportion) {
  // On a sphere, a belt of latitude has the area of the difference of the sines of its borders.
  const auto quad = [](double west, double south) {
    return evidence::GeoRing{
        {west, south}, {west + 5, south}, {west + 5, south + 5}, {west, south + 5}, {west, south}};
  };
  std::vector<evidence::RegionShape> shapes(2);
  shapes[0].rings = {quad(60, 40)};
  shapes[1].rings = {quad(70, 50)};
  const Projection project(shapes, 600, 600);
  const auto area = [&](double west, double south) {
    constexpr int kParts = 200;
    double twice = 0;
    Point2 before = project({west, south});
    for (int side = 0; side < 4; ++side) {
      for (int i = 1; i <= kParts; ++i) {
        const double along = 5.0 * i / kParts;
        const std::array<GeoPosition, 4> at = {{{west + along, south},
                                                {west + 5, south + along},
                                                {west + 5 - along, south + 5},
                                                {west, south + 5 - along}}};
        const Point2 point = project(at[static_cast<std::size_t>(side)]);
        twice += before.x * point.y - point.x * before.y;
        before = point;
      }
    }
    return std::abs(twice) / 2;
  };
  const auto belt = [](double south) {
    constexpr double kRadians = 3.14159265358979 / 180;
    return std::sin((south + 5) * kRadians) - std::sin(south * kRadians);
  };
  EXPECT_NEAR(area(60, 40) / area(70, 50), belt(40) / belt(50), 1e-4);
}

TEST(Projection, FitsTheFrameWithNorthAbove) {
  std::vector<evidence::RegionShape> shapes(2);
  shapes[0].rings = {{{10, 40}, {20, 40}, {20, 44}, {10, 44}, {10, 40}}};
  shapes[1].seat = {15, 46};
  const Projection project(shapes, 300, 400);
  EXPECT_LE(project.height(), 400);
  for (const GeoPosition& position : {GeoPosition{10, 40}, {20, 40}, {20, 44}, {15, 46}}) {
    const Point2 point = project(position);
    EXPECT_GE(point.x, 0);
    EXPECT_LE(point.x, 300);
    EXPECT_GE(point.y, 0);
    EXPECT_LE(point.y, project.height());
  }
  EXPECT_LT(project({15, 46}).y, project({15, 40}).y);
  EXPECT_LT(project({10, 42}).x, project({20, 42}).x);
}

}  // namespace
}  // namespace corridor::report
