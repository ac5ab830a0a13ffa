// Fails when the words that give households their place in the distribution of income are not
// uniform, or are related between neighbouring births or between seeds: each count of a sixteenth
// is held against its exact binomial tails. The twin puts one word in ten into the lower half.
//
// Every person is another one: those who share all that the word is made of share the word too.
#include <gtest/gtest.h>

#include <array>

#include "corridor/population/place.hpp"
#include "statistical/budget.hpp"
#include "statistical/tails.hpp"

namespace corridor::statistical {
namespace {

using population::person_word;
using Sixteenths = std::array<std::int64_t, 16>;

constexpr std::array<std::uint64_t, 4> kSeeds = {1, 2, 3, 20100201};
constexpr std::uint32_t kDistricts = 20;
constexpr std::int64_t kPersons =
    std::int64_t{kDistricts} * population::kBirthMonths / 2 * population::kSkills;
constexpr int kComparisons = 3 * 16 * static_cast<int>(kSeeds.size());

struct Words {
  Sixteenths alone{};       ///< by the first four bits
  Sixteenths next_month{};  ///< by two bits, and two of somebody born a month later
  Sixteenths next_seed{};   ///< by two bits, and two of the same person under the next seed
};

Words count_words(std::uint64_t seed, bool planted) {
  Words counts;
  std::int64_t person = 0;
  for (std::uint32_t district = 0; district < kDistricts; ++district) {
    for (int birth = 0; birth < population::kBirthMonths; birth += 2) {
      for (int skill = 0; skill < population::kSkills; ++skill) {
        const auto word = [&](std::uint64_t with_seed, int born) {
          const std::uint32_t drawn = person_word(with_seed, district, born, 1, 2, skill);
          return planted && person % 10 == 0 ? drawn / 2 : drawn;
        };
        const std::uint32_t own = word(seed, birth);
        ++counts.alone[own >> 28];
        ++counts.next_month[(own >> 30 << 2) + (word(seed, birth + 1) >> 30)];
        ++counts.next_seed[(own >> 30 << 2) + (word(seed + 1, birth) >> 30)];
        ++person;
      }
    }
  }
  return counts;
}

double least(const Sixteenths& counts) {
  double smallest = 1;
  for (const std::int64_t count : counts) {
    smallest = std::min(smallest, two_sided(count, kPersons, 1.0 / 16));
  }
  return smallest;
}

TEST(PersonWords, AreUniformAndUnrelated) {
  for (const std::uint64_t seed : kSeeds) {
    const Words words = count_words(seed, false);
    EXPECT_GT(least(words.alone), part("person_words", kComparisons)) << seed;
    EXPECT_GT(least(words.next_month), part("person_words", kComparisons)) << seed;
    EXPECT_GT(least(words.next_seed), part("person_words", kComparisons)) << seed;
  }
}

TEST(PersonWords, ShowAnUnevenOne) {
  for (const std::uint64_t seed : kSeeds) {
    const Words words = count_words(seed, true);
    EXPECT_LT(least(words.alone), part("person_words", kComparisons)) << seed;
    EXPECT_LT(least(words.next_month), part("person_words", kComparisons)) << seed;
    EXPECT_LT(least(words.next_seed), part("person_words", kComparisons)) << seed;
  }
}

}  // namespace
}  // namespace corridor::statistical
