#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/calibration/sensitivity.hpp"
#include "corridor/parallel/threads.hpp"
#include "location.hpp"

namespace corridor::cli {

namespace {

struct Options {
  std::string plan = "central-asia";
  std::string pack;
  std::string sample = "1/1000";
  std::string trajectories = "20";
  std::string leading = "10";
  std::string points = "512";
  std::string seed = "1";
  std::string threads = "0";
  std::string output;
  bool quiet = false;
};

int run(const Options& options) {
  const evidence::Pack pack = load_pack(options.pack);
  evidence::CalibrationPlan plan = evidence::load_plan(find_plan(options.plan), pack);
  plan.sample = parse_sample(options.sample);
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
  const int count = static_cast<int>(whole_number("--threads", options.threads, 0));
  parallel::Threads threads(count > 0 ? count : parallel::cores());
  const calibration::Sensitivity result = calibration::sensitivity(pack, problem, asked, threads);
  if (!options.output.empty()) {
    write_output(options.output, calibration::sensitivity_json(result, pack, problem, asked));
  }
  fmt::print("{}", calibration::sensitivity_text(result));
  return 0;
}

}  // namespace

void add_sensitivity(CLI::App& app, Command& command) {
  const auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand(
      "sensitivity", "Which parameters of a plan matter for the figures it is fitted to");
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
  sub->add_option(
      "--output", options->output, "Write everything as JSON to this file; - prints it");
  sub->add_flag("--quiet", options->quiet, "No progress");
  sub->callback([options, &command] { command.action = [options] { return run(*options); }; });
}

}  // namespace corridor::cli
