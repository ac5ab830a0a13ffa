#include <algorithm>
#include <array>

#include "corridor/recruitment/enlistment.hpp"
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
      : world_(world),
        tables_(tables),
        district_(district),
        statuses_(world.pack->statuses.size()),
        rules_(tables.rules[static_cast<std::size_t>(world.pack->regions[district.region].origin)]),
        returns_(tables.returns[district.region]),
        tally_(tally) {
    for (std::size_t status = 0; status < statuses_; ++status) {
      civilian_[status] = evidence::is_civilian(world.pack->statuses[status].kind) ? 1 : 0;
    }
  }

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
        go_home(spell, drawn, returns_.main[spell.status][band]);
        return false;
      }
      const std::size_t job = spell.sector * statuses_ + spell.status;
      if (drawn[2] < tables_.labour.at_work[job]) {
        ++counts_.at_work[job * labour::kSkills + spell.skill];
      } else if (drawn[3] < tables_.labour.job_search) {
        spell.sector = tables_.labour.sector_found(drawn[3]);
      }
    }
    ++counts_.stock[static_cast<std::size_t>(spell.status) * kSexes +
                    static_cast<std::size_t>(population::sex_of(c))];
    counts_.sector[spell.sector] += civilian_[spell.status];
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

  /// A return of the person's own will, which may end in an entry ban (eq. W5). The word that was
  /// below the chance of return is uniform below it.
  void go_home(const Spell& spell, const random::Words& drawn, std::uint32_t chance) {
    ++tally_.returns;
    const law::OriginRules::FromStatus& rules = rules_.from[spell.status];
    if (drawn[1] < static_cast<std::uint64_t>(chance) * rules.exit_ban >> 32) {
      bar(spell.person, rules.exit_ban_months);
    }
    district_.bring_home(spell.person, drawn[3] >= returns_.for_good);
  }

  void bar(std::uint16_t person, int months) {
    if (months > 0) {
      count(LegalEvent::barred);
      district_.attributes[person] |= population::kBarredBit;
      district_.bans.push_back({person, static_cast<std::int16_t>(tables_.now + months)});
    }
  }

  void count(LegalEvent event) { ++tally_.legal[index(event)]; }

  /// What the law does to the person; true when it ends the spell (eq. W3). The order is that of
  /// the thresholds.
  bool law_ends(Spell& spell, std::uint32_t word) {
    const law::OriginRules::FromStatus& chances = rules_.from[spell.status];
    if (word < chances.removal) {
      remove(spell, chances.ban_months);
      return true;
    }
    if (word < chances.transition.back()) {
      change_status(spell, chances, word);
      return false;
    }
    if (word < chances.repatriation) {
      if (serves(world_.pack->statuses[spell.status].kind)) {
        count(LegalEvent::discharged);
      }
      ++tally_.returns;
      district_.bring_home(spell.person, true);
      return true;
    }
    count_event(world_.pack->statuses[spell.status], chances, word);
    return false;
  }

  void remove(const Spell& spell, int ban_months) {
    ++tally_.removals;
    if (world_.pack->statuses[spell.status].kind == evidence::StatusKind::detained) {
      count(LegalEvent::expelled);
    }
    bar(spell.person, ban_months);
    district_.bring_home(spell.person, true);
  }

  void change_status(Spell& spell,
                     const law::OriginRules::FromStatus& chances,
                     std::uint32_t word) {
    std::uint8_t to = 0;
    while (word >= chances.transition[to]) {
      ++to;
    }
    const evidence::Status& before = world_.pack->statuses[spell.status];
    const evidence::Status& after = world_.pack->statuses[to];
    const population::ClassByte c = district_.classes[spell.person];
    const int birth = world_.calendar.birth_index(c, district_.attributes[spell.person]);
    const int age = world_.calendar.age(birth, tables_.month);
    if (enlists(before, after) &&
        !recruitment::may_serve(world_.params.recruitment, population::sex_of(c), age)) {
      return;
    }
    count_change(before.kind, after, tally_.legal);
    if (!before.valid_stay && after.valid_stay && after.counted) {
      count(LegalEvent::legalised);
    }
    if (after.kind == evidence::StatusKind::fallen) {
      --tally_.alive_change[pyramid_cell(population::sex_of(c), birth)];
      ++tally_.deaths;
    }
    spell.status = to;
    ++tally_.entries[to];
  }

  /// Events after which everything is as before.
  void count_event(const evidence::Status& status,
                   const law::OriginRules::FromStatus& chances,
                   std::uint32_t word) {
    if (word < chances.short_detention) {
      count(LegalEvent::inspected);
      count(LegalEvent::held_briefly);
      if (status.valid_stay) {
        count(LegalEvent::held_briefly_in_order);
      }
    } else if (word < chances.injury) {
      count(LegalEvent::injured);
    } else if (word < chances.prosecution) {
      count(LegalEvent::prosecuted);
    } else {
      count(LegalEvent::inspected);
    }
  }

  const World& world_;
  const MonthTables& tables_;
  District& district_;
  std::size_t statuses_;
  const law::OriginRules& rules_;
  const mobility::RegionReturns& returns_;
  RegionTally& tally_;
  std::array<std::uint32_t, law::kMaxStatuses> civilian_{};  ///< one of those who seek work
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
