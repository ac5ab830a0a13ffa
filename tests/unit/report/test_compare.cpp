// Fails when a difference, a percentage or a year is not the hand-computed one, when runs that do
// not share their draws are compared without a warning, or when equal runs are not called
// identical.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "corridor/base/error.hpp"
#include "corridor/report/compare.hpp"
#include "corridor/store/writer.hpp"
#include "packs/temporary_folder.hpp"

namespace corridor::report {
namespace {

namespace fs = std::filesystem;

constexpr std::array<sim::Measure, 4> kMeasures = {{
    {"migrants_present", "persons", sim::OverYear::december, true, "Citizens present.", "B"},
    {"receipts_recorded_usd", "USD", sim::OverYear::sum, true, "Receipts.", "B"},
    {"births", "persons", sim::OverYear::sum, true, "Births.", "B"},
    {"enlisted", "persons", sim::OverYear::sum, true, "Enlisted.", "C"},
}};

evidence::Pack two_origins() {
  evidence::Pack pack;
  pack.origins = {{"AAA", "Alpha & Co", "AAD", 0, 2}, {"BBB", "Beta", "BBD", 2, 1}};
  pack.regions = {{"AA-1", "North", 0}, {"AA-2", "South", 0}, {"BB-1", "East", 1}};
  pack.destinations = {{"DDD", "Delta", "DDD"}};
  return pack;
}

class CompareTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = std::make_unique<store::Store>(folder_.path() / "r.sqlite", store::Access::create);
  }

  /// Two years: stocks of 100, 200 and 0 persons by region, the first times `factor`; money of the
  /// origins 10 a month, times `factor` from the second year on.
  store::RunInfo run(double factor, const std::string& digest, std::uint64_t seed = 1) {
    store::RunDescription description;
    description.scenario = "factor <" + std::to_string(static_cast<int>(factor)) + ">";
    description.from = Month(2014, 1);
    description.to = Month(2015, 12);
    description.seed = seed;
    store::Writer writer(*store_, description, store::vocabulary(pack_), kMeasures);
    for (int m = 0; m < 24; ++m) {
      std::vector<sim::Value> values(7);
      const std::array<double, 3> stock = {100 * factor, 200, 0};
      for (std::size_t region = 0; region < 3; ++region) {
        values[region].cell.place = static_cast<std::int16_t>(2 + region);
        values[region].value = stock[region];
      }
      for (std::size_t origin = 0; origin < 2; ++origin) {
        values[3 + origin].measure = 1;
        values[3 + origin].cell.place = static_cast<std::int16_t>(origin);
        values[3 + origin].value = m < 12 ? 10 : 10 * factor;
      }
      values[5].measure = 2;
      values[5].value = 3;
      values[6].measure = 3;
      values[6].value = m < 12 ? 4 : 4 * factor;
      values[5].cell.place = values[6].cell.place = 0;
      writer.write_month(Month(2014, 1) + m, values);
    }
    writer.finish(store::RunStatus::complete, "{\"results_digest\": \"" + digest + "\"}");
    return store_->find("latest");
  }

  static const CompareRow* row(const Comparison& comparison,
                               const std::string& measure,
                               const std::string& place,
                               const std::string& period) {
    const auto at =
        std::find_if(comparison.rows.begin(), comparison.rows.end(), [&](const CompareRow& each) {
          return each.measure == measure && each.place == place && each.period == period;
        });
    return at == comparison.rows.end() ? nullptr : &*at;
  }

  tests::TemporaryFolder folder_;  // outlives what lies in it
  evidence::Pack pack_ = two_origins();
  std::unique_ptr<store::Store> store_;
};

TEST_F(CompareTest, GivesLevelsDifferenceAndPercentByYear) {
  const Comparison result = compare(*store_, run(1, "a"), run(3, "b"), {});
  EXPECT_FALSE(result.identical);
  EXPECT_TRUE(result.warnings.empty());
  const CompareRow* stock = row(result, "migrants_present", "AAA", "2014");
  ASSERT_NE(stock, nullptr);
  EXPECT_EQ(stock->first, 300);
  EXPECT_EQ(stock->second, 500);
  EXPECT_EQ(stock->difference(), 200);
  EXPECT_NEAR(*stock->percent(), 200.0 / 3, 1e-9);
  const CompareRow* all = row(result, "receipts_recorded_usd", "", "2015");
  ASSERT_NE(all, nullptr);
  EXPECT_EQ(all->first, 240);
  EXPECT_EQ(all->second, 720);
  EXPECT_EQ(row(result, "receipts_recorded_usd", "AAA", "2014")->difference(), 0);
  EXPECT_FALSE(row(result, "migrants_present", "BBB", "2014")->percent().has_value());
  EXPECT_EQ(result.left_out,
            (std::vector<std::string>{"departures", "returns", "removals", "received_usd"}));
}

TEST_F(CompareTest, GivesMonthsAndRegions) {
  CompareRequest request;
  request.measures = {"migrants_present", "receipts_recorded_usd"};
  request.place = "AAA";
  request.by_region = true;
  request.monthly = true;
  const Comparison result = compare(*store_, run(1, "a"), run(3, "b"), request);
  EXPECT_EQ(result.rows.size(), 48U);
  EXPECT_EQ(row(result, "migrants_present", "AA-1", "2015-03")->difference(), 200);
  EXPECT_EQ(row(result, "migrants_present", "AA-2", "2015-03")->difference(), 0);
  EXPECT_EQ(row(result, "migrants_present", "BB-1", "2015-03"), nullptr);
  EXPECT_EQ(result.left_out, std::vector<std::string>{"receipts_recorded_usd"});
}

TEST_F(CompareTest, ReadersAreSparedThePeriodsInWhichNothingDiffers) {
  CompareRequest request;
  request.measures = {"receipts_recorded_usd"};
  request.monthly = true;
  const Comparison whole = compare(*store_, run(1, "a"), run(3, "b"), request);
  EXPECT_NE(row(whole, "receipts_recorded_usd", "AAA", "2014-01"), nullptr);
  const Comparison shown = from_first_difference(whole, 2);
  EXPECT_EQ(shown.same_until, "2014-10");
  EXPECT_EQ(row(shown, "receipts_recorded_usd", "AAA", "2014-10"), nullptr);
  EXPECT_EQ(row(shown, "receipts_recorded_usd", "AAA", "2014-11")->difference(), 0);
  EXPECT_EQ(row(shown, "receipts_recorded_usd", "AAA", "2015-12")->difference(), 20);
  EXPECT_EQ(from_first_difference(whole, 12).same_until, "");
  EXPECT_EQ(from_first_difference(whole, 12).rows.size(), whole.rows.size());
  EXPECT_NE(compare_text(whole).find("what is shown is the same until 2014-11 and left out"),
            std::string::npos);
  const Comparison equal = compare(*store_, run(1, "a"), run(1, "a"), request);
  EXPECT_EQ(from_first_difference(equal, 0).rows.size(), equal.rows.size());
}

TEST_F(CompareTest, NamesOtherMeasuresThatDiffer) {
  const store::RunInfo first = run(1, "a");
  const store::RunInfo second = run(3, "b");
  const std::vector<CompareRow> others = other_differences(*store_, first, second, 8);
  ASSERT_EQ(others.size(), 1U) << "births are the same, and the other two are shown anyway";
  EXPECT_EQ(others[0].measure, "enlisted");
  EXPECT_EQ(others[0].period, "2015");
  EXPECT_EQ(others[0].place, "");
  EXPECT_DOUBLE_EQ(*others[0].percent(), 200);
  EXPECT_TRUE(other_differences(*store_, first, second, 0).empty());
  EXPECT_TRUE(other_differences(*store_, first, first, 8).empty());
}

TEST_F(CompareTest, CallsEqualDigestsIdentical) {
  const Comparison result = compare(*store_, run(1, "a"), run(1, "a"), {});
  EXPECT_TRUE(result.identical);
  EXPECT_NE(compare_text(result).find("identical: every number"), std::string::npos);
}

TEST_F(CompareTest, WarnsWhenDrawsAreNotShared) {
  const Comparison result = compare(*store_, run(1, "a", 1), run(1, "b", 7), {});
  EXPECT_EQ(result.warnings, std::vector<std::string>{"the seeds differ (1 and 7)"});
  EXPECT_NE(compare_text(result).find("warning: the seeds differ (1 and 7); draws are not shared"),
            std::string::npos);
}

TEST_F(CompareTest, RefusesUnknownMeasuresAndPlaces) {
  const store::RunInfo only = run(1, "a");
  CompareRequest request;
  request.measures = {"migrants"};
  EXPECT_THROW(compare(*store_, only, only, request), Error);
  request.measures = {};
  request.place = "AAB";
  EXPECT_THROW(compare(*store_, only, only, request), Error);
}

TEST_F(CompareTest, ThePageStandsAloneAndRunsNoForeignText) {
  const std::string page = compare_html(*store_, run(1, "a"), run(3, "b"), {});
  EXPECT_NE(page.find("factor &lt;3&gt; beside factor &lt;1&gt;"), std::string::npos);
  EXPECT_EQ(page.find("factor <3>"), std::string::npos);
  EXPECT_NE(page.find("Alpha &amp; Co"), std::string::npos);
  EXPECT_NE(page.find("Chart.js v"), std::string::npos);
  EXPECT_EQ(page.find("<link"), std::string::npos);
  EXPECT_EQ(page.find("src=\"http"), std::string::npos);
}

}  // namespace
}  // namespace corridor::report
