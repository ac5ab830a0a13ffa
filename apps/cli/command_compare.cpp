#include <fmt/format.h>

#include <memory>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/report/compare.hpp"
#include "location.hpp"
#include "run_json.hpp"

namespace corridor::cli {

namespace {

using nlohmann::ordered_json;

struct CompareOptions {
  std::string store = kDefaultStore;
  std::string first;
  std::string second;
  report::CompareRequest request;
  bool json = false;
  std::string output;
};

ordered_json compare_json(const report::Comparison& comparison) {
  ordered_json rows = ordered_json::array();
  for (const report::CompareRow& row : comparison.rows) {
    const std::optional<double> percent = row.percent();
    rows.push_back({{"period", row.period},
                    {"place", row.place},
                    {"measure", row.measure},
                    {"unit", row.unit},
                    {"first", row.first},
                    {"second", row.second},
                    {"difference", row.difference()},
                    {"percent", json_or_null(percent)}});
    if (row.band) {
      add_band(*row.band, row.error, rows.back());
    }
  }
  ordered_json result = {{"first", run_json(comparison.first)},
                         {"second", run_json(comparison.second)},
                         {"identical", comparison.identical},
                         {"warnings", comparison.warnings},
                         {"left_out", comparison.left_out},
                         {"rows", rows}};
  if (comparison.ensembles) {
    result["paired"] = comparison.paired;
  }
  return result;
}

/// One line that names what the default measures do not show.
void print_others(const store::Store& store,
                  const store::RunInfo& first,
                  const store::RunInfo& second) {
  constexpr std::size_t kMost = 8;
  std::string text;
  for (const report::CompareRow& row : report::other_differences(store, first, second, kMost)) {
    text += fmt::format(
        "{}{} {:+.1f} % in {}", text.empty() ? "" : ", ", row.measure, *row.percent(), row.period);
  }
  if (!text.empty()) {
    fmt::print("\nOther measures that differ most: {}. Show them with --measure.\n", text);
  }
}

int compare(const CompareOptions& options) {
  const store::Store store(options.store, store::Access::existing);
  const store::RunInfo first = run_with_months(store, options.first);
  const store::RunInfo second = run_with_months(store, options.second);
  if (!options.output.empty()) {
    write_output(options.output, report::compare_html(store, first, second, options.request));
    if (options.output != "-") {
      fmt::print("wrote {}\n", options.output);
    }
    return 0;
  }
  const report::Comparison comparison = report::compare(store, first, second, options.request);
  if (options.json) {
    fmt::print("{}\n", compare_json(comparison).dump());
  } else {
    fmt::print("{}", report::compare_text(comparison));
    if (options.request.measures.empty() && options.request.place.empty()) {
      print_others(store, first, second);
    }
  }
  return 0;
}

}  // namespace

void add_compare(CLI::App& app, Command& command) {
  const auto options = std::make_shared<CompareOptions>();
  CLI::App* sub = app.add_subcommand("compare", "Print what differs between two runs");
  sub->group(kResultsGroup);
  sub->add_option("FIRST", options->first, "Run to compare with, as r0001")->required();
  sub->add_option("SECOND", options->second, "Run whose difference is wanted, or latest")
      ->required();
  add_store_option(*sub, options->store);
  sub->add_option("--measure",
                  options->request.measures,
                  "Measures, with commas between them (default: migrants, flows and receipts)")
      ->delimiter(',');
  sub->add_option("--place",
                  options->request.place,
                  "Origin or region; without it every origin and all together");
  sub->add_flag("--by-region", options->request.by_region, "Regions instead of origins");
  sub->add_flag("--monthly", options->request.monthly, "Months instead of years");
  CLI::Option* json = sub->add_flag("--json", options->json, "Print one JSON object");
  sub->add_option("-o,--output", options->output, "Write one HTML page with charts instead")
      ->excludes(json);
  sub->footer(
      "A difference is the second run less the first. Two runs that share seed, sample, pack and\n"
      "months share their draws, so the difference is the scenario and not the noise.\n\n"
      "Examples:\n"
      "  corridor compare r0001 r0002 --measure migrants_present\n"
      "  corridor compare r0001 latest -o difference.html");
  sub->callback([options, &command] { command.action = [options] { return compare(*options); }; });
}

}  // namespace corridor::cli
