// Fails when a run is copied to another place, when a copy spills over the next run or an old place
// that is in no run gets a new one, when a mark does not follow who of a household is away, or when
// marks are not counted by household: with runs and households shorter and longer than a register,
// against loops over one person after the other.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

#include "corridor/population/relayout_columns.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::population {
namespace {

constexpr std::uint16_t kUntouched = UINT16_MAX;

random::Sequence draws_of_lengths(std::uint32_t number) {
  return random::Sequence({3, random::Stream::month_scan, Month(2020, 1), number});
}

/// Households of one to `longest` persons, all by chance.
District some_district(std::uint32_t persons, std::uint32_t longest, random::Sequence& chance) {
  District district;
  district.reserve(persons + kStride);
  district.laid_out = persons;
  district.used = persons;
  for (std::uint32_t i = 0; i < persons; ++i) {
    district.classes[i] = static_cast<ClassByte>(chance.below(kNobody) | chance.below(8) << 5);
    district.attributes[i] = static_cast<Attributes>(chance.next());
    if (chance.below(4) > 0) {
      district.attributes[i] &= static_cast<Attributes>(~kAwayBit);
    }
  }
  for (std::uint32_t head = 0; head < persons; head += 1 + chance.below(longest)) {
    district.set_head(head);
  }
  return district;
}

/// Runs of one to `longest` neighbours who take turns from both halves; some persons are in none.
std::vector<Relayout::Run> some_runs(std::uint32_t persons,
                                     std::uint32_t longest,
                                     random::Sequence& chance) {
  std::vector<Relayout::Run> runs;
  std::array<std::uint32_t, 2> next = {0, persons / 2};
  const std::array<std::uint32_t, 2> end = {persons / 2, persons};
  while (next[0] < end[0] || next[1] < end[1]) {
    const std::uint32_t half = next[0] == end[0] ? 1 : next[1] == end[1] ? 0 : chance.below(2);
    const std::uint32_t count = std::min(1 + chance.below(longest), end[half] - next[half]);
    if (chance.below(8) > 0) {
      runs.push_back({static_cast<std::uint16_t>(next[half]), static_cast<std::uint16_t>(count)});
    }
    next[half] += count;
  }
  return runs;
}

class RelayoutColumns : public testing::TestWithParam<std::uint32_t> {};

TEST_P(RelayoutColumns, AreCopiedRunByRun) {
  constexpr std::uint32_t kPersons = 3000;
  random::Sequence draws = draws_of_lengths(GetParam());
  const District from = some_district(kPersons, 9, draws);
  const std::vector<Relayout::Run> runs = some_runs(kPersons, GetParam(), draws);
  District to;
  to.reserve(kPersons + kStride);
  std::vector<std::uint16_t> new_place(kPersons + kStride, kUntouched);
  copy_runs(runs, from, to, new_place.data());
  std::vector<std::uint16_t> expected(new_place.size(), kUntouched);
  std::uint16_t at = 0;
  for (const Relayout::Run& run : runs) {
    for (std::uint32_t old = run.first; old < std::uint32_t{run.first} + run.count; ++old) {
      EXPECT_EQ(to.classes[at], from.classes[old]) << old;
      EXPECT_EQ(to.attributes[at], from.attributes[old]) << old;
      expected[old] = at++;
    }
  }
  EXPECT_EQ(new_place, expected);
}

TEST_P(RelayoutColumns, MarksFollowWhoIsAway) {
  constexpr std::uint32_t kPersons = 3000;
  random::Sequence draws = draws_of_lengths(GetParam());
  District district = some_district(kPersons, GetParam(), draws);
  std::vector<std::uint16_t> heads;
  std::vector<ClassByte> expected = district.classes;
  std::uint32_t marked = 0;
  for (std::uint32_t head = 0; head < kPersons; head = district.household_end(head)) {
    const std::uint32_t end = district.household_end(head);
    const bool away =
        std::any_of(district.attributes.begin() + head, district.attributes.begin() + end, is_away);
    if (draws.below(3) > 0) {
      heads.push_back(static_cast<std::uint16_t>(head));
      for (std::uint32_t i = head; i < end; ++i) {
        expected[i] =
            static_cast<ClassByte>((expected[i] & ~kHasMigrantBit) | (away ? kHasMigrantBit : 0));
      }
    }
    marked += has_migrant(expected[head]) != 0 ? 1 : 0;
  }
  mark_households(heads, district);
  EXPECT_EQ(district.classes, expected);
  EXPECT_EQ(marked_households(district), marked);
}

INSTANTIATE_TEST_SUITE_P(Lengths, RelayoutColumns, testing::Values(1U, 5U, 31U, 33U, 80U, 700U));

}  // namespace
}  // namespace corridor::population
