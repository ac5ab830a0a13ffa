// Fails when a line of the table averages other outcomes than its name says, compares forecasters
// on outcomes that one of them lacks, or when text and JSON leave out what the lines hold.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "corridor/backtest/table.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::backtest {
namespace {

using evidence::Drivers;

const evidence::Pack& tiny() {
  static const evidence::Pack pack = tests::load_tiny();
  return pack;
}

Scored row(std::string forecaster, std::string country, int year, double percent) {
  Scored one;
  one.forecaster = std::move(forecaster);
  one.horizon = 1;
  one.country = std::move(country);
  one.year = year;
  one.origin = Month(year, 5);
  one.outcome = 100;
  one.point = 100 + percent;
  one.absolute_error = percent;
  one.percentage_error = percent;
  return one;
}

const std::vector<Forecaster>& forecasters() {
  static const std::vector<Forecaster> both = {{"base", "the base", {}}, {"new", "the new", {}}};
  return both;
}

Schedule schedule() {
  Schedule result;
  result.first_year = 2011;
  result.last_year = 2015;
  result.horizons = {1};
  result.origin_month = 5;
  result.origin_years_after = 1;
  return result;
}

/// 2012 is the crisis year of the invented pack, 2015 is held out, and one outcome is estimated.
std::vector<Scored> rows() {
  std::vector<Scored> result = {row("base", "AAA", 2011, 10),
                                row("base", "BBB", 2011, 20),
                                row("base", "AAA", 2012, 30),
                                row("base", "AAA", 2013, 40),
                                row("base", "AAA", 2014, 80),
                                row("base", "AAA", 2015, 99),
                                row("new", "AAA", 2011, 4),
                                row("new", "AAA", 2012, 6),
                                row("new", "AAA", 2013, 8)};
  result[4].estimated = true;
  result[5].held_out = true;
  return result;
}

Table table() { return summarise(tiny(), forecasters(), rows(), schedule()); }

double percent(const char* forecaster, const char* selection) {
  const Table all = table();
  const Line* line = find_line(all, forecaster, Drivers::known, 1, selection);
  return line == nullptr ? -1 : line->error_pct;
}

TEST(Table, SelectionsAreWhatTheySay) {
  EXPECT_EQ(percent("base", "all"), 25);
  EXPECT_EQ(percent("base", "AAA"), 80.0 / 3);
  EXPECT_EQ(percent("base", "BBB"), 20);
  EXPECT_EQ(percent("base", "crisis"), 30);
  EXPECT_EQ(percent("base", "calm"), 70.0 / 3);
  EXPECT_EQ(percent("base", "without 2012"), 70.0 / 3);
  EXPECT_EQ(percent("base", "with estimated"), 36);
  EXPECT_EQ(percent("base", "held out"), 99);
  EXPECT_EQ(percent("new", "all"), 6);
  EXPECT_EQ(percent("new", "held out"), -1);
  EXPECT_EQ(percent("new", "BBB"), -1);
}

TEST(Table, ComparisonsUseWhatBothHave) {
  const Table all = table();
  const Line* line = find_line(all, "new", Drivers::known, 1, "all");
  ASSERT_NE(line, nullptr);
  ASSERT_TRUE(line->against_reference.has_value());
  // 4 - 10, 6 - 30, 8 - 40.
  EXPECT_NEAR(line->against_reference->difference, -62.0 / 3, 1e-12);
  EXPECT_EQ(line->against_reference->blocks, 3);
  EXPECT_NEAR(line->bootstrap_reference->difference, -62.0 / 3, 1e-12);
  EXPECT_FALSE(find_line(all, "base", Drivers::known, 1, "all")->against_reference.has_value());
}

TEST(Table, EnsemblesAreScoredWhereThereAreSome) {
  std::vector<Scored> scored = rows();
  scored[0].crps = 4;
  scored[0].pit = 0.95;
  scored[0].covered[2] = true;
  scored[2].crps = 8;
  scored[2].pit = 1.0;
  scored[6].crps = 1;
  scored[6].pit = 0.0;
  scored[6].covered[0] = scored[6].covered[1] = scored[6].covered[2] = true;
  const Table all = summarise(tiny(), forecasters(), scored, schedule());
  const Line* base = find_line(all, "base", Drivers::known, 1, "all");
  EXPECT_EQ(base->count, 4);
  EXPECT_EQ(base->ensembles, 2);
  EXPECT_EQ(*base->crps_usd, 6);
  EXPECT_EQ(*base->coverage[0], 0);
  EXPECT_EQ(*base->coverage[2], 0.5);
  EXPECT_EQ(base->pit.back(), 2);
  const Line* other = find_line(all, "new", Drivers::known, 1, "all");
  EXPECT_EQ(*other->crps_skill, 0.75);  // 1 against 4, on the one outcome both have
  EXPECT_EQ(*other->coverage[0], 1);
}

TEST(Table, TextAndJsonHoldTheLines) {
  const Table all = table();
  const std::string said = text(all, forecasters());
  EXPECT_NE(said.find("Receipts of 2011 to 2015"), std::string::npos);
  EXPECT_NE(said.find("1 year ahead, drivers known"), std::string::npos);
  EXPECT_NE(said.find("25.0 (4)"), std::string::npos);
  EXPECT_NE(said.find("the new"), std::string::npos);
  const auto root = nlohmann::json::parse(json(all, tiny(), forecasters(), rows()));
  EXPECT_EQ(root.at("lines").size(), all.lines.size());
  EXPECT_EQ(root.at("forecasts").size(), rows().size());
  EXPECT_EQ(root.at("pack").at("digest"), tiny().digest);
  EXPECT_EQ(root.at("crisis_years").at(0), 2012);
  EXPECT_EQ(root.at("lines").at(0).at("mean_absolute_error_pct"), 25);
  EXPECT_TRUE(root.at("lines").at(0).at("crps_usd").is_null());
}

}  // namespace
}  // namespace corridor::backtest
