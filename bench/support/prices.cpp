#include "prices.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <ctime>
#include <span>
#include <utility>

#include "corridor/population/household_year.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::bench {

namespace {

using evidence::LawKind;
using evidence::LawRule;
using evidence::Pack;
using evidence::StatusKind;

double processor_seconds() {
  std::timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Adds the processor seconds of some work to a sum.
template <class Work>
void timed(double& seconds, Work work) {
  const double start = processor_seconds();
  work();
  seconds += processor_seconds() - start;
}

/// The household year of the districts that are due, on copies, so that the months go on as ever.
void time_households(const sim::World& world, Month month, double& seconds) {
  for (const population::District& district : world.districts) {
    if (district.number % 12 == static_cast<std::uint32_t>(month.month_of_year() - 1)) {
      population::District copy = district;
      timed(seconds, [&] {
        population::household_year(
            world.params.population, world.calendar, month, world.request.seed, copy, world.path);
      });
    }
  }
}

void drop_rules(Pack& pack, std::span<const LawKind> kinds, std::span<const StatusKind> into) {
  std::erase_if(pack.law, [&](const LawRule& rule) {
    const bool of_kind = std::find(kinds.begin(), kinds.end(), rule.kind) != kinds.end();
    return of_kind ||
           (rule.status_to >= 0 &&
            std::find(into.begin(),
                      into.end(),
                      pack.statuses[static_cast<std::size_t>(rule.status_to)].kind) != into.end());
  });
}

/// Sets every row of the parameters to zero, or as near to it as their range lets them.
void silence(Pack& pack, std::span<const std::string_view> names) {
  for (evidence::ParameterRow& row : pack.parameters.rows()) {
    if (std::find(names.begin(), names.end(), row.name) != names.end()) {
      row.value = std::max(0.0, row.minimum);
    }
  }
}

void without_enforcement(Pack& pack) {
  constexpr std::array kKinds = {LawKind::inspection,
                                 LawKind::detention,
                                 LawKind::short_detention,
                                 LawKind::exit_ban,
                                 LawKind::ban_lifting};
  constexpr std::array kInto = {StatusKind::controlled, StatusKind::detained};
  drop_rules(pack, kKinds, kInto);
}

void without_recruitment(Pack& pack) {
  constexpr std::array kKinds = {
      LawKind::enlistment, LawKind::contract_pay, LawKind::injury, LawKind::prosecution};
  constexpr std::array kInto = {
      StatusKind::serving, StatusKind::serving_naturalised, StatusKind::fallen};
  drop_rules(pack, kKinds, kInto);
}

void without_diplomacy(Pack& pack) {
  constexpr std::array<std::string_view, 3> kNames = {"diplomacy.incidents_per_inspection",
                                                      "diplomacy.incidents_per_detention",
                                                      "diplomacy.incidents_per_detention_in_order"};
  silence(pack, kNames);
}

void without_crowding_and_search(Pack& pack) {
  constexpr std::array<std::string_view, 2> kNames = {"labour.crowding", "labour.job_search"};
  silence(pack, kNames);
  constexpr std::array kKinds = {LawKind::sector_ban};
  drop_rules(pack, kKinds, {});
}

void without_risk(Pack& pack) {
  constexpr std::array<std::string_view, 2> kNames = {"mobility.risk_response",
                                                      "mobility.risk_return_response"};
  silence(pack, kNames);
}

void without_other_destinations(Pack& pack) {
  for (evidence::ParameterRow& row : pack.parameters.rows()) {
    if (row.name == "mobility.other_destination_constant") {
      row.value = row.minimum;
    }
  }
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/// Seconds of both sides of every pair.
struct Pairs {
  std::vector<double> on;
  std::vector<double> off;
  void add(double seconds_on, double seconds_off) {
    on.push_back(seconds_on);
    off.push_back(seconds_off);
  }
  Price price(std::string_view name) const {
    std::vector<double> shares;
    for (std::size_t i = 0; i < on.size(); ++i) {
      shares.push_back(1 - off[i] / on[i]);
    }
    return {std::string(name), median(on), median(off), median(shares)};
  }
};

}  // namespace

PhaseSeconds time_months(const Pack& pack, const sim::RunRequest& request) {
  parallel::Threads threads(1);
  sim::World world = sim::make_world(pack, request, threads);
  sim::Scratch scratch(pack);
  PhaseSeconds seconds;
  for (Month month = request.from; month <= request.to; ++month) {
    time_households(world, month, seconds.households);
    sim::MonthTables tables;
    timed(seconds.tables, [&] { tables = sim::month_tables(world, month); });
    timed(seconds.districts, [&] {
      for (population::District& district : world.districts) {
        sim::district_month(world, tables, district, scratch);
      }
    });
    timed(seconds.signals, [&] { sim::update_regions(world, month, scratch.tallies); });
    timed(seconds.welfare, [&] {
      for (const population::District& district : world.districts) {
        sim::welfare_month(world, tables, district, scratch.welfare);
      }
      scratch.welfare.count_settled(tables.welfare, pack);
      if (sim::ends_quarter(month)) {
        world.welfare_year.add_quarter(std::min(3, month - request.from + 1),
                                       scratch.welfare.tallies);
      }
    });
    timed(seconds.values, [&] { sim::month_values(world, tables, scratch.tallies); });
    for (sim::RegionTally& tally : scratch.tallies) {
      tally.clear();
    }
  }
  return seconds;
}

const std::vector<Switch>& switches() {
  static const std::vector<Switch> all = {
      {"law: inspection, detention, registry, bans at exit", without_enforcement},
      {"recruitment", without_recruitment},
      {"diplomacy", without_diplomacy},
      {"labour: crowding, search for work, closed jobs", without_crowding_and_search},
      {"mobility: remembered risk", without_risk},
      {"mobility: other destinations", without_other_destinations}};
  return all;
}

std::vector<Price> prices(const Pack& pack, const sim::RunRequest& request, int pairs) {
  std::vector<Pack> without(switches().size(), pack);
  for (std::size_t i = 0; i < without.size(); ++i) {
    switches()[i].off(without[i]);
  }
  constexpr std::array<std::pair<std::string_view, double PhaseSeconds::*>, 5> kPhases = {
      {{"tables of the month, amounts to send among them", &PhaseSeconds::tables},
       {"household year", &PhaseSeconds::households},
       {"totals and signals", &PhaseSeconds::signals},
       {"households' means", &PhaseSeconds::welfare},
       {"measures", &PhaseSeconds::values}}};
  std::vector<Pairs> of_switches(without.size());
  std::array<Pairs, kPhases.size()> of_phases;
  for (int pair = 0; pair < pairs; ++pair) {
    for (std::size_t i = 0; i < without.size(); ++i) {
      const PhaseSeconds on = time_months(pack, request);
      of_switches[i].add(on.months(), time_months(without[i], request).months());
      for (std::size_t phase = 0; phase < kPhases.size(); ++phase) {
        of_phases[phase].add(on.months(), on.months() - on.*kPhases[phase].second);
      }
    }
  }
  std::vector<Price> result;
  for (std::size_t i = 0; i < without.size(); ++i) {
    result.push_back(of_switches[i].price(switches()[i].name));
  }
  for (std::size_t phase = 0; phase < kPhases.size(); ++phase) {
    result.push_back(of_phases[phase].price(kPhases[phase].first));
  }
  return result;
}

}  // namespace corridor::bench
