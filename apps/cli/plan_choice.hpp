#pragma once

#include <filesystem>
#include <string>

#include "corridor/calibration/problem.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/evidence/plan.hpp"

namespace corridor::cli {

/// A plan, and what the command line puts in place of its own; empty strings leave what it says.
struct PlanChoice {
  std::string plan;  ///< a file, or the name of a shipped one
  std::string sample = {};
  std::string members = {};
  std::string seed = {};
};
/// What the plan holds at a value is put into the pack. Throws Error(usage) naming the option, and
/// what load_plan throws.
evidence::CalibrationPlan chosen_plan(const PlanChoice& choice, evidence::Pack& pack);

/// What a plan asks, in a line: parameters, figures, members, months and sample.
std::string problem_text(const calibration::Problem& problem,
                         const evidence::CalibrationPlan& plan);

/// The number given with --threads, or that of the cores where it is 0. Throws Error(usage).
int threads_asked(const std::string& text);

/// The folder named with --output, or results/KIND/NAME; made if it is missing. Throws
/// Error(files).
std::filesystem::path results_folder(const std::string& output,
                                     const std::string& kind,
                                     const std::string& name);

}  // namespace corridor::cli
