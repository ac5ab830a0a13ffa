// Fails when incidents are not linear in what was done, when reports act longer or shorter than
// three months, when the rate of an act is not the written power of the reports, when a note is
// answered more than once or never forgotten, or when softening does not fade.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/diplomacy/acts.hpp"
#include "corridor/diplomacy/counts.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::diplomacy {
namespace {

constexpr Month kMonth(2012, 5);
constexpr Treatment kMonthOfRaids{1000, 100, 20};  // 10 + 10 + 10 incidents on the tiny pack

DiplomacyParams tiny_params() { return read_params(tests::load_tiny()); }

int count(const OriginMonth& month, Act act) { return month.acts[static_cast<std::size_t>(act)]; }

/// Parameters under which notes come in every month and nothing else does.
DiplomacyParams notes_only() {
  DiplomacyParams params = tiny_params();
  params.log_rate.fill(-100);
  params.log_rate[static_cast<std::size_t>(Act::protest_note)] = 3;
  params.report_response = 0;
  params.acts_max = 2;  // of twenty expected, so that each month has two
  return params;
}

TEST(Incidents, AreLinearInInspectionsAndDetentions) {
  const DiplomacyParams params = tiny_params();
  EXPECT_DOUBLE_EQ(expected_incidents(params, {}), 0);
  EXPECT_DOUBLE_EQ(expected_incidents(params, {1000, 0, 0}), 10);
  EXPECT_DOUBLE_EQ(expected_incidents(params, {0, 100, 0}), 10);
  EXPECT_DOUBLE_EQ(expected_incidents(params, {0, 100, 20}), 20);
  EXPECT_DOUBLE_EQ(expected_incidents(params, kMonthOfRaids), 30);
}

TEST(Incidents, NobodyInspectedMeansNoIncidentAndNoReport) {
  OriginState state;
  for (int m = 0; m < 100; ++m) {
    const OriginMonth month = advance(tiny_params(), {}, state, 1, kMonth + m, 0);
    EXPECT_EQ(month.incidents, 0);
    EXPECT_EQ(month.reports, 0);
  }
}

// Over 20 000 months the mean of a Poisson count of 30 lies within 5 standard errors, 0.19; half
// of the incidents are reported, with 0.14.
TEST(Incidents, HaveTheirMeanAndAreReportedByTheShare) {
  const DiplomacyParams params = tiny_params();
  constexpr int kMonths = 20000;
  double incidents = 0;
  double reports = 0;
  for (int m = 0; m < kMonths; ++m) {
    OriginState state;
    const OriginMonth month = advance(params, kMonthOfRaids, state, 7, Month::from_index(m), 1);
    EXPECT_LE(month.reports, month.incidents);
    incidents += static_cast<double>(month.incidents);
    reports += static_cast<double>(month.reports);
  }
  EXPECT_NEAR(incidents / kMonths, 30, 0.19);
  EXPECT_NEAR(reports / kMonths, 15, 0.14);
}

TEST(Acts, FollowTheWrittenPowerOfReports) {
  const DiplomacyParams params = tiny_params();
  EXPECT_NEAR(act_rate(params, Act::statement, 9), std::exp(-2), 1e-12);
  EXPECT_NEAR(act_rate(params, Act::statement, 19), 2 * std::exp(-2), 1e-12);
  EXPECT_NEAR(act_rate(params, Act::talks, 0), std::exp(-4) / 10, 1e-12);
  DiplomacyParams deaf = params;
  deaf.report_response = 0;
  EXPECT_DOUBLE_EQ(act_rate(deaf, Act::summons, 0), act_rate(deaf, Act::summons, 100000));
}

TEST(Acts, HaveTheirRateOverManyMonths) {
  DiplomacyParams params = tiny_params();
  params.report_response = 0;
  constexpr int kMonths = 20000;
  std::array<double, kActs> sum{};
  for (int m = 0; m < kMonths; ++m) {
    OriginState state;
    const OriginMonth month = advance(params, {}, state, 3, Month::from_index(m), 0);
    for (std::size_t act = 0; act < sum.size(); ++act) {
      sum[act] += month.acts[act];
    }
  }
  for (std::size_t act = 0; act < kFreeActs; ++act) {
    const double expected = std::exp(params.log_rate[act]) * kMonths;
    EXPECT_NEAR(sum[act], expected, 5 * std::sqrt(expected)) << kActNames[act];
  }
}

TEST(Acts, AreCutAtTheStatedMost) {
  DiplomacyParams params = tiny_params();
  params.log_rate.fill(3);
  params.report_response = 0;
  OriginState state;
  const OriginMonth month = advance(params, {}, state, 1, kMonth, 0);
  for (std::size_t act = 0; act < kFreeActs; ++act) {
    EXPECT_EQ(month.acts[act], 10);
  }
}

TEST(Acts, RememberReportsForTwoMoreMonths) {
  const DiplomacyParams params = tiny_params();
  OriginState state;
  const std::int64_t reports = advance(params, kMonthOfRaids, state, 1, kMonth, 0).reports;
  ASSERT_GT(reports, 0);
  EXPECT_EQ(state.earlier_reports, (std::array<std::int64_t, 2>{reports, 0}));
  advance(params, {}, state, 1, kMonth + 1, 0);
  EXPECT_EQ(state.earlier_reports, (std::array<std::int64_t, 2>{0, reports}));
  advance(params, {}, state, 1, kMonth + 2, 0);
  EXPECT_EQ(state.earlier_reports, (std::array<std::int64_t, 2>{0, 0}));
}

// With a response so steep that reports decide alone: acts in three months, none in the fourth.
TEST(Acts, AreDrivenByReportsOfThreeMonths) {
  DiplomacyParams params = tiny_params();
  params.report_response = 3;
  params.reports_reference = 0;
  params.log_rate.fill(-9);  // 0.0001 without reports, 0.4 with fifteen
  int with_reports = 0;
  int without = 0;
  for (int origin = 0; origin < 200; ++origin) {
    OriginState state;
    for (int m = 0; m < 5; ++m) {
      const OriginMonth month =
          advance(params, m == 0 ? kMonthOfRaids : Treatment{}, state, 1, kMonth + m, origin);
      (m < kReportMonths ? with_reports : without) += count(month, Act::statement);
    }
  }
  EXPECT_GT(with_reports, 150);
  EXPECT_LE(without, 1);
}

TEST(Replies, ComeAtOnceWhenAllAreAnsweredWithinTheMonth) {
  DiplomacyParams params = notes_only();
  params.reply_probability = 1;
  params.reply_same_month_share = 1;
  OriginState state;
  const OriginMonth month = advance(params, {}, state, 1, kMonth, 0);
  EXPECT_EQ(count(month, Act::protest_note), 2);
  EXPECT_EQ(count(month, Act::reply), 2);
  EXPECT_EQ(state.awaited, 0);
}

TEST(Replies, NeverComeWhenNothingIsAnswered) {
  DiplomacyParams params = notes_only();
  params.reply_probability = 0;
  OriginState state;
  for (int m = 0; m < 50; ++m) {
    EXPECT_EQ(count(advance(params, {}, state, 1, kMonth + m, 0), Act::reply), 0);
  }
  EXPECT_EQ(state.awaited, 0);
}

// Each answer comes once: what was asked and will be answered is what came and what is awaited.
TEST(Replies, AnswerEachNoteOnceAfterAGeometricLag) {
  DiplomacyParams params = notes_only();
  params.reply_probability = 1;
  params.reply_same_month_share = 0.25;
  OriginState state;
  int asked = 0;
  int came = 0;
  double awaited = 0;
  constexpr int kMonths = 4000;
  for (int m = 0; m < kMonths; ++m) {
    const OriginMonth month = advance(params, {}, state, 5, Month::from_index(m), 0);
    asked += count(month, Act::protest_note);
    came += count(month, Act::reply);
    EXPECT_EQ(asked, came + state.awaited);
    awaited += static_cast<double>(state.awaited);
  }
  // In the steady state 2 come and 2 are asked a month, so 2 * 0.75 / 0.25 stay awaited.
  EXPECT_NEAR(awaited / kMonths, 6, 0.3);
}

TEST(Softening, ActsNextMonthFadesAndIsBounded) {
  DiplomacyParams params = notes_only();
  params.reply_probability = 1;
  params.reply_same_month_share = 1;
  OriginState state;
  EXPECT_EQ(inspection_factor(params, state), 1);
  advance(params, {}, state, 1, kMonth, 0);
  EXPECT_NEAR(inspection_factor(params, state), std::exp(-0.2), 1e-12);  // two replies
  advance(params, {}, state, 1, kMonth + 1, 0);
  EXPECT_NEAR(inspection_factor(params, state), std::exp(-0.3), 1e-12);
  params.log_rate.fill(-100);
  advance(params, {}, state, 1, kMonth + 2, 0);
  EXPECT_NEAR(inspection_factor(params, state), std::exp(-0.15), 1e-12);
  params.log_rate.fill(3);
  params.acts_max = 100;
  advance(params, {}, state, 1, kMonth + 3, 0);
  EXPECT_NEAR(inspection_factor(params, state), std::exp(-0.5), 1e-12);
}

TEST(Softening, IsSwitchedOffByZero) {
  DiplomacyParams params = notes_only();
  params.softening_per_reply = 0;
  params.reply_probability = 1;
  OriginState state;
  for (int m = 0; m < 20; ++m) {
    advance(params, kMonthOfRaids, state, 1, kMonth + m, 0);
    EXPECT_EQ(inspection_factor(params, state), 1);
  }
}

TEST(Advance, IsAFunctionOfSeedMonthAndOrigin) {
  const DiplomacyParams params = tiny_params();
  const auto incidents = [&](std::uint64_t seed, Month month, int origin) {
    OriginState state;
    return advance(params, {100000, 0, 0}, state, seed, month, origin).incidents;
  };
  EXPECT_EQ(incidents(1, kMonth, 0), incidents(1, kMonth, 0));
  EXPECT_NE(incidents(1, kMonth, 0), incidents(2, kMonth, 0));
  EXPECT_NE(incidents(1, kMonth, 0), incidents(1, kMonth + 1, 0));
  EXPECT_NE(incidents(1, kMonth, 0), incidents(1, kMonth, 1));
}

TEST(Poisson, IsZeroForNothingAndExactAtTheEdges) {
  EXPECT_EQ(poisson(0, {UINT32_MAX, UINT32_MAX, 0, 0}), 0);
  EXPECT_EQ(poisson(600, {0, 0, 0, 0}), 0);
  EXPECT_EQ(poisson(1, {0x5E2D58D7U, 0, 0, 0}), 0);  // just below exp(-1)
  EXPECT_EQ(poisson(1, {0x5E2D58D9U, 0, 0, 0}), 1);  // just above
  EXPECT_LT(poisson(600, {UINT32_MAX, UINT32_MAX, 0, 0}), 900);
}

TEST(Poisson, GrowsWithItsMeanUnderASharedDraw) {
  for (std::uint32_t index = 0; index < 50; ++index) {
    const random::Words words = random::draw(draw_key(1, kMonth, 0), index);
    std::int64_t last = 0;
    for (double mean = 0; mean <= kExactMean; mean += 7.5) {
      const std::int64_t now = poisson(mean, words);
      EXPECT_GE(now, last);
      last = now;
    }
  }
}

// Mean and variance on both sides of the change to the normal distribution, to 5 standard errors.
TEST(Poisson, HasItsMeanAndVarianceOnBothSidesOfTheChange) {
  constexpr int kDraws = 40000;
  for (const double mean : {0.3, 20.0, 600.0, 601.0, 250000.0}) {
    double sum = 0;
    double squares = 0;
    for (std::uint32_t index = 0; index < kDraws; ++index) {
      const auto distance =
          static_cast<double>(poisson(mean, random::draw(draw_key(9, kMonth, 2), index))) - mean;
      sum += distance;
      squares += distance * distance;
    }
    EXPECT_NEAR(sum / kDraws, 0, 5 * std::sqrt(mean / kDraws)) << mean;
    // The variance of the squared distance is 2 mean^2 + mean.
    EXPECT_NEAR(squares / kDraws, mean, 5 * std::sqrt((2 * mean * mean + mean) / kDraws)) << mean;
  }
}

}  // namespace
}  // namespace corridor::diplomacy
