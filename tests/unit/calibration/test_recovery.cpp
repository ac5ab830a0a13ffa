// Fails when trials depend on threads or on a stop, when a file of other trials is gone on with,
// when chance of a run is measured wrongly, when truths that the model refuses are not drawn anew,
// when an inversion that is right is told to miss or one that is too sure by a factor of five is
// not, or when two methods disagree about a problem whose answer is known.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "corridor/base/error.hpp"
#include "corridor/calibration/recovery_record.hpp"
#include "corridor/calibration/second_method.hpp"
#include "corridor/random/normal.hpp"
#include "packs/temporary_folder.hpp"
#include "unit/calibration/tiny_plan.hpp"
#include "unit/inference/inverse_problems.hpp"

namespace corridor::calibration {
namespace {

namespace fs = std::filesystem;
using inference::Trial;

constexpr double kChance = 0.3;

/// Three outputs linear in two parameters, with normal chance, whose stated errors are the
/// problem's own. `understated` divides the errors that the inversion assumes.
Recoverable linear(double understated) {
  const inference::known::Linear known;
  Recoverable subject;
  subject.problem = known.problem;
  subject.options.members = 39;
  subject.options.seed = 5;
  subject.model = [slope = known.slope](std::uint64_t seed) -> inference::Evaluate {
    return [slope, seed](const Trial& at, std::span<const double> x) {
      std::vector<double> outputs;
      for (Eigen::Index i = 0; i < slope.rows(); ++i) {
        const random::Key key{seed,
                              random::Stream::calibration_run,
                              Month::from_index(at.round),
                              static_cast<std::uint32_t>(at.member)};
        const auto index = static_cast<std::uint32_t>(3 * at.attempt + i);
        outputs.push_back(slope(i, 0) * x[0] + slope(i, 1) * x[1] +
                          kChance * random::normal(random::draw(key, index)));
      }
      return outputs;
    };
  };
  for (inference::Target& target : subject.problem.targets) {
    subject.errors.push_back(target.error);
    subject.chance.push_back(kChance);
    target.error = std::hypot(target.error, kChance) / understated;
  }
  return subject;
}

Recovery recovered(const Recoverable& subject, int trials) {
  parallel::Threads threads(2);
  return recovery_of(subject, recover(subject, trials, threads));
}

TEST(Recovery, ARightInversionKeepsItsPromise) {
  const Recovery recovery = recovered(linear(1), 100);
  for (std::size_t p = 0; p < 2; ++p) {
    EXPECT_TRUE(recovery.kept(p)) << recovery.judged(p).held;
    EXPECT_TRUE(recovery.ranks.parameters[p].covered());
    EXPECT_DOUBLE_EQ(recovery.judged(p).nominal, kJudgedLevel);
    EXPECT_LT(recovery.spread[p], 1);
  }
  EXPECT_TRUE(recovery.ranks.failures.empty());
}

TEST(Recovery, ErrorsUnderstatedByAFactorOfFiveShow) {
  const Recovery recovery = recovered(linear(5), 100);
  for (std::size_t p = 0; p < 2; ++p) {
    EXPECT_FALSE(recovery.kept(p)) << recovery.judged(p).held;
    EXPECT_FALSE(recovery.ranks.parameters[p].covered());
    EXPECT_FALSE(recovery.ranks.parameters[p].uniform());
  }
  EXPECT_LT(recovery.held, kLeastHeld);
}

TEST(Recovery, ChanceIsTheDeviationOfRunsAtTheSameValues) {
  parallel::Threads threads(2);
  const std::vector<double> chance = chance_of(linear(1), 2000, threads);
  ASSERT_EQ(chance.size(), 3U);
  for (const double one : chance) {
    // A variance from 2000 pairs is known to 3 percent, its root to 1.6: six of these.
    EXPECT_NEAR(one, kChance, 0.1 * kChance);
  }
}

/// The model refuses half of the truths, or all of them.
Recoverable refusing(double least) {
  Recoverable subject = linear(1);
  subject.model = [whole = subject.model, least](std::uint64_t seed) -> inference::Evaluate {
    return [model = whole(seed), least](const Trial& at, std::span<const double> x) {
      if (x[0] < least) {
        fail_input({"the model", "its first parameter", "is too small.", "Take a larger one."});
      }
      return model(at, x);
    };
  };
  return subject;
}

TEST(Recovery, ARefusedTruthIsDrawnAnew) {
  Recoverable subject = refusing(1);
  subject.options.smallest_share = 0.1;
  const Recovery recovery = recovered(subject, 10);
  EXPECT_GT(recovery.redrawn, 0);
  EXPECT_TRUE(recovery.ranks.failures.empty());
  EXPECT_EQ(recovery.ranks.draws, subject.options.members) << "places of refused members are taken";
  EXPECT_THROW(recovered(refusing(1e6), 3), Error) << "no truth is ever accepted";
  parallel::Threads threads(1);
  EXPECT_THROW(chance_of(refusing(1e6), 4, threads), Error);
}

std::string content(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// Trials of a subject, kept in a file, by so many threads.
std::string kept_trials(const Recoverable& subject, const fs::path& file, int trials, int workers) {
  const std::string header = recovery_header(subject, {});
  parallel::Threads threads(workers);
  std::vector<RecoveryTrial> known = open_trials(file, header, subject);
  recover(subject, trials, threads, std::move(known), [&](const RecoveryTrial& trial) {
    append_trial(file, trial);
  });
  return content(file);
}

TEST(Recovery, AStopAndThreadsChangeNoByte) {
  const tests::TemporaryFolder folder;
  const Recoverable subject = linear(1);
  const std::string whole = kept_trials(subject, folder.path() / "whole", 12, 1);
  EXPECT_EQ(kept_trials(subject, folder.path() / "three", 12, 3), whole);
  const fs::path file = folder.path() / "stopped";
  kept_trials(subject, file, 5, 2);
  std::ofstream(file, std::ios::app) << R"({"attempt": 0, "tru)";
  EXPECT_EQ(kept_trials(subject, file, 12, 2), whole) << "the torn line is cut off";
  const std::vector<RecoveryTrial> read = open_trials(file, recovery_header(subject, {}), subject);
  parallel::Threads threads(2);
  const std::vector<RecoveryTrial> made = recover(subject, 12, threads);
  EXPECT_EQ(recovery_json(subject, {}, recovery_of(subject, read), read),
            recovery_json(subject, {}, recovery_of(subject, made), made));
}

TEST(Recovery, AnothersTrialsAndDamagedOnesAreRefused) {
  const tests::TemporaryFolder folder;
  const fs::path file = folder.path() / "trials";
  kept_trials(linear(1), file, 2, 1);
  EXPECT_THROW(kept_trials(linear(5), file, 2, 1), Error);
  std::ofstream(file, std::ios::app) << "{}\n";
  EXPECT_THROW(kept_trials(linear(1), file, 4, 1), Error);
}

TEST(Recovery, OfTheSimulationDependsOnNoThread) {
  const evidence::Pack pack = tests::uncertain();
  evidence::CalibrationPlan plan = tests::tiny_plan();
  const Problem problem = make_problem(pack, plan);
  std::vector<std::string> results;
  for (const int workers : {1, 3}) {
    parallel::Threads threads(workers);
    const Recoverable subject = recoverable_of(pack, plan, problem, threads);
    for (std::size_t i = 0; i < subject.chance.size(); ++i) {
      EXPECT_GT(subject.chance[i], 0);
      EXPECT_DOUBLE_EQ(subject.problem.targets[i].error,
                       std::hypot(subject.errors[i], subject.chance[i]));
    }
    const std::vector<RecoveryTrial> trials = recover(subject, 4, threads);
    EXPECT_NE(trials[0].truth, trials[1].truth);
    results.push_back(recovery_json(subject, {}, recovery_of(subject, trials), trials));
  }
  EXPECT_EQ(results[0], results[1]);
}

TEST(SecondMethod, AgreesWhereTheAnswerIsKnown) {
  Recoverable subject = linear(1);
  subject.options.members = 199;
  parallel::Threads one(1);
  parallel::Threads two(2);
  std::vector<std::string> told;
  const SecondResult result =
      second_method(subject, two, [&](const std::string& line) { told.push_back(line); });
  EXPECT_EQ(told.size(), 1 + result.abc.history.size()) << "the inversion, then each population";
  for (const SecondParameter& parameter : result.parameters) {
    // Medians of 199 draws are known to a tenth of a deviation each; the tolerance adds a tenth.
    EXPECT_LT(std::abs(parameter.difference), 0.6) << parameter.kalman.name;
    EXPECT_GT(parameter.ratio, 0.7);
    EXPECT_LT(parameter.ratio, 1.3);
    EXPECT_GT(parameter.overlap, 0.6);
  }
  EXPECT_EQ(second_json(subject, {}, result),
            second_json(subject, {}, second_method(subject, one)));
}

TEST(SecondMethod, ShowsAnInversionThatIsTooSure) {
  Recoverable subject = linear(5);
  subject.options.members = 199;
  parallel::Threads threads(2);
  for (const SecondParameter& parameter : second_method(subject, threads).parameters) {
    EXPECT_LT(parameter.ratio, 0.7) << parameter.kalman.name;
  }
}

}  // namespace
}  // namespace corridor::calibration
