// Fails when the stripes of a year ask a household twice or never, when newborns, the dead, those
// away or those who came home are counted otherwise than a plain walk over the household says, or
// when the money of one household moves the answer of another.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/population/place.hpp"
#include "corridor/sim/world.hpp"
#include "packs/altered_pack.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

using population::District;
using welfare::Count;
using welfare::Tally;

constexpr Month kFrom(2010, 1);

/// Those who came home find work at a rate a month.
evidence::Pack with_absorption(double rate) {
  evidence::Pack pack = tests::load_tiny();
  for (evidence::WelfareFigure& figure : pack.welfare) {
    figure.value = figure.quantity == "absorption" ? rate : figure.value;
  }
  return pack;
}

/// A world at its start, whose months are asked about while nothing happens in it.
struct Still {
  evidence::Pack pack;
  parallel::Threads threads{1};
  World world =
      make_world(pack, tests::request(kFrom, kFrom + static_cast<int>(kStripes) - 1), threads);

  explicit Still(double absorption) : pack(with_absorption(absorption)) {}

  Tally ask(const District& district, Month month, int now) {
    MonthTables tables = month_tables(world, month);
    tables.now = static_cast<std::int16_t>(now);
    WelfareScratch scratch(pack.regions.size());
    welfare_month(world, tables, district, scratch);
    scratch.count_settled(tables.welfare, pack);
    return scratch.tallies[district.region];
  }
  Tally ask_all(const District& district, int now = 30) {
    Tally sum;
    for (Month month = kFrom; month < kFrom + static_cast<int>(kStripes); ++month) {
      sum.add(ask(district, month, now));
    }
    return sum;
  }
};

/// Nobody who came home finds work in it within two years.
Still& still() {
  static Still world(0);
  return world;
}

constexpr int kAdultBirth = 900;  // January 1980: cohorts begin in 1905
constexpr int kChildBirth = 1200;
population::ClassByte class_of(int birth) {
  return static_cast<population::ClassByte>(birth / population::kCohortMonths);
}

/// Households of adults, in the order of their sizes, in the second region.
District village(const std::vector<int>& sizes) {
  District district;
  district.region = 1;
  for (const int size : sizes) {
    const auto head = static_cast<std::uint32_t>(district.laid_out);
    district.laid_out += static_cast<std::uint32_t>(size);
    district.reserve(district.laid_out);
    district.set_head(head);
    ++district.households;
    for (std::uint32_t i = head; i < district.laid_out; ++i) {
      district.classes[i] = class_of(kAdultBirth);
    }
  }
  district.used = district.laid_out;
  return district;
}

population::Spell spell(int person, int arrived) {
  population::Spell made;
  made.person = static_cast<std::uint16_t>(person);
  made.arrived = static_cast<std::int16_t>(arrived);
  made.status = tests::kPatent;
  return made;
}

/// What a plain walk finds of the households that are asked in one month: those whose first person
/// lies in the month's stripe.
struct Walk {
  std::int64_t households = 0, persons = 0, members = 0, children = 0, adults = 0, recent = 0;
  Walk(const World& world, const District& district, Month month, int now) {
    const auto stripe = static_cast<std::uint64_t>(stripe_of(month));
    for (std::uint32_t begin = 0; begin < district.laid_out;) {
      const std::uint32_t end = district.household_end(begin);
      if (begin >= district.laid_out * stripe / kStripes &&
          begin < district.laid_out * (stripe + 1) / kStripes) {
        household(world, district, begin, end, month, now);
      }
      begin = end;
    }
  }

 private:
  void household(const World& world,
                 const District& district,
                 std::uint32_t begin,
                 std::uint32_t end,
                 Month month,
                 int now) {
    int home = 0, away = 0, young = 0, grown = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
      const auto c = district.classes[i];
      const auto a = district.attributes[i];
      if (!population::is_alive(c)) {
        continue;
      }
      const int age = world.calendar.age(world.calendar.birth_index(c, a), month);
      ++(population::is_away(a) ? away : home);
      young += !population::is_away(a) && age < 18 ? 1 : 0;
      grown += age >= 18 && age < 65 ? 1 : 0;
    }
    if (home == 0) {
      return;
    }
    ++households;
    persons += home;
    members += home + away;
    children += young;
    adults += std::max(0, grown - away);
    recent += std::any_of(district.spells.begin(),
                          district.spells.end(),
                          [&](const population::Spell& s) {
                            return s.person >= begin && s.person < end && now - s.arrived < 12;
                          })
                  ? 1
                  : 0;
  }
};

TEST(WelfareStripes, AskInEveryMonthWhomAPlainWalkAsks) {
  std::int64_t recent = 0;
  for (const District& district : still().world.districts) {
    for (Month month = kFrom; month < kFrom + static_cast<int>(kStripes); ++month) {
      const Tally tally = still().ask(district, month, month - kFrom);
      const Walk walk(still().world, district, month, month - kFrom);
      ASSERT_EQ(tally[Count::households], walk.households) << month.text();
      ASSERT_EQ(tally[Count::persons], walk.persons) << month.text();
      ASSERT_EQ(tally[Count::members], walk.members) << month.text();
      ASSERT_EQ(tally[Count::children], walk.children) << month.text();
      ASSERT_EQ(tally[Count::adults], walk.adults) << month.text();
      ASSERT_EQ(tally[Count::households_with_recent_migrant], walk.recent) << month.text();
      recent += walk.recent;
    }
  }
  EXPECT_GT(recent, 20);
}

TEST(WelfareStripes, HoldEveryHouseholdOnceHoweverTheyLie) {
  for (const std::vector<int>& sizes : {std::vector<int>{1},
                                        {2, 1},
                                        {30},
                                        {1, 30, 1},
                                        {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1},
                                        {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4},
                                        {70, 1, 1, 1, 70, 3, 3, 3, 9, 9, 9},
                                        {7, 3, 2, 5, 1, 1, 9, 4, 4, 6, 2, 8, 5, 3}}) {
    const District district = village(sizes);
    const Tally tally = still().ask_all(district);
    EXPECT_EQ(tally[Count::households], static_cast<std::int64_t>(sizes.size()));
    EXPECT_EQ(tally[Count::persons], district.laid_out);
    EXPECT_EQ(tally[Count::adults], district.laid_out);
  }
}

TEST(WelfareStripes, NobodyLivesInAnEmptyDistrict) {
  EXPECT_EQ(still().ask_all(District{})[Count::households], 0);
}

TEST(WelfareHousehold, NewbornsWaitForTheirLayout) {
  District district = village({3, 3});
  district.append_newborn(1, class_of(kChildBirth), 0);
  EXPECT_EQ(still().ask_all(district)[Count::persons], 6);
  EXPECT_EQ(still().ask_all(district)[Count::children], 0);
}

TEST(WelfareHousehold, TheDeadAreNoMembers) {
  District district = village({3, 2});
  district.remove_dead(1);
  Tally tally = still().ask_all(district);
  EXPECT_EQ(tally[Count::persons], 4);
  EXPECT_EQ(tally[Count::households], 2);
  district.remove_dead(3);
  district.remove_dead(4);
  tally = still().ask_all(district);
  EXPECT_EQ(tally[Count::persons], 2);
  EXPECT_EQ(tally[Count::households], 1);
}

TEST(WelfareHousehold, IsNotAskedWhenNobodyIsAtHome) {
  District district = village({2, 3});
  for (const int person : {0, 1, 2}) {
    district.send_abroad(static_cast<std::uint32_t>(person));
    district.spells.push_back(spell(person, 20));
  }
  const Tally tally = still().ask_all(district);
  EXPECT_EQ(tally[Count::households], 1);
  EXPECT_EQ(tally[Count::persons], 2);
  EXPECT_EQ(tally[Count::members], 3);
  EXPECT_EQ(tally[Count::adults], 2);
  EXPECT_EQ(tally[Count::persons_with_migrant], 2);
}

TEST(WelfareHousehold, AMemberWhoLeftAYearAgoIsNoMemberToASurvey) {
  for (const auto& [arrived, recent] : {std::pair{30, 1}, {19, 1}, {18, 0}, {-40, 0}}) {
    District district = village({2, 3});
    district.send_abroad(2);
    district.spells.push_back(spell(2, arrived));
    const Tally tally = still().ask_all(district, 30);
    EXPECT_EQ(tally[Count::households_with_recent_migrant], recent) << arrived;
    EXPECT_EQ(tally[Count::households_receiving], 1);
  }
}

/// Households lost and persons seeking of a household to which somebody came home in these months.
std::pair<std::int64_t, std::int64_t> after_returns(const std::vector<int>& months) {
  District district = village({2, 3});
  for (const int month : months) {
    district.returnees.push_back({3, static_cast<std::int16_t>(month)});
  }
  const Tally tally = still().ask_all(district, 30);
  return {tally[Count::households_lost], tally[Count::seeking]};
}

TEST(WelfareHousehold, RemembersHomecomingsForAYearAndForTwo) {
  using Pair = std::pair<std::int64_t, std::int64_t>;
  EXPECT_EQ(after_returns({}), Pair(0, 0));
  EXPECT_EQ(after_returns({30}), Pair(1, 1));
  EXPECT_EQ(after_returns({19}), Pair(1, 1));
  EXPECT_EQ(after_returns({18}), Pair(0, 1));
  EXPECT_EQ(after_returns({7}), Pair(0, 1));
  EXPECT_EQ(after_returns({6}), Pair(0, 0));
  EXPECT_EQ(after_returns({-30}), Pair(0, 0));
}

TEST(WelfareHousehold, TheLaterHomecomingOfAPersonCounts) {
  using Pair = std::pair<std::int64_t, std::int64_t>;
  EXPECT_EQ(after_returns({10, 29}), Pair(1, 1));
  EXPECT_EQ(after_returns({2, 12}), Pair(0, 1));
}

// Half of those who came home seven months ago still seek, and a fifth after sixteen. Who found
// work after the later homecoming does not go on with the search of the earlier one.
TEST(WelfareHousehold, ASearchEndsWithTheNextHomecoming) {
  Still working(0.1);
  const auto seeking = [&](const std::vector<int>& months) {
    District district = village(std::vector<int>(80, 2));
    for (const int month : months) {
      for (std::uint16_t person = 0; person < 160;
           person = static_cast<std::uint16_t>(person + 2)) {
        district.attributes[person] = static_cast<population::Attributes>(
            person % 32 / 2 << population::kSkillShift | person / 32);
        district.returnees.push_back({person, static_cast<std::int16_t>(month)});
      }
    }
    return working.ask_all(district, 30)[Count::seeking];
  };
  EXPECT_GT(seeking({14}), 4);
  EXPECT_GT(seeking({23}), 20);
  EXPECT_LT(seeking({23}), 60);
  EXPECT_EQ(seeking({14, 23}), seeking({23}));
}

TEST(WelfareHousehold, WhoLeftAgainNeitherSeeksNorIsMissed) {
  District district = village({2, 3});
  district.returnees.push_back({3, 25});
  district.send_abroad(3);
  district.spells.push_back(spell(3, 29));
  const Tally tally = still().ask_all(district, 30);
  EXPECT_EQ(tally[Count::seeking], 0);
  EXPECT_EQ(tally[Count::households_lost], 0);
  EXPECT_EQ(tally[Count::households_with_recent_migrant], 1);
}

TEST(WelfareHousehold, TheDeadDoNotSeek) {
  District district = village({2, 3});
  district.returnees.push_back({3, 29});
  district.remove_dead(3);
  const Tally tally = still().ask_all(district, 30);
  EXPECT_EQ(tally[Count::seeking] + tally[Count::households_lost], 0);
}

// Somebody seeks if the word of the homecoming lies below exp(-a v).
TEST(WelfareHousehold, ReturneesFindWorkAtTheirRate) {
  evidence::Pack pack = tests::load_tiny();
  parallel::Threads threads(1);
  const World world = make_world(pack, tests::request(kFrom, kFrom), threads);
  const WelfareTables tables = month_tables(world, kFrom).welfare;
  for (const auto& still_seeking : *tables.still_seeking) {
    for (int months = 0; months < kSearchMonths; ++months) {
      EXPECT_NEAR(
          still_seeking[static_cast<std::size_t>(months)] * 0x1p-32, std::exp(-0.1 * months), 1e-9);
    }
    EXPECT_EQ(still_seeking[kSearchMonths], 0U);
  }
}

TEST(WelfareHousehold, TheMoneyOfOneHouseholdTouchesItAlone) {
  District both = village({2, 3, 4, 5});
  for (const int person : {2, 6}) {
    both.send_abroad(static_cast<std::uint32_t>(person));
    both.spells.push_back(spell(person, 29));
  }
  District one = both;
  one.spells.erase(one.spells.begin());  // away, and sends nothing
  const Tally before = still().ask_all(both);
  const Tally after = still().ask_all(one);
  EXPECT_EQ(before[Count::received], 2 * after[Count::received]);
  EXPECT_GT(after[Count::received], 0);
  EXPECT_EQ(after[Count::own], before[Count::own]);
  EXPECT_EQ(after[Count::persons], before[Count::persons]);
  EXPECT_EQ(before[Count::households_receiving], 2);
  EXPECT_EQ(after[Count::households_receiving], 1);
  std::int64_t moved = 0;
  for (std::size_t step = 0; step < welfare::kSteps; ++step) {
    moved += std::abs(before.steps[step][0] - after.steps[step][0]);
  }
  EXPECT_EQ(moved, 2 * 2);  // the two persons at home, out of one step and into another
}

}  // namespace
}  // namespace corridor::sim
