#include <benchmark/benchmark.h>

#include <span>

#include "corridor/population/household_year.hpp"
#include "district.hpp"

namespace corridor {

namespace {

/// Candidates of one district, one byte a person.
void scan(benchmark::State& state, random::Path path) {
  const population::District& district = bench::full_district();
  const sim::MonthTables tables = sim::month_tables(bench::some_districts(), bench::kDistrictMonth);
  const std::size_t padded =
      (district.used + population::kTile - 1) / population::kTile * population::kTile;
  std::vector<std::uint16_t> candidates(padded + 64);
  std::vector<std::uint8_t> bytes(padded + 64);
  const random::Key key{1, random::Stream::month_scan, bench::kDistrictMonth, district.number};
  std::size_t found = 0;
  for (auto _ : state) {
    found = population::scan(path,
                             key,
                             std::span(district.classes).first(padded),
                             tables.bounds[district.region],
                             candidates.data(),
                             bytes.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(district.used));
  state.counters["candidates"] = static_cast<double>(found);
}

BENCHMARK_CAPTURE(scan, vector, random::Path::vector);
BENCHMARK_CAPTURE(scan, reference, random::Path::reference);

/// Unions, divisions and the new layout of one district, on a fresh copy each time.
void household_year(benchmark::State& state) {
  const sim::World& world = bench::some_districts();
  for (auto _ : state) {
    state.PauseTiming();
    population::District district = bench::full_district();
    state.ResumeTiming();
    benchmark::DoNotOptimize(population::household_year(
        world.params.population, world.calendar, bench::kDistrictMonth, 1, district));
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(bench::full_district().used));
}

BENCHMARK(household_year)->Unit(benchmark::kMicrosecond);

/// The chances of a month for every origin and region.
void month_tables(benchmark::State& state) {
  const sim::World& world = bench::some_districts();
  for (auto _ : state) {
    benchmark::DoNotOptimize(sim::month_tables(world, bench::kDistrictMonth));
  }
}

BENCHMARK(month_tables)->Unit(benchmark::kMicrosecond);

}  // namespace

}  // namespace corridor
