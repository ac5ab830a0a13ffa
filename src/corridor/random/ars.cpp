#include "corridor/random/ars.hpp"

#include <bit>
#include <cstddef>

namespace corridor::random {

namespace {

using Byte = std::uint8_t;

/// Twice a number of the field of AES, the polynomials modulo x^8 + x^4 + x^3 + x + 1.
constexpr Byte twice(Byte x) { return static_cast<Byte>(x << 1 ^ (x >> 7) * 0x1B); }

/// The substitution of AES (FIPS 197, section 5.1.1): the inverse in the field, and an affine map
/// of it. Every number but zero is a power of three, and its inverse the same power of the inverse
/// of three, 0xF6.
constexpr std::array<Byte, 256> kSubstitution = [] {
  std::array<Byte, 256> table{};
  table[0] = 0x63;
  Byte power = 1;
  Byte inverse = 1;
  do {
    const auto turned = [inverse](int by) { return std::rotl(inverse, by); };
    table[power] =
        static_cast<Byte>(inverse ^ turned(1) ^ turned(2) ^ turned(3) ^ turned(4) ^ 0x63);
    power = static_cast<Byte>(power ^ twice(power));
    Byte product = 0;
    Byte shifted = inverse;
    for (int bit = 0; bit < 8; ++bit) {
      product = static_cast<Byte>(product ^ (0xF6 >> bit & 1) * shifted);
      shifted = twice(shifted);
    }
    inverse = product;
  } while (power != 1);
  return table;
}();

/// What the first byte of a column becomes, and adds to the four of its new column (FIPS 197,
/// section 5.1.3).
constexpr std::array<std::uint32_t, 256> kMixed = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::size_t x = 0; x < table.size(); ++x) {
    const Byte s = kSubstitution[x];
    table[x] = std::uint32_t{twice(s)} | std::uint32_t{s} << 8 | std::uint32_t{s} << 16 |
               std::uint32_t{static_cast<Byte>(twice(s) ^ s)} << 24;
  }
  return table;
}();

/// Row `row` of a column after its row has been shifted.
constexpr std::size_t shifted(const Words& state, std::size_t column, std::size_t row) {
  return state[(column + row) % 4] >> 8 * row & 0xFF;
}

}  // namespace

Words encipher(const RoundKeys& keys, Words counter) {
  Words state = counter;
  for (std::size_t column = 0; column < 4; ++column) {
    state[column] ^= keys[0][column];
  }
  for (std::size_t round = 1; round < kRounds; ++round) {
    Words next = keys[round];
    for (std::size_t column = 0; column < 4; ++column) {
      for (std::size_t row = 0; row < 4; ++row) {
        next[column] ^= std::rotl(kMixed[shifted(state, column, row)], static_cast<int>(8 * row));
      }
    }
    state = next;
  }
  Words last = keys[kRounds];
  for (std::size_t column = 0; column < 4; ++column) {
    for (std::size_t row = 0; row < 4; ++row) {
      last[column] ^= std::uint32_t{kSubstitution[shifted(state, column, row)]} << 8 * row;
    }
  }
  return last;
}

}  // namespace corridor::random
