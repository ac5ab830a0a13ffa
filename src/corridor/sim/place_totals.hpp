#pragma once

#include <cstdint>
#include <vector>

#include "corridor/sim/job_money.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

/// What was counted at each place in a month. Places are the origins, then the regions. Who died
/// and who is at work is listed by region only.
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
