// Fails when the pay of a contract is not held against the wage and the reference by its
// elasticity, when a pay out of force acts, when two pays add up, or when service takes a woman or
// a man outside the ages of the parameters.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/recruitment/enlistment.hpp"
#include "packs/altered_pack.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::recruitment {
namespace {

using evidence::LawKind;

constexpr Month kBegins(2012, 3);

evidence::Pack paying(std::initializer_list<double> pays) {
  evidence::Pack pack = tests::load_tiny();
  pack.law.clear();
  for (const double pay : pays) {
    pack.law.push_back(tests::law_rule(LawKind::contract_pay, -1, -1, pay, kBegins, kBegins + 11));
  }
  return pack;
}

double factor(const evidence::Pack& pack, double wage, Month month = kBegins) {
  return pay_factor(read_params(pack), wage, pack, month);
}

// The reference of the tiny pack is four times the wage, the elasticity one half.
TEST(PayFactor, IsThePowerOfThePayOverTheReference) {
  EXPECT_NEAR(factor(paying({120000}), 30000), 1, 1e-12);
  EXPECT_NEAR(factor(paying({480000}), 30000), 2, 1e-12);
  EXPECT_NEAR(factor(paying({120000}), 270000), 1.0 / 3, 1e-12);
  evidence::Pack elastic = paying({240000});
  tests::set_parameter(elastic, "recruitment.contract_pay_response", 3);
  EXPECT_NEAR(factor(elastic, 30000), 8, 1e-12);
  tests::set_parameter(elastic, "recruitment.contract_pay_reference", 16);
  EXPECT_NEAR(factor(elastic, 30000), 0.125, 1e-12);
}

TEST(PayFactor, TakesTheBestPayInForce) {
  EXPECT_NEAR(factor(paying({120000, 480000, 30000}), 30000), 2, 1e-12);
  const evidence::Pack pack = paying({480000});
  EXPECT_EQ(factor(pack, 30000, kBegins - 1), 1);
  EXPECT_NEAR(factor(pack, 30000, kBegins + 11), 2, 1e-12);
  EXPECT_EQ(factor(pack, 30000, kBegins + 12), 1);
}

TEST(PayFactor, IsOneWhereNothingIsPaidOrEarned) {
  EXPECT_EQ(factor(paying({}), 30000), 1);
  EXPECT_EQ(factor(paying({0}), 30000), 1);
  EXPECT_EQ(factor(paying({480000}), 0), 1);
}

TEST(MayServe, TakesMenOfTheAgesInThePack) {
  const RecruitmentParams params = read_params(tests::load_tiny());
  for (int age = 0; age <= 100; ++age) {
    EXPECT_FALSE(may_serve(params, 0, age)) << age;
    EXPECT_EQ(may_serve(params, 1, age), age >= 18 && age <= 50) << age;
  }
}

}  // namespace
}  // namespace corridor::recruitment
