#pragma once

#include <cstdint>
#include <vector>

#include "corridor/sim/world.hpp"

namespace corridor::sim {

/// Money of one place in one month, in minor units of the destination's money, of simulated
/// persons.
struct Money {
  Earned earned;
  std::int64_t foreign_at_work = 0;  ///< of those at work, citizens of the origin
  double recorded = 0;               ///< of received, by status (eq. R5)
};

/// What was counted at each place in a month. Places are the origins, then the regions. Who died is
/// listed by region only.
class PlaceTotals {
 public:
  /// `tallies` of the regions must live as long as the totals.
  PlaceTotals(const World& world,
              const MonthTables& tables,
              const std::vector<RegionTally>& tallies);
  PlaceTotals(const PlaceTotals&) = delete;
  PlaceTotals& operator=(const PlaceTotals&) = delete;

  std::size_t places() const { return tallies_.size(); }
  const RegionTally& tally(std::size_t place) const { return *tallies_[place]; }
  const Money& money(std::size_t place) const { return money_[place]; }
  std::int64_t persons(std::size_t place) const { return persons_[place]; }

 private:
  std::vector<RegionTally> sums_;            ///< [origin]
  std::vector<const RegionTally*> tallies_;  ///< of sums_ and of the regions
  std::vector<Money> money_;
  std::vector<std::int64_t> persons_;
};

}  // namespace corridor::sim
