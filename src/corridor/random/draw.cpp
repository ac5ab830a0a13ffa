#include "corridor/random/draw.hpp"

#include <Random123/threefry.h>

#include <cmath>

namespace corridor::random {

Words draw(const Key& key, std::uint32_t index) {
  const threefry4x32_key_t k = {{static_cast<std::uint32_t>(key.seed), static_cast<std::uint32_t>(key.seed >> 32),
                                 static_cast<std::uint32_t>(key.stream),
                                 static_cast<std::uint32_t>(key.month.index())}};
  const threefry4x32_ctr_t c = {{index, key.district, 0, 0}};
  const threefry4x32_ctr_t r = threefry4x32_R(20, c, k);
  return {r.v[0], r.v[1], r.v[2], r.v[3]};
}

std::uint32_t threshold(double p) {
  const double scaled = std::floor(p * 0x1p32 + 0.5);
  if (!(scaled > 0)) {
    return 0;
  }
  return scaled >= 0x1p32 ? UINT32_MAX : static_cast<std::uint32_t>(scaled);
}

}  // namespace corridor::random
