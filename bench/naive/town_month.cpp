#include "corridor/recruitment/enlistment.hpp"
#include "town.hpp"

namespace corridor::bench {

namespace {

/// Persons whose random bytes come from the same sixteen draws (see population/scan.hpp).
constexpr std::size_t kBytes = 16;  // of a draw

/// One town in one month.
class TownMonth {
 public:
  TownMonth(const sim::World& world,
            const sim::MonthTables& tables,
            Town& town,
            sim::RegionTally& tally)
      : TownMonth(world,
                  tables,
                  town,
                  tally,
                  static_cast<std::size_t>(world.pack->regions[town.region].origin)) {}

  void run() {
    const std::size_t before = town_.persons.size();
    for (std::size_t begin = 0; begin < town_.laid_out;) {
      std::size_t end = begin + 1;
      while (end < town_.laid_out && !town_.persons[end].head) {
        ++end;
      }
      household(begin, end);
      begin = end;
    }
    // Newborns of earlier months belong to no household yet; those of this month live from the
    // next.
    for (std::size_t i = town_.laid_out; i < before; ++i) {
      household(i, i + 1);
    }
    tally_.households += town_.households;
    tally_.households_with_migrant += town_.households_with_migrant;
  }

 private:
  TownMonth(const sim::World& world,
            const sim::MonthTables& tables,
            Town& town,
            sim::RegionTally& tally,
            std::size_t origin)
      : world_(world),
        tables_(tables),
        town_(town),
        tally_(tally),
        rates_(tables.rates[origin]),
        rules_(tables.rules[origin]),
        amounts_(tables.remittances.amount[origin]),
        returns_(tables.returns[town.region]),
        departures_(tables.departures[town.region]) {}

  random::Words draw(random::Stream stream, std::size_t index) const {
    return random::draw({world_.request.seed, stream, tables_.month, town_.number},
                        static_cast<std::uint32_t>(index));
  }

  void household(std::size_t begin, std::size_t end) {
    // Chances rest on the state at the beginning of the month, not on what happens to others in it.
    bool abroad = false;
    for (std::size_t i = begin; i < end; ++i) {
      abroad = abroad || (town_.persons[i].alive && town_.persons[i].household_abroad);
    }
    for (std::size_t i = begin; i < end; ++i) {
      lift_ban(town_.persons[i], i);
      events_at_home(i, begin, end, abroad);
    }
    for (std::size_t i = begin; i < end; ++i) {
      Person& person = town_.persons[i];
      if (person.away) {
        spell_abroad(person, i, begin, end);
      }
      tally_.barred += person.barred ? 1 : 0;
    }
  }

  void lift_ban(Person& person, std::size_t i) {
    if (!person.barred) {
      return;
    }
    const bool pardoned =
        rules_.ban_lifting > 0 && draw(random::Stream::month_bans, i)[0] < rules_.ban_lifting;
    if (pardoned) {
      count(sim::LegalEvent::ban_lifted);
    }
    person.barred = !pardoned && person.ban_until > tables_.now;
  }

  std::uint32_t scan_byte(std::size_t i) {
    if (i % kBytes == 0) {
      scanned_ = draw(random::Stream::month_scan, i / kBytes);
    }
    return scanned_[i % kBytes / 4] >> (8 * (i % 4)) & 0xFF;
  }

  void events_at_home(std::size_t i, std::size_t begin, std::size_t end, bool household_abroad) {
    const std::uint32_t byte = scan_byte(i);
    const Person& person = town_.persons[i];
    if (!person.alive) {
      return;
    }
    const int age = world_.calendar.age(person.birth, tables_.month);
    const auto years = static_cast<std::size_t>(age);
    const std::uint64_t dies = rates_.death[static_cast<std::size_t>(person.sex * kAges) + years];
    const std::uint64_t bears = dies + (person.sex == 0 ? rates_.birth[years] : 0);
    std::uint64_t leaves = bears;
    if (!person.away) {
      leaves += departures_.leave(
          person.sex, age, person.education, person.experienced, household_abroad);
    }
    if (byte > leaves >> 24) {
      return;  // the leading byte of the word is too large already
    }
    const random::Words words = draw(random::Stream::month_settle, i);
    const std::uint32_t word = byte << 24 | words[0] >> 8;
    if (word < dies) {
      die(i, begin, end);
    } else if (word < bears) {
      give_birth(i, words);
    } else if (word < leaves) {
      depart(town_.persons[i], begin, end, words);
    }
  }

  void count_death(const Person& person) {
    ++tally_.deaths;
    tally_.died.push_back(
        static_cast<std::uint16_t>(person.sex * population::kBirthMonths + person.birth));
  }

  evidence::StatusKind kind(const Person& person) const {
    return world_.pack->statuses[person.status].kind;
  }

  void die(std::size_t i, std::size_t begin, std::size_t end) {
    Person& person = town_.persons[i];
    person.alive = false;
    const bool fell_before =
        person.away && person.destination == 0 && kind(person) == evidence::StatusKind::fallen;
    if (!fell_before) {
      count_death(person);
    }
    if (person.away) {
      person.away = false;
      ++tally_.spells_ended_by_death;
      unmark(begin, end);
    }
  }

  void give_birth(std::size_t mother, const random::Words& words) {
    Person child;
    child.alive = true;
    child.mother = static_cast<std::uint16_t>(mother);
    child.sex = words[1] < rates_.male_birth ? 1 : 0;
    child.birth = world_.calendar.index(tables_.month);
    child.education = static_cast<std::uint8_t>(rates_.attained_education(child.sex, 0, words[2]));
    child.skill = static_cast<std::uint8_t>(words[3] >> 28);
    child.household_abroad = town_.persons[mother].household_abroad;
    ++tally_.births;
    tally_.boys += child.sex;
    town_.persons.push_back(child);
  }

  void depart(Person& person, std::size_t begin, std::size_t end, const random::Words& words) {
    std::size_t destination = 0;
    while (words[1] >= departures_.destination[destination] &&
           departures_.destination[destination] < UINT32_MAX) {
      ++destination;
    }
    if (destination == 0 && person.barred) {
      return;
    }
    person.away = true;
    person.experienced = false;
    person.arrived = tables_.now;
    person.destination = static_cast<std::uint8_t>(destination);
    person.status = 0;
    person.sector = 0;
    if (destination == 0) {
      const std::vector<std::uint32_t>& newcomers = tables_.labour.newcomer_sector;
      while (words[2] >= newcomers[person.sector] && person.sector + 1U < newcomers.size()) {
        ++person.sector;
      }
      person.status = static_cast<std::uint8_t>(rules_.arrival_status(words[3]));
      ++tally_.entries[person.status];
      ++tally_.departures;
    } else {
      ++tally_.departures_elsewhere[destination];
    }
    if (!person.household_abroad) {
      mark(begin, end, true);
      ++town_.households_with_migrant;
    }
  }

  void spell_abroad(Person& person, std::size_t i, std::size_t begin, std::size_t end) {
    const random::Words words = draw(random::Stream::month_abroad, i);
    const int months = tables_.now - person.arrived;
    const auto band = static_cast<std::size_t>(mobility::stay_band(months));
    if (person.destination != 0) {
      if (words[1] < returns_.elsewhere[band]) {
        ++tally_.returns_elsewhere;
        come_home(person, begin, end, words[3] >= returns_.for_good);
        return;
      }
      ++tally_.stock_elsewhere[person.destination];
      return;
    }
    if (months > 0) {
      if (words[0] < rules_.from[person.status].any && law_removes(person, words[0])) {
        come_home(person, begin, end, true);
        return;
      }
      const std::uint64_t chance = returns_.main[person.status][band];
      if (words[1] < chance) {
        ++tally_.returns;
        const law::OriginRules::FromStatus& rules = rules_.from[person.status];
        if (words[1] < chance * rules.exit_ban >> 32) {
          bar(person, rules.exit_ban_months);
        }
        come_home(person, begin, end, words[3] >= returns_.for_good);
        return;
      }
      work(person, words);
    }
    count_present(person);
  }

  /// At work this month, or perhaps looking for work in all sectors.
  void work(Person& person, const random::Words& words) {
    const std::size_t cell = person.sector * world_.pack->statuses.size() + person.status;
    if (words[2] < tables_.labour.at_work[cell]) {
      const std::size_t of_skill = cell * labour::kSkills + person.skill;
      const remittances::Amount& amount = amounts_[of_skill];
      tally_.earned[person.status].add(
          {1, tables_.labour.wage_minor[of_skill], amount.sent, amount.fee});
      return;
    }
    const std::uint64_t searches = tables_.labour.job_search;
    if (words[3] < searches) {
      const std::uint64_t place = (static_cast<std::uint64_t>(words[3]) << 32) / searches;
      const std::vector<std::uint32_t>& jobs = tables_.labour.newcomer_sector;
      person.sector = 0;
      while (place >= jobs[person.sector] && person.sector + 1U < jobs.size()) {
        ++person.sector;
      }
    }
  }

  void bar(Person& person, int months) {
    if (months > 0) {
      count(sim::LegalEvent::barred);
      person.barred = true;
      person.ban_until = static_cast<std::int16_t>(tables_.now + months);
    }
  }

  void count(sim::LegalEvent event) { ++tally_.legal[sim::index(event)]; }

  /// Whether the law sends the person home: by removal, perhaps barred, or discharged from service.
  bool law_removes(Person& person, std::uint32_t word) {
    const law::OriginRules::FromStatus& chances = rules_.from[person.status];
    if (word < chances.removal) {
      ++tally_.removals;
      if (kind(person) == evidence::StatusKind::detained) {
        count(sim::LegalEvent::expelled);
      }
      bar(person, chances.ban_months);
      return true;
    }
    if (word < chances.transition.back()) {
      change_status(person, chances, word);
      return false;
    }
    if (word < chances.repatriation) {
      if (kind(person) == evidence::StatusKind::serving ||
          kind(person) == evidence::StatusKind::serving_naturalised) {
        count(sim::LegalEvent::discharged);
      }
      ++tally_.returns;
      return true;
    }
    const bool held = word < chances.short_detention;
    if (held || word >= chances.prosecution) {
      count(sim::LegalEvent::inspected);
    }
    if (held) {
      count(sim::LegalEvent::held_briefly);
      if (world_.pack->statuses[person.status].valid_stay) {
        count(sim::LegalEvent::held_briefly_in_order);
      }
    } else if (word < chances.injury) {
      count(sim::LegalEvent::injured);
    } else if (word < chances.prosecution) {
      count(sim::LegalEvent::prosecuted);
    }
    return false;
  }

  void change_status(Person& person,
                     const law::OriginRules::FromStatus& chances,
                     std::uint32_t word) {
    const evidence::Status& before = world_.pack->statuses[person.status];
    std::uint8_t to = 0;
    while (word >= chances.transition[to]) {
      ++to;
    }
    const evidence::Status& after = world_.pack->statuses[to];
    const int age = world_.calendar.age(person.birth, tables_.month);
    if (sim::enlists(before, after) &&
        !recruitment::may_serve(world_.params.recruitment, person.sex, age)) {
      return;
    }
    person.status = to;
    sim::count_change(before.kind, after, tally_.legal);
    if (after.valid_stay && after.counted && !before.valid_stay) {
      count(sim::LegalEvent::legalised);
    }
    if (after.kind == evidence::StatusKind::fallen) {
      count_death(person);
    }
    ++tally_.entries[person.status];
  }

  void count_present(const Person& person) {
    ++tally_.stock[static_cast<std::size_t>(person.status) * kSexes + person.sex];
    tally_.stock_sector[person.sector] += evidence::is_civilian(kind(person)) ? 1 : 0;
    if (tables_.month.month_of_year() == 12 && world_.pack->statuses[person.status].counted) {
      const int group = age_group(world_.calendar.age(person.birth, tables_.month));
      ++tally_.stock_age[static_cast<std::size_t>(person.sex * kAgeGroups + group)];
    }
  }

  void come_home(Person& person, std::size_t begin, std::size_t end, bool ready_to_leave_again) {
    person.away = false;
    person.experienced = ready_to_leave_again;
    unmark(begin, end);
  }

  void mark(std::size_t begin, std::size_t end, bool abroad) {
    for (std::size_t i = begin; i < end; ++i) {
      town_.persons[i].household_abroad = abroad;
    }
  }

  /// The mark of the household goes with the last who was away.
  void unmark(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (town_.persons[i].away) {
        return;
      }
    }
    mark(begin, end, false);
    --town_.households_with_migrant;
  }

  const sim::World& world_;
  const sim::MonthTables& tables_;
  Town& town_;
  sim::RegionTally& tally_;
  const population::OriginRates& rates_;
  const law::OriginRules& rules_;
  const std::vector<remittances::Amount>& amounts_;
  const mobility::RegionReturns& returns_;
  const mobility::RegionDepartures& departures_;
  random::Words scanned_{};
};

}  // namespace

void town_month(const sim::World& world,
                const sim::MonthTables& tables,
                Town& town,
                sim::RegionTally& tally) {
  TownMonth(world, tables, town, tally).run();
}

}  // namespace corridor::bench
