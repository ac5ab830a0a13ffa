#pragma once

#include <array>
#include <cmath>
#include <vector>

#include "corridor/sim/world.hpp"
#include "packs/tiny_pack.hpp"

/// A plain second version of the month: one struct a person, one pass over everybody, every
/// equation of the chapters written again for the invented corridor of tests/packs/tiny.
namespace corridor::sim::plain {

inline constexpr Month kFrom(2010, 5);
using tests::kDetained;
using tests::kFallen;
using tests::kNoValidStatus;
using tests::kPatent;
using tests::kRegistry;
using tests::kServing;
inline constexpr Month kWar(2010, 6);
inline constexpr Month kAttack(2010, 7);
inline constexpr Month kListed(2010, 9);
inline constexpr Month kPardon(2010, 10);

struct Person {
  Month born;
  int sex = 0;
  int education = 0;
  int household = -1;  ///< -1: born this year, not yet in a household
  bool alive = true;
  bool experienced = false;
  bool barred = false;
  Month barred_until;  ///< first month without the ban
  bool away = false;
  bool household_away = false;  ///< at the beginning of the month
  Month left;
  int destination = 0;
  int status = 0;
  bool fallen() const { return away && destination == 0 && status == kFallen; }
};

struct Town {
  int region = 0;
  std::uint32_t number = 0;
  std::vector<Person> persons;
};

struct Counts {
  int births = 0, deaths = 0, departures = 0, departures_elsewhere = 0, returns = 0, removals = 0;
  int present = 0, inspections = 0, detentions = 0, in_order = 0, expelled = 0, legalised = 0;
  int barred = 0, lifted = 0, bans = 0, enlisted = 0, fallen = 0, injured = 0, prosecuted = 0;
  bool operator==(const Counts&) const = default;
};

inline std::uint32_t chance(double probability) {
  return static_cast<std::uint32_t>(std::floor(probability * 4294967296.0 + 0.5));
}
/// What the law may do to a person in a month; statuses stand for changes into them.
enum Doing { kRemoval = 100, kHome, kShort, kInjury, kCase, kCheck };
struct Hazard {
  int what = 0;
  double value = 0;
};

/// Which of competing hazards happens, by the word, or -1.
inline int happens(const std::vector<Hazard>& hazards, std::uint32_t word) {
  double total = 0;
  for (const Hazard& hazard : hazards) {
    total += hazard.value;
  }
  double sum = 0;
  for (const Hazard& hazard : hazards) {
    sum += hazard.value;
    if (total > 0 && word < chance(sum * (1 - std::exp(-total)) / total)) {
      return hazard.what;
    }
  }
  return -1;
}

inline std::uint32_t chance_of_hazard(double hazard) { return chance(1 - std::exp(-hazard)); }

/// Everybody as the synthesis left them, with a spell for those who are away at the start.
inline std::vector<Town> towns_of(const World& world) {
  std::vector<Town> towns;
  for (const population::District& district : world.districts) {
    Town town{district.region, district.number, {}};
    int household = -1;
    for (std::uint32_t i = 0; i < district.laid_out; ++i) {
      const population::ClassByte c = district.classes[i];
      const population::Attributes a = district.attributes[i];
      household += district.is_head(i) ? 1 : 0;
      Person person;
      person.born = world.calendar.zero() + world.calendar.birth_index(c, a);
      person.sex = population::sex_of(c);
      person.education = population::education_of(a);
      person.household = household;
      person.experienced = population::is_experienced(c);
      town.persons.push_back(person);
    }
    for (const population::Spell& spell : district.spells) {
      Person& person = town.persons[spell.person];
      person.away = true;
      person.left = kFrom + spell.arrived;
      person.destination = spell.destination;
      person.status = spell.status;
    }
    towns.push_back(std::move(town));
  }
  return towns;
}

/// The invented corridor month by month. All drivers are constant, so most numbers are made once.
class Naive {
 public:
  Naive(const evidence::Pack& pack, const World& world, std::uint64_t seed)
      : pack_(pack), seed_(seed), towns_(towns_of(world)) {
    const auto at = [&](const char* name, const char* place, const std::string& sector = "") {
      return pack.find_series(name, place, sector).at(kFrom);
    };
    const double build = at("wage", "DDD", "construction");
    const double serve = at("wage", "DDD", "services");
    const double build_share = (1 / build) / (1 / build + 1 / serve);
    const double expected = 0.9 * (build_share * build + (1 - build_share) * serve);
    const double net = expected - at("living_cost", "DDD") - 0.5 * at("patent_cost", "DDD");
    for (const char* origin : {"AAA", "BBB"}) {
      const double home =
          at("home_wage", origin) / at("fx", origin) / (1 + at("fx_market_premium", origin));
      const double ratio = net / at("fx", "DDD") / home;
      const double other = at("wage_usd", "OTH") / home;
      wage_.push_back(ratio / 3);
      main_weight_.push_back(ratio);
      other_weight_.push_back(std::exp(-2.0) * other);
    }
  }

  std::vector<Counts> month(Month month) {
    const std::vector<double> network = shares_abroad(month - 1);
    believe();
    std::vector<Counts> counts(4);
    for (Town& town : towns_) {
      Counts& count = counts[static_cast<std::size_t>(town.region)];
      mark_households(town);
      lift_bans(town, month, count);
      const std::size_t people = town.persons.size();
      for (std::size_t i = 0; i < people; ++i) {
        at_home(town, i, month, network[static_cast<std::size_t>(town.region)], count);
      }
      for (std::size_t i = 0; i < people; ++i) {
        abroad(town, i, month, count);
      }
      for (const Person& person : town.persons) {
        count.bans += person.barred ? 1 : 0;
      }
    }
    speak(month, counts);
    for (std::size_t region = 0; region < counts.size(); ++region) {
      removed_[region] = removed_[region] * std::exp2(-1.0 / 6) + counts[region].removals;
      returned_[region] = returned_[region] * std::exp2(-1.0 / 6) + counts[region].returns;
    }
    return counts;
  }

 private:
  /// What the origins make of the month, and how much milder inspections become.
  void speak(Month month, const std::vector<Counts>& counts) {
    const diplomacy::DiplomacyParams params = diplomacy::read_params(pack_);
    for (std::size_t origin = 0; origin < attention_.size(); ++origin) {
      diplomacy::Treatment treatment;
      for (const std::size_t region : {2 * origin, 2 * origin + 1}) {
        treatment.inspections += counts[region].inspections;
        treatment.detentions += counts[region].detentions;
        treatment.detentions_in_order += counts[region].in_order;
      }
      diplomacy::advance(
          params, treatment, states_[origin], seed_, month, static_cast<int>(origin));
      attention_[origin] = std::exp(-states_[origin].softening);
    }
  }

  void lift_bans(Town& town, Month month, Counts& count) const {
    for (std::size_t i = 0; i < town.persons.size(); ++i) {
      Person& person = town.persons[i];
      const bool pardoned =
          person.barred && origin(town) == 1 && month >= kPardon &&
          draw(town, random::Stream::month_bans, month, i)[0] < chance_of_hazard(0.02);
      count.lifted += pardoned ? 1 : 0;
      person.barred = person.barred && !pardoned && month < person.barred_until;
    }
  }

  /// The law of the invented corridor for a status, in the order of the statuses' file.
  std::vector<Hazard> law(const Town& town, const Person& person, Month month) const {
    const bool attacked = origin(town) == 0 && month >= kAttack;
    const double raids = attacked ? 0.2 * std::exp2(-(month - kAttack) / 3.0) : 0;
    const double check = (0.05 + raids) * attention_[origin(town)];
    const double listed = month >= kListed ? 1 : 0;
    switch (person.status) {
      case kPatent:  // the pay of a contract doubles the hazard of enlisting
        return {{kServing, month >= kWar ? 0.01 * 2 : 0},
                {kNoValidStatus, 0.02},
                {kShort, 0.05 * check},
                {kCheck, 0.95 * check}};
      case kNoValidStatus:
        return {{kRemoval, 0.01},
                {kRegistry, 0.05 * listed},
                {kDetained, 0.2 * check},
                {kShort, 0.1 * check},
                {kCheck, 0.7 * check}};
      case kRegistry:
        return {{kPatent, 0.1 * listed}, {kHome, 0.05 * listed}, {kCheck, check}};
      case kDetained:
        return {{kRemoval, 0.5}};
      case kServing:
        return {{kFallen, 0.1}, {kHome, 0.05}, {kInjury, 0.1}, {kCase, 0.02}};
      default:
        return {};
    }
  }

  static void bar(Person& person, Month month, int months, Counts& count) {
    person.barred = true;
    person.barred_until = month + months;
    ++count.barred;
  }

  /// A month under the law; true when it sends the person home.
  bool obey(
      const Town& town, Person& person, Month month, std::uint32_t word, Counts& count) const {
    const int what = happens(law(town, person, month), word);
    const int before = person.status;
    switch (what) {
      case kRemoval:
        ++count.removals;
        count.expelled += before == kDetained ? 1 : 0;
        bar(person, month, before == kDetained ? 60 : 36, count);
        return true;
      case kHome:
        ++count.returns;
        return true;
      case kShort:
        ++count.inspections;
        ++count.detentions;
        count.in_order += before == kPatent ? 1 : 0;
        return false;
      case kInjury:
        ++count.injured;
        return false;
      case kCase:
        ++count.prosecuted;
        return false;
      case kCheck:
        ++count.inspections;
        return false;
      case -1:
        return false;
      default:
        change_status(person, month, what, count);
        return false;
    }
  }

  static void change_status(Person& person, Month month, int to, Counts& count) {
    const int age = (month - person.born) / 12;
    if (to == kServing && (person.sex == 0 || age < 18 || age > 50)) {
      return;
    }
    person.status = to;
    count.enlisted += to == kServing ? 1 : 0;
    count.legalised += to == kPatent ? 1 : 0;
    count.inspections += to == kDetained ? 1 : 0;
    count.detentions += to == kDetained ? 1 : 0;
    count.fallen += to == kFallen ? 1 : 0;
    count.deaths += to == kFallen ? 1 : 0;
  }

  /// The risk people believe in, from the homecomings up to last month.
  void believe() {
    for (std::size_t region = 0; region < risk_.size(); ++region) {
      const std::size_t other = region ^ 1U;  // the two regions of an origin stand together
      const double removed = removed_[region] + removed_[other];
      const double in_origin = removed / (removed + returned_[region] + returned_[other] + 50);
      risk_[region] =
          (removed_[region] + 50 * in_origin) / (removed_[region] + returned_[region] + 50);
    }
  }
  double risk(const Town& town) const { return risk_[static_cast<std::size_t>(town.region)]; }
  /// Weight of the main destination once people have thought of the risk.
  double main_weight(const Town& town) const {
    return main_weight_[origin(town)] * std::exp(-2 * risk(town));
  }

  random::Words draw(const Town& town, random::Stream stream, Month month, std::size_t i) const {
    return random::draw({seed_, stream, month, town.number}, static_cast<std::uint32_t>(i));
  }

  std::vector<double> shares_abroad(Month month) const {
    std::vector<double> away(4, 0);
    std::vector<double> adults(4, 0);
    for (const Town& town : towns_) {
      for (const Person& person : town.persons) {
        const int age = (month - person.born) / 12;
        const auto region = static_cast<std::size_t>(town.region);
        away[region] += person.alive && person.away ? 1 : 0;
        adults[region] += person.alive && !person.fallen() && age >= 18 && age <= 64 ? 1 : 0;
      }
    }
    for (std::size_t region = 0; region < away.size(); ++region) {
      away[region] /= adults[region];
    }
    return away;
  }

  static void mark_households(Town& town) {
    std::vector<bool> away(town.persons.size(), false);
    for (const Person& person : town.persons) {
      if (person.alive && person.away) {
        away[static_cast<std::size_t>(person.household)] = true;
      }
    }
    for (Person& person : town.persons) {
      person.household_away =
          person.household >= 0 && away[static_cast<std::size_t>(person.household)];
    }
  }

  double hazard_to_leave(const Town& town, const Person& person, int age, double network) const {
    constexpr double kRegion[] = {1.2, 0.7, 1, 1};
    const double profile = age >= 20 && age <= 49 ? (person.sex == 1 ? 1.0 : 0.25) : 0.0;
    const double unhindered = main_weight_[origin(town)] + other_weight_[origin(town)];
    const double inclusive =
        std::sqrt((main_weight(town) + other_weight_[origin(town)]) / unhindered);
    return 0.01 * kRegion[town.region] * profile * inclusive * wage_[origin(town)] *
           std::exp(network) * (person.household_away ? std::exp(0.5) : 1.0) *
           (person.experienced ? 10.0 : 1.0);
  }

  void at_home(Town& town, std::size_t i, Month month, double network, Counts& count) {
    Person& person = town.persons[i];
    if (!person.alive) {
      return;
    }
    const random::Words scan = draw(town, random::Stream::month_scan, month, i / 16);
    const std::uint32_t byte = scan[i % 16 / 4] >> (8 * (i % 4)) & 0xFF;
    const random::Words words = draw(town, random::Stream::month_settle, month, i);
    const std::uint32_t word = byte << 24 | words[0] >> 8;
    const int age = (month - person.born) / 12;
    std::uint32_t up_to = chance_of_hazard((age < 80 ? 0.01 : 0.2) / 12);
    if (word < up_to) {
      person.alive = false;
      count.deaths += person.fallen() ? 0 : 1;
      return;
    }
    up_to += person.sex == 0 && age >= 20 && age <= 34 ? chance_of_hazard(0.1 / 12) : 0;
    if (word < up_to) {
      ++count.births;
      Person child;
      child.born = month;
      child.sex = words[1] < 0x80000000U ? 1 : 0;
      town.persons.push_back(child);
      return;
    }
    up_to += chance_of_hazard(hazard_to_leave(town, person, age, network));
    if (!person.away && word < up_to) {
      leave(town, person, month, words, count);
    }
  }

  void leave(const Town& town,
             Person& person,
             Month month,
             const random::Words& words,
             Counts& count) const {
    const double weight = main_weight(town);
    const bool to_main = words[1] < chance(weight / (weight + other_weight_[origin(town)]));
    if (to_main && person.barred) {
      return;
    }
    ++(to_main ? count.departures : count.departures_elsewhere);
    person.away = true;
    person.experienced = false;
    person.left = month;
    person.destination = to_main ? 0 : 1;
    person.status = words[3] < 0x80000000U ? kPatent : kNoValidStatus;
  }

  void abroad(Town& town, std::size_t i, Month month, Counts& count) const {
    Person& person = town.persons[i];
    if (!person.away || !person.alive) {
      return;
    }
    const random::Words words = draw(town, random::Stream::month_abroad, month, i);
    if (person.destination == 1) {
      come_home(person, words[1] < chance_of_hazard(0.05));
      return;
    }
    if (month - person.left > 0) {
      if (obey(town, person, month, words[0], count)) {
        come_home(person, true);
        return;
      }
      const bool free = person.status != kDetained && person.status != kServing;
      const std::uint64_t returning =
          free && person.status != kFallen
              ? chance_of_hazard(0.05 * std::exp(risk(town)) / std::sqrt(wage_[origin(town)]))
              : 0;
      if (words[1] < returning) {
        ++count.returns;
        if (person.status == kNoValidStatus && words[1] < returning * chance(0.3) >> 32) {
          bar(person, month, 12, count);
        }
        come_home(person, true);
        return;
      }
    }
    count.present += person.status == kServing || person.status == kFallen ? 0 : 1;
  }

  static void come_home(Person& person, bool comes) {
    if (comes) {
      person.away = false;
      person.experienced = true;
    }
  }

  std::size_t origin(const Town& town) const {
    return static_cast<std::size_t>(pack_.regions[static_cast<std::size_t>(town.region)].origin);
  }

  const evidence::Pack& pack_;
  std::uint64_t seed_;
  std::vector<Town> towns_;
  std::vector<double> wage_;          ///< [origin] wage ratio over its reference
  std::vector<double> main_weight_;   ///< [origin] without the risk
  std::vector<double> other_weight_;  ///< [origin]
  std::array<double, 4> removed_{};   ///< [region] faded, as of last month
  std::array<double, 4> returned_{};
  std::array<double, 4> risk_{};
  std::array<diplomacy::OriginState, 2> states_;
  std::array<double, 2> attention_{1, 1};  ///< factor on inspections
};

}  // namespace corridor::sim::plain
