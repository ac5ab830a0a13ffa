#pragma once

#include <vector>

#include "corridor/random/draw.hpp"
#include "corridor/welfare/tally.hpp"

/// Standards and households whose sums can be worked out by hand.
namespace corridor::tests {

/// A dollar a day is a hundred minor units a month; an absent adult takes half a share away; nine
/// tenths of receipts are consumed; there is no national line.
inline welfare::OriginStandards round_standards() {
  welfare::OriginStandards standards;
  standards.minor_per_dollar = 100;
  standards.minor_per_dollar_base = 100;
  standards.line = {300, 420, 830, 0, 500};
  standards.returnee_pay = 1000;
  standards.minor_per_destination_minor = 1;
  standards.minor_per_usd = 1000;
  standards.absent_share = welfare::kShareUnit / 2;
  standards.consumed = 0.9;
  return standards;
}

/// Households of every kind by chance: large and small, poor and rich, with and without members
/// abroad, with members who look for work, with more away than could earn.
inline std::vector<welfare::Household> many_households(int count, std::uint64_t seed) {
  random::Sequence chance({seed, random::Stream::synthesis_households, Month(2010, 1), 0});
  const auto below = [&](int n) {
    return static_cast<int>(chance.below(static_cast<std::uint32_t>(n)));
  };
  std::vector<welfare::Household> households;
  for (int i = 0; i < count; ++i) {
    welfare::Household household;
    household.income = below(4) == 0 ? below(200000) : below(1500);
    household.home = 1 + below(9);
    household.children = below(household.home + 1);
    household.away = below(3) == 0 ? 1 + below(4) : 0;
    household.seeking = below(4) == 0 ? below(household.home + 1) : 0;
    household.returned = household.seeking;
    household.adults = below(household.home + household.away + 1);
    household.away_lately = household.away > 0 ? below(household.away + 1) : 0;
    household.received = household.away > 0 && below(4) > 0 ? below(9000) : 0;
    households.push_back(household);
  }
  return households;
}

inline welfare::Tally tally_of(const std::vector<welfare::Household>& households) {
  welfare::Tally tally;
  for (const welfare::Household& household : households) {
    welfare::count(household, round_standards(), tally);
  }
  return tally;
}

}  // namespace corridor::tests
