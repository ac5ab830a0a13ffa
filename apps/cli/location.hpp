#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/store/results.hpp"
#include "corridor/store/store.hpp"

/// Where packs, scenarios and outputs are found.
namespace corridor::cli {

/// The folder named, or CORRIDOR_PACK, or the default pack below the current folder or the
/// installed share folder.
std::filesystem::path find_pack(const std::string& given);
evidence::Pack load_pack(const std::string& given);

/// The months for which the pack has every monthly driver and a population on both sides.
std::pair<Month, Month> months_of(const evidence::Pack& pack);

/// The pack to hold a run against: the one named, or the one the run was made with. Says on stderr
/// when its content has changed since.
evidence::Pack pack_of_run(const store::RunInfo& run, const std::string& given);

/// The run, or a usage error when it holds no months yet.
store::RunInfo run_with_months(const store::Store& store, const std::string& id);

/// Folders that may hold scenarios, nearest first.
std::vector<std::filesystem::path> scenario_folders();
/// A file, or the name of a shipped scenario.
std::filesystem::path find_scenario(const std::string& given);

/// A calibration plan: a file, or the name of a shipped one.
std::filesystem::path find_plan(const std::string& given);

/// Reads YYYY-MM, or refuses it as the value of `option`.
Month month_option(const std::string& option, const std::string& text);

/// Writes a whole file, or throws Error(files). `-` is the standard output.
void write_output(const std::string& file, const std::string& text);

}  // namespace corridor::cli
