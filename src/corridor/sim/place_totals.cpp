#include "corridor/sim/place_totals.hpp"

#include <span>

namespace corridor::sim {

namespace {

/// Adds the money of everybody at work, by region.
void add_up_money(const World& world,
                  const MonthTables& tables,
                  const std::vector<RegionTally>& tallies,
                  Money* money) {
  const std::vector<evidence::Status>& statuses = world.pack->statuses;
  std::vector<Workers> workers(tallies.size());
  for (std::size_t job = 0; job < world.pack->sectors.size() * statuses.size(); ++job) {
    const std::size_t status = job % statuses.size();
    const std::size_t cell = job * labour::kSkills;
    for (std::size_t region = 0; region < tallies.size(); ++region) {
      const auto origin = static_cast<std::size_t>(world.pack->regions[region].origin);
      workers[region] = {&tallies[region].at_work[cell],
                         &tables.remittances.amount[origin][cell],
                         tables.remittances.recorded_share[origin][status]};
    }
    add_job(world.path,
            std::span<const std::int64_t, labour::kSkills>(&tables.labour.wage_minor[cell],
                                                           labour::kSkills),
            workers,
            statuses[status].counted,
            money);
  }
}

}  // namespace

PlaceTotals::PlaceTotals(const World& world,
                         const MonthTables& tables,
                         const std::vector<RegionTally>& tallies)
    : sums_(world.pack->origins.size()),
      money_(sums_.size() + tallies.size()),
      persons_(sums_.size() + tallies.size(), 0) {
  for (const RegionTally& sum : sums_) {
    tallies_.push_back(&sum);
  }
  add_up_money(world, tables, tallies, &money_[sums_.size()]);
  for (std::size_t region = 0; region < tallies.size(); ++region) {
    const auto origin = static_cast<std::size_t>(world.pack->regions[region].origin);
    const std::size_t place = sums_.size() + region;
    tallies_.push_back(&tallies[region]);
    persons_[place] = world.regions[region].persons;
    sums_[origin].add_counts(tallies[region]);
    money_[origin].add(money_[place]);
    persons_[origin] += persons_[place];
  }
}

}  // namespace corridor::sim
