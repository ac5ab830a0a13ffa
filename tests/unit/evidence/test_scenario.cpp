// Fails when a change reaches another input, place or month than it names, or when a shipped
// scenario cannot be read.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "corridor/base/error.hpp"
#include "corridor/evidence/scenario.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::evidence {
namespace {

const Pack& tiny() {
  static const Pack pack = tests::load_tiny();
  return pack;
}

/// Reads a scenario over 2010-01 to 2012-12 with the given changes.
Scenario scenario_with(const std::string& changes) {
  const std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
  const std::filesystem::path file =
      std::filesystem::path(::testing::TempDir()) / ("scenario_" + name + ".toml");
  std::ofstream(file) << "schema = 1\nquestion = \"What if?\"\nfrom = \"2010-01\"\n"
                      << "to = \"2012-12\"\n"
                      << changes;
  Scenario scenario = load_scenario(file, tiny());
  std::filesystem::remove(file);
  return scenario;
}

Pack changed(const std::string& changes) { return apply(tiny(), scenario_with(changes)); }

TEST(Scenario, KeepsQuestionMonthsAndText) {
  const Scenario scenario = scenario_with("");
  EXPECT_EQ(scenario.question, "What if?");
  EXPECT_EQ(scenario.from, Month(2010, 1));
  EXPECT_EQ(scenario.to, Month(2012, 12));
  EXPECT_EQ(scenario.name, "scenario_KeepsQuestionMonthsAndText");
  EXPECT_EQ(scenario.text.rfind("schema = 1", 0), 0U);
  EXPECT_TRUE(scenario.changes.empty());
}

TEST(Scenario, ChangesASeriesInItsMonthsAndPlaceOnly) {
  const Pack pack = changed(
      "[[change]]\nseries = \"fx\"\nkey = \"DDD\"\nfactor = 1.5\nfrom = \"2010-03\"\nto = "
      "\"2010-04\"\n");
  const Series& fx = pack.find_series("fx", "DDD");
  EXPECT_EQ(fx.at(Month(2010, 2)), 30);
  EXPECT_EQ(fx.at(Month(2010, 3)), 45);
  EXPECT_EQ(fx.at(Month(2010, 4)), 45);
  EXPECT_EQ(fx.at(Month(2010, 5)), 30);
  EXPECT_EQ(pack.find_series("fx", "AAA").at(Month(2010, 3)), 10);
}

TEST(Scenario, ChangesAllSectorsOfASeriesToTheEndOfTheScenario) {
  const Pack pack = changed("[[change]]\nseries = \"wage\"\nvalue = 36000\nfrom = \"2012-01\"\n");
  for (const char* sector : {"construction", "services"}) {
    EXPECT_EQ(pack.find_series("wage", "DDD", sector).at(Month(2011, 12)), 30000);
    EXPECT_EQ(pack.find_series("wage", "DDD", sector).at(Month(2012, 12)), 36000);
    EXPECT_EQ(pack.find_series("wage", "DDD", sector).at(Month(2013, 1)), 30000);
  }
}

TEST(Scenario, ChangesAYearlySeriesInTheYearsItTouches) {
  const Pack pack = changed(
      "[[change]]\nseries = \"sending_cost\"\nvalue = 0.03\nfrom = \"2011-12\"\nto = "
      "\"2012-01\"\n");
  const Series& cost = pack.find_series("sending_cost", "BBB");
  EXPECT_EQ(cost.at(Month(2010, 6)), 0.02);
  EXPECT_EQ(cost.at(Month(2011, 1)), 0.03);
  EXPECT_EQ(cost.at(Month(2012, 6)), 0.03);
  EXPECT_EQ(cost.at(Month(2013, 6)), 0.02);
}

TEST(Scenario, ChangesAParameterForAllKeysOrOne) {
  const Pack all = changed("[[change]]\nparameter = \"mobility.departure_hazard\"\nfactor = 2\n");
  EXPECT_EQ(all.parameters.value("mobility.departure_hazard", "AAA"), 0.02);
  const Pack one = changed(
      "[[change]]\nparameter = \"mobility.departure_hazard\"\nkey = \"AAA\"\nvalue = 0.05\n");
  EXPECT_EQ(one.parameters.value("mobility.departure_hazard", "AAA"), 0.05);
  EXPECT_EQ(one.parameters.value("mobility.departure_hazard", "BBB"), 0.01);
}

TEST(Scenario, ChangesOneSectorOfASeries) {
  const Pack pack = changed("[[change]]\nseries = \"wage\"\nsector = \"services\"\nfactor = 2\n");
  EXPECT_EQ(pack.find_series("wage", "DDD", "services").at(Month(2011, 1)), 60000);
  EXPECT_EQ(pack.find_series("wage", "DDD", "construction").at(Month(2011, 1)), 30000);
}

TEST(Scenario, AddsARuleOfLaw) {
  const Pack pack = changed(
      "[[change]]\nlaw = \"amnesty\"\nkind = \"transition\"\nplace = \"BBB\"\n"
      "status_from = \"no_valid_status\"\nstatus_to = \"patent\"\nvalue = 0.15\n"
      "from = \"2011-01\"\n");
  ASSERT_EQ(pack.law.size(), tiny().law.size() + 1);
  const LawRule& rule = pack.law.back();
  EXPECT_EQ(rule.id, "amnesty");
  EXPECT_EQ(rule.kind, LawKind::transition);
  EXPECT_EQ(rule.origin, 1);
  EXPECT_EQ(rule.status_from, tiny().status_index("no_valid_status"));
  EXPECT_EQ(rule.status_to, tiny().status_index("patent"));
  EXPECT_EQ(rule.value, 0.15);
  EXPECT_EQ(rule.from, Month(2011, 1));
  EXPECT_EQ(rule.to, Month(2012, 12));
}

TEST(Scenario, StandsOnTheChangesOfItsBases) {
  const std::filesystem::path folder =
      std::filesystem::path(::testing::TempDir()) / "scenario_bases";
  std::filesystem::create_directories(folder / "shipped");
  const std::string head =
      "schema = 1\nquestion = \"What if?\"\nfrom = \"2010-01\"\nto = \"2012-12\"\n";
  std::ofstream(folder / "shipped" / "ground.toml")
      << head << "[[change]]\nlaw = \"ban\"\nkind = \"departure\"\nvalue = 0.5\n"
      << "from = \"2010-01\"\n";
  std::ofstream(folder / "middle.toml")
      << head << "base = \"ground\"\n[[change]]\nseries = \"fx\"\nkey = \"DDD\"\nfactor = 2\n";
  std::ofstream(folder / "top.toml") << head << "base = \"middle\"\nexpect = \"Fewer.\"\n"
                                     << "[[change]]\nlaw = \"ban\"\nfactor = 0.5\n"
                                     << "[[change]]\nseries = \"fx\"\nkey = \"DDD\"\nfactor = 3\n";
  const std::vector<std::filesystem::path> folders = {folder / "shipped"};
  const Scenario scenario = load_scenario(folder / "top.toml", tiny(), folders);
  std::filesystem::remove_all(folder);
  EXPECT_EQ(scenario.base, "middle");
  EXPECT_EQ(scenario.expect, "Fewer.");
  ASSERT_EQ(scenario.changes.size(), 4U);
  const Pack pack = apply(tiny(), scenario);
  EXPECT_EQ(pack.law.back().value, 0.25);
  EXPECT_EQ(pack.find_series("fx", "DDD").at(Month(2010, 1)), 180);
  EXPECT_NE(scenario.text.find("# Base middle:\n# schema = 1\n"), std::string::npos);
  EXPECT_NE(scenario.text.find("# # Base ground:\n"), std::string::npos);
}

TEST(Scenario, ChangesMovesAndRemovesRulesOfLaw) {
  const Pack pack = changed(
      "[[change]]\nlaw = \"lapse.patent\"\nfactor = 0.5\n"
      "[[change]]\nlaw = \"arrival.patent\"\nto = \"2011-06\"\n"
      "[[change]]\nlaw = \"removal.no_valid_status\"\nremove = true\n");
  ASSERT_EQ(pack.law.size(), tiny().law.size() - 1);
  EXPECT_EQ(pack.law[0].id, "arrival.patent");
  EXPECT_EQ(pack.law[0].from, Month(2009, 1));
  EXPECT_EQ(pack.law[0].to, Month(2011, 6));
  EXPECT_EQ(pack.law[0].value, 0.5);
  EXPECT_EQ(pack.law[2].id, "lapse.patent");
  EXPECT_EQ(pack.law[2].value, 0.01);
  EXPECT_EQ(pack.law[2].from, Month(2009, 1));
}

TEST(Scenario, ReportsAllProblemsTogether) {
  try {
    scenario_with(
        "[[change]]\nlaw = \"laps.patent\"\nfactor = 1\n[[change]]\nseries = \"fxx\"\nvalue = 1\n");
    FAIL() << "neither name exists";
  } catch (const Error& error) {
    EXPECT_EQ(error.problems().size(), 2U);
  }
}

TEST(Scenario, ShippedBaselineIsRead) {
  const std::filesystem::path file =
      std::filesystem::path(CORRIDOR_SOURCE_DIR) / "scenarios" / "baseline.toml";
  const Scenario scenario = load_scenario(file, tiny());
  EXPECT_EQ(scenario.from, Month(2010, 1));
  EXPECT_EQ(scenario.to, Month(2025, 12));
  EXPECT_TRUE(scenario.changes.empty());
}

}  // namespace
}  // namespace corridor::evidence
