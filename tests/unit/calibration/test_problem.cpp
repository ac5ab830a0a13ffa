// Fails when a held-out figure reaches the inversion, when an inversion that was stopped ends
// elsewhere than one that was not, when threads matter, or when a posterior does not survive being
// written and read, or when one of a plan that holds a parameter goes into a pack.
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "corridor/base/error.hpp"
#include "corridor/calibration/problem.hpp"
#include "corridor/calibration/summary.hpp"
#include "corridor/inference/kalman_state.hpp"
#include "packs/temporary_folder.hpp"
#include "packs/tiny_pack.hpp"
#include "unit/calibration/tiny_plan.hpp"

namespace corridor::calibration {
namespace {

using evidence::CalibrationPlan;
using evidence::Pack;
using tests::uncertain;

inference::KalmanState inverted(const Pack& pack,
                                const CalibrationPlan& plan,
                                const Problem& problem,
                                int threads) {
  parallel::Threads workers(threads);
  return inference::kalman_run(problem.kalman,
                               options_of(plan),
                               make_model(pack, problem, plan.seed),
                               workers,
                               inference::kalman_start(problem.kalman, options_of(plan)));
}

TEST(CalibrationProblem, FiguresBecomeLogarithmsWithRelativeErrors) {
  const Pack pack = uncertain();
  const Problem problem = make_problem(pack, tests::tiny_plan());
  ASSERT_EQ(problem.kalman.targets.size(), 2U);
  EXPECT_EQ(problem.kalman.targets[0].name, "stock.AAA.2013-12");
  EXPECT_DOUBLE_EQ(problem.kalman.targets[0].value, std::log(400));
  EXPECT_DOUBLE_EQ(problem.kalman.targets[0].error, 0.1);
  EXPECT_EQ(problem.to, Month(2013, 12));
  ASSERT_EQ(problem.parameters.size(), 2U);
  EXPECT_EQ(problem.parameters[1].text(), "remittances.share_sent");
}

TEST(CalibrationProblem, WhatIsHeldOutIsNeverFitted) {
  CalibrationPlan plan = tests::tiny_plan();
  plan.held_out = {{"receipts_recorded_usd", {"AAA"}, Month(2013, 12), {}, false, "a test"}};
  EXPECT_THROW(make_problem(uncertain(), plan), Error) << "it touches the last month";
  plan.held_out.front().from = Month(2014, 1);
  EXPECT_EQ(make_problem(uncertain(), plan).targets.size(), 2U);
  plan.targets.pop_back();
  EXPECT_EQ(make_problem(uncertain(), plan).targets.size(), 1U);
  plan.targets.front().to = Month(2013, 11);
  EXPECT_THROW(make_problem(uncertain(), plan), Error) << "nothing is left";
}

TEST(CalibrationProblem, ThreadsDoNotMatterAndTheFitImproves) {
  const Pack pack = uncertain();
  const CalibrationPlan plan = tests::tiny_plan();
  const Problem problem = make_problem(pack, plan);
  const inference::KalmanState one = inverted(pack, plan, problem, 1);
  const inference::KalmanState two = inverted(pack, plan, problem, 2);
  EXPECT_EQ(one.ensemble, two.ensemble);
  ASSERT_TRUE(one.finished());
  EXPECT_LT(one.history.back().mean_misfit, one.history.front().mean_misfit);
}

TEST(CalibrationProblem, AStopChangesNothing) {
  const Pack pack = uncertain();
  const CalibrationPlan plan = tests::tiny_plan();
  const Problem problem = make_problem(pack, plan);
  const inference::KalmanOptions options = options_of(plan);
  const tests::TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "state.json";
  parallel::Threads threads(1);
  const inference::Evaluate model = make_model(pack, problem, plan.seed);
  inference::KalmanState state = inference::kalman_start(problem.kalman, options);
  inference::kalman_step(problem.kalman, options, model, threads, state);
  inference::write_kalman_state(file, problem.kalman, options, state);
  state = inference::read_kalman_state(file, problem.kalman, options);
  state = inference::kalman_run(problem.kalman, options, model, threads, std::move(state));
  EXPECT_EQ(state.ensemble, inverted(pack, plan, problem, 1).ensemble);
}

TEST(CalibrationProblem, APosteriorSurvivesItsFile) {
  const Pack pack = uncertain();
  const CalibrationPlan plan = tests::tiny_plan();
  const Problem problem = make_problem(pack, plan);
  const inference::KalmanState state = inverted(pack, plan, problem, 1);
  const evidence::Posterior posterior = posterior_of(pack, plan, problem, state, "", "test");
  ASSERT_EQ(posterior.members.size(), 8U);
  const Pack member = with_values(pack, posterior.parameters, posterior.members[3]);
  EXPECT_EQ(member.parameters.value("remittances.share_sent"), posterior.members[3][1]);
  const Summary summary = summarise(problem, state);
  EXPECT_EQ(summary.targets.size(), 2U);
  for (const TargetFit& fit : summary.targets) {
    EXPECT_LE(fit.low, fit.middle);
    EXPECT_LE(fit.middle, fit.high);
  }
  EXPECT_NE(summary_json(summary, posterior, state).find("\"residual\""), std::string::npos);
}

/// What is said to the invented pack when it lists the ensemble; nothing when it is taken.
std::string refusal_of(const evidence::Posterior& posterior) {
  const tests::TemporaryFolder folder;
  const std::filesystem::path pack = folder.path() / "pack";
  std::filesystem::copy(tests::tiny_folder(), pack);
  std::ofstream(pack / "posterior.json") << evidence::posterior_text(posterior);
  std::ifstream in(pack / "datapackage.json");
  std::string list((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  in.close();
  const std::string head = "\"resources\": [";
  list.insert(list.find(head) + head.size(), R"({"name": "posterior", "path": "posterior.json"},)");
  std::ofstream(pack / "datapackage.json") << list;
  try {
    evidence::load_pack(pack, sim::parameter_declarations());
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(CalibrationProblem, WhatIsHeldTellsOneStateAndOneEnsembleFromAnother) {
  Pack pack = uncertain();
  CalibrationPlan plan = tests::tiny_plan();
  plan.fixed = {{"remittances.share_sent", 0.25}};
  evidence::apply_fixed(pack, plan);
  const Problem problem = make_problem(pack, plan);
  ASSERT_EQ(problem.parameters.size(), 1U);
  EXPECT_EQ(problem.parameters[0].text(), "mobility.departure_hazard");
  plan.fixed[0].second = 0.5;
  EXPECT_NE(inference::kalman_digest(problem.kalman, options_of(plan)),
            inference::kalman_digest(make_problem(pack, plan).kalman, options_of(plan)))
      << "a state of another value would be gone on with";
  plan.fixed[0].second = 0.25;
  const evidence::Posterior posterior =
      posterior_of(pack, plan, problem, inverted(pack, plan, problem, 1), "", "test");
  EXPECT_NE(refusal_of(posterior).find("posterior.json: lineage: fixed: remittances.share_sent was "
                                       "held at 0.25 by the plan \"tiny\""),
            std::string::npos)
      << refusal_of(posterior);
  evidence::Posterior free = posterior;
  free.lineage.fixed.clear();
  EXPECT_EQ(refusal_of(free), "");
}

}  // namespace
}  // namespace corridor::calibration
