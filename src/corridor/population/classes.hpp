#pragma once

#include <algorithm>
#include <cstdint>

#include "corridor/base/month.hpp"
#include "corridor/terms/terms.hpp"

/// The two small words a person is made of, and what their bits mean.
namespace corridor::population {

/// Class byte: five-year birth cohort (bits 0-4) | household has a member abroad (5) | male (6) |
/// at home after a spell abroad (7). It never ages; only events change it. Cohort 31 is kept for
/// the dead and for padding.
using ClassByte = std::uint8_t;
inline constexpr ClassByte kCohortBits = 0x1F;
inline constexpr ClassByte kHasMigrantBit = 0x20;
inline constexpr ClassByte kMaleBit = 0x40;
inline constexpr ClassByte kExperiencedBit = 0x80;
inline constexpr ClassByte kNobody = kCohortBits;
inline constexpr int kClasses = 256;
inline constexpr int kCohorts = 31;
inline constexpr int kCohortMonths = 60;

constexpr bool is_alive(ClassByte c) { return (c & kCohortBits) != kCohortBits; }
constexpr bool is_experienced(ClassByte c) { return (c & kExperiencedBit) != 0; }
constexpr int sex_of(ClassByte c) { return (c >> 6) & 1; }
constexpr int has_migrant(ClassByte c) { return (c >> 5) & 1; }

/// Attributes: month of birth inside the cohort (bits 0-5) | education (6-7) | barred from entry
/// (8) | away from home (9) | lives with a partner (10) | skill quantile (11-14). Read for
/// candidates only.
using Attributes = std::uint16_t;
inline constexpr Attributes kCohortMonthBits = 0x3F;
inline constexpr int kEducationShift = 6;
inline constexpr Attributes kBarredBit = 1U << 8;
inline constexpr Attributes kAwayBit = 1U << 9;
inline constexpr Attributes kPartneredBit = 1U << 10;
inline constexpr int kSkillShift = 11;
inline constexpr int kSkills = 16;

constexpr bool is_away(Attributes a) { return (a & kAwayBit) != 0; }
constexpr int education_of(Attributes a) { return (a >> kEducationShift) & 3; }
constexpr int skill_of(Attributes a) { return (a >> kSkillShift) & 15; }

/// Birth indices [begin, end).
struct BirthRange {
  int begin = 0;
  int end = 0;
};

inline constexpr int kBirthMonths = kCohorts * kCohortMonths;

/// Birth months are counted from the first month of cohort 0, which begins so early that everybody
/// alive at the start of a run fits: persons born before it are counted in its first month.
class Calendar {
 public:
  Calendar() = default;
  explicit Calendar(Month start) : zero_((start.year() - 105) / 5 * 5, 1) {}
  Month zero() const { return zero_; }
  int birth_index(ClassByte c, Attributes a) const {
    return (c & kCohortBits) * kCohortMonths + (a & kCohortMonthBits);
  }
  /// Index of a birth month, clamped to the first.
  int index(Month birth) const { return birth < zero_ ? 0 : birth - zero_; }
  /// Completed years at the given month (persons are born at the beginning of their month).
  int age(int birth_index, Month now) const {
    const int months = now - zero_ - birth_index;
    return months / 12 > kOldestAge ? kOldestAge : months / 12;
  }
  /// Births of those who are `first` to `last` completed years old; `last` of kOldestAge means and
  /// older.
  BirthRange births_of_ages(int first, int last, Month now) const {
    const auto bounded = [](int index) { return std::clamp(index, 0, kBirthMonths); };
    const int begin = last >= kOldestAge ? 0 : now - zero_ - 12 * last - 11;
    return {bounded(begin), bounded(now - zero_ - 12 * first + 1)};
  }

 private:
  Month zero_;
};

}  // namespace corridor::population
