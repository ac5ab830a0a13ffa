#include <fmt/format.h>

#include <memory>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/sim/run.hpp"
#include "location.hpp"

namespace corridor::cli {

namespace {

struct ExplainOptions {
  std::string name;
  std::string pack;
};

int explain_month() {
  fmt::print("One month, phase by phase:\n\n");
  int number = 0;
  for (const sim::Phase& phase : sim::month_phases()) {
    fmt::print("{:>3}. {:<22} {:<12} {}\n", ++number, phase.name, phase.owner, phase.sentence);
  }
  return 0;
}

[[noreturn]] void refuse_name(const std::string& kind,
                              const std::string& name,
                              const std::vector<std::string>& known) {
  const std::string nearest = nearest_name(name, known);
  fail_usage({"explain " + kind,
              fmt::format("\"{}\"", name),
              fmt::format("is not a {}.", kind),
              (nearest.empty() ? std::string() : fmt::format("Nearest: {}. ", nearest)) +
                  fmt::format("List them with `corridor explain {}`.", kind)});
}

void print_parameter(const evidence::ParameterDeclaration& declaration,
                     const evidence::Pack& pack) {
  fmt::print("{} ({}), {}\n  {}\n  equation {}; allowed {} to {}\n\n",
             declaration.name,
             declaration.symbol,
             declaration.unit,
             declaration.sentence,
             declaration.equation,
             declaration.minimum,
             declaration.maximum);
  fmt::print("  {:<18} {:>12} {:>12} {:>12}  {:<11} {:<6} {:<24} {}\n",
             "key",
             "value",
             "low",
             "high",
             "status",
             "grade",
             "source",
             "note");
  for (const evidence::ParameterRow& row : pack.parameters.rows()) {
    if (row.name == declaration.name) {
      fmt::print("  {:<18} {:>12} {:>12} {:>12}  {:<11} {:<6} {:<24} {}\n",
                 row.key.empty() ? "all" : row.key,
                 row.value,
                 row.low,
                 row.high,
                 row.status,
                 row.grade,
                 row.source,
                 row.note);
    }
  }
}

int explain_parameter(const ExplainOptions& options) {
  std::vector<std::string> known;
  for (const evidence::ParameterDeclaration& declaration : sim::parameter_declarations()) {
    if (options.name.empty()) {
      fmt::print("{:<44} {:<20} {}\n", declaration.name, declaration.unit, declaration.sentence);
    } else if (declaration.name == options.name) {
      print_parameter(declaration, load_pack(options.pack));
      return 0;
    }
    known.emplace_back(declaration.name);
  }
  if (!options.name.empty()) {
    refuse_name("parameter", options.name, known);
  }
  return 0;
}

int explain_measure(const ExplainOptions& options) {
  std::vector<std::string> known;
  for (const sim::Measure& measure : sim::measures()) {
    known.emplace_back(measure.name);
  }
  if (!options.name.empty() && sim::measure_index(options.name) < 0) {
    refuse_name("measure", options.name, known);
  }
  for (const sim::Measure& measure : sim::measures()) {
    if (options.name.empty()) {
      fmt::print("{:<30} {:<14} {}\n", measure.name, measure.unit, measure.description);
    } else if (measure.name == options.name) {
      fmt::print("{}, {}\n  {}\n  evidence grade {}; a year is its {}; places {}\n",
                 measure.name,
                 measure.unit,
                 measure.description,
                 measure.grade,
                 measure.over_year == sim::OverYear::sum ? "sum" : "December value",
                 measure.additive ? "add up" : "do not add up");
    }
  }
  return 0;
}

}  // namespace

void add_explain(CLI::App& app, Command& command) {
  const auto options = std::make_shared<ExplainOptions>();
  CLI::App* sub = app.add_subcommand("explain", "Explain the month, a parameter or a measure");
  sub->group(kModelGroup);
  sub->require_subcommand(1);
  CLI::App* month = sub->add_subcommand("month", "Print the order of a month");
  CLI::App* parameter = sub->add_subcommand("parameter", "Print a parameter, or list them all");
  CLI::App* measure = sub->add_subcommand("measure", "Print a measure, or list them all");
  parameter->add_option("NAME", options->name, "Parameter, as module.name");
  add_pack_option(*parameter, options->pack);
  measure->add_option("NAME", options->name, "Measure");
  month->callback([&command] { command.action = explain_month; });
  parameter->callback(
      [options, &command] { command.action = [options] { return explain_parameter(*options); }; });
  measure->callback(
      [options, &command] { command.action = [options] { return explain_measure(*options); }; });
}

}  // namespace corridor::cli
