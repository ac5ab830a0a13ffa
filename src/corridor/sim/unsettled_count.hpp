#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "corridor/random/draw.hpp"
#include "corridor/welfare/tally.hpp"

/// Counts the households of a stripe of whom somebody is away or came home of late.
namespace corridor::sim {

/// Households in a register of the widest kind.
inline constexpr std::size_t kHouseholdLanes = 8;

/// Such households, column by column. Columns are read by whole registers: each has room for one
/// more behind the last household.
struct UnsettledHouseholds {
  std::vector<std::uint64_t> members;  ///< sums of what they are, see member_flags.hpp
  std::vector<std::uint64_t> first;    ///< place of the first member in the stripe
  std::vector<std::uint64_t> past;     ///< and one past that of the last
  std::vector<std::uint64_t> place;    ///< step of the distribution of own income
  std::vector<std::int64_t> income;    ///< see welfare::Household
  std::vector<std::int64_t> received;  ///< see welfare::Household
  void grow(std::size_t households);
};

/// Counts the first `count` households, each with somebody at home, as welfare::count() would one
/// by one: amounts are whole numbers, so that sums are the same in any order. What stands behind
/// them is overwritten.
void count_unsettled(random::Path path,
                     UnsettledHouseholds& households,
                     std::size_t count,
                     const welfare::OriginStandards& standards,
                     welfare::Tally& tally);

}  // namespace corridor::sim
