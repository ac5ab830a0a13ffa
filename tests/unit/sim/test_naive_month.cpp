// Fails when the engine counts other births, deaths, departures, returns or removals than a plain
// second version of the month: one struct a person, one pass over everybody, every equation of the
// chapters written again for the invented corridor, the same addressed draws.
//
// The months run from May to December, in which none of its four districts is laid out anew.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "corridor/sim/world.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

constexpr Month kFrom(2010, 5);
constexpr Month kTo(2010, 12);
constexpr int kPatent = 3;
constexpr int kNoValidStatus = 4;

struct Person {
  Month born;
  int sex = 0;
  int education = 0;
  int household = -1;  ///< -1: born this year, not yet in a household
  bool alive = true;
  bool experienced = false;
  bool barred = false;
  bool away = false;
  bool household_away = false;  ///< at the beginning of the month
  Month left;
  int destination = 0;
  int status = 0;
};

struct Town {
  int region = 0;
  std::uint32_t number = 0;
  std::vector<Person> persons;
};

struct Counts {
  int births = 0, deaths = 0, departures = 0, departures_elsewhere = 0, returns = 0, removals = 0;
  int present = 0;
  bool operator==(const Counts&) const = default;
};

std::uint32_t chance(double probability) {
  return static_cast<std::uint32_t>(std::floor(probability * 4294967296.0 + 0.5));
}
std::uint32_t chance_of_hazard(double hazard) { return chance(1 - std::exp(-hazard)); }

/// Everybody as the synthesis left them, with a spell for those who are away at the start.
std::vector<Town> towns_of(const World& world) {
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
      const std::size_t people = town.persons.size();
      for (std::size_t i = 0; i < people; ++i) {
        at_home(town, i, month, network[static_cast<std::size_t>(town.region)], count);
      }
      for (std::size_t i = 0; i < people; ++i) {
        abroad(town, i, month, count);
      }
    }
    for (std::size_t region = 0; region < counts.size(); ++region) {
      removed_[region] = removed_[region] * std::exp2(-1.0 / 6) + counts[region].removals;
      returned_[region] = returned_[region] * std::exp2(-1.0 / 6) + counts[region].returns;
    }
    return counts;
  }

 private:
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
        adults[region] += person.alive && age >= 18 && age <= 64 ? 1 : 0;
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
    const std::size_t scanned = 16 * (i / 256) + i % 64 / 4;
    const random::Words scan = draw(town, random::Stream::month_scan, month, scanned);
    const std::uint32_t byte = scan[i % 256 / 64] >> (8 * (i % 4)) & 0xFF;
    const random::Words words = draw(town, random::Stream::month_settle, month, i);
    const std::uint32_t word = byte << 24 | words[0] >> 8;
    const int age = (month - person.born) / 12;
    std::uint32_t up_to = chance_of_hazard((age < 80 ? 0.01 : 0.2) / 12);
    if (word < up_to) {
      person.alive = false;
      ++count.deaths;
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
      if (person.status == kPatent) {
        person.status = words[0] < chance_of_hazard(0.02) ? kNoValidStatus : kPatent;
      } else if (words[0] < chance_of_hazard(0.01)) {
        ++count.removals;
        person.barred = true;
        come_home(person, true);
        return;
      }
      if (words[1] <
          chance_of_hazard(0.05 * std::exp(risk(town)) / std::sqrt(wage_[origin(town)]))) {
        ++count.returns;
        come_home(person, true);
        return;
      }
    }
    ++count.present;
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
};

Counts counts_of(const tests::RecordedRun& run, Month month, int region) {
  const auto value = [&](std::string_view measure) {
    return static_cast<int>(std::lround(run.value(month, measure, 2 + region)));
  };
  return {value("births"),
          value("deaths"),
          value("departures"),
          value("departures_elsewhere"),
          value("returns"),
          value("removals"),
          value("migrants_present")};
}

std::ostream& operator<<(std::ostream& out, const Counts& c) {
  return out << "born " << c.births << ", died " << c.deaths << ", left " << c.departures << " and "
             << c.departures_elsewhere << ", returned " << c.returns << ", removed " << c.removals
             << ", present " << c.present;
}

class NaiveMonth : public testing::TestWithParam<std::uint64_t> {};

TEST_P(NaiveMonth, CountsWhatTheEngineCounts) {
  const evidence::Pack pack = tests::load_tiny();
  const RunRequest wanted = tests::request(kFrom, kTo, GetParam());
  const tests::RecordedRun run = tests::record(pack, wanted);
  parallel::Threads threads(1);
  Naive naive(pack, make_world(pack, wanted, threads), GetParam());
  int departures = 0;
  for (Month month = kFrom; month <= kTo; ++month) {
    const std::vector<Counts> counts = naive.month(month);
    for (int region = 0; region < 4; ++region) {
      const Counts& plain = counts[static_cast<std::size_t>(region)];
      EXPECT_EQ(counts_of(run, month, region), plain) << month.text() << " region " << region;
      departures += plain.departures;
    }
  }
  EXPECT_GT(departures, 100);
}

INSTANTIATE_TEST_SUITE_P(Seeds, NaiveMonth, testing::Values(1, 2, 77));

}  // namespace
}  // namespace corridor::sim
