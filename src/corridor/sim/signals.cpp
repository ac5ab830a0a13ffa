#include <algorithm>
#include <functional>
#include <numeric>

#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

/// Where migrants work, and what the law has done so far, at the end of the month.
void update_totals(World& world, const std::vector<RegionTally>& tallies) {
  std::fill(world.migrants_by_sector.begin(), world.migrants_by_sector.end(), 0.0);
  for (std::size_t r = 0; r < tallies.size(); ++r) {
    for (std::size_t sector = 0; sector < world.migrants_by_sector.size(); ++sector) {
      world.migrants_by_sector[sector] +=
          static_cast<double>(tallies[r].stock_sector[sector] * world.request.sample);
    }
    const auto origin = static_cast<std::size_t>(world.pack->regions[r].origin);
    LegalCounts& so_far = world.legal_so_far[origin];
    const LegalCounts& now = tallies[r].legal;
    std::transform(so_far.begin(), so_far.end(), now.begin(), so_far.begin(), std::plus<>());
  }
}

/// Who was born and who died, in the pyramid of their region and of its origin.
void update_alive(World& world, Month month, std::size_t r, const RegionTally& tally) {
  RegionState& region = world.regions[r];
  std::vector<std::int32_t>& of_origin =
      world.alive_of_origin[static_cast<std::size_t>(world.pack->regions[r].origin)];
  const auto add = [&](std::size_t cell, std::int32_t persons) {
    region.alive[cell] += persons;
    of_origin[cell] += persons;
  };
  const int born = world.calendar.index(month);
  add(pyramid_cell(0, born), static_cast<std::int32_t>(tally.births - tally.boys));
  add(pyramid_cell(1, born), static_cast<std::int32_t>(tally.boys));
  const population::BirthRange& births = region.births_of_adults;
  for (const std::uint16_t cell : tally.died) {
    add(cell, -1);
    const int birth = cell % population::kBirthMonths;
    region.adults -= births.begin <= birth && birth < births.end ? 1 : 0;
  }
  region.persons += tally.births - tally.deaths;
}

/// Adults of the month: those who grew up since join them, those who grew old leave them.
void update_adults(RegionState& region, const population::BirthRange& births) {
  for (int sex = 0; sex < kSexes; ++sex) {
    region.adults += count_alive(region.alive, sex, {region.births_of_adults.end, births.end}) -
                     count_alive(region.alive, sex, {region.births_of_adults.begin, births.begin});
  }
  region.births_of_adults = births;
}

/// What people of each region believe after the homecomings of the month (docs/model/mobility.md,
/// M6).
void update_risk(World& world, const std::vector<RegionTally>& tallies) {
  const auto weight = static_cast<double>(world.request.sample);
  std::vector<mobility::RiskMemory> memories;
  for (std::size_t r = 0; r < world.regions.size(); ++r) {
    mobility::RiskMemory& memory = world.regions[r].homecomings;
    if (!tallies.empty()) {
      mobility::remember(world.params.mobility,
                         weight * static_cast<double>(tallies[r].removals),
                         weight * static_cast<double>(tallies[r].returns),
                         memory);
    }
    memories.push_back(memory);
  }
  const std::vector<double> risk =
      mobility::perceived_risk(world.params.mobility, *world.pack, memories);
  for (std::size_t r = 0; r < risk.size(); ++r) {
    world.regions[r].perceived_risk = risk[r];
  }
}

/// What the month's inspections and detentions of its citizens make an origin do
/// (docs/model/diplomacy.md).
void update_diplomacy(World& world, Month month, const std::vector<RegionTally>& tallies) {
  std::vector<diplomacy::Treatment> treatment(world.pack->origins.size());
  const auto weight = static_cast<double>(world.request.sample);
  for (std::size_t r = 0; r < tallies.size(); ++r) {
    const LegalCounts& legal = tallies[r].legal;
    const auto persons = [&](LegalEvent event) {
      return weight * static_cast<double>(legal[index(event)]);
    };
    diplomacy::Treatment& of = treatment[static_cast<std::size_t>(world.pack->regions[r].origin)];
    of.inspections += persons(LegalEvent::inspected);
    of.detentions += persons(LegalEvent::detained) + persons(LegalEvent::held_briefly);
    of.detentions_in_order += persons(LegalEvent::held_briefly_in_order);
  }
  for (std::size_t origin = 0; origin < treatment.size(); ++origin) {
    world.diplomatic_month[origin] = diplomacy::advance(world.params.diplomacy,
                                                        treatment[origin],
                                                        world.diplomacy[origin],
                                                        world.request.seed,
                                                        month,
                                                        static_cast<int>(origin));
  }
}

}  // namespace

void update_regions(World& world, Month month, const std::vector<RegionTally>& tallies) {
  if (!tallies.empty()) {
    update_totals(world, tallies);
    update_diplomacy(world, month, tallies);
  }
  constexpr int kAdultFirst = 18;
  constexpr int kAdultLast = 64;
  const population::BirthRange births_of_adults =
      world.calendar.births_of_ages(kAdultFirst, kAdultLast, month);
  for (std::size_t r = 0; r < world.regions.size(); ++r) {
    RegionState& region = world.regions[r];
    if (!tallies.empty()) {
      const RegionTally& tally = tallies[r];
      update_alive(world, month, r, tally);
      region.abroad = tally.present();
      for (const std::int64_t persons : tally.stock_elsewhere) {
        region.abroad += persons;
      }
    }
    update_adults(region, births_of_adults);
    region.share_abroad =
        region.adults > 0 ? static_cast<double>(region.abroad) / static_cast<double>(region.adults)
                          : 0;
  }
  update_risk(world, tallies);
}

}  // namespace corridor::sim
