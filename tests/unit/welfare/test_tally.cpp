// Fails when a household consumes another minor unit than it earns and receives, when its budget or
// its poverty is not what pencil and paper give, when many settled households count otherwise than
// one by one, or when the money of one household moves anything but its own share of the sums.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/welfare/summary.hpp"
#include "corridor/welfare/tally.hpp"
#include "unit/welfare/households_by_hand.hpp"

namespace corridor::welfare {
namespace {

using tests::many_households;
using tests::round_standards;
using tests::tally_of;

TEST(Budget, ConsumptionIsOwnAndReceivedToTheMinorUnit) {
  const auto households = many_households(20000, 1);
  std::int64_t own = 0;
  std::int64_t received = 0;
  for (const Household& household : households) {
    const Budget budget = budget_of(household, round_standards());
    ASSERT_EQ(budget.consumption, budget.own + budget.received);
    ASSERT_GE(budget.own, 0);
    ASSERT_EQ(budget.received, household.received * 9 / 10);
    own += budget.own;
    received += budget.received;
  }
  const Tally tally = tally_of(households);
  EXPECT_EQ(tally[Count::own], own);
  EXPECT_EQ(tally[Count::received], received);
  EXPECT_EQ(tally[Count::consumption], own + received);
  EXPECT_GT(received, 1000000);
}

// H3 in fractions: what is lost is half of min(k + j, A) / A, cut to whole minor units.
TEST(Budget, OwnIncomeFollowsItsEquationForManyHouseholds) {
  for (const Household& household : many_households(20000, 2)) {
    const std::int64_t full = household.income * (household.home + household.away);
    const int absent = std::min(household.away + household.seeking, household.adults);
    const std::int64_t expected =
        household.adults == 0 ? full
                              : full * (2 * household.adults - absent) / (2 * household.adults);
    ASSERT_EQ(budget_of(household, round_standards()).own, expected);
  }
}

Household household(int home, int away, int adults, int seeking, std::int64_t received) {
  Household made;
  made.income = 1000;
  made.home = home;
  made.away = away;
  made.adults = adults;
  made.seeking = seeking;
  made.received = received;
  return made;
}

TEST(Budget, ByHand) {
  const auto own = [](const Household& made) { return budget_of(made, round_standards()).own; };
  EXPECT_EQ(own(household(3, 0, 2, 0, 0)), 3000);  // all at home and at work
  EXPECT_EQ(own(household(3, 1, 2, 0, 0)), 3000);  // 4 000, a quarter of it gone
  EXPECT_EQ(own(household(2, 1, 0, 0, 0)), 3000);  // nobody could earn: nothing to lose
  EXPECT_EQ(own(household(1, 2, 2, 0, 0)), 1500);  // every adult away: half of 3 000
  EXPECT_EQ(own(household(1, 3, 2, 0, 0)), 2000);  // no more than every adult can be absent
  EXPECT_EQ(own(household(4, 0, 4, 1, 0)), 3500);  // one looks for work
  EXPECT_EQ(own(household(3, 1, 4, 1, 0)), 3000);  // one away, one looks for work
  const Budget budget = budget_of(household(3, 1, 2, 0, 1001), round_standards());
  EXPECT_EQ(budget.received, 900);  // of 900.9
  EXPECT_EQ(budget.consumption, 3900);
}

TEST(Budget, AFullShareTakesAllThatAbsentAdultsEarned) {
  OriginStandards standards = round_standards();
  standards.absent_share = kShareUnit;
  EXPECT_EQ(budget_of(household(2, 2, 2, 0, 500), standards).own, 0);
  EXPECT_EQ(budget_of(household(2, 2, 2, 0, 500), standards).consumption, 450);
  standards.absent_share = 0;
  EXPECT_EQ(budget_of(household(2, 2, 2, 0, 0), standards).own, 4000);
}

/// Four persons with 100 each, two children; two with 600; three at home, one of them a child, and
/// one of three adults away: 666 of their own and 900 received, 522 a head or 222 without.
std::vector<Household> three_households() {
  Household poor;
  poor.income = 100;
  poor.home = 4;
  poor.children = 2;
  poor.adults = 2;
  Household rich;
  rich.income = 600;
  rich.home = 2;
  rich.adults = 2;
  Household sends;
  sends.income = 200;
  sends.home = 3;
  sends.children = 1;
  sends.adults = 3;
  sends.away = 1;
  sends.away_lately = 1;
  sends.received = 1000;
  return {poor, rich, sends};
}

constexpr double kNear = 3.0 / kGapUnit;  // each household is cut to whole parts of a line

TEST(Poverty, ByHandBelowTheReceiversIncome) {
  const Poverty at = poverty(tally_of(three_households()), 0);
  EXPECT_DOUBLE_EQ(at.headcount, 4.0 / 9);
  EXPECT_NEAR(at.gap, 4 * (2.0 / 3) / 9, kNear);
  EXPECT_NEAR(at.severity, 4 * (4.0 / 9) / 9, kNear);
  EXPECT_DOUBLE_EQ(at.of_children, 2.0 / 3);
  EXPECT_DOUBLE_EQ(at.without_receipts, 7.0 / 9);
  EXPECT_DOUBLE_EQ(at.migrants_home, 4.0 / 10);  // 1 666 for four
  EXPECT_DOUBLE_EQ(at.with_migrant, 0);
  EXPECT_DOUBLE_EQ(at.with_migrant_without, 1);
}

TEST(Poverty, ByHandAboveEverybody) {
  const Poverty at = poverty(tally_of(three_households()), 2);
  const double gaps[] = {730.0 / 830, 230.0 / 830, 308.0 / 830};
  EXPECT_DOUBLE_EQ(at.headcount, 1);
  EXPECT_NEAR(at.gap, (4 * gaps[0] + 2 * gaps[1] + 3 * gaps[2]) / 9, kNear);
  EXPECT_NEAR(at.severity,
              (4 * gaps[0] * gaps[0] + 2 * gaps[1] * gaps[1] + 3 * gaps[2] * gaps[2]) / 9,
              kNear);
  EXPECT_DOUBLE_EQ(at.of_children, 1);
  EXPECT_DOUBLE_EQ(at.migrants_home, 1);
  EXPECT_DOUBLE_EQ(at.with_migrant, 1);
}

TEST(Poverty, MigrantsAtHomeMayStillBePoor) {
  const Poverty at = poverty(tally_of(three_households()), 1);  // 1 666 for four are 416.5 < 420
  EXPECT_DOUBLE_EQ(at.migrants_home, 8.0 / 10);
  EXPECT_DOUBLE_EQ(at.headcount, 4.0 / 9);
}

TEST(Poverty, NothingIsCountedAtALineThatIsNotThere) {
  const Tally tally = tally_of(three_households());
  for (const std::int64_t counted : tally.lines[3]) {
    EXPECT_EQ(counted, 0);
  }
}

TEST(Poverty, WhoHasTheLineIsNotPoor) {
  Household made = household(3, 0, 0, 0, 0);
  made.income = 300;
  EXPECT_EQ(poverty(tally_of({made}), 0).headcount, 0);
  made.income = 299;
  EXPECT_EQ(poverty(tally_of({made}), 0).headcount, 1);
}

TEST(Poverty, OfNobodyIsNone) {
  const Poverty at = poverty(Tally{}, 0);
  EXPECT_EQ(at.headcount + at.gap + at.of_children + at.with_migrant + at.migrants_home, 0);
}

TEST(Tally, CountsEachKindOfHousehold) {
  auto households = three_households();
  households[0].returned = 1;  // and nobody sends
  households[0].seeking = 1;
  households[2].returned = 1;  // but another one sends
  const Tally tally = tally_of(households);
  EXPECT_EQ(tally[Count::households], 3);
  EXPECT_EQ(tally[Count::persons], 9);
  EXPECT_EQ(tally[Count::members], 10);
  EXPECT_EQ(tally[Count::children], 3);
  EXPECT_EQ(tally[Count::adults], 2 + 2 + 2);
  EXPECT_EQ(tally[Count::households_receiving], 1);
  EXPECT_EQ(tally[Count::households_lost], 1);
  EXPECT_EQ(tally[Count::households_with_recent_migrant], 1);
  EXPECT_EQ(tally[Count::persons_with_migrant], 3);
  EXPECT_EQ(tally[Count::seeking], 1);
  EXPECT_EQ(tally[Count::own_of_receivers], 666);
}

/// Calls check(difference in what is cut, difference in whole numbers) for every number of two
/// tallies.
template <class Exact, class Cut>
void compare(const Tally& a, const Tally& b, const Exact& exact, const Cut& cut) {
  for (std::size_t i = 0; i < kCounts; ++i) {
    exact(a.counts[i] - b.counts[i]);
  }
  for (std::size_t line = 0; line < kLines; ++line) {
    for (std::size_t i = 0; i < kLineCounts; ++i) {
      const auto what = static_cast<LineCount>(i);
      const std::int64_t difference = a.lines[line][i] - b.lines[line][i];
      what == LineCount::gap || what == LineCount::severity ? cut(difference) : exact(difference);
    }
  }
  for (std::size_t step = 0; step < kSteps; ++step) {
    for (std::size_t i = 0; i < kStepCounts; ++i) {
      const std::int64_t difference = a.steps[step][i] - b.steps[step][i];
      static_cast<StepCount>(i) == StepCount::consumption ? cut(difference) : exact(difference);
    }
  }
}

// Shortfalls and dollars are cut to whole parts once instead of once for each household.
TEST(Settled, CountsLikeEachHouseholdByItself) {
  constexpr int kTogether = 7;
  for (const std::int64_t income : {0, 1, 25, 99, 100, 299, 300, 301, 419, 829, 1234, 99999}) {
    Household one;
    one.income = income;
    one.home = 5;
    one.children = 2;
    one.adults = 3;
    const Tally apart = tally_of(std::vector<Household>(kTogether, one));
    Tally together;
    const Settled all = {income, kTogether, kTogether * 5, kTogether * 2, kTogether * 3};
    count_settled({&all, 1}, round_standards(), together);
    compare(
        together,
        apart,
        [&](std::int64_t difference) { EXPECT_EQ(difference, 0) << income; },
        [&](std::int64_t difference) {
          EXPECT_GE(difference, -1) << income;
          EXPECT_LE(difference, kTogether) << income;
        });
  }
}

TEST(Settled, GroupsTogetherCountLikeEachByItself) {
  const std::vector<Settled> groups = {
      {25, 3, 10, 4, 5}, {299, 1, 2, 0, 2}, {300, 2, 5, 1, 3}, {1234, 4, 9, 2, 6}};
  Tally apart;
  for (const Settled& group : groups) {
    count_settled({&group, 1}, round_standards(), apart);
  }
  Tally together;
  count_settled(groups, round_standards(), together);
  EXPECT_EQ(together.counts, apart.counts);
  EXPECT_EQ(together.lines, apart.lines);
  EXPECT_EQ(together.steps, apart.steps);
}

Tally minus(const Tally& a, const Tally& b) {
  Tally negative;
  const auto negate = [](const auto& from, auto& to) {
    std::transform(from.begin(), from.end(), to.begin(), std::negate<>());
  };
  negate(b.counts, negative.counts);
  for (std::size_t line = 0; line < kLines; ++line) {
    negate(b.lines[line], negative.lines[line]);
  }
  for (std::size_t step = 0; step < kSteps; ++step) {
    negate(b.steps[step], negative.steps[step]);
  }
  Tally difference = a;
  difference.add(negative);
  return difference;
}

TEST(Tally, HalvingTheMoneyOfOneHouseholdChangesItsPartAlone) {
  const auto households = many_households(400, 3);
  const Tally before = tally_of(households);
  int poorer = 0;
  for (std::size_t i = 0; i < households.size(); ++i) {
    auto changed = households;
    changed[i].income /= 2;
    changed[i].received /= 2;
    const Tally of_all = minus(tally_of(changed), before);
    const Tally of_one = minus(tally_of({changed[i]}), tally_of({households[i]}));
    ASSERT_EQ(of_all.counts, of_one.counts) << i;
    ASSERT_EQ(of_all.lines, of_one.lines) << i;
    ASSERT_EQ(of_all.steps, of_one.steps) << i;
    ASSERT_EQ(of_all[Count::persons], 0);
    poorer += of_all.at(1, LineCount::poor) > 0 ? 1 : 0;
  }
  EXPECT_GT(poorer, 20);
}

TEST(Steps, AscendSixteenToEachDoubling) {
  EXPECT_EQ(step_of(0), 0U);
  EXPECT_EQ(step_of(0.1), 0U);
  for (std::size_t doubling = 0; doubling < kSteps / 16; ++doubling) {
    const double from = 0.25 * std::exp2(static_cast<double>(doubling));
    for (std::size_t i = 0; i < 16; ++i) {
      const double low = from * (1 + static_cast<double>(i) / 16);
      EXPECT_EQ(step_of(low), 16 * doubling + i);
      EXPECT_EQ(step_of(low + from / 16 * 0.99), 16 * doubling + i);
    }
  }
  EXPECT_EQ(step_of(1e9), kSteps - 1);
  std::size_t last = 0;
  for (double dollars = 0; dollars < 400; dollars += 0.003) {
    ASSERT_GE(step_of(dollars), last) << dollars;
    last = step_of(dollars);
  }
}

}  // namespace
}  // namespace corridor::welfare
