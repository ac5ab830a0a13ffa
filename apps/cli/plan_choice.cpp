#include "plan_choice.hpp"

#include <fmt/format.h>

#include <system_error>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/parallel/threads.hpp"
#include "location.hpp"

namespace corridor::cli {

evidence::CalibrationPlan chosen_plan(const PlanChoice& choice, evidence::Pack& pack) {
  evidence::CalibrationPlan plan = evidence::load_plan(find_plan(choice.plan), pack);
  if (!choice.sample.empty()) {
    plan.sample = parse_sample(choice.sample);
  }
  if (!choice.members.empty()) {
    plan.members = static_cast<int>(whole_number("--members", choice.members, 2));
  }
  if (!choice.seed.empty()) {
    plan.seed = parse_seed(choice.seed);
  }
  evidence::apply_fixed(pack, plan);
  return plan;
}

std::string problem_text(const calibration::Problem& problem,
                         const evidence::CalibrationPlan& plan) {
  return fmt::format("{} parameters, {} figures, {} members, {} to {}, sample 1/{}",
                     problem.parameters.size(),
                     problem.targets.size(),
                     plan.members,
                     problem.from.text(),
                     problem.to.text(),
                     problem.sample);
}

int threads_asked(const std::string& text) {
  const auto count = static_cast<int>(whole_number("--threads", text, 0));
  return count > 0 ? count : parallel::cores();
}

std::filesystem::path results_folder(const std::string& output,
                                     const std::string& kind,
                                     const std::string& name) {
  std::filesystem::path folder = output.empty() ? std::filesystem::path("results") / kind / name
                                                : std::filesystem::path(output);
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  if (error) {
    fail_files({folder.generic_string(),
                "the folder",
                fmt::format("cannot be made: {}.", error.message()),
                "Name another one with --output."});
  }
  return folder;
}

}  // namespace corridor::cli
