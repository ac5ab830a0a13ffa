#pragma once

#include <cstdint>

#include "corridor/population/district.hpp"

namespace corridor::population {

/// A uniform word that belongs to a person for life, a hash of the seed, the district and what
/// never changes about the person: nothing is stored, and runs with one seed share it.
constexpr std::uint32_t person_word(
    std::uint64_t seed, std::uint32_t district, int birth, int sex, int education, int skill) {
  const auto part = [](int value, int shift) { return static_cast<std::uint64_t>(value) << shift; };
  // The finaliser of SplitMix64 (Steele, Lea and Flood 2014) over two odd multiples.
  std::uint64_t z = seed * 0x9E3779B97F4A7C15U + (std::uint64_t{district} << 32) +
                    (part(birth, 0) | part(sex, 16) | part(education, 17) | part(skill, 19));
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
  return static_cast<std::uint32_t>((z ^ (z >> 31)) >> 32);
}

inline std::uint32_t person_word(std::uint64_t seed,
                                 const District& district,
                                 std::uint32_t person) {
  const ClassByte c = district.classes[person];
  const Attributes a = district.attributes[person];
  const int birth = (c & kCohortBits) * kCohortMonths + (a & kCohortMonthBits);
  return person_word(seed, district.number, birth, sex_of(c), education_of(a), skill_of(a));
}

/// Place of the household at [begin, end) in the distribution of own income of its region, uniform
/// over all words (docs/model/welfare.md, H1): the word of its first living member. It stays until
/// somebody else comes first.
inline std::uint32_t household_place(std::uint64_t seed,
                                     const District& district,
                                     std::uint32_t begin,
                                     std::uint32_t end) {
  std::uint32_t first = begin;
  while (first + 1 < end && !is_alive(district.classes[first])) {
    ++first;
  }
  return person_word(seed, district, first);
}

}  // namespace corridor::population
