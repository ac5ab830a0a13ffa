#include <algorithm>
#include <array>

#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

using population::District;
using population::Spell;

/// Band of each number of months abroad; everything longer is in the last.
constexpr auto kBands = [] {
  std::array<std::uint8_t, 64> bands{};
  for (std::size_t months = 0; months < bands.size(); ++months) {
    bands[months] = static_cast<std::uint8_t>(mobility::stay_band(static_cast<int>(months)));
  }
  return bands;
}();

/// Counts of one district, small enough for the first-level cache; added to the region's at the
/// end.
struct Counts {
  std::array<std::uint32_t,
             static_cast<std::size_t>(labour::kMaxSectors) * law::kMaxStatuses * labour::kSkills>
      at_work{};
  std::array<std::uint32_t, static_cast<std::size_t>(law::kMaxStatuses) * kSexes> stock{};
  std::array<std::uint32_t, labour::kMaxSectors> sector{};
};

class SpellsAbroad {
 public:
  SpellsAbroad(const World& world,
               const MonthTables& tables,
               District& district,
               RegionTally& tally)
      : tables_(tables),
        district_(district),
        statuses_(world.pack->statuses.size()),
        rules_(tables.rules[static_cast<std::size_t>(world.pack->regions[district.region].origin)]),
        returns_(tables.returns[district.region]),
        tally_(tally) {}

  /// One spell in one month; false when it ends.
  bool live(Spell& spell, const random::Words& drawn) {
    const population::ClassByte c = district_.classes[spell.person];
    if (!population::is_alive(c)) {
      ++tally_.spells_ended_by_death;
      return false;
    }
    const int months = tables_.now - spell.arrived;
    const std::uint8_t band =
        kBands[static_cast<std::size_t>(std::min<int>(months, kBands.size() - 1))];
    if (spell.destination != 0) {
      return live_elsewhere(spell, band, drawn);
    }
    if (months > 0) {
      if (drawn[0] < rules_.from[spell.status].any && law_ends(spell, drawn[0])) {
        return false;
      }
      if (drawn[1] < returns_.main[spell.status][band]) {
        ++tally_.returns;
        district_.bring_home(spell.person, drawn[3] >= returns_.for_good);
        return false;
      }
      const std::size_t cell =
          (spell.sector * statuses_ + spell.status) * labour::kSkills + spell.skill;
      counts_.at_work[cell] += drawn[2] < tables_.labour.at_work[spell.sector] ? 1U : 0U;
    }
    ++counts_.stock[static_cast<std::size_t>(spell.status) * kSexes +
                    static_cast<std::size_t>(population::sex_of(c))];
    ++counts_.sector[spell.sector];
    return true;
  }

  void finish() {
    for (std::size_t cell = 0; cell < tally_.at_work.size(); ++cell) {
      tally_.at_work[cell] += counts_.at_work[cell];
    }
    for (std::size_t cell = 0; cell < counts_.stock.size(); ++cell) {
      tally_.stock[cell] += counts_.stock[cell];
    }
    for (std::size_t sector = 0; sector < counts_.sector.size(); ++sector) {
      tally_.stock_sector[sector] += counts_.sector[sector];
    }
  }

 private:
  bool live_elsewhere(const Spell& spell, std::uint8_t band, const random::Words& drawn) {
    if (drawn[1] < returns_.elsewhere[band]) {
      ++tally_.returns_elsewhere;
      district_.bring_home(spell.person, drawn[3] >= returns_.for_good);
      return false;
    }
    ++tally_.stock_elsewhere[spell.destination];
    return true;
  }

  /// Removal with its entry ban, which ends the spell, or a change of status, which does not (eq.
  /// W3).
  bool law_ends(Spell& spell, std::uint32_t word) {
    const law::OriginRules::FromStatus& chances = rules_.from[spell.status];
    if (word < chances.removal) {
      ++tally_.removals;
      if (chances.ban_months > 0) {
        district_.attributes[spell.person] |= population::kBarredBit;
        district_.bans.push_back(
            {spell.person, static_cast<std::int16_t>(tables_.now + chances.ban_months)});
      }
      district_.bring_home(spell.person, true);
      return true;
    }
    std::uint8_t to = 0;
    while (word >= chances.transition[to]) {
      ++to;
    }
    spell.status = to;
    ++tally_.entries[to];
    return false;
  }

  const MonthTables& tables_;
  District& district_;
  std::size_t statuses_;
  const law::OriginRules& rules_;
  const mobility::RegionReturns& returns_;
  RegionTally& tally_;
  Counts counts_;
};

/// Foreign citizens present by sex and age group.
void count_ages(const World& world, Month month, const District& district, RegionTally& tally) {
  for (const Spell& spell : district.spells) {
    if (spell.destination == 0 && world.pack->statuses[spell.status].counted) {
      const population::ClassByte c = district.classes[spell.person];
      const int birth = world.calendar.birth_index(c, district.attributes[spell.person]);
      const int group = age_group(world.calendar.age(birth, month));
      ++tally.stock_age[sex_group_cell(population::sex_of(c), group)];
    }
  }
}

}  // namespace

void spells_abroad(const World& world,
                   const MonthTables& tables,
                   population::District& district,
                   Scratch& scratch) {
  const std::size_t count = district.spells.size();
  scratch.grow(count);
  for (std::size_t i = 0; i < count; ++i) {
    scratch.indices[i] = district.spells[i].person;
  }
  random::draw_batch(world.path,
                     month_key(world, tables, district, random::Stream::month_abroad),
                     scratch.indices.data(),
                     count,
                     {scratch.words[0].data(),
                      scratch.words[1].data(),
                      scratch.words[2].data(),
                      scratch.words[3].data()});
  RegionTally& tally = scratch.tallies[district.region];
  SpellsAbroad abroad(world, tables, district, tally);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    Spell spell = district.spells[i];
    const random::Words drawn = {
        scratch.words[0][i], scratch.words[1][i], scratch.words[2][i], scratch.words[3][i]};
    if (abroad.live(spell, drawn)) {
      district.spells[kept++] = spell;
    }
  }
  district.spells.resize(kept);
  abroad.finish();
  if (tables.month.month_of_year() == 12) {
    count_ages(world, tables.month, district, tally);
  }
}

}  // namespace corridor::sim
