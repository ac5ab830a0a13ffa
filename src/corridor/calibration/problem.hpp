#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "corridor/calibration/observer.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/evidence/plan.hpp"
#include "corridor/evidence/posterior.hpp"
#include "corridor/inference/ensemble_kalman.hpp"

namespace corridor::calibration {

/// What inference is asked about the simulation: a plan held against a pack.
struct Problem {
  std::vector<evidence::ParameterId> parameters;  ///< in the order of the priors
  std::vector<evidence::Target> targets;
  std::vector<Observable> observables;  ///< in the order of the targets
  Month from;                           ///< first month simulated
  Month to;                             ///< last one: what the last figure needs
  std::int64_t sample = 1;
  /// Outputs and targets are logarithms, errors the relative ones of the figures.
  inference::KalmanProblem kalman;
};

/// Throws Error(input) where the plan and the pack do not fit, and where no figure is left.
Problem make_problem(const evidence::Pack& pack, const evidence::CalibrationPlan& plan);

/// Options of the inversion that the plan states.
inference::KalmanOptions options_of(const evidence::CalibrationPlan& plan);

/// The pack with values in place of those of the parameters.
evidence::Pack with_values(const evidence::Pack& pack,
                           const std::vector<evidence::ParameterId>& parameters,
                           std::span<const double> values);

/// One run, in one thread, without a store: the values of observables.
std::vector<double> run_observed(const evidence::Pack& pack,
                                 std::span<const Observable> observables,
                                 Month from,
                                 std::int64_t sample,
                                 std::uint64_t seed);

/// The simulation as inference sees it: values of the parameters to logarithms of what stands
/// against the targets. Chance depends on the seed, round, member and attempt alone. The pack and
/// problem must live as long as it.
inference::Evaluate make_model(const evidence::Pack& pack,
                               const Problem& problem,
                               std::uint64_t seed);

/// The ensemble of a finished inversion as a pack holds it; members without outputs are left out.
evidence::Posterior posterior_of(const evidence::Pack& pack,
                                 const evidence::CalibrationPlan& plan,
                                 const Problem& problem,
                                 const inference::KalmanState& state,
                                 std::string as_of,
                                 std::string program);

}  // namespace corridor::calibration
