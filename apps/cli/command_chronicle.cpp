#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/report/chronicle.hpp"
#include "location.hpp"

namespace corridor::cli {

namespace {

using nlohmann::ordered_json;

struct ChronicleOptions {
  std::string store = kDefaultStore;
  std::string run = "latest";
  std::string pack;
  std::string country;
  std::string from;
  std::string to;
  std::string format = "text";
  bool published = true;
};

/// The months asked for, or those of the run.
report::ChronicleRequest request_of(const ChronicleOptions& options, const store::RunInfo& run) {
  report::ChronicleRequest request;
  request.origin = options.country;
  request.from = options.from.empty() ? run.from : month_option("--from", options.from);
  request.to = options.to.empty() ? run.last_month : month_option("--to", options.to);
  if (request.to < request.from) {
    fail_usage({"--from, --to",
                fmt::format("{} to {}", request.from.text(), request.to.text()),
                "runs backwards: the last month is before the first.",
                fmt::format("Write --from {} --to {}.", request.to.text(), request.from.text())});
  }
  return request;
}

ordered_json line_json(const report::ChronicleLine& line) {
  ordered_json row = {{"date", line.date},
                      {"actor", line.actor},
                      {"target", line.target},
                      {"act", line.act},
                      {"kind", line.simulated ? "simulated" : "published"}};
  if (line.simulated) {
    row["grade"] = "C";
    row["reports_three_months"] = line.reports;
    row["incidents"] = line.incidents;
  } else {
    row["statement"] = line.statement;
    row["source"] = line.source;
  }
  return row;
}

int chronicle(const ChronicleOptions& options) {
  const bool json = options.format == "json";
  if (!json && options.format != "text") {
    fail_usage({"--format",
                fmt::format("\"{}\"", options.format),
                "is not a format (allowed: text, json).",
                "Leave the option out to read the lines."});
  }
  const store::Store store(options.store, store::Access::existing);
  const store::RunInfo run = run_with_months(store, options.run);
  const report::ChronicleRequest request = request_of(options, run);
  const std::vector<evidence::Event> events =
      options.published ? pack_of_run(run, options.pack).events : std::vector<evidence::Event>();
  const report::Chronicle result = report::chronicle(store, run, events, request);
  if (!json) {
    fmt::print("{}", report::chronicle_text(result));
    return 0;
  }
  ordered_json rows = ordered_json::array();
  for (const report::ChronicleLine& line : result.lines) {
    rows.push_back(line_json(line));
  }
  fmt::print("{}\n", rows.dump());
  return 0;
}

}  // namespace

void add_chronicle(CLI::App& app, Command& command) {
  const auto options = std::make_shared<ChronicleOptions>();
  CLI::App* sub = app.add_subcommand("chronicle", "Print what states did, act by act");
  sub->group(kResultsGroup);
  add_run_argument(*sub, options->run);
  add_store_option(*sub, options->store);
  add_pack_option(*sub, options->pack);
  sub->add_option("--country", options->country, "Origin whose citizens it is about")->required();
  sub->add_option("--from", options->from, "First month, YYYY-MM (default: of the run)");
  sub->add_option("--to", options->to, "Last month, YYYY-MM (default: of the run)");
  sub->add_option("--format", options->format, "text or json")->capture_default_str();
  sub->add_flag("--published,!--no-published",
                options->published,
                "Dated acts of the pack beside the simulated ones (the default)");
  sub->footer(
      "Statements, summonses, protest notes, advisories, talks and replies of a run, with the\n"
      "reports of three months that drove them. All of it is exploratory, evidence grade C.\n\n"
      "The model steps by months. The day of a simulated act is assigned for reading by a fixed\n"
      "function of seed, month, origin, act and number, which keeps the order of a month: "
      "incident,\n"
      "statement, summons, protest note, reply. No result depends on it.\n\n"
      "Example:\n"
      "  corridor chronicle latest --country CODE --from 2025-04 --to 2025-12");
  sub->callback(
      [options, &command] { command.action = [options] { return chronicle(*options); }; });
}

}  // namespace corridor::cli
