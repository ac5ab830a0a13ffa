// Fails when a yearly rate is taken for a probability, when a year is looked up wrongly, or when
// the chances of education do not add up.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/population/rates.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::population {
namespace {

double probability(std::uint32_t threshold) { return threshold * 0x1p-32; }

TEST(Rates, TurnYearlyRatesIntoMonthlyProbabilities) {
  const OriginRates rates = population::rates(tests::load_tiny(), Month(2012, 3))[1];
  EXPECT_NEAR(probability(rates.death[kAges + 30]), 1 - std::exp(-0.01 / 12), 1e-9);
  EXPECT_NEAR(probability(rates.death[80]), 1 - std::exp(-0.2 / 12), 1e-9);
  EXPECT_NEAR(probability(rates.birth[34]), 1 - std::exp(-0.1 / 12), 1e-9);
  EXPECT_EQ(rates.birth[35], 0U);
  EXPECT_NEAR(probability(rates.male_birth), 0.5, 1e-9);
}

TEST(Rates, TakeTheYearOfTheMonthAndTheNearestOutside) {
  evidence::Pack pack = tests::load_tiny();
  pack.demography.mortality[0][1][7] = 0.5;  // girls of 7 in 2010
  pack.demography.mortality[0][0][7] = 0.3;
  const auto death = [&](Month month) {
    return probability(population::rates(pack, month)[0].death[7]);
  };
  EXPECT_NEAR(death(Month(2010, 1)), 1 - std::exp(-0.5 / 12), 1e-9);
  EXPECT_NEAR(death(Month(2010, 12)), 1 - std::exp(-0.5 / 12), 1e-9);
  EXPECT_NEAR(death(Month(2011, 1)), 1 - std::exp(-0.01 / 12), 1e-9);
  EXPECT_NEAR(death(Month(1999, 5)), 1 - std::exp(-0.3 / 12), 1e-9);
}

TEST(Rates, GiveChildrenTheEducationOfTheYoungestWhoFinished) {
  const OriginRates rates = population::rates(tests::load_tiny(), Month(2012, 3))[0];
  // In the tiny pack adults are secondary with 0.8 and tertiary with 0.2; children are primary.
  for (const int age : {0, 14, 30, 100}) {
    EXPECT_EQ(rates.attained_education(1, age, 0), 1);
    EXPECT_EQ(rates.attained_education(1, age, static_cast<std::uint32_t>(0.79 * 0x1p32)), 1);
    EXPECT_EQ(rates.attained_education(1, age, static_cast<std::uint32_t>(0.81 * 0x1p32)), 3);
    EXPECT_EQ(rates.attained_education(1, age, UINT32_MAX), 3);
  }
}

}  // namespace
}  // namespace corridor::population
