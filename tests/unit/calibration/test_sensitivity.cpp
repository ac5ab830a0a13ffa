// Fails when threads change an answer, when a parameter that figures cannot feel gets a share, when
// one that they all feel gets none, when a stop changes a byte or an evaluation is done twice, when
// evaluations of another question are taken, or when chance is told where there is none.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "corridor/calibration/sensitivity.hpp"
#include "packs/temporary_folder.hpp"
#include "packs/tiny_pack.hpp"
#include "unit/calibration/tiny_plan.hpp"

namespace corridor::calibration {
namespace {

using tests::uncertain;
Sensitivity asked(const evidence::Pack& pack, const Problem& problem, int workers) {
  SensitivityOptions options;
  options.trajectories = 2;
  options.points = 4;
  options.most_points = 8;
  parallel::Threads threads(workers);
  EvaluationRecord record;
  return sensitivity(pack, problem, options, record, threads);
}

TEST(Sensitivity, MoneySentMattersForReceiptsAlone) {
  const evidence::Pack pack = uncertain();
  const Problem problem = make_problem(pack, tests::tiny_plan());
  const Sensitivity result = asked(pack, problem, 2);
  ASSERT_EQ(result.outputs,
            (std::vector<std::string>{"migrants_present AAA", "receipts_recorded_usd AAA"}));
  ASSERT_EQ(result.parameters[1], "remittances.share_sent");
  const std::size_t place = static_cast<std::size_t>(
      std::find(result.leading.begin(), result.leading.end(), 1U) - result.leading.begin());
  EXPECT_EQ(result.effects.effects[0][1].mean_absolute, 0);
  EXPECT_GT(result.effects.effects[1][1].mean_absolute, 0);
  EXPECT_EQ(result.shares.total[0][place].value, 0);
  EXPECT_GT(result.shares.total[1][place].value, 0);
  EXPECT_EQ(result.points, 8) << "eight rows cannot be precise enough, so the limit ends it";
  EXPECT_GT(result.widest, 0.05);
}

TEST(Sensitivity, ThreadsDoNotMatter) {
  const evidence::Pack pack = uncertain();
  const Problem problem = make_problem(pack, tests::tiny_plan());
  SensitivityOptions options;
  const std::string one = sensitivity_json(asked(pack, problem, 1), "{}", options);
  EXPECT_EQ(one, sensitivity_json(asked(pack, problem, 2), "{}", options));
}

/// The question of these tests, with its files in a folder.
struct Kept {
  evidence::Pack pack = uncertain();
  evidence::CalibrationPlan plan = tests::tiny_plan();
  Problem problem = make_problem(pack, plan);
  SensitivityOptions options;
  tests::TemporaryFolder folder;
  std::filesystem::path file = folder.path() / "evaluations.jsonl";

  Kept() {
    options.trajectories = 2;
    options.points = 4;
    options.most_points = 8;
    options.chance_runs = 4;
  }
  std::string lineage() const { return sensitivity_lineage(pack, plan, problem, options, "test"); }
  EvaluationRecord record(bool anew = false) const {
    return EvaluationRecord(file, lineage(), sensitivity_outputs(problem), anew);
  }
  std::string results(EvaluationRecord& record, int workers) const {
    parallel::Threads threads(workers);
    return sensitivity_json(
        sensitivity(pack, problem, options, record, threads), lineage(), options);
  }
  std::string text() const {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  void plant(const std::string& text) const { std::ofstream(file, std::ios::binary) << text; }
};

TEST(Sensitivity, AStopChangesNoByte) {
  const Kept kept;
  EvaluationRecord first = kept.record();
  const std::string results = kept.results(first, 2);
  const std::string whole = kept.text();
  // Killed in the middle of a line, after lines that came in another order.
  std::vector<std::string> lines;
  std::stringstream stream(whole);
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  ASSERT_GT(lines.size(), 20U);
  kept.plant(lines[0] + "\n" + lines[9] + "\n" + lines[2] + "\n" + lines[20] + "\n" +
             lines[4].substr(0, lines[4].size() - 5));
  EvaluationRecord second = kept.record();
  EXPECT_EQ(second.found(), 3U) << "the torn line is not one";
  EXPECT_FALSE(second.foreign());
  EXPECT_EQ(kept.results(second, 1), results);
  EXPECT_EQ(kept.text(), whole);
}

TEST(Sensitivity, WhatIsKnownIsNotAskedAgain) {
  const Kept kept;
  EvaluationRecord first = kept.record();
  const std::string results = kept.results(first, 1);
  // A planted number shows whether the file is read, and read exactly.
  std::string changed = kept.text();
  const std::size_t at = changed.rfind("[") + 1;
  changed.replace(at, changed.find(",", at) - at, "0.1000000000000000055");
  kept.plant(changed);
  EvaluationRecord second = kept.record();
  EXPECT_EQ(second.found(),
            static_cast<std::size_t>(std::count(changed.begin(), changed.end(), '\n') - 1));
  EXPECT_NE(kept.results(second, 1), results);
  EXPECT_NE(kept.text().find("[0.1,"), std::string::npos);
  EvaluationRecord anew = kept.record(true);
  EXPECT_EQ(anew.found(), 0U);
  EXPECT_EQ(kept.results(anew, 1), results);
}

TEST(Sensitivity, EvaluationsOfAnotherQuestionAreNotTaken) {
  Kept kept;
  EvaluationRecord first = kept.record();
  kept.results(first, 1);
  kept.options.seed = 2;
  const EvaluationRecord other = kept.record();
  EXPECT_TRUE(other.foreign());
  EXPECT_EQ(other.found(), 0U);
  EXPECT_EQ(kept.text(), kept.lineage() + "\n");
}

TEST(Sensitivity, ChanceIsAskedOfRunsThatDifferInNothingElse) {
  Kept kept;
  EvaluationRecord record = kept.record();
  parallel::Threads threads(1);
  const Sensitivity result = sensitivity(kept.pack, kept.problem, kept.options, record, threads);
  ASSERT_EQ(result.chance.size(), result.outputs.size());
  EXPECT_EQ(result.chance_kept, 4);
  for (std::size_t output = 0; output < result.outputs.size(); ++output) {
    EXPECT_GT(result.chance[output], 0);
    EXPECT_DOUBLE_EQ(result.chance_share(output),
                     result.chance[output] / result.shares.variance[output]);
  }
}

}  // namespace
}  // namespace corridor::calibration
