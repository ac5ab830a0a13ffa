#include <benchmark/benchmark.h>

#include <numeric>
#include <vector>

#include "corridor/random/draw.hpp"

namespace corridor {

namespace {

/// Four words for each of the given number of persons.
void draws(benchmark::State& state, random::Path path) {
  const auto count = static_cast<std::size_t>(state.range(0));
  constexpr std::size_t kRoom = 64;  // vector code writes whole registers
  std::vector<std::uint16_t> indices(count + kRoom);
  std::iota(indices.begin(), indices.end(), std::uint16_t{0});
  std::array<std::vector<std::uint32_t>, 4> words;
  for (std::vector<std::uint32_t>& word : words) {
    word.resize(count + kRoom);
  }
  const random::Key key{1, random::Stream::month_settle, Month(2024, 1), 7};
  for (auto _ : state) {
    random::draw_batch(path,
                       key,
                       indices.data(),
                       count,
                       {words[0].data(), words[1].data(), words[2].data(), words[3].data()});
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(draws, vector, random::Path::vector)->Arg(256)->Arg(4096);
BENCHMARK_CAPTURE(draws, reference, random::Path::reference)->Arg(256)->Arg(4096);

}  // namespace

}  // namespace corridor
