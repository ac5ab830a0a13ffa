// Fails when the yearly layout loses, doubles or changes a person, puts a child elsewhere than with
// its mother, leaves a wrong mark or a list that points at somebody else, or depends on who is
// away.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "corridor/population/household_year.hpp"
#include "corridor/population/synthesis.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::population {
namespace {

constexpr Month kStart(2010, 1);
constexpr Month kNow(2011, 1);

PopulationParams quiet_params() {
  PopulationParams params = read_params(tests::load_tiny());
  params.union_probability_per_year = 0;
  params.division_probability_per_year = 0;
  return params;
}

ClassByte born(const Calendar& calendar, Month birth, bool male) {
  return static_cast<ClassByte>(calendar.index(birth) / kCohortMonths | (male ? kMaleBit : 0));
}
Attributes month_of(const Calendar& calendar, Month birth) {
  return static_cast<Attributes>(calendar.index(birth) % kCohortMonths);
}

/// Three households of three: mother, father, child; everybody has a birth month of their own.
District three_families(const Calendar& calendar) {
  District district;
  district.reserve(9);
  district.laid_out = 9;
  district.used = 9;
  district.households = 3;
  for (std::uint32_t i = 0; i < 9; ++i) {
    const bool child = i % 3 == 2;
    const Month birth =
        child ? Month(2003, static_cast<int>(i) + 1) : Month(1975, static_cast<int>(i) + 1);
    district.classes[i] = born(calendar, birth, i % 3 == 1);
    district.attributes[i] =
        static_cast<Attributes>(month_of(calendar, birth) | (child ? 0 : kPartneredBit));
    if (i % 3 == 0) {
      district.set_head(i);
    }
  }
  return district;
}

std::vector<int> births(const District& district, const Calendar& calendar) {
  std::vector<int> list;
  for (std::uint32_t i = 0; i < district.laid_out; ++i) {
    list.push_back(calendar.birth_index(district.classes[i], district.attributes[i]));
  }
  return list;
}

TEST(HouseholdYear, LaysChildrenBesideTheirMotherAndTakesTheDeadOut) {
  const Calendar calendar(kStart);
  District district = three_families(calendar);
  const std::vector<int> before = births(district, calendar);
  const Month birth(2010, 6);
  district.append_newborn(3, born(calendar, birth, false), month_of(calendar, birth));
  district.append_newborn(0, born(calendar, birth + 1, true), month_of(calendar, birth + 1));
  district.append_newborn(6, born(calendar, birth + 2, true), month_of(calendar, birth + 2));
  district.send_abroad(4);
  district.spells.push_back({4, 3, 0, 2, 1, 0});
  district.send_abroad(7);
  district.spells.push_back({7, 5, 1, 0, 0, 0});
  district.bans.push_back({8, 40});
  district.bans.push_back({1, 41});
  district.remove_dead(1);
  district.remove_dead(3);  // the mother of the first newborn

  const HouseholdYear year = household_year(quiet_params(), calendar, kNow, 1, district);
  EXPECT_EQ(year.unions(), 0);
  EXPECT_EQ(year.divisions, 0);
  EXPECT_EQ(births(district, calendar),
            (std::vector<int>{before[0],
                              before[2],
                              calendar.index(birth + 1),
                              before[4],
                              before[5],
                              calendar.index(birth),
                              before[6],
                              before[7],
                              before[8],
                              calendar.index(birth + 2)}));
  EXPECT_EQ(district.used, 10U);
  EXPECT_EQ(district.households, 3U);
  EXPECT_EQ(district.households_with_migrant, 2U);
  EXPECT_TRUE(district.newborns.empty());
  for (std::uint32_t i = 0; i < 10; ++i) {
    EXPECT_EQ(district.is_head(i), i == 0 || i == 3 || i == 6) << i;
    EXPECT_EQ(has_migrant(district.classes[i]), i >= 3 ? 1 : 0) << i;
  }
  ASSERT_EQ(district.spells.size(), 2U);
  EXPECT_EQ(district.spells[0].person, 3);
  EXPECT_EQ(district.spells[0].status, 2);
  EXPECT_EQ(district.spells[1].person, 7);
  ASSERT_EQ(district.bans.size(), 1U);
  EXPECT_EQ(district.bans[0].person, 8);
  EXPECT_EQ(district.bans[0].until, 40);
}

TEST(HouseholdYear, GivesOrphansToTheHouseholdBeforeThem) {
  const Calendar calendar(kStart);
  District district = three_families(calendar);
  const std::vector<int> before = births(district, calendar);
  district.remove_dead(6);
  district.remove_dead(7);
  household_year(quiet_params(), calendar, kNow, 1, district);
  EXPECT_EQ(district.households, 2U);
  EXPECT_EQ(district.laid_out, 7U);
  EXPECT_EQ(births(district, calendar).back(), before[8]);
  EXPECT_EQ(district.household_begin(6), 3U);
}

TEST(HouseholdYear, CouplesMeetAndMoveTogether) {
  const Calendar calendar(kStart);
  District district;
  district.reserve(2);
  district.laid_out = 2;
  district.used = 2;
  district.households = 2;
  district.classes[0] = born(calendar, Month(1986, 5), true);
  district.attributes[0] = month_of(calendar, Month(1986, 5));
  district.classes[1] = born(calendar, Month(1989, 5), false);
  district.attributes[1] = month_of(calendar, Month(1989, 5));
  district.set_head(0);
  district.set_head(1);
  PopulationParams params = quiet_params();
  params.union_probability_per_year = 1;
  params.neolocal_share = 0;
  const HouseholdYear year = household_year(params, calendar, kNow, 1, district);
  EXPECT_EQ(year.unions(), 1);
  EXPECT_EQ(district.households, 1U);
  EXPECT_TRUE((district.attributes[0] & kPartneredBit) != 0);
  EXPECT_TRUE((district.attributes[1] & kPartneredBit) != 0);
}

District first_district() {
  parallel::Threads threads(1);
  const evidence::Pack pack = tests::load_tiny();
  return synthesise(pack, read_params(pack), {kStart, 1, 5}, threads).districts.front();
}

/// Everybody alive without marks that the year may change, sorted.
std::vector<std::uint32_t> living(const District& district) {
  std::vector<std::uint32_t> list;
  for (std::uint32_t i = 0; i < district.used; ++i) {
    if (is_alive(district.classes[i])) {
      const unsigned c = district.classes[i] & ~static_cast<unsigned>(kHasMigrantBit);
      const unsigned a = district.attributes[i] & ~static_cast<unsigned>(kPartneredBit);
      list.push_back(c << 16 | a);
    }
  }
  std::sort(list.begin(), list.end());
  return list;
}

int partnered(const District& district) {
  int count = 0;
  for (std::uint32_t i = 0; i < district.used; ++i) {
    count += is_alive(district.classes[i]) && (district.attributes[i] & kPartneredBit) != 0 ? 1 : 0;
  }
  return count;
}

/// A year of deaths and births at random.
void live_a_year(District& district, const Calendar& calendar) {
  random::Sequence random({9, random::Stream::month_settle, kStart, 0});
  for (int i = 0; i < 120; ++i) {
    const auto mother = static_cast<std::uint16_t>(random.below(district.laid_out));
    const Month birth = kStart + static_cast<std::int32_t>(random.below(12));
    district.append_newborn(
        mother, born(calendar, birth, random.below(2) == 1), month_of(calendar, birth));
  }
  for (int i = 0; i < 150; ++i) {
    const std::uint32_t person = random.below(district.used);
    if (is_alive(district.classes[person])) {
      district.remove_dead(person);
    }
  }
}

void send_every(District& district, std::uint32_t step) {
  for (std::uint32_t person = step; person < district.laid_out; person += step) {
    if (is_alive(district.classes[person])) {
      district.send_abroad(person);
      district.spells.push_back({static_cast<std::uint16_t>(person), 0, 0, 0, 0, 0});
    }
  }
}

TEST(HouseholdYear, LosesNobodyAndCountsItsUnions) {
  const Calendar calendar(kStart);
  District district = first_district();
  live_a_year(district, calendar);
  send_every(district, 31);
  const std::vector<std::uint32_t> before = living(district);
  const int in_union = partnered(district);
  const std::size_t spells = district.spells.size();
  PopulationParams params = read_params(tests::load_tiny());
  params.division_size = 5;
  const HouseholdYear year = household_year(params, calendar, kNow, 5, district);
  EXPECT_EQ(living(district), before);
  EXPECT_GT(year.unions(), 0);
  EXPECT_GT(year.divisions, 0);
  EXPECT_EQ(partnered(district), in_union + 2 * year.unions());
  EXPECT_EQ(district.laid_out, before.size());
  EXPECT_EQ(district.spells.size(), spells);
  std::uint32_t households = 0;
  std::uint32_t marked = 0;
  for (std::uint32_t head = 0; head < district.laid_out; head = district.household_end(head)) {
    ++households;
    marked += static_cast<std::uint32_t>(has_migrant(district.classes[head]));
    ASSERT_EQ(has_migrant(district.classes[head]) == 1, district.household_has_member_abroad(head));
  }
  EXPECT_EQ(district.households, households);
  EXPECT_EQ(district.households_with_migrant, marked);
  for (const Spell& spell : district.spells) {
    EXPECT_TRUE(is_away(district.attributes[spell.person]));
  }
}

TEST(HouseholdYear, DoesNotAskWhoIsAway) {
  const Calendar calendar(kStart);
  const PopulationParams params = read_params(tests::load_tiny());
  District home = first_district();
  live_a_year(home, calendar);
  District away = home;
  send_every(away, 3);
  household_year(params, calendar, kNow, 5, home, random::Path::reference);
  household_year(params, calendar, kNow, 5, away, random::Path::vector);
  ASSERT_EQ(home.laid_out, away.laid_out);
  EXPECT_EQ(home.heads, away.heads);
  for (std::uint32_t i = 0; i < home.laid_out; ++i) {
    const ClassByte unmarked = away.classes[i] & static_cast<ClassByte>(~kHasMigrantBit);
    ASSERT_EQ(home.classes[i], unmarked) << i;
    ASSERT_EQ(home.attributes[i], away.attributes[i] & static_cast<Attributes>(~kAwayBit)) << i;
  }
}

}  // namespace
}  // namespace corridor::population
