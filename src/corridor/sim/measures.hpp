#pragma once

#include <algorithm>
#include <cstddef>
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
/// The same of a measure that must be declared.
std::int16_t declared_measure(std::string_view name);

/// A name that can be the argument of a template.
template <std::size_t size>
struct MeasureName {
  char text[size] = {};
  // NOLINTNEXTLINE(google-explicit-constructor): literals stand where a name is expected.
  constexpr MeasureName(const char (&literal)[size]) { std::copy_n(literal, size, text); }
  constexpr std::string_view view() const { return {text, size - 1}; }
};
/// Id of a declared measure. Looked up once a program: a month has hundreds of values that are
/// named one by one.
template <MeasureName name>
std::int16_t measure_id() {
  static const std::int16_t id = declared_measure(name.view());
  return id;
}

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

/// Bits of order_of().
inline constexpr int kOrderBits = 56;
/// The order of cells in one number, which is compared faster than field by field. The sign bit of
/// each field is turned, so that -1 comes before 0.
inline std::uint64_t order_of(const Cell& cell) {
  constexpr std::uint64_t kSigns = 0x80'00'80'80'80'80'80;
  const auto byte = [](std::int8_t field) { return static_cast<std::uint8_t>(field); };
  const std::uint32_t first_four = static_cast<std::uint32_t>(byte(cell.sex)) << 24 |
                                   static_cast<std::uint32_t>(byte(cell.age_group)) << 16 |
                                   static_cast<std::uint32_t>(byte(cell.status)) << 8 |
                                   byte(cell.sector);
  const std::uint64_t place = static_cast<std::uint16_t>(cell.place);
  return (place << 40 | std::uint64_t{first_four} << 8 | byte(cell.destination)) ^ kSigns;
}

/// One value of one month. Counts are already multiplied by the sampling weight.
struct Value {
  std::int16_t measure = 0;
  Cell cell;
  double value = 0;
};

/// Codes of the places a Cell::place points to: origins, then regions, in the order of the pack.
std::vector<std::string> place_codes(const evidence::Pack& pack);

}  // namespace corridor::sim
