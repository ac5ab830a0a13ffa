// Fails when a change that must not matter changes a result, when a change acts before its date, or
// when a policy that can only deter makes somebody leave who stayed.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "corridor/sim/world.hpp"
#include "packs/altered_pack.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

using tests::record;
using tests::RecordedRun;
using tests::request;

constexpr Month kFrom(2010, 1);
constexpr Month kTo(2014, 12);

evidence::LawRule rule(evidence::LawKind kind, double value, Month from, Month to) {
  evidence::LawRule made;
  made.id = "made";
  made.kind = kind;
  made.value = value;
  made.from = from;
  made.to = to;
  return made;
}

RecordedRun with_rule(const evidence::LawRule& made) {
  evidence::Pack pack = tests::load_tiny();
  pack.law.push_back(made);
  return record(pack, request(kFrom, kTo));
}

const RecordedRun& plain() {
  static const RecordedRun run = record(tests::load_tiny(), request(kFrom, kTo));
  return run;
}

bool same(const std::vector<Value>& a, const std::vector<Value>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Value& x, const Value& y) {
    return x.measure == y.measure && x.cell == y.cell && x.value == y.value;
  });
}

/// A rule of each newer kind that changes something in the first month in which it is in force.
std::vector<evidence::LawRule> strong_rules(Month from = kFrom) {
  using evidence::LawKind;
  using tests::law_rule;
  std::vector<evidence::LawRule> rules = {
      law_rule(LawKind::inspection, -1, -1, 0.5, from, kTo),
      law_rule(LawKind::detention, tests::kRegistry, tests::kDetained, 0.9, from, kTo),
      law_rule(LawKind::short_detention, tests::kPatent, -1, 0.9, from, kTo),
      law_rule(LawKind::repatriation, tests::kPatent, -1, 0.3, from, kTo),
      law_rule(LawKind::injury, tests::kServing, -1, 5, from, kTo),
      law_rule(LawKind::prosecution, tests::kServing, -1, 5, from, kTo),
      law_rule(LawKind::enlistment, tests::kPatent, tests::kServing, 0.5, from, kTo),
      law_rule(LawKind::contract_pay, -1, -1, 4.32e9, from, kTo),  // a hundred times as often
      law_rule(LawKind::exit_ban, tests::kPatent, -1, 0.9, from, kTo),
      law_rule(LawKind::ban_lifting, -1, -1, 3, from, kTo),
      law_rule(LawKind::sector_ban, -1, -1, 1, from, kTo),
  };
  rules[8].length = 12;
  rules[10].sector = 1;
  return rules;
}

TEST(Scenario, AnInertPolicyGivesTheSameBytes) {
  using evidence::LawKind;
  for (const LawKind kind : {LawKind::leaving, LawKind::departure, LawKind::returning}) {
    EXPECT_EQ(with_rule(rule(kind, 1, kFrom, kTo)).summary.results_digest,
              plain().summary.results_digest);
  }
  for (const evidence::LawRule& strong : strong_rules()) {
    evidence::LawRule inert = strong;
    inert.value = 0;
    EXPECT_EQ(with_rule(inert).summary.results_digest, plain().summary.results_digest)
        << static_cast<int>(inert.kind);
  }
  evidence::LawRule nobody = rule(LawKind::removal, 0, kFrom, kTo);
  nobody.length = 60;
  EXPECT_EQ(with_rule(nobody).summary.results_digest, plain().summary.results_digest);
}

TEST(Scenario, ALawAfterTheHorizonChangesNothing) {
  const Month after = kTo + 1;
  for (const double factor : {0.0, 0.5, 3.0}) {
    EXPECT_EQ(with_rule(rule(evidence::LawKind::departure, factor, after, after + 100))
                  .summary.results_digest,
              plain().summary.results_digest);
  }
  for (evidence::LawRule late : strong_rules(after)) {
    late.to = after + 100;
    EXPECT_EQ(with_rule(late).summary.results_digest, plain().summary.results_digest)
        << static_cast<int>(late.kind);
  }
}

TEST(Scenario, ALawActsFromItsMonthOn) {
  const Month begins(2012, 6);
  std::vector<evidence::LawRule> rules = strong_rules(begins);
  for (const evidence::LawKind kind :
       {evidence::LawKind::leaving, evidence::LawKind::departure, evidence::LawKind::returning}) {
    rules.push_back(rule(kind, 2, begins, kTo));
  }
  for (const evidence::LawRule& made : rules) {
    const RecordedRun changed = with_rule(made);
    for (Month month = kFrom; month < begins; ++month) {
      ASSERT_TRUE(same(changed.values(month), plain().values(month))) << month.text();
    }
    EXPECT_FALSE(same(changed.values(begins), plain().values(begins)))
        << static_cast<int>(made.kind);
  }
}

TEST(Scenario, ARemovedLawChangesOnlyLaterMonths) {
  const Month ends(2012, 6);
  evidence::Pack pack = tests::load_tiny();
  for (evidence::LawRule& made : pack.law) {
    if (made.kind == evidence::LawKind::removal) {
      made.to = ends - 1;
    }
  }
  // Those held were removed by a rule too; without any, they stay held.
  const RecordedRun changed = record(pack, request(kFrom, kTo));
  for (Month month = kFrom; month < ends; ++month) {
    ASSERT_TRUE(same(changed.values(month), plain().values(month))) << month.text();
  }
  for (Month month = ends; month <= kTo; ++month) {
    ASSERT_EQ(changed.value(month, "removals", 0), 0);
  }
}

evidence::Pack without(evidence::LawKind kind) {
  evidence::Pack pack = tests::load_tiny();
  tests::remove_law(pack, kind);
  return pack;
}

void expect_equal(const RecordedRun& a,
                  const RecordedRun& b,
                  std::initializer_list<std::string_view> measures) {
  for (const auto& [month, values] : a.months) {
    for (int place = 0; place < 6; ++place) {
      for (const std::string_view measure : measures) {
        ASSERT_EQ(a.value(month, measure, place), b.value(month, measure, place))
            << measure << " " << month.text();
      }
    }
  }
}

TEST(Scenario, LawMovesPeopleAndLeavesBirthsAndDeathsAlone) {
  const evidence::Pack peace = without(evidence::LawKind::enlistment);
  const RecordedRun before = record(peace, request(kFrom, kTo));
  for (const evidence::LawRule& made : {rule(evidence::LawKind::departure, 0, kFrom, kTo),
                                        rule(evidence::LawKind::departure, 4, Month(2011, 3), kTo),
                                        rule(evidence::LawKind::inspection, 0.3, kFrom, kTo),
                                        rule(evidence::LawKind::removal, 0.3, kFrom, kTo)}) {
    evidence::Pack pack = peace;
    pack.law.push_back(made);
    const RecordedRun changed = record(pack, request(kFrom, kTo));
    EXPECT_NE(changed.summary.results_digest, before.summary.results_digest);
    expect_equal(changed, before, {"births", "deaths", "population", "households"});
  }
}

TEST(Scenario, ARemovalOfAnybodyLeavesTheDeadWhereTheyAre) {
  const RecordedRun changed = with_rule(rule(evidence::LawKind::removal, 0.3, Month(2011, 1), kTo));
  EXPECT_GT(changed.value(kTo, "deaths_in_war_cumulative", 0), 0);
  EXPECT_GE(changed.value(kTo, "deaths_in_war_cumulative", 0),
            changed.value(Month(2010, 12), "deaths_in_war_cumulative", 0));
}

// That deaths differ by the fallen alone is held in tests/unit/sim.
TEST(Scenario, AWarLeavesBirthsAndHouseholdsAlone) {
  const RecordedRun peace = record(without(evidence::LawKind::enlistment), request(kFrom, kTo));
  expect_equal(peace, plain(), {"births", "households"});
  EXPECT_EQ(peace.total("enlisted", 0) + peace.total("enlisted", 1), 0);
  EXPECT_LT(plain().value(kTo, "population", 0), peace.value(kTo, "population", 0));
}

TEST(Scenario, WithoutTheAttackInspectionsFallFromItsDateOn) {
  const Month attack(2010, 7);
  evidence::Pack pack = tests::load_tiny();
  std::erase_if(pack.law,
                [](const evidence::LawRule& made) { return made.id == "inspection.attack"; });
  const RecordedRun calm = record(pack, request(kFrom, kTo));
  for (Month month = kFrom; month < attack; ++month) {
    ASSERT_TRUE(same(calm.values(month), plain().values(month))) << month.text();
  }
  for (Month month = attack; month < attack + 6; ++month) {
    EXPECT_LT(calm.value(month, "inspections", 0), plain().value(month, "inspections", 0));
  }
  // Half of 0.2 is left after three months: later there is little to see.
  EXPECT_LT(calm.total("inspections", 0), 0.9 * plain().total("inspections", 0));
  // Without crowding the citizens of one country do not feel what is done to those of another.
  EXPECT_EQ(calm.total("inspections", 1), plain().total("inspections", 1));
  EXPECT_EQ(calm.value(kTo, "migrants_present", 1), plain().value(kTo, "migrants_present", 1));
}

TEST(Scenario, AClosedSectorLosesItsPeopleAndGetsNoOthers) {
  const Month begins(2012, 6);
  evidence::LawRule ban = rule(evidence::LawKind::sector_ban, 1, begins, kTo);
  ban.sector = 1;
  const RecordedRun closed = with_rule(ban);
  Cell services;
  services.sector = 1;
  for (services.place = 0; services.place < 2; ++services.place) {
    const auto inside = [&](const RecordedRun& run, Month month) {
      return run.value(month, "present_by_sector", services);
    };
    for (Month month = begins; month <= kTo; ++month) {
      ASSERT_LE(inside(closed, month), inside(closed, month - 1)) << month.text();
    }
    EXPECT_LT(inside(closed, kTo), 0.2 * inside(plain(), kTo));
  }
}

TEST(Scenario, APardonLowersBansFromItsMonthOn) {
  const Month pardon(2012, 6);
  const RecordedRun pardoned = with_rule(rule(evidence::LawKind::ban_lifting, 1, pardon, pardon));
  for (int origin = 0; origin < 2; ++origin) {
    const auto bans = [&](const RecordedRun& run, Month month) {
      return run.value(month, "entry_bans_in_force", origin);
    };
    ASSERT_GT(bans(plain(), pardon), 20);
    ASSERT_EQ(bans(pardoned, pardon - 1), bans(plain(), pardon - 1));
    EXPECT_LT(bans(pardoned, pardon), 0.6 * bans(plain(), pardon));  // e^-1 are left
    EXPECT_LT(bans(pardoned, pardon + 11), bans(plain(), pardon + 11));
  }
}

TEST(Scenario, AClosedBorderLetsNobodyOut) {
  const RecordedRun closed = with_rule(rule(evidence::LawKind::leaving, 0, kFrom, kTo));
  EXPECT_EQ(closed.total("departures", 0) + closed.total("departures_elsewhere", 0), 0);
  EXPECT_LT(closed.value(kTo, "migrants_present", 0), plain().value(kTo, "migrants_present", 0));
}

TEST(Scenario, AClosedMainDestinationTurnsSomeElsewhereAndKeepsOthersHome) {
  const RecordedRun closed = with_rule(rule(evidence::LawKind::departure, 0, kFrom, kTo));
  for (int origin = 0; origin < 2; ++origin) {
    EXPECT_EQ(closed.total("departures", origin), 0);
    const double elsewhere = closed.total("departures_elsewhere", origin);
    EXPECT_GT(elsewhere, 1.5 * plain().total("departures_elsewhere", origin));
    EXPECT_LT(elsewhere,
              0.9 * (plain().total("departures", origin) +
                     plain().total("departures_elsewhere", origin)));
  }
}

TEST(Scenario, RemovalsMakePeopleExpectThemAndStayHome) {
  evidence::Pack pack = tests::load_tiny();
  pack.law.push_back(rule(evidence::LawKind::removal, 0.1, Month(2011, 1), Month(2011, 12)));
  const RecordedRun feared = record(pack, request(kFrom, kTo));
  tests::set_parameter(pack, "mobility.risk_response", 0);
  const RecordedRun ignored = record(pack, request(kFrom, kTo));
  const Month after(2011, 12);
  for (int place = 0; place < 6; ++place) {
    EXPECT_GT(feared.value(after, "perceived_risk_pct", place),
              3 * plain().value(after, "perceived_risk_pct", place));
    EXPECT_LT(feared.value(kTo, "perceived_risk_pct", place),
              feared.value(after, "perceived_risk_pct", place));
  }
  const auto departures_of_2012 = [](const RecordedRun& run, int origin) {
    double sum = 0;
    for (Month month(2012, 1); month <= Month(2012, 12); ++month) {
      sum += run.value(month, "departures", origin);
    }
    return sum;
  };
  for (int origin = 0; origin < 2; ++origin) {
    EXPECT_LT(departures_of_2012(feared, origin), 0.85 * departures_of_2012(ignored, origin));
  }
}

TEST(Scenario, DestinationsAddUpToElsewhere) {
  Cell other;
  other.place = 0;
  other.destination = 1;
  for (const auto& [month, values] : plain().months) {
    for (const std::string_view measure :
         {"migrants_elsewhere", "departures_elsewhere", "received_elsewhere_usd"}) {
      ASSERT_EQ(plain().value(month, measure, other), plain().value(month, measure, 0)) << measure;
    }
  }
  EXPECT_GT(plain().total("received_elsewhere_usd", 0), 0);
}

/// Whether each person left in the first month of a run.
std::vector<bool> leavers(const evidence::Pack& pack, Month month, std::uint64_t seed) {
  parallel::Threads threads(1);
  World world = make_world(pack, request(month, month, seed), threads);
  const MonthTables tables = month_tables(world, month);
  Scratch scratch(pack);
  std::vector<bool> left;
  for (population::District& district : world.districts) {
    std::vector<bool> before(district.used);
    for (std::uint32_t i = 0; i < district.used; ++i) {
      before[i] = population::is_away(district.attributes[i]);
    }
    events_at_home(world, tables, district, scratch);
    for (std::uint32_t i = 0; i < before.size(); ++i) {
      left.push_back(!before[i] && population::is_away(district.attributes[i]));
    }
  }
  return left;
}

TEST(Scenario, ADearerPatentMakesNobodyLeaveWhoStayed) {
  const evidence::Pack cheap = tests::load_tiny();
  evidence::Pack dear = cheap;
  tests::set_series(dear, "patent_cost", 6000);
  int deterred = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const std::vector<bool> left_cheap = leavers(cheap, Month(2010, 5), seed);
    const std::vector<bool> left_dear = leavers(dear, Month(2010, 5), seed);
    ASSERT_EQ(left_cheap.size(), left_dear.size());
    for (std::size_t i = 0; i < left_dear.size(); ++i) {
      ASSERT_TRUE(left_cheap[i] || !left_dear[i]) << "person " << i << " seed " << seed;
      deterred += left_cheap[i] && !left_dear[i] ? 1 : 0;
    }
  }
  EXPECT_GT(deterred, 0);
}

// Draws are addressed by the number of a district and, in diplomacy, by the place of an origin in
// the pack: names may change, as here, while places that change their order draw anew.
TEST(Scenario, NamesOfPlacesDoNotMatter) {
  evidence::Pack renamed = tests::load_tiny();
  const auto rename = [](std::string& code) {
    code = code == "AAA" ? "BBB" : code == "BBB" ? "AAA" : code;
  };
  for (evidence::Origin& origin : renamed.origins) {
    rename(origin.code);
  }
  for (evidence::Series& series : renamed.series) {
    rename(series.place);
  }
  for (evidence::ParameterRow& row : renamed.parameters.rows()) {
    rename(row.key);
  }
  for (evidence::WelfareFigure& figure : renamed.welfare) {
    const bool region = renamed.region_index(figure.place) >= 0;
    figure.place.insert(0, region ? "Z" : "");
    rename(figure.place);
  }
  std::sort(renamed.welfare.begin(),
            renamed.welfare.end(),
            [](const evidence::WelfareFigure& a, const evidence::WelfareFigure& b) {
              return a.order() < b.order();
            });
  for (evidence::Region& region : renamed.regions) {
    region.code = "Z" + region.code;
  }
  EXPECT_EQ(record(renamed, request(kFrom, kTo)).summary.results_digest,
            plain().summary.results_digest);
}

TEST(Scenario, MoneyFollowsTheUnitItIsCountedIn) {
  evidence::Pack weak = tests::load_tiny();
  for (evidence::Series& series : weak.series) {
    const bool in_money = series.name == "wage" || series.name == "wage_mean" ||
                          series.name == "living_cost" || series.name == "patent_cost" ||
                          (series.name == "fx" && series.place == "DDD");
    if (in_money) {
      for (double& value : series.values) {
        value *= 4;
      }
    }
  }
  for (evidence::LawRule& made : weak.law) {
    made.value *= made.kind == evidence::LawKind::contract_pay ? 4 : 1;
  }
  for (evidence::Status& status : weak.statuses) {
    if (status.transfer_limit) {
      *status.transfer_limit *= 4;
    }
  }
  const RecordedRun run = record(weak, request(kFrom, kTo));
  for (const auto& [month, values] : plain().months) {
    for (const std::string_view measure :
         {"departures", "returns", "employed", "patents_issued", "enlisted"}) {
      ASSERT_EQ(run.value(month, measure, 0), plain().value(month, measure, 0)) << measure;
    }
    const double sent = plain().value(month, "sent_rub", 0);
    ASSERT_NEAR(run.value(month, "sent_rub", 0), 4 * sent, 1e-4 * sent);
    const double usd = plain().value(month, "received_usd", 0);
    ASSERT_NEAR(run.value(month, "received_usd", 0), usd, 1e-4 * usd);
  }
}

}  // namespace
}  // namespace corridor::sim
