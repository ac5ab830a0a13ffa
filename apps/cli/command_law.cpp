#include <fmt/format.h>

#include <memory>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "location.hpp"

namespace corridor::cli {

namespace {

struct Options {
  std::string pack;
  std::string at;
  std::string origin;
};

const char* kind_text(evidence::LawKind kind) {
  switch (kind) {
    case evidence::LawKind::arrival:
      return "arrival";
    case evidence::LawKind::transition:
      return "transition";
    case evidence::LawKind::removal:
      return "removal";
    case evidence::LawKind::leaving:
      return "leaving";
    case evidence::LawKind::departure:
      return "departure";
    case evidence::LawKind::returning:
      return "returning";
  }
  return "unknown";
}

int origin_named(const evidence::Pack& pack, const std::string& code) {
  const int index = pack.origin_index(code);
  if (index < 0) {
    std::vector<std::string> known;
    for (const evidence::Origin& origin : pack.origins) {
      known.push_back(origin.code);
    }
    const std::string nearest = nearest_name(code, known);
    fail_usage({"--for",
                fmt::format("\"{}\"", code),
                "is not an origin of the pack.",
                nearest.empty() ? "List the places with `corridor pack describe`."
                                : fmt::format("Nearest: {}.", nearest)});
  }
  return index;
}

std::string status_code(const evidence::Pack& pack, int index) {
  return index < 0 ? "any" : pack.statuses[static_cast<std::size_t>(index)].code;
}

std::string effect_text(const evidence::LawRule& rule, const evidence::Pack& pack) {
  switch (rule.kind) {
    case evidence::LawKind::arrival:
      return "arrivals take " + status_code(pack, rule.status_to);
    case evidence::LawKind::transition:
      return status_code(pack, rule.status_from) + " becomes " + status_code(pack, rule.status_to);
    case evidence::LawKind::removal:
      return fmt::format("removed from {}, barred for {:.0f} months",
                         status_code(pack, rule.status_from),
                         rule.length);
    case evidence::LawKind::leaving:
      return "hazard to leave home is multiplied";
    case evidence::LawKind::departure:
      return "hazard to leave for the main destination is multiplied";
    case evidence::LawKind::returning:
      return "hazard to return home is multiplied";
  }
  return "";
}

void print_rule(const evidence::LawRule& rule, const evidence::Pack& pack) {
  const std::string place =
      rule.origin < 0 ? "all" : pack.origins[static_cast<std::size_t>(rule.origin)].code;
  // A rule without an end is kept as one that ends far beyond any month a run can have.
  const std::string until = rule.to.year() > 2200 ? "on" : "to " + rule.to.text();
  fmt::print("{:<38} {:<10} {:<5} {} {:<10}  {:>8} {}\n    {}. {}. {} [{}, {}]\n",
             rule.id,
             kind_text(rule.kind),
             place,
             rule.from.text(),
             until,
             rule.value,
             rule.unit,
             effect_text(rule, pack),
             rule.instrument,
             rule.statement,
             rule.source,
             rule.status);
}

int law(const Options& options) {
  const Month month = month_option("--at", options.at);
  const evidence::Pack pack = load_pack(options.pack);
  const int origin = options.origin.empty() ? -1 : origin_named(pack, options.origin);
  int count = 0;
  for (const evidence::LawRule& rule : pack.law) {
    const bool in_force = rule.from <= month && month <= rule.to;
    if (in_force && (origin < 0 || rule.origin < 0 || rule.origin == origin)) {
      print_rule(rule, pack);
      ++count;
    }
  }
  fmt::print("{} rules in force in {}{}\n",
             count,
             month.text(),
             options.origin.empty() ? "" : " for " + options.origin);
  return 0;
}

}  // namespace

void add_law(CLI::App& app, Command& command) {
  const auto options = std::make_shared<Options>();
  CLI::App* sub = app.add_subcommand("law", "Print the rules of law in force in a month");
  sub->group(kModelGroup);
  sub->add_option("--at", options->at, "Month, YYYY-MM")->required();
  sub->add_option("--for", options->origin, "Only the rules for this origin");
  add_pack_option(*sub, options->pack);
  sub->callback([options, &command] { command.action = [options] { return law(*options); }; });
}

}  // namespace corridor::cli
