#include "corridor/sim/job_money.hpp"

#include <array>
#include <numeric>

#ifndef CORRIDOR_NO_SIMD
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "corridor/sim/job_money.cpp"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace corridor::sim::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

void add_job_by_registers(const std::int64_t* wage,
                          std::span<const Workers> regions,
                          bool foreign,
                          Money* money) {
  const hn::CappedTag<std::int64_t, 8> d;
  const hn::Rebind<std::int32_t, decltype(d)> narrow;
  const hn::Rebind<double, decltype(d)> real;
  static_assert(sizeof(remittances::Amount) == 2 * sizeof(std::int64_t));
  for (const Workers& workers : regions) {
    Money& sum = *money++;
    auto persons = hn::Zero(d);
    auto wages = hn::Zero(d);
    auto sent = hn::Zero(d);
    auto fees = hn::Zero(d);
    alignas(64) std::array<double, labour::kSkills> recorded{};
    const auto* amounts = reinterpret_cast<const std::int64_t*>(workers.amount);
    for (std::size_t skill = 0; skill < labour::kSkills; skill += hn::Lanes(d)) {
      const auto here = hn::PromoteTo(d, hn::LoadU(narrow, workers.at_work + skill));
      auto one_sends = hn::Zero(d);
      auto one_pays = hn::Zero(d);
      hn::LoadInterleaved2(d, amounts + 2 * skill, one_sends, one_pays);
      const auto sent_here = hn::Mul(here, one_sends);
      const auto fees_here = hn::Mul(here, one_pays);
      persons = hn::Add(persons, here);
      wages = hn::Add(wages, hn::Mul(here, hn::LoadU(d, wage + skill)));
      sent = hn::Add(sent, sent_here);
      fees = hn::Add(fees, fees_here);
      const auto received = hn::ConvertTo(real, hn::Sub(sent_here, fees_here));
      hn::StoreU(
          hn::Mul(received, hn::Set(real, workers.recorded_share)), real, recorded.data() + skill);
    }
    const std::int64_t at_work = hn::GetLane(hn::SumOfLanes(d, persons));
    if (at_work == 0) {
      continue;
    }
    sum.at_work += at_work;
    sum.foreign_at_work += foreign ? at_work : 0;
    sum.wages += hn::GetLane(hn::SumOfLanes(d, wages));
    sum.sent += hn::GetLane(hn::SumOfLanes(d, sent));
    sum.fees += hn::GetLane(hn::SumOfLanes(d, fees));
    for (const double amount : recorded) {
      sum.recorded += amount;
    }
  }
}

}  // namespace corridor::sim::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif

#if defined(CORRIDOR_NO_SIMD) || HWY_ONCE
namespace corridor::sim {

#ifndef CORRIDOR_NO_SIMD
HWY_EXPORT(add_job_by_registers);
#endif

namespace {

Money with_job(std::span<const std::int64_t, labour::kSkills> wage,
               const Workers& workers,
               bool foreign,
               Money money) {
  for (std::size_t skill = 0; skill < wage.size(); ++skill) {
    const std::int64_t persons = workers.at_work[skill];
    const remittances::Amount& amount = workers.amount[skill];
    money.at_work += persons;
    money.foreign_at_work += foreign ? persons : 0;
    money.wages += persons * wage[skill];
    money.sent += persons * amount.sent;
    money.fees += persons * amount.fee;
    money.recorded += static_cast<double>(persons * amount.received()) * workers.recorded_share;
  }
  return money;
}

}  // namespace

void add_job(random::Path path,
             std::span<const std::int64_t, labour::kSkills> wage,
             std::span<const Workers> regions,
             bool foreign,
             Money* money) {
#ifndef CORRIDOR_NO_SIMD
  if (path == random::Path::vector) {
    HWY_DYNAMIC_DISPATCH(add_job_by_registers)(wage.data(), regions, foreign, money);
    return;
  }
#endif
  static_cast<void>(path);
  for (const Workers& workers : regions) {
    *money = with_job(wage, workers, foreign, *money);
    ++money;
  }
}

}  // namespace corridor::sim
#endif
