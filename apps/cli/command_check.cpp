#include <fmt/format.h>

#include <memory>
#include <set>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/report/check.hpp"
#include "corridor/report/claims.hpp"
#include "corridor/report/html.hpp"
#include "corridor/report/table.hpp"
#include "corridor/store/store.hpp"
#include "location.hpp"
#include "run_json.hpp"

namespace corridor::cli {

namespace {

using nlohmann::ordered_json;

struct CheckOptions {
  std::string store = kDefaultStore;
  std::string run = "latest";
  std::string pack;
  std::vector<int> years;  ///< empty: those the pack names
  bool all = false;
  bool claims = false;
  bool json = false;
  std::string output;
};

/// The years asked for, else those the pack names, else every year with a published figure.
std::vector<int> years_of(const CheckOptions& options, const evidence::Pack& pack) {
  if (!options.years.empty() || !pack.table_years.empty()) {
    return options.years.empty() ? pack.table_years : options.years;
  }
  std::set<int> years;
  for (const evidence::Target& target : pack.targets) {
    years.insert(std::stoi(target.period.substr(0, 4)));
  }
  return {years.begin(), years.end()};
}

ordered_json check_json(const report::Check& check) {
  ordered_json rows = ordered_json::array();
  for (const report::CheckRow& row : check.rows) {
    rows.push_back({{"id", row.id},
                    {"place", row.place},
                    {"period", row.period},
                    {"quantity", row.quantity},
                    {"unit", row.unit},
                    {"published", row.published},
                    {"model", row.model},
                    {"grade", row.grade},
                    {"kind", row.kind},
                    {"subject", row.subject},
                    {"holds", json_or_null(row.holds)},
                    {"verdict", row.verdict}});
    if (row.band) {
      add_band(row.band->quantiles, row.band->error, rows.back());
      rows.back()["within"] = report::within_text(*row.band, row.published);
    }
  }
  return rows;
}

ordered_json claims_json(const std::vector<report::ClaimRow>& claims) {
  ordered_json rows = ordered_json::array();
  for (const report::ClaimRow& row : claims) {
    const evidence::Claim& claim = *row.claim;
    rows.push_back(
        {{"id", claim.id},
         {"main", claim.main},
         {"quantity", claim.quantity},
         {"place", claim.places_text},
         {"period", claim.period},
         {"unit", claim.unit},
         {"quoted", json_or_null(claim.value)},
         {"low", json_or_null(row.spread ? std::optional(row.spread->low) : std::nullopt)},
         {"high", json_or_null(row.spread ? std::optional(row.spread->high) : std::nullopt)},
         {"model", json_or_null(row.model)},
         {"grade", row.grade},
         {"verdict", row.verdict}});
  }
  return rows;
}

/// After the figures: every claim when asked for, otherwise how many there are by verdict.
void print_claims(const std::vector<report::ClaimRow>& rows, bool every) {
  if (rows.empty()) {
    return;
  }
  if (every) {
    fmt::print("\n{}", report::claims_text(rows));
  } else {
    fmt::print("\n{}Each of them: corridor check --claims\n", report::claims_summary(rows));
  }
}

int check(const CheckOptions& options) {
  const store::Store store(options.store, store::Access::existing);
  const store::RunInfo run = run_with_months(store, options.run);
  const evidence::Pack pack = pack_of_run(run, options.pack);
  const report::Check compared = report::check(store, run, pack);
  report::ModelValues values(store, run);
  const std::vector<report::ClaimRow> claims = report::check_claims(values, pack);
  if (options.json) {
    fmt::print("{}\n", (options.claims ? claims_json(claims) : check_json(compared)).dump());
    return 0;
  }
  fmt::print("{}\n\n", store::run_text(run));
  if (options.all) {
    fmt::print("{}{}",
               report::full_text(compared),
               report::coverage_text(report::coverage(compared, run)));
  } else {
    fmt::print("{}",
               report::summary_text(compared, values, years_of(options, pack), pack.change_years));
  }
  print_claims(claims, options.claims);
  return 0;
}

int write_report(const CheckOptions& options) {
  const store::Store store(options.store, store::Access::existing);
  const store::RunInfo run = run_with_months(store, options.run);
  const evidence::Pack pack = pack_of_run(run, options.pack);
  write_output(options.output, report::html_report(store, run, pack, years_of(options, pack)));
  if (options.output != "-") {
    fmt::print("wrote {}\n", options.output);
  }
  return 0;
}

}  // namespace

void add_check(CLI::App& app, Command& command) {
  const auto options = std::make_shared<CheckOptions>();
  CLI::App* checked = app.add_subcommand("check", "Print the model beside published figures");
  CLI::App* reported = app.add_subcommand(
      "report", "Write the comparison, maps, tables and charts as one HTML file");
  for (CLI::App* sub : {checked, reported}) {
    sub->group(kResultsGroup);
    add_run_argument(*sub, options->run);
    add_store_option(*sub, options->store);
    sub->add_option(
        "--pack", options->pack, "Pack with the published figures (default: of the run)");
    sub->add_option("--years",
                    options->years,
                    "Years of the table, with commas between them (default: those the pack names)")
        ->delimiter(',');
  }
  checked->add_flag("--all", options->all, "Print every published figure with its verdict");
  checked->add_flag("--claims", options->claims, "Print every claim with its verdict");
  checked->add_flag(
      "--json", options->json, "Print every published figure, or every claim, as JSON rows");
  reported->add_option("-o,--output", options->output, "File to write; - is the standard output")
      ->required();
  checked->callback(
      [options, &command] { command.action = [options] { return check(*options); }; });
  reported->callback(
      [options, &command] { command.action = [options] { return write_report(*options); }; });
}

}  // namespace corridor::cli
