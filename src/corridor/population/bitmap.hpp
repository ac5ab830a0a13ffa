#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace corridor::population {

/// The lowest bits of 64 bytes, the first one lowest.
inline std::uint64_t gather_bits(const std::array<std::uint8_t, 64>& flags) {
  std::uint64_t bits = 0;
  if constexpr (std::endian::native == std::endian::little) {
    for (std::size_t byte = 0; byte < 8; ++byte) {
      // The product gathers the lowest bits of eight bytes in its highest byte.
      std::uint64_t eight = 0;
      std::memcpy(&eight, flags.data() + byte * 8, sizeof eight);
      bits |= eight * 0x0102040810204080 >> 56 << (8 * byte);
    }
  } else {
    for (std::size_t i = 0; i < flags.size(); ++i) {
      bits |= std::uint64_t{flags[i]} << i;
    }
  }
  return bits;
}

/// One bit for each of `count` persons: bit i % 64 of word i / 64 is flag(i), which is 0 or 1.
/// Flags are asked for whole words, so beyond the last person too, and without branches, so that
/// compilers make vector code of it.
template <class Flag>
void fill_bitmap(std::uint32_t count, const Flag& flag, std::vector<std::uint64_t>& bitmap) {
  bitmap.resize((count + 63U) / 64U);
  for (std::uint32_t word = 0; word < bitmap.size(); ++word) {
    // Written whole before it is read; clearing it first would cost time.
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
    std::array<std::uint8_t, 64> flags;
    for (std::size_t i = 0; i < 64; ++i) {
      flags[i] = flag(std::size_t{word} * 64 + i);
    }
    bitmap[word] = gather_bits(flags);
  }
  if (count % 64 != 0) {
    bitmap.back() &= (std::uint64_t{1} << (count % 64)) - 1;
  }
}

/// Calls visit(i) for every bit that is set, in ascending order.
template <class Visit>
void for_each_bit(const std::vector<std::uint64_t>& bitmap, const Visit& visit) {
  for (std::uint32_t word = 0; word < bitmap.size(); ++word) {
    for (std::uint64_t bits = bitmap[word]; bits != 0; bits &= bits - 1) {
      visit(word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits)));
    }
  }
}

/// The same for the bits of [begin, end).
template <class Visit>
void for_each_bit(const std::vector<std::uint64_t>& bitmap,
                  std::uint32_t begin,
                  std::uint32_t end,
                  const Visit& visit) {
  for (std::uint32_t word = begin / 64; word * 64 < end; ++word) {
    std::uint64_t bits = bitmap[word];
    bits &= word == begin / 64 ? ~std::uint64_t{0} << begin % 64 : ~std::uint64_t{0};
    bits &= end - word * 64 < 64 ? (std::uint64_t{1} << end % 64) - 1 : ~std::uint64_t{0};
    for (; bits != 0; bits &= bits - 1) {
      visit(word * 64 + static_cast<std::uint32_t>(std::countr_zero(bits)));
    }
  }
}

}  // namespace corridor::population
