// Fails when, with processes taken away one by one, the months differ from what can be worked out
// by hand: constants, sums of money, and the levels at which flows in and out balance.
//
// Where chance remains, the bounds are far outside it: eight standard deviations of the binomial.
#include <gtest/gtest.h>

#include <cmath>

#include "packs/altered_pack.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

using tests::record;
using tests::RecordedRun;
using tests::request;

constexpr Month kFrom(2010, 1);
constexpr Month kTo(2015, 12);

TEST(ClosedForm, NothingHappensWhenNothingCan) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_mortality(pack, 0);
  tests::set_fertility(pack, 0);
  tests::close_border(pack);
  const RecordedRun run = record(pack, request(kFrom, kTo));
  for (const auto& [month, values] : run.months) {
    for (int place = 0; place < 2; ++place) {
      ASSERT_EQ(run.value(month, "population", place), 10000);
      ASSERT_EQ(run.value(month, "births", place), 0);
      ASSERT_EQ(run.value(month, "deaths", place), 0);
      ASSERT_EQ(run.value(month, "migrants_present", place), 0);
      ASSERT_EQ(run.value(month, "sent_rub", place), 0);
      ASSERT_EQ(run.value(month, "receipts_recorded_usd", place), 0);
      ASSERT_EQ(run.value(month, "households_with_migrant_pct", place), 0);
    }
  }
}

TEST(ClosedForm, PersonsGrowOlderByTheCalendarAlone) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_mortality(pack, 0);
  tests::set_fertility(pack, 0);
  tests::close_border(pack);
  const RecordedRun run = record(pack, request(kFrom, kTo));
  const auto group = [&](Month month, int number) {
    Cell cell;
    cell.place = 0;
    cell.sex = 1;
    cell.age_group = static_cast<std::int8_t>(number);
    return run.value(month, "population", cell);
  };
  // Everybody's age at the start of January 2015 is what it was five years before plus five.
  for (int number = 0; number < 15; ++number) {
    EXPECT_EQ(group(Month(2015, 1), number + 1), group(Month(2010, 1), number)) << number;
  }
  EXPECT_EQ(group(Month(2015, 1), 0), 0);
}

TEST(ClosedForm, DeathsAloneLeaveTheSurvivors) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_mortality(pack, 0.24);  // 2 % a month
  tests::set_fertility(pack, 0);
  tests::close_border(pack);
  const RecordedRun run = record(pack, request(kFrom, kFrom + 35));
  const double survive = std::exp(-0.02 * 36);
  const double sd = std::sqrt(10000 * survive * (1 - survive));
  for (int place = 0; place < 2; ++place) {
    EXPECT_NEAR(run.value(kFrom + 35, "population", place), 10000 * survive, 8 * sd);
    EXPECT_EQ(10000 - run.total("deaths", place), run.value(kFrom + 35, "population", place));
  }
}

TEST(ClosedForm, DeparturesAndReturnsBalance) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_mortality(pack, 0);
  tests::set_plain_mobility(pack, 0.05, 0.1);
  const RecordedRun run = record(pack, request(kFrom, kTo));
  // A month takes departures from those at home, then returns from those abroad a month or more.
  const double p = 1 - std::exp(-0.05);
  const double q = 1 - std::exp(-0.1);
  const double share = p / (p + q);
  double mean = 0;
  for (int back = 0; back < 24; ++back) {
    mean += run.value(kTo - back, "migrants_present", 0) / 24;
  }
  EXPECT_NEAR(mean / 10000, share, 8 * std::sqrt(share * (1 - share) / 10000));
  EXPECT_EQ(run.total("departures_elsewhere", 0), 0);
  EXPECT_EQ(run.total("removals", 0), 0);
}

TEST(ClosedForm, EverybodyGoesOnceWhenNobodyReturns) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_mortality(pack, 0);
  tests::set_plain_mobility(pack, 0.2, 0);
  tests::set_parameter(pack, "mobility.start_share_abroad", 0);
  const RecordedRun run = record(pack, request(kFrom, kTo));
  EXPECT_EQ(run.value(kTo, "migrants_present", 0) + run.value(kTo, "migrants_present", 1), 20000);
  EXPECT_EQ(run.total("departures", 0), 10000);
  EXPECT_EQ(run.value(kTo, "households_with_migrant_pct", 0), 100);
  EXPECT_EQ(run.total("returns", 0), 0);
}

TEST(ClosedForm, MoneyIsPersonsTimesTheAmountOfOne) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_series(pack, "wage", 30000);
  tests::keep_plain_law(pack);
  const RecordedRun run = record(pack, request(kFrom, kFrom + 23));
  const Month month = kFrom + 14;
  for (int place = 0; place < 6; ++place) {
    const double at_work = run.value(month, "employed", place);
    EXPECT_NEAR(run.value(month, "wage_mean_rub", place), 30000, 1e-9);
    // Each sends 10 000, or 9 500 with a patent; the fee is two in a hundred.
    const double sent = run.value(month, "sent_rub", place);
    const double with_patent = (10000 * at_work - sent) / 500;
    EXPECT_NEAR(with_patent, std::round(with_patent), 1e-9);
    EXPECT_GE(with_patent, 0);
    EXPECT_LE(with_patent, at_work);
    EXPECT_NEAR(run.value(month, "fees_rub", place), 0.02 * sent, 1e-6);
    EXPECT_NEAR(run.value(month, "received_usd", place), 0.98 * sent / 30, 1e-6);
  }
  double last_year = 0;
  for (Month back = month - 11; back <= month; ++back) {
    last_year += run.value(back, "receipts_recorded_usd", 0);
  }
  EXPECT_NEAR(run.value(month, "receipts_share_of_gdp_pct", 0), 100 * last_year / 1e8, 1e-9);
}

TEST(ClosedForm, BansLastAsLongAsTheLawSays) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_mortality(pack, 0);
  tests::set_plain_mobility(pack, 0.05, 0);
  evidence::LawRule removal;
  removal.id = "removal";
  removal.kind = evidence::LawKind::removal;
  removal.from = Month(2010, 6);
  removal.to = Month(2010, 6);
  removal.value = 0.5;
  removal.length = 7;
  pack.law.push_back(removal);
  const RecordedRun run = record(pack, request(kFrom, kFrom + 23));
  const double removed = run.total("removals", 0);
  EXPECT_GT(removed, 0);
  EXPECT_EQ(run.value(Month(2010, 6), "removals", 0), removed);
  EXPECT_EQ(run.value(Month(2010, 5), "entry_bans_in_force", 0), 0);
  for (int month = 6; month <= 12; ++month) {
    EXPECT_EQ(run.value(Month(2010, month), "entry_bans_in_force", 0), removed);
  }
  EXPECT_EQ(run.value(Month(2011, 1), "entry_bans_in_force", 0), 0);
}

}  // namespace
}  // namespace corridor::sim
