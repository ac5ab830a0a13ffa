#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "corridor/inference/ensemble_kalman.hpp"
#include "corridor/inference/evaluation.hpp"
#include "corridor/inference/priors.hpp"

/// Approximate Bayesian computation by populations (Toni et al. 2009; Beaumont et al. 2009), with
/// tolerances that follow from the population (Del Moral, Doucet and Jasra 2012). It knows nothing
/// of normal distributions and so checks the ensemble Kalman inversion on problems small enough.
namespace corridor::inference {

struct AbcOptions {
  int members = 500;
  std::uint64_t seed = 1;
  double tolerance = 0;   ///< distance at which it may end, in errors of the targets
  double quantile = 0.5;  ///< of the distances, by weight: the next tolerance
  int max_generations = 20;
  int max_attempts = 1000;          ///< of a member in a generation
  double lowest_acceptance = 0.01;  ///< of a generation; below it nothing more is tried
};

enum class AbcEnd { tolerance, acceptance, standstill, generations };
std::string_view abc_end_text(AbcEnd end);

struct AbcGeneration {
  double tolerance = 0;       ///< all distances are at most this; infinite in the first
  double acceptance = 0;      ///< members over evaluations
  double effective_size = 0;  ///< 1 / sum of squared weights
};

struct AbcResult {
  AbcEnd end = AbcEnd::generations;
  Matrix coordinates;  ///< parameters x members
  Vector weights;      ///< of members, adding up to one
  Vector distances;    ///< of members
  std::vector<AbcGeneration> history;
  std::size_t evaluations = 0;
};

/// Root mean square of (output - target) / error (inference I11).
double abc_distance(std::span<const Target> targets, std::span<const double> outputs);

/// The population at the last tolerance that could be reached (inference I11 and I12). `evaluate`
/// is asked for values of the parameters and must contain the chance of the observation itself: in
/// this method errors of targets are scales and not distributions. A failed evaluation is an
/// attempt not accepted. `after_generation` sees each whole population, to tell of it. Throws
/// Error(input) for options that cannot be, and when the priors alone give too few members.
AbcResult abc_smc(const KalmanProblem& problem,
                  const AbcOptions& options,
                  const Evaluate& evaluate,
                  parallel::Threads& threads,
                  const std::function<void(const AbcResult&)>& after_generation = {});

/// `count` members as often as their weights ask, by one stride through their sum from the middle
/// of the first step: parameters x count, coordinates of equal weight.
Matrix abc_draws(const AbcResult& result, int count);

}  // namespace corridor::inference
