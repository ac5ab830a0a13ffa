#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/store/baseline.hpp"
#include "corridor/store/store.hpp"

namespace corridor::cli {

namespace {

using nlohmann::ordered_json;

struct RunsOptions {
  std::string store = kDefaultStore;
  std::string run = "latest";
  std::vector<std::string> runs;
  bool json = false;
};

ordered_json run_json(const store::RunInfo& run) {
  return {{"run", run.id},
          {"created", run.created},
          {"status", store::status_text(run)},
          {"scenario", run.scenario},
          {"question", run.question},
          {"pack", run.pack},
          {"pack_version", run.pack_version},
          {"pack_digest", run.pack_digest},
          {"from", run.from.text()},
          {"to", run.to.text()},
          {"sample", fmt::format("1/{}", run.sample)},
          {"seed", run.seed},
          {"members", run.members},
          {"parameters", run.parameters},
          {"threads", run.threads},
          {"engine", run.engine},
          {"version", run.version},
          {"machine", run.machine},
          {"summary", ordered_json::parse(run.summary, nullptr, false)}};
}

int list_runs(const RunsOptions& options) {
  const store::Store store(options.store, store::Access::existing);
  const std::vector<store::RunInfo> runs = store.runs();
  if (options.json) {
    ordered_json rows = ordered_json::array();
    for (const store::RunInfo& run : runs) {
      rows.push_back(run_json(run));
    }
    fmt::print("{}\n", rows.dump());
    return 0;
  }
  fmt::print("{:<7} {:<20} {:<18} {:<18} {:<8} {:<6} {}\n",
             "run",
             "created",
             "scenario",
             "months",
             "sample",
             "seed",
             "status");
  for (const store::RunInfo& run : runs) {
    fmt::print("{:<7} {:<20} {:<18} {:<18} {:<8} {:<6} {}\n",
               run.id,
               run.created,
               run.scenario,
               run.from.text() + " " + run.to.text(),
               fmt::format("1/{}", run.sample),
               run.seed,
               store::status_text(run));
  }
  return 0;
}

/// Where drivers come from, as far as the summary of the run tells: one that was interrupted has
/// none.
std::string drivers_text(const store::RunInfo& run) {
  const ordered_json summary = ordered_json::parse(run.summary, nullptr, false);
  if (!summary.is_object() || !summary.contains(store::kContinuedKey)) {
    return "not told";
  }
  const ordered_json& from = summary.at(store::kContinuedKey);
  return from.is_string() ? "go on by rules from " + from.get<std::string>()
                          : "given by the pack in all months";
}

void print_run(const store::RunInfo& run) {
  std::vector<std::pair<const char*, std::string>> facts = {
      {"run", run.id},
      {"status", store::status_text(run)},
      {"created", run.created},
      {"scenario", run.scenario},
      {"question", run.question},
      {"pack", fmt::format("{} {} ({})", run.pack, run.pack_version, run.pack_folder)},
      {"pack digest", run.pack_digest},
      {"months", run.from.text() + " to " + run.to.text()},
      {"drivers", drivers_text(run)},
      {"sample", fmt::format("1/{}", run.sample)},
      {"seed", std::to_string(run.seed)},
      {"threads", run.threads == 0 ? "all" : std::to_string(run.threads)},
      {"engine", run.engine},
      {"version", run.version},
      {"machine", run.machine},
      {"summary", run.summary}};
  if (run.members > 0) {
    facts.insert(facts.begin() + 1,
                 {{"members", std::to_string(run.members)}, {"parameters", run.parameters}});
  }
  for (const auto& [name, text] : facts) {
    fmt::print("{:<12} {}\n", name, text);
  }
}

int show(const RunsOptions& options) {
  const store::Store store(options.store, store::Access::existing);
  const store::RunInfo run = store.find(options.run);
  if (options.json) {
    ordered_json object = run_json(run);
    object["scenario_text"] = run.scenario_text;
    for (const store::MeasureInfo& measure : store.measures(run)) {
      object["measures"].push_back({{"name", measure.name},
                                    {"unit", measure.unit},
                                    {"grade", measure.grade},
                                    {"description", measure.description}});
    }
    fmt::print("{}\n", object.dump());
    return 0;
  }
  print_run(run);
  fmt::print("\nmeasures\n");
  for (const store::MeasureInfo& measure : store.measures(run)) {
    fmt::print(
        "  {:<28} {:<14} {}  {}\n", measure.name, measure.unit, measure.grade, measure.description);
  }
  fmt::print("\nplaces\n");
  for (const store::Place& place : store.places(run)) {
    fmt::print("  {:<8} {:<12} {:<6} {}\n", place.code, place.kind, place.parent, place.name);
  }
  return 0;
}

int remove(const RunsOptions& options) {
  store::Store store(options.store, store::Access::existing);
  std::vector<store::RunInfo> found;
  for (const std::string& id : options.runs) {
    found.push_back(store.find(id));
  }
  for (const store::RunInfo& run : found) {
    store.remove(run);
    fmt::print("deleted {} ({}, {} to {})\n", run.id, run.scenario, run.from.text(), run.to.text());
  }
  return 0;
}

}  // namespace

void add_runs(CLI::App& app, Command& command) {
  const auto options = std::make_shared<RunsOptions>();
  CLI::App* runs = app.add_subcommand("runs", "List the runs of a store");
  CLI::App* shown = app.add_subcommand("show", "Show what a run is, its measures and its places");
  CLI::App* removed = app.add_subcommand("delete", "Delete runs and give their space back");
  add_run_argument(*shown, options->run);
  removed->add_option("RUN", options->runs, "Runs to delete, as r0001")->required();
  for (CLI::App* sub : {runs, shown, removed}) {
    sub->group(kResultsGroup);
    add_store_option(*sub, options->store);
  }
  runs->add_flag("--json", options->json, "Print JSON");
  shown->add_flag("--json", options->json, "Print JSON");
  runs->callback(
      [options, &command] { command.action = [options] { return list_runs(*options); }; });
  shown->callback([options, &command] { command.action = [options] { return show(*options); }; });
  removed->callback(
      [options, &command] { command.action = [options] { return remove(*options); }; });
}

}  // namespace corridor::cli
