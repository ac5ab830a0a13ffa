// Fails when an entry of a person in the stripe is left out, one of another person is listed, or
// the order changes, for entries of one word and of two, in whole registers and behind them.
#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "corridor/population/district.hpp"
#include "corridor/sim/stripe_scan.hpp"

namespace corridor::sim {

namespace {

constexpr std::uint32_t kPersons = 65534;

/// Entries of persons by chance; what else they hold does not matter and is all bits.
template <class Entry>
std::vector<Entry> entries(std::size_t count, random::Sequence& chance);
template <>
std::vector<population::Spell> entries(std::size_t count, random::Sequence& chance) {
  std::vector<population::Spell> list(count, {0, -1, 0xFF, 0xFF, 0xFF, 0x0F, 1, 1});
  for (population::Spell& spell : list) {
    spell.person = static_cast<std::uint16_t>(chance.below(kPersons));
  }
  return list;
}
template <>
std::vector<population::Returnee> entries(std::size_t count, random::Sequence& chance) {
  std::vector<population::Returnee> list(count, {0, -1});
  for (population::Returnee& returnee : list) {
    returnee.person = static_cast<std::uint16_t>(chance.below(kPersons));
  }
  return list;
}

template <class Entry>
void expect_those_within(std::uint32_t begin, std::uint32_t length) {
  random::Sequence chance({11, random::Stream::month_abroad, Month(2024, 1), begin});
  for (const std::size_t count : {0, 1, 15, 16, 17, 1000}) {
    const std::vector<Entry> list = entries<Entry>(count, chance);
    std::vector<std::uint32_t> expected;
    for (std::uint32_t i = 0; i < count; ++i) {
      if (list[i].person >= begin && list[i].person < begin + length) {
        expected.push_back(i);
      }
    }
    for (const random::Path path : {random::Path::reference, random::Path::vector}) {
      std::vector<std::uint32_t> found(count + 16);
      found.resize(list_within(path, PersonList(list), begin, length, found.data()));
      EXPECT_EQ(found, expected) << count << " entries, persons from " << begin;
    }
  }
}

}  // namespace

TEST(StripeScan, ListsThoseOfTheStripe) {
  for (const std::uint32_t begin : {0U, 20000U, kPersons - 1000}) {
    expect_those_within<population::Spell>(begin, 1000);
    expect_those_within<population::Returnee>(begin, 1000);
  }
  expect_those_within<population::Spell>(0, kPersons);
  expect_those_within<population::Returnee>(0, kPersons);
}

TEST(StripeScan, ListsNobodyInAnEmptyStripe) {
  expect_those_within<population::Spell>(500, 0);
  expect_those_within<population::Returnee>(500, 0);
}

}  // namespace corridor::sim
