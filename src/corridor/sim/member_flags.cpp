#include "corridor/sim/member_flags.hpp"

#ifndef CORRIDOR_NO_SIMD
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "corridor/sim/member_flags.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace corridor::sim::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Does what flag_members() says for as many persons as fill whole registers; returns how many.
std::size_t flag_registers(const population::ClassByte* classes,
                           const population::Attributes* attributes,
                           std::size_t count,
                           const WorkingAges& adults,
                           std::uint8_t* flags) {
  const hn::CappedTag<std::uint16_t, 32> d;
  const hn::RebindToSigned<decltype(d)> di;
  const hn::Rebind<std::uint8_t, decltype(d)> bytes;
  const std::size_t lanes = hn::Lanes(d);
  const std::size_t whole = count / lanes * lanes;
  const auto constant = [d](int value) { return hn::Set(d, static_cast<std::uint16_t>(value)); };
  const auto cohort_bits = constant(population::kCohortBits);
  for (std::size_t i = 0; i < whole; i += lanes) {
    const auto cohort = hn::And(hn::PromoteTo(d, hn::LoadU(bytes, classes + i)), cohort_bits);
    const auto of_person = hn::LoadU(d, attributes + i);
    // The difference wraps for those born before the first of working age.
    const auto since = hn::Sub(hn::Add(hn::Mul(cohort, constant(population::kCohortMonths)),
                                       hn::And(of_person, constant(population::kCohortMonthBits))),
                               hn::Set(d, adults.begin));
    const auto away = hn::TestBit(of_person, constant(population::kAwayBit));
    const auto adult = hn::Lt(since, hn::Set(d, adults.months));
    const auto born_after = hn::RebindMask(d, hn::Gt(hn::BitCast(di, since), hn::Set(di, -1)));
    const auto child_at_home = hn::AndNot(hn::Or(adult, away), born_after);
    const auto is = hn::Or(hn::IfThenElse(away, constant(bit(kAway)), constant(bit(kHome))),
                           hn::Or(hn::IfThenElseZero(adult, constant(bit(kAdult))),
                                  hn::IfThenElseZero(child_at_home, constant(bit(kChild)))));
    const auto alive = hn::Ne(cohort, cohort_bits);
    hn::StoreU(
        hn::DemoteTo(bytes, hn::BitCast(di, hn::IfThenElseZero(alive, is))), bytes, flags + i);
  }
  return whole;
}

}  // namespace corridor::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if defined(CORRIDOR_NO_SIMD) || HWY_ONCE
namespace corridor::sim {

#ifndef CORRIDOR_NO_SIMD
HWY_EXPORT(flag_registers);
#endif

namespace {

/// Births before the first of working age wrap around to numbers from this one on.
constexpr std::uint16_t kBornBefore = 0x8000;

std::uint8_t flags_of(population::ClassByte c,
                      population::Attributes a,
                      const WorkingAges& adults) {
  if (!population::is_alive(c)) {
    return 0;
  }
  const int birth = (c & population::kCohortBits) * population::kCohortMonths +
                    (a & population::kCohortMonthBits);
  const auto since = static_cast<std::uint16_t>(birth - adults.begin);
  const bool adult = since < adults.months;
  if (population::is_away(a)) {
    return static_cast<std::uint8_t>(bit(kAway) | (adult ? bit(kAdult) : 0));
  }
  const bool child = since < kBornBefore && !adult;
  return static_cast<std::uint8_t>(bit(kHome) | (adult ? bit(kAdult) : 0) |
                                   (child ? bit(kChild) : 0));
}

}  // namespace

void flag_members(random::Path path,
                  const population::ClassByte* classes,
                  const population::Attributes* attributes,
                  std::size_t count,
                  const WorkingAges& adults,
                  std::uint8_t* flags) {
  std::size_t i = 0;
#ifndef CORRIDOR_NO_SIMD
  if (path == random::Path::vector) {
    i = HWY_DYNAMIC_DISPATCH(flag_registers)(classes, attributes, count, adults, flags);
  }
#endif
  static_cast<void>(path);
  for (; i < count; ++i) {
    flags[i] = flags_of(classes[i], attributes[i], adults);
  }
}

}  // namespace corridor::sim
#endif
