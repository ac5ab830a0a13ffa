#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "command.hpp"
#include "corridor/base/error.hpp"
#include "corridor/evidence/schema.hpp"
#include "location.hpp"

namespace corridor::cli {

namespace {

using nlohmann::ordered_json;

struct LawOptions {
  std::string pack;
  std::string at;
  std::string origin;
  bool statements = false;
  bool json = false;
};

std::string_view kind_name(const evidence::LawRule& rule) {
  return evidence::law_kinds()[static_cast<std::size_t>(rule.kind)].kind;
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

/// A code as words: `no_valid_status` is read as `no valid status`.
std::string words(std::string code) {
  std::replace(code.begin(), code.end(), '_', ' ');
  return code;
}

std::string status_words(const evidence::Pack& pack, int index) {
  return index < 0 ? "any status" : words(pack.statuses[static_cast<std::size_t>(index)].code);
}

/// `62 %`, `0.16 % a month`, `times 0.8`; another unit as it stands.
std::string value_words(const evidence::LawRule& rule) {
  if (rule.unit == "share") {
    return fmt::format("{:.4g} %", 100 * rule.value);
  }
  if (rule.unit == "per month") {
    return fmt::format("{:.4g} % a month", 100 * rule.value);
  }
  return rule.unit == "factor" ? fmt::format("times {:.4g}", rule.value)
                               : fmt::format("{:.6g} {}", rule.value, rule.unit);
}

/// Whom or what the rule changes. Kinds without words of their own are told by their name and the
/// statuses that they name.
std::string subject_words(const evidence::LawRule& rule, const evidence::Pack& pack) {
  switch (rule.kind) {
    case evidence::LawKind::arrival:
      return "new arrivals into " + status_words(pack, rule.status_to);
    case evidence::LawKind::transition:
      return fmt::format("from {} to {}",
                         status_words(pack, rule.status_from),
                         status_words(pack, rule.status_to));
    case evidence::LawKind::leaving:
      return "leaving home";
    case evidence::LawKind::departure:
      return "leaving for the main destination";
    case evidence::LawKind::returning:
      return "returning home";
    default:
      break;
  }
  std::string text = words(std::string(kind_name(rule)));
  text += rule.status_from < 0 ? "" : " from " + status_words(pack, rule.status_from);
  text += rule.sector < 0
              ? ""
              : " in " + words(pack.sectors[static_cast<std::size_t>(rule.sector)].code);
  return text + (rule.status_to < 0 ? "" : " to " + status_words(pack, rule.status_to));
}

std::string effect_words(const evidence::LawRule& rule, const evidence::Pack& pack) {
  const std::string text = subject_words(rule, pack) + ": " + value_words(rule);
  const std::string_view length = evidence::law_kinds()[static_cast<std::size_t>(rule.kind)].length;
  return rule.length > 0 ? fmt::format("{}, {}: {:.0f}", text, length, rule.length) : text;
}

/// A rule without an end is kept as one that ends far beyond any month a run can have.
bool is_open(const evidence::LawRule& rule) { return rule.to.year() > 2200; }

/// One line of the table.
struct Line {
  std::string from, to, who, effect, instrument, source;
};

Line line_of(const evidence::LawRule& rule, const evidence::Pack& pack) {
  return {rule.from.text(),
          is_open(rule) ? "open" : rule.to.text(),
          rule.origin < 0 ? "all" : pack.origins[static_cast<std::size_t>(rule.origin)].code,
          effect_words(rule, pack),
          rule.instrument,
          rule.source};
}

void print_table(const std::vector<const evidence::LawRule*>& rules,
                 const evidence::Pack& pack,
                 bool statements) {
  std::vector<Line> lines = {{"from", "to", "who", "what it changes", "instrument", "source"}};
  for (const evidence::LawRule* rule : rules) {
    lines.push_back(line_of(*rule, pack));
  }
  std::size_t effect = 0;
  std::size_t source = 0;
  for (const Line& line : lines) {
    effect = std::max(effect, line.effect.size());
    source = std::max(source, line.source.size());
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Line& line = lines[i];
    fmt::print("{:<8} {:<8} {:<4} {:<{}}  {:<{}}  {}\n",
               line.from,
               line.to,
               line.who,
               line.effect,
               effect,
               line.source,
               source,
               line.instrument);
    if (statements && i > 0) {
      fmt::print("{:<23}{}\n", "", rules[i - 1]->statement);
    }
  }
}

ordered_json rule_json(const evidence::LawRule& rule, const evidence::Pack& pack) {
  const auto code = [&](int index) {
    return index < 0 ? ordered_json(nullptr)
                     : ordered_json(pack.statuses[static_cast<std::size_t>(index)].code);
  };
  const Line line = line_of(rule, pack);
  return {{"id", rule.id},
          {"from", line.from},
          {"to", is_open(rule) ? ordered_json(nullptr) : ordered_json(line.to)},
          {"who", line.who},
          {"kind", kind_name(rule)},
          {"status_from", code(rule.status_from)},
          {"status_to", code(rule.status_to)},
          {"value", rule.value},
          {"unit", rule.unit},
          {"length_months", rule.length},
          {"changes", line.effect},
          {"instrument", rule.instrument},
          {"statement", rule.statement},
          {"source", rule.source},
          {"status", rule.status}};
}

/// By the month since which they are in force; those of one month in the order of the pack.
std::vector<const evidence::LawRule*> rules_in_force(const evidence::Pack& pack,
                                                     Month month,
                                                     int origin) {
  std::vector<const evidence::LawRule*> rules;
  for (const evidence::LawRule& rule : pack.law) {
    const bool in_force = rule.from <= month && month <= rule.to;
    if (in_force && (origin < 0 || rule.origin < 0 || rule.origin == origin)) {
      rules.push_back(&rule);
    }
  }
  std::stable_sort(
      rules.begin(), rules.end(), [](const auto* a, const auto* b) { return a->from < b->from; });
  return rules;
}

int law(const LawOptions& options) {
  const Month month = month_option("--at", options.at);
  const evidence::Pack pack = load_pack(options.pack);
  const int origin = options.origin.empty() ? -1 : origin_named(pack, options.origin);
  const std::vector<const evidence::LawRule*> rules = rules_in_force(pack, month, origin);
  if (options.json) {
    ordered_json rows = ordered_json::array();
    for (const evidence::LawRule* rule : rules) {
      rows.push_back(rule_json(*rule, pack));
    }
    fmt::print("{}\n", rows.dump());
    return 0;
  }
  if (!rules.empty()) {
    print_table(rules, pack, options.statements);
  }
  fmt::print("{} rules in force in {}{}\n",
             rules.size(),
             month.text(),
             options.origin.empty() ? "" : " for " + options.origin);
  return 0;
}

}  // namespace

void add_law(CLI::App& app, Command& command) {
  const auto options = std::make_shared<LawOptions>();
  CLI::App* sub = app.add_subcommand("law", "Print the rules of law in force in a month");
  sub->group(kModelGroup);
  sub->add_option("--at", options->at, "Month, YYYY-MM")->required();
  sub->add_option("--for", options->origin, "Only the rules for this origin");
  add_pack_option(*sub, options->pack);
  CLI::Option* json = sub->add_flag("--json", options->json, "Print JSON rows");
  sub->add_flag("--statements", options->statements, "Print what each rule says below it")
      ->excludes(json);
  sub->callback([options, &command] { command.action = [options] { return law(*options); }; });
}

}  // namespace corridor::cli
