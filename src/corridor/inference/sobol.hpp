#pragma once

#include <cstdint>
#include <vector>

#include "corridor/inference/evaluation.hpp"

/// Shares of variance (Sobol 1993): how much of the variance of an output an input explains alone,
/// and how much in all its interactions. Saltelli's design, Jansen's estimators.
namespace corridor::inference {

struct SobolOptions {
  int points = 1000;  ///< N: the price is N (inputs + 2) evaluations
  int resamples = 500;
  double coverage = 0.95;  ///< of the bootstrap intervals
  std::uint64_t seed = 1;
};

struct Estimate {
  double value = 0;
  double low = 0;
  double high = 0;
};

struct SobolResult {
  std::vector<std::vector<Estimate>> first;  ///< [output][input], inference I15
  std::vector<std::vector<Estimate>> total;  ///< [output][input], inference I16
  std::vector<double> variance;              ///< by output
  std::size_t evaluations = 0;
  std::size_t points_kept = 0;  ///< of which no evaluation failed
};

/// Points of the unit cube, inputs x (points * (inputs + 2)): for each row of the design A, B, and
/// A with each input in turn taken from B (inference I14). Coordinates are independent uniform
/// draws, addressed by row and input, so a longer design begins with the shorter one.
Matrix sobol_design(std::size_t inputs, const SobolOptions& options);

/// `evaluate` is asked inside the unit cube, ends excluded. A row of the design with a failed
/// evaluation is left out for all. An output without variance gets zeros. Throws Error(input) for
/// options that cannot be, and when fewer than two rows are left.
SobolResult sobol(std::size_t inputs,
                  std::size_t outputs,
                  const SobolOptions& options,
                  const Evaluate& evaluate,
                  parallel::Threads& threads);

}  // namespace corridor::inference
