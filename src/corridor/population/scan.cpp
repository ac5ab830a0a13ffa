#include "corridor/population/scan.hpp"

#include <bit>

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

#if HWY_TARGET == HWY_AVX3_DL

/// The bounds of all classes in registers: where bytes can be looked up among 128 at a time, two
/// permutations find the bound of a class byte, and its highest bit chooses between them.
class BoundsInRegisters {
 public:
  explicit BoundsInRegisters(const ByteBounds& bounds)
      : quarters_{hn::LoadU(d8_, bounds.data()),
                  hn::LoadU(d8_, bounds.data() + 64),
                  hn::LoadU(d8_, bounds.data() + 128),
                  hn::LoadU(d8_, bounds.data() + 192)} {}

  template <class V8>
  HWY_INLINE V8 of(V8 classes) const {
    const V8 low{_mm512_permutex2var_epi8(quarters_[0].raw, classes.raw, quarters_[1].raw)};
    const V8 high{_mm512_permutex2var_epi8(quarters_[2].raw, classes.raw, quarters_[3].raw)};
    return hn::IfThenElse(hn::MaskFromVec(classes), high, low);
  }

 private:
  static constexpr hn::CappedTag<std::uint8_t, 64> d8_{};
  std::array<hn::Vec<hn::CappedTag<std::uint8_t, 64>>, 4> quarters_;
};

#else

/// The bounds of all classes, sixteen to a table of one shuffle; bits 4 to 7 of a class byte choose
/// the table.
class BoundsInRegisters {
 public:
  explicit BoundsInRegisters(const ByteBounds& bounds) : bounds_(bounds) {}

  template <class V8>
  HWY_INLINE V8 of(V8 classes) const {
    const hn::DFromV<V8> d8;
    const auto low = hn::And(classes, hn::Set(d8, std::uint8_t{0x0F}));
    const auto high = hn::And(classes, hn::Set(d8, std::uint8_t{0xF0}));
    auto found = hn::Zero(d8);
    for (std::size_t row = 0; row < 16; ++row) {
      const auto table = hn::LoadDup128(d8, bounds_.data() + 16 * row);
      const auto here = hn::Eq(high, hn::Set(d8, static_cast<std::uint8_t>(row << 4)));
      found = hn::IfThenElse(here, hn::TableLookupBytes(table, low), found);
    }
    return found;
  }

 private:
  const ByteBounds& bounds_;
};

#endif

std::size_t scan_vector(const random::Key& key,
                        std::span<const ClassByte> classes,
                        const ByteBounds& bounds,
                        std::uint16_t* candidates,
                        std::uint8_t* bytes) {
  const hn::Repartition<std::uint8_t, lanes::Lanes> d8;
  constexpr std::size_t kStep = 4 * lanes::blocks();  // draws at a time, of sixteen persons each
  const lanes::Draws draws(key);
  const BoundsInRegisters limits(bounds);
  // Written whole before it is read, in every tile; clearing it first would cost time.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
  alignas(64) std::array<std::uint8_t, kTile> drawn;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): as above
  alignas(64) std::array<std::uint8_t, kTile / 8> mask;
  std::size_t found = 0;
  for (std::size_t tile = 0; tile < classes.size() / kTile; ++tile) {
    const ClassByte* tile_classes = classes.data() + tile * kTile;
    for (std::size_t part = 0; part < kTile / 16; part += kStep) {
      std::array<lanes::Lane, 4> words;
      draws.from(static_cast<std::uint32_t>(tile * (kTile / 16) + part),
                 words[0],
                 words[1],
                 words[2],
                 words[3]);
      for (std::size_t w = 0; w < words.size(); ++w) {
        const std::size_t at = part * 16 + w * hn::Lanes(d8);
        const auto random_bytes = hn::BitCast(d8, words[w]);
        hn::StoreU(random_bytes, d8, drawn.data() + at);
        const auto limit = limits.of(hn::LoadU(d8, tile_classes + at));
        hn::StoreMaskBits(d8, hn::Lt(random_bytes, limit), mask.data() + at / 8);
      }
    }
    for (std::size_t word = 0; word < kTile / 64; ++word) {
      std::uint64_t hits = 0;
      __builtin_memcpy(&hits, mask.data() + word * 8, sizeof hits);
      const auto note = [&](std::size_t place) {
        const std::size_t at = word * 64 + static_cast<std::size_t>(std::countr_zero(hits)) % 64;
        candidates[place] = static_cast<std::uint16_t>(tile * kTile + at);
        bytes[place] = drawn[at];
        hits &= hits - 1;
      };
      // Two are noted whether or not there are so many: more are rare, and how many there are
      // would be a guess at chance.
      const std::size_t end = found + static_cast<std::size_t>(std::popcount(hits));
      note(found);
      note(found + 1);
      for (std::size_t place = found + 2; place < end; ++place) {
        note(place);
      }
      found = end;
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
