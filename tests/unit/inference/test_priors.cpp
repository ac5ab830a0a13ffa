// Fails when a prior does not put its stated probability between low and high and half of it below
// its median, leaves its range, is not undone by `coordinate`, when the family does not follow
// from the unit, or when a row of a pack has an interval that its family cannot have.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "corridor/base/error.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/inference/priors.hpp"
#include "corridor/random/normal.hpp"
#include "corridor/sim/run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::inference {
namespace {

evidence::ParameterRow row(std::string unit, double value, double low, double high) {
  evidence::ParameterRow result;
  result.name = "mobility.something";
  result.unit = std::move(unit);
  result.value = value;
  result.low = low;
  result.high = high;
  result.minimum = -1000;
  result.maximum = 1000;
  result.status = "assumed";
  return result;
}

evidence::ParameterRow positive(std::string unit, double value, double low, double high) {
  evidence::ParameterRow result = row(std::move(unit), value, low, high);
  result.minimum = 0;
  return result;
}

Family family_of(const evidence::ParameterRow& one) { return prior_of(one).statement().family; }

TEST(Prior, FamilyFollowsFromTheUnit) {
  EXPECT_EQ(family_of(positive("factor", 1, 0.5, 3)), Family::lognormal);
  EXPECT_EQ(family_of(positive("per month", 0.01, 0.005, 0.02)), Family::lognormal);
  EXPECT_EQ(family_of(positive("share", 0.3, 0.1, 0.6)), Family::logitnormal);
  EXPECT_EQ(family_of(positive("probability per year", 0.3, 0.1, 0.6)), Family::logitnormal);
  EXPECT_EQ(family_of(row("elasticity", 0.3, 0.1, 0.6)), Family::normal);
  EXPECT_EQ(family_of(row("log points", -3, -4, -1)), Family::normal);
  EXPECT_EQ(family_of(row("log acts per month", -3, -4, -1)), Family::normal);
  EXPECT_EQ(family_of(row("per unit share", 1, 0.5, 4)), Family::normal);
}

TEST(Prior, FamilyGivesWayWhereTheIntervalDoesNotFit) {
  EXPECT_EQ(family_of(positive("share", 1.3, 0.8, 1.7)), Family::lognormal);
  EXPECT_EQ(family_of(positive("share", 0.3, 0, 0.7)), Family::normal);
  evidence::ParameterRow whole = positive("share", 0.8, 0.4, 1);
  whole.maximum = 1;
  EXPECT_EQ(family_of(whole), Family::normal);
  EXPECT_EQ(family_of(positive("factor", 0.3, 0, 0.7)), Family::normal);
  EXPECT_EQ(family_of(positive("factor", 1, 1, 1)), Family::fixed);
}

TEST(Prior, ANamedFamilyIsTaken) {
  evidence::ParameterRow one = positive("factor", 1, 0.5, 3);
  one.distribution = "normal";
  EXPECT_EQ(family_of(one), Family::normal);
  one.distribution = "fixed";
  EXPECT_EQ(prior_of(one).value(2.5), 1);
}

/// A prior of each family, wide of its range, so that nothing is cut.
std::vector<Prior> one_of_each() {
  return {prior_of(row("elasticity", 0.3, -0.1, 0.6)),
          prior_of(positive("factor", 1, 0.5, 3)),
          prior_of(positive("share", 0.3, 0.1, 0.6))};
}

TEST(Prior, HasItsMedianAndItsInterval) {
  const double reach = random::normal_quantile(0.95);
  for (const Prior& prior : one_of_each()) {
    EXPECT_NEAR(prior.value(0), prior.statement().median, 1e-12);
    EXPECT_NEAR(prior.value(-reach), prior.statement().low, 1e-12);
    EXPECT_NEAR(prior.value(reach), prior.statement().high, 1e-12);
    EXPECT_NEAR(prior.quantile(0.05), prior.statement().low, 1e-12);
  }
}

TEST(Prior, CoverageSaysWhatTheIntervalMeans) {
  evidence::ParameterRow one = row("elasticity", 0, -1, 1);
  one.coverage = 0.5;
  EXPECT_NEAR(prior_of(one).quantile(0.75), 1, 1e-12);
}

TEST(Prior, CoordinateUndoesValue) {
  std::vector<Prior> priors = one_of_each();
  priors.push_back(prior_of(positive("persons", 1, 0, 4)));
  for (const Prior& prior : priors) {
    for (double z = -4; z <= 4; z += 0.25) {
      EXPECT_NEAR(prior.coordinate(prior.value(z)), z, 1e-6) << prior.statement().unit << z;
    }
  }
}

TEST(Prior, RisesAndStaysInItsRange) {
  evidence::ParameterRow one = positive("persons", 1, 0, 4);
  one.maximum = 5;
  const Prior prior = prior_of(one);
  double last = -1;
  for (double z = -9; z <= 9; z += 0.1) {
    const double value = prior.value(z);
    EXPECT_GE(value, last);
    EXPECT_GE(value, 0);
    EXPECT_LE(value, 5);
    last = value;
  }
  EXPECT_GT(prior.value(1), prior.value(0));
}

TEST(Prior, ACalibratedValueIsNotItsCentre) {
  evidence::ParameterRow one = positive("factor", 2.9, 1, 4);
  EXPECT_NEAR(prior_of(one).value(0), 2.9, 1e-12);
  one.status = "calibrated";
  EXPECT_NEAR(prior_of(one).value(0), 2, 1e-12);
}

TEST(Prior, AValueAtAnEndIsNotItsCentre) {
  EXPECT_NEAR(prior_of(row("years", 18, 18, 20)).value(0), 19, 1e-12);
}

TEST(Prior, RefusesWhatCannotBe) {
  PriorStatement statement{"mobility.x", "factor", Family::lognormal, 1, 0, 2, 0.9, 0, 10};
  EXPECT_THROW(Prior{statement}, Error);
  statement.low = 0.5;
  EXPECT_NO_THROW(Prior{statement});
  statement.median = 3;
  EXPECT_THROW(Prior{statement}, Error);
}

TEST(Priors, AreFoundByNameOrByNameAndKey) {
  evidence::ParameterRow first = positive("factor", 1, 0.5, 2);
  first.key = "AAA";
  evidence::ParameterRow second = first;
  second.key = "BBB";
  evidence::ParameterRow still = positive("factor", 1, 1, 1);
  still.key = "CCC";
  const evidence::ParameterSet set({first, second, still});
  EXPECT_EQ(priors_of(set, std::vector<std::string>{"mobility.something"}).size(), 2U);
  const std::vector<Prior> one =
      priors_of(set, std::vector<std::string>{"mobility.something[BBB]"});
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0].name(), "mobility.something[BBB]");
  try {
    priors_of(set, std::vector<std::string>{"mobility.nothing", "mobility.nobody"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.problems().size(), 2U);
  }
}

TEST(Priors, DrawsAreAddressedBySeedAndMember) {
  const std::vector<double> draw = draw_coordinates(3, 7, 11);
  EXPECT_EQ(draw, draw_coordinates(3, 7, 11));
  EXPECT_NE(draw, draw_coordinates(3, 7, 12));
  EXPECT_NE(draw, draw_coordinates(3, 8, 11));
  const std::vector<double> longer = draw_coordinates(4, 7, 11);
  EXPECT_TRUE(std::equal(draw.begin(), draw.end(), longer.begin()));
}

/// Every row of the shipped pack makes a prior that keeps to the declared range.
TEST(Priors, EveryRowOfTheShippedPackMakesOne) {
  const std::string folder = std::string(CORRIDOR_SOURCE_DIR) + "/data/central-asia";
  const evidence::Pack pack = evidence::load_pack(folder, sim::parameter_declarations());
  int uncertain = 0;
  for (const evidence::ParameterRow& one : pack.parameters.rows()) {
    const Prior prior = prior_of(one);
    uncertain += prior.statement().family == Family::fixed ? 0 : 1;
    for (const double z : {-Prior::kFarthest, -1.0, 0.0, 1.0, Prior::kFarthest}) {
      EXPECT_GE(prior.value(z), one.minimum) << prior.name();
      EXPECT_LE(prior.value(z), one.maximum) << prior.name();
    }
    if (prior.statement().family != Family::fixed) {
      EXPECT_LT(prior.value(-1), prior.value(1)) << prior.name();
    }
  }
  EXPECT_GT(uncertain, 100);
}

}  // namespace
}  // namespace corridor::inference
