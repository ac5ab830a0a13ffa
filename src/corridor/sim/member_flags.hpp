#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "corridor/population/classes.hpp"
#include "corridor/random/draw.hpp"

/// What each person of a stripe is to a household that is asked, in bits of a byte.
namespace corridor::sim {

inline constexpr int kHome = 0;
inline constexpr int kChild = 1;  ///< at home
inline constexpr int kAdult = 2;
inline constexpr int kAway = 3;
inline constexpr int kAwayLately = 4;  ///< away for less than a year
inline constexpr int kSeeks = 5;       ///< at home after a spell abroad, without work yet
inline constexpr int kLately = 6;      ///< came home within a year
inline constexpr int kFlags = 7;
constexpr std::uint8_t bit(int flag) { return static_cast<std::uint8_t>(1 << flag); }

/// How many members of a household have each flag, in eight bits each: nothing in a household has
/// more than 255 persons. Differences of running sums are right even where those overflow.
inline constexpr int kMembersBits = 8;
inline constexpr std::uint64_t kMembersMask = (1 << kMembersBits) - 1;
constexpr int members(std::uint64_t sum, int flag) {
  return static_cast<int>(sum >> (kMembersBits * flag) & kMembersMask);
}
/// What one person with such flags adds to the sum.
inline constexpr auto kCountsOf = [] {
  std::array<std::uint64_t, 1 << kFlags> counts{};
  for (std::size_t flags = 0; flags < counts.size(); ++flags) {
    for (int flag = 0; flag < kFlags; ++flag) {
      counts[flags] += (flags >> flag & 1) << (kMembersBits * flag);
    }
  }
  return counts;
}();

/// Birth indices of those of working age.
struct WorkingAges {
  std::uint16_t begin = 0;
  std::uint16_t months = 0;
};

/// Says of `count` persons who is at home, a child there, of working age, or away; the dead are
/// nothing. What spells and homecomings tell of them is added by others.
void flag_members(random::Path path,
                  const population::ClassByte* classes,
                  const population::Attributes* attributes,
                  std::size_t count,
                  const WorkingAges& adults,
                  std::uint8_t* flags);

}  // namespace corridor::sim
