// Fails when a missing month shifts the numbers after it, when a band is left out, moved or scaled
// apart from its line, or when the axis is scaled without regard to a band.
#include <gtest/gtest.h>

#include "corridor/report/chart.hpp"

namespace corridor::report {
namespace {

using nlohmann::json;

Chart invented_chart() {
  Chart chart;
  chart.title = "Poverty";
  chart.unit = "percent";
  return chart;
}

TEST(ChartJson, MissingMonthsAreNull) {
  Chart chart = invented_chart();
  chart.lines = {{"quarters", {{Month(2014, 3), 10}, {Month(2014, 6), 12}}, {}},
                 {"months", {{Month(2014, 2), 1}, {Month(2014, 3), 2}}, {}}};
  const json drawn = chart_json(chart);
  EXPECT_EQ(drawn["periods"], json({"2014-02", "2014-03", "2014-04", "2014-05", "2014-06"}));
  EXPECT_EQ(drawn["lines"][0]["values"], json({nullptr, 10.0, nullptr, nullptr, 12.0}));
  EXPECT_EQ(drawn["lines"][1]["values"], json({1.0, 2.0, nullptr, nullptr, nullptr}));
  EXPECT_FALSE(drawn["lines"][0].contains("bands"));
}

TEST(ChartJson, YearsRunThroughWithoutGaps) {
  Chart chart = invented_chart();
  chart.yearly = true;
  chart.lines = {{"model", {{Month(2014, 1), 10}, {Month(2016, 1), 12}}, {}}};
  const json drawn = chart_json(chart);
  EXPECT_EQ(drawn["periods"], json({"2014", "2015", "2016"}));
  EXPECT_EQ(drawn["lines"][0]["values"], json({10.0, nullptr, 12.0}));
}

TEST(ChartJson, BandsStandBesideTheirLineInItsScale) {
  Chart chart = invented_chart();
  chart.unit = "persons";
  ChartLine line{"model", {{Month(2014, 1), 1000}, {Month(2014, 2), 1100}}, {}};
  line.bands = {{"5 to 95 %",
                 {{Month(2014, 1), 500}, {Month(2014, 2), 400}},
                 {{Month(2014, 1), 20000}, {Month(2014, 2), 30000}}},
                {"25 to 75 %", {{Month(2014, 2), 900}}, {{Month(2014, 2), 1200}}}};
  chart.lines = {line};
  chart.published = {{"2014-01", 15000, true}};
  const json drawn = chart_json(chart);
  EXPECT_EQ(drawn["unit"], "thousand persons");  // by the bound, not by the line
  const json& bands = drawn["lines"][0]["bands"];
  ASSERT_EQ(bands.size(), 2U);
  EXPECT_EQ(bands[0]["label"], "5 to 95 %");
  EXPECT_EQ(bands[0]["low"], json({0.5, 0.4}));
  EXPECT_EQ(bands[0]["high"], json({20.0, 30.0}));
  EXPECT_EQ(bands[1]["low"], json({nullptr, 0.9}));
  EXPECT_EQ(bands[1]["high"], json({nullptr, 1.2}));
  EXPECT_EQ(drawn["published"][0]["y"], 15.0);
  EXPECT_EQ(drawn["published"][0]["held_out"], true);
}

TEST(ChartJson, NothingToDrawHasNoPeriods) {
  EXPECT_TRUE(chart_json(invented_chart())["periods"].empty());
}

}  // namespace
}  // namespace corridor::report
