#pragma once

#include <array>
#include <cstdint>

#include "corridor/random/draw.hpp"

/// ARS4x32-7, the generator of all draws (Salmon et al. 2011, section 4.1): seven rounds of AES
/// over the counter, under keys that are the sums of the first and of multiples of a constant. The
/// plain form; lanes-inl.hpp has the same for the instructions that processors have for it.
namespace corridor::random {

inline constexpr int kRounds = 7;
using RoundKeys = std::array<Words, kRounds + 1>;

/// The keys of all rounds: the two halves of the first, seed and stream with month, grow by the
/// fractions of the golden ratio and of the square root of three.
inline RoundKeys round_keys(const Key& key) {
  std::uint64_t low = key.seed;
  std::uint64_t high = static_cast<std::uint64_t>(static_cast<std::uint32_t>(key.month.index()))
                           << 32 |
                       static_cast<std::uint32_t>(key.stream);
  RoundKeys keys{};
  for (Words& words : keys) {
    words = {static_cast<std::uint32_t>(low),
             static_cast<std::uint32_t>(low >> 32),
             static_cast<std::uint32_t>(high),
             static_cast<std::uint32_t>(high >> 32)};
    low += 0x9E3779B97F4A7C15;
    high += 0xBB67AE8584CAA73B;
  }
  return keys;
}

/// The four words at a counter.
Words encipher(const RoundKeys& keys, Words counter);

}  // namespace corridor::random
