#include "corridor/population/synthesis.hpp"

#include <benchmark/benchmark.h>

#include <numeric>

#include "../support/pack.hpp"
#include "corridor/population/margins.hpp"
#include "district.hpp"

namespace corridor {

namespace {

/// Persons of one region put into households.
void compose_households(benchmark::State& state) {
  const evidence::Pack& pack = bench::shipped_pack();
  const population::PopulationParams params = population::read_params(pack);
  const population::Margins margins =
      population::margins(pack, bench::kDistrictMonth, bench::kDistrictSample);
  const std::vector<std::int64_t>& persons = margins.persons.front();
  population::CompositionErrors errors;
  for (auto _ : state) {
    random::Sequence random({1, random::Stream::synthesis_households, bench::kDistrictMonth, 0});
    benchmark::DoNotOptimize(population::compose_households(
        params, persons, pack.demography.household_size.front(), random, errors));
  }
  state.SetItemsProcessed(state.iterations() *
                          std::accumulate(persons.begin(), persons.end(), std::int64_t{0}));
}

BENCHMARK(compose_households)->Unit(benchmark::kMicrosecond);

/// Margins, households and traits of a whole sample, with what a start costs whatever the sample.
void synthesise(benchmark::State& state) {
  const evidence::Pack& pack = bench::shipped_pack();
  const population::PopulationParams params = population::read_params(pack);
  parallel::Threads threads(1);
  const population::SynthesisRequest request{bench::kDistrictMonth, bench::kDistrictSample, 1};
  std::int64_t persons = 0;
  for (auto _ : state) {
    const population::Synthesis people = population::synthesise(pack, params, request, threads);
    persons = 0;
    for (const population::District& district : people.districts) {
      persons += district.used;
    }
  }
  state.SetItemsProcessed(state.iterations() * persons);
}

BENCHMARK(synthesise)->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace corridor
