#pragma once

#include <cstdint>
#include <vector>

#include "corridor/inference/evaluation.hpp"

/// Elementary effects (Morris 1991; Campolongo, Cariboni and Saltelli 2007): which inputs matter at
/// all, at the price of a few runs each.
namespace corridor::inference {

struct MorrisOptions {
  int trajectories = 20;
  int levels = 4;  ///< of the grid in each input, even
  std::uint64_t seed = 1;
};

/// Of one input and one output, over the trajectories (inference I13). Effects are per whole width
/// of the input, from 0 to 1.
struct ElementaryEffect {
  double mean = 0;           ///< mu: cancels where the effect changes its sign
  double mean_absolute = 0;  ///< mu*: how much the input matters
  double deviation = 0;      ///< sigma: curvature and interaction
  int effects = 0;           ///< trajectories in which both ends could be evaluated
};

struct MorrisResult {
  std::vector<std::vector<ElementaryEffect>> effects;  ///< [output][input]
  std::size_t evaluations = 0;
  std::size_t failed = 0;
};

/// Points of the unit cube, inputs x (trajectories * (inputs + 1)): each trajectory starts on the
/// grid and moves one input after the other, in an order of chance, by levels / (2 (levels - 1)).
Matrix morris_design(std::size_t inputs, const MorrisOptions& options);

/// `evaluate` is asked on the unit cube; a caller with priors maps points to values by
/// values_across. Throws Error(input) for options that cannot be.
MorrisResult morris(std::size_t inputs,
                    std::size_t outputs,
                    const MorrisOptions& options,
                    const Evaluate& evaluate,
                    parallel::Threads& threads);

}  // namespace corridor::inference
