#include "corridor/inference/morris.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <utility>

#include "corridor/base/error.hpp"
#include "corridor/inference/detail/draws.hpp"

namespace corridor::inference {

namespace {

using Eigen::Index;

double jump_of(const MorrisOptions& options) {
  return options.levels / (2.0 * (options.levels - 1));
}

/// The inputs in an order of chance (Fisher and Yates), by draws from `first_index` on.
std::vector<std::size_t> shuffled(std::size_t inputs,
                                  const detail::Address& at,
                                  std::size_t first_index) {
  std::vector<std::size_t> order(inputs);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = inputs; i > 1; --i) {
    std::swap(order[i - 1], order[detail::below(at, first_index + i, i)]);
  }
  return order;
}

void check(std::size_t inputs, const MorrisOptions& options) {
  if (inputs < 1 || options.trajectories < 2 || options.levels < 2 || options.levels % 2 != 0) {
    fail_input(
        {"the elementary effects",
         fmt::format(
             "{} inputs, {} trajectories, {} levels", inputs, options.trajectories, options.levels),
         "cannot be: there must be an input, two trajectories and an even number of levels.",
         "Correct the options."});
  }
}

ElementaryEffect summary_of(const std::vector<double>& effects) {
  ElementaryEffect result;
  result.effects = static_cast<int>(effects.size());
  const auto count = static_cast<double>(effects.size());
  for (const double effect : effects) {
    result.mean += effect / count;
    result.mean_absolute += std::abs(effect) / count;
  }
  double squares = 0;
  for (const double effect : effects) {
    squares += (effect - result.mean) * (effect - result.mean);
  }
  result.deviation = effects.size() > 1 ? std::sqrt(squares / (count - 1)) : 0;
  return result;
}

}  // namespace

Matrix morris_design(std::size_t inputs, const MorrisOptions& options) {
  check(inputs, options);
  const auto rows = static_cast<Index>(inputs);
  const double jump = jump_of(options);
  const auto half = static_cast<std::size_t>(options.levels / 2);
  Matrix design(rows, options.trajectories * (rows + 1));
  for (int t = 0; t < options.trajectories; ++t) {
    const detail::Address at{options.seed, random::Stream::inference_design, 0, t};
    // An input starts in the lower half and jumps up, or mirrored: half of the starts each.
    Vector point(rows);
    for (Index i = 0; i < rows; ++i) {
      const auto draw = static_cast<std::size_t>(2 * i);
      const double low = static_cast<double>(detail::below(at, draw, half)) / (options.levels - 1);
      point(i) = detail::uniform(at, draw + 1) < 0.5 ? low : low + jump;
    }
    Index column = t * (rows + 1);
    design.col(column) = point;
    for (const std::size_t input : shuffled(inputs, at, 2 * inputs)) {
      double& x = point(static_cast<Index>(input));
      x = x < 0.5 ? x + jump : x - jump;
      design.col(++column) = point;
    }
  }
  return design;
}

MorrisResult morris(std::size_t inputs,
                    std::size_t outputs,
                    const MorrisOptions& options,
                    const Evaluate& evaluate,
                    parallel::Threads& threads) {
  const Matrix design = morris_design(inputs, options);
  const Evaluations found = evaluate_all(evaluate, 0, design, outputs, threads);
  MorrisResult result;
  result.evaluations = found.failures.size();
  result.failed = found.failed();
  const auto steps = static_cast<Index>(inputs) + 1;
  for (std::size_t output = 0; output < outputs; ++output) {
    std::vector<std::vector<double>> effects(inputs);
    for (Index column = 1; column < design.cols(); ++column) {
      Index moved = 0;
      const double change =
          (design.col(column) - design.col(column - 1)).cwiseAbs().maxCoeff(&moved);
      const auto row = static_cast<Index>(output);
      const double rise = found.outputs(row, column) - found.outputs(row, column - 1);
      // The first point of a trajectory does not follow from the last of the one before.
      if (column % steps != 0 && std::isfinite(rise)) {
        const bool up = design(moved, column) > design(moved, column - 1);
        effects[static_cast<std::size_t>(moved)].push_back((up ? rise : -rise) / change);
      }
    }
    std::vector<ElementaryEffect>& summaries = result.effects.emplace_back();
    for (const std::vector<double>& of_input : effects) {
      summaries.push_back(summary_of(of_input));
    }
  }
  return result;
}

}  // namespace corridor::inference
