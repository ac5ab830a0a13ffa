// Fails when a run with people who lived before differs in a bit from one that lives them by
// itself, when births, deaths or households depend on the seed of a run that was given its people,
// or when sharing them moves the number of departures.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <memory>

#include "corridor/population/people.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

using tests::record;
using tests::RecordedRun;

constexpr Month kFrom(2010, 1);
constexpr Month kTo(2015, 12);
constexpr int kPlaces = 6;

const evidence::Pack& tiny() {
  static const evidence::Pack pack = tests::load_tiny();
  return pack;
}

std::shared_ptr<const population::People> people(std::uint64_t seed, int count, Engine engine) {
  parallel::Threads threads(count);
  const population::PeopleRequest request{kFrom, kTo, 1, seed};
  return std::make_shared<population::People>(tiny(), request, path_of(engine), threads);
}

/// A run with the given people, or with its own.
RunRequest request(std::uint64_t seed, std::shared_ptr<const population::People> people = nullptr) {
  RunRequest wanted = tests::request(kFrom, kTo, seed);
  wanted.people = std::move(people);
  return wanted;
}

const RecordedRun& own() {
  static const RecordedRun run = record(tiny(), request(1));
  return run;
}

TEST(People, GiveTheBitsOfARunThatLivesThem) {
  for (const int threads : {1, 2}) {
    for (const Engine engine : {Engine::automatic, Engine::reference}) {
      const RunSummary summary = run(tiny(), request(1, people(1, threads, engine)), {}, {});
      EXPECT_EQ(summary.results_digest, own().summary.results_digest) << threads;
    }
  }
}

/// The tiny pack without service, since those killed in it are counted when that happens.
evidence::Pack in_peace() {
  evidence::Pack pack = tiny();
  std::erase_if(pack.law, [&](const evidence::LawRule& rule) {
    return rule.status_to >= 0 &&
           evidence::serves(pack.statuses[static_cast<std::size_t>(rule.status_to)].kind);
  });
  return pack;
}

TEST(People, AreTheSameForEverySeed) {
  const RecordedRun lived = record(in_peace(), request(1));
  const RecordedRun other = record(in_peace(), request(2, people(1, 2, Engine::automatic)));
  constexpr std::array kOfPeople = {"population", "births", "deaths", "households"};
  constexpr std::array kOfChance = {"departures", "returns", "received_rub"};
  for (const auto& [month, values] : lived.months) {
    for (int place = 0; place < kPlaces; ++place) {
      for (const char* measure : kOfPeople) {
        ASSERT_EQ(other.value(month, measure, place), lived.value(month, measure, place))
            << measure << " in " << month.text();
      }
    }
  }
  for (const char* measure : kOfChance) {
    EXPECT_NE(other.total(measure, 0), lived.total(measure, 0)) << measure;
  }
}

/// Departures of all origins in one run for each of the seeds.
struct Departures {
  double mean = 0;
  double squared_error = 0;  ///< of the mean
};
template <class Request>
Departures departures(const Request& of_seed) {
  constexpr int kRuns = 12;
  double sum = 0;
  double squares = 0;
  for (int seed = 1; seed <= kRuns; ++seed) {
    const RecordedRun run = record(tiny(), of_seed(static_cast<std::uint64_t>(seed)));
    const double total = run.total("departures", 0) + run.total("departures", 1);
    sum += total;
    squares += total * total;
  }
  const double mean = sum / kRuns;
  return {mean, (squares / kRuns - mean * mean) / (kRuns - 1)};
}

// False alarm: Student's t of about 22 degrees of freedom beyond 4.5, once in 5,000.
TEST(People, SharedDoNotMoveDepartures) {
  const auto shared_people = people(99, 2, Engine::automatic);
  const Departures shared =
      departures([&](std::uint64_t seed) { return request(100 + seed, shared_people); });
  const Departures apart = departures([](std::uint64_t seed) { return request(200 + seed); });
  const double error = std::sqrt(shared.squared_error + apart.squared_error);
  EXPECT_LT(std::abs(shared.mean - apart.mean), 4.5 * error);
  EXPECT_LT(error, 0.01 * apart.mean);
}

TEST(People, ServePacksOfTheSameBirthsDeathsAndHouseholds) {
  const auto lived = people(1, 1, Engine::automatic);
  evidence::Pack pack = tiny();
  evidence::set_values(pack.parameters, {{"mobility.network_response", ""}}, {2});
  EXPECT_TRUE(lived->serve(pack));
  evidence::set_values(pack.parameters, {{"population.neolocal_share", ""}}, {0.9});
  EXPECT_FALSE(lived->serve(pack));
  pack = tiny();
  pack.demography.fertility[0][1][25] *= 1.5;
  EXPECT_FALSE(lived->serve(pack));
}

}  // namespace
}  // namespace corridor::sim
