#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "corridor/labour/market.hpp"
#include "corridor/random/draw.hpp"
#include "corridor/remittances/sending.hpp"

namespace corridor::sim {

/// Money of one place in one month, in minor units of the destination's money, of simulated
/// persons.
struct Money {
  std::int64_t wages = 0;
  std::int64_t sent = 0;
  std::int64_t fees = 0;
  std::int64_t at_work = 0;
  std::int64_t foreign_at_work = 0;  ///< of these, citizens of the origin
  double recorded = 0;               ///< of received, by status (eq. R5)
  void add(const Money& other) {
    wages += other.wages;
    sent += other.sent;
    fees += other.fees;
    at_work += other.at_work;
    foreign_at_work += other.foreign_at_work;
    recorded += other.recorded;
  }
};

/// Those of one region who work in one job, a sector and status: persons and what one of them
/// sends, [skill].
struct Workers {
  const std::int32_t* at_work = nullptr;
  const remittances::Amount* amount = nullptr;
  double recorded_share = 0;
};

/// Adds the money of one job at these wages, minor units a month by skill, to that of each region.
/// Regions take turns at each job, since a sum waits for what was added to it last; recorded
/// amounts are added in the order of skills, so that every path has the same sums.
void add_job(random::Path path,
             std::span<const std::int64_t, labour::kSkills> wage,
             std::span<const Workers> regions,
             bool foreign,
             Money* money);

}  // namespace corridor::sim
