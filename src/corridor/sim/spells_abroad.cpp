#include <algorithm>
#include <array>

#include "corridor/random/choose.hpp"
#include "corridor/recruitment/enlistment.hpp"
#include "corridor/sim/abroad_scan.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

using population::District;
using population::Spell;

Thresholds thresholds(const MonthTables& tables,
                      const law::OriginRules& rules,
                      const mobility::RegionReturns& returns,
                      std::size_t statuses,
                      std::size_t sectors) {
  Thresholds result;
  result.job_search = tables.labour.job_search;
  for (std::size_t status = 0; status < statuses; ++status) {
    result.law[status] = rules.from[status].prosecution;
    result.inspection[status] = rules.from[status].inspection;
    for (std::size_t sector = 0; sector < sectors; ++sector) {
      result.at_work[sector * kPlaces + status] = tables.labour.at_work[sector * statuses + status];
    }
  }
  for (std::size_t band = 0; band < mobility::kStayBands; ++band) {
    std::uint32_t* home = &result.home[band * kPlaces];
    for (std::size_t status = 0; status < statuses; ++status) {
      home[status] = returns.main[status][band];
    }
    std::fill(home + law::kMaxStatuses, home + kPlaces, returns.elsewhere[band]);
  }
  return result;
}

class SpellsAbroad {
 public:
  SpellsAbroad(const World& world, const MonthTables& tables, District& district, Scratch& scratch)
      : world_(world),
        tables_(tables),
        district_(district),
        rules_(tables.rules[static_cast<std::size_t>(world.pack->regions[district.region].origin)]),
        returns_(tables.returns[district.region]),
        key_(month_key(world, tables, district, random::Stream::month_abroad)),
        tally_(scratch.tallies[district.region]),
        counts_(scratch.abroad),
        thresholds_(thresholds(
            tables, rules_, returns_, world.pack->statuses.size(), world.pack->sectors.size())) {}

  /// Lists those to whom something happens, and counts the others.
  void list(Listed& listed) {
    const SpellsOfMonth month = {
        district_.spells.data(), district_.spells.size(), key_, tables_.now};
    list_eventful(world_.path, month, thresholds_, counts_, listed);
  }

  /// Somebody without work finds a sector to work in from next month on.
  void hire(Spell& spell, std::uint32_t word) {
    spell.sector = tables_.labour.sector_found(word);
    counts_.cells[cell_of(spell)] += present_once(spell, false);
  }

  /// The month of a spell on the list; false when it ends.
  bool live(Spell& spell, const random::Words& drawn) {
    if (spell.dead != 0) {
      ++tally_.spells_ended_by_death;
      return false;
    }
    if (spell.destination != 0) {
      if (drawn[1] < thresholds_.home[stay_of(spell, tables_.now)]) {
        ++tally_.returns_elsewhere;
        district_.bring_home(spell.person, tables_.now, drawn[3] >= returns_.for_good);
        return false;
      }
    } else if (!live_at_main(spell, drawn)) {
      return false;
    }
    counts_.cells[cell_of(spell)] += present_once(spell, false);
    return true;
  }

  /// Adds the counts to those of the region and empties them.
  void finish() {
    tally_.legal[index(LegalEvent::inspected)] += counts_.inspected;
    counts_.inspected = 0;
    const std::vector<evidence::Status>& statuses = world_.pack->statuses;
    const auto origin = static_cast<std::size_t>(world_.pack->regions[district_.region].origin);
    std::array<JobCount, kPlaces> taken{};
    for (std::size_t sector = 0; sector < world_.pack->sectors.size(); ++sector) {
      const std::size_t cell = sector * statuses.size() * labour::kSkills;
      const Pay pay = {&tables_.labour.wage_minor[cell], &tables_.remittances.amount[origin][cell]};
      take_jobs(world_.path, counts_, sector * kPlaces, statuses.size(), pay, taken.data());
      for (std::size_t status = 0; status < statuses.size(); ++status) {
        const JobCount& job = taken[status];
        tally_.stock[status * kSexes] += job.present - job.men;
        tally_.stock[status * kSexes + 1] += job.men;
        tally_.stock_sector[sector] +=
            evidence::is_civilian(statuses[status].kind) ? job.present : 0;
        tally_.earned[status].add(job.earned);
      }
    }
    constexpr std::size_t kOthers = mobility::kMaxDestinations - 1;
    take_jobs(world_.path, counts_, law::kMaxStatuses, kOthers, {}, taken.data());
    for (std::size_t other = 0; other < kOthers; ++other) {
      tally_.stock_elsewhere[other + 1] += taken[other].present;
    }
  }

 private:
  /// Law, return and work of somebody who has been there before this month; false when the spell
  /// ends.
  bool live_at_main(Spell& spell, const random::Words& drawn) {
    if (drawn[0] < rules_.from[spell.status].any && law_ends(spell, drawn[0])) {
      return false;
    }
    const std::uint32_t home = thresholds_.home[stay_of(spell, tables_.now)];
    if (drawn[1] < home) {
      go_home(spell, drawn, home);
      return false;
    }
    if (drawn[2] < thresholds_.at_work[job_of(spell)]) {
      counts_.cells[cell_of(spell)] += Counts::kAtWork;
    } else if (drawn[3] < tables_.labour.job_search) {
      spell.sector = tables_.labour.sector_found(drawn[3]);
    }
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
    district_.bring_home(spell.person, tables_.now, drawn[3] >= returns_.for_good);
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
      if (evidence::serves(world_.pack->statuses[spell.status].kind)) {
        count(LegalEvent::discharged);
      }
      ++tally_.returns;
      district_.bring_home(spell.person, tables_.now, true);
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
    district_.bring_home(spell.person, tables_.now, true);
  }

  void change_status(Spell& spell,
                     const law::OriginRules::FromStatus& chances,
                     std::uint32_t word) {
    const auto to = static_cast<std::uint8_t>(random::choose(chances.transition, word));
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
      tally_.died.push_back(static_cast<std::uint16_t>(pyramid_cell(population::sex_of(c), birth)));
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
  const law::OriginRules& rules_;
  const mobility::RegionReturns& returns_;
  random::Key key_;
  RegionTally& tally_;
  Counts& counts_;
  Thresholds thresholds_;
};

/// Foreign citizens present by sex and age group.
void count_ages(const World& world,
                const MonthTables& tables,
                const District& district,
                RegionTally& tally) {
  std::array<std::int64_t, kPlaces> counted{};
  std::transform(world.pack->statuses.begin(),
                 world.pack->statuses.end(),
                 counted.begin(),
                 [](const evidence::Status& status) { return status.counted ? 1 : 0; });
  for (const Spell& spell : district.spells) {
    const int birth = world.calendar.birth_index(district.classes[spell.person],
                                                 district.attributes[spell.person]);
    const int group = tables.age_groups[static_cast<std::size_t>(birth)];
    // Others add nothing; asking who they are would be a guess at chance.
    tally.stock_age[sex_group_cell(spell.male, group)] += counted[place_of(spell)];
  }
}

}  // namespace

void spells_abroad(const World& world,
                   const MonthTables& tables,
                   population::District& district,
                   Scratch& scratch) {
  const std::size_t count = district.spells.size();
  scratch.grow(count + kRegister);
  SpellsAbroad abroad(world, tables, district, scratch);
  Listed listed = {scratch.eventful.data(),
                   {scratch.words[0].data(),
                    scratch.words[1].data(),
                    scratch.words[2].data(),
                    scratch.words[3].data()},
                   scratch.hired.data(),
                   scratch.hired_words.data()};
  abroad.list(listed);
  for (std::size_t h = 0; h < listed.hired_count; ++h) {
    abroad.hire(district.spells[listed.hired[h]], listed.hired_words[h]);
  }
  // The last spell takes the place of one that ends. From the end on, so that it has been seen.
  for (std::size_t e = listed.eventful_count; e-- > 0;) {
    Spell& spell = district.spells[listed.eventful[e]];
    const random::Words drawn = {
        listed.words[0][e], listed.words[1][e], listed.words[2][e], listed.words[3][e]};
    if (!abroad.live(spell, drawn)) {
      spell = district.spells.back();
      district.spells.pop_back();
    }
  }
  abroad.finish();
  if (tables.month.month_of_year() == 12) {
    count_ages(world, tables, district, scratch.tallies[district.region]);
  }
}

}  // namespace corridor::sim
