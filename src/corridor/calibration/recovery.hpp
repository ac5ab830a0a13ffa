#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "corridor/calibration/problem.hpp"
#include "corridor/calibration/summary.hpp"
#include "corridor/inference/sbc.hpp"

/// Does calibration find parameters that are known, because the figures were made from them?
/// (inference I18 to I20.)
namespace corridor::calibration {

/// What truths are made for and sought in. The functions below depend on it, on its seed
/// (`options.seed`) and on the number of the trial alone.
struct Recoverable {
  /// Values of targets play no part; their errors are those that the inversion assumes.
  inference::KalmanProblem problem;
  std::vector<double> errors;  ///< deviations of the errors that figures get when they are made
  std::vector<double> chance;  ///< deviations of outputs between runs at the same values
  inference::KalmanOptions options;
  /// The model whose chance follows from this seed.
  std::function<inference::Evaluate(std::uint64_t seed)> model;
};

/// Runs by which chance is measured, in pairs at values from the priors.
inline constexpr int kChancePairs = 32;
/// Truths drawn in a trial until the model accepts one.
inline constexpr int kTruths = 20;
/// What intervals of 90 percent have to hold, as a share of trials; set before any trial was made.
inline constexpr double kJudgedLevel = 0.9;
inline constexpr double kLeastHeld = 0.8;
inline constexpr double kMostHeld = 0.97;

/// Deviation by output of runs that share their values, from pairs at values drawn from the priors;
/// pairs that the model refuses take no part. Throws Error(input) when fewer than half are left.
std::vector<double> chance_of(const Recoverable& subject, int pairs, parallel::Threads& threads);

/// A plan over a pack, whose figures serve as a pattern: what is asked, and with which errors. The
/// inversion assumes for each figure its stated error and the chance of a run, which is measured,
/// added up as variances (inference I20). Pack and problem must live as long as it.
Recoverable recoverable_of(const evidence::Pack& pack,
                           const evidence::CalibrationPlan& plan,
                           const Problem& problem,
                           parallel::Threads& threads);

/// A parameter as inferred in a trial.
struct Inferred {
  double low = 0;  ///< quantile 5 % of the members
  double middle = 0;
  double high = 0;    ///< quantile 95 %
  double shift = 0;   ///< mean of the members' coordinates
  double spread = 0;  ///< their standard deviation
};

/// A truth, and what was made of it.
struct RecoveryTrial {
  inference::SbcTrial ranks;
  std::vector<double> truth;         ///< values of the parameters
  std::vector<Inferred> parameters;  ///< none in a trial that failed
  int evaluations = 0;               ///< of the ensemble
  int failed = 0;                    ///< members refused at the end
  double discrepancy = 0;            ///< root mean square of the residuals of the mean output
};

/// Figures of a truth: what the model gives, with an error each.
inference::MakeData figures_of(const Recoverable& subject);

/// The inversion of made-up figures in a trial.
inference::KalmanState invert_trial(const Recoverable& subject,
                                    int trial,
                                    std::span<const double> figures,
                                    parallel::Threads& threads);

/// Coordinates of the last ensemble: parameters x members. The places of members that the model
/// refused are taken by the others in turn, so that every trial has as many draws.
inference::Matrix draws_of(const inference::KalmanState& state);

/// Options of the ranks: seed of the subject, every other one as it stands by default.
inference::SbcOptions ranks_of(const Recoverable& subject);

/// One trial in one thread.
RecoveryTrial recovery_trial(const Recoverable& subject, int trial);

/// Trials `known.size()` to `trials` - 1 side by side, each in one thread. `done` sees each of them
/// in the order of their numbers, one at a time.
std::vector<RecoveryTrial> recover(const Recoverable& subject,
                                   int trials,
                                   parallel::Threads& threads,
                                   std::vector<RecoveryTrial> known = {},
                                   const std::function<void(const RecoveryTrial&)>& done = {});

/// What all trials say.
struct Recovery {
  inference::SbcResult ranks;
  std::vector<double> spread;  ///< by parameter: mean deviation left, in those of the prior
  std::vector<double> bias;    ///< by parameter: mean of (mean inferred - truth), in the same
  int redrawn = 0;             ///< truths that the model refused
  int refused_members = 0;     ///< at the end of inversions
  double held = 0;             ///< share of all judged intervals that hold the truth
  /// The judged interval of a parameter.
  const inference::Coverage& judged(std::size_t parameter) const;
  bool kept(std::size_t parameter) const;  ///< its share lies where it has to
};

/// Throws Error(input) when no trial has an answer.
Recovery recovery_of(const Recoverable& subject, const std::vector<RecoveryTrial>& trials);

}  // namespace corridor::calibration
