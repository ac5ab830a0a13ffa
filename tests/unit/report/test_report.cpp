// Fails when a verdict or an error differs from the hand-computed one, when a year is compared by
// the wrong rule, when a held-out figure enters the fit, or when text of a pack could run as script
// in the page.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "corridor/base/check.hpp"
#include "corridor/report/check.hpp"
#include "corridor/report/claims.hpp"
#include "corridor/report/html.hpp"
#include "corridor/report/subjects.hpp"
#include "corridor/report/table.hpp"
#include "corridor/store/writer.hpp"
#include "packs/temporary_folder.hpp"

namespace corridor::report {
namespace {

namespace fs = std::filesystem;

constexpr std::array<sim::Measure, 3> kMeasures = {{
    {kPresent, "persons", sim::OverYear::december, true, "Citizens present.", "B"},
    {kReceipts, "USD", sim::OverYear::sum, true, "Receipts.", "B"},
    {kShare, "percent", sim::OverYear::december, false, "Receipts over GDP.", "C"},
}};

evidence::Target target(const std::string& id,
                        std::string_view quantity,
                        const std::string& period,
                        double value,
                        const std::string& kind) {
  evidence::Target result;
  result.id = id;
  result.quantity = quantity;
  result.place_text = "AAA";
  result.places = {"AAA"};
  result.period = period;
  result.span = *evidence::parse_date_span(period);
  result.value = value;
  result.unit = "units";
  result.kind = kind;
  result.source = "office";
  return result;
}

evidence::Pack invented_pack() {
  evidence::Pack pack;
  pack.title = "Tiny <corridor>";
  pack.origins = {{"AAA", "Alpha & Co", "AAD", 0, 1}};
  pack.regions = {{"AA-1", "North", 0}};
  pack.destinations = {{"DDD", "Delta", "DDD"}};
  evidence::Status patent;
  patent.code = "patent";
  patent.name = "work patent";
  pack.statuses = {patent};
  pack.sources = {{"office", "Office of Figures", "", "", "", "", ""}};
  pack.targets = {target("stock.2014", kPresent, "2014-06", 1000, "fit"),
                  target("money.2014", kReceipts, "2014", 12000, "fit"),
                  target("money.2015", kReceipts, "2015", 8000, "fit"),
                  target("share.2015", kShare, "2015", 10, "test"),
                  target("money.2016", kReceipts, "2016", 1, "fit"),
                  target("flights.2014", "flights", "2014", 5, "fit")};
  return pack;
}

class ReportTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = std::make_unique<store::Store>(folder_.path() / "r.sqlite", store::Access::create);
    store::RunDescription description;
    description.question = "What if </script><b>?";
    description.from = Month(2014, 1);
    description.to = Month(2015, 12);
    store::Writer writer(*store_, description, store::vocabulary(pack_), kMeasures);
    for (int m = 0; m < 24; ++m) {
      writer.write_month(Month(2014, 1) + m, month_values(m));
    }
    writer.finish(store::RunStatus::complete, "{}");
    run_ = store_->find("latest");
  }

  /// 900 persons; 1 000 USD a month in the first year, 1 200 in the second; a share of 14 %.
  static std::vector<sim::Value> month_values(int m) {
    std::vector<sim::Value> values(3);
    values[0].cell.place = 1;
    values[0].cell.status = 0;
    values[0].value = 900;
    values[1].measure = 1;
    values[1].cell.place = 0;
    values[1].value = m < 12 ? 1000 : 1200;
    values[2].measure = 2;
    values[2].cell.place = 0;
    values[2].value = 14;
    return values;
  }

  tests::TemporaryFolder folder_;  // outlives what lies in it
  evidence::Pack pack_ = invented_pack();
  std::unique_ptr<store::Store> store_;
  store::RunInfo run_;
};

TEST(Verdict, SaysInWordsHowFar) {
  EXPECT_EQ(verdict(100, 110, "fit"), "within 10 %");
  EXPECT_EQ(verdict(100, 81, "fit"), "within 20 %");
  EXPECT_EQ(verdict(100, 134, "fit"), "above by 34 %");
  EXPECT_EQ(verdict(100, 55, "report"), "below by 45 %");
  EXPECT_EQ(verdict(100, 105, "test"), "held out: within 10 %");
  EXPECT_EQ(verdict(0, 0, "fit"), "equal");
  EXPECT_EQ(verdict(0, 3, "fit"), "published figure is zero");
}

TEST_F(ReportTest, ComparesEachFigureByTheRuleOfItsMeasure) {
  const Check result = check(*store_, run_, pack_);
  ASSERT_EQ(result.rows.size(), 4U);
  EXPECT_DOUBLE_EQ(result.rows[0].model,
                   900);  // the month itself, summed over regions and statuses
  EXPECT_EQ(result.rows[0].verdict, "within 10 %");
  EXPECT_DOUBLE_EQ(result.rows[1].model, 12000);  // a flow: the sum of twelve months
  EXPECT_DOUBLE_EQ(result.rows[2].model, 14400);
  EXPECT_EQ(result.rows[2].verdict, "above by 80 %");
  EXPECT_DOUBLE_EQ(result.rows[3].model, 14);  // a share: December
  EXPECT_EQ(result.rows[3].verdict, "held out: above by 40 %");
  EXPECT_EQ(result.outside, 1);
  ASSERT_EQ(result.not_modelled.size(), 1U);
  EXPECT_EQ(result.not_modelled[0].first, "flights");
}

TEST(Verdict, OfABoundNamesTheSideThatMatters) {
  using evidence::Bound;
  using evidence::Scope;
  const auto words = [](double model, Bound bound, Scope scope) {
    return bound_verdict(100, model, bound, scope).words;
  };
  EXPECT_EQ(words(250, Bound::at_least, Scope::same), "above a lower bound");
  EXPECT_EQ(words(80, Bound::at_least, Scope::same), "below a lower bound by 20 %");
  EXPECT_EQ(words(80, Bound::at_most, Scope::same), "below an upper bound");
  EXPECT_EQ(words(130, Bound::at_most, Scope::same), "above an upper bound by 30 %");
  EXPECT_EQ(words(62, Bound::exact, Scope::wider), "below a figure that counts more (62 % of it)");
  EXPECT_EQ(words(110, Bound::exact, Scope::wider), "above a figure that counts more by 10 %");
  EXPECT_EQ(words(110, Bound::at_least, Scope::wider),
            "above the lower bound of a figure that counts more");
  EXPECT_FALSE(bound_verdict(100, 99, Bound::at_least, Scope::same).holds);
  EXPECT_TRUE(bound_verdict(100, 100, Bound::at_most, Scope::same).holds);
  EXPECT_FALSE(bound_verdict(100, 101, Bound::exact, Scope::wider).holds);
}

TEST_F(ReportTest, AnswersSpansChangesRatiosAndAllPlaces) {
  pack_.targets = {
      target("money.span", kReceipts, "2014-11..2015-02", 4000, "report"),
      target("stock.span", kPresent, "2014-11..2015-02", 900, "report"),
      target("money.change", kReceipts, "2015", 200, "report"),
      target("money.all", kReceipts, "2014", 15000, "report"),
      target("ratio", std::string(kReceipts) + "/" + std::string(kPresent), "2014-06", 111, "test"),
      target("share.all", kShare, "2015", 10, "report"),
      target("early.change", kReceipts, "2014", 1, "report")};
  pack_.targets[2].aggregation = evidence::Aggregation::change;
  pack_.targets[3].places = {"AAA"};
  pack_.targets[3].place_text = "all";
  pack_.targets[3].scope = evidence::Scope::wider;
  pack_.targets[5].places = {"AAA", "AAA"};
  pack_.targets[6].aggregation = evidence::Aggregation::change;
  const Check result = check(*store_, run_, pack_);
  ASSERT_EQ(result.rows.size(), 5U);
  const auto row = [&](const std::string& id) {
    return *std::find_if(result.rows.begin(), result.rows.end(), [&](const CheckRow& found) {
      return found.id == id;
    });
  };
  EXPECT_EQ(result.rows[0].id, "stock.span");        // people before money
  EXPECT_DOUBLE_EQ(row("stock.span").model, 900);    // a stock: the last month
  EXPECT_DOUBLE_EQ(row("money.span").model, 4400);   // two months of 1 000, two of 1 200
  EXPECT_DOUBLE_EQ(row("money.change").model, 200);  // December 2015 less December 2014
  EXPECT_DOUBLE_EQ(row("money.all").model, 12000);
  EXPECT_EQ(row("money.all").verdict, "below a figure that counts more (80 % of it)");
  EXPECT_NEAR(row("ratio").model, 100 * 1000.0 / 900, 1e-9);
  EXPECT_EQ(row("ratio").verdict, "held out: within 10 %");
  EXPECT_EQ(result.outside, 1);               // the change of the first year has no month before it
  ASSERT_EQ(result.not_modelled.size(), 1U);  // a share does not add up over places
  EXPECT_EQ(result.not_modelled[0].first, kShare);
}

TEST_F(ReportTest, PutsTheErrorsOfEachPartOfTheModelTogether) {
  pack_.targets.push_back(target("stock.listed", kPresent, "2015-06", 800, "report"));
  pack_.targets.back().bound = evidence::Bound::at_least;
  pack_.targets.push_back(target("stock.most", kPresent, "2015-06", 800, "report"));
  pack_.targets.back().bound = evidence::Bound::at_most;
  const auto errors = errors_by_subject(check(*store_, run_, pack_));
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_EQ(errors[0].subject, "people");
  EXPECT_EQ(subject_text(errors[0]),
            "1 figure, absolute error: median 10.0 %, mean 10.0 %; 1 of 2 bounds kept");
  EXPECT_EQ(errors[1].subject, "money");
  EXPECT_EQ(errors[1].figures, 3);  // 0 %, 80 % and 40 %
  EXPECT_NEAR(errors[1].mean, 40, 1e-9);
  EXPECT_NEAR(errors[1].median, 40, 1e-9);
  pack_.targets.push_back(target("share.2014", kShare, "2014", 1, "report"));  // 1 300 %
  const auto more = errors_by_subject(check(*store_, run_, pack_));
  EXPECT_NEAR(more[1].mean, 355, 1e-9);
  EXPECT_NEAR(more[1].median, 60, 1e-9);
  EXPECT_NE(full_text(check(*store_, run_, pack_)).find("\nmoney: 4 figures"), std::string::npos);
}

TEST(Subjects, EveryMeasureBelongsToAPartOfTheModel) {
  for (const sim::Measure& measure : sim::measures()) {
    EXPECT_FALSE(subject_of(measure.name).empty()) << measure.name;
  }
  EXPECT_EQ(subject_of("migrants_present+migrants_elsewhere/population"), "people");
  EXPECT_EQ(subject_of("flights"), "");
}

TEST_F(ReportTest, ErrorsOfTheFitLeaveOutWhatIsHeldOut) {
  const auto errors = fit_errors(check(*store_, run_, pack_));
  ASSERT_EQ(errors.size(), 2U);
  EXPECT_NEAR(errors[0].percent, 10, 1e-9);
  EXPECT_EQ(errors[1].figures, 2);
  EXPECT_NEAR(errors[1].percent, 40, 1e-9);  // mean of 0 % and 80 %
}

TEST_F(ReportTest, ChangeOfReceiptsIsInPercent) {
  const Check result = check(*store_, run_, pack_);
  ModelValues values(*store_, run_);
  const auto change = receipts_change(result, values, 2014, 2015);
  ASSERT_EQ(change.size(), 1U);
  EXPECT_NEAR(*change[0].published, -100.0 / 3, 1e-9);
  EXPECT_NEAR(*change[0].model, 20, 1e-9);
}

TEST_F(ReportTest, SummaryOfYearsLeavesOutPartsOfThemAndBounds) {
  pack_.targets = {target("money.2015", kReceipts, "2015", 8000, "fit"),
                   target("money.q4", kReceipts, "2015-10..2015-12", 2000, "test"),
                   target("stock.listed", kPresent, "2015-12", 100, "report")};
  pack_.targets[2].bound = evidence::Bound::at_least;
  const Check result = check(*store_, run_, pack_);
  ModelValues values(*store_, run_);
  const auto lines = year_lines(result, values, {2015});
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].receipts.published, 8000);
  EXPECT_FALSE(lines[0].present.published);
}

TEST_F(ReportTest, SummaryNamesCountriesAndWhatHasNoModelValue) {
  const Check result = check(*store_, run_, pack_);
  ModelValues values(*store_, run_);
  const std::string text = summary_text(result, values, {2014, 2015, 2024}, {2014, 2015});
  EXPECT_NE(text.find("Alpha & Co     2014 | 2014-06      1 000        900   -10 %"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("held out"), std::string::npos);
  EXPECT_EQ(text.find("2024 |"), std::string::npos);
  EXPECT_NE(text.find("flights (1)"), std::string::npos);
  EXPECT_NE(full_text(result).find("money.2015"), std::string::npos);
}

TEST_F(ReportTest, NumbersOfTheModelStandBesideTheirGrade) {
  evidence::Claim claim;
  claim.id = claim.main = "X1";
  claim.measure = kPresent;
  claim.places = {"AAA"};
  claim.period = "2014-06";
  claim.span = *evidence::parse_date_span(claim.period);
  claim.aggregation = evidence::Aggregation::value;
  claim.value = 1000;
  claim.unit = "persons";
  pack_.claims = {claim, claim};
  pack_.claims[1].measure = "flights";
  ModelValues values(*store_, run_);
  const std::vector<ClaimRow> claims = check_claims(values, pack_);
  EXPECT_EQ(claims[0].grade, "B");
  EXPECT_EQ(claims[1].grade, "");
  EXPECT_EQ(grade_of(values, std::string(kPresent) + "+" + std::string(kReceipts)), "B");
  EXPECT_EQ(grade_of(values, std::string(kPresent) + "/" + std::string(kShare)), "C");
  EXPECT_NE(claims_text(claims).find("900 B  "), std::string::npos) << claims_text(claims);

  const std::string badge = "<span class=\"grade grade-B\" title=\"evidence grade\">B</span>";
  const std::string page = html_report(*store_, run_, pack_, {2014, 2015});
  EXPECT_NE(page.find("Receipts, million USD " + badge), std::string::npos);
  EXPECT_NE(page.find("receipts_recorded_usd" + badge), std::string::npos);
  EXPECT_NE(page.find("<td>900" + badge), std::string::npos);
  EXPECT_NE(page.find("<td>1 000<br><small>persons</small></td>"), std::string::npos);
  const std::string summary =
      summary_text(check(*store_, run_, pack_), values, {2014, 2015}, {2014, 2015});
  EXPECT_NE(summary.find("| migrants present, persons (B) "), std::string::npos) << summary;
  EXPECT_NE(summary.find("| receipts, % of GDP (C)\n"), std::string::npos) << summary;
  EXPECT_NE(summary.find("\nGrades in brackets: A "), std::string::npos) << summary;
}

TEST(Differences, HaveNoSignedNought) {
  Pair pair;
  pair.published = 1000;
  for (const auto& [model, text] : std::map<double, std::string>{
           {998, "+0 %"}, {1002, "+0 %"}, {994, "-1 %"}, {1006, "+1 %"}}) {
    pair.model = model;
    EXPECT_EQ(difference_text(pair), text);
  }
}

TEST_F(ReportTest, ThePageStandsAloneAndRunsNoForeignText) {
  const std::string page = html_report(*store_, run_, pack_, {2014, 2015});
  EXPECT_NE(page.find("Tiny &lt;corridor&gt;"), std::string::npos);
  EXPECT_NE(page.find("What if &lt;/script&gt;&lt;b&gt;?"), std::string::npos);
  EXPECT_EQ(page.find("What if </script>"), std::string::npos);
  EXPECT_NE(page.find("Office of Figures"), std::string::npos);
  EXPECT_NE(page.find("Chart.js v"), std::string::npos);
  EXPECT_EQ(page.find("<link"), std::string::npos);
  EXPECT_EQ(page.find("src=\"http"), std::string::npos);
}

TEST(Filled, ReplacesEveryNameAndRefusesUnknownOnes) {
  EXPECT_EQ(filled("a {{x}} b {{y}}", {{"x", "{{y}}"}, {"y", "2"}}), "a {{y}} b 2");
  EXPECT_THROW(filled("{{z}}", {}), InvariantError);
  EXPECT_EQ(script_safe("\"</script>\""), "\"\\u003c/script>\"");
}

}  // namespace
}  // namespace corridor::report
