#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/base/version.hpp"
#include "corridor/calibration/problem.hpp"
#include "corridor/calibration/summary.hpp"
#include "corridor/evidence/as_of.hpp"
#include "corridor/inference/kalman_state.hpp"
#include "corridor/parallel/threads.hpp"
#include "location.hpp"
#include "plan_choice.hpp"
#include "progress.hpp"

namespace corridor::cli {

namespace {

namespace fs = std::filesystem;

struct CalibrateOptions {
  std::string plan = "central-asia";
  std::string pack;
  std::string as_of;
  std::string output;
  std::string sample;
  std::string members;
  std::string seed;
  std::string threads = "0";
  bool restart = false;
  bool quiet = false;
};

/// Files of one calibration.
struct Outputs {
  fs::path folder;
  fs::path state() const { return folder / "state.json"; }
  fs::path posterior() const { return folder / evidence::kPosteriorFile; }
  fs::path summary() const { return folder / "summary.json"; }
};

/// One line an evaluation: how far the likelihood is used, and the misfit of each group.
std::string step_text(const calibration::Problem& problem, const inference::KalmanState& state) {
  const inference::KalmanRecord& record = state.history.back();
  std::string text = fmt::format("evaluation {:>2}  used {:>5.1f} %  misfit {:>7.2f} errors ",
                                 state.history.size(),
                                 100 * record.time,
                                 record.discrepancy);
  for (const calibration::GroupMisfit& group :
       calibration::group_misfits(problem, record.residuals)) {
    text += fmt::format(" {} {} {:.1f}", group.quantity, group.place, group.misfit);
  }
  return text + (record.failed > 0 ? fmt::format("  ({} members failed)\n", record.failed) : "\n");
}

inference::KalmanState invert(const evidence::Pack& pack,
                              const evidence::CalibrationPlan& plan,
                              const calibration::Problem& problem,
                              const Outputs& outputs,
                              const CalibrateOptions& options) {
  const inference::KalmanOptions kalman = calibration::options_of(plan);
  inference::KalmanState state;
  if (!options.restart && fs::is_regular_file(outputs.state())) {
    state = inference::read_kalman_state(outputs.state(), problem.kalman, kalman);
    if (!options.quiet) {
      fmt::print(stderr, "goes on after evaluation {}\n", state.history.size());
    }
  } else {
    state = inference::kalman_start(problem.kalman, kalman);
  }
  parallel::Threads threads(threads_asked(options.threads));
  const inference::Evaluate model = calibration::make_model(pack, problem, plan.seed);
  Counter counter(options.quiet, plan.members, "members");
  const auto counted = [&](const inference::Trial& trial, std::span<const double> inputs) {
    std::vector<double> result = model(trial, inputs);
    counter.done();
    return result;
  };
  return inference::kalman_run(
      problem.kalman, kalman, counted, threads, std::move(state), [&](const auto& reached) {
        inference::write_kalman_state(outputs.state(), problem.kalman, kalman, reached);
        counter.clear();
        if (!options.quiet) {
          fmt::print(stderr, "{}", step_text(problem, reached));
        }
      });
}

int calibrate(const CalibrateOptions& options) {
  evidence::Pack pack = load_pack(options.pack);
  const evidence::CalibrationPlan plan =
      chosen_plan({options.plan, options.sample, options.members, options.seed}, pack);
  if (!options.as_of.empty()) {
    // No run begins without figures on households, and nothing that is fitted depends on them.
    std::vector<evidence::WelfareFigure> welfare = pack.welfare;
    pack = evidence::as_of(pack,
                           {month_option("--as-of", options.as_of), evidence::Drivers::forecast});
    pack.welfare = std::move(welfare);
  }
  const calibration::Problem problem = calibration::make_problem(pack, plan);
  const Outputs outputs{
      results_folder(options.output,
                     "calibrations",
                     plan.name + (options.as_of.empty() ? "" : "-") + options.as_of)};
  if (!options.quiet) {
    fmt::print(stderr, "{}\n", problem_text(problem, plan));
  }
  const inference::KalmanState state = invert(pack, plan, problem, outputs, options);
  const evidence::Posterior posterior = calibration::posterior_of(
      pack, plan, problem, state, options.as_of, fmt::format("{} ({})", kVersion, kCommit));
  const calibration::Summary summary = calibration::summarise(problem, state);
  write_output(outputs.posterior().string(), evidence::posterior_text(posterior));
  write_output(outputs.summary().string(), calibration::summary_json(summary, posterior, state));
  fmt::print("{}\nposterior  {}\nsummary    {}\n",
             calibration::summary_text(summary),
             outputs.posterior().generic_string(),
             outputs.summary().generic_string());
  return 0;
}

}  // namespace

void add_calibrate(CLI::App& app, Command& command) {
  const auto options = std::make_shared<CalibrateOptions>();
  CLI::App* sub = app.add_subcommand(
      "calibrate", "Fit parameters to published figures; goes on where it was stopped");
  sub->group(kModelGroup);
  sub->add_option("plan", options->plan, "A plan file, or the name of a shipped plan")
      ->capture_default_str();
  add_pack_option(*sub, options->pack);
  sub->add_option("--as-of", options->as_of, "Use only what was published by this month, YYYY-MM");
  sub->add_option("--output",
                  options->output,
                  "Folder of state, posterior and summary (default results/calibrations/PLAN)");
  sub->add_option("--sample", options->sample, "Share of persons, 1/k (default: the plan's)");
  sub->add_option("--members", options->members, "Parameter sets (default: the plan's)");
  sub->add_option("--seed", options->seed, "Seed (default: the plan's)");
  sub->add_option("--threads", options->threads, "Runs side by side; 0: all cores")
      ->capture_default_str();
  sub->add_flag("--restart", options->restart, "Begin anew, whatever was reached before");
  sub->add_flag("--quiet", options->quiet, "No progress");
  sub->callback(
      [options, &command] { command.action = [options] { return calibrate(*options); }; });
}

}  // namespace corridor::cli
