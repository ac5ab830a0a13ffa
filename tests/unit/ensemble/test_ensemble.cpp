// Fails when bands differ from those of the same runs made one by one, when they depend on threads,
// when members of two scenarios do not share their draws, when members of the same births, deaths
// and households do not share them or others do, when a scenario without changes differs from none,
// when pairing does not narrow the band of a difference, when a year is made of quantiles instead
// of members, or when a stopped ensemble gives results.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "corridor/base/error.hpp"
#include "corridor/ensemble/ensemble.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::ensemble {
namespace {

constexpr Month kFrom(2010, 1);
constexpr Month kTo(2011, 12);
constexpr int kMembers = 6;

Request request_of(int threads) {
  Request request;
  request.run.from = kFrom;
  request.run.to = kTo;
  request.run.sample = 10;
  request.run.seed = 3;
  request.run.threads = threads;
  request.members = kMembers;
  request.wanted = {{"migrants_present", "AAA"}, {"departures", ""}, {"no_such_measure", "AAA"}};
  return request;
}

Results results_of(const Request& request, const evidence::Scenario& scenario = {}) {
  return run(tests::load_tiny(), scenario, request, {}, {});
}

/// A scenario that changes nothing.
evidence::Scenario inert() {
  evidence::Scenario scenario;
  scenario.name = "inert";
  return scenario;
}

using Values =
    std::map<SeriesKey, std::vector<std::vector<float>>>;  // [month][member with a value]

/// The members run one by one, without the code that gathers them.
Values one_by_one(const Request& request) {
  const evidence::Pack pack = tests::load_tiny();
  Values values;
  for (int j = 0; j < request.members; ++j) {
    const Member member = make_member(pack, {}, request, j, 0, {});
    sim::run(member.pack,
             member.request,
             [&](Month month, std::span<const sim::Value> list) {
               for (const sim::Value& value : list) {
                 auto& months = values[{value.measure, value.cell}];
                 months.resize(kTo - kFrom + 1);
                 months[static_cast<std::size_t>(month - kFrom)].push_back(
                     static_cast<float>(value.value));
               }
             },
             {});
  }
  return values;
}

const MemberLine* find(const Results& results, const char* measure, int place, bool yearly) {
  const auto found =
      std::find_if(results.lines.begin(), results.lines.end(), [&](const MemberLine& line) {
        return line.measure == sim::measure_index(measure) && line.place == place &&
               line.yearly == yearly;
      });
  return found == results.lines.end() ? nullptr : &*found;
}

bool same(const std::vector<float>& a, const std::vector<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](float x, float y) {
    return x == y || (std::isnan(x) && std::isnan(y));
  });
}

TEST(Ensemble, BandsAreThoseOfTheRunsMadeOneByOne) {
  const Request request = request_of(2);
  const Results results = results_of(request);
  const Values expected = one_by_one(request);
  std::size_t compared = 0;
  for (const BandLine& band : results.bands) {
    const auto found = expected.find(band.key);
    if (found == expected.end()) {
      continue;  // a total that no run writes
    }
    const bool adds_up = sim::measures()[static_cast<std::size_t>(band.key.measure)].additive;
    for (std::size_t month = 0; month < found->second.size(); ++month) {
      std::vector<double> members(found->second[month].begin(), found->second[month].end());
      if (members.empty()) {
        EXPECT_TRUE(std::isnan(band.levels[kMedian][month]));
        continue;
      }
      members.resize(adds_up ? kMembers : members.size(), 0);
      std::sort(members.begin(), members.end());
      for (std::size_t level = 0; level < kLevels.size(); ++level) {
        const double position = kLevels[level] * static_cast<double>(members.size() - 1);
        const double low = members[static_cast<std::size_t>(std::floor(position))];
        const double high = members[static_cast<std::size_t>(std::ceil(position))];
        const double value = low + (position - std::floor(position)) * (high - low);
        ASSERT_FLOAT_EQ(band.levels[level][month], static_cast<float>(value));
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 10000U);
}

TEST(Ensemble, DoesNotDependOnThreads) {
  const Results one = results_of(request_of(1));
  const Results two = results_of(request_of(2));
  EXPECT_EQ(one.digest, two.digest);
  ASSERT_EQ(one.bands.size(), two.bands.size());
  for (std::size_t i = 0; i < one.bands.size(); ++i) {
    ASSERT_EQ(one.bands[i].key, two.bands[i].key);
    for (std::size_t level = 0; level < kLevels.size(); ++level) {
      ASSERT_TRUE(same(one.bands[i].levels[level], two.bands[i].levels[level]));
    }
  }
  ASSERT_EQ(one.lines.size(), two.lines.size());
  for (std::size_t i = 0; i < one.lines.size(); ++i) {
    ASSERT_TRUE(same(one.lines[i].values, two.lines[i].values));
  }
}

TEST(Ensemble, AYearIsMadeOfTheMonthsOfEachMember) {
  Request request = request_of(2);
  request.wanted = {{"departures", "AAA"}};
  const Results results = results_of(request);
  const MemberLine* months = find(results, "departures", 0, false);
  const MemberLine* years = find(results, "departures", 0, true);
  ASSERT_NE(months, nullptr);
  ASSERT_NE(years, nullptr);
  ASSERT_EQ(months->values.size(), 24U * kMembers);
  ASSERT_EQ(years->values.size(), 2U * kMembers);
  for (std::size_t j = 0; j < kMembers; ++j) {
    float sum = 0;
    for (std::size_t month = 0; month < 12; ++month) {
      sum += months->values[month * kMembers + j];
    }
    EXPECT_EQ(years->values[j], sum);
  }
}

TEST(Ensemble, KeepsMonthsOfMembersOnlyWhereWanted) {
  const Results results = results_of(request_of(2));
  EXPECT_NE(find(results, "migrants_present", 0, false), nullptr);
  EXPECT_NE(find(results, "departures", -1, false), nullptr);
  EXPECT_EQ(find(results, "departures", 0, false), nullptr);
  EXPECT_NE(find(results, "departures", 0, true), nullptr);
}

TEST(Ensemble, AScenarioWithoutChangesIsNoScenario) {
  EXPECT_EQ(results_of(request_of(2), inert()).digest, results_of(request_of(2)).digest);
}

/// The tiny pack with a posterior of one parameter, so that nothing else is drawn.
evidence::Pack with_posterior_of(const evidence::ParameterId& id, double first, double second) {
  evidence::Pack pack = tests::load_tiny();
  pack.posterior.parameters = {id};
  pack.posterior.members = {{first}, {second}};
  return pack;
}

TEST(Ensemble, MembersOfALotShareTheirPeople) {
  const evidence::Pack pack = with_posterior_of({"mobility.network_response", ""}, 1, 2);
  const Results results = run(pack, {}, request_of(2), {}, {});
  ASSERT_EQ(lots(request_of(2).run.sample), 2);
  // Years of both origins: a single count may be the same by chance.
  const auto counts = [&](const char* measure, std::size_t j) {
    std::vector<float> list;
    for (const int place : {0, 1}) {
      const MemberLine* line = find(results, measure, place, true);
      for (std::size_t at = j; line != nullptr && at < line->values.size(); at += kMembers) {
        list.push_back(line->values[at]);
      }
    }
    return list;
  };
  ASSERT_EQ(counts("births", 0).size(), 4U);
  EXPECT_NE(counts("births", 0), counts("births", 1));
  for (std::size_t j = 2; j < kMembers; ++j) {
    EXPECT_EQ(counts("births", j), counts("births", j % 2));
    EXPECT_NE(counts("departures", j), counts("departures", j % 2));
  }
}

TEST(Ensemble, LargerSamplesHaveFewerLots) {
  EXPECT_EQ(lots(1), 2);
  EXPECT_EQ(lots(40), 4);
  EXPECT_EQ(lots(100), 10);
  EXPECT_EQ(lots(1000), 10);
}

TEST(Ensemble, MembersOfOtherBirthsDeathsOrHouseholdsLiveThemByThemselves) {
  const evidence::Pack pack = with_posterior_of({"population.neolocal_share", ""}, 0.1, 0.9);
  Request request = request_of(1);
  const Member alone = make_member(pack, {}, request, 0, 0, {});
  request.people = {alone.request.people, alone.request.people};
  const Member first = make_member(pack, {}, request, 0, 0, {});
  const Member second = make_member(pack, {}, request, 1, 0, {});
  EXPECT_EQ(first.request.people, alone.request.people);
  EXPECT_NE(second.request.people, alone.request.people);
  EXPECT_TRUE(second.request.people->serve(second.pack));
  EXPECT_EQ(second.request.people->request().seed, people_seed(request.run.seed, 1));
}

TEST(Ensemble, SeedsOfMembersDifferAndDependOnTheSeedOfTheEnsemble) {
  EXPECT_NE(member_seed(1, 0), member_seed(1, 1));
  EXPECT_NE(member_seed(1, 0), member_seed(2, 0));
  EXPECT_EQ(member_seed(1, 5), member_seed(1, 5));
}

TEST(Ensemble, StoppedGivesNoResults) {
  const Results results =
      run(tests::load_tiny(), {}, request_of(1), [](const Progress& p) { return p.done < 2; }, {});
  EXPECT_TRUE(results.stopped);
  EXPECT_EQ(results.done, 2);
  EXPECT_TRUE(results.bands.empty());
}

TEST(Ensemble, NeedsTwoMembers) {
  Request request = request_of(1);
  request.members = 1;
  EXPECT_THROW(results_of(request), Error);
}

TEST(EnsemblePosterior, GivesItsMembersToTheRuns) {
  evidence::Pack pack = tests::load_tiny();
  const evidence::ParameterRow& row = pack.parameters.rows().front();
  pack.posterior.parameters = {{row.name, row.key}};
  pack.posterior.members = {{0.25}, {0.5}};
  const Parameters parameters(pack, 9);
  EXPECT_TRUE(parameters.calibrated());
  EXPECT_EQ(member_pack(pack, parameters, 0, 0).parameters.rows().front().value, 0.25);
  EXPECT_EQ(member_pack(pack, parameters, 3, 0).parameters.rows().front().value, 0.5);
}

TEST(Quantiles, AreThoseOfAKnownSample) {
  const std::vector<double> members = {5, 1, 3, 2, 4};
  const Quantiles q = quantiles_of(members);
  EXPECT_DOUBLE_EQ(q[kMedian], 3);
  EXPECT_DOUBLE_EQ(q[1], 1.4);
  EXPECT_DOUBLE_EQ(q[6], 4.9);
  EXPECT_DOUBLE_EQ(narrowest_band(q, 3.5), 0.5);
  EXPECT_DOUBLE_EQ(narrowest_band(q, 4.5), 0.8);
  EXPECT_DOUBLE_EQ(narrowest_band(q, 9), 0);
}

TEST(Quantiles, TellTheErrorOfTheirNumber) {
  // 10 000 even steps of 1 on a line: the standard error of the median is 0.5 / sqrt(n) of 10 000.
  std::vector<double> members(10000);
  for (std::size_t i = 0; i < members.size(); ++i) {
    members[i] = static_cast<double>(i);
  }
  EXPECT_NEAR(monte_carlo_error(members).median, 50, 0.1);
  EXPECT_NEAR(monte_carlo_error(members).low, 30, 0.1);
}

}  // namespace
}  // namespace corridor::ensemble
