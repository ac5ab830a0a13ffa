// ARS4x32-7 in the blocks of vectors. Included once per target by files that Highway compiles for
// several instruction sets; therefore no include guard of the usual kind.
#if defined(CORRIDOR_RANDOM_LANES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef CORRIDOR_RANDOM_LANES_INL
#undef CORRIDOR_RANDOM_LANES_INL
#else
#define CORRIDOR_RANDOM_LANES_INL
#endif

#include <hwy/highway.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "corridor/random/ars.hpp"

HWY_BEFORE_NAMESPACE();
namespace corridor::random::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET != HWY_SCALAR  // which has no blocks of four words

using Lanes = hn::CappedTag<std::uint32_t, 16>;
using Lane = hn::Vec<Lanes>;

/// Blocks of four words in a register.
constexpr std::size_t blocks() { return hn::MaxLanes(Lanes()) / 4; }

/// The draws of a key.
class Draws {
 public:
  explicit Draws(const Key& key) : district_(in_blocks({0, key.district, 0, 0})) {
    const RoundKeys keys = round_keys(key);
    for (std::size_t round = 0; round < keys.size(); ++round) {
      keys_[round] = hn::BitCast(Bytes(), in_blocks(keys[round]));
    }
  }

  /// The words of the draws with the indices in the lanes.
  HWY_INLINE void of(Lane indices, Lane& first, Lane& second, Lane& third, Lane& fourth) const {
    Lane a = counters(hn::Broadcast<0>(indices));
    Lane b = counters(hn::Broadcast<1>(indices));
    Lane c = counters(hn::Broadcast<2>(indices));
    Lane d = counters(hn::Broadcast<3>(indices));
    encipher(a, b, c, d);
    // Four blocks of each place, word by word.
    const hn::Repartition<std::uint64_t, Lanes> pairs;
    const auto low = [&](Lane x, Lane y) { return hn::BitCast(pairs, hn::InterleaveLower(x, y)); };
    const auto high = [&](Lane x, Lane y) {
      return hn::BitCast(pairs, hn::InterleaveUpper(Lanes(), x, y));
    };
    const auto words = [](auto x) { return hn::BitCast(Lanes(), x); };
    first = words(hn::InterleaveLower(low(a, b), low(c, d)));
    second = words(hn::InterleaveUpper(pairs, low(a, b), low(c, d)));
    third = words(hn::InterleaveLower(high(a, b), high(c, d)));
    fourth = words(hn::InterleaveUpper(pairs, high(a, b), high(c, d)));
  }

  /// The blocks of 4 * blocks() draws from `index` on, as they lie in memory.
  HWY_INLINE void from(std::uint32_t index, Lane& a, Lane& b, Lane& c, Lane& d) const {
    const Lane block = hn::ShiftRight<2>(hn::Iota(Lanes(), 0));
    const auto register_at = [&](std::size_t place) {
      const auto first = static_cast<std::uint32_t>(index + place * blocks());
      return counters(hn::Add(block, hn::Set(Lanes(), first)));
    };
    a = register_at(0);
    b = register_at(1);
    c = register_at(2);
    d = register_at(3);
    encipher(a, b, c, d);
  }

 private:
  using Bytes = hn::Repartition<std::uint8_t, Lanes>;

  static Lane in_blocks(const Words& words) { return hn::LoadDup128(Lanes(), words.data()); }

  /// Counters of blocks, from the index in their first lanes.
  HWY_INLINE Lane counters(Lane index) const {
    return hn::Or(hn::And(index, in_blocks({UINT32_MAX, 0, 0, 0})), district_);
  }

  /// Four registers take turns, as each waits for its round before.
  HWY_INLINE void encipher(Lane& a, Lane& b, Lane& c, Lane& d) const {
    const auto each = [&](const auto& step) {
      a = hn::BitCast(Lanes(), step(hn::BitCast(Bytes(), a)));
      b = hn::BitCast(Lanes(), step(hn::BitCast(Bytes(), b)));
      c = hn::BitCast(Lanes(), step(hn::BitCast(Bytes(), c)));
      d = hn::BitCast(Lanes(), step(hn::BitCast(Bytes(), d)));
    };
    each([&](auto state) { return hn::Xor(state, keys_[0]); });
    for (std::size_t round = 1; round < kRounds; ++round) {
      each([&](auto state) { return hn::AESRound(state, keys_[round]); });
    }
    each([&](auto state) { return hn::AESLastRound(state, keys_[kRounds]); });
  }

  Lane district_;
  std::array<hn::Vec<Bytes>, kRounds + 1> keys_;
};

#endif

}  // namespace corridor::random::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
