// Fails when inspections do not halve in their half-life, when what follows an inspection is not a
// part of its hazard, when shares above one are not cut, when those who are held, serve or are dead
// can be inspected, when a rule that names nobody reaches the dead, or when bans on leaving, their
// lifting and closed jobs are not what the rows say.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/law/rules_in_force.hpp"
#include "packs/altered_pack.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::law {
namespace {

using evidence::LawKind;
using evidence::LawRule;
using tests::kCitizen;
using tests::kDetained;
using tests::kFallen;
using tests::kNoValidStatus;
using tests::kPatent;
using tests::kRegistry;
using tests::kResident;
using tests::kServing;
using tests::law_rule;

constexpr Month kBegins(2012, 3);
constexpr Month kMonth(2012, 9);
constexpr int kAll = -1;

double probability(std::uint32_t threshold) { return threshold * 0x1p-32; }

/// The invented corridor with no rule but those of the test.
evidence::Pack with(const std::vector<LawRule>& rules) {
  evidence::Pack pack = tests::load_tiny();
  pack.law = rules;
  return pack;
}

LawRule lasting(LawRule rule, double months) {
  rule.length = months;
  return rule;
}

std::vector<OriginRules> in_force(const evidence::Pack& pack,
                                  Month month = kMonth,
                                  const LawInputs& inputs = {}) {
  return rules_in_force(read_params(pack), inputs, pack, month);
}

double inspection(const std::vector<LawRule>& rules, Month month) {
  return in_force(with(rules), month)[0].inspection;
}

// A half-life counted from the year, or in natural logarithms, misses these by far.
TEST(Inspection, HalvesInItsHalfLife) {
  const LawRule raid = lasting(law_rule(LawKind::inspection, kAll, kAll, 0.8, kBegins), 6);
  EXPECT_EQ(inspection({raid}, kBegins - 1), 0);
  EXPECT_EQ(inspection({raid}, kBegins), 0.8);
  EXPECT_NEAR(inspection({raid}, kBegins + 3), 0.8 / std::sqrt(2.0), 1e-15);
  EXPECT_EQ(inspection({raid}, kBegins + 6), 0.4);
  EXPECT_EQ(inspection({raid}, kBegins + 24), 0.05);
  const LawRule check = law_rule(LawKind::inspection, kAll, kAll, 0.1, kBegins);
  EXPECT_EQ(inspection({check}, kBegins + 24), 0.1);
  EXPECT_NEAR(inspection({raid, check}, kBegins + 24), 0.15, 1e-15);
}

TEST(Inspection, LeadsToDetentionInItsShare) {
  const auto from =
      in_force(with({law_rule(LawKind::inspection, kAll, kAll, 0.3),
                     law_rule(LawKind::detention, kNoValidStatus, kDetained, 0.25),
                     law_rule(LawKind::short_detention, kNoValidStatus, kAll, 0.1)}))[1]
          .from[kNoValidStatus];
  const double any = 1 - std::exp(-0.3);  // detention adds nothing to the hazard
  EXPECT_EQ(from.removal, 0U);
  EXPECT_NEAR(probability(from.transition[kDetained]), 0.25 * any, 1e-9);
  EXPECT_NEAR(probability(from.transition[kNoValidStatus]), 0.25 * any, 1e-9);
  EXPECT_EQ(from.repatriation, from.transition.back());
  EXPECT_NEAR(probability(from.short_detention - from.repatriation), 0.1 * any, 1e-9);
  EXPECT_EQ(from.prosecution, from.short_detention);
  EXPECT_NEAR(probability(from.inspection - from.prosecution), 0.65 * any, 1e-9);
  EXPECT_NEAR(probability(from.any), any, 1e-9);
}

TEST(Inspection, WithoutAnyLeavesSharesEmpty) {
  const auto from = in_force(with({law_rule(LawKind::detention, kNoValidStatus, kDetained, 0.25),
                                   law_rule(LawKind::short_detention, kPatent, kAll, 0.1)}))[0]
                        .from;
  EXPECT_EQ(from[kNoValidStatus].any, 0U);
  EXPECT_EQ(from[kPatent].any, 0U);
}

// Added up without a cut, the shares would detain more people than are inspected.
TEST(Inspection, CutsSharesThatAddUpToMoreThanOne) {
  const LawRule check = law_rule(LawKind::inspection, kAll, kAll, 0.3);
  const auto held = law_rule(LawKind::short_detention, kNoValidStatus, kAll, 0.7);
  const auto detained = law_rule(LawKind::detention, kNoValidStatus, kDetained, 0.6);
  const double any = 1 - std::exp(-0.3);
  const auto both = in_force(with({check, held, detained}))[0].from[kNoValidStatus];
  EXPECT_NEAR(probability(both.transition.back()), 0.3 * any, 1e-9);
  EXPECT_NEAR(probability(both.short_detention - both.repatriation), 0.7 * any, 1e-9);
  EXPECT_NEAR(probability(both.any), any, 1e-9);
  EXPECT_LE(both.inspection - both.prosecution, 1U);
  const auto twice = in_force(with({check, held, held, detained}))[0].from[kNoValidStatus];
  EXPECT_EQ(twice.transition.back(), 0U);
  EXPECT_NEAR(probability(twice.short_detention), any, 1e-9);
}

TEST(Inspection, SparesTheHeldTheServingAndTheDead) {
  const auto rules = in_force(with({law_rule(LawKind::inspection, kAll, kAll, 0.3),
                                    law_rule(LawKind::detention, kServing, kDetained, 0.5),
                                    law_rule(LawKind::short_detention, kDetained, kAll, 0.5),
                                    law_rule(LawKind::short_detention, kCitizen, kAll, 0.5)}))[0];
  for (const int status : {kCitizen, kDetained, kServing, kFallen}) {
    EXPECT_EQ(rules.from[static_cast<std::size_t>(status)].any, 0U) << status;
  }
  for (const int status : {kResident, kPatent, kRegistry, kNoValidStatus}) {
    const auto& from = rules.from[static_cast<std::size_t>(status)];
    EXPECT_NEAR(probability(from.any), 1 - std::exp(-0.3), 1e-9) << status;
    EXPECT_EQ(from.prosecution, 0U) << status;
  }
}

TEST(Attention, ScalesInspectionsAlone) {
  const evidence::Pack pack = with({law_rule(LawKind::inspection, kAll, kAll, 0.3),
                                    law_rule(LawKind::detention, kNoValidStatus, kDetained, 0.5),
                                    law_rule(LawKind::removal, kNoValidStatus, kAll, 0.2),
                                    law_rule(LawKind::repatriation, kRegistry, kAll, 0.2)});
  LawInputs inputs;
  inputs.attention = {0.5, 1};
  const std::vector<OriginRules> milder = in_force(pack, kMonth, inputs);
  const std::vector<OriginRules> plain = in_force(pack);
  EXPECT_EQ(milder[0].inspection, 0.15);
  EXPECT_EQ(milder[1].inspection, 0.3);
  EXPECT_EQ(milder[1].from[kNoValidStatus].any, plain[1].from[kNoValidStatus].any);
  const auto& from = milder[0].from[kNoValidStatus];
  const double total = 0.2 + 0.15;
  const double any = 1 - std::exp(-total);
  EXPECT_NEAR(probability(from.removal), any * 0.2 / total, 1e-9);
  EXPECT_NEAR(probability(from.transition[kDetained] - from.removal), any * 0.075 / total, 1e-9);
  EXPECT_NEAR(probability(from.any), any, 1e-9);
}

TEST(ExitBan, IsAShareOfReturnsWithTheMeanOfItsMonths) {
  const auto rules =
      in_force(with({lasting(law_rule(LawKind::exit_ban, kNoValidStatus, kAll, 0.3), 12),
                     lasting(law_rule(LawKind::exit_ban, kNoValidStatus, kAll, 0.1), 60),
                     law_rule(LawKind::exit_ban, kRegistry, kAll, 1.0)}))[0];
  EXPECT_NEAR(probability(rules.from[kNoValidStatus].exit_ban), 0.4, 1e-9);
  EXPECT_EQ(rules.from[kNoValidStatus].exit_ban_months, 24);  // (0.3 * 12 + 0.1 * 60) / 0.4
  EXPECT_EQ(rules.from[kNoValidStatus].any, 0U);
  EXPECT_GE(probability(rules.from[kRegistry].exit_ban), 1 - 1e-9);
  EXPECT_EQ(rules.from[kRegistry].exit_ban_months, 0);
  EXPECT_EQ(rules.from[kPatent].exit_ban, 0U);
}

TEST(BanLifting, IsAHazardOfTheOriginItNames) {
  LawRule pardon = law_rule(LawKind::ban_lifting, kAll, kAll, 0.2);
  pardon.origin = 1;
  const std::vector<OriginRules> rules = in_force(with({pardon, pardon}));
  EXPECT_EQ(rules[0].ban_lifting, 0U);
  EXPECT_NEAR(probability(rules[1].ban_lifting), 1 - std::exp(-0.4), 1e-9);
}

TEST(Enlistment, FollowsItsFactorAndLeavesOtherChangesAlone) {
  const evidence::Pack pack = with({law_rule(LawKind::enlistment, kPatent, kServing, 0.02),
                                    law_rule(LawKind::transition, kPatent, kNoValidStatus, 0.1)});
  LawInputs inputs;
  inputs.enlistment_factor = 3;
  const auto from = in_force(pack, kMonth, inputs)[0].from[kPatent];
  const double any = 1 - std::exp(-0.16);
  EXPECT_NEAR(probability(from.transition[kServing]), any * 0.06 / 0.16, 1e-9);
  EXPECT_NEAR(probability(from.transition[kNoValidStatus]), any, 1e-9);
}

TEST(Service, OrdersDischargeInjuryAndProsecution) {
  const auto from = in_force(with({law_rule(LawKind::transition, kServing, kFallen, 0.1),
                                   law_rule(LawKind::repatriation, kServing, kAll, 0.2),
                                   law_rule(LawKind::injury, kServing, kAll, 0.3),
                                   law_rule(LawKind::prosecution, kServing, kAll, 0.4)}))[0]
                        .from[kServing];
  const double per_hazard = 1 - std::exp(-1.0);
  EXPECT_EQ(from.removal, 0U);
  EXPECT_NEAR(probability(from.transition[kFallen]), 0.1 * per_hazard, 1e-9);
  EXPECT_NEAR(probability(from.repatriation), 0.3 * per_hazard, 1e-9);
  EXPECT_EQ(from.short_detention, from.repatriation);
  EXPECT_NEAR(probability(from.injury), 0.6 * per_hazard, 1e-9);
  EXPECT_NEAR(probability(from.prosecution), per_hazard, 1e-9);
  EXPECT_EQ(from.any, from.prosecution);
}

// A rule on everybody once reached the spells of the dead, who then came home alive.
TEST(Rules, NeverReachTheDead) {
  for (const LawKind kind : {LawKind::removal,
                             LawKind::transition,
                             LawKind::enlistment,
                             LawKind::detention,
                             LawKind::short_detention,
                             LawKind::repatriation,
                             LawKind::injury,
                             LawKind::prosecution,
                             LawKind::exit_ban}) {
    const auto rules = in_force(with(
        {law_rule(LawKind::inspection, kAll, kAll, 0.3), law_rule(kind, kAll, kDetained, 0.5)}))[0];
    EXPECT_EQ(rules.from[kFallen].any, 0U) << static_cast<int>(kind);
    EXPECT_EQ(rules.from[kFallen].exit_ban, 0U) << static_cast<int>(kind);
    EXPECT_GT(rules.from[kPatent].any + rules.from[kPatent].exit_ban, 0U);
  }
}

TEST(ClosedJobs, LeaveWhatEveryBanLeaves) {
  LawRule ban = law_rule(LawKind::sector_ban, kAll, kAll, 0.3, kBegins, kBegins + 11);
  ban.sector = 1;
  LawRule second = ban;
  second.value = 0.5;
  const evidence::Pack pack = with({ban, second});
  EXPECT_EQ(closed_jobs(pack, kBegins - 1), std::vector<double>(2, 0.0));
  const std::vector<double> closed = closed_jobs(pack, kBegins);
  EXPECT_EQ(closed[0], 0);
  EXPECT_NEAR(closed[1], 1 - 0.7 * 0.5, 1e-15);
  EXPECT_NEAR(closed_jobs(pack, kBegins + 11)[1], 0.65, 1e-15);
  EXPECT_EQ(closed_jobs(pack, kBegins + 12)[1], 0);
}

}  // namespace
}  // namespace corridor::law
