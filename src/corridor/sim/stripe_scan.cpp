#include "corridor/sim/stripe_scan.hpp"

#include <cstring>

#ifndef CORRIDOR_NO_SIMD
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "corridor/sim/stripe_scan.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace corridor::sim::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Does what list_within() says for as many entries as fill whole registers; returns how many.
std::size_t find_within(const PersonList& list,
                        std::uint32_t begin,
                        std::uint32_t length,
                        std::uint32_t* found,
                        std::size_t& total) {
  const hn::CappedTag<std::uint32_t, 16> d;
  const std::size_t lanes = hn::Lanes(d);
  const std::size_t whole = list.count / lanes * lanes;
  const auto* words = static_cast<const std::uint32_t*>(list.entries);
  for (std::size_t i = 0; i < whole; i += lanes) {
    auto first = hn::Zero(d);
    auto second = hn::Zero(d);
    if (list.words == 1) {
      first = hn::LoadU(d, words + i);
    } else {
      hn::LoadInterleaved2(d, words + 2 * i, first, second);
    }
    const auto person = hn::And(first, hn::Set(d, 0xFFFFU));
    // The difference wraps for those who stand before.
    const auto within = hn::Lt(hn::Sub(person, hn::Set(d, begin)), hn::Set(d, length));
    const auto here = hn::Add(hn::Iota(d, 0), hn::Set(d, static_cast<std::uint32_t>(i)));
    hn::StoreU(hn::Compress(here, within), d, found + total);
    total += hn::CountTrue(d, within);
  }
  return whole;
}

}  // namespace corridor::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if defined(CORRIDOR_NO_SIMD) || HWY_ONCE
namespace corridor::sim {

#ifndef CORRIDOR_NO_SIMD
HWY_EXPORT(find_within);
#endif

std::size_t list_within(random::Path path,
                        const PersonList& list,
                        std::uint32_t begin,
                        std::uint32_t length,
                        std::uint32_t* found) {
  std::size_t total = 0;
  std::size_t i = 0;
#ifndef CORRIDOR_NO_SIMD
  if (path == random::Path::vector) {
    i = HWY_DYNAMIC_DISPATCH(find_within)(list, begin, length, found, total);
  }
#endif
  static_cast<void>(path);
  const auto* bytes = static_cast<const std::uint8_t*>(list.entries);
  for (; i < list.count; ++i) {
    std::uint16_t person = 0;
    std::memcpy(&person, bytes + i * list.words * sizeof(std::uint32_t), sizeof person);
    found[total] = static_cast<std::uint32_t>(i);
    total += person - begin < length ? 1 : 0;
  }
  return total;
}

}  // namespace corridor::sim
#endif
