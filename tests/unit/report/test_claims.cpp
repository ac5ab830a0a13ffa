// Fails when a verdict differs from the one worked out by hand for invented rows, when a source of
// another date or quantity enters the spread, or when an event answers for a day it cannot be known
// for.
#include <gtest/gtest.h>

#include <array>

#include "corridor/report/claims.hpp"

namespace corridor::report {
namespace {

evidence::Claim numeric(const std::string& id, const std::string& period, double value) {
  evidence::Claim claim;
  claim.id = id;
  claim.main = "X1";
  claim.quantity = "stock";
  claim.measure = "present";
  claim.places = {"AAA"};
  claim.period = period;
  claim.span = *evidence::parse_date_span(period);
  claim.aggregation = evidence::Aggregation::value;
  claim.value = value;
  claim.said_by = "paper of " + id;
  return claim;
}

evidence::Target target(const std::string& place, const std::string& period, double value) {
  evidence::Target result;
  result.quantity = "present";
  result.place_text = place;
  result.places = {place};
  result.period = period;
  result.span = *evidence::parse_date_span(period);
  result.value = value;
  result.source = "office";
  return result;
}

evidence::Event note(const std::string& date, std::optional<double> value = {}) {
  return {date, *evidence::parse_date_span(date), "AAA", "DDD", "protest_note", value, "", ""};
}

evidence::Claim event_claim(const std::string& period, int days) {
  evidence::Claim claim = numeric("E1", period, 0);
  claim.kind = evidence::ClaimKind::event;
  claim.value.reset();
  claim.aggregation.reset();
  claim.actors = {"AAA", "BBB"};
  claim.targets = {"DDD"};
  claim.event_types = {"protest_note"};
  claim.days = days;
  return claim;
}

TEST(ClaimVerdict, AgreesWithinFifteenPercentOrItsOwnBounds) {
  EXPECT_EQ(judge({"paper", 100, {}, {}}, {}, 115).verdict, "agrees");
  EXPECT_EQ(judge({"paper", 100, {}, {}}, {}, 85).outcome, Outcome::agrees);
  EXPECT_EQ(judge({"paper", 100, {}, {}}, {}, 116).outcome, Outcome::contradicted);
  EXPECT_EQ(judge({"paper", 100, 60, 140}, {}, 61).verdict, "agrees");
  EXPECT_EQ(judge({"paper", 100, 100, {}}, {}, 300).verdict,
            "agrees: the source says at least 100");
}

TEST(ClaimVerdict, NamesTheSourcesThatContradict) {
  const std::vector<Quote> others = {{"office", 130, {}, {}}, {"ministry", 60, {}, {}}};
  EXPECT_EQ(judge({"paper", 100, {}, {}}, others, 125).verdict, "within the spread of sources");
  EXPECT_EQ(judge({"paper", 100, {}, {}}, others, 150).verdict,
            "contradicted by the model (above by 50 %) and by office");
  EXPECT_EQ(judge({"paper", 100, {}, {}}, others, 40).verdict,
            "contradicted by the model (below by 60 %) and by ministry");
  const Spread spread = spread_of({"paper", 100, {}, {}}, others);
  EXPECT_EQ(spread.low, 60);
  EXPECT_EQ(spread.high, 130);
}

TEST(ClaimVerdict, OfAQuoteThatCountsMoreLiesBetweenHalfAndAll) {
  const Quote all = {"paper", 100, {}, {}, evidence::Scope::wider};
  EXPECT_EQ(judge(all, {}, 62).outcome, Outcome::consistent);
  EXPECT_EQ(judge(all, {}, 62).verdict,
            "consistent with: the quoted number counts more than the model does (the model has 62 "
            "% of it)");
  EXPECT_EQ(judge(all, {}, 50).outcome, Outcome::consistent);
  EXPECT_EQ(judge(all, {}, 100).outcome, Outcome::consistent);
  EXPECT_EQ(judge(all, {}, 49).verdict,
            "contradicted by the model (below by 51 %, though the quoted number counts more than "
            "the model does)");
  EXPECT_EQ(judge(all, {}, 101).outcome, Outcome::contradicted);
}

TEST(ClaimTally, CountsMainClaimsAndVariantsApart) {
  const evidence::Claim main = numeric("X1", "2015-06", 100);
  const evidence::Claim variant = numeric("X1b", "2015-06", 100);
  std::vector<ClaimRow> rows(7);
  const std::array outcomes = {Outcome::agrees,
                               Outcome::events_agree,
                               Outcome::consistent,
                               Outcome::contradicted,
                               Outcome::within_spread,
                               Outcome::no_event,
                               Outcome::cannot_say};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].claim = i < 4 ? &main : &variant;
    rows[i].outcome = outcomes[i];
  }
  EXPECT_EQ(claims_tally(rows),
            "                         agree      consistent    contradicted  cannot be said\n"
            "main claims                  2               1               1               0\n"
            "variants                     1               0               0               2\n");
}

TEST(ClaimSources, AreOfTheSameQuantityPlaceAndTime) {
  evidence::Pack pack;
  pack.claims = {numeric("X1", "2015-06", 100),
                 numeric("X1b", "2014-07", 110),
                 numeric("X1c", "2014-06", 120),
                 numeric("X1d", "2015-06", 130),
                 numeric("X1e", "2015-06", 140)};
  pack.claims[3].quantity = "workers";
  pack.claims[4].places = {"BBB"};
  pack.targets = {target("AAA", "2015-12", 90),
                  target("AAA", "2015", 80),
                  target("BBB", "2015-12", 70),
                  target("AAA", "2015-12", 1),
                  target("AAA", "2015-12", 2),
                  target("AAA", "2015-07..2015-12", 3)};
  pack.targets[3].bound = evidence::Bound::at_least;
  pack.targets[4].scope = evidence::Scope::wider;
  const std::vector<Quote> found = other_sources(pack.claims[0], pack);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].said_by, "paper of X1b");
  EXPECT_EQ(found[1].value, 90);
  pack.claims[0].places = {"AAA", "BBB"};
  const std::vector<Quote> summed = other_sources(pack.claims[0], pack);
  ASSERT_EQ(summed.size(), 1U);
  EXPECT_EQ(summed[0].value, 160);
}

TEST(ClaimEvents, AnswerWithinTheirDays) {
  const std::vector<evidence::Event> events = {note("2015-06-12"), note("2015-06")};
  EXPECT_EQ(judge_event(event_claim("2015-06-10", 2), events).verdict,
            "dated events agree: 2015-06-12 AAA to DDD, protest note");
  EXPECT_EQ(judge_event(event_claim("2015-06-10", 1), events).verdict, "no dated event found");
  EXPECT_EQ(judge_event(event_claim("2015-06", 0), events).outcome, Outcome::events_agree);
}

TEST(ClaimEvents, HoldTheNumberAgainstTheirs) {
  evidence::Claim claim = event_claim("2015-06", 0);
  claim.value = 50;
  claim.aggregation = evidence::Aggregation::value;
  const std::vector<evidence::Event> some = {note("2015-06-12", 55), note("2015-06-20")};
  EXPECT_EQ(judge_event(claim, some).outcome, Outcome::events_agree);
  const std::vector<evidence::Event> other = {note("2015-06-12", 90)};
  EXPECT_EQ(judge_event(claim, other).verdict,
            "contradicted by dated events: 2015-06-12 AAA to DDD, protest note");
  claim.value = 2;
  claim.aggregation = evidence::Aggregation::count;
  EXPECT_EQ(judge_event(claim, some).outcome, Outcome::events_agree);
  EXPECT_EQ(judge_event(claim, other).outcome, Outcome::contradicted);
}

TEST(DateSpan, ReadsEveryPrecision) {
  EXPECT_EQ(evidence::parse_date_span("2016-02")->last,
            std::chrono::sys_days(std::chrono::year(2016) / 2 / 29));
  EXPECT_EQ(evidence::parse_date_span("2015-11..2016")->last_month(), Month(2016, 12));
  for (const char* bad : {"", "16", "2016-13", "2016-02-30", "2016-02-3", "2016..2015", "2016-1"}) {
    EXPECT_FALSE(evidence::parse_date_span(bad)) << bad;
  }
}

}  // namespace
}  // namespace corridor::report
