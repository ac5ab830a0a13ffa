#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/base/version.hpp"
#include "corridor/calibration/sensitivity.hpp"
#include "corridor/parallel/threads.hpp"
#include "location.hpp"
#include "plan_choice.hpp"

namespace corridor::cli {

namespace {

namespace fs = std::filesystem;

struct SensitivityOptions {
  std::string plan = "central-asia";
  std::string pack;
  std::string sample = "1/1000";
  std::string trajectories = "20";
  std::string leading = "10";
  std::string points = "2048";
  std::string seed = "1";
  std::string threads = "0";
  std::string output;
  bool restart = false;
  bool quiet = false;
};

void tell_what_is_known(const calibration::EvaluationRecord& record) {
  if (record.foreign()) {
    fmt::print(stderr,
               "begins anew: what was there belongs to another plan, pack, program or option\n");
  } else if (record.found() > 0) {
    fmt::print(stderr, "goes on after {} evaluations\n", record.found());
  }
}

int run(const SensitivityOptions& options) {
  evidence::Pack pack = load_pack(options.pack);
  const evidence::CalibrationPlan plan = chosen_plan({options.plan, options.sample}, pack);
  const calibration::Problem problem = calibration::make_problem(pack, plan);
  calibration::SensitivityOptions asked;
  asked.trajectories = static_cast<int>(whole_number("--trajectories", options.trajectories, 2));
  asked.leading = static_cast<int>(whole_number("--leading", options.leading, 1));
  asked.most_points = static_cast<int>(whole_number("--points", options.points, 2));
  asked.points = std::min(asked.points, asked.most_points);
  asked.seed = parse_seed(options.seed);
  if (!options.quiet) {
    asked.tell = [](const std::string& line) { fmt::print(stderr, "{}\n", line); };
  }
  parallel::Threads threads(threads_asked(options.threads));
  const fs::path folder = results_folder(options.output, "sensitivities", plan.name);
  const std::string lineage = calibration::sensitivity_lineage(
      pack, plan, problem, asked, fmt::format("{} ({})", kVersion, kCommit));
  calibration::EvaluationRecord record(folder / "evaluations.jsonl",
                                       lineage,
                                       calibration::sensitivity_outputs(problem),
                                       options.restart);
  if (!options.quiet) {
    tell_what_is_known(record);
  }
  const calibration::Sensitivity result =
      calibration::sensitivity(pack, problem, asked, record, threads);
  const fs::path file = folder / "sensitivity.json";
  write_output(file.string(), calibration::sensitivity_json(result, lineage, asked));
  fmt::print("{}results  {}\n", calibration::sensitivity_text(result), file.generic_string());
  return 0;
}

}  // namespace

void add_sensitivity(CLI::App& app, Command& command) {
  const auto options = std::make_shared<SensitivityOptions>();
  CLI::App* sub = app.add_subcommand("sensitivity",
                                     "Which parameters of a plan matter for the figures it is "
                                     "fitted to; goes on where it stopped");
  sub->group(kModelGroup);
  sub->add_option("plan", options->plan, "A plan file, or the name of a shipped plan")
      ->capture_default_str();
  add_pack_option(*sub, options->pack);
  sub->add_option("--sample", options->sample, "Share of persons, 1/k")->capture_default_str();
  sub->add_option("--trajectories", options->trajectories, "Of elementary effects")
      ->capture_default_str();
  sub->add_option("--leading", options->leading, "Parameters whose shares of variance are asked")
      ->capture_default_str();
  sub->add_option("--points", options->points, "Rows of the largest design of shares of variance")
      ->capture_default_str();
  sub->add_option("--seed", options->seed, "Seed of designs and runs")->capture_default_str();
  sub->add_option("--threads", options->threads, "Runs side by side; 0: all cores")
      ->capture_default_str();
  sub->add_option("--output",
                  options->output,
                  "Folder of evaluations and results (default results/sensitivities/PLAN)");
  sub->add_flag("--restart", options->restart, "Begin anew, whatever was evaluated before");
  sub->add_flag("--quiet", options->quiet, "No progress");
  sub->callback([options, &command] { command.action = [options] { return run(*options); }; });
}

}  // namespace corridor::cli
