#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>

#include "command.hpp"
#include "corridor/base/check.hpp"
#include "corridor/base/error.hpp"
#include "corridor/base/version.hpp"

namespace corridor::cli {

void add_store_option(CLI::App& app, std::string& store) {
  app.add_option("--store", store, "Results store (SQLite file)")->capture_default_str();
}

void add_pack_option(CLI::App& app, std::string& pack) {
  app.add_option(
      "--pack", pack, "Folder of the data pack (default: CORRIDOR_PACK, else data/central-asia)");
}

void add_run_argument(CLI::App& app, std::string& run) {
  app.add_option("RUN", run, "Run as r0001, or latest")->capture_default_str();
}

namespace {

constexpr const char* kFooter =
    R"(A run reads published figures from a data pack, lets every person of the origins
live month by month, and keeps the results in a store. The same question gives the
same answer: results depend on pack, scenario, months, sample and seed, never on
threads or engine.

Examples:
  corridor run baseline                       sixteen years, one to one
  corridor run baseline --sample 1/100        the same in a moment, with more noise
  corridor check latest                       the model beside published figures
  corridor report latest -o report.html       the same as a page with charts
  corridor series latest --measure migrants_present --by status --yearly
  corridor compare r0001 r0002                what a scenario changed
  corridor law --at 2015-09                   which rules were in force
  corridor explain month                      what happens in a month, in which order

Files:
  data/central-asia            the default data pack, or the folder in CORRIDOR_PACK
  results/corridor.sqlite      the default store

Exit codes:
  0 done   2 usage   3 input (pack, scenario)   4 files, store, disk, memory
  5 a promise of the program broke (please report it)   6 stopped on request, results kept

`corridor COMMAND --help` explains a command.)";

void complain(const Problem& problem) { fmt::print(stderr, "corridor: {}\n", problem.text()); }

void collect_options(const CLI::App& app, std::vector<std::string>& names) {
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
}

/// The subcommand people were typing when something went wrong.
const CLI::App& deepest(const CLI::App& app) {
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  return chosen.empty() ? app : deepest(*chosen.front());
}

std::string help_of(const CLI::App& app) {
  std::string name = app.get_name();
  for (const CLI::App* parent = app.get_parent(); parent != nullptr;
       parent = parent->get_parent()) {
    name.insert(0, parent->get_name() + " ");
  }
  return fmt::format("See `{} --help`.", name);
}

/// The command a message is about; the program itself has no name of its own in front of a message.
std::string where_of(const CLI::App& app) {
  return app.get_parent() == nullptr ? "command line" : app.get_name();
}

int refuse_usage(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& sub = deepest(app);
  const std::vector<std::string> left = app.remaining(true);
  const bool needs_command = !sub.get_subcommands([](const CLI::App*) { return true; }).empty();
  std::vector<std::string> known;
  std::string kind = "argument";
  if (!left.empty() && left.front().starts_with("-")) {
    kind = "option";
    collect_options(sub, known);
  } else if (needs_command) {
    kind = "command";
    for (const CLI::App* command : sub.get_subcommands([](const CLI::App*) { return true; })) {
      known.push_back(command->get_name());
    }
  }
  if (left.empty()) {
    const std::string why =
        needs_command ? "a command is missing." : std::string(error.what()) + ".";
    complain(
        {where_of(sub), why.substr(0, why.find(' ')), why.substr(why.find(' ') + 1), help_of(sub)});
    return static_cast<int>(ExitCode::usage);
  }
  const std::string nearest = nearest_name(left.front(), known);
  complain(
      {where_of(sub),
       fmt::format("\"{}\"", left.front()),
       fmt::format("is not {} {} that is known here.", kind == "command" ? "a" : "an", kind),
       (nearest.empty() ? std::string() : fmt::format("Nearest: {}. ", nearest)) + help_of(sub)});
  return static_cast<int>(ExitCode::usage);
}

void declare(CLI::App& app, Command& command) {
  app.name("corridor");
  app.set_version_flag("--version", fmt::format("corridor {} ({})", kVersion, kCommit));
  app.require_subcommand(1);
  app.footer(kFooter);
  app.get_formatter()->column_width(26);
  add_run(app, command);
  add_check(app, command);
  add_validate(app, command);
  add_runs(app, command);
  add_series(app, command);
  add_compare(app, command);
  add_chronicle(app, command);
  add_explain(app, command);
  add_pack(app, command);
  add_scenario(app, command);
  add_law(app, command);
  add_calibrate(app, command);
  add_sensitivity(app, command);
  add_recover(app, command);
  add_backtest(app, command);
}

int refuse(const Error& error) {
  for (const Problem& problem : error.problems()) {
    complain(problem);
  }
  return static_cast<int>(error.code());
}

int act(const Command& command) {
  try {
    return command.action();
  } catch (const Error& error) {
    return refuse(error);
  } catch (const InvariantError& error) {
    fmt::print(
        stderr,
        "corridor: a promise of the program broke: {}\n    Please report it with the command, "
        "the pack digest and `corridor --version`.\n",
        error.what());
    return static_cast<int>(ExitCode::invariant);
  } catch (const std::bad_alloc&) {
    complain({"memory",
              "the machine",
              "has too little for this run.",
              "Choose a smaller sample, for example --sample 1/10."});
    return static_cast<int>(ExitCode::files);
  }
}

int main_of(int argc, char** argv) {
  // A file-size limit then shows as a failed write, which is reported, instead of ending the
  // program.
  signal(SIGXFSZ, SIG_IGN);
  CLI::App app("Corridor: an open simulation of labour-migration corridors.");
  Command command;
  declare(app, command);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    return app.exit(success);
  } catch (const CLI::ParseError& error) {
    return refuse_usage(app, error);
  }
  return act(command);
}

}  // namespace

}  // namespace corridor::cli

int main(int argc, char** argv) {
  try {
    return corridor::cli::main_of(argc, argv);
  } catch (const std::exception& error) {
    std::fputs("corridor: ", stderr);
    std::fputs(error.what(), stderr);
    std::fputs("\n", stderr);
    return static_cast<int>(corridor::ExitCode::invariant);
  }
}
