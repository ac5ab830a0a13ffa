#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "corridor/inference/linear_algebra.hpp"
#include "corridor/parallel/threads.hpp"

namespace corridor::inference {

/// Which evaluation is asked for. A model with chance takes its seed from these three and from
/// nothing else, so that the answer is the same whoever computes it, and when.
struct Trial {
  int round = 0;    ///< iteration, generation or bootstrap of the method
  int member = 0;   ///< of the ensemble or design
  int attempt = 0;  ///< of the member in this round
};

/// The model as inference sees it: inputs (values of the parameters, in the order of the priors) to
/// outputs (what stands against the targets, in their order). Called by several threads at once. An
/// Error of family `input`, or an output that is not finite, marks the member as failed; any other
/// exception ends the whole computation and is passed on.
using Evaluate = std::function<std::vector<double>(const Trial&, std::span<const double> inputs)>;

/// What became of one call of the model.
struct Outcome {
  std::vector<double> outputs;
  std::string failure;  ///< empty when all is well
};

/// Calls the model once. `outputs` is how many numbers it owes; another count is a broken
/// invariant.
Outcome evaluate_one(const Evaluate& evaluate,
                     const Trial& trial,
                     std::span<const double> inputs,
                     std::size_t outputs);

struct Evaluations {
  Matrix outputs;                     ///< outputs x members; a failed member's column is NaN
  std::vector<std::string> failures;  ///< by member; empty when all is well
  std::size_t failed() const;
};

/// Evaluates every column of `inputs` (parameters x members), in parallel over members.
Evaluations evaluate_all(const Evaluate& evaluate,
                         int round,
                         const Matrix& inputs,
                         std::size_t outputs,
                         parallel::Threads& threads);

}  // namespace corridor::inference
