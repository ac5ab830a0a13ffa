#pragma once

#include <cstdint>
#include <span>

#include "corridor/population/district.hpp"
#include "corridor/population/relayout.hpp"

/// The loops over whole columns that a new order of persons takes.
namespace corridor::population {

/// Columns are read and written so many persons at a time: both sides have room for one stride
/// more.
inline constexpr std::uint32_t kStride = 32;

/// Copies classes and attributes run by run, one after the other, from the first place on, and
/// writes the new place of everybody in a run.
void copy_runs(std::span<const Relayout::Run> runs,
               const District& from,
               District& to,
               std::uint16_t* new_place);

/// Marks the households with the given heads by who of them is away now.
void mark_households(std::span<const std::uint16_t> heads, District& district);

/// How many households bear the mark of a member abroad.
std::uint32_t marked_households(const District& district);

}  // namespace corridor::population
