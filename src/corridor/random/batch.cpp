#include "corridor/random/ars.hpp"
#include "corridor/random/draw.hpp"

#ifndef CORRIDOR_NO_SIMD
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "corridor/random/batch.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "corridor/random/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace corridor::random::HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

Words one(const RoundKeys& keys, const Words& counter) { return encipher(keys, counter); }

void batch(const Key& key,
           const std::uint16_t* indices,
           std::size_t count,
           const std::array<std::uint32_t*, 4>& words) {
  draw_batch(Path::reference, key, indices, count, words);
}

#else

Words one(const RoundKeys& keys, const Words& counter) {
  const hn::CappedTag<std::uint32_t, 4> d;
  const hn::Repartition<std::uint8_t, decltype(d)> bytes;
  const auto words = [&](const Words& of) { return hn::BitCast(bytes, hn::LoadU(d, of.data())); };
  auto state = hn::Xor(words(counter), words(keys[0]));
  for (std::size_t round = 1; round < kRounds; ++round) {
    state = hn::AESRound(state, words(keys[round]));
  }
  Words drawn{};
  hn::StoreU(hn::BitCast(d, hn::AESLastRound(state, words(keys[kRounds]))), d, drawn.data());
  return drawn;
}

void batch(const Key& key,
           const std::uint16_t* indices,
           std::size_t count,
           const std::array<std::uint32_t*, 4>& words) {
  const Lanes d;
  const hn::Rebind<std::uint16_t, decltype(d)> d16;
  const Draws draws(key);
  const std::size_t lanes = hn::Lanes(d);
  for (std::size_t i = 0; i < count; i += lanes) {
    std::array<Lane, 4> drawn;
    draws.of(hn::PromoteTo(d, hn::LoadU(d16, indices + i)), drawn[0], drawn[1], drawn[2], drawn[3]);
    for (std::size_t w = 0; w < drawn.size(); ++w) {
      hn::StoreU(drawn[w], d, words[w] + i);
    }
  }
}

#endif

}  // namespace corridor::random::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if defined(CORRIDOR_NO_SIMD) || HWY_ONCE
namespace corridor::random {

#ifndef CORRIDOR_NO_SIMD
HWY_EXPORT(one);
HWY_EXPORT(batch);
#endif

Words draw(const Key& key, std::uint32_t index) {
  const Words counter = {index, key.district, 0, 0};
#ifndef CORRIDOR_NO_SIMD
  return HWY_DYNAMIC_DISPATCH(one)(round_keys(key), counter);
#else
  return encipher(round_keys(key), counter);
#endif
}

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
