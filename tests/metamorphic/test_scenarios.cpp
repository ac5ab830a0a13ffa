// Fails when a change that must not matter changes a result, when a change acts before its date, or
// when a policy that can only deter makes somebody leave who stayed.
#include <gtest/gtest.h>

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

TEST(Scenario, AnInertPolicyGivesTheSameBytes) {
  using evidence::LawKind;
  for (const LawKind kind : {LawKind::leaving, LawKind::departure, LawKind::returning}) {
    EXPECT_EQ(with_rule(rule(kind, 1, kFrom, kTo)).summary.results_digest,
              plain().summary.results_digest);
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
}

TEST(Scenario, ALawActsFromItsMonthOn) {
  const Month begins(2012, 6);
  for (const evidence::LawKind kind :
       {evidence::LawKind::leaving, evidence::LawKind::departure, evidence::LawKind::returning}) {
    const RecordedRun changed = with_rule(rule(kind, 2, begins, kTo));
    for (Month month = kFrom; month < begins; ++month) {
      ASSERT_TRUE(same(changed.values(month), plain().values(month))) << month.text();
    }
    EXPECT_FALSE(same(changed.values(begins), plain().values(begins)));
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
  const RecordedRun changed = record(pack, request(kFrom, kTo));
  for (Month month = kFrom; month < ends; ++month) {
    ASSERT_TRUE(same(changed.values(month), plain().values(month))) << month.text();
  }
  for (Month month = ends; month <= kTo; ++month) {
    ASSERT_EQ(changed.value(month, "removals", 0), 0);
  }
}

TEST(Scenario, LawMovesPeopleAndLeavesBirthsAndDeathsAlone) {
  for (const RecordedRun& changed :
       {with_rule(rule(evidence::LawKind::departure, 0, kFrom, kTo)),
        with_rule(rule(evidence::LawKind::departure, 4, Month(2011, 3), kTo)),
        with_rule(rule(evidence::LawKind::removal, 0.3, kFrom, kTo))}) {
    EXPECT_NE(changed.summary.results_digest, plain().summary.results_digest);
    for (const auto& [month, values] : plain().months) {
      for (int place = 0; place < 6; ++place) {
        for (const std::string_view measure : {"births", "deaths", "population", "households"}) {
          ASSERT_EQ(changed.value(month, measure, place), plain().value(month, measure, place))
              << measure << " " << month.text();
        }
      }
    }
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
  Scratch scratch;
  scratch.tallies.resize(pack.regions.size());
  for (RegionTally& tally : scratch.tallies) {
    tally.at_work.assign(pack.sectors.size() * pack.statuses.size() * labour::kSkills, 0);
  }
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
  const RecordedRun run = record(weak, request(kFrom, kTo));
  for (const auto& [month, values] : plain().months) {
    for (const std::string_view measure : {"departures", "returns", "employed", "patents_issued"}) {
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
