#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "corridor/population/classes.hpp"
#include "corridor/population/district.hpp"
#include "corridor/population/rates.hpp"
#include "corridor/population/scan.hpp"
#include "corridor/random/draw.hpp"

/// Births and deaths of a month, decided by one word a person (docs/model/engine.md, E1 and E2).
namespace corridor::population {

/// A person dies whose word is below the first number; a woman whose word is not, but below the
/// second, gives birth (docs/model/population.md, P6 and P7).
struct VitalIntervals {
  std::uint64_t death = 0;
  std::uint64_t birth = 0;
};
inline VitalIntervals vital_intervals(const OriginRates& rates, int sex, int age) {
  const std::uint64_t death = rates.death[sex_age_cell(sex, age)];
  return {death, death + (sex == 0 ? rates.birth[static_cast<std::size_t>(age)] : 0)};
}

/// The word of a candidate's month: the byte that was scanned, and 24 bits more.
constexpr std::uint32_t month_word(std::uint8_t byte, std::uint32_t drawn) {
  return static_cast<std::uint32_t>(byte) << 24 | drawn >> 8;
}

/// A birth or a death.
struct VitalEvent {
  std::uint16_t person = 0;  ///< who dies, or the mother
  ClassByte c = kNobody;     ///< of the newborn; kNobody for a death
  Attributes a = 0;          ///< of the newborn
  bool is_death() const { return c == kNobody; }
};
/// The dead leave the district, a newborn joins it.
void happen(const VitalEvent& event, District& district);

/// Class and attributes of a newborn of the month; the words are those of the mother's draw.
std::pair<ClassByte, Attributes> newborn(const OriginRates& rates,
                                         int birth_index,
                                         const random::Words& words);

/// First and last completed year of life of each cohort in a month; a cohort yet to be born has
/// none.
struct CohortAges {
  int first = 0;
  int last = -1;
};
std::array<CohortAges, kCohorts> cohort_ages(const Calendar& calendar, Month month);

/// Chance of death or birth, [sex_age_cell].
std::array<std::uint32_t, kSexAgeCells> vital_chances(const OriginRates& rates);

/// Bounds of the scan from ceilings of classes.
ByteBounds byte_bounds(const std::array<std::uint32_t, kClasses>& ceiling);

}  // namespace corridor::population
