#include "corridor/sim/world.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <numeric>

#include "corridor/population/synthesis.hpp"
#include "corridor/random/choose.hpp"

namespace corridor::sim {

namespace {

template <class List>
void add_all(List& to, const List& from) {
  std::transform(to.begin(), to.end(), from.begin(), to.begin(), std::plus<>());
}

/// Months a spell under way has lasted: survival under the hazard of return, cut at ten years.
std::vector<std::uint32_t> months_under_way(const mobility::MobilityParams& params,
                                            std::size_t origin) {
  constexpr int kLongest = 120;
  std::vector<double> survival;
  double alive = 1;
  double total = 0;
  for (int months = 0; months < kLongest; ++months) {
    survival.push_back(alive);
    total += alive;
    const auto band = static_cast<std::size_t>(mobility::stay_band(months));
    alive *= std::exp(-params.return_hazard[origin] * params.return_stay_factor[band]);
  }
  std::vector<std::uint32_t> cumulative;
  double sum = 0;
  for (const double s : survival) {
    sum += s / total;
    cumulative.push_back(random::threshold(sum));
  }
  cumulative.back() = UINT32_MAX;
  return cumulative;
}

/// The same as choose(), for lists that are too long to look at every end.
std::size_t search(std::span<const std::uint32_t> ends, std::uint32_t word) {
  return static_cast<std::size_t>(std::upper_bound(ends.begin(), ends.end() - 1, word) -
                                  ends.begin());
}

/// Sex, age and education of a person at the start, in one number.
std::size_t traits_of(const population::Calendar& calendar,
                      Month start,
                      const population::District& district,
                      std::uint32_t person) {
  const population::ClassByte c = district.classes[person];
  const population::Attributes a = district.attributes[person];
  const int age = calendar.age(calendar.birth_index(c, a), start);
  return sex_age_cell(population::sex_of(c), age) * kEducations +
         static_cast<std::size_t>(population::education_of(a));
}

/// Relative propensities of the people of a region to be abroad (the personal factors of eq. M1),
/// [traits_of()].
std::vector<double> propensities(const evidence::Pack& pack, std::size_t region) {
  const auto origin = static_cast<std::size_t>(pack.regions[region].origin);
  std::vector<double> result;
  for (const double of_sex_and_age : pack.profile.sex_age[origin]) {
    for (const double of_education : pack.profile.education[origin]) {
      result.push_back(pack.profile.region[region] * of_sex_and_age * of_education);
    }
  }
  return result;
}

/// Probability of being abroad at the start per unit of propensity, by origin.
std::vector<double> start_scale(const World& world, parallel::Threads& threads) {
  std::vector<double> weight(world.districts.size(), 0);
  std::vector<std::int64_t> persons(world.pack->origins.size(), 0);
  threads.for_each(world.districts.size(), 8, [&](int, std::size_t i) {
    const population::District& district = world.districts[i];
    const std::vector<double> propensity = propensities(*world.pack, district.region);
    for (std::uint32_t person = 0; person < district.laid_out; ++person) {
      weight[i] += propensity[traits_of(world.calendar, world.request.from, district, person)];
    }
  });
  std::vector<double> sum(persons.size(), 0);
  for (std::size_t i = 0; i < weight.size(); ++i) {
    const auto origin =
        static_cast<std::size_t>(world.pack->regions[world.districts[i].region].origin);
    sum[origin] += weight[i];
    persons[origin] += world.districts[i].laid_out;
  }
  for (std::size_t origin = 0; origin < sum.size(); ++origin) {
    const double abroad =
        world.params.mobility.start_share_abroad[origin] * static_cast<double>(persons[origin]);
    sum[origin] = sum[origin] > 0 ? abroad / sum[origin] : 0;
  }
  return sum;
}

/// What the first spells of an origin are drawn from.
struct StartTables {
  double scale = 0;
  std::vector<std::uint32_t> months;
  const law::OriginRules* rules = nullptr;
  std::span<const std::uint32_t> sectors;
};

void start_spell(population::District& district,
                 std::uint32_t person,
                 const StartTables& tables,
                 const random::Words& words) {
  population::Spell spell = district.new_spell(
      person, static_cast<std::int16_t>(-1 - static_cast<int>(search(tables.months, words[1]))));
  spell.status = tables.rules->arrival_status(words[2]);
  spell.sector = static_cast<std::uint8_t>(random::choose(tables.sectors, words[3]));
  district.spells.push_back(spell);
  district.send_abroad(person);
}

/// Thresholds of a person's first word: below the first the person is abroad, below the second at
/// home after a spell.
struct StartChance {
  std::uint32_t abroad = 0;
  std::uint32_t experienced = 0;
};

/// Of the people of a region, [traits_of()].
std::vector<StartChance> start_chances(const World& world, double scale, std::size_t region) {
  std::vector<StartChance> result;
  for (const double propensity : propensities(*world.pack, region)) {
    const double p = scale * propensity;
    const double experienced = p * (1 + world.params.mobility.start_experience_ratio);
    result.push_back({random::threshold(p), random::threshold(experienced)});
  }
  return result;
}

void start_district(const World& world, const StartTables& tables, population::District& district) {
  const std::vector<StartChance> chances = start_chances(world, tables.scale, district.region);
  const random::Key key{
      world.request.seed, random::Stream::synthesis_migrants, world.request.from, district.number};
  constexpr std::size_t kBatch = 256;
  std::array<std::uint16_t, kBatch> persons{};
  std::array<std::array<std::uint32_t, kBatch>, 4> drawn{};
  for (std::uint32_t person = 0; person < district.laid_out; ++person) {
    const std::size_t at = person % kBatch;
    if (at == 0) {
      std::iota(persons.begin(), persons.end(), static_cast<std::uint16_t>(person));
      random::draw_batch(world.path,
                         key,
                         persons.data(),
                         std::min(kBatch, std::size_t{district.laid_out - person}),
                         {drawn[0].data(), drawn[1].data(), drawn[2].data(), drawn[3].data()});
    }
    const random::Words words = {drawn[0][at], drawn[1][at], drawn[2][at], drawn[3][at]};
    const StartChance& chance =
        chances[traits_of(world.calendar, world.request.from, district, person)];
    if (words[0] < chance.abroad) {
      start_spell(district, person, tables, words);
    } else if (words[0] < chance.experienced) {
      district.classes[person] |= population::kExperiencedBit;
    }
  }
}

void start_spells(World& world, parallel::Threads& threads) {
  const Month start = world.request.from;
  const std::vector<double> scale = start_scale(world, threads);
  const std::vector<law::OriginRules> rules =
      law::rules_in_force(world.params.law, {}, *world.pack, start);
  const labour::LabourSignals labour = labour::market(world.params.labour, {}, *world.pack, start);
  std::vector<StartTables> tables;
  for (std::size_t origin = 0; origin < scale.size(); ++origin) {
    tables.push_back({scale[origin],
                      months_under_way(world.params.mobility, origin),
                      &rules[origin],
                      labour.newcomer_sector});
  }
  threads.for_each(world.districts.size(), 4, [&](int, std::size_t i) {
    const auto origin =
        static_cast<std::size_t>(world.pack->regions[world.districts[i].region].origin);
    start_district(world, tables[origin], world.districts[i]);
  });
}

/// Everybody on the first day, at home.
void start_people(World& world, parallel::Threads& threads) {
  const RunRequest& request = world.request;
  if (request.people) {
    world.calendar = request.people->calendar();
    world.districts = request.people->first_day();
    return;
  }
  population::Synthesis people = population::synthesise(
      *world.pack, world.params.population, {request.from, request.sample, request.seed}, threads);
  world.calendar = people.calendar;
  world.districts = std::move(people.districts);
}

void count_regions(World& world) {
  world.legal_so_far.resize(world.pack->origins.size());
  world.diplomacy.resize(world.pack->origins.size());
  world.diplomatic_month.resize(world.pack->origins.size());
  world.responses.resize(world.pack->origins.size());
  world.migrants_by_sector.assign(world.pack->sectors.size(), 0);
  world.regions.resize(world.pack->regions.size());
  for (RegionState& region : world.regions) {
    region.alive.assign(kPyramid, 0);
  }
  world.alive_of_origin.assign(world.pack->origins.size(), std::vector<std::int32_t>(kPyramid, 0));
  for (const population::District& district : world.districts) {
    RegionState& region = world.regions[district.region];
    for (std::uint32_t person = 0; person < district.laid_out; ++person) {
      const population::ClassByte c = district.classes[person];
      const int birth = world.calendar.birth_index(c, district.attributes[person]);
      ++region.alive[pyramid_cell(population::sex_of(c), birth)];
    }
    region.persons += district.laid_out;
    region.abroad += static_cast<std::int64_t>(district.spells.size());
    for (const population::Spell& spell : district.spells) {
      world.migrants_by_sector[spell.sector] += static_cast<double>(world.request.sample);
    }
  }
  for (std::size_t r = 0; r < world.regions.size(); ++r) {
    const auto origin = static_cast<std::size_t>(world.pack->regions[r].origin);
    add_all(world.alive_of_origin[origin], world.regions[r].alive);
  }
}

}  // namespace

bool enlists(const evidence::Status& from, const evidence::Status& to) {
  return evidence::serves(to.kind) && !evidence::serves(from.kind);
}

void count_change(evidence::StatusKind from, const evidence::Status& to, LegalCounts& counts) {
  using enum evidence::StatusKind;
  const bool was_citizen = from == naturalised || from == serving_naturalised;
  const auto count = [&](LegalEvent event) { ++counts[index(event)]; };
  switch (to.kind) {
    case foreign:
      break;
    case naturalised:
      if (!was_citizen) {
        count(LegalEvent::naturalised);
      }
      break;
    case detained:
      count(LegalEvent::inspected);
      count(LegalEvent::detained);
      break;
    case serving:
      count(LegalEvent::enlisted);
      break;
    case serving_naturalised:
      // Who is naturalised in service has enlisted before, as a citizen of the origin.
      count(from == serving ? LegalEvent::naturalised : LegalEvent::enlisted_naturalised);
      break;
    case fallen:
      count(was_citizen ? LegalEvent::fallen_naturalised : LegalEvent::fallen);
      break;
    case controlled:
      break;
  }
}

Params read_params(const evidence::Pack& pack) {
  return {population::read_params(pack),
          mobility::read_params(pack),
          labour::read_params(pack),
          law::read_params(pack),
          diplomacy::read_params(pack),
          recruitment::read_params(pack),
          remittances::read_params(pack),
          welfare::read_params(pack),
          origins::read_params(pack)};
}

void RegionTally::add(const RegionTally& other) {
  died.insert(died.end(), other.died.begin(), other.died.end());
  add_counts(other);
}

void RegionTally::add_counts(const RegionTally& other) {
  births += other.births;
  boys += other.boys;
  deaths += other.deaths;
  departures += other.departures;
  add_all(departures_elsewhere, other.departures_elsewhere);
  returns += other.returns;
  returns_elsewhere += other.returns_elsewhere;
  removals += other.removals;
  spells_ended_by_death += other.spells_ended_by_death;
  add_all(legal, other.legal);
  add_all(entries, other.entries);
  add_all(stock, other.stock);
  add_all(stock_sector, other.stock_sector);
  add_all(stock_age, other.stock_age);
  add_all(stock_elsewhere, other.stock_elsewhere);
  barred += other.barred;
  for (std::size_t status = 0; status < earned.size(); ++status) {
    earned[status].add(other.earned[status]);
  }
  households += other.households;
  households_with_migrant += other.households_with_migrant;
}

void RegionTally::clear() {
  std::vector<std::uint16_t> dead = std::move(died);
  dead.clear();
  std::destroy_at(this);  // made anew in place: a copy of an empty one would cost twice as much
  std::construct_at(this);
  died = std::move(dead);
}

std::int64_t RegionTally::present() const {
  std::int64_t total = 0;
  for (const std::int64_t persons : stock) {
    total += persons;
  }
  return total;
}

Scratch::Scratch(const evidence::Pack& pack)
    : tallies(pack.regions.size()), welfare(pack.regions.size()) {}

void Scratch::grow(std::size_t persons) {
  if (indices.size() < persons) {
    const std::size_t room = persons + 64;  // vector code may write a whole register past the end
    indices.resize(room);
    eventful.resize(room);
    hired.resize(room);
    hired_words.resize(room);
    bytes.resize(room);
    classes.resize(room);
    for (std::vector<std::uint32_t>& word : words) {
      word.resize(room);
    }
  }
}

World make_world(const evidence::Pack& pack,
                 const RunRequest& request,
                 parallel::Threads& threads) {
  World world;
  world.pack = &pack;
  world.request = request;
  world.params = read_params(pack);
  world.path = path_of(request.engine);
  world.standards = welfare::StandardsTable(pack, world.params.welfare);
  world.rates = population::rates_of_years(pack, request.from, request.to);
  for (int year = request.from.year(); year <= request.to.year(); ++year) {
    world.search.push_back(search_table(pack, year));
  }
  start_people(world, threads);
  start_spells(world, threads);
  count_regions(world);
  update_regions(world, request.from - 1, {});
  return world;
}

std::int64_t count_alive(std::span<const std::int32_t> alive,
                         int sex,
                         const population::BirthRange& births) {
  const auto of_sex = alive.begin() + static_cast<std::ptrdiff_t>(sex) * population::kBirthMonths;
  return std::accumulate(of_sex + births.begin, of_sex + births.end, std::int64_t{0});
}

}  // namespace corridor::sim
