#include <vector>

#include "corridor/population/household_year.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

/// Entry bans end with their last month, or are lifted before (docs/model/law.md, W5).
void lift_bans(const World& world,
               const MonthTables& tables,
               population::District& district,
               RegionTally& tally) {
  const auto origin = static_cast<std::size_t>(world.pack->regions[district.region].origin);
  const std::uint32_t lifted = tables.rules[origin].ban_lifting;
  const random::Key key = month_key(world, tables, district, random::Stream::month_bans);
  std::erase_if(district.bans, [&](const population::Ban& ban) {
    const bool pardoned = lifted > 0 && random::draw(key, ban.person)[0] < lifted;
    const bool over = pardoned || ban.until <= tables.now;
    tally.legal[index(LegalEvent::ban_lifted)] += pardoned ? 1 : 0;
    if (over) {
      district.attributes[ban.person] &=
          static_cast<population::Attributes>(~population::kBarredBit);
    }
    return over;
  });
}

/// The yearly layout, with what becomes of the memory of homecomings.
void household_year(const World& world, const MonthTables& tables, population::District& district) {
  std::erase_if(district.returnees, [&](const population::Returnee& returnee) {
    return returnee.returned + kSearchMonths <= tables.now;
  });
  if (world.request.people) {
    const population::People& people = *world.request.people;
    population::repeat_year(people.household_year(district.number, tables.month), district);
    return;
  }
  population::household_year(world.params.population,
                             world.calendar,
                             tables.month,
                             world.request.seed,
                             district,
                             world.path);
}

}  // namespace

void district_month(const World& world,
                    const MonthTables& tables,
                    population::District& district,
                    Scratch& scratch) {
  if (population::are_laid_out(district, tables.month)) {
    household_year(world, tables, district);
  }
  RegionTally& tally = scratch.tallies[district.region];
  lift_bans(world, tables, district, tally);
  events_at_home(world, tables, district, scratch);
  spells_abroad(world, tables, district, scratch);
  tally.barred += static_cast<std::int64_t>(district.bans.size());
  tally.households += district.households;
  tally.households_with_migrant += district.households_with_migrant;
}

}  // namespace corridor::sim
