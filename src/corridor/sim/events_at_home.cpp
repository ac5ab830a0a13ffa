#include <algorithm>
#include <span>
#include <tuple>

#include "corridor/base/check.hpp"
#include "corridor/population/vital.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

using population::Attributes;
using population::ClassByte;
using population::District;
using population::VitalEvent;

/// Births, deaths and departures of one district in one month. A person's chances rest on the state
/// at the beginning of the month, so they do not depend on what happened to others before.
class EventsAtHome {
 public:
  EventsAtHome(const World& world,
               const MonthTables& tables,
               District& district,
               RegionTally& tally)
      : world_(world),
        tables_(tables),
        district_(district),
        rates_(tables.rates[static_cast<std::size_t>(world.pack->regions[district.region].origin)]),
        rules_(tables.rules[static_cast<std::size_t>(world.pack->regions[district.region].origin)]),
        departures_(tables.departures[district.region]),
        tally_(tally),
        words_tell_of_people_(words_tell_of_people(world)) {}

  /// Births and deaths that are known from a life before.
  void repeat(std::span<const VitalEvent> events) {
    for (const VitalEvent& event : events) {
      happen(event);
    }
  }

  /// False where settle() would find that nothing happens, for all but a few. Without a branch,
  /// since it is as often so as not.
  bool may_happen(std::uint32_t person, ClassByte c, std::uint32_t word) const {
    const Chances chances = chances_of(person, c);
    const bool leaves =
        mobility::RegionDepartures::may_leave(word - chances.vital.birth, chances.departure);
    const bool away = population::is_away(district_.attributes[person]);
    return (word < chances.vital.birth) | (leaves & !away);
  }

  /// The first word decides between death, birth, departure and nothing (docs/model/engine.md, E1).
  void settle(std::uint32_t person, ClassByte c, const random::Words& words) {
    const std::uint32_t word = words[0];
    const auto& [vital, departure] = chances_of(person, c);
    if (word < vital.birth) {
      if (!world_.request.people) {
        happen(vital_event(person, word < vital.death, words));
      }
      return;
    }
    if constexpr (kChecked) {
      const std::uint64_t largest = vital.birth + departures_.leave(departure);
      expect(std::min<std::uint64_t>(largest, UINT32_MAX) <= tables_.ceiling[district_.region][c],
             "the ceiling of a class bounds every chance in it (E2)");
    }
    const bool at_home = population::is_alive(district_.classes[person]) &&
                         !population::is_away(district_.attributes[person]);
    if (at_home && departures_.leaves(word - vital.birth, departure)) {
      depart(person, words);
    }
  }

 private:
  struct Chances {
    population::VitalIntervals vital;
    double departure = 0;  ///< hazard
  };
  /// What a person of a class may expect of the month.
  Chances chances_of(std::uint32_t person, ClassByte c) const {
    const Attributes a = district_.attributes[person];
    const int age = world_.calendar.age(world_.calendar.birth_index(c, a), tables_.month);
    const int sex = population::sex_of(c);
    Chances chances;
    if (words_tell_of_people_) {
      chances.vital = population::vital_intervals(rates_, sex, age);
    }
    chances.departure = departures_.hazard_of(sex,
                                              age,
                                              population::education_of(a),
                                              population::is_experienced(c),
                                              population::has_migrant(c) != 0);
    return chances;
  }

  VitalEvent vital_event(std::uint32_t person, bool dies, const random::Words& words) const {
    VitalEvent event{static_cast<std::uint16_t>(person)};
    if (!dies) {
      std::tie(event.c, event.a) =
          population::newborn(rates_, world_.calendar.index(tables_.month), words);
    }
    return event;
  }

  void happen(const VitalEvent& event) {
    if (event.is_death()) {
      count_death(event.person);
    } else {
      ++tally_.births;
      tally_.boys += population::sex_of(event.c);
    }
    population::happen(event, district_);  // a spell abroad leaves its list in spells_abroad()
  }

  void count_death(std::uint16_t person) {
    const ClassByte c = district_.classes[person];
    const Attributes a = district_.attributes[person];
    if (population::is_away(a) && fell_before(person)) {
      return;
    }
    ++tally_.deaths;
    tally_.died.push_back(static_cast<std::uint16_t>(
        pyramid_cell(population::sex_of(c), world_.calendar.birth_index(c, a))));
  }

  /// Who was killed in service keeps a place in the household until now, so that runs with and
  /// without a war share every other draw; the death was counted when it happened.
  bool fell_before(std::uint32_t person) const {
    return std::any_of(
        district_.spells.begin(), district_.spells.end(), [&](const population::Spell& spell) {
          return spell.person == person && has_fallen(world_, spell);
        });
  }

  void depart(std::uint32_t person, const random::Words& words) {
    population::Spell spell = district_.new_spell(person, tables_.now);
    spell.destination = departures_.destination_for(words[1]);
    const bool to_main = spell.destination == 0;
    if (to_main && (district_.attributes[person] & population::kBarredBit) != 0) {
      return;
    }
    if (to_main) {
      spell.sector = tables_.labour.sector_of_newcomer(words[2]);
      spell.status = rules_.arrival_status(words[3]);
      ++tally_.entries[spell.status];
    }
    ++(to_main ? tally_.departures : tally_.departures_elsewhere[spell.destination]);
    district_.send_abroad(person);
    district_.spells.push_back(spell);
  }

  const World& world_;
  const MonthTables& tables_;
  District& district_;
  const population::OriginRates& rates_;
  const law::OriginRules& rules_;
  const mobility::RegionDepartures& departures_;
  RegionTally& tally_;
  bool words_tell_of_people_;
};

/// Asks for a column that single entries will soon be read from.
template <class T>
void prefetch(const std::vector<T>& column) {
  constexpr std::size_t kLine = 64 / sizeof(T);
  for (std::size_t i = 0; i < column.size(); i += kLine) {
    __builtin_prefetch(&column[i], 1, 2);
  }
}

/// Keeps those candidates whose words are below the ceilings of their classes, in their order, with
/// these words in place of the first drawn. Returns how many. Attributes of those kept are asked
/// for: they are few, and alone each would be waited for.
std::size_t keep_below_ceiling(const District& district,
                               const std::array<std::uint32_t, population::kClasses>& ceiling,
                               std::size_t candidates,
                               Scratch& scratch) {
  std::size_t kept = 0;
  // Without branches, since nobody can foresee who is kept.
  for (std::size_t i = 0; i < candidates; ++i) {
    const std::uint16_t person = scratch.indices[i];
    const ClassByte c = district.classes[person];
    const std::uint32_t word = population::month_word(scratch.bytes[i], scratch.words[0][i]);
    scratch.indices[kept] = person;
    scratch.classes[kept] = c;
    scratch.words[0][kept] = word;
    for (std::size_t w = 1; w < scratch.words.size(); ++w) {
      scratch.words[w][kept] = scratch.words[w][i];
    }
    kept += word < ceiling[c] ? 1 : 0;
  }
  for (std::size_t i = 0; i < kept; ++i) {
    __builtin_prefetch(&district.attributes[scratch.indices[i]], 1);
  }
  return kept;
}

}  // namespace

void events_at_home(const World& world,
                    const MonthTables& tables,
                    population::District& district,
                    Scratch& scratch) {
  scratch.grow(district.classes.size());
  const std::size_t padded =
      (district.used + population::kTile - 1) / population::kTile * population::kTile;
  prefetch(district.spells);
  prefetch(district.heads);
  const std::size_t candidates =
      population::scan(world.path,
                       month_key(world, tables, district, random::Stream::month_scan),
                       std::span(district.classes).first(padded),
                       tables.bounds[district.region],
                       scratch.indices.data(),
                       scratch.bytes.data());
  random::draw_batch(world.path,
                     month_key(world, tables, district, random::Stream::month_settle),
                     scratch.indices.data(),
                     candidates,
                     {scratch.words[0].data(),
                      scratch.words[1].data(),
                      scratch.words[2].data(),
                      scratch.words[3].data()});
  const std::size_t kept =
      keep_below_ceiling(district, tables.ceiling[district.region], candidates, scratch);
  EventsAtHome events(world, tables, district, scratch.tallies[district.region]);
  if (world.request.people) {
    events.repeat(world.request.people->events(district.number, tables.month));
  }
  std::size_t eventful = 0;
  for (std::size_t i = 0; i < kept; ++i) {
    scratch.eventful[eventful] = static_cast<std::uint32_t>(i);
    eventful +=
        events.may_happen(scratch.indices[i], scratch.classes[i], scratch.words[0][i]) ? 1 : 0;
  }
  for (std::size_t e = 0; e < eventful; ++e) {
    const std::size_t i = scratch.eventful[e];
    events.settle(
        scratch.indices[i],
        scratch.classes[i],
        {scratch.words[0][i], scratch.words[1][i], scratch.words[2][i], scratch.words[3][i]});
  }
}

}  // namespace corridor::sim
