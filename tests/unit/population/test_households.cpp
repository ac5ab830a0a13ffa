// Fails when a person is lost, doubled or changed while households are composed, when sizes miss
// their distribution, when a couple is not a couple, or when the report hides a broken rule.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include "corridor/population/households.hpp"
#include "corridor/population/margins.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::population {
namespace {

struct Composed {
  std::vector<std::int64_t> wanted;
  std::vector<Draft> persons;
  CompositionErrors errors;
  std::vector<std::vector<Draft>> households;
};

Composed compose(std::vector<std::int64_t> persons,
                 const std::vector<double>& shares,
                 std::uint64_t seed) {
  Composed result;
  result.wanted = std::move(persons);
  random::Sequence random({seed, random::Stream::synthesis_households, Month(2010, 1), 0});
  result.persons = compose_households(
      read_params(tests::load_tiny()), result.wanted, shares, random, result.errors);
  for (const Draft& person : result.persons) {
    if (person.head || result.households.empty()) {
      result.households.emplace_back();
    }
    result.households.back().push_back(person);
  }
  return result;
}

Composed compose_region(std::size_t region, std::uint64_t seed) {
  const evidence::Pack pack = tests::load_tiny();
  return compose(margins(pack, Month(2010, 1), 1).persons[region],
                 pack.demography.household_size[region],
                 seed);
}

void expect_everybody_once(const Composed& composed) {
  std::vector<std::int64_t> found(composed.wanted.size(), 0);
  for (const Draft& person : composed.persons) {
    ++found[static_cast<std::size_t>(person.sex) * kAges + person.age];
  }
  EXPECT_EQ(found, composed.wanted);
  if (!composed.persons.empty()) {
    EXPECT_TRUE(composed.persons.front().head);
  }
  EXPECT_EQ(static_cast<std::int64_t>(composed.households.size()), composed.errors.households);
}

TEST(ComposeHouseholds, PlacesEverybodyOnce) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    expect_everybody_once(compose_region(seed % 4, seed));
  }
}

TEST(ComposeHouseholds, MeetsTheSizes) {
  const evidence::Pack pack = tests::load_tiny();
  for (std::size_t region = 0; region < 4; ++region) {
    const Composed composed = compose_region(region, 1);
    std::vector<double> found(evidence::kMaxHouseholdSize, 0);
    for (const auto& household : composed.households) {
      ++found.at(household.size() - 1);
    }
    const std::vector<double>& shares = pack.demography.household_size[region];
    const auto households = static_cast<double>(composed.households.size());
    for (std::size_t i = 0; i < shares.size(); ++i) {
      // Rounding to whole households and the few that grow or shrink to use up everybody.
      EXPECT_NEAR(found[i], shares[i] * households, 4) << "region " << region << " size " << i + 1;
    }
    const double mean = static_cast<double>(composed.persons.size()) / households;
    EXPECT_NEAR(mean / pack.demography.household_mean[region], 1, 0.001);
  }
}

TEST(ComposeHouseholds, FormsCouplesOfWomenAndMenOfFittingAge) {
  const Composed composed = compose_region(0, 3);
  std::vector<double> ages_apart;
  std::array<int, 2> partnered{};
  for (const auto& household : composed.households) {
    for (std::size_t i = 0; i < household.size(); ++i) {
      if (!household[i].partnered) {
        continue;
      }
      ++partnered.at(household[i].sex);
      EXPECT_GE(household[i].age, 18);
      if (household[i].sex == 1) {
        ASSERT_LT(i + 1, household.size());
        ASSERT_TRUE(household[i + 1].partnered && household[i + 1].sex == 0);
        ages_apart.push_back(household[i].age - household[i + 1].age);
      }
    }
  }
  EXPECT_EQ(partnered[0], partnered[1]);
  const double mean = std::accumulate(ages_apart.begin(), ages_apart.end(), 0.0) /
                      static_cast<double>(ages_apart.size());
  EXPECT_NEAR(mean, 3, 2);
  EXPECT_LE(*std::max_element(ages_apart.begin(), ages_apart.end()), 15);
}

TEST(ComposeHouseholds, CountsWhatTheRuleCouldNotSatisfy) {
  const Composed composed = compose_region(2, 1);
  std::int64_t without_adult = 0;
  std::int64_t children = 0;
  std::int64_t motherless = 0;
  for (const auto& household : composed.households) {
    without_adult += std::none_of(
        household.begin(), household.end(), [](const Draft& person) { return person.age >= 18; });
    for (const Draft& child : household) {
      if (child.age >= 18) {
        continue;
      }
      ++children;
      motherless += std::none_of(household.begin(), household.end(), [&](const Draft& woman) {
        return woman.sex == 0 && woman.age >= child.age + 15 && woman.age <= child.age + 50;
      });
    }
  }
  EXPECT_EQ(composed.errors.without_adult, without_adult);
  EXPECT_EQ(composed.errors.children, children);
  // A child left over may still land beside such a woman by luck.
  EXPECT_LE(motherless, composed.errors.children_misplaced);
  EXPECT_LT(static_cast<double>(motherless), 0.01 * static_cast<double>(children));
}

TEST(ComposeHouseholds, ManagesWithOddPopulations) {
  std::vector<std::int64_t> only_children(static_cast<std::size_t>(kSexes) * kAges, 0);
  only_children[5] = 30;
  const Composed orphans = compose(only_children, {0.2, 0.3, 0.5}, 1);
  expect_everybody_once(orphans);
  EXPECT_EQ(orphans.errors.without_adult, orphans.errors.households);
  EXPECT_EQ(orphans.errors.children_misplaced, 30);

  std::vector<std::int64_t> only_men(static_cast<std::size_t>(kSexes) * kAges, 0);
  only_men[kAges + 40] = 17;
  expect_everybody_once(compose(only_men, {0.5, 0.5}, 1));

  std::vector<std::int64_t> one(static_cast<std::size_t>(kSexes) * kAges, 0);
  one[kOldestAge] = 1;
  expect_everybody_once(compose(one, {0, 0, 0, 1}, 1));

  const std::vector<std::int64_t> nobody(static_cast<std::size_t>(kSexes) * kAges, 0);
  EXPECT_TRUE(compose(nobody, {1}, 1).persons.empty());
}

TEST(PartneredShare, RisesFromItsFirstAgeAndFallsAfterFifty) {
  const PopulationParams params = read_params(tests::load_tiny());
  EXPECT_EQ(partnered_share(params, 18), 0);
  EXPECT_NEAR(partnered_share(params, 22), 0.8 * (1 - std::exp(-1.0)), 1e-12);
  EXPECT_NEAR(partnered_share(params, 70), 0.8 * (1 - std::exp(-13.0)) - 0.2, 1e-12);
  EXPECT_EQ(partnered_share(params, 100 + 80), 0);
}

}  // namespace
}  // namespace corridor::population
