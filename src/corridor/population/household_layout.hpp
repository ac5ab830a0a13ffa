#pragma once

#include <cstdint>
#include <vector>

#include "corridor/population/bitmap.hpp"
#include "corridor/population/district.hpp"
#include "corridor/population/relayout.hpp"

namespace corridor::population {

/// Who lives with whom while the households of a district change, and the new order of everybody
/// once they have. Most households neither lose nor win anybody in a year; they stay as they lie.
class HouseholdLayout {
 public:
  static constexpr std::uint16_t kGone = UINT16_MAX;  ///< household of the dead

  /// Everybody alive in the household they lie in; newborns of the year in none.
  explicit HouseholdLayout(const District& district);

  std::uint16_t household_of(std::uint32_t person) const { return household_of_[person]; }
  /// Households, emptied and founded ones included.
  std::uint32_t households() const { return static_cast<std::uint32_t>(touched_.size()); }
  /// Households at the beginning; those founded since have larger numbers.
  std::uint32_t households_before() const {
    return static_cast<std::uint32_t>(first_person_.size() - 1);
  }
  /// First of the persons lying in a household of the beginning, and one past the last; some of
  /// them may be dead or have moved.
  std::uint32_t begin(std::uint32_t household) const { return first_person_[household]; }
  std::uint32_t end(std::uint32_t household) const { return first_person_[household + 1]; }

  /// A new household, empty as yet.
  std::uint16_t found();
  /// A living person joins a household; a newborn of the year its first one.
  void move(std::uint32_t person, std::uint16_t household);
  /// Calls visit(person) for all who have moved and all living newborns with a household, in
  /// ascending order.
  template <class Visit>
  void each_moved(const Visit& visit) const {
    for_each_bit(moved_, visit);
  }

  /// Everybody household by household, those of a household in the order of their old places.
  Relayout relayout();

 private:
  class Writer;
  void number_households();
  void take_out_the_dead();
  bool lies_in(std::uint32_t person, std::uint16_t household) const {
    return household < households_before() && begin(household) <= person && person < end(household);
  }
  void list_joining();

  const District& district_;
  std::vector<std::uint16_t> household_of_;  ///< [person]
  std::vector<std::uint16_t> first_person_;  ///< [household at the beginning]; then the end
  std::vector<std::uint64_t> moved_;         ///< one bit per person: has moved
  std::vector<std::uint8_t> touched_;        ///< [household]: somebody died, left or joined
  /// Those who join a household they did not lie in, ascending, those of household h at
  /// [joining_begin_[h], joining_begin_[h + 1]).
  std::vector<std::uint16_t> joining_;
  std::vector<std::uint16_t> joining_begin_;
  std::uint32_t living_ = 0;  ///< who has a household
};

}  // namespace corridor::population
