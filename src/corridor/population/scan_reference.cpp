#include "corridor/population/scan.hpp"

namespace corridor::population {

std::size_t scan_reference(const random::Key& key,
                           std::span<const ClassByte> classes,
                           const ByteBounds& bounds,
                           std::uint16_t* candidates,
                           std::uint8_t* bytes) {
  constexpr std::size_t kBytes = 16;  // of a draw
  std::size_t found = 0;
  for (std::size_t first = 0; first < classes.size(); first += kBytes) {
    const random::Words words = random::draw(key, static_cast<std::uint32_t>(first / kBytes));
    for (std::size_t i = 0; i < kBytes; ++i) {
      const auto byte = static_cast<std::uint8_t>(words[i / 4] >> (8 * (i % 4)));
      if (byte < bounds[classes[first + i]]) {
        candidates[found] = static_cast<std::uint16_t>(first + i);
        bytes[found] = byte;
        ++found;
      }
    }
  }
  return found;
}

}  // namespace corridor::population
