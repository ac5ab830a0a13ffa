#include "compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string_view>
#include <vector>

#include "corridor/parallel/threads.hpp"
#include "corridor/population/household_year.hpp"
#include "corridor/sim/world.hpp"
#include "town.hpp"

namespace corridor::bench {

namespace {

using Clock = std::chrono::steady_clock;
using Tallies = std::vector<sim::RegionTally>;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// One number of a region's month, and what it counts.
struct Count {
  std::string_view name;
  std::size_t index = 0;
  std::int64_t value = 0;
};

template <class List>
void add_list(std::vector<Count>& counts, std::string_view name, const List& list) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    counts.push_back({name, i, static_cast<std::int64_t>(list[i])});
  }
}

std::vector<Count> counts_of(const sim::RegionTally& tally) {
  std::vector<Count> counts = {{"births", 0, tally.births},
                               {"boys", 0, tally.boys},
                               {"deaths", 0, tally.deaths},
                               {"departures", 0, tally.departures},
                               {"returns", 0, tally.returns},
                               {"returns from elsewhere", 0, tally.returns_elsewhere},
                               {"removals", 0, tally.removals},
                               {"spells ended by death", 0, tally.spells_ended_by_death},
                               {"persons barred", 0, tally.barred},
                               {"households", 0, tally.households},
                               {"households with migrant", 0, tally.households_with_migrant}};
  add_list(counts, "departures elsewhere", tally.departures_elsewhere);
  add_list(counts, "entries into status", tally.entries);
  add_list(counts, "what the law did", tally.legal);
  add_list(counts, "stock by status and sex", tally.stock);
  add_list(counts, "stock by sector", tally.stock_sector);
  add_list(counts, "stock by age", tally.stock_age);
  add_list(counts, "stock elsewhere", tally.stock_elsewhere);
  for (std::size_t status = 0; status < tally.earned.size(); ++status) {
    const sim::Earned& earned = tally.earned[status];
    counts.push_back({"at work", status, earned.at_work});
    counts.push_back({"wages", status, earned.wages});
    counts.push_back({"sent", status, earned.sent});
    counts.push_back({"fees", status, earned.fees});
  }
  std::vector<std::uint16_t> died = tally.died;
  std::sort(died.begin(), died.end());
  add_list(counts, "who died by birth month", died);
  return counts;
}

/// Tables and counts of a month as the engine made them; the naive loop reads the tables.
struct MonthRecord {
  sim::MonthTables tables;
  Tallies tallies;
};

Tallies empty_tallies(const evidence::Pack& pack) { return Tallies(pack.regions.size()); }

void add_tallies(Tallies& to, const Tallies& from) {
  for (std::size_t region = 0; region < to.size(); ++region) {
    to[region].add(from[region]);
  }
}

/// FNV-1a over the bytes of numbers, lowest first.
class Checksum {
 public:
  void add(std::int64_t value) {
    for (int byte = 0; byte < 8; ++byte) {
      sum_ ^= static_cast<std::uint64_t>(value) >> (8 * byte) & 0xFF;
      sum_ *= 0x100000001B3;
    }
  }
  std::string text() const { return fmt::format("{:016x}", sum_); }

 private:
  std::uint64_t sum_ = 0xCBF29CE484222325;
};

/// The engine's months, with what each was made from and what it counted.
std::vector<MonthRecord> engine_months(sim::World& world,
                                       parallel::Threads& threads,
                                       Comparison& result) {
  std::vector<sim::Scratch> scratch(static_cast<std::size_t>(threads.count()),
                                    sim::Scratch(*world.pack));
  std::vector<MonthRecord> records;
  for (Month month = world.request.from; month <= world.request.to; ++month) {
    MonthRecord record{sim::month_tables(world, month), empty_tallies(*world.pack)};
    for (sim::Scratch& of_thread : scratch) {
      of_thread.tallies = empty_tallies(*world.pack);
    }
    for (const sim::RegionState& region : world.regions) {
      result.person_months += region.persons;
    }
    const Clock::time_point start = Clock::now();
    threads.for_each(world.districts.size(), 4, [&](int thread, std::size_t i) {
      sim::district_month(
          world, record.tables, world.districts[i], scratch[static_cast<std::size_t>(thread)]);
    });
    result.engine_seconds += seconds_since(start);
    for (const sim::Scratch& of_thread : scratch) {
      add_tallies(record.tallies, of_thread.tallies);
    }
    sim::update_regions(world, month, record.tallies);
    sim::month_values(world, record.tables, record.tallies);
    records.push_back(std::move(record));
  }
  return records;
}

/// Households change with the engine's own code: structs are rewritten as columns and back, which
/// is not counted.
void household_years(const sim::World& world,
                     Month month,
                     std::vector<Town>& towns,
                     parallel::Threads& threads,
                     double& seconds) {
  std::vector<std::size_t> due;
  for (std::size_t i = 0; i < towns.size(); ++i) {
    if (towns[i].number % 12 == static_cast<std::uint32_t>(month.month_of_year() - 1)) {
      due.push_back(i);
    }
  }
  std::vector<population::District> districts(due.size());
  threads.for_each(
      due.size(), 1, [&](int, std::size_t i) { districts[i] = district_of(towns[due[i]]); });
  const Clock::time_point start = Clock::now();
  threads.for_each(due.size(), 1, [&](int, std::size_t i) {
    population::household_year(
        world.params.population, world.calendar, month, world.request.seed, districts[i]);
  });
  seconds += seconds_since(start);
  threads.for_each(due.size(), 1, [&](int, std::size_t i) {
    towns[due[i]] = town_of(districts[i], world.calendar);
  });
}

Tallies naive_month(const sim::World& world,
                    const sim::MonthTables& tables,
                    std::vector<Town>& towns,
                    parallel::Threads& threads,
                    double& seconds) {
  household_years(world, tables.month, towns, threads, seconds);
  std::vector<Tallies> scratch(static_cast<std::size_t>(threads.count()),
                               empty_tallies(*world.pack));
  const Clock::time_point start = Clock::now();
  threads.for_each(towns.size(), 4, [&](int thread, std::size_t i) {
    Tallies& tallies = scratch[static_cast<std::size_t>(thread)];
    town_month(world, tables, towns[i], tallies[towns[i].region]);
  });
  seconds += seconds_since(start);
  for (std::size_t thread = 1; thread < scratch.size(); ++thread) {
    add_tallies(scratch.front(), scratch[thread]);
  }
  return std::move(scratch.front());
}

/// Checksum over the counts of all months; notes the first count in which the two differ.
class Verdict {
 public:
  void add(const evidence::Pack& pack, const MonthRecord& record, const Tallies& naive) {
    for (std::size_t region = 0; region < naive.size(); ++region) {
      const std::vector<Count> wanted = counts_of(record.tallies[region]);
      const std::vector<Count> found = counts_of(naive[region]);
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        engine_.add(wanted[i].value);
        naive_.add(found[i].value);
        if (first_difference_.empty() && wanted[i].value != found[i].value) {
          first_difference_ = fmt::format("{} [{}] in {} in {}: engine {}, naive loop {}",
                                          wanted[i].name,
                                          wanted[i].index,
                                          pack.regions[region].code,
                                          record.tables.month.text(),
                                          wanted[i].value,
                                          found[i].value);
        }
      }
    }
  }

  void tell(Comparison& result) const {
    result.engine_checksum = engine_.text();
    result.naive_checksum = naive_.text();
    result.first_difference = first_difference_;
  }

 private:
  Checksum engine_;
  Checksum naive_;
  std::string first_difference_;
};

}  // namespace

Comparison compare(const evidence::Pack& pack, const sim::RunRequest& request) {
  Comparison result;
  result.months = request.to - request.from + 1;
  parallel::Threads threads(request.threads);
  sim::World world = sim::make_world(pack, request, threads);
  std::vector<Town> towns(world.districts.size());
  threads.for_each(towns.size(), 4, [&](int, std::size_t i) {
    towns[i] = town_of(world.districts[i], world.calendar);
  });
  const std::vector<MonthRecord> records = engine_months(world, threads, result);
  for (const population::District& district : world.districts) {
    result.engine_bytes += district.bytes();
  }
  world.districts = {};
  Verdict verdict;
  for (const MonthRecord& record : records) {
    const Tallies tallies = naive_month(world, record.tables, towns, threads, result.naive_seconds);
    verdict.add(pack, record, tallies);
  }
  verdict.tell(result);
  for (const Town& town : towns) {
    const std::size_t bytes = town.persons.capacity() * sizeof(Person) + sizeof(Town);
    result.naive_bytes += static_cast<std::int64_t>(bytes);
  }
  return result;
}

}  // namespace corridor::bench
