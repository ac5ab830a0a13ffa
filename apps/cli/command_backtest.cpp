#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>

#include "command.hpp"
#include "corridor/backtest/backtest.hpp"
#include "corridor/backtest/forecasts.hpp"
#include "corridor/backtest/rivals.hpp"
#include "corridor/backtest/table.hpp"
#include "corridor/base/error.hpp"
#include "corridor/calibration/forecaster.hpp"
#include "location.hpp"
#include "plan_choice.hpp"

namespace corridor::cli {

namespace {

constexpr int kMembers = 1000;

struct BacktestOptions {
  std::string pack;
  std::string forecasts;
  std::string from;
  std::string to;
  std::string at;
  std::string seed = "1";
  std::string plan;
  std::string sample;
  std::string members;
  std::string folder;
  std::string threads = "0";
  bool revisions = false;
  bool json = false;
};

int year_option(const std::string& option, const std::string& text, int otherwise) {
  constexpr std::int64_t kLast = 9999;
  const std::int64_t year = text.empty() ? otherwise : whole_number(option, text, 1);
  if (year > kLast) {
    fail_usage({option, fmt::format("\"{}\"", text), "is not a year.", "Write YYYY."});
  }
  return static_cast<int>(year);
}

/// `origin` is empty or a month of the year 1 to 12; the origin then lies in the last known year.
void set_origin(const std::string& origin, backtest::Schedule& schedule) {
  if (origin.empty()) {
    return;
  }
  const std::int64_t month = whole_number("--origin-month", origin, 1);
  constexpr std::int64_t kMonths = 12;
  if (month > kMonths) {
    fail_usage({"--origin-month",
                fmt::format("\"{}\"", origin),
                "is not a month of the year.",
                "Write 1 to 12, as 12."});
  }
  schedule.origin_month = static_cast<int>(month);
  schedule.origin_years_after = 0;
}

backtest::Schedule schedule_of(const BacktestOptions& options, const evidence::Pack& pack) {
  backtest::Schedule schedule = backtest::usual_schedule(pack);
  schedule.first_year = year_option("--from", options.from, schedule.first_year);
  schedule.last_year = year_option("--to", options.to, schedule.last_year);
  if (schedule.last_year < schedule.first_year) {
    fail_usage({"--to",
                fmt::format("{}", schedule.last_year),
                fmt::format("lies before the first year, {}.", schedule.first_year),
                "Choose a later year."});
  }
  set_origin(options.at, schedule);
  schedule.seed = parse_seed(options.seed);
  schedule.revisions =
      options.revisions ? evidence::Revisions::of_the_time : evidence::Revisions::latest;
  return schedule;
}

/// The model by a plan.
std::vector<backtest::Forecaster> model_of(const BacktestOptions& options,
                                           evidence::Pack& pack,
                                           const backtest::Schedule& schedule) {
  calibration::ForecastOptions model;
  model.pack = &pack;
  model.plan = chosen_plan({options.plan, options.sample, options.members}, pack);
  model.threads = threads_asked(options.threads);
  model.years = *std::max_element(schedule.horizons.begin(), schedule.horizons.end()) + 1 -
                schedule.origin_years_after;
  if (!options.folder.empty()) {
    std::filesystem::create_directories(options.folder);
    model.folder = options.folder;
  }
  model.tell = [](const std::string& line) { fmt::print(stderr, "{}\n", line); };
  return calibration::model_forecasters(std::move(model));
}

std::vector<backtest::Forecaster> forecasters_of(const BacktestOptions& options,
                                                 evidence::Pack& pack,
                                                 const backtest::Schedule& schedule) {
  std::vector<backtest::Forecaster> result = backtest::rivals(kMembers);
  if (!options.plan.empty()) {
    for (backtest::Forecaster& one : model_of(options, pack, schedule)) {
      result.push_back(std::move(one));
    }
  }
  if (options.forecasts.empty()) {
    return result;
  }
  std::set<std::string> names;
  for (const backtest::Forecaster& one : result) {
    names.insert(one.name);
  }
  for (backtest::Forecaster& one :
       backtest::published_forecasters(backtest::read_forecasts(options.forecasts, pack))) {
    if (!names.insert(one.name).second) {
      fail_input({options.forecasts,
                  fmt::format("publisher: \"{}\"", one.name),
                  "is the name of a rule of the program.",
                  "Give the publisher another name."});
    }
    result.push_back(std::move(one));
  }
  return result;
}

int run(const BacktestOptions& options) {
  evidence::Pack pack = load_pack(options.pack);
  const backtest::Schedule schedule = schedule_of(options, pack);
  const std::vector<backtest::Forecaster> forecasters = forecasters_of(options, pack, schedule);
  const std::vector<backtest::Scored> scored = backtest::backtest(pack, forecasters, schedule);
  const backtest::Table table = backtest::summarise(pack, forecasters, scored, schedule);
  fmt::print("{}",
             options.json ? backtest::json(table, pack, forecasters, scored)
                          : backtest::text(table, forecasters));
  return 0;
}

}  // namespace

void add_backtest(CLI::App& app, Command& command) {
  const auto options = std::make_shared<BacktestOptions>();
  CLI::App* sub = app.add_subcommand(
      "backtest", "Score forecasts of yearly receipts made with what was known at the time");
  sub->group(kModelGroup);
  add_pack_option(*sub, options->pack);
  sub->add_option(
      "--forecasts",
      options->forecasts,
      "CSV of published forecasts, scored on the same dates (docs/formats/forecasts.md)");
  sub->add_option("--model",
                  options->plan,
                  "Ask the model too, calibrated at each origin by this plan (a file or a name)");
  sub->add_option("--sample", options->sample, "Of the model: share of persons, 1/k");
  sub->add_option("--members", options->members, "Of the model: parameter sets");
  sub->add_option(
      "--folder", options->folder, "Keep calibrations here, and go on with those that are found");
  sub->add_option("--threads", options->threads, "Of the model: runs side by side; 0: all cores")
      ->capture_default_str();
  sub->add_option("--from", options->from, "First year whose receipts are asked for");
  sub->add_option("--to", options->to, "Last year whose receipts are asked for");
  sub->add_option(
      "--origin-month",
      options->at,
      "Month 1 to 12 of the year that lies the horizon back to forecast in (default: the "
      "first in which its receipts are known)");
  sub->add_option("--seed", options->seed, "Seed of the draws")->capture_default_str();
  sub->add_flag("--revisions",
                options->revisions,
                "Start from the release of a figure that was out, where the pack has it");
  sub->add_flag("--json", options->json, "Print JSON, with every single forecast");
  sub->callback([options, &command] { command.action = [options] { return run(*options); }; });
}

}  // namespace corridor::cli
