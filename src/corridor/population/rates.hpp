#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/terms/terms.hpp"

namespace corridor::population {

/// Quantised monthly probabilities of one origin: births and deaths by single age
/// (docs/model/population.md, P6 and P7).
struct OriginRates {
  std::array<std::uint32_t, kSexAgeCells> death{};  ///< [sex * kAges + age]
  std::array<std::uint32_t, kAges> birth{};         ///< women, [age]
  std::uint32_t male_birth = 0;                     ///< a newborn is male when a word is below
  /// Education a person attains, cumulative thresholds by sex and five-year age group.
  std::array<std::array<std::uint32_t, kEducations>, kSexGroupCells> education{};

  int attained_education(int sex, int age, std::uint32_t word) const;
  bool operator==(const OriginRates&) const = default;
};

/// Rates of every origin in the month (of its year; the nearest year of the pack outside its
/// range).
std::vector<OriginRates> rates(const evidence::Pack& pack, Month month);
/// The same of every year between two months, [year][origin].
std::vector<std::vector<OriginRates>> rates_of_years(const evidence::Pack& pack,
                                                     Month from,
                                                     Month to);

}  // namespace corridor::population
