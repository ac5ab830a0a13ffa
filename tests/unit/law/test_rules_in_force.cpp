// Fails when a rule acts outside its months or on others than it names, when hazards are taken for
// probabilities, when shares of arrival do not add up, or when a dearer patent is not taken less.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/law/rules_in_force.hpp"
#include "packs/altered_pack.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::law {
namespace {

using evidence::LawKind;
using evidence::LawRule;

using tests::kNoValidStatus;
using tests::kPatent;
using tests::kUnion;
constexpr Month kMonth(2012, 5);

evidence::Pack plain_law() {
  evidence::Pack pack = tests::load_tiny();
  tests::keep_plain_law(pack);
  return pack;
}

double probability(std::uint32_t threshold) { return threshold * 0x1p-32; }

LawRule rule(LawKind kind, int from, int to, double value, int origin = -1) {
  LawRule made;
  made.id = "made";
  made.kind = kind;
  made.origin = origin;
  made.status_from = from;
  made.status_to = to;
  made.from = Month(2012, 3);
  made.to = Month(2012, 8);
  made.value = value;
  return made;
}

std::vector<OriginRules> in_force(const evidence::Pack& pack,
                                  Month month = kMonth,
                                  double burden = 0) {
  return rules_in_force(read_params(pack), {burden, 1, {}}, pack, month);
}

TEST(RulesInForce, TurnTheTinyLawIntoChances) {
  const OriginRules rules = in_force(plain_law())[0];
  EXPECT_NEAR(rules.arrival_share[kPatent], 0.5, 1e-12);
  EXPECT_NEAR(rules.arrival_share[kNoValidStatus], 0.5, 1e-12);
  EXPECT_EQ(rules.arrival_status(0), kPatent);
  EXPECT_EQ(rules.arrival_status(0x7FFFFFFFU), kPatent);
  EXPECT_EQ(rules.arrival_status(0x80000000U), kNoValidStatus);
  EXPECT_EQ(rules.arrival_status(UINT32_MAX), kNoValidStatus);
  const auto& lapse = rules.from[kPatent];
  EXPECT_EQ(lapse.removal, 0U);
  EXPECT_NEAR(probability(lapse.transition[kNoValidStatus]), 1 - std::exp(-0.02), 1e-9);
  EXPECT_EQ(lapse.transition[kPatent], 0U);
  EXPECT_EQ(lapse.any, lapse.transition[kNoValidStatus]);
  const auto& removal = rules.from[kNoValidStatus];
  EXPECT_NEAR(probability(removal.removal), 1 - std::exp(-0.01), 1e-9);
  EXPECT_EQ(removal.ban_months, 36);
  EXPECT_EQ(rules.from[0].any, 0U);
  EXPECT_EQ(rules.leaving_factor, 1);
  EXPECT_EQ(rules.departure_factor, 1);
  EXPECT_EQ(rules.return_factor, 1);
}

TEST(RulesInForce, ShareOneProbabilityBetweenCompetingHazards) {
  evidence::Pack pack = plain_law();
  pack.law.push_back(rule(LawKind::removal, kPatent, -1, 0.3));
  pack.law.push_back(rule(LawKind::transition, kPatent, kUnion, 0.1));
  const auto from = in_force(pack)[1].from[kPatent];
  const double total = 0.3 + 0.1 + 0.02;
  const double any = 1 - std::exp(-total);
  EXPECT_NEAR(probability(from.removal), any * 0.3 / total, 1e-9);
  EXPECT_NEAR(probability(from.transition[kUnion]), any * 0.4 / total, 1e-9);
  EXPECT_NEAR(probability(from.transition[kNoValidStatus]), any, 1e-9);
  EXPECT_NEAR(probability(from.any), any, 1e-9);
}

TEST(RulesInForce, HoldFromTheFirstMonthToTheLast) {
  evidence::Pack pack = plain_law();
  pack.law.push_back(rule(LawKind::departure, -1, -1, 0.5));
  const auto factor = [&](Month month) { return in_force(pack, month)[0].departure_factor; };
  EXPECT_EQ(factor(Month(2012, 2)), 1);
  EXPECT_EQ(factor(Month(2012, 3)), 0.5);
  EXPECT_EQ(factor(Month(2012, 8)), 0.5);
  EXPECT_EQ(factor(Month(2012, 9)), 1);
}

TEST(RulesInForce, ActOnTheOriginTheyName) {
  evidence::Pack pack = plain_law();
  pack.law.push_back(rule(LawKind::arrival, -1, kUnion, 1, 1));
  pack.law.push_back(rule(LawKind::returning, -1, -1, 3, 0));
  const std::vector<OriginRules> rules = in_force(pack);
  EXPECT_EQ(rules[0].arrival_share[kUnion], 0);
  EXPECT_NEAR(rules[1].arrival_share[kUnion], 0.5, 1e-12);
  EXPECT_NEAR(rules[1].arrival_share[kPatent], 0.25, 1e-12);
  EXPECT_EQ(rules[0].return_factor, 3);
  EXPECT_EQ(rules[1].return_factor, 1);
}

TEST(RulesInForce, NormaliseArrivalsAndMultiplyFactors) {
  evidence::Pack pack = plain_law();
  pack.law.push_back(rule(LawKind::arrival, -1, kUnion, 3));
  pack.law.push_back(rule(LawKind::departure, -1, -1, 0.5));
  pack.law.push_back(rule(LawKind::departure, -1, -1, 0.4));
  pack.law.push_back(rule(LawKind::leaving, -1, -1, 0.7));
  const OriginRules rules = in_force(pack)[0];
  double total = 0;
  for (const double share : rules.arrival_share) {
    total += share;
  }
  EXPECT_NEAR(total, 1, 1e-12);
  EXPECT_NEAR(rules.arrival_share[kUnion], 0.75, 1e-12);
  EXPECT_NEAR(rules.departure_factor, 0.2, 1e-12);
  EXPECT_NEAR(rules.leaving_factor, 0.7, 1e-12);
}

TEST(RulesInForce, GiveNewcomersTheLastStatusWithoutAnyRule) {
  evidence::Pack pack = plain_law();
  pack.law.clear();
  const OriginRules rules = in_force(pack)[0];
  EXPECT_EQ(rules.arrival_status(0), kNoValidStatus);
  EXPECT_EQ(rules.arrival_status(UINT32_MAX), kNoValidStatus);
  EXPECT_EQ(rules.from[kPatent].any, 0U);
}

TEST(RulesInForce, AverageBansByHazardAndSpreadRulesWithoutStatus) {
  evidence::Pack pack = plain_law();
  LawRule anybody = rule(LawKind::removal, -1, -1, 0.03);
  anybody.length = 60;
  pack.law.push_back(anybody);
  pack.law.push_back(rule(LawKind::transition, -1, kUnion, 0.05));
  const OriginRules rules = in_force(pack)[0];
  EXPECT_EQ(rules.from[kNoValidStatus].ban_months, 54);  // (0.01 * 36 + 0.03 * 60) / 0.04
  EXPECT_EQ(rules.from[0].ban_months, 60);
  EXPECT_NEAR(probability(rules.from[0].any), 1 - std::exp(-0.08), 1e-9);
  EXPECT_NEAR(probability(rules.from[kUnion].any), 1 - std::exp(-0.03), 1e-9);
}

TEST(RulesInForce, LowerThePatentsShareWithItsBurden) {
  const evidence::Pack pack = plain_law();
  const double reference = read_params(pack).patent_burden_reference;
  const auto share = [&](double times) {
    return in_force(pack, kMonth, times * reference)[0].arrival_share[kPatent];
  };
  EXPECT_NEAR(share(1), 0.5, 1e-12);
  EXPECT_NEAR(share(4), 0.25 / 0.75, 1e-12);  // 0.5 * 4^-0.5 beside 0.5
  EXPECT_NEAR(share(0.25), 1 / 1.5, 1e-12);
  double before = 1;
  for (const double times : {0.1, 0.5, 1.0, 2.0, 10.0}) {
    EXPECT_LT(share(times), before);
    before = share(times);
  }
}

TEST(RulesInForce, SlowTheWayIntoADearerPatent) {
  evidence::Pack pack = plain_law();
  pack.law.push_back(rule(LawKind::transition, kNoValidStatus, kPatent, 0.2));
  const double reference = read_params(pack).patent_burden_reference;
  const auto from = in_force(pack, kMonth, 4 * reference)[0].from[kNoValidStatus];
  EXPECT_NEAR(probability(from.any), 1 - std::exp(-(0.2 / 2 + 0.01)), 1e-9);
}

}  // namespace
}  // namespace corridor::law
