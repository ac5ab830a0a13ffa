#include "corridor/population/scan.hpp"

#ifndef CORRIDOR_NO_SIMD
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "corridor/population/scan.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#include "corridor/random/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace corridor::population::HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

std::size_t scan_vector(const random::Key& key,
                        std::span<const ClassByte> classes,
                        const ByteBounds& bounds,
                        std::uint16_t* candidates,
                        std::uint8_t* bytes) {
  return scan_reference(key, classes, bounds, candidates, bytes);
}

#else

namespace hn = hwy::HWY_NAMESPACE;
namespace lanes = corridor::random::HWY_NAMESPACE;

/// The bound of each class byte: sixteen shuffles of sixteen entries, chosen by bits 4 to 7.
template <class D8, class V8>
HWY_INLINE V8 bounds_of(D8 d8, const ByteBounds& bounds, V8 classes) {
  const auto low = hn::And(classes, hn::Set(d8, std::uint8_t{0x0F}));
  const auto high = hn::And(classes, hn::Set(d8, std::uint8_t{0xF0}));
  auto found = hn::Zero(d8);
  for (std::size_t row = 0; row < 16; ++row) {
    const auto table = hn::LoadDup128(d8, bounds.data() + 16 * row);
    const auto here = hn::Eq(high, hn::Set(d8, static_cast<std::uint8_t>(row << 4)));
    found = hn::IfThenElse(here, hn::TableLookupBytes(table, low), found);
  }
  return found;
}

std::size_t scan_vector(const random::Key& key,
                        std::span<const ClassByte> classes,
                        const ByteBounds& bounds,
                        std::uint16_t* candidates,
                        std::uint8_t* bytes) {
  const hn::CappedTag<std::uint32_t, 16> d;
  const hn::Repartition<std::uint8_t, decltype(d)> d8;
  const std::size_t step = hn::Lanes(d);
  const lanes::KeyWords k = lanes::key_words(key);
  // Written whole before it is read, in every tile; clearing it first would cost time.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
  alignas(64) std::array<std::uint8_t, kTile> drawn;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): as above
  alignas(64) std::array<std::uint8_t, kTile / 8> mask;
  std::size_t found = 0;
  for (std::size_t tile = 0; tile < classes.size() / kTile; ++tile) {
    const ClassByte* tile_classes = classes.data() + tile * kTile;
    for (std::size_t part = 0; part < 16; part += step) {
      auto x0 = hn::Iota(d, static_cast<std::uint32_t>(tile * 16 + part));
      auto x1 = hn::Set(d, key.district);
      auto x2 = hn::Zero(d);
      auto x3 = hn::Zero(d);
      lanes::threefry20(k, x0, x1, x2, x3);
      const auto compare = [&](auto words, std::size_t word) {
        const std::size_t at = word * 64 + part * 4;
        const auto random_bytes = hn::BitCast(d8, words);
        hn::StoreU(random_bytes, d8, drawn.data() + at);
        const auto limit = bounds_of(d8, bounds, hn::LoadU(d8, tile_classes + at));
        hn::StoreMaskBits(d8, hn::Lt(random_bytes, limit), mask.data() + at / 8);
      };
      compare(x0, 0);
      compare(x1, 1);
      compare(x2, 2);
      compare(x3, 3);
    }
    for (std::size_t word = 0; word < kTile / 64; ++word) {
      std::uint64_t hits = 0;
      __builtin_memcpy(&hits, mask.data() + word * 8, sizeof hits);
      while (hits != 0) {
        const std::size_t at = word * 64 + static_cast<std::size_t>(__builtin_ctzll(hits));
        candidates[found] = static_cast<std::uint16_t>(tile * kTile + at);
        bytes[found] = drawn[at];
        ++found;
        hits &= hits - 1;
      }
    }
  }
  return found;
}

#endif

}  // namespace corridor::population::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if defined(CORRIDOR_NO_SIMD) || HWY_ONCE
namespace corridor::population {

#ifndef CORRIDOR_NO_SIMD
HWY_EXPORT(scan_vector);
#endif

std::size_t scan(random::Path path,
                 const random::Key& key,
                 std::span<const ClassByte> classes,
                 const ByteBounds& bounds,
                 std::uint16_t* candidates,
                 std::uint8_t* bytes) {
#ifndef CORRIDOR_NO_SIMD
  if (path == random::Path::vector) {
    return HWY_DYNAMIC_DISPATCH(scan_vector)(key, classes, bounds, candidates, bytes);
  }
#endif
  static_cast<void>(path);
  return scan_reference(key, classes, bounds, candidates, bytes);
}

}  // namespace corridor::population
#endif
