#include "corridor/population/relayout_columns.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <vector>

#include "corridor/population/bitmap.hpp"

#ifndef CORRIDOR_NO_SIMD
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "corridor/population/relayout_columns.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace corridor::population::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// Most runs and households are no longer than a stride, so that loops over them seldom go round.
using Places = hn::CappedTag<std::uint16_t, kStride>;
using Classes = hn::Rebind<ClassByte, Places>;

/// The first `count` lanes, or all where there are fewer.
template <class D>
HWY_INLINE hn::Mask<D> first(D d, std::uint32_t count) {
  return hn::FirstN(d, std::min<std::size_t>(count, hn::Lanes(d)));
}

void copy_by_strides(std::span<const Relayout::Run> runs,
                     const District& from,
                     District& to,
                     std::uint16_t* new_place) {
  const Places d;
  const Classes d8;
  const auto lanes = static_cast<std::uint32_t>(hn::Lanes(d));
  const auto lane = hn::Iota(d, 0);
  const ClassByte* old_classes = from.classes.data();
  const Attributes* old_attributes = from.attributes.data();
  ClassByte* classes = to.classes.data();
  Attributes* attributes = to.attributes.data();
  std::uint32_t at = 0;
  for (const Relayout::Run& run : runs) {
    for (std::uint32_t i = 0; i < run.count; i += lanes) {
      const std::uint32_t old = run.first + i;
      // What is too much is overwritten by the next run; old places are of other runs, though.
      hn::StoreU(hn::LoadU(d8, old_classes + old), d8, classes + at + i);
      hn::StoreU(hn::LoadU(d, old_attributes + old), d, attributes + at + i);
      const auto places = hn::Add(lane, hn::Set(d, static_cast<std::uint16_t>(at + i)));
      hn::BlendedStore(places, first(d, run.count - i), d, new_place + old);
    }
    at += run.count;
  }
}

void mark_by_strides(std::span<const std::uint16_t> heads, District& district) {
  const Places d;
  const Classes d8;
  const auto lanes = static_cast<std::uint32_t>(hn::Lanes(d));
  const auto mark = hn::Set(d8, kHasMigrantBit);
  for (const std::uint16_t head : heads) {
    const std::uint32_t count = district.household_end(head) - head;
    const Attributes* attributes = district.attributes.data() + head;
    ClassByte* classes = district.classes.data() + head;
    auto any = hn::Zero(d);
    for (std::uint32_t i = 0; i < count; i += lanes) {
      const auto members = first(d, count - i);
      any = hn::Or(any, hn::IfThenElseZero(members, hn::LoadU(d, attributes + i)));
    }
    const auto away = hn::Ne(hn::And(any, hn::Set(d, kAwayBit)), hn::Zero(d));
    const auto marks = hn::AllFalse(d, away) ? hn::Zero(d8) : mark;
    for (std::uint32_t i = 0; i < count; i += lanes) {
      const auto marked = hn::Or(hn::AndNot(mark, hn::LoadU(d8, classes + i)), marks);
      hn::BlendedStore(marked, first(d8, count - i), d8, classes + i);
    }
  }
}

}  // namespace corridor::population::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if defined(CORRIDOR_NO_SIMD) || HWY_ONCE
namespace corridor::population {

#ifndef CORRIDOR_NO_SIMD

HWY_EXPORT(copy_by_strides);
HWY_EXPORT(mark_by_strides);

void copy_runs(std::span<const Relayout::Run> runs,
               const District& from,
               District& to,
               std::uint16_t* new_place) {
  HWY_DYNAMIC_DISPATCH(copy_by_strides)(runs, from, to, new_place);
}

void mark_households(std::span<const std::uint16_t> heads, District& district) {
  HWY_DYNAMIC_DISPATCH(mark_by_strides)(heads, district);
}

#else

void copy_runs(std::span<const Relayout::Run> runs,
               const District& from,
               District& to,
               std::uint16_t* new_place) {
  std::uint16_t at = 0;
  for (const Relayout::Run& run : runs) {
    std::copy_n(from.classes.begin() + run.first, run.count, to.classes.begin() + at);
    std::copy_n(from.attributes.begin() + run.first, run.count, to.attributes.begin() + at);
    std::iota(new_place + run.first, new_place + run.first + run.count, at);
    at = static_cast<std::uint16_t>(at + run.count);
  }
}

void mark_households(std::span<const std::uint16_t> heads, District& district) {
  for (const std::uint16_t head : heads) {
    const std::uint32_t end = district.household_end(head);
    const bool away =
        std::any_of(district.attributes.begin() + head, district.attributes.begin() + end, is_away);
    for (std::uint32_t i = head; i < end; ++i) {
      district.classes[i] = static_cast<ClassByte>((district.classes[i] & ~kHasMigrantBit) |
                                                   (away ? kHasMigrantBit : 0));
    }
  }
}

#endif

std::uint32_t marked_households(const District& district) {
  std::vector<std::uint64_t> marked;
  fill_bitmap(
      district.laid_out,
      [classes = district.classes.data()](std::size_t i) {
        return static_cast<std::uint8_t>(has_migrant(classes[i]));
      },
      marked);
  std::uint32_t count = 0;
  for (std::size_t word = 0; word < marked.size(); ++word) {
    count += static_cast<std::uint32_t>(std::popcount(marked[word] & district.heads[word]));
  }
  return count;
}

}  // namespace corridor::population
#endif
