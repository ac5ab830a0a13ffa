#include "corridor/population/scan.hpp"

namespace corridor::population {

std::size_t scan_reference(const random::Key& key,
                           std::span<const ClassByte> classes,
                           const ByteBounds& bounds,
                           std::uint16_t* candidates,
                           std::uint8_t* bytes) {
  std::size_t found = 0;
  for (std::size_t tile = 0; tile < classes.size() / kTile; ++tile) {
    std::array<random::Words, 16> draws{};
    for (std::size_t i = 0; i < draws.size(); ++i) {
      draws[i] = random::draw(key, static_cast<std::uint32_t>(tile * 16 + i));
    }
    for (std::size_t i = 0; i < kTile; ++i) {
      const std::uint32_t word = draws[(i % 64) / 4][i / 64];
      const auto byte = static_cast<std::uint8_t>(word >> (8 * (i % 4)));
      if (byte < bounds[classes[tile * kTile + i]]) {
        candidates[found] = static_cast<std::uint16_t>(tile * kTile + i);
        bytes[found] = byte;
        ++found;
      }
    }
  }
  return found;
}

}  // namespace corridor::population
