// Fails when the bounds of a household differ from a plain walk over the heads, when the mark of a
// household with a member abroad is not what its members say, or when growing loses anybody.
#include <gtest/gtest.h>

#include <vector>

#include "corridor/base/check.hpp"
#include "corridor/population/district.hpp"
#include "corridor/population/scan.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::population {
namespace {

/// Households of random size from 1 to `largest`.
District random_district(std::uint32_t persons, std::uint32_t largest, std::uint64_t seed) {
  random::Sequence random({seed, random::Stream::synthesis_households, Month(2010, 1), 0});
  District district;
  district.reserve(persons);
  district.laid_out = persons;
  district.used = persons;
  for (std::uint32_t i = 0; i < persons;) {
    district.set_head(i);
    ++district.households;
    i += 1 + random.below(largest);
  }
  for (std::uint32_t i = 0; i < persons; ++i) {
    district.classes[i] = static_cast<ClassByte>(15 | (random.below(2) == 1 ? kMaleBit : 0));
  }
  return district;
}

void expect_bounds(const District& district) {
  for (std::uint32_t person = 0; person < district.laid_out; ++person) {
    std::uint32_t begin = person;
    while (!district.is_head(begin)) {
      --begin;
    }
    std::uint32_t end = person + 1;
    while (end < district.laid_out && !district.is_head(end)) {
      ++end;
    }
    ASSERT_EQ(district.household_begin(person), begin) << "of " << district.laid_out;
    ASSERT_EQ(district.household_end(person), end) << "of " << district.laid_out;
  }
}

TEST(District, FindsTheBoundsOfEveryHousehold) {
  for (const std::uint32_t persons : {1U, 2U, 63U, 64U, 65U, 127U, 128U, 200U, 255U, 256U, 1000U}) {
    for (const std::uint32_t largest : {1U, 5U, 15U, 70U, 300U}) {
      expect_bounds(random_district(persons, largest, persons * 1000 + largest));
    }
  }
}

TEST(District, KeepsColumnsPaddedWithNobody) {
  District district = random_district(300, 6, 1);
  EXPECT_EQ(district.classes.size() % kTile, 0U);
  for (int i = 0; i < 500; ++i) {
    const std::uint16_t person = district.append_newborn(7, 21, 33);
    EXPECT_EQ(person, 300 + i);
  }
  EXPECT_EQ(district.used, 800U);
  EXPECT_EQ(district.laid_out, 300U);
  EXPECT_EQ(district.newborns.back().mother, 7);
  EXPECT_EQ(district.classes.size() % kTile, 0U);
  EXPECT_EQ(district.classes.size(), district.attributes.size());
  EXPECT_EQ(district.classes.size(), 64 * district.heads.size());
  for (std::size_t i = district.used; i < district.classes.size(); ++i) {
    EXPECT_EQ(district.classes[i], kNobody);
  }
  EXPECT_EQ(district.attributes[799], 33);
  expect_bounds(district);
}

TEST(District, RefusesMorePersonsThanItsIndexHolds) {
  District district = random_district(65534, 6, 1);
  EXPECT_EQ(district.append_newborn(0, 21, 0), 65534);
  EXPECT_THROW(district.append_newborn(0, 21, 0), InvariantError);
}

/// The marks and the count as a plain walk finds them.
void expect_marks(const District& district) {
  std::uint32_t with_migrant = 0;
  for (std::uint32_t head = 0; head < district.laid_out; head = district.household_end(head)) {
    bool away = false;
    for (std::uint32_t i = head; i < district.household_end(head); ++i) {
      away = away || (is_alive(district.classes[i]) && is_away(district.attributes[i]));
    }
    with_migrant += away ? 1 : 0;
    for (std::uint32_t i = head; i < district.household_end(head); ++i) {
      if (is_alive(district.classes[i])) {
        ASSERT_EQ(has_migrant(district.classes[i]), away ? 1 : 0) << "person " << i;
      }
    }
    ASSERT_EQ(district.household_has_member_abroad(head), away);
  }
  EXPECT_EQ(district.households_with_migrant, with_migrant);
}

TEST(District, MarksHouseholdsByWhoIsAway) {
  District district = random_district(400, 6, 2);
  random::Sequence random({3, random::Stream::month_settle, Month(2010, 1), 0});
  for (int event = 0; event < 3000; ++event) {
    const std::uint32_t person = random.below(400);
    const bool alive = is_alive(district.classes[person]);
    if (!alive) {
      continue;
    }
    if (is_away(district.attributes[person])) {
      const bool ready = random.below(2) == 1;
      district.bring_home(person, 0, ready);
      EXPECT_EQ(is_experienced(district.classes[person]), ready);
    } else if (random.below(20) == 0) {
      district.remove_dead(person);
    } else {
      district.send_abroad(person);
      EXPECT_TRUE(is_away(district.attributes[person]));
    }
    if (event % 50 == 0) {
      expect_marks(district);
    }
  }
  expect_marks(district);
}

TEST(District, TakesTheMarkAwayWhenTheOnlyMigrantDies) {
  District district = random_district(50, 4, 5);
  district.send_abroad(10);
  expect_marks(district);
  district.remove_dead(10);
  EXPECT_EQ(district.households_with_migrant, 0U);
  expect_marks(district);
}

}  // namespace
}  // namespace corridor::population
