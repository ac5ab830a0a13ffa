#include <vector>

#include "corridor/population/household_year.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

/// Entry bans whose last month has passed end (docs/model/law.md, W5).
void lift_bans(std::int16_t now, population::District& district) {
  std::erase_if(district.bans, [&](const population::Ban& ban) {
    const bool over = ban.until <= now;
    if (over) {
      district.attributes[ban.person] &=
          static_cast<population::Attributes>(~population::kBarredBit);
    }
    return over;
  });
}

}  // namespace

void district_month(const World& world,
                    const MonthTables& tables,
                    population::District& district,
                    Scratch& scratch) {
  if (district.number % 12 == static_cast<std::uint32_t>(tables.month.month_of_year() - 1)) {
    population::household_year(world.params.population,
                               world.calendar,
                               tables.month,
                               world.request.seed,
                               district,
                               world.path);
  }
  lift_bans(tables.now, district);
  events_at_home(world, tables, district, scratch);
  spells_abroad(world, tables, district, scratch);
  RegionTally& tally = scratch.tallies[district.region];
  tally.barred += static_cast<std::int64_t>(district.bans.size());
  tally.households += district.households;
  tally.households_with_migrant += district.households_with_migrant;
}

}  // namespace corridor::sim
