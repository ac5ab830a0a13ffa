#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace corridor::random {

/// Which of several outcomes a uniform word stands for, given the ends of their parts of the words
/// in ascending order: the first whose end is above the word. An end that completes the sum
/// (UINT32_MAX) takes the largest word too, so that nothing of weight zero is ever chosen; the last
/// outcome takes what the others leave. Every end is looked at, since where to stop would be a
/// guess at chance.
inline std::size_t choose(std::span<const std::uint32_t> ends, std::uint32_t word) {
  const std::uint32_t below = std::min(word, UINT32_MAX - 1);
  std::size_t chosen = 0;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    chosen += below >= ends[i] ? 1 : 0;
  }
  return chosen;
}

}  // namespace corridor::random
