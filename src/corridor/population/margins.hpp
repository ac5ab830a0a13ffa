#pragma once

#include <cstdint>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"

namespace corridor::population {

/// Whole numbers of persons to create: [region][sex * kAges + age]. Regions meet their total
/// exactly, the sums over the regions of an origin meet each sex and age to within one person
/// (docs/model/population.md, P1 and P2).
struct Margins {
  std::vector<std::vector<std::int64_t>> persons;
  std::int64_t total = 0;
};

/// Margins on the first day of `start`, in simulated persons of weight `sample`.
Margins margins(const evidence::Pack& pack, Month start, std::int64_t sample);

/// Persons of an origin by sex and single age on the first day of `start`, between the two nearest
/// mid-years (eq. P1).
std::vector<double> national_pyramid(const evidence::Pack& pack, std::size_t origin, Month start);

/// Net permanent migration of an origin that the pack publishes, from the first day of `from` to
/// the last of `to`, spread evenly over each year: persons, negative where more left
/// (population P11). It is not simulated.
double net_migration(const evidence::Pack& pack, std::size_t origin, Month from, Month to);

}  // namespace corridor::population
