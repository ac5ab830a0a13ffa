#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <string>

/// What the subcommands share. Each `add_…` function declares its options and leaves the work in
/// Command::action.
namespace corridor::cli {

struct Command {
  std::function<int()> action;  ///< what the chosen subcommand does; returns the exit code
};

void add_run(CLI::App& app, Command& command);
void add_runs(CLI::App& app, Command& command);    ///< runs, show, delete
void add_series(CLI::App& app, Command& command);  ///< series, export
void add_check(CLI::App& app, Command& command);   ///< check, report
void add_validate(CLI::App& app, Command& command);
void add_compare(CLI::App& app, Command& command);
void add_chronicle(CLI::App& app, Command& command);
void add_explain(CLI::App& app, Command& command);
void add_pack(CLI::App& app, Command& command);
void add_scenario(CLI::App& app, Command& command);
void add_law(CLI::App& app, Command& command);
void add_calibrate(CLI::App& app, Command& command);
void add_sensitivity(CLI::App& app, Command& command);
void add_recover(CLI::App& app, Command& command);
void add_backtest(CLI::App& app, Command& command);

/// The names of the groups in `corridor --help`.
inline constexpr const char* kRunGroup = "Run";
inline constexpr const char* kResultsGroup = "Results";
inline constexpr const char* kModelGroup = "Model and data";

inline constexpr const char* kDefaultStore = "results/corridor.sqlite";

void add_store_option(CLI::App& app, std::string& store);
void add_pack_option(CLI::App& app, std::string& pack);
void add_run_argument(CLI::App& app, std::string& run);

/// A whole number from `least` on, or a usage error that names the option.
std::int64_t whole_number(const std::string& option, const std::string& text, std::int64_t least);
/// Reads `1/k` of --sample, and the number of --seed, or refuses them.
std::int64_t parse_sample(const std::string& text);
std::uint64_t parse_seed(const std::string& text);

}  // namespace corridor::cli
