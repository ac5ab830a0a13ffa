#include "corridor/inference/evaluation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "corridor/base/check.hpp"
#include "corridor/base/error.hpp"

namespace corridor::inference {

Outcome evaluate_one(const Evaluate& evaluate,
                     const Trial& trial,
                     std::span<const double> inputs,
                     std::size_t outputs) {
  Outcome outcome;
  try {
    outcome.outputs = evaluate(trial, inputs);
  } catch (const Error& error) {
    // Only a refusal of the inputs is the member's own: being stopped, or a full disk, is not.
    if (error.code() != ExitCode::input) {
      throw;
    }
    outcome.failure = error.what();
    return outcome;
  }
  invariant(outcome.outputs.size() == outputs,
            fmt::format("a model gave {} outputs and owes {}", outcome.outputs.size(), outputs));
  const auto bad = std::find_if(outcome.outputs.begin(), outcome.outputs.end(), [](double output) {
    return !std::isfinite(output);
  });
  if (bad != outcome.outputs.end()) {
    outcome.failure = fmt::format("output {} is not finite", bad - outcome.outputs.begin() + 1);
  }
  return outcome;
}

std::size_t Evaluations::failed() const {
  return static_cast<std::size_t>(std::count_if(
      failures.begin(), failures.end(), [](const std::string& reason) { return !reason.empty(); }));
}

Evaluations evaluate_all(const Evaluate& evaluate,
                         int round,
                         const Matrix& inputs,
                         std::size_t outputs,
                         parallel::Threads& threads) {
  const auto members = static_cast<std::size_t>(inputs.cols());
  Evaluations result;
  result.outputs = Matrix::Constant(
      static_cast<Eigen::Index>(outputs), inputs.cols(), std::numeric_limits<double>::quiet_NaN());
  result.failures.resize(members);
  threads.for_each(members, 1, [&](int, std::size_t member) {
    const auto column = static_cast<Eigen::Index>(member);
    const std::span<const double> point(inputs.col(column).data(),
                                        static_cast<std::size_t>(inputs.rows()));
    Outcome outcome = evaluate_one(evaluate, {round, static_cast<int>(member), 0}, point, outputs);
    result.failures[member] = std::move(outcome.failure);
    if (result.failures[member].empty()) {
      result.outputs.col(column) =
          Eigen::Map<const Vector>(outcome.outputs.data(), result.outputs.rows());
    }
  });
  return result;
}

}  // namespace corridor::inference
