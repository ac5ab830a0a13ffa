// Fails when somebody inspected is not held, or held and not removed in the next month, under rules
// that leave no choice; when women or men outside the ages of service are enlisted; when a death in
// service is not taken from the population at once, or is counted again when the person would have
// died anyway; when legal counts contradict one another.
#include <gtest/gtest.h>

#include "corridor/sim/world.hpp"
#include "packs/altered_pack.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

using evidence::LawKind;
using tests::kDetained;
using tests::kFallen;
using tests::kNoValidStatus;
using tests::kPatent;
using tests::kServing;
using tests::law_rule;
using tests::record;
using tests::RecordedRun;
using tests::request;

constexpr Month kFrom(2010, 1);
constexpr Month kTo(2014, 12);
constexpr double kCertain = 50;  // a hazard that leaves one chance in 10^21
constexpr int kAll = -1;

Cell of_status(int origin, int status) {
  Cell cell;
  cell.place = static_cast<std::int16_t>(origin);
  cell.status = static_cast<std::int8_t>(status);
  return cell;
}

/// A fifth of everybody is abroad in one status, nobody moves by themselves or dies.
evidence::Pack all_in(int status) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_mortality(pack, 0);
  tests::set_plain_mobility(pack, 0, 0);
  tests::set_parameter(pack, "mobility.start_share_abroad", 0.2);
  pack.law = {law_rule(LawKind::arrival, kAll, status, 1)};
  return pack;
}

TEST(Enforcement, HoldsAllWhoAreInspectedAndRemovesThemNextMonth) {
  const Month raid(2010, 3);
  evidence::Pack pack = all_in(kNoValidStatus);
  pack.law.push_back(law_rule(LawKind::inspection, kAll, kAll, kCertain, raid, raid));
  pack.law.push_back(law_rule(LawKind::detention, kNoValidStatus, kDetained, 1));
  pack.law.push_back(law_rule(LawKind::removal, kDetained, kAll, kCertain));
  pack.law.back().length = 12;
  const RecordedRun run = record(pack, request(kFrom, kFrom + 5));
  for (int place = 0; place < 6; ++place) {
    const auto value = [&](Month month, std::string_view measure) {
      return run.value(month, measure, place);
    };
    const double present = value(raid - 1, "migrants_present");
    ASSERT_GT(present, 500);
    for (const std::string_view measure : {"inspections", "detentions", "detained"}) {
      EXPECT_EQ(value(raid - 1, measure), 0) << measure;
      EXPECT_EQ(value(raid, measure), present) << measure;
      EXPECT_EQ(value(raid + 1, measure), 0) << measure;
    }
    EXPECT_EQ(value(raid, "removals"), 0);
    for (const std::string_view measure :
         {"removals", "expulsions_by_court", "entry_bans_imposed", "entry_bans_in_force"}) {
      EXPECT_EQ(value(raid + 1, measure), present) << measure;
    }
    EXPECT_EQ(value(raid + 1, "migrants_present"), 0);
    EXPECT_EQ(run.total("returns", place), 0);
  }
}

TEST(Enforcement, LetsGoWhoIsHeldBriefly) {
  evidence::Pack pack = all_in(kPatent);
  pack.law.push_back(law_rule(LawKind::inspection, kAll, kAll, kCertain, kFrom + 1, kFrom + 1));
  pack.law.push_back(law_rule(LawKind::short_detention, kPatent, kAll, 1));
  const RecordedRun run = record(pack, request(kFrom, kFrom + 2));
  const double present = run.value(kFrom, "migrants_present", 0);
  for (const std::string_view measure : {"inspections", "detentions", "detentions_in_order"}) {
    EXPECT_EQ(run.value(kFrom + 1, measure, 0), present) << measure;
    EXPECT_EQ(run.total(measure, 0), present) << measure;
  }
  EXPECT_EQ(run.value(kFrom + 2, "migrants_present", 0), present);
  EXPECT_EQ(run.total("detained", 0), 0);
}

TEST(Enforcement, BarsAShareOfThoseWhoLeave) {
  evidence::Pack pack = all_in(kNoValidStatus);
  tests::set_parameter(pack, "mobility.return_hazard", kCertain);
  pack.law.push_back(law_rule(LawKind::exit_ban, kNoValidStatus, kAll, 1));
  pack.law.back().length = 7;
  const RecordedRun run = record(pack, request(kFrom, kFrom + 9));
  const double returned = run.value(kFrom, "returns", 0);
  EXPECT_GT(returned, 1500);
  EXPECT_EQ(run.value(kFrom, "entry_bans_imposed", 0), returned);
  EXPECT_EQ(run.value(kFrom + 6, "entry_bans_in_force", 0), returned);
  EXPECT_EQ(run.value(kFrom + 7, "entry_bans_in_force", 0), 0);
  EXPECT_EQ(run.total("entry_bans_lifted", 0), 0);
}

TEST(Enforcement, LiftsEveryBanInTheMonthOfAPardon) {
  evidence::Pack pack = all_in(kNoValidStatus);
  pack.law.push_back(law_rule(LawKind::removal, kNoValidStatus, kAll, kCertain, kFrom, kFrom));
  pack.law.back().length = 60;
  const Month pardon = kFrom + 4;
  pack.law.push_back(law_rule(LawKind::ban_lifting, kAll, kAll, kCertain, pardon, pardon));
  pack.law.back().origin = 1;
  const RecordedRun run = record(pack, request(kFrom, kFrom + 6));
  const double barred = run.value(kFrom, "removals", 1);
  EXPECT_GT(barred, 1500);
  EXPECT_EQ(run.value(pardon - 1, "entry_bans_in_force", 1), barred);
  EXPECT_EQ(run.value(pardon, "entry_bans_lifted", 1), barred);
  EXPECT_EQ(run.value(pardon, "entry_bans_in_force", 1), 0);
  EXPECT_EQ(run.value(pardon + 2, "entry_bans_in_force", 0), run.value(kFrom, "removals", 0));
}

/// Men of 18 to 50 completed years who are abroad at the start, by origin.
std::vector<std::int64_t> men_of_age(const evidence::Pack& pack, Month month) {
  parallel::Threads threads(1);
  const World world = make_world(pack, request(kFrom, kFrom), threads);
  std::vector<std::int64_t> men(pack.origins.size(), 0);
  for (const population::District& district : world.districts) {
    for (const population::Spell& spell : district.spells) {
      const population::ClassByte c = district.classes[spell.person];
      const int birth = world.calendar.birth_index(c, district.attributes[spell.person]);
      const int age = world.calendar.age(birth, month);
      const bool serves = population::sex_of(c) == 1 && age >= 18 && age <= 50;
      men[static_cast<std::size_t>(pack.regions[district.region].origin)] += serves ? 1 : 0;
    }
  }
  return men;
}

TEST(War, TakesTheMenOfItsAgesAndNobodyElse) {
  const Month call(2010, 4);
  evidence::Pack pack = all_in(kPatent);
  pack.law.push_back(law_rule(LawKind::enlistment, kPatent, kServing, kCertain, call, call));
  const RecordedRun run = record(pack, request(kFrom, call + 1));
  const std::vector<std::int64_t> men = men_of_age(pack, call);
  for (int origin = 0; origin < 2; ++origin) {
    const auto taken = static_cast<double>(men[static_cast<std::size_t>(origin)]);
    EXPECT_GT(taken, 300);
    EXPECT_EQ(run.value(call, "enlisted", origin), taken);
    EXPECT_EQ(run.value(call + 1, "serving", origin), taken);
    EXPECT_EQ(run.value(call + 1, "migrants_present", origin),
              run.value(call - 1, "migrants_present", origin) - taken);
    EXPECT_EQ(run.value(call + 1, "enlisted", origin), 0);
  }
}

TEST(War, TakesTheFallenFromThePopulationAtOnce) {
  evidence::Pack pack = all_in(kPatent);
  pack.law.push_back(law_rule(LawKind::enlistment, kPatent, kServing, kCertain));
  pack.law.push_back(law_rule(LawKind::transition, kServing, kFallen, 0.2));
  const RecordedRun run = record(pack, request(kFrom, kFrom + 11));
  for (const auto& [month, values] : run.months) {
    for (int origin = 0; origin < 2; ++origin) {
      const double fallen = run.value(month, "deaths_in_war_cumulative", origin);
      ASSERT_EQ(run.value(month, "population", origin), 10000 - fallen) << month.text();
      ASSERT_EQ(run.value(month, "serving", origin) + fallen,
                run.value(month, "enlisted_foreign_cumulative", origin));
      ASSERT_EQ(run.value(month, "present_by_status", of_status(origin, kFallen)), 0);
    }
  }
  EXPECT_GT(run.value(kFrom + 11, "deaths_in_war_cumulative", 0), 100);
}

TEST(War, DischargesForHome) {
  evidence::Pack pack = all_in(kServing);
  pack.law.push_back(law_rule(LawKind::repatriation, kServing, kAll, kCertain));
  const RecordedRun run = record(pack, request(kFrom, kFrom));
  EXPECT_GT(run.value(kFrom, "returns", 0), 1500);
  EXPECT_EQ(run.value(kFrom, "serving", 0), 0);
  EXPECT_EQ(run.value(kFrom, "employed", 0), 0);
}

// Were a natural death of a fallen counted again, nobody would be spared below; were the death in
// service not counted, somebody would be spared before anybody has fallen.
TEST(War, CountsEachDeathOnceBesideAPeaceOfTheSameDraws) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_mortality(pack, 0.12);
  for (evidence::LawRule& rule : pack.law) {
    rule.value *= rule.kind == LawKind::enlistment ? 5 : 1;
  }
  const RecordedRun war = record(pack, request(kFrom, kTo));
  tests::remove_law(pack, LawKind::enlistment);
  const RecordedRun peace = record(pack, request(kFrom, kTo));
  for (int origin = 0; origin < 2; ++origin) {
    double fallen_before = 0;
    double spared = 0;  // of a natural death, because they had fallen before
    for (const auto& [month, values] : war.months) {
      const auto less = [&, when = month](std::string_view measure) {
        return peace.value(when, measure, origin) - war.value(when, measure, origin);
      };
      const double fallen = war.value(month, "deaths_in_war_cumulative", origin);
      const double spared_now = less("deaths") + fallen - fallen_before;
      ASSERT_EQ(less("births"), 0) << month.text();
      ASSERT_GE(spared_now, 0) << month.text();
      spared += spared_now;
      ASSERT_LE(spared, fallen) << month.text();
      ASSERT_EQ(less("population"), fallen - spared) << month.text();
      fallen_before = fallen;
    }
    EXPECT_GT(spared, 3);
    EXPECT_GT(fallen_before - spared, 10);
  }
}

TEST(LegalCounts, DoNotContradictOneAnother) {
  const RecordedRun run = record(tests::load_tiny(), request(kFrom, kTo));
  for (const auto& [month, values] : run.months) {
    for (int place = 0; place < 6; ++place) {
      const auto value = [&, when = month](std::string_view measure) {
        return run.value(when, measure, place);
      };
      ASSERT_LE(value("expulsions_by_court"), value("removals"));
      ASSERT_GE(value("inspections"), value("detentions"));
      ASSERT_GE(value("detentions"), value("detentions_in_order"));
      ASSERT_GE(value("entry_bans_imposed"),
                value("removals"));  // every removal bars, some returns
      ASSERT_GE(value("irregular_present"), value("detained") + value("controlled_registry"));
    }
  }
  for (const std::string_view measure : {"expulsions_by_court",
                                         "detentions_in_order",
                                         "registry_legalised",
                                         "entry_bans_imposed",
                                         "enlisted",
                                         "injured_in_war"}) {
    EXPECT_GT(run.total(measure, 0), 0) << measure;
  }
  EXPECT_EQ(run.total("enlisted", 0), run.value(kTo, "enlisted_foreign_cumulative", 0));
  EXPECT_EQ(run.total("enlisted_naturalised_cumulative", 0), 0);
}

TEST(LegalCounts, TellWhoIsNaturalisedInServiceFromWhoEnlists) {
  evidence::Status to;
  to.kind = evidence::StatusKind::serving_naturalised;
  LegalCounts counts{};
  count_change(evidence::StatusKind::naturalised, to, counts);
  EXPECT_EQ(counts[index(LegalEvent::enlisted_naturalised)], 1);
  count_change(evidence::StatusKind::serving, to, counts);
  EXPECT_EQ(counts[index(LegalEvent::enlisted_naturalised)], 1);
  EXPECT_EQ(counts[index(LegalEvent::naturalised)], 1);
}

}  // namespace
}  // namespace corridor::sim
