#include "corridor/sim/place_totals.hpp"

#include <numeric>

namespace corridor::sim {

namespace {

/// Money of a region with those who work in one more job, a sector and status.
Money with_job(const World& world,
               const MonthTables& tables,
               const RegionTally& tally,
               std::size_t origin,
               std::size_t job,
               Money money) {
  const auto& amounts = tables.remittances.amount[origin];
  const std::size_t status = job % world.pack->statuses.size();
  const double recorded_share = tables.remittances.recorded_share[origin][status];
  const auto first = tally.at_work.begin() + static_cast<std::ptrdiff_t>(job * labour::kSkills);
  const std::int64_t at_work = std::accumulate(first, first + labour::kSkills, std::int64_t{0});
  if (at_work == 0) {
    return money;
  }
  // Nobody at a skill adds nothing; asking first would be a guess at chance.
  for (std::size_t cell = job * labour::kSkills; cell < (job + 1) * labour::kSkills; ++cell) {
    const std::int64_t persons = tally.at_work[cell];
    money.wages += persons * tables.labour.wage_minor[cell];
    money.sent += persons * amounts[cell].sent;
    money.fees += persons * amounts[cell].fee;
    money.recorded += static_cast<double>(persons * amounts[cell].received()) * recorded_share;
  }
  money.at_work += at_work;
  money.foreign_at_work += world.pack->statuses[status].counted ? at_work : 0;
  return money;
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
  const auto origin_of = [&](std::size_t region) {
    return static_cast<std::size_t>(world.pack->regions[region].origin);
  };
  // Regions take turns at each job: a sum waits for what was added to it last.
  for (std::size_t job = 0; job < world.pack->sectors.size() * world.pack->statuses.size(); ++job) {
    for (std::size_t region = 0; region < tallies.size(); ++region) {
      Money& money = money_[sums_.size() + region];
      money = with_job(world, tables, tallies[region], origin_of(region), job, money);
    }
  }
  for (std::size_t region = 0; region < tallies.size(); ++region) {
    const std::size_t origin = origin_of(region);
    const std::size_t place = sums_.size() + region;
    tallies_.push_back(&tallies[region]);
    persons_[place] = world.regions[region].persons;
    sums_[origin].add_counts(tallies[region]);
    money_[origin].add(money_[place]);
    persons_[origin] += persons_[place];
  }
}

}  // namespace corridor::sim
