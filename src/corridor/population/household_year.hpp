#pragma once

#include <cstdint>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/population/district.hpp"
#include "corridor/population/params.hpp"
#include "corridor/population/relayout.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::population {

/// What happened to the households of a district in a year.
struct HouseholdYear {
  std::vector<std::uint16_t> united;  ///< old places of those who found a partner
  std::int64_t divisions = 0;
  Relayout layout;
  std::int64_t unions() const { return static_cast<std::int64_t>(united.size() / 2); }
};

/// Whether the year of the households of a district ends in a month: one district in twelve each
/// month.
inline bool are_laid_out(const District& district, Month month) {
  return district.number % 12 == static_cast<std::uint32_t>(month.month_of_year() - 1);
}

/// Lets happen what does to the households of a district once a year: unions, divisions, children
/// of the year laid beside their mother, the dead taken out (population P8, P9 and P10). Nobody's
/// whereabouts matter, so two scenarios that differ in who is abroad keep the same households and
/// the same draws.
HouseholdYear household_year(const PopulationParams& params,
                             const Calendar& calendar,
                             Month month,
                             std::uint64_t seed,
                             District& district,
                             random::Path path = random::Path::vector);

/// The same year once more, for the same persons of another run.
void repeat_year(const HouseholdYear& year, District& district);

}  // namespace corridor::population
