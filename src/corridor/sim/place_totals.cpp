#include "corridor/sim/place_totals.hpp"

#include <span>

namespace corridor::sim {

namespace {

/// What the persons of a tally earn, of whom statistics record a share by status.
Money money_of(const RegionTally& tally,
               const std::vector<evidence::Status>& statuses,
               std::span<const double> recorded_share) {
  Money money;
  for (std::size_t status = 0; status < statuses.size(); ++status) {
    const Earned& earned = tally.earned[status];
    money.earned.add(earned);
    money.foreign_at_work += statuses[status].counted ? earned.at_work : 0;
    money.recorded += static_cast<double>(earned.sent - earned.fees) * recorded_share[status];
  }
  return money;
}

}  // namespace

PlaceTotals::PlaceTotals(const World& world,
                         const MonthTables& tables,
                         const std::vector<RegionTally>& tallies)
    : sums_(world.pack->origins.size()), persons_(sums_.size() + tallies.size(), 0) {
  for (const RegionTally& sum : sums_) {
    tallies_.push_back(&sum);
  }
  for (std::size_t region = 0; region < tallies.size(); ++region) {
    const auto origin = static_cast<std::size_t>(world.pack->regions[region].origin);
    const std::size_t place = sums_.size() + region;
    tallies_.push_back(&tallies[region]);
    persons_[place] = world.regions[region].persons;
    sums_[origin].add_counts(tallies[region]);
    persons_[origin] += persons_[place];
  }
  for (std::size_t place = 0; place < tallies_.size(); ++place) {
    const std::size_t origin =
        place < sums_.size()
            ? place
            : static_cast<std::size_t>(world.pack->regions[place - sums_.size()].origin);
    money_.push_back(money_of(
        *tallies_[place], world.pack->statuses, tables.remittances.recorded_share[origin]));
  }
}

}  // namespace corridor::sim
