// Fails when households counted together count otherwise than one by one: those of every kind by
// chance, at a line, without adults, of large amounts, in whole registers and behind them.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "corridor/sim/member_flags.hpp"
#include "corridor/sim/unsettled_count.hpp"
#include "unit/welfare/households_by_hand.hpp"

namespace corridor::sim {

namespace {

using tests::many_households;
using tests::round_standards;
using welfare::Household;

std::uint64_t sum_of(const Household& household) {
  const auto part = [](int count, int flag) {
    return static_cast<std::uint64_t>(count) << (kMembersBits * flag);
  };
  return part(household.home, kHome) + part(household.children, kChild) +
         part(household.adults, kAdult) + part(household.away, kAway) +
         part(household.away_lately, kAwayLately) + part(household.seeking, kSeeks) +
         part(household.returned, kLately);
}

welfare::Tally counted(random::Path path,
                       const std::vector<Household>& households,
                       const welfare::OriginStandards& standards) {
  UnsettledHouseholds columns;
  columns.grow(households.size());
  // What a longer stripe left behind the last household must not count.
  std::fill(columns.members.begin(), columns.members.end(), sum_of({100, 3, 1, 2, 1}));
  std::fill(columns.income.begin(), columns.income.end(), 100);
  std::fill(columns.received.begin(), columns.received.end(), 100);
  for (std::size_t i = 0; i < households.size(); ++i) {
    columns.members[i] = sum_of(households[i]);
    columns.income[i] = households[i].income;
    columns.received[i] = households[i].received;
  }
  welfare::Tally tally;
  count_unsettled(path, columns, households.size(), standards, tally);
  return tally;
}

void expect_like_one_by_one(const std::vector<Household>& households,
                            const welfare::OriginStandards& standards) {
  welfare::Tally expected;
  for (const Household& household : households) {
    welfare::count(household, standards, expected);
  }
  for (const random::Path path : {random::Path::reference, random::Path::vector}) {
    const welfare::Tally tally = counted(path, households, standards);
    EXPECT_EQ(tally.counts, expected.counts) << households.size();
    EXPECT_EQ(tally.lines, expected.lines) << households.size();
    EXPECT_EQ(tally.steps, expected.steps) << households.size();
  }
}

}  // namespace

TEST(UnsettledCount, TogetherIsLikeOneByOne) {
  for (const int count : {0, 1, 7, 8, 9, 5000}) {
    expect_like_one_by_one(many_households(count, 4), round_standards());
  }
}

TEST(UnsettledCount, DoesNotDependOnRoundNumbers) {
  welfare::OriginStandards standards = round_standards();
  standards.minor_per_dollar = 97.3;
  standards.line = {1e2 / 3, 419.7, 830.1, 277.7, 0};
  standards.returnee_pay = 1234.56789;
  standards.absent_share = 40503;
  standards.consumed = 0.87654321;
  expect_like_one_by_one(many_households(5000, 5), standards);
}

TEST(UnsettledCount, OfAmountsAtALine) {
  std::vector<Household> households;
  for (const int away : {0, 1}) {
    for (const std::int64_t income : {299, 300, 301, 420, 830}) {
      Household household;
      household.income = income;
      household.home = 2;
      household.away = away;
      household.returned = 1;
      households.push_back(household);  // without adults, nothing is lost
      household.adults = 1 + away;
      households.push_back(household);
      household.received = 1;  // of which nothing is consumed
      households.push_back(household);
    }
  }
  expect_like_one_by_one(households, round_standards());
}

// As large as amounts may be before a product of the plain code overflows, where quotients lie
// closest below whole numbers.
TEST(UnsettledCount, CutsLargeAmountsLikeWholeNumbers) {
  constexpr std::int64_t kMost = (std::int64_t{1} << (63 - welfare::kShareBits)) - 1;
  welfare::OriginStandards standards = round_standards();
  std::vector<Household> households;
  for (int adults = 1; adults < 255; ++adults) {
    for (std::int64_t less = 0; less < 10; ++less) {
      Household household;
      household.home = adults;
      household.adults = adults;
      household.away = adults < 254 ? 1 : 0;
      household.income = kMost / ((household.home + household.away) * adults) - less;
      households.push_back(household);
    }
  }
  for (const std::int64_t share : {std::int64_t{0}, std::int64_t{1}, std::int64_t{40503}}) {
    standards.absent_share = share;
    // One by one, since sums of such amounts are no amounts any more.
    for (const Household& household : households) {
      expect_like_one_by_one({household}, standards);
    }
  }
}

}  // namespace corridor::sim
