#pragma once

#include <cstdint>

#include "corridor/random/draw.hpp"
#include "corridor/random/normal.hpp"

/// Draws of inference: each is a function of seed, stream, round, member and index, so neither
/// threads nor restarts can change it.
namespace corridor::inference::detail {

struct Address {
  std::uint64_t seed = 0;
  random::Stream stream = random::Stream::inference_prior;
  int round = 0;
  int member = 0;
};

inline random::Words words(const Address& at, std::size_t index) {
  return random::draw(
      {at.seed, at.stream, Month::from_index(at.round), static_cast<std::uint32_t>(at.member)},
      static_cast<std::uint32_t>(index));
}

inline double normal(const Address& at, std::size_t index) {
  return random::normal(words(at, index));
}

/// Uniform in (0, 1).
inline double uniform(const Address& at, std::size_t index) {
  const random::Words w = words(at, index);
  return random::open_uniform(w[0], w[1]);
}

/// A whole number below `n`, each with the same chance to 2^-32.
inline std::size_t below(const Address& at, std::size_t index, std::size_t n) {
  return static_cast<std::size_t>((static_cast<std::uint64_t>(words(at, index)[0]) * n) >> 32);
}

}  // namespace corridor::inference::detail
