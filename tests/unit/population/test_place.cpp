// Fails when the place of a household depends on who is away, on marks, or on anything else that
// passes, when it is not its first living member's, or when two scenarios and the years give most
// households other places. That places are uniform is tested in tests/statistical.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>

#include "corridor/population/place.hpp"
#include "corridor/sim/world.hpp"
#include "packs/altered_pack.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::population {
namespace {

District household_of_three() {
  District district;
  district.reserve(3);
  district.laid_out = 3;
  district.used = 3;
  district.number = 7;
  district.set_head(0);
  for (std::uint32_t i = 0; i < 3; ++i) {
    district.classes[i] = static_cast<ClassByte>(10 + i);
    district.attributes[i] = static_cast<Attributes>(i + 1);
  }
  return district;
}

TEST(HouseholdPlace, BelongsToTheFirstLivingMember) {
  District district = household_of_three();
  const auto place = [&] { return household_place(5, district, 0, 3); };
  EXPECT_EQ(place(), person_word(5, district, 0));
  EXPECT_EQ(place(), person_word(5, 7, 10 * kCohortMonths + 1, 0, 0, 0));
  const std::uint32_t before = place();
  district.remove_dead(1);
  EXPECT_EQ(place(), before);
  district.remove_dead(0);
  EXPECT_EQ(place(), person_word(5, district, 2));
  EXPECT_NE(place(), before);
}

TEST(HouseholdPlace, DoesNotKnowWhoIsAway) {
  District district = household_of_three();
  const std::uint32_t before = household_place(5, district, 0, 3);
  district.send_abroad(0);
  EXPECT_EQ(household_place(5, district, 0, 3), before);
  district.send_abroad(1);
  district.bring_home(0, 3, true);
  district.attributes[0] |= kBarredBit | kPartneredBit;
  EXPECT_EQ(household_place(5, district, 0, 3), before);
}

TEST(HouseholdPlace, IsAnotherForAnotherSeedDistrictOrPerson) {
  const std::uint32_t word = person_word(5, 7, 900, 0, 1, 2);
  EXPECT_NE(person_word(6, 7, 900, 0, 1, 2), word);
  EXPECT_NE(person_word(5, 8, 900, 0, 1, 2), word);
  EXPECT_NE(person_word(5, 7, 901, 0, 1, 2), word);
  EXPECT_NE(person_word(5, 7, 900, 1, 1, 2), word);
  EXPECT_NE(person_word(5, 7, 900, 0, 2, 2), word);
  EXPECT_NE(person_word(5, 7, 900, 0, 1, 3), word);
}

/// Places of all households of a district by the word of their first member, in order.
std::vector<std::uint32_t> places(const District& district) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t begin = 0; begin < district.laid_out; begin = district.household_end(begin)) {
    found.push_back(household_place(1, district, begin, district.household_end(begin)));
  }
  return found;
}

TEST(HouseholdPlace, IsTheSameInScenariosAndThroughTheYears) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_mortality(pack, 0);
  tests::remove_law(pack, evidence::LawKind::enlistment);
  evidence::Pack closed = pack;
  closed.law.push_back(tests::law_rule(evidence::LawKind::leaving, -1, -1, 0));
  parallel::Threads threads(1);
  const sim::RunRequest wanted = tests::request(Month(2010, 1), Month(2011, 12));
  sim::World open_world = make_world(pack, wanted, threads);
  sim::World closed_world = make_world(closed, wanted, threads);
  const std::vector<std::uint32_t> start = places(open_world.districts[0]);
  sim::Scratch scratch(pack);
  for (Month month = wanted.from; month <= wanted.to; ++month) {
    for (sim::World* world : {&open_world, &closed_world}) {
      const sim::MonthTables tables = month_tables(*world, month);
      district_month(*world, tables, world->districts[0], scratch);
    }
  }
  ASSERT_NE(open_world.districts[0].spells.size(), closed_world.districts[0].spells.size());
  const std::vector<std::uint32_t> open = places(open_world.districts[0]);
  EXPECT_EQ(open, places(closed_world.districts[0]));
  // Nobody dies. A first member who leaves to live with a partner or to divide the household takes
  // the place along or joins another one; most stay.
  std::vector<std::uint32_t> kept;
  std::vector<std::uint32_t> was = start;
  std::vector<std::uint32_t> is = open;
  std::sort(was.begin(), was.end());
  std::sort(is.begin(), is.end());
  std::set_intersection(was.begin(), was.end(), is.begin(), is.end(), std::back_inserter(kept));
  EXPECT_GT(static_cast<double>(kept.size()), 0.8 * static_cast<double>(was.size()));
  EXPECT_LT(kept.size(), is.size());
}

}  // namespace
}  // namespace corridor::population
