#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "corridor/population/district.hpp"

namespace corridor::population {

/// The new order of the persons of a district once households have changed. It says nothing of who
/// is away, so what one run has found out holds for every run of the same persons.
struct Relayout {
  /// Neighbours who stay neighbours.
  struct Run {
    std::uint16_t first = 0;  ///< old place
    std::uint16_t count = 0;
  };
  std::vector<Run> runs;             ///< in the new order; whoever is in none is gone
  std::vector<std::uint64_t> heads;  ///< one bit per person in the new order, whole tiles
  /// New places of the heads of households that lost or won somebody, or were founded.
  std::vector<std::uint16_t> changed;
  std::uint32_t persons = 0;
  std::uint32_t households = 0;

  /// Appends the persons at `count` old places from `first` on.
  void append(std::uint32_t first, std::uint32_t count);
  std::size_t bytes() const;
};

/// Puts everybody in their new places; marks of households, lists and counts of the district
/// follow.
void lay_out(const Relayout& layout, District& district);

}  // namespace corridor::population
