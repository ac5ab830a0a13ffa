// Fails when a plan is read otherwise than written, or when a mistake in it passes or is answered
// without its place, value and remedy.
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "corridor/base/error.hpp"
#include "corridor/evidence/plan.hpp"
#include "packs/temporary_folder.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::evidence {
namespace {

const std::string kGood = R"(schema = 1
purpose = "a test"
from = "2013-01"
sample = 10
members = 8
seed = 3
evaluations = 4
parameters = ["mobility.departure_hazard", "remittances.share_sent"]

[[target]]
quantity = "migrants_present"
places = ["AAA"]
to = "2013-12"

[[held_out]]
quantity = "receipts_recorded_usd"
places = ["AAA"]
why = "a test"

[forecast]
number = [0, 1]
each = [1, 0.5]
drift = [0.1]
draws = 4
)";

CalibrationPlan read(const std::string& text) {
  const tests::TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "plan.toml";
  std::ofstream(file) << text;
  return load_plan(file, tests::load_tiny());
}

std::string replaced(const std::string& from, const std::string& to) {
  std::string text = kGood;
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string answer(const std::string& text) {
  try {
    read(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Plan, IsReadAsWritten) {
  const CalibrationPlan plan = read(kGood);
  EXPECT_EQ(plan.name, "plan");
  EXPECT_EQ(plan.from, Month(2013, 1));
  EXPECT_EQ(plan.sample, 10);
  EXPECT_EQ(plan.members, 8);
  EXPECT_EQ(plan.seed, 3U);
  EXPECT_EQ(plan.evaluations, 4);
  ASSERT_EQ(plan.targets.size(), 1U);
  EXPECT_EQ(plan.targets[0].to, Month(2013, 12));
  ASSERT_EQ(plan.held_out.size(), 1U);
  EXPECT_FALSE(plan.held_out[0].from);
  ASSERT_TRUE(plan.forecast);
  EXPECT_EQ(plan.forecast->each, (std::vector<double>{1, 0.5}));
  EXPECT_EQ(planned_targets(plan, tests::load_tiny()).size(), 1U);
}

TEST(Plan, MistakesAreNamedWithTheirLine) {
  EXPECT_NE(answer(replaced("members = 8", "members = 1")).find("plan.toml:5: members"),
            std::string::npos);
  EXPECT_NE(answer(replaced("seed = 3", "sed = 3")).find("plan.toml:6: sed"), std::string::npos);
  EXPECT_NE(answer(replaced("share_sent", "share_send")).find("remittances.share_sent"),
            std::string::npos);
  EXPECT_NE(answer(replaced("\"2013-12\"", "\"2013-13\"")).find("is not a month"),
            std::string::npos);
  EXPECT_NE(answer(replaced("places = [\"AAA\"]\nto", "places = [\"CCC\"]\nto"))
                .find("is no figure of targets.csv"),
            std::string::npos);
  EXPECT_NE(answer(replaced("drift = [0.1]", "drift = [-0.1]")).find("drift"), std::string::npos);
  EXPECT_NE(answer(replaced("drift = [0.1]", "drift = [0.1, 0]")).find("drift holds a 0"),
            std::string::npos);
  EXPECT_NE(answer(replaced("schema = 1", "schema = 2")).find("schema"), std::string::npos);
  EXPECT_NE(answer("schema = = 1").find("is not TOML"), std::string::npos);
}

/// Reads a plan named swap beside kGood, which is named plan.
CalibrationPlan read_swap(const std::string& text) {
  const tests::TemporaryFolder folder;
  std::ofstream(folder.path() / "plan.toml") << kGood;
  std::ofstream(folder.path() / "based.toml") << "base = \"plan\"\n";
  std::ofstream(folder.path() / "broken.toml") << "schema = 1\n";
  std::ofstream(folder.path() / "swap.toml") << text;
  return load_plan(folder.path() / "swap.toml", tests::load_tiny());
}

std::string answer_swap(const std::string& text) {
  try {
    read_swap(text);
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(Plan, StandsOnAnotherOne) {
  const CalibrationPlan plan =
      read_swap("base = \"plan\"\nmembers = 9\n[fixed]\n\"remittances.share_sent\" = 0.25\n");
  EXPECT_EQ(plan.name, "swap");
  EXPECT_EQ(plan.base, "plan");
  EXPECT_EQ(plan.members, 9) << "what it says itself goes first";
  EXPECT_EQ(plan.purpose, "a test") << "what it does not say is the base's";
  EXPECT_EQ(plan.held_out.size(), 1U);
  EXPECT_EQ(plan.targets.size(), 1U);
  ASSERT_EQ(plan.fixed.size(), 1U);
  EXPECT_EQ(plan.fixed[0].second, 0.25);
  EXPECT_EQ(plan.text.rfind(kGood, 0), 0U) << "a change of the base changes the digest";
  EXPECT_NE(plan_digest(plan), plan_digest(read(kGood)));
}

TEST(Plan, WhatItHoldsIsNoLongerInferred) {
  Pack pack = tests::load_tiny();
  apply_fixed(pack, read_swap("base = \"plan\"\n[fixed]\n\"remittances.share_sent\" = 0.25\n"));
  int held = 0;
  for (const ParameterRow& row : pack.parameters.rows()) {
    if (row.name == "remittances.share_sent") {
      EXPECT_EQ(row.value, 0.25);
      EXPECT_EQ(row.low, row.high);
      ++held;
    }
  }
  EXPECT_EQ(held, 1);
}

TEST(Plan, MistakesOfWhatItStandsOnAndHoldsAreNamed) {
  const auto says = [](const std::string& text, const std::string& expected) {
    const std::string found = answer_swap(text);
    EXPECT_NE(found.find(expected), std::string::npos) << found;
  };
  says("base = 3\n", "swap.toml:1: base: 3 is not the name of a plan.");
  says("base = \"../plan\"\n", "swap.toml:1: base: \"../plan\" is not the name of a plan.");
  says("base = \"plam\"\n", "swap.toml:1: base \"plam\" is no plan in the same folder.");
  says("base = \"based\"\n", "based.toml:1: base stands in a plan that is the base");
  says("base = \"broken\"\n", "broken.toml");
  says("base = \"plan\"\nfixed = 3\n", "swap.toml:2: fixed: 3 is not a table.");
  says("base = \"plan\"\n[fixed]\n\"remittances.share_send\" = 0.2\n",
       "swap.toml:3: fixed: \"remittances.share_send\" is no row of parameters.csv.");
  says("base = \"plan\"\n[fixed]\n\"remittances.share_sent\" = 2\n",
       "swap.toml:3: fixed: \"remittances.share_sent\": 2 is not a number from 0 to 1.");
  says("base = \"plan\"\n[fixed]\n\"remittances.share_sent\" = \"much\"\n",
       "swap.toml:3: fixed: \"remittances.share_sent\": \"much\" is not a number from 0 to 1.");
}

}  // namespace
}  // namespace corridor::evidence
