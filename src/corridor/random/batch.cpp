#include "corridor/random/draw.hpp"

#ifndef CORRIDOR_NO_SIMD
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "corridor/random/batch.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "corridor/random/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace corridor::random::HWY_NAMESPACE {

void batch(const Key& key,
           const std::uint16_t* indices,
           std::size_t count,
           const std::array<std::uint32_t*, 4>& words) {
  const hn::CappedTag<std::uint32_t, 16> d;
  const hn::Rebind<std::uint16_t, decltype(d)> d16;
  const KeyWords k = key_words(key);
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t i = 0; i < count; i += lanes) {
    auto x0 = hn::PromoteTo(d, hn::LoadU(d16, indices + i));
    auto x1 = hn::Set(d, key.district);
    auto x2 = hn::Zero(d);
    auto x3 = hn::Zero(d);
    threefry20(k, x0, x1, x2, x3);
    hn::StoreU(x0, d, words[0] + i);
    hn::StoreU(x1, d, words[1] + i);
    hn::StoreU(x2, d, words[2] + i);
    hn::StoreU(x3, d, words[3] + i);
  }
}

}  // namespace corridor::random::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if defined(CORRIDOR_NO_SIMD) || HWY_ONCE
namespace corridor::random {

namespace {

void batch_reference(const Key& key,
                     const std::uint16_t* indices,
                     std::size_t count,
                     const std::array<std::uint32_t*, 4>& words) {
  for (std::size_t i = 0; i < count; ++i) {
    const Words drawn = draw(key, indices[i]);
    for (std::size_t w = 0; w < drawn.size(); ++w) {
      words[w][i] = drawn[w];
    }
  }
}

}  // namespace

#ifndef CORRIDOR_NO_SIMD
HWY_EXPORT(batch);
#endif

void draw_batch(Path path,
                const Key& key,
                const std::uint16_t* indices,
                std::size_t count,
                const std::array<std::uint32_t*, 4>& words) {
#ifndef CORRIDOR_NO_SIMD
  if (path == Path::vector) {
    HWY_DYNAMIC_DISPATCH(batch)(key, indices, count, words);
    return;
  }
#endif
  static_cast<void>(path);
  batch_reference(key, indices, count, words);
}

}  // namespace corridor::random
#endif
