#include "corridor/random/draw.hpp"

#include <numeric>

namespace corridor::random {

void Sequence::fill() {
  std::array<std::array<std::uint32_t, kDraws>, 4> drawn{};
  if (index_ + kDraws <= UINT16_MAX) {
    std::array<std::uint16_t, kDraws> indices{};
    std::iota(indices.begin(), indices.end(), static_cast<std::uint16_t>(index_));
    draw_batch(Path::vector,
               key_,
               indices.data(),
               kDraws,
               {drawn[0].data(), drawn[1].data(), drawn[2].data(), drawn[3].data()});
  } else {
    for (std::uint32_t i = 0; i < kDraws; ++i) {
      const Words words = draw(key_, index_ + i);
      for (std::size_t w = 0; w < words.size(); ++w) {
        drawn[w][i] = words[w];
      }
    }
  }
  for (std::size_t i = 0; i < words_.size(); ++i) {
    words_[i] = drawn[i % 4][i / 4];
  }
  index_ += kDraws;
  used_ = 0;
}

}  // namespace corridor::random
