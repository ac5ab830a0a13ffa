#include <algorithm>

#include "corridor/base/check.hpp"
#include "corridor/population/household_year.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

using population::ClassByte;
using population::District;
using population::Spell;

/// One district in one month, with everything it needs at hand.
class DistrictMonth {
 public:
  DistrictMonth(const World& world, const MonthTables& tables, District& district, Scratch& scratch)
      : world_(world),
        tables_(tables),
        district_(district),
        scratch_(scratch),
        origin_(static_cast<std::size_t>(world.pack->regions[district.region].origin)),
        rates_(tables.rates[origin_]),
        rules_(tables.rules[origin_]),
        returns_(tables.returns[origin_]),
        departures_(tables.departures[district.region]),
        tally_(scratch.tallies[district.region]) {}

  void run() {
    if (district_.number % 12 == static_cast<std::uint32_t>(tables_.month.month_of_year() - 1)) {
      population::household_year(world_.params.population, world_.calendar, tables_.month, world_.request.seed,
                                 district_);
    }
    lift_bans();
    events_at_home();
    spells_abroad();
    tally_.barred += static_cast<std::int64_t>(district_.bans.size());
    tally_.households += district_.households;
    tally_.households_with_migrant += district_.households_with_migrant;
  }

 private:
  random::Key key(random::Stream stream) const {
    return {world_.request.seed, stream, tables_.month, district_.number};
  }
  std::array<std::uint32_t*, 4> words() {
    return {scratch_.words[0].data(), scratch_.words[1].data(), scratch_.words[2].data(), scratch_.words[3].data()};
  }

  void lift_bans() {
    std::erase_if(district_.bans, [&](const population::Ban& ban) {
      const bool over = ban.until <= tables_.now;
      if (over) {
        district_.attributes[ban.person] &= static_cast<population::Attributes>(~population::kBarredBit);
      }
      return over;
    });
  }

  /// Births, deaths and departures: candidates by the byte scan, then one word against the exact chances.
  void events_at_home() {
    const std::uint32_t persons = district_.used;
    scratch_.grow(district_.classes.size() + 64);
    const std::size_t candidates =
        population::scan(world_.path, key(random::Stream::month_scan), district_.classes.data(),
                         (persons + population::kTile - 1) / population::kTile * population::kTile,
                         tables_.bounds[district_.region], scratch_.indices.data(), scratch_.bytes.data());
    random::draw_batch(world_.path, key(random::Stream::month_settle), scratch_.indices.data(), candidates, words());
    const auto& ceiling = tables_.ceiling[district_.region];
    for (std::size_t i = 0; i < candidates; ++i) {
      const std::uint32_t person = scratch_.indices[i];
      const std::uint32_t word = static_cast<std::uint32_t>(scratch_.bytes[i]) << 24 | scratch_.words[0][i] >> 8;
      if (word < ceiling[district_.classes[person] & 0x7F]) {
        settle(person, word, {scratch_.words[1][i], scratch_.words[2][i], scratch_.words[3][i]});
      }
    }
  }

  /// One word decides between death, birth, departure and nothing; the later words choose what kind.
  void settle(std::uint32_t person, std::uint32_t word, const std::array<std::uint32_t, 3>& more) {
    const ClassByte c = district_.classes[person];
    const population::Attributes a = district_.attributes[person];
    const int birth = world_.calendar.birth_index(c, a);
    const int age = world_.calendar.age(birth, tables_.month);
    const int sex = population::sex_of(c);
    const auto years = static_cast<std::size_t>(age);
    std::uint64_t up_to = rates_.death[static_cast<std::size_t>(sex * kAges) + years];
    if (word < up_to) {
      die(person, sex, birth);
      return;
    }
    up_to += sex == 0 ? rates_.birth[years] : 0;
    if (word < up_to) {
      give_birth(person, more);
      return;
    }
    const bool experienced = (a & population::kExperiencedBit) != 0;
    const std::uint32_t leaves = departures_.leave[mobility::RegionDepartures::at(
        sex, age, population::education_of(a), experienced, population::has_migrant(c) != 0)];
    if (kChecked) {
      expect(up_to + leaves <= tables_.ceiling[district_.region][c & 0x7F] || tables_.ceiling[district_.region][c & 0x7F] == UINT32_MAX,
             "the ceiling of a class bounds every chance in it (E2)");
    }
    if (!population::is_away(c) && word < up_to + leaves) {
      depart(person, more);
    }
  }

  std::size_t pyramid_cell(int sex, int birth) const {
    return static_cast<std::size_t>(sex * population::kBirthMonths + birth);
  }

  void die(std::uint32_t person, int sex, int birth) {
    district_.classes[person] = population::kNobody;  // a spell abroad ends in spells_abroad()
    ++tally_.deaths;
    --tally_.alive_change[pyramid_cell(sex, birth)];
  }

  void give_birth(std::uint32_t mother, const std::array<std::uint32_t, 3>& more) {
    const int sex = more[0] < rates_.male_birth ? 1 : 0;
    const int birth = world_.calendar.index(tables_.month);
    const int education = rates_.attained_education(sex, 0, more[1]);
    const auto c = static_cast<ClassByte>(birth / population::kCohortMonths | (sex == 1 ? population::kMaleBit : 0) |
                                          (district_.classes[mother] & population::kHasMigrantBit));
    const auto a = static_cast<population::Attributes>(birth % population::kCohortMonths |
                                                       education << population::kEducationShift |
                                                       (more[2] >> 28) << population::kSkillShift);
    district_.append_newborn(static_cast<std::uint16_t>(mother), c, a);
    ++tally_.births;
    ++tally_.alive_change[pyramid_cell(sex, birth)];
  }

  void depart(std::uint32_t person, const std::array<std::uint32_t, 3>& more) {
    Spell spell;
    while (more[0] >= departures_.destination[spell.destination] &&
           spell.destination + 1U < world_.pack->destinations.size()) {
      ++spell.destination;
    }
    const bool to_main = spell.destination == 0;
    if (to_main && (district_.attributes[person] & population::kBarredBit) != 0) {
      return;
    }
    spell.person = static_cast<std::uint16_t>(person);
    spell.arrived = tables_.now;
    spell.skill = static_cast<std::uint8_t>(population::skill_of(district_.attributes[person]));
    if (to_main) {
      while (more[1] >= tables_.labour.newcomer_sector[spell.sector] &&
             spell.sector + 1U < tables_.labour.newcomer_sector.size()) {
        ++spell.sector;
      }
      spell.status = static_cast<std::uint8_t>(rules_.arrival_status(more[2]));
      ++tally_.entries[spell.status];
    }
    ++(to_main ? tally_.departures : tally_.departures_elsewhere);
    if (!population::has_migrant(district_.classes[person])) {
      district_.mark_household(person, true);
      ++district_.households_with_migrant;
    }
    district_.classes[person] |= population::kAwayBit;
    district_.spells.push_back(spell);
  }

  /// Everybody abroad: status, return, work; spells that end leave the list, the others keep their order.
  void spells_abroad() {
    const std::size_t count = district_.spells.size();
    scratch_.grow(count + 64);
    for (std::size_t i = 0; i < count; ++i) {
      scratch_.indices[i] = district_.spells[i].person;
    }
    random::draw_batch(world_.path, key(random::Stream::month_abroad), scratch_.indices.data(), count, words());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
      Spell spell = district_.spells[i];
      const random::Words drawn = {scratch_.words[0][i], scratch_.words[1][i], scratch_.words[2][i],
                                   scratch_.words[3][i]};
      const bool stays = spell.destination == 0 ? month_at_main(spell, drawn) : month_elsewhere(spell, drawn);
      if (stays) {
        district_.spells[kept++] = spell;
      }
    }
    district_.spells.resize(kept);
  }

  bool month_at_main(Spell& spell, const random::Words& drawn) {
    const ClassByte c = district_.classes[spell.person];
    if (!population::is_alive(c)) {
      end_by_death(spell);
      return false;
    }
    const int months = tables_.now - spell.arrived;
    if (months > 0) {
      const auto& chances = rules_.from[spell.status];
      if (drawn[0] < chances.any) {
        if (drawn[0] < chances.removal) {
          ++tally_.removals;
          bar(spell.person, chances.ban_months);
          come_home(spell);
          return false;
        }
        change_status(spell, drawn[0]);
      }
      if (drawn[1] < returns_.main[spell.status][static_cast<std::size_t>(mobility::stay_band(months))]) {
        ++tally_.returns;
        come_home(spell);
        return false;
      }
      if (drawn[2] < tables_.labour.at_work[spell.sector]) {
        ++tally_.at_work[work_cell(spell)];
      }
    }
    count_present(spell, c);
    return true;
  }

  void change_status(Spell& spell, std::uint32_t word) {
    const auto& cumulative = rules_.from[spell.status].transition;
    std::uint8_t to = 0;
    while (word >= cumulative[to]) {
      ++to;
    }
    spell.status = to;
    ++tally_.entries[to];
  }

  std::size_t work_cell(const Spell& spell) const {
    return (spell.sector * world_.pack->statuses.size() + spell.status) * labour::kSkills + spell.skill;
  }

  void count_present(const Spell& spell, ClassByte c) {
    const auto sex = static_cast<std::size_t>(population::sex_of(c));
    ++tally_.stock[static_cast<std::size_t>(spell.status) * kSexes + sex];
    ++tally_.stock_sector[spell.sector];
    if (tables_.month.month_of_year() == 12 && world_.pack->statuses[spell.status].counted) {
      const int birth = world_.calendar.birth_index(c, district_.attributes[spell.person]);
      const int group = age_group(world_.calendar.age(birth, tables_.month));
      ++tally_.stock_age[sex * kAgeGroups + static_cast<std::size_t>(group)];
    }
  }

  bool month_elsewhere(const Spell& spell, const random::Words& drawn) {
    if (!population::is_alive(district_.classes[spell.person])) {
      end_by_death(spell);
      return false;
    }
    const auto band = static_cast<std::size_t>(mobility::stay_band(tables_.now - spell.arrived));
    if (drawn[1] < returns_.elsewhere[band]) {
      ++tally_.returns_elsewhere;
      come_home(spell);
      return false;
    }
    ++tally_.stock_elsewhere[spell.destination];
    return true;
  }

  void bar(std::uint16_t person, int months) {
    if (months > 0) {
      district_.attributes[person] |= population::kBarredBit;
      district_.bans.push_back({person, static_cast<std::int16_t>(tables_.now + months)});
    }
  }

  void come_home(const Spell& spell) {
    district_.classes[spell.person] &= static_cast<ClassByte>(~population::kAwayBit);
    district_.attributes[spell.person] |= population::kExperiencedBit;
    unmark_household(spell.person);
  }

  void end_by_death(const Spell& spell) {
    ++tally_.spells_ended_by_death;
    unmark_household(spell.person);
  }

  void unmark_household(std::uint32_t person) {
    if (!district_.household_has_member_abroad(person)) {
      district_.mark_household(person, false);
      --district_.households_with_migrant;
    }
  }

  const World& world_;
  const MonthTables& tables_;
  District& district_;
  Scratch& scratch_;
  std::size_t origin_;
  const population::OriginRates& rates_;
  const law::OriginRules& rules_;
  const mobility::OriginReturns& returns_;
  const mobility::RegionDepartures& departures_;
  RegionTally& tally_;
};

}  // namespace

void district_month(World& world, const MonthTables& tables, District& district, Scratch& scratch) {
  DistrictMonth(world, tables, district, scratch).run();
}

}  // namespace corridor::sim
