// Threefry4x32-20 over the lanes of a vector. Included once per target by files that Highway
// compiles for several instruction sets; therefore no include guard of the usual kind.
#if defined(CORRIDOR_RANDOM_LANES_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef CORRIDOR_RANDOM_LANES_INL
#undef CORRIDOR_RANDOM_LANES_INL
#else
#define CORRIDOR_RANDOM_LANES_INL
#endif

#include <hwy/highway.h>

#include <array>
#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace corridor::random::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using KeyWords = std::array<std::uint32_t, 5>;

/// The four key words and their parity word (Skein constant), as in draw().
inline KeyWords key_words(const Key& key) {
  KeyWords k = {static_cast<std::uint32_t>(key.seed),
                static_cast<std::uint32_t>(key.seed >> 32),
                static_cast<std::uint32_t>(key.stream),
                static_cast<std::uint32_t>(key.month.index()),
                0};
  k[4] = 0x1BD11BDAU ^ k[0] ^ k[1] ^ k[2] ^ k[3];
  return k;
}

template <int kLeft1, int kLeft2, class V>
HWY_INLINE void mix(V& a, V& b, V& c, V& d) {
  a = hn::Add(a, b);
  b = hn::Xor(hn::RotateRight<32 - kLeft1>(b), a);
  c = hn::Add(c, d);
  d = hn::Xor(hn::RotateRight<32 - kLeft2>(d), c);
}

template <class V>
HWY_INLINE void inject(const KeyWords& k, std::uint32_t round, V& x0, V& x1, V& x2, V& x3) {
  const hn::DFromV<V> d;
  x0 = hn::Add(x0, hn::Set(d, k[round % 5]));
  x1 = hn::Add(x1, hn::Set(d, k[(round + 1) % 5]));
  x2 = hn::Add(x2, hn::Set(d, k[(round + 2) % 5]));
  x3 = hn::Add(x3, hn::Set(d, k[(round + 3) % 5] + round));
}

/// In: x0 holds the index of each lane, x1 the district, x2 and x3 zero. Out: the four words of
/// each lane.
template <class V>
HWY_INLINE void threefry20(const KeyWords& k, V& x0, V& x1, V& x2, V& x3) {
  inject(k, 0, x0, x1, x2, x3);
  const auto even = [&] {
    mix<10, 26>(x0, x1, x2, x3);
    mix<11, 21>(x0, x3, x2, x1);
    mix<13, 27>(x0, x1, x2, x3);
    mix<23, 5>(x0, x3, x2, x1);
  };
  const auto odd = [&] {
    mix<6, 20>(x0, x1, x2, x3);
    mix<17, 11>(x0, x3, x2, x1);
    mix<25, 10>(x0, x1, x2, x3);
    mix<18, 20>(x0, x3, x2, x1);
  };
  even();
  inject(k, 1, x0, x1, x2, x3);
  odd();
  inject(k, 2, x0, x1, x2, x3);
  even();
  inject(k, 3, x0, x1, x2, x3);
  odd();
  inject(k, 4, x0, x1, x2, x3);
  even();
  inject(k, 5, x0, x1, x2, x3);
}

}  // namespace corridor::random::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
