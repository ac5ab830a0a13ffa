#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/evidence/scenario.hpp"
#include "location.hpp"

namespace corridor::cli {

namespace {

namespace fs = std::filesystem;

struct ScenarioOptions {
  std::string name;
  std::string pack;
};

std::vector<fs::path> shipped() {
  std::vector<fs::path> files;
  std::error_code error;
  for (const fs::path& folder : scenario_folders()) {
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      if (entry.path().extension() == ".toml") {
        files.push_back(entry.path());
      }
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

int list(const ScenarioOptions& options) {
  const evidence::Pack pack = load_pack(options.pack);
  for (const fs::path& file : shipped()) {
    try {
      const evidence::Scenario scenario = evidence::load_scenario(file, pack, scenario_folders());
      fmt::print("{:<28} {} to {}  {}\n",
                 scenario.name,
                 scenario.from.text(),
                 scenario.to.text(),
                 scenario.question);
    } catch (const Error&) {
      // A list shows what is there; `scenario validate` says what is wrong with a file.
      fmt::print("{:<28} not valid for this pack: {}\n", file.stem().string(), file.string());
    }
  }
  return 0;
}

int show(const ScenarioOptions& options) {
  std::ifstream file(find_scenario(options.name), std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  fmt::print("{}", text);
  return 0;
}

int validate(const ScenarioOptions& options) {
  const evidence::Pack pack = load_pack(options.pack);
  const fs::path file = find_scenario(options.name);
  const evidence::Scenario scenario = evidence::load_scenario(file, pack, scenario_folders());
  evidence::apply(pack, scenario);
  fmt::print("{}: valid, {} to {}, {} changes\n",
             file.string(),
             scenario.from.text(),
             scenario.to.text(),
             scenario.changes.size());
  return 0;
}

constexpr const char* kNewScenario = R"(schema = 1
question = "What happens if ...?"
from = "2010-01"
to = "2025-12"

# One block for each change: a parameter, a series or a law rule,
# with `value`, `factor` or `remove`.
# [[change]]
# series = "sending_cost"
# factor = 0.5
# from = "2015-01"
# to = "2025-12"
)";

int create(const ScenarioOptions& options) {
  const bool named_file = options.name.ends_with(".toml");
  const fs::path file =
      named_file ? fs::path(options.name) : fs::path("scenarios") / (options.name + ".toml");
  std::error_code error;
  if (fs::exists(file, error)) {
    fail_usage({file.string(), "the scenario", "exists already.", "Choose another name."});
  }
  write_output(file.string(), kNewScenario);
  fmt::print(
      "wrote {}; edit it, then: corridor scenario validate {}\n", file.string(), file.string());
  return 0;
}

}  // namespace

void add_scenario(CLI::App& app, Command& command) {
  const auto options = std::make_shared<ScenarioOptions>();
  CLI::App* sub = app.add_subcommand("scenario", "List, show, check or begin scenario files");
  sub->group(kModelGroup);
  sub->require_subcommand(1);
  CLI::App* listed = sub->add_subcommand("list", "List the shipped scenarios with their questions");
  CLI::App* shown = sub->add_subcommand("show", "Print a scenario file");
  CLI::App* validated = sub->add_subcommand("validate", "Check a scenario against a pack");
  CLI::App* created = sub->add_subcommand("new", "Write a scenario file to start from");
  for (CLI::App* named : {shown, validated, created}) {
    named->add_option("NAME", options->name, "Scenario file or name")->required();
  }
  add_pack_option(*listed, options->pack);
  add_pack_option(*validated, options->pack);
  listed->callback([options, &command] { command.action = [options] { return list(*options); }; });
  shown->callback([options, &command] { command.action = [options] { return show(*options); }; });
  validated->callback(
      [options, &command] { command.action = [options] { return validate(*options); }; });
  created->callback(
      [options, &command] { command.action = [options] { return create(*options); }; });
}

}  // namespace corridor::cli
