#include <fmt/format.h>

#include <memory>

#include "command.hpp"
#include "corridor/evidence/describe.hpp"
#include "corridor/parallel/threads.hpp"
#include "corridor/population/fit.hpp"
#include "location.hpp"

namespace corridor::cli {

namespace {

struct PackOptions {
  std::string folder;
  std::string at;
  std::string sample = "1/1";
  std::string seed = "1";
};

int validate(const PackOptions& options) {
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

int describe(const PackOptions& options) {
  const evidence::Pack pack = load_pack(options.folder);
  fmt::print("{}", evidence::describe_text(evidence::describe(pack)));
  return 0;
}

int fit(const PackOptions& options) {
  const std::int64_t sample = parse_sample(options.sample);
  const std::uint64_t seed = parse_seed(options.seed);
  const evidence::Pack pack = load_pack(options.folder);
  const Month at = options.at.empty() ? months_of(pack).first : month_option("--at", options.at);
  parallel::Threads threads(parallel::cores());
  fmt::print("{}",
             population::synthesis_text(
                 population::synthesis_report(pack, at, sample, seed, threads), pack));
  return 0;
}

}  // namespace

void add_pack(CLI::App& app, Command& command) {
  const auto options = std::make_shared<PackOptions>();
  CLI::App* sub =
      app.add_subcommand("pack", "Check or describe a data pack, or the population made from it");
  sub->group(kModelGroup);
  sub->require_subcommand(1);
  CLI::App* validated =
      sub->add_subcommand("validate", "Check schema, units, codes, totals and dates");
  CLI::App* described = sub->add_subcommand("describe", "Print what is in a pack");
  CLI::App* fitted = sub->add_subcommand(
      "fit", "Synthesise the population and hold it against the margins of the pack");
  fitted->add_option(
      "--at", options->at, "Month YYYY-MM (default: the first a run may begin with)");
  fitted->add_option("--sample", options->sample, "1/k: one simulated person stands for k")
      ->capture_default_str();
  fitted->add_option("--seed", options->seed, "Seed of the draws")->capture_default_str();
  for (CLI::App* named : {validated, described, fitted}) {
    named->add_option("DIR",
                      options->folder,
                      "Folder of the pack (default: CORRIDOR_PACK, else data/central-asia)");
  }
  validated->callback(
      [options, &command] { command.action = [options] { return validate(*options); }; });
  described->callback(
      [options, &command] { command.action = [options] { return describe(*options); }; });
  fitted->callback([options, &command] { command.action = [options] { return fit(*options); }; });
}

}  // namespace corridor::cli
