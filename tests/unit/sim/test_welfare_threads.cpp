// Fails when what households say depends on who asked them: on the number of threads, on how the
// districts of a region were divided between them, or on vector code.
//
// The invented corridor is enlarged twenty times, so that every region has several districts.
#include <gtest/gtest.h>

#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

constexpr int kTimes = 20;

evidence::Pack enlarged() {
  evidence::Pack pack = tests::load_tiny();
  const auto enlarge = [](std::vector<double>& cells) {
    for (double& persons : cells) {
      persons *= kTimes;
    }
  };
  for (auto& years : pack.demography.population) {
    std::for_each(years.begin(), years.end(), enlarge);
  }
  for (std::vector<double>& years : pack.demography.region_population) {
    enlarge(years);
  }
  return pack;
}

TEST(WelfareThreads, DoNotMatter) {
  const evidence::Pack pack = enlarged();
  const auto run_with = [&](int threads, Engine engine) {
    RunRequest wanted = tests::request(Month(2010, 1), Month(2010, 12));
    wanted.threads = threads;
    wanted.engine = engine;
    wanted.checked = false;
    return tests::record(pack, wanted);
  };
  const tests::RecordedRun alone = run_with(1, Engine::automatic);
  EXPECT_GT(alone.value(Month(2010, 12), "household_consumption_local", 0), 0);
  EXPECT_EQ(run_with(3, Engine::automatic).summary.results_digest, alone.summary.results_digest);
  EXPECT_EQ(run_with(1, Engine::reference).summary.results_digest, alone.summary.results_digest);
}

}  // namespace
}  // namespace corridor::sim
