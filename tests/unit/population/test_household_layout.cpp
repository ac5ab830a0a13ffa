// Fails when the columns written after moves differ from a plain sort of everybody by household and
// old place, when marks, heads or lists do not follow, or when a bitmap has a wrong bit.
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "corridor/population/bitmap.hpp"
#include "corridor/population/household_layout.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::population {
namespace {

TEST(Bitmap, HasABitForEveryFlagAndNoneBeyond) {
  for (const std::uint32_t count : {1U, 63U, 64U, 65U, 128U, 200U}) {
    const auto flag = [](std::size_t i) { return static_cast<std::uint8_t>(i % 3 == 1 ? 1 : 0); };
    std::vector<std::uint64_t> bitmap;
    fill_bitmap(count, flag, bitmap);
    ASSERT_EQ(bitmap.size(), (count + 63) / 64);
    std::vector<std::uint32_t> wanted;
    for (std::uint32_t i = 1; i < count; i += 3) {
      wanted.push_back(i);
    }
    std::vector<std::uint32_t> found;
    for_each_bit(bitmap, [&](std::uint32_t i) { found.push_back(i); });
    EXPECT_EQ(found, wanted) << count;
  }
}

/// Households of one to seven; every person can be told from the others by the attributes.
District some_households(std::uint32_t persons, random::Sequence& random) {
  District district;
  district.reserve(persons);
  district.laid_out = persons;
  district.used = persons;
  for (std::uint32_t i = 0; i < persons; ++district.households) {
    district.set_head(i);
    i += 1 + random.below(7);
  }
  for (std::uint32_t i = 0; i < persons; ++i) {
    district.classes[i] = static_cast<ClassByte>(3 + i % 5);
    district.attributes[i] = static_cast<Attributes>((i & 0xFF) | (i >> 8 << kSkillShift));
  }
  return district;
}

/// Some are born, some go abroad, some die.
void live(District& district, random::Sequence& random) {
  for (int i = 0; i < 40; ++i) {
    const auto mother = static_cast<std::uint16_t>(random.below(district.laid_out));
    district.append_newborn(mother, 20, static_cast<Attributes>(i));
  }
  for (std::uint32_t person = 0; person < district.laid_out; person += 1 + random.below(30)) {
    district.send_abroad(person);
    district.spells.push_back({static_cast<std::uint16_t>(person), 0, 0, 0, 0, 0});
  }
  for (int i = 0; i < 30; ++i) {
    const std::uint32_t person = random.below(district.used);
    if (is_alive(district.classes[person])) {
      district.remove_dead(person);
    }
  }
}

/// Moves some at random, a few of them twice or back to where they were.
void move_some(District& district, HouseholdLayout& layout, random::Sequence& random) {
  for (int i = 0; i < 12; ++i) {
    layout.found();
  }
  for (int i = 0; i < 80; ++i) {
    const std::uint32_t person = random.below(district.laid_out);
    if (layout.household_of(person) != HouseholdLayout::kGone) {
      const std::uint16_t before = layout.household_of(person);
      layout.move(person, static_cast<std::uint16_t>(random.below(layout.households())));
      if (i % 8 == 0) {
        layout.move(person, before);
      }
    }
  }
  for (const Newborn& newborn : district.newborns) {
    if (is_alive(district.classes[newborn.person])) {
      layout.move(newborn.person, static_cast<std::uint16_t>(random.below(layout.households())));
    }
  }
}

/// Everybody with a household, by household and old place.
std::vector<std::pair<std::uint16_t, std::uint32_t>> sorted(const District& district,
                                                            const HouseholdLayout& layout) {
  std::vector<std::pair<std::uint16_t, std::uint32_t>> order;
  for (std::uint32_t person = 0; person < district.used; ++person) {
    if (layout.household_of(person) != HouseholdLayout::kGone) {
      order.emplace_back(layout.household_of(person), person);
    }
  }
  std::sort(order.begin(), order.end());
  return order;
}

void expect_marks(const District& district) {
  std::uint32_t households = 0;
  std::uint32_t marked = 0;
  for (std::uint32_t head = 0; head < district.laid_out; head = district.household_end(head)) {
    ++households;
    marked += static_cast<std::uint32_t>(has_migrant(district.classes[head]));
    for (std::uint32_t i = head; i < district.household_end(head); ++i) {
      ASSERT_EQ(has_migrant(district.classes[i]) == 1, district.household_has_member_abroad(head));
    }
  }
  EXPECT_EQ(district.households, households);
  EXPECT_EQ(district.households_with_migrant, marked);
}

TEST(HouseholdLayout, WritesEverybodyByHouseholdAndOldPlace) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    random::Sequence random({seed, random::Stream::synthesis_households, Month(2010, 1), 0});
    District district = some_households(500 + 97 * static_cast<std::uint32_t>(seed), random);
    live(district, random);
    HouseholdLayout layout(district);
    move_some(district, layout, random);
    const District before = district;
    const auto order = sorted(district, layout);
    lay_out(layout.relayout(), district);
    ASSERT_EQ(district.laid_out, order.size());
    ASSERT_EQ(district.used, order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      const std::uint32_t person = order[i].second;
      ASSERT_EQ(district.attributes[i], before.attributes[person]) << i;
      ASSERT_EQ(district.classes[i] & ~kHasMigrantBit, before.classes[person] & ~kHasMigrantBit);
      ASSERT_EQ(district.is_head(i), i == 0 || order[i - 1].first != order[i].first) << i;
    }
    expect_marks(district);
    std::size_t spells = 0;
    for (const Spell& spell : before.spells) {
      spells += is_alive(before.classes[spell.person]) ? 1U : 0U;
    }
    ASSERT_EQ(district.spells.size(), spells);
    for (const Spell& spell : district.spells) {
      EXPECT_TRUE(is_away(district.attributes[spell.person]));
    }
    EXPECT_TRUE(district.newborns.empty());
  }
}

}  // namespace
}  // namespace corridor::population
