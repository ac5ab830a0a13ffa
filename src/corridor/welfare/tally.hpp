#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "corridor/welfare/standards.hpp"

namespace corridor::welfare {

/// One household in one month, as far as its welfare depends on it.
struct Household {
  std::int64_t income = 0;    ///< own income per head were nobody away, minor units a month
  int home = 0;               ///< persons at home
  int children = 0;           ///< of these, below 18
  int adults = 0;             ///< of working age, those abroad included
  int away = 0;               ///< abroad for work
  int seeking = 0;            ///< came home and look for work
  int returned = 0;           ///< came home in the last twelve months
  int away_lately = 0;        ///< of those away, for less than twelve months
  std::int64_t received = 0;  ///< minor units of local money a month, consumed or not
};

/// What a household has, in minor units a month.
struct Budget {
  std::int64_t own = 0;          ///< earned at home (eq. H3)
  std::int64_t received = 0;     ///< part of the money received that is consumed (eq. H4)
  std::int64_t consumption = 0;  ///< own + received (eq. H5)
};
Budget budget_of(const Household& household, const OriginStandards& standards);

/// What is counted of all households. Persons are persons at home.
enum class Count {
  households,
  persons,
  members,  ///< persons, and those of their households who are away
  children,
  adults,                          ///< of working age at home
  households_receiving,            ///< of any amount
  households_lost,                 ///< somebody came home in the last year and nobody sends now
  households_with_recent_migrant,  ///< with a member away for less than twelve months
  persons_with_migrant,            ///< in households with a member abroad
  seeking,                         ///< returnees who look for work
  own,                             ///< minor units a month
  received,                        ///< minor units a month
  own_of_receivers,                ///< minor units a month
  consumption,                     ///< minor units a month
};
inline constexpr std::size_t kCounts = 14;

/// What is counted at each line.
enum class LineCount {
  poor,                       ///< persons below it
  poor_children,              ///< below it and below 18
  gap,                        ///< sum over persons below of the shortfall over the line
  severity,                   ///< and of its square
  poor_without,               ///< persons below it were nothing received (eq. H7)
  poor_home,                  ///< members below it were migrants at work at home (eq. H7)
  poor_with_migrant,          ///< persons below it in households with a member abroad
  poor_with_migrant_without,  ///< the same were nothing received
};
inline constexpr std::size_t kLineCounts = 8;
/// Shortfalls are summed in whole numbers of this part of a line.
inline constexpr std::int64_t kGapUnit = 1 << 20;

/// What is counted in each step of consumption per head.
enum class StepCount {
  persons,
  households,
  households_receiving,
  consumption,  ///< of households, in the unit below
  received,
  consumption_of_receivers,
};
inline constexpr std::size_t kStepCounts = 6;
/// Money of steps is counted in this part of a PPP dollar a day.
inline constexpr std::int64_t kDollarUnit = 1 << 10;
/// Steps of consumption per head: sixteen to each doubling, from a quarter of a PPP dollar a day.
inline constexpr std::size_t kSteps = 160;
/// Step of a consumption per head in PPP dollars a day; the first and the last hold what lies
/// beyond.
inline std::size_t step_of(double dollars_per_head) {
  constexpr float kFirst = 0.25F;
  constexpr int kFractionBits = 19;  // of 23: four bits of fraction are left
  const auto first = std::bit_cast<std::uint32_t>(kFirst) >> kFractionBits;
  const auto bits = std::bit_cast<std::uint32_t>(static_cast<float>(dollars_per_head));
  const std::uint32_t step = std::max(bits >> kFractionBits, first) - first;
  return std::min<std::size_t>(step, kSteps - 1);
}

/// Sums over households; whole numbers, so that their order does not matter.
struct Tally {
  std::array<std::int64_t, kCounts> counts{};
  std::array<std::array<std::int64_t, kLineCounts>, kLines> lines{};
  std::array<std::array<std::int64_t, kStepCounts>, kSteps> steps{};

  std::int64_t& operator[](Count what) { return counts[static_cast<std::size_t>(what)]; }
  std::int64_t operator[](Count what) const { return counts[static_cast<std::size_t>(what)]; }
  std::int64_t& at(std::size_t line, LineCount what) {
    return lines[line][static_cast<std::size_t>(what)];
  }
  std::int64_t at(std::size_t line, LineCount what) const {
    return lines[line][static_cast<std::size_t>(what)];
  }
  void add(const Tally& other);
  /// Takes out a part that was added, and adds another in its place.
  void exchange(const Tally& part, const Tally& other);
};

/// Part by part, what was counted later less what had been counted before.
std::vector<Tally> difference(std::vector<Tally> later, const std::vector<Tally>& before);

/// Adds a household with at least one person at home (docs/model/welfare.md, H3 to H7).
void count(const Household& household, const OriginStandards& standards, Tally& tally);

/// Households of equal income per head of whom nobody is away or came home of late, counted at
/// once.
struct Settled {
  std::int64_t income = 0;  ///< minor units a month per head
  std::int64_t households = 0;
  std::int64_t persons = 0;
  std::int64_t children = 0;
  std::int64_t adults = 0;
};
/// The same as count() for each household of each group, but that shortfalls and dollars are cut to
/// whole parts once a group and not for each. Groups in the order of their incomes are counted
/// fastest.
void count_settled(std::span<const Settled> settled,
                   const OriginStandards& standards,
                   Tally& tally);

}  // namespace corridor::welfare
