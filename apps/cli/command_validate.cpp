#include <fmt/format.h>

#include <array>
#include <memory>
#include <string_view>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/evidence/schema.hpp"
#include "corridor/report/published.hpp"
#include "location.hpp"
#include "run_json.hpp"

namespace corridor::cli {

namespace {

using nlohmann::ordered_json;

struct ValidateOptions {
  std::string store = kDefaultStore;
  std::string run = "latest";
  std::string pack;
  bool json = false;
  std::string output;
};

/// What a run can be validated against.
struct Subject {
  std::string_view name;
  const char* help;
  int (*validate)(const ValidateOptions& options);
};

/// The word of a choice in a column of published.csv.
template <typename Choice>
std::string_view word_of(std::string_view column, Choice choice) {
  const evidence::TableSchema& table = evidence::pack_table("published.csv");
  const auto at = static_cast<std::size_t>(table.column(column));
  return table.columns[at].choices[static_cast<std::size_t>(choice)];
}

ordered_json row_json(const report::PublishedRow& row) {
  const evidence::PublishedResult& result = *row.result;
  return {{"id", result.id},
          {"study", result.study},
          {"statement", result.statement},
          {"place", result.places_text},
          {"period", result.period},
          {"measure", result.measure},
          {"form", word_of("form", result.form)},
          {"scenario", result.scenario},
          {"unit", result.unit},
          {"published", result.value},
          {"low", json_or_null(result.low)},
          {"high", json_or_null(result.high)},
          {"kind", word_of("kind", result.use)},
          {"model", json_or_null(row.model)},
          {"within", json_or_null(row.within)},
          {"sign_right", json_or_null(row.sign_right)},
          {"verdict", row.verdict},
          {"note", result.note},
          {"source", result.source}};
}

ordered_json published_json(const store::RunInfo& run,
                            const std::vector<report::PublishedRow>& rows) {
  const report::PublishedTally sums = report::tally(rows);
  ordered_json listed = ordered_json::array();
  for (const report::PublishedRow& row : rows) {
    listed.push_back(row_json(row));
  }
  return {{"run", run_json(run)},
          {"summary",
           {{"results", sums.results},
            {"beyond", sums.beyond},
            {"answered", sums.answered},
            {"compared", sums.compared},
            {"within", sums.within},
            {"signs", sums.signs},
            {"signs_right", sums.signs_right},
            {"held_out", sums.held_out},
            {"held_out_within", sums.held_out_within}}},
          {"rows", listed}};
}

bool wants_page(const std::string& output) { return output.ends_with(".html"); }

void require_format(const std::string& output) {
  if (!output.empty() && output != "-" && !output.ends_with(".md") && !wants_page(output)) {
    fail_usage({"--output",
                fmt::format("\"{}\"", output),
                "names no format (allowed: a file ending in .md or .html, or -).",
                fmt::format("Write -o {}.md or -o {}.html.", output, output)});
  }
}

int validate_published(const ValidateOptions& options) {
  require_format(options.output);
  const store::Store store(options.store, store::Access::existing);
  const store::RunInfo run = run_with_months(store, options.run);
  const evidence::Pack pack = pack_of_run(run, options.pack);
  const std::vector<report::PublishedRow> rows = report::check_published(store, run, pack);
  if (!options.output.empty()) {
    write_output(options.output,
                 wants_page(options.output) ? report::published_html(run, pack, rows)
                                            : report::published_markdown(run, rows));
    if (options.output != "-") {
      fmt::print("wrote {}\n", options.output);
    }
  } else if (options.json) {
    fmt::print("{}\n", published_json(run, rows).dump());
  } else {
    fmt::print("{}\n\n{}", store::run_text(run), report::published_text(rows));
  }
  return 0;
}

constexpr std::array kSubjects = {
    Subject{"published", "Results of other people's studies beside the model", validate_published},
};

int list_subjects() {
  for (const Subject& subject : kSubjects) {
    fmt::print("{:<12} {}\n", subject.name, subject.help);
  }
  fmt::print("Validate against one of them: corridor validate {}\n", kSubjects.front().name);
  return 0;
}

void declare_subject(CLI::App& app,
                     const Subject& subject,
                     const std::shared_ptr<ValidateOptions>& options,
                     Command& command) {
  CLI::App* sub = app.add_subcommand(std::string(subject.name), subject.help);
  add_run_argument(*sub, options->run);
  add_store_option(*sub, options->store);
  sub->add_option("--pack", options->pack, "Pack with the results (default: of the run)");
  CLI::Option* json = sub->add_flag("--json", options->json, "Print one JSON object");
  sub->add_option("-o,--output",
                  options->output,
                  "Write a page (.html) or Markdown (.md) instead; - is Markdown on the standard "
                  "output")
      ->excludes(json);
  sub->callback([options, &subject, &command] {
    command.action = [options, &subject] { return subject.validate(*options); };
  });
}

}  // namespace

void add_validate(CLI::App& app, Command& command) {
  const auto options = std::make_shared<ValidateOptions>();
  CLI::App* sub =
      app.add_subcommand("validate", "Hold a run against what others found, by subject");
  sub->group(kResultsGroup);
  sub->require_subcommand(0, 1);
  for (const Subject& subject : kSubjects) {
    declare_subject(*sub, subject, options, command);
  }
  sub->footer(
      "Without a subject the subjects are listed. A number is met within the range its study\n"
      "prints or within 20 % of its value; a direction by its sign. A difference needs a run of\n"
      "its scenario in the same store, and the row says which where there is none.\n\n"
      "Examples:\n"
      "  corridor validate published latest\n"
      "  corridor validate published r0001 -o published.html");
  sub->callback([sub, &command] {
    if (sub->get_subcommands().empty()) {
      command.action = list_subjects;
    }
  });
}

}  // namespace corridor::cli
