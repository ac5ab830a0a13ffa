#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/base/version.hpp"
#include "corridor/calibration/recovery_record.hpp"
#include "corridor/parallel/threads.hpp"
#include "location.hpp"
#include "plan_choice.hpp"

namespace corridor::cli {

namespace {

namespace fs = std::filesystem;

struct RecoverOptions {
  std::string plan = "recovery";
  std::string pack;
  std::string trials = "100";
  std::string output;
  std::string sample;
  std::string members;
  std::string seed;
  std::string threads = "0";
  bool second = false;
  bool restart = false;
  bool quiet = false;
};

/// What both checks start from.
struct Question {
  const RecoverOptions& options;
  const calibration::Recoverable& subject;
  const calibration::RecoveryLineage& lineage;
  const fs::path& folder;
  parallel::Threads& threads;
};

int ask_second(const Question& asked) {
  const auto tell = [&](const std::string& line) {
    if (!asked.options.quiet) {
      fmt::print(stderr, "{}\n", line);
    }
  };
  const calibration::SecondResult result =
      calibration::second_method(asked.subject, asked.threads, tell);
  const fs::path file = asked.folder / "second.json";
  write_output(file.string(), calibration::second_json(asked.subject, asked.lineage, result));
  fmt::print("{}\nresults  {}\n", calibration::second_text(result), file.generic_string());
  return 0;
}

std::string trial_text(const calibration::RecoveryTrial& trial) {
  if (!trial.ranks.failure.empty()) {
    return trial.ranks.failure;
  }
  return fmt::format("{} evaluations, misfit {:.2f} errors", trial.evaluations, trial.discrepancy);
}

int ask_trials(const Question& asked) {
  const int trials = static_cast<int>(whole_number("--trials", asked.options.trials, 1));
  const fs::path file = asked.folder / "trials.jsonl";
  if (asked.options.restart) {
    std::error_code error;
    fs::remove(file, error);
  }
  const std::string header = calibration::recovery_header(asked.subject, asked.lineage);
  std::vector<calibration::RecoveryTrial> known =
      calibration::open_trials(file, header, asked.subject);
  known.resize(std::min(known.size(), static_cast<std::size_t>(trials)));
  if (!known.empty() && !asked.options.quiet) {
    fmt::print(stderr, "goes on after trial {}\n", known.size());
  }
  std::size_t number = known.size();
  const auto done = [&](const calibration::RecoveryTrial& trial) {
    calibration::append_trial(file, trial);
    ++number;
    if (!asked.options.quiet) {
      fmt::print(stderr, "trial {} of {}: {}\n", number, trials, trial_text(trial));
    }
  };
  const std::vector<calibration::RecoveryTrial> all =
      calibration::recover(asked.subject, trials, asked.threads, std::move(known), done);
  const calibration::Recovery recovery = calibration::recovery_of(asked.subject, all);
  const fs::path results = asked.folder / "recovery.json";
  write_output(results.string(),
               calibration::recovery_json(asked.subject, asked.lineage, recovery, all));
  fmt::print("{}\ntrials   {}\nresults  {}\n",
             calibration::recovery_text(asked.subject, recovery),
             file.generic_string(),
             results.generic_string());
  return 0;
}

int recover(const RecoverOptions& options) {
  evidence::Pack pack = load_pack(options.pack);
  const evidence::CalibrationPlan plan =
      chosen_plan({options.plan, options.sample, options.members, options.seed}, pack);
  const calibration::Problem problem = calibration::make_problem(pack, plan);
  const fs::path folder = results_folder(options.output, "recoveries", plan.name);
  if (!options.quiet) {
    fmt::print(stderr, "{}\n", problem_text(problem, plan));
  }
  parallel::Threads threads(threads_asked(options.threads));
  const calibration::Recoverable subject =
      calibration::recoverable_of(pack, plan, problem, threads);
  const calibration::RecoveryLineage lineage{plan.name,
                                             pack.digest_before_posterior,
                                             fmt::format("{} ({})", kVersion, kCommit),
                                             problem.from,
                                             problem.to,
                                             problem.sample};
  const Question asked{options, subject, lineage, folder, threads};
  return options.second ? ask_second(asked) : ask_trials(asked);
}

}  // namespace

void add_recover(CLI::App& app, Command& command) {
  const auto options = std::make_shared<RecoverOptions>();
  CLI::App* sub = app.add_subcommand(
      "recover", "Does calibration find parameters that are known? Goes on where it was stopped");
  sub->group(kModelGroup);
  sub->add_option("plan", options->plan, "A plan file, or the name of a shipped plan")
      ->capture_default_str();
  add_pack_option(*sub, options->pack);
  CLI::Option* trials =
      sub->add_option("--trials", options->trials, "Truths that are made up and sought")
          ->capture_default_str();
  sub->add_option("--output",
                  options->output,
                  "Folder of trials and results (default results/recoveries/PLAN)");
  sub->add_option("--sample", options->sample, "Share of persons, 1/k (default: the plan's)");
  sub->add_option("--members", options->members, "Parameter sets (default: the plan's)");
  sub->add_option("--seed", options->seed, "Seed (default: the plan's)");
  sub->add_option("--threads", options->threads, "Trials side by side; 0: all cores")
      ->capture_default_str();
  sub->add_flag("--second", options->second, "Ask a second method about the first truth, instead")
      ->excludes(trials);
  sub->add_flag("--restart", options->restart, "Begin anew, whatever was reached before");
  sub->add_flag("--quiet", options->quiet, "No progress");
  sub->callback([options, &command] { command.action = [options] { return recover(*options); }; });
}

}  // namespace corridor::cli
