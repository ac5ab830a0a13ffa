#include <fmt/format.h>

#include <memory>

#include "command.hpp"
#include "corridor/evidence/describe.hpp"
#include "location.hpp"

namespace corridor::cli {

namespace {

struct Options {
  std::string folder;
};

int validate(const Options& options) {
  const evidence::Pack pack = load_pack(options.folder);
  fmt::print(
      "{}: valid, {} {}: {} origins, {} regions, {} series, {} rules of law, {} parameters, "
      "{} published figures\n",
      pack.folder.string(),
      pack.name,
      pack.version,
      pack.origins.size(),
      pack.regions.size(),
      pack.series.size(),
      pack.law.size(),
      pack.parameters.rows().size(),
      pack.targets.size());
  return 0;
}

int describe(const Options& options) {
  const evidence::Pack pack = load_pack(options.folder);
  fmt::print("{}", evidence::describe_text(evidence::describe(pack)));
  return 0;
}

}  // namespace

void add_pack(CLI::App& app, Command& command) {
  const auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand("pack", "Check or describe a data pack");
  sub->group(kModelGroup);
  sub->require_subcommand(1);
  CLI::App* validated =
      sub->add_subcommand("validate", "Check schema, units, codes, totals and dates");
  CLI::App* described = sub->add_subcommand("describe", "Print what is in a pack");
  for (CLI::App* named : {validated, described}) {
    named->add_option("DIR",
                      options->folder,
                      "Folder of the pack (default: CORRIDOR_PACK, else data/central-asia)");
  }
  validated->callback(
      [options, &command] { command.action = [options] { return validate(*options); }; });
  described->callback(
      [options, &command] { command.action = [options] { return describe(*options); }; });
}

}  // namespace corridor::cli
