#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "corridor/population/classes.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::population {

/// Persons are scanned in tiles of this many; columns are padded to it with kNobody.
inline constexpr std::size_t kTile = 256;

/// Upper bound of the hazard of each class, in 1/256, rounded up.
using ByteBounds = std::array<std::uint8_t, kClasses>;

/// Finds the candidates of a month: persons whose random byte is below the bound of their class
/// (engine design, ceiling and thinning). Byte of person i: draw i / 16, word (i % 16) / 4, byte i
/// %
/// 4. Writes index and byte of each candidate in ascending order; both arrays hold two entries more
/// than `classes`, which are whole tiles. Returns their number.
std::size_t scan(random::Path path,
                 const random::Key& key,
                 std::span<const ClassByte> classes,
                 const ByteBounds& bounds,
                 std::uint16_t* candidates,
                 std::uint8_t* bytes);

/// The same in plain loops: what the vector code is held against.
std::size_t scan_reference(const random::Key& key,
                           std::span<const ClassByte> classes,
                           const ByteBounds& bounds,
                           std::uint16_t* candidates,
                           std::uint8_t* bytes);

}  // namespace corridor::population
