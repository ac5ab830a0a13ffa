#include <fmt/format.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <thread>

#include "baseline.hpp"
#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/base/version.hpp"
#include "corridor/evidence/continuation.hpp"
#include "corridor/evidence/scenario.hpp"
#include "corridor/sim/run.hpp"
#include "corridor/store/baseline.hpp"
#include "corridor/store/writer.hpp"
#include "location.hpp"
#include "progress.hpp"
#include "run_ensemble.hpp"

namespace corridor::cli {

namespace {

namespace fs = std::filesystem;

/// Set by the signal handler, read once a month. A second signal ends the program the usual way.
/// A handler reaches no other state, so this one variable is global.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
volatile sig_atomic_t stop_wanted = 0;

}  // namespace

bool stop_asked() { return stop_wanted != 0; }

namespace {

void want_stop(int /*signal*/) { stop_wanted = 1; }

void listen_for_stop() {
  struct sigaction action = {};
  action.sa_handler = want_stop;
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

sim::Engine parse_engine(const std::string& text) {
  if (text != "automatic" && text != "reference") {
    fail_usage({"--engine",
                fmt::format("\"{}\"", text),
                "is not an engine (allowed: automatic, reference).",
                "Leave the option out to use the fastest; all engines give the same results."});
  }
  return text == "reference" ? sim::Engine::reference : sim::Engine::automatic;
}

/// The baseline belongs to the default pack; another pack is run as it is. Empty when there is
/// none.
fs::path shipped_baseline() {
  std::error_code error;
  for (const fs::path& folder : scenario_folders()) {
    if (fs::is_regular_file(folder / "baseline.toml", error)) {
      return folder / "baseline.toml";
    }
  }
  return {};
}

evidence::Scenario scenario_for(const RunOptions& options, const evidence::Pack& pack) {
  if (!options.scenario.empty()) {
    return evidence::load_scenario(find_scenario(options.scenario), pack, scenario_folders());
  }
  const fs::path baseline = options.pack.empty() ? shipped_baseline() : fs::path();
  if (!baseline.empty()) {
    return evidence::load_scenario(baseline, pack, scenario_folders());
  }
  evidence::Scenario scenario;
  scenario.name = "pack-as-it-is";
  scenario.question = "What happens under the drivers, laws and parameters of the pack?";
  std::tie(scenario.from, scenario.to) = months_of(pack);
  return scenario;
}

sim::RunRequest request_for(const RunOptions& options, const evidence::Scenario& scenario) {
  sim::RunRequest request;
  request.from = options.from.empty() ? scenario.from : month_option("--from", options.from);
  request.to = options.to.empty() ? scenario.to : month_option("--to", options.to);
  if (request.to < request.from) {
    fail_usage({"--from, --to",
                fmt::format("{} to {}", request.from.text(), request.to.text()),
                "runs backwards: the last month is before the first.",
                fmt::format("Write --from {} --to {}.", request.to.text(), request.from.text())});
  }
  request.sample = parse_sample(options.sample);
  request.seed = parse_seed(options.seed);
  request.threads = static_cast<int>(whole_number("--threads", options.threads, 0));
  request.engine = parse_engine(options.engine);
  request.checked = options.checked;
  return request;
}

double speed_of(const sim::RunSummary& summary) {
  return summary.seconds_months > 0
             ? static_cast<double>(summary.person_months) / summary.seconds_months
             : 0;
}

/// What a run was held against: nothing but itself where its scenario changes nothing.
struct HeldAgainst {
  std::size_t changes = 0;
  std::string baseline = "itself";
  std::optional<Month> continued;  ///< first month in which a driver goes on by a rule
};

/// The pack with drivers to the last month asked for. Where it is known before the scenario is
/// read, changes may lie in months that only rules reach.
evidence::Pack covering(evidence::Pack pack, const std::string& to) {
  return to.empty() ? pack : evidence::extend(std::move(pack), month_option("--to", to));
}

nlohmann::ordered_json summary_json(const std::string& id,
                                    const sim::RunSummary& summary,
                                    const HeldAgainst& held,
                                    double total) {
  return {{"run", id},
          {store::kChangesKey, held.changes},
          {"baseline", held.baseline},
          {store::kContinuedKey,
           held.continued ? nlohmann::ordered_json(held.continued->text()) : nullptr},
          {"months", summary.months},
          {"persons_start", summary.persons_start},
          {"persons_end", summary.persons_end},
          {"seconds",
           {{"synthesis", summary.seconds_synthesis},
            {"months", summary.seconds_months},
            {"store", summary.seconds_store},
            {"total", total}}},
          {"person_months_per_second", speed_of(summary)},
          {"peak_rss_bytes", peak_memory()},
          {"results_digest", summary.results_digest}};
}

void print_summary(const std::string& id,
                   const sim::RunSummary& summary,
                   const HeldAgainst& held,
                   double total,
                   const RunOptions& options) {
  fmt::print("run {} {} {}: {} months in {:.1f} s\n",
             id,
             summary.stopped ? "stopped at" : "complete, to",
             summary.last.text(),
             summary.months,
             total);
  fmt::print(
      "  persons  {} at the start, {} at the end\n", summary.persons_start, summary.persons_end);
  fmt::print("  time     synthesis {:.2f} s, months {:.2f} s, store {:.2f} s\n",
             summary.seconds_synthesis,
             summary.seconds_months,
             summary.seconds_store);
  fmt::print("  speed    {:.1f} million person-months per second\n", speed_of(summary) / 1e6);
  fmt::print("  memory   {} MiB at most\n", peak_memory() / 1048576);
  fmt::print("  baseline {}\n", held.baseline);
  if (held.continued) {
    fmt::print("  drivers  go on by rules from {}: see publication.csv of the pack\n",
               held.continued->text());
  }
  fmt::print("  digest   {}\n", summary.results_digest);
  fmt::print("  store    {}\n", options.store);
}

int run(const RunOptions& options) {
  const auto start = std::chrono::steady_clock::now();
  const evidence::Pack given = load_pack(options.pack);
  const evidence::Scenario scenario = scenario_for(options, covering(given, options.to));
  sim::RunRequest request = request_for(options, scenario);
  const evidence::Pack published = evidence::extend(given, request.to);
  const evidence::Pack pack = evidence::apply(published, scenario);
  store::Store store(options.store, store::Access::create);
  listen_for_stop();
  if (!options.ensemble.empty()) {
    return run_ensemble(options, given, scenario, request, store);
  }
  HeldAgainst held{scenario.changes.size(), "itself", continued_from(given, request.to)};
  if (held.changes > 0) {
    const store::RunDescription description = describe(published, scenario, request, options);
    BaselineOfRun found = baseline_of_run(
        store, description, published, request, options.quiet, [](const sim::Progress&) {
          return stop_wanted == 0;
        });
    if (!found.baseline) {
      fmt::print(stderr, "corridor: stopped while computing the baseline; nothing was stored.\n");
      return static_cast<int>(ExitCode::stopped);
    }
    request.baseline = std::move(found.baseline);
    held.baseline = std::move(found.origin);
  }
  // Begun only with the first month, so that a request the pack cannot serve leaves no empty run
  // behind.
  std::unique_ptr<store::Writer> writer;
  const auto begin = [&] {
    if (!writer) {
      writer = std::make_unique<store::Writer>(store,
                                               describe(published, scenario, request, options),
                                               store::vocabulary(pack),
                                               sim::measures());
    }
  };
  ProgressDisplay display(options.quiet);
  sim::RunSummary summary = sim::run(
      pack,
      request,
      [&](Month month, std::span<const sim::Value> values) {
        begin();
        writer->write_month(month, values);
      },
      [&](const sim::Progress& progress) {
        display.update(progress);
        return stop_wanted == 0;
      });
  display.finish();
  begin();
  const auto before_flush = std::chrono::steady_clock::now();
  writer->flush();
  const auto now = std::chrono::steady_clock::now();
  summary.seconds_store += std::chrono::duration<double>(now - before_flush).count();
  const double total = std::chrono::duration<double>(now - start).count();
  const nlohmann::ordered_json json = summary_json(writer->id(), summary, held, total);
  writer->finish(summary.stopped ? store::RunStatus::stopped : store::RunStatus::complete,
                 json.dump());
  if (options.json) {
    fmt::print("{}\n", json.dump());
  } else {
    print_summary(writer->id(), summary, held, total, options);
  }
  return static_cast<int>(summary.stopped ? ExitCode::stopped : ExitCode::ok);
}

}  // namespace

namespace {

std::string machine_text() {
  std::ifstream file("/proc/cpuinfo");
  std::string model = "unknown processor";
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) {
      model = line.substr(std::min(line.find(':') + 2, line.size()));
      break;
    }
  }
  return fmt::format("{}, {} threads", model, std::thread::hardware_concurrency());
}

}  // namespace

std::optional<Month> continued_from(const evidence::Pack& published, Month to) {
  const Month first = evidence::first_continued(published);
  return first <= to ? std::optional(first) : std::nullopt;
}

store::RunDescription describe(const evidence::Pack& pack,
                               const evidence::Scenario& scenario,
                               const sim::RunRequest& request,
                               const RunOptions& options) {
  store::RunDescription description;
  description.scenario = scenario.name;
  description.question = scenario.question;
  description.scenario_text = scenario.text;
  description.pack = pack.name;
  description.pack_version = pack.version;
  description.pack_digest = pack.digest;
  std::error_code error;
  description.pack_folder = fs::absolute(pack.folder, error).string();
  description.from = request.from;
  description.to = request.to;
  description.sample = request.sample;
  description.seed = request.seed;
  description.threads = request.threads;
  description.engine = options.engine;
  description.version = fmt::format("{} ({})", kVersion, kCommit);
  description.machine = machine_text();
  return description;
}

std::int64_t peak_memory() {
  rusage usage = {};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
}

std::int64_t parse_sample(const std::string& text) {
  std::int64_t persons = 0;
  const bool fraction = text.starts_with("1/");
  const std::string denominator = fraction ? text.substr(2) : text;
  const char* end = denominator.data() + denominator.size();
  const auto [stop, error] = std::from_chars(denominator.data(), end, persons);
  const bool read = error == std::errc() && stop == end && !denominator.empty();
  if (read && persons >= 1 && (fraction || persons == 1)) {
    return persons;
  }
  std::string why = "is not a sample (allowed: 1/1, 1/2, ... 1/k).";
  std::string remedy = "Write --sample 1/100 to let one simulated person stand for a hundred.";
  if (read && !fraction && persons > 1) {
    why = fmt::format("would simulate {} persons for each one alive (allowed: 1/1, 1/2, ... 1/k).",
                      persons);
    remedy =
        fmt::format("Write --sample 1/{0} to let one simulated person stand for {0}.", persons);
  } else if (read && persons == 0) {
    why = "would simulate nobody (allowed: 1/1, 1/2, ... 1/k).";
  }
  fail_usage({"--sample", fmt::format("\"{}\"", text), why, remedy});
}

std::uint64_t parse_seed(const std::string& text) {
  std::uint64_t seed = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seed);
  if (error != std::errc() || stop != end) {
    fail_usage({"--seed",
                fmt::format("\"{}\"", text),
                "is not a seed (allowed: whole numbers from 0 to 18446744073709551615).",
                "Write for example --seed 7."});
  }
  return seed;
}

void add_run(CLI::App& app, Command& command) {
  const auto options = std::make_shared<RunOptions>();
  CLI::App* sub =
      app.add_subcommand("run", "Simulate a scenario month by month and store the results");
  sub->group(kRunGroup);
  sub->add_option("SCENARIO",
                  options->scenario,
                  "Scenario file, or the name of a shipped one; without it the baseline, "
                  "or with --pack that pack as it is");
  add_pack_option(*sub, options->pack);
  sub->add_option("--from", options->from, "First month, YYYY-MM (default: of the scenario)");
  sub->add_option("--to", options->to, "Last month, YYYY-MM (default: of the scenario)");
  sub->add_option("--sample", options->sample, "1/k: one simulated person stands for k")
      ->capture_default_str();
  sub->add_option("--seed", options->seed, "Seed of all chance")->capture_default_str();
  sub->add_option("--threads", options->threads, "Threads; 0 uses all; no effect on results")
      ->capture_default_str();
  sub->add_option("--ensemble",
                  options->ensemble,
                  "Members, 2 or more: as many runs that differ in parameters and chance");
  add_store_option(*sub, options->store);
  sub->add_option("--engine", options->engine, "automatic or reference; no effect on results")
      ->capture_default_str();
  sub->add_flag("--checked", options->checked, "Test conservation after every month");
  sub->add_flag("--quiet", options->quiet, "Show no progress");
  sub->add_flag("--json", options->json, "Print one JSON object about the run");
  sub->footer(
      "A scenario with changes is held against its baseline: a fitting run of the store, or one\n"
      "computed first and not stored. So run the baseline before, with the same seed and sample.\n"
      "Ctrl-C stops at the end of a month and keeps what was computed (exit code 6); during the\n"
      "baseline nothing is kept.\n\n"
      "An ensemble is stored as one run: medians, bands, and the members' values of places. Two\n"
      "ensembles of the same pack, seed, sample and number of members are paired member by "
      "member.\n"
      "Stopped before its end it keeps nothing.\n\n"
      "Drivers of months that the pack does not cover go on by the rules of its publication.csv;\n"
      "the summary says from which month on.\n\n"
      "Examples:\n"
      "  corridor run baseline\n"
      "  corridor run scenarios/baseline.toml --to 2015-12 --sample 1/100 --seed 7\n"
      "  corridor run baseline --to 2030-12 --sample 1/100\n"
      "  corridor run scenarios/amnesty.toml --sample 1/100 --ensemble 40");
  sub->callback([options, &command] { command.action = [options] { return run(*options); }; });
}

}  // namespace corridor::cli
