// Fails when a killed and resumed inversion differs from an uninterrupted one by a single bit, when
// a file of other priors, targets, options or another version is taken, or when a damaged file is.
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <iterator>

#include "corridor/base/error.hpp"
#include "corridor/inference/kalman_state.hpp"
#include "packs/temporary_folder.hpp"
#include "unit/inference/inverse_problems.hpp"

namespace corridor::inference {
namespace {

using known::Linear;

KalmanOptions options_of(KalmanForm form) {
  KalmanOptions options;
  options.members = 21;
  options.seed = 77;
  options.form = form;
  return options;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// Some members fail, so that redrawing and NaN pass through the file too.
Evaluate sometimes_failing(const Linear& linear) {
  return [evaluate = linear.evaluate()](const Trial& trial, std::span<const double> x) {
    if ((trial.member + trial.round) % 7 == 0) {
      fail_input({"a", "the value", "does not please", "Take another."});
    }
    return evaluate(trial, x);
  };
}

/// Runs to the end; the model is stopped at call `stop_at` of each life, and the next life goes on
/// from the file.
std::string text_with_kills(const Linear& linear,
                            const KalmanOptions& options,
                            const std::filesystem::path& path,
                            int stop_at,
                            int& lives) {
  parallel::Threads pool(2);
  const Evaluate model = sometimes_failing(linear);
  for (lives = 1;; ++lives) {
    std::atomic<int> calls = 0;
    const Evaluate mortal = [&](const Trial& trial, std::span<const double> x) {
      if (++calls >= stop_at) {
        throw Error(ExitCode::stopped, {{"run", "stopped", "by hand", "go on"}});
      }
      return model(trial, x);
    };
    KalmanState state = std::filesystem::exists(path)
                            ? read_kalman_state(path, linear.problem, options)
                            : kalman_start(linear.problem, options);
    try {
      kalman_run(
          linear.problem, options, mortal, pool, std::move(state), [&](const KalmanState& now) {
            write_kalman_state(path, linear.problem, options, now);
          });
      return text_of(path);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::stopped);
    }
  }
}

TEST(Resume, EqualsTheUninterruptedBitForBit) {
  const Linear linear;
  for (const KalmanForm form : {KalmanForm::square_root, KalmanForm::perturbed_observations}) {
    const corridor::tests::TemporaryFolder folder;
    const KalmanOptions options = options_of(form);
    int lives = 0;
    const std::string whole =
        text_with_kills(linear, options, folder.path() / "whole.json", 1 << 30, lives);
    EXPECT_EQ(lives, 1);
    // Thirty calls are one ensemble of 21 and part of the next.
    const std::string cut = text_with_kills(linear, options, folder.path() / "cut.json", 30, lives);
    EXPECT_GT(lives, 2);
    EXPECT_EQ(cut, whole);
    EXPECT_NE(whole.find("\"outputs\":[["), std::string::npos);
  }
}

class Refusal : public testing::Test {
 protected:
  void SetUp() override {
    write_kalman_state(path_, linear_.problem, options_, kalman_start(linear_.problem, options_));
  }
  std::string answer() {
    try {
      read_kalman_state(path_, linear_.problem, options_);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::input);
      return error.what();
    }
    return "";
  }
  void replace(const std::string& what, const std::string& by) {
    std::string text = text_of(path_);
    const std::size_t at = text.find(what);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, what.size(), by);
    std::ofstream(path_, std::ios::binary) << text;
  }

  corridor::tests::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "state.json";
  Linear linear_;
  KalmanOptions options_ = options_of(KalmanForm::square_root);
};

TEST_F(Refusal, NothingIsWrongWithItsOwn) {
  EXPECT_EQ(answer(), "");
  EXPECT_FALSE(std::filesystem::exists(path_.string() + ".part"));
}

TEST_F(Refusal, OfOtherTargets) {
  linear_.problem.targets[1].error *= 1.0000001;
  EXPECT_NE(answer().find("belongs to other priors, targets or options"), std::string::npos);
}

TEST_F(Refusal, OfOtherPriors) {
  linear_.problem.priors[0] = known::normal_prior("a", 1, 2.0000001);
  EXPECT_NE(answer().find("belongs to other priors, targets or options"), std::string::npos);
}

TEST_F(Refusal, OfAnotherSeed) {
  options_.seed = 78;
  EXPECT_NE(answer().find("belongs to other priors, targets or options"), std::string::npos);
}

TEST_F(Refusal, OfAnotherVersion) {
  replace("\"version\":1", "\"version\":2");
  EXPECT_NE(answer().find("version 2 is not the one this program reads (1)"), std::string::npos);
}

TEST_F(Refusal, OfWhatIsCutShortOrNoState) {
  replace(text_of(path_).substr(200), "");
  EXPECT_NE(answer().find("is not the state of an inversion, or is cut short"), std::string::npos);
}

TEST_F(Refusal, OfAnEnsembleOfAnotherSize) {
  replace("\"ensemble\":[[", "\"ensemble\":[[],[");
  EXPECT_NE(answer().find("is damaged"), std::string::npos);
}

TEST_F(Refusal, OfAFileThatIsNotThere) {
  EXPECT_THROW(read_kalman_state(folder_.path() / "none.json", linear_.problem, options_), Error);
  EXPECT_THROW(write_kalman_state(folder_.path() / "no" / "where.json",
                                  linear_.problem,
                                  options_,
                                  kalman_start(linear_.problem, options_)),
               Error);
}

}  // namespace
}  // namespace corridor::inference
