// Fails when a form is computed from other months, places or runs than it names, when a verdict or
// a sign differs from the one worked out by hand, when a result that cannot be answered gets a
// number, when a run of another seed, pack or scenario enters a difference, or when text of a pack
// could break a table or run as script.
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <functional>
#include <memory>

#include "corridor/report/published.hpp"
#include "corridor/report/table.hpp"
#include "corridor/store/writer.hpp"
#include "packs/temporary_folder.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::report {
namespace {

using evidence::Aggregation;
using evidence::PublishedForm;
using evidence::PublishedResult;
using evidence::PublishedUse;

constexpr std::array<sim::Measure, 3> kMeasures = {{
    {"migrants_present", "persons", sim::OverYear::december, true, "Citizens present.", "B"},
    {"receipts_recorded_usd", "USD", sim::OverYear::sum, true, "Receipts.", "B"},
    {"share_pct", "percent", sim::OverYear::december, false, "A share.", "C"},
}};
constexpr int kAland = 0;
constexpr int kBland = 1;

sim::Value value_of(int measure, int place, double value) {
  sim::Value result;
  result.measure = static_cast<std::int16_t>(measure);
  result.cell.place = static_cast<std::int16_t>(place);
  result.value = value;
  return result;
}

PublishedResult result_of(const std::string& id,
                          const std::string& measure,
                          const std::string& period,
                          PublishedForm form,
                          double value,
                          const std::string& unit) {
  PublishedResult result;
  result.id = id;
  result.study = "A study";
  result.statement = "What it found";
  result.measure = measure;
  result.places_text = "AAA";
  result.places = {"AAA"};
  result.period = period;
  result.span = *evidence::parse_date_span(period);
  result.form = form;
  result.value = value;
  result.unit = unit;
  return result;
}

class PublishedTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = std::make_unique<store::Store>(folder_.path() / "p.sqlite", store::Access::create);
    add_run("baseline", 1);
    run_ = store_->find("latest");
  }

  /// 2013 and 2014, all values multiplied by `factor`. Aland: 1 000 persons and ten more each
  /// month, 100 USD a month and 80 in the second year, a share of 14 %. Bland: 500 persons, no USD.
  void add_run(const std::string& scenario,
               double factor,
               const std::function<void(store::RunDescription&)>& change = {},
               store::RunStatus status = store::RunStatus::complete) {
    store::RunDescription description;
    description.scenario = scenario;
    description.from = Month(2013, 1);
    description.to = Month(2014, 12);
    description.pack_digest = "d";
    description.pack_folder = "a-pack";
    if (change) {
      change(description);
    }
    store::Writer writer(*store_, description, store::vocabulary(pack_), kMeasures);
    for (int m = 0; m < 24; ++m) {
      writer.write_month(Month(2013, 1) + m,
                         std::array{value_of(0, kAland, factor * (1000 + 10 * m)),
                                    value_of(0, kBland, factor * 500),
                                    value_of(1, kAland, factor * (m < 12 ? 100 : 80)),
                                    value_of(1, kBland, 0),
                                    value_of(2, kAland, 14),
                                    value_of(2, kBland, 7)});
    }
    writer.finish(status, "{}");
  }

  /// The only row of a pack with this result.
  PublishedRow row(PublishedResult result) {
    pack_.published = {std::move(result)};
    return check_published(*store_, run_, pack_).front();
  }

  tests::TemporaryFolder folder_;  // outlives what lies in it
  evidence::Pack pack_ = tests::load_tiny();
  std::unique_ptr<store::Store> store_;
  store::RunInfo run_;
};

TEST(Closeness, IsTheRangeThenAFifthOfTheValue) {
  PublishedResult result = result_of("X", "m", "2014", PublishedForm::level, 100, "persons");
  EXPECT_EQ(closeness(result, 120).words, "within 20 %");
  EXPECT_TRUE(closeness(result, 80).within);
  EXPECT_EQ(closeness(result, 121).words, "above by 21 %");
  EXPECT_EQ(closeness(result, 66).words, "below by 34 %");
  EXPECT_FALSE(closeness(result, 66).within);
  result.low = 50;
  result.high = 160;
  EXPECT_EQ(closeness(result, 51).words, "within the range");
  EXPECT_EQ(closeness(result, 160).words, "within the range");
  EXPECT_EQ(closeness(result, 161).words, "above by 61 %");
  result.high.reset();
  result.low = 100;  // at least
  EXPECT_EQ(closeness(result, 300).words, "within the range");
  EXPECT_EQ(closeness(result, 81).words, "within 20 %");
  result.low.reset();
  result.high = 100;  // at most
  EXPECT_EQ(closeness(result, 1).words, "within the range");
  EXPECT_EQ(closeness(result, 121).words, "above by 21 %");
}

TEST(Closeness, OfAFallAGrowthAndAZero) {
  PublishedResult result = result_of("X", "m", "2014", PublishedForm::difference, -10, "percent");
  EXPECT_EQ(closeness(result, -12).words, "within 20 %");
  EXPECT_EQ(closeness(result, -15).words, "below by 50 %");
  EXPECT_EQ(closeness(result, -5).words, "above by 50 %");
  result.form = PublishedForm::growth;
  EXPECT_EQ(closeness(result, -15.04).words, "below by 5.0 points");
  EXPECT_EQ(closeness(result, 2).words, "above by 12.0 points");
  result.form = PublishedForm::level;
  result.value = 0;
  EXPECT_EQ(closeness(result, 0).words, "within 20 %");
  EXPECT_EQ(closeness(result, -0.3).words, "below by 0.3");
}

TEST(Closeness, OfMorePeopleThanTheModelHasIsAPart) {
  PublishedResult result = result_of("X", "m", "2014", PublishedForm::level, 100, "persons");
  result.scope = evidence::Scope::wider;
  EXPECT_TRUE(closeness(result, 62).within);
  EXPECT_NE(closeness(result, 62).words.find("the model has 62 % of it"), std::string::npos);
  EXPECT_FALSE(closeness(result, 49).within);
  EXPECT_FALSE(closeness(result, 101).within);
  result.form = PublishedForm::growth;  // no part of anything
  EXPECT_TRUE(closeness(result, 101).within);
  result.form = PublishedForm::level;
  result.measure = "a/a+b";
  EXPECT_TRUE(closeness(result, 101).within);
}

TEST_F(PublishedTest, ALevelFollowsTheRuleOfItsMeasureOrItsAggregation) {
  using enum PublishedForm;
  PublishedResult stock = result_of("X", "migrants_present", "2014", level, 1000, "persons");
  EXPECT_DOUBLE_EQ(*row(stock).model, 1230);  // December
  stock.aggregation = Aggregation::mean;
  EXPECT_DOUBLE_EQ(*row(stock).model, 1175);
  stock.aggregation = Aggregation::change;
  EXPECT_DOUBLE_EQ(*row(stock).model, 120);  // less that of December 2013
  const PublishedResult money =
      result_of("X", "receipts_recorded_usd", "2013-11..2014-02", level, 1, "USD");
  EXPECT_DOUBLE_EQ(*row(money).model, 360);
  PublishedResult ratio = result_of("X",
                                    "receipts_recorded_usd/migrants_present+receipts_recorded_usd",
                                    "2013-01",
                                    level,
                                    9,
                                    "percent");
  EXPECT_NEAR(*row(ratio).model, 100 * 100.0 / 1100, 1e-9);
  EXPECT_EQ(row(ratio).verdict, "within 20 %");
}

TEST_F(PublishedTest, SeveralPlacesAddUpWhereTheMeasureDoes) {
  PublishedResult result =
      result_of("X", "migrants_present", "2013-01", PublishedForm::level, 1500, "persons");
  result.places_text = "all";
  result.places = {"AAA", "BBB"};
  EXPECT_DOUBLE_EQ(*row(result).model, 1500);
  result.measure = "share_pct";
  result.unit = "percent";
  EXPECT_EQ(row(result).verdict, "cannot be said: share_pct does not add up over places");
}

TEST_F(PublishedTest, GrowthAndFactorAreAgainstTheSameMonthsAYearBefore) {
  using enum PublishedForm;
  EXPECT_DOUBLE_EQ(
      *row(result_of("X", "receipts_recorded_usd", "2014", growth, 1, "percent")).model, -20);
  EXPECT_NEAR(
      *row(result_of("X", "receipts_recorded_usd", "2014-02..2014-03", factor, 1, "ratio")).model,
      0.8,
      1e-12);
  EXPECT_NEAR(*row(result_of("X", "migrants_present", "2014-06", growth, 1, "percent")).model,
              100 * (1170.0 / 1050 - 1),
              1e-9);
}

TEST_F(PublishedTest, SaysWhyThereIsNoAnswer) {
  using enum PublishedForm;
  const auto verdict = [&](PublishedResult result) { return row(std::move(result)).verdict; };
  EXPECT_EQ(verdict(result_of("X", "flights", "2014", level, 1, "flights")),
            "cannot be said: flights is not reported by this run");
  EXPECT_EQ(verdict(result_of("X", "migrants_present", "2015", level, 1, "persons")),
            "cannot be said: the run covers 2013-01 to 2014-12");
  EXPECT_EQ(verdict(result_of("X", "receipts_recorded_usd", "2013", growth, 1, "percent")),
            "cannot be said: of the year before: the run covers 2013-01 to 2014-12");
  EXPECT_EQ(verdict(result_of("X", "migrants_present", "2014", level, 1, "percent")),
            "cannot be said: published in percent, while migrants_present is in persons");
  PublishedResult none = result_of("X", "receipts_recorded_usd", "2014", factor, 1, "ratio");
  none.places = {"BBB"};
  EXPECT_EQ(verdict(none), "cannot be said: the model counts nothing a year before");
  PublishedResult wish = result_of("X", "", "2014", level, 1, "percent");
  wish.note = "wishes are not modelled";
  EXPECT_EQ(verdict(wish), "cannot be said: wishes are not modelled");
  EXPECT_FALSE(row(wish).model);
  EXPECT_FALSE(row(wish).within);
}

TEST_F(PublishedTest, ADifferenceIsOfTheNewestRunThatSharesItsDraws) {
  PublishedResult result =
      result_of("X", "migrants_present", "2014", PublishedForm::difference, -600, "persons");
  result.scenario = "shut";
  EXPECT_EQ(row(result).verdict,
            "cannot be said: no run of shut beside this one; first do `corridor run shut --pack "
            "a-pack --from 2013-01 --to 2014-12 --sample 1/1 --seed 1 --store " +
                store_->path().string() + "`");
  using store::RunDescription;
  add_run("shut", 0.1);
  add_run("shut", 0.5);  // the newest that fits
  add_run("shut", 9, [](RunDescription& run) { run.seed = 2; });
  add_run("shut", 9, [](RunDescription& run) { run.sample = 10; });
  add_run("shut", 9, [](RunDescription& run) { run.pack_digest = "e"; });
  add_run("shut", 9, [](RunDescription& run) { run.from = Month(2012, 12); });
  add_run("shut", 9, {}, store::RunStatus::stopped);
  add_run("open", 9);
  EXPECT_DOUBLE_EQ(*row(result).model, -615);
  EXPECT_EQ(row(result).verdict, "within 20 %");
  result.unit = "percent";
  result.value = -50;
  EXPECT_DOUBLE_EQ(*row(result).model, -50);
  result.measure = "share_pct";  // itself in percent: points
  EXPECT_DOUBLE_EQ(*row(result).model, 0);
  result.measure = "receipts_recorded_usd";
  result.places = {"BBB"};
  EXPECT_EQ(row(result).verdict, "cannot be said: the model counts nothing to divide by");
  run_.scenario = "shut";
  EXPECT_EQ(row(result).verdict,
            "cannot be said: this run is of the scenario itself; choose one of the baseline");
}

TEST_F(PublishedTest, ASignIsAgainstNoChangeOrAnotherResult) {
  using enum PublishedForm;
  PublishedResult fall =
      result_of("X", "receipts_recorded_usd", "2014", PublishedForm::growth, -20, "percent");
  fall.sign = -1;
  EXPECT_EQ(row(fall).verdict, "within 20 %; sign right");
  fall.sign = 1;
  EXPECT_EQ(row(fall).verdict, "within 20 %; sign wrong");
  EXPECT_EQ(row(fall).sign_right, false);
  PublishedResult times = result_of("X", "receipts_recorded_usd", "2014", factor, 2.4, "ratio");
  times.sign = 1;  // 0.8 is above zero, and yet a fall
  EXPECT_EQ(row(times).verdict, "below by 67 %; sign wrong");
  fall.use = PublishedUse::sign;
  EXPECT_EQ(row(fall).verdict, "sign wrong");
  EXPECT_FALSE(row(fall).within);

  PublishedResult later = result_of("Y", "migrants_present", "2014-12", level, 1000, "persons");
  later.sign = 1;
  later.than = "Z";
  pack_.published = {
      later, result_of("Z", "migrants_present", "2013-12", level, 500, "persons"), later, later};
  pack_.published[2].id = "W";
  pack_.published[2].than = "Y";  // equal is no direction
  pack_.published[3].id = "V";
  pack_.published[3].than = "U";
  pack_.published.push_back(result_of("U", "flights", "2014", level, 1, "flights"));
  pack_.published[0].use = PublishedUse::test;
  pack_.published[0].value = 100;
  const auto rows = check_published(*store_, run_, pack_);
  EXPECT_EQ(rows[0].verdict, "held out: above by 1130 %; sign right");
  EXPECT_EQ(rows[2].verdict, "above by 23 %; sign wrong");
  EXPECT_EQ(rows[3].verdict, "above by 23 %; sign cannot be said: U has no answer");
  EXPECT_FALSE(rows[3].sign_right);
}

TEST_F(PublishedTest, TheTallyCountsWhatIsAnsweredAndMet) {
  using enum PublishedForm;
  PublishedResult met = result_of("A", "migrants_present", "2014", level, 1230, "persons");
  PublishedResult held = met;
  held.id = "B";
  held.use = PublishedUse::test;
  held.value = 3000;
  PublishedResult direction =
      result_of("C", "receipts_recorded_usd", "2014", growth, 99, "percent");
  direction.use = PublishedUse::sign;
  direction.sign = -1;
  PublishedResult rising = direction;
  rising.id = "D";
  rising.sign = 1;
  PublishedResult wish = result_of("E", "", "2014", level, 1, "percent");
  wish.note = "wishes are not modelled";
  pack_.published = {
      met, held, direction, rising, wish, result_of("F", "flights", "2014", level, 1, "flights")};
  EXPECT_EQ(
      published_summary(check_published(*store_, run_, pack_)),
      "Published results: 6. Answered by this run: 4; not answered: 1; beyond any measure: 1. "
      "Within the published range or 20 %: 1 of 2 (50 %; aim two thirds: not reached). Signs "
      "right: 1 of 2 (aim all: not reached). Of those held out, within: 0 of 1.");
  pack_.published = {met, direction};
  EXPECT_EQ(
      published_summary(check_published(*store_, run_, pack_)),
      "Published results: 2. Answered by this run: 2; not answered: 0; beyond any measure: 0. "
      "Within the published range or 20 %: 1 of 1 (100 %; aim two thirds: reached). Signs "
      "right: 1 of 1 (aim all: reached).");
  pack_.published.clear();
  EXPECT_EQ(
      published_summary(check_published(*store_, run_, pack_)),
      "Published results: 0. Answered by this run: 0; not answered: 0; beyond any measure: 0.");
}

TEST_F(PublishedTest, TheInventedPackGivesEveryFormItsVerdict) {
  add_run("no-fee", 1.5);
  const auto rows = check_published(*store_, run_, pack_);
  ASSERT_EQ(rows.size(), 5U);
  EXPECT_EQ(rows[0].verdict, "above by 178 %");  // 1 110 beside 300 to 500
  EXPECT_EQ(rows[1].verdict,
            "cannot be said: of the year before: the run covers 2013-01 to 2014-12");
  EXPECT_EQ(rows[2].verdict,  // 1 730 beside 500 that count more
            "contradicted by the model (above by 246 %, though the quoted number counts more than "
            "the model does); sign right");
  EXPECT_EQ(rows[3].verdict, "sign right");
  EXPECT_DOUBLE_EQ(*rows[3].model, 555);
  EXPECT_EQ(rows[4].verdict, "cannot be said: wishes are not modelled");
}

TEST_F(PublishedTest, TextMarkdownAndPageShowEveryRowAndNoForeignMarkup) {
  PublishedResult result =
      result_of("X", "migrants_present", "2014", PublishedForm::level, 1000, "persons");
  result.study = "A | B <script>";
  result.low = 900;
  result.use = PublishedUse::test;
  pack_.published = {result};
  pack_.title = "<i>";
  const auto rows = check_published(*store_, run_, pack_);
  const std::string text = published_text(rows);
  EXPECT_NE(text.find("A | B <script>\n What it found, persons\n  X      2014"), std::string::npos)
      << text;
  EXPECT_NE(text.find("1 000 (at least 900)         1 230  held out: within the range\n"),
            std::string::npos)
      << text;
  const std::string markdown = published_markdown(run_, rows);
  EXPECT_NE(
      markdown.find("| X | What it found | A \\| B &lt;script> | AAA | 2014 | persons | 1 000 (at "
                    "least 900) | 1 230 | held out: within the range |\n"),
      std::string::npos)
      << markdown;
  const std::string page = published_html(run_, pack_, rows);
  EXPECT_EQ(page.find("<script>"), std::string::npos);
  EXPECT_EQ(page.find("<i>"), std::string::npos);
  EXPECT_NE(page.find("A | B &lt;script&gt;"), std::string::npos);
  EXPECT_NE(page.find("<td class=\"word close\">held out: within the range</td>"),
            std::string::npos);
  EXPECT_EQ(page.find("src=\"http"), std::string::npos);
}

TEST(FigureText, KeepsTheDigitsThatMatter) {
  EXPECT_EQ(figure_text(1904300000), "1 904 300 000");
  EXPECT_EQ(figure_text(-1234.4), "-1 234");
  EXPECT_EQ(figure_text(83), "83");
  EXPECT_EQ(figure_text(-26.74), "-26.7");
  EXPECT_EQ(figure_text(-0.083), "-0.083");
  EXPECT_EQ(figure_text(std::nullopt), "-");
}

}  // namespace
}  // namespace corridor::report
