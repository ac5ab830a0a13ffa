#include <fmt/format.h>

#include <numeric>

#include "corridor/base/check.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

/// What a walk over every person and spell of a region counts.
struct Recount {
  std::int64_t persons = 0;
  std::int64_t away = 0;
  std::int64_t spells = 0;
  std::int64_t households_with_migrant = 0;
};

void recount_district(const World& world, const population::District& district, Recount& count) {
  for (std::uint32_t person = 0; person < district.used; ++person) {
    const bool alive = population::is_alive(district.classes[person]);
    count.persons += alive ? 1 : 0;
    count.away += alive && population::is_away(district.attributes[person]) ? 1 : 0;
  }
  count.spells += static_cast<std::int64_t>(district.spells.size());
  count.persons -= std::count_if(
      district.spells.begin(), district.spells.end(), [&](const population::Spell& spell) {
        return has_fallen(world, spell);
      });
  for (std::uint32_t head = 0; head < district.laid_out; head = district.household_end(head)) {
    count.households_with_migrant += district.household_has_member_abroad(head) ? 1 : 0;
  }
}

std::vector<Recount> recount(const World& world) {
  std::vector<Recount> counts(world.regions.size());
  for (const population::District& district : world.districts) {
    recount_district(world, district, counts[district.region]);
  }
  return counts;
}

void must_equal(std::int64_t found,
                std::int64_t wanted,
                std::string_view what,
                const World& world,
                Month month,
                std::size_t region) {
  if (found != wanted) {
    throw InvariantError(fmt::format("{} in {} in {}: {} found, {} expected (seed {})",
                                     what,
                                     world.pack->regions[region].code,
                                     month.text(),
                                     found,
                                     wanted,
                                     world.request.seed));
  }
}

}  // namespace

void check_month(const World& world,
                 const MonthTables& tables,
                 const std::vector<RegionTally>& tallies,
                 std::span<const std::int64_t> persons_before,
                 std::span<const std::int64_t> abroad_before) {
  const std::vector<Recount> counts = recount(world);
  for (std::size_t region = 0; region < counts.size(); ++region) {
    const RegionTally& t = tallies[region];
    const auto equal = [&](std::int64_t found, std::int64_t wanted, std::string_view what) {
      must_equal(found, wanted, what, world, tables.month, region);
    };
    equal(counts[region].persons,
          persons_before[region] + t.births - t.deaths,
          "persons = before + born - died");
    std::int64_t alive = 0;
    for (const std::int32_t persons : world.regions[region].alive) {
      alive += persons;
    }
    equal(alive, counts[region].persons, "the table of persons by birth month and sex");
    const std::int64_t left =
        std::accumulate(t.departures_elsewhere.begin(), t.departures_elsewhere.end(), t.departures);
    const std::int64_t ended =
        t.returns + t.returns_elsewhere + t.removals + t.spells_ended_by_death;
    equal(counts[region].spells,
          abroad_before[region] + left - ended,
          "abroad = before + left - ended");
    equal(counts[region].away, counts[region].spells, "persons marked as away and spells");
    equal(world.regions[region].abroad, counts[region].spells, "the stock abroad and spells");
    equal(t.households_with_migrant,
          counts[region].households_with_migrant,
          "households with a member abroad");
  }
}

}  // namespace corridor::sim
