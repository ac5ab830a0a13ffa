#include "corridor/sim/unsettled_count.hpp"

#include <algorithm>
#include <array>

#include "corridor/sim/member_flags.hpp"

#ifndef CORRIDOR_NO_SIMD
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "corridor/sim/unsettled_count.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace corridor::sim::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Reals = hn::CappedTag<double, kHouseholdLanes>;
using Wholes = hn::RebindToSigned<Reals>;
using Real = hn::Vec<Reals>;
using Whole = hn::Vec<Wholes>;

using welfare::Count;
using welfare::LineCount;
using welfare::StepCount;

HWY_INLINE Whole one_if(hn::Mask<Wholes> condition) {
  return hn::IfThenElseZero(condition, hn::Set(Wholes(), 1));
}

/// Some households, one a lane.
struct Households {
  Whole home;
  Whole children;
  Whole adults;
  Whole away;
  Whole away_lately;
  Whole seeking;
  Whole returned;
  Whole income;
  Whole received;
};

HWY_INLINE Households load_households(const UnsettledHouseholds& households, std::size_t at) {
  const Wholes d;
  const hn::RebindToUnsigned<Wholes> words;
  const auto sums = hn::LoadU(words, households.members.data() + at);
  const auto with = [&](auto shifted) {
    return hn::BitCast(d, hn::And(shifted, hn::Set(words, kMembersMask)));
  };
  return {with(hn::ShiftRight<kMembersBits * kHome>(sums)),
          with(hn::ShiftRight<kMembersBits * kChild>(sums)),
          with(hn::ShiftRight<kMembersBits * kAdult>(sums)),
          with(hn::ShiftRight<kMembersBits * kAway>(sums)),
          with(hn::ShiftRight<kMembersBits * kAwayLately>(sums)),
          with(hn::ShiftRight<kMembersBits * kSeeks>(sums)),
          with(hn::ShiftRight<kMembersBits * kLately>(sums)),
          hn::LoadU(d, households.income.data() + at),
          hn::LoadU(d, households.received.data() + at)};
}

/// What welfare::budget_of() says of each lane. Dividing by the unit of shares first leaves a
/// number of at most 47 bits, whose quotient by so few adults a double cuts at the same place.
HWY_INLINE Whole own_of(const Households& of, const welfare::OriginStandards& standards) {
  const Reals reals;
  const Wholes d;
  const Whole full = hn::Mul(of.income, hn::Add(of.home, of.away));
  const Whole absent =
      hn::Mul(hn::Min(hn::Add(of.away, of.seeking), of.adults), hn::Set(d, standards.absent_share));
  const Whole left = hn::Sub(hn::ShiftLeft<welfare::kShareBits>(of.adults), absent);
  const Whole earned = hn::ShiftRight<welfare::kShareBits>(hn::Mul(full, left));
  const Real each = hn::Div(hn::ConvertTo(reals, earned), hn::ConvertTo(reals, of.adults));
  return hn::IfThenElse(hn::Gt(of.adults, hn::Zero(d)), hn::ConvertTo(d, each), full);
}

/// Sums of one line. Persons times parts of a line are whole numbers far below 2^53, which doubles
/// add up without an error.
struct LineSums {
  std::array<Real, welfare::kLineCounts> sums;
  HWY_INLINE void add(LineCount what, Real more) {
    Real& sum = sums[static_cast<std::size_t>(what)];
    sum = hn::Add(sum, more);
  }
};
struct Sums {
  std::array<Whole, welfare::kCounts> counts;
  std::array<LineSums, welfare::kLines> lines;
  HWY_INLINE void add(Count what, Whole more) {
    Whole& sum = counts[static_cast<std::size_t>(what)];
    sum = hn::Add(sum, more);
  }
  Sums() {
    counts.fill(hn::Zero(Wholes()));
    for (LineSums& line : lines) {
      line.sums.fill(hn::Zero(Reals()));
    }
  }
  /// Sums over the lanes.
  void add_to(welfare::Tally& tally) const {
    const auto sum = [](auto d, auto lanes) { return hn::GetLane(hn::SumOfLanes(d, lanes)); };
    for (std::size_t i = 0; i < counts.size(); ++i) {
      tally.counts[i] += sum(Wholes(), counts[i]);
    }
    for (std::size_t line = 0; line < lines.size(); ++line) {
      for (std::size_t i = 0; i < welfare::kLineCounts; ++i) {
        tally.lines[line][i] += static_cast<std::int64_t>(sum(Reals(), lines[line].sums[i]));
      }
    }
  }
};

/// What poverty depends on: persons, and amounts a head in minor units.
struct Means {
  Real home;
  Real children;
  Real members;
  Real home_with_migrant;  ///< persons at home, where somebody is away
  Real consumption;
  Real own;
  Real with_migrants_home;  ///< of all members
};

HWY_INLINE void count_at_line(const Means& of, double line, LineSums& sums) {
  const Reals d;
  const Real at = hn::Set(d, line);
  const auto poor = hn::Lt(of.consumption, at);
  const auto poor_without = hn::Lt(of.own, at);
  const Real gap = hn::Sub(hn::Set(d, 1.0), hn::Div(of.consumption, at));
  const Real parts = hn::Mul(hn::Set(d, double{welfare::kGapUnit}), gap);
  sums.add(LineCount::poor, hn::IfThenElseZero(poor, of.home));
  sums.add(LineCount::poor_children, hn::IfThenElseZero(poor, of.children));
  sums.add(LineCount::gap, hn::IfThenElseZero(poor, hn::Mul(of.home, hn::Trunc(parts))));
  sums.add(LineCount::severity,
           hn::IfThenElseZero(poor, hn::Mul(of.home, hn::Trunc(hn::Mul(parts, gap)))));
  sums.add(LineCount::poor_without, hn::IfThenElseZero(poor_without, of.home));
  sums.add(LineCount::poor_home, hn::IfThenElseZero(hn::Lt(of.with_migrants_home, at), of.members));
  const Real with_migrant = hn::IfThenElseZero(poor_without, of.home_with_migrant);
  sums.add(LineCount::poor_with_migrant, hn::IfThenElseZero(poor, with_migrant));
  sums.add(LineCount::poor_with_migrant_without, with_migrant);
}

/// What is counted of households whatever they consume a head.
HWY_INLINE void count_budgets(const Households& of, Whole own, Whole received, Sums& sums) {
  const Wholes d;
  const auto some = [d](Whole number) { return hn::Gt(number, hn::Zero(d)); };
  const auto receives = some(received);
  sums.add(Count::persons, of.home);
  sums.add(Count::members, hn::Add(of.home, of.away));
  sums.add(Count::children, of.children);
  sums.add(Count::adults, hn::Max(hn::Zero(d), hn::Sub(of.adults, of.away)));
  sums.add(Count::households_receiving, one_if(receives));
  sums.add(Count::households_lost, one_if(hn::AndNot(receives, some(of.returned))));
  sums.add(Count::households_with_recent_migrant, one_if(some(of.away_lately)));
  sums.add(Count::persons_with_migrant, hn::IfThenElseZero(some(of.away), of.home));
  sums.add(Count::seeking, of.seeking);
  sums.add(Count::own, own);
  sums.add(Count::received, received);
  sums.add(Count::own_of_receivers, hn::IfThenElseZero(receives, own));
  sums.add(Count::consumption, hn::Add(own, received));
}

HWY_INLINE Means means_of(const Households& of, Whole own, Whole received, double returnee_pay) {
  const Reals d;
  const auto real = [d](Whole number) { return hn::ConvertTo(d, number); };
  const Real home = real(of.home);
  const Real at_home = hn::Mul(real(of.away), hn::Set(d, returnee_pay));
  const Real members = real(hn::Add(of.home, of.away));
  const auto migrant = hn::Gt(of.away, hn::Zero(Wholes()));
  return {home,
          real(of.children),
          members,
          real(hn::IfThenElseZero(migrant, of.home)),
          hn::Div(real(hn::Add(own, received)), home),
          hn::Div(real(own), home),
          hn::Div(hn::Add(real(own), at_home), members)};
}

/// Adds each lane to the step of its consumption per head.
HWY_INLINE void count_steps(const Means& means,
                            const Whole& home,
                            const Whole& received,
                            double minor_per_dollar,
                            std::size_t count,
                            welfare::Tally& tally) {
  const Reals reals;
  const Wholes d;
  const Real rate = hn::Set(reals, minor_per_dollar);
  const Real unit = hn::Set(reals, double{welfare::kDollarUnit});
  const Real dollars = hn::Div(means.consumption, rate);
  const Whole consumed = hn::Mul(home, hn::ConvertTo(d, hn::Mul(dollars, unit)));
  const Real dollars_received = hn::Div(hn::ConvertTo(reals, received), rate);
  const auto receives = hn::Gt(received, hn::Zero(d));
  using Lanes = std::array<std::int64_t, kHouseholdLanes>;
  // Written whole before they are read.
  alignas(64) std::array<double, kHouseholdLanes> dollars_of;  // NOLINT(*-member-init)
  alignas(64) std::array<Lanes, welfare::kStepCounts> more;    // NOLINT(*-member-init)
  const auto store = [&](StepCount what, Whole lanes) {
    hn::Store(lanes, d, more[static_cast<std::size_t>(what)].data());
  };
  hn::Store(dollars, reals, dollars_of.data());
  store(StepCount::persons, home);
  store(StepCount::households, hn::Set(d, 1));
  store(StepCount::households_receiving, one_if(receives));
  store(StepCount::consumption, consumed);
  store(StepCount::received, hn::ConvertTo(d, hn::Mul(dollars_received, unit)));
  store(StepCount::consumption_of_receivers, hn::IfThenElseZero(receives, consumed));
  for (std::size_t lane = 0; lane < count; ++lane) {
    auto& step = tally.steps[welfare::step_of(dollars_of[lane])];
    for (std::size_t i = 0; i < step.size(); ++i) {
      step[i] += more[i][lane];
    }
  }
}

/// Does what count_unsettled() says. Behind the last household stand some of nobody, of whom
/// nothing is counted.
void count_registers(const UnsettledHouseholds& households,
                     std::size_t count,
                     const welfare::OriginStandards& standards,
                     welfare::Tally& tally) {
  const Reals d;
  const std::size_t step = hn::Lanes(d);
  Sums sums;
  for (std::size_t i = 0; i < count; i += step) {
    const Households of = load_households(households, i);
    const Whole own = own_of(of, standards);
    const Whole received = hn::ConvertTo(
        Wholes(), hn::Mul(hn::Set(d, standards.consumed), hn::ConvertTo(d, of.received)));
    count_budgets(of, own, received, sums);
    const Means means = means_of(of, own, received, standards.returnee_pay);
    for (std::size_t line = 0; line < welfare::kLines; ++line) {
      if (standards.line[line] > 0) {
        count_at_line(means, standards.line[line], sums.lines[line]);
      }
    }
    count_steps(
        means, of.home, received, standards.minor_per_dollar, std::min(step, count - i), tally);
  }
  sums.add_to(tally);
  tally[Count::households] += static_cast<std::int64_t>(count);
}

}  // namespace corridor::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if defined(CORRIDOR_NO_SIMD) || HWY_ONCE
namespace corridor::sim {

#ifndef CORRIDOR_NO_SIMD
HWY_EXPORT(count_registers);
#endif

namespace {

welfare::Household household(const UnsettledHouseholds& households, std::size_t at) {
  const std::uint64_t sum = households.members[at];
  welfare::Household household;
  household.income = households.income[at];
  household.home = members(sum, kHome);
  household.children = members(sum, kChild);
  household.adults = members(sum, kAdult);
  household.away = members(sum, kAway);
  household.away_lately = members(sum, kAwayLately);
  household.seeking = members(sum, kSeeks);
  household.returned = members(sum, kLately);
  household.received = households.received[at];
  return household;
}

}  // namespace

void UnsettledHouseholds::grow(std::size_t households) {
  if (members.size() < households + kHouseholdLanes) {
    for (auto* column : {&members, &first, &past, &place}) {
      column->resize(households + kHouseholdLanes);
    }
    income.resize(households + kHouseholdLanes);
    received.resize(households + kHouseholdLanes);
  }
}

void count_unsettled(random::Path path,
                     UnsettledHouseholds& households,
                     std::size_t count,
                     const welfare::OriginStandards& standards,
                     welfare::Tally& tally) {
#ifndef CORRIDOR_NO_SIMD
  if (path == random::Path::vector) {
    const auto end = static_cast<std::ptrdiff_t>(count);
    std::fill_n(households.members.begin() + end, kHouseholdLanes, 0);
    std::fill_n(households.income.begin() + end, kHouseholdLanes, 0);
    std::fill_n(households.received.begin() + end, kHouseholdLanes, 0);
    HWY_DYNAMIC_DISPATCH(count_registers)(households, count, standards, tally);
    return;
  }
#endif
  static_cast<void>(path);
  for (std::size_t i = 0; i < count; ++i) {
    welfare::count(household(households, i), standards, tally);
  }
}

}  // namespace corridor::sim
#endif
