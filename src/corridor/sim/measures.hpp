#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"

namespace corridor::sim {

/// How values of several months make one value of a year.
enum class OverYear { sum, december };

/// What is reported, of whom, in what unit.
struct Measure {
  std::string_view name;
  std::string_view unit;
  OverYear over_year = OverYear::sum;
  bool additive = true;  ///< places add up: a country is the sum of its regions, if it has any
  std::string_view description;
  std::string_view grade;  ///< evidence grade of the number: A, B, C
};

/// All measures, in the order of their ids.
std::span<const Measure> measures();
/// Index into measures(), -1 when unknown.
int measure_index(std::string_view name);

/// Which persons a value speaks of. -1 means all. `place` counts origins first, then regions
/// (Cell::region).
struct Cell {
  std::int16_t place = -1;
  std::int8_t sex = -1;
  std::int8_t age_group = -1;
  std::int8_t status = -1;
  std::int8_t sector = -1;
  std::int8_t destination = -1;
  auto operator<=>(const Cell&) const = default;
};

/// One value of one month. Counts are already multiplied by the sampling weight.
struct Value {
  std::int16_t measure = 0;
  Cell cell;
  double value = 0;
};

/// Codes of the places a Cell::place points to: origins, then regions, in the order of the pack.
std::vector<std::string> place_codes(const evidence::Pack& pack);

}  // namespace corridor::sim
