#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "corridor/inference/evaluation.hpp"
#include "corridor/inference/priors.hpp"

namespace corridor::inference {

/// A number that the model should meet, with the standard deviation of its error: of measurement,
/// of the model, and of the chance in a run. Errors of different targets are independent.
struct Target {
  std::string name;
  double value = 0;
  double error = 0;
};

struct KalmanProblem {
  std::vector<Prior> priors;
  std::vector<Target> targets;
  /// What else the model depends on, in words; a state of another one is not gone on with.
  std::string circumstances = {};
};

enum class KalmanForm {
  square_root,            ///< deterministic update of mean and deviations (inference I8)
  perturbed_observations  ///< each member meets targets with an error of its own (inference I7)
};

enum class KalmanStopping {
  posterior,   ///< steps add up to one: the whole likelihood has been used once
  discrepancy  ///< the mean output lies within the errors of the targets (inference I9)
};

struct KalmanOptions {
  int members = 100;
  std::uint64_t seed = 1;
  KalmanForm form = KalmanForm::square_root;
  KalmanStopping stopping = KalmanStopping::posterior;
  double discrepancy_factor = 1;  ///< tau in inference I9, at least 1
  int max_evaluations = 50;       ///< of the whole ensemble
  double smallest_share = 0.5;    ///< of members that must be evaluated without failing
};

/// One evaluation of the ensemble, and the step taken after it.
struct KalmanRecord {
  double time = 0;         ///< share of the likelihood used before this evaluation
  double step = 0;         ///< taken after it; 0 at the end
  double mean_misfit = 0;  ///< mean over members of half the squared residuals (inference I4)
  double misfit_variance = 0;
  double discrepancy = 0;         ///< root mean square of the residuals of the mean output
  int failed = 0;                 ///< members without outputs
  std::vector<double> residuals;  ///< by target: (mean output - target) / error
};

enum class KalmanEnd { none, posterior, discrepancy, evaluations };
std::string_view kalman_end_text(KalmanEnd end);

/// Where an inversion stands. Holds all it needs to go on.
struct KalmanState {
  KalmanEnd end = KalmanEnd::none;
  double time = 0;
  Matrix ensemble;                    ///< coordinates, parameters x members
  Matrix outputs;                     ///< at the end: of this ensemble; before: none
  std::vector<std::string> failures;  ///< as outputs
  std::vector<KalmanRecord> history;  ///< one a whole evaluation
  bool finished() const { return end != KalmanEnd::none; }
};

/// The ensemble drawn from the priors. Throws Error(input) naming targets without a positive error
/// and options that cannot be.
KalmanState kalman_start(const KalmanProblem& problem, const KalmanOptions& options);

/// Evaluates the ensemble once and either ends or moves it (inference I4 to I10). Throws
/// Error(input) when too many members fail; the state then stays as it was, as it does for any
/// exception.
void kalman_step(const KalmanProblem& problem,
                 const KalmanOptions& options,
                 const Evaluate& evaluate,
                 parallel::Threads& threads,
                 KalmanState& state);

/// Steps from `state` to the end; `after_step` sees each state, to keep it or to tell of it.
KalmanState kalman_run(const KalmanProblem& problem,
                       const KalmanOptions& options,
                       const Evaluate& evaluate,
                       parallel::Threads& threads,
                       KalmanState state,
                       const std::function<void(const KalmanState&)>& after_step = {});

/// Values of the parameters of each member that did not fail: parameters x members.
Matrix kalman_values(const KalmanProblem& problem, const KalmanState& state);

}  // namespace corridor::inference
