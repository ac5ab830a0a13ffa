#pragma once

#include <cstdint>

#include "corridor/base/month.hpp"
#include "corridor/population/district.hpp"
#include "corridor/population/params.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::population {

struct HouseholdYearCounts {
  std::int64_t unions = 0;
  std::int64_t divisions = 0;
};

/// What happens to the households of a district once a year: unions, divisions, children of the
/// year laid beside their mother, the dead taken out (population P8, P9 and P10). Nobody's
/// whereabouts matter, so two scenarios that differ in who is abroad keep the same households and
/// the same draws.
HouseholdYearCounts household_year(const PopulationParams& params,
                                   const Calendar& calendar,
                                   Month month,
                                   std::uint64_t seed,
                                   District& district,
                                   random::Path path = random::Path::vector);

}  // namespace corridor::population
