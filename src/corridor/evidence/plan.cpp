#include "corridor/evidence/plan.hpp"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <toml++/toml.h>
#include <xxhash.h>

#include <algorithm>

#include "corridor/base/error.hpp"
#include "corridor/evidence/detail/scenario_problems.hpp"
#include "corridor/evidence/detail/table.hpp"
#include "corridor/evidence/detail/toml_text.hpp"

namespace corridor::evidence {

namespace {

constexpr std::int64_t kPlanSchema = 1;
constexpr std::int64_t kMostMembers = 100000;
constexpr double kLargestDeviation = 2;
const std::vector<std::string> kPlanKeys = {"schema",
                                            "purpose",
                                            "from",
                                            "sample",
                                            "members",
                                            "seed",
                                            "evaluations",
                                            "parameters",
                                            "target",
                                            "held_out",
                                            "forecast",
                                            "base",
                                            "fixed"};
const std::vector<std::string> kForecastKeys = {"number", "each", "drift", "draws"};
const std::vector<std::string> kGroupKeys = {
    "quantity", "places", "from", "to", "shorter_than_a_year", "why"};

Month first_of(const Target& target) { return target.span.first_month(); }
Month last_of(const Target& target) { return target.span.last_month(); }

bool of_group(const FigureGroup& group, const Target& target) {
  const bool shorter = last_of(target) - first_of(target) + 1 < kMonthsPerYear;
  return target.quantity == group.quantity && (!group.shorter_than_a_year || shorter) &&
         std::find(group.places.begin(), group.places.end(), target.place_text) !=
             group.places.end();
}

/// Reads the tables of a plan; what is wrong is collected with its line.
class PlanReader {
 public:
  PlanReader(const std::filesystem::path& file, const Pack& pack) : pack_(pack), problems_(file) {}

  CalibrationPlan read(const toml::table& document) {
    CalibrationPlan plan;
    known_keys(document, kPlanKeys, "a calibration plan");
    if (number(document, "schema", 1, kMostMembers) != kPlanSchema) {
      problems_.add_at(0,
                       "schema",
                       "is not one that this program reads.",
                       fmt::format("Write schema = {}.", kPlanSchema));
    }
    plan.purpose = text(document, "purpose");
    plan.from = month(document, "from").value_or(Month());
    plan.sample = number(document, "sample", 1, INT64_MAX);
    plan.members = static_cast<int>(number(document, "members", 2, kMostMembers));
    plan.seed = static_cast<std::uint64_t>(number(document, "seed", 0, INT64_MAX));
    plan.evaluations = static_cast<int>(number(document, "evaluations", 1, kMostMembers));
    read_parameters(document, plan);
    plan.targets = groups(document, "target");
    if (document.contains("held_out")) {
      plan.held_out = groups(document, "held_out");
    }
    if (const toml::node* node = document.get("forecast")) {
      read_forecast(*node, plan);
    }
    if (const toml::node* node = document.get("fixed")) {
      read_fixed(*node, plan);
    }
    problems_.throw_if_any();
    return plan;
  }

 private:
  void known_keys(const toml::table& table,
                  const std::vector<std::string>& known,
                  std::string_view of_what) {
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        problems_.add(node,
                      name,
                      fmt::format("is not a key of {}.", of_what),
                      detail::nearest_remedy(
                          name, known, fmt::format("The keys are {}.", fmt::join(known, ", "))));
      }
    }
  }

  void missing(const toml::table& table, std::string_view key, std::string_view example) {
    problems_.add_at(static_cast<int>(table.source().begin.line),
                     std::string(key),
                     "is missing.",
                     fmt::format("Write {} = {}.", key, example));
  }

  std::string text(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
      missing(table, key, "\"...\"");
      return "";
    }
    const std::optional<std::string> found = node->value_exact<std::string>();
    if (!found || found->empty()) {
      problems_.add(*node,
                    detail::key_and_value(key, *node),
                    "is not a text.",
                    fmt::format("Write {} = \"...\".", key));
    }
    return found.value_or("");
  }

  std::int64_t number(const toml::table& table,
                      std::string_view key,
                      std::int64_t least,
                      std::int64_t most) {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
      missing(table, key, std::to_string(least));
      return least;
    }
    const std::optional<std::int64_t> found = node->value_exact<std::int64_t>();
    if (!found || *found < least || *found > most) {
      problems_.add(*node,
                    detail::key_and_value(key, *node),
                    fmt::format("is not a whole number from {} to {}.", least, most),
                    fmt::format("Write {} = {}.", key, least));
      return least;
    }
    return *found;
  }

  std::optional<Month> month(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
      missing(table, key, "\"2010-01\"");
      return std::nullopt;
    }
    const std::optional<std::string> found = node->value_exact<std::string>();
    Month result;
    if (found && Month::parse(*found, result)) {
      return result;
    }
    problems_.add(*node,
                  detail::key_and_value(key, *node),
                  "is not a month (YYYY-MM).",
                  fmt::format("Write {} = \"2010-01\".", key));
    return std::nullopt;
  }

  std::vector<std::string> texts(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    const toml::array* list = node == nullptr ? nullptr : node->as_array();
    if (list == nullptr || list->empty() || !list->is_homogeneous(toml::node_type::string)) {
      problems_.add_at(
          static_cast<int>((node == nullptr ? table.source() : node->source()).begin.line),
          node == nullptr ? std::string(key) : detail::key_and_value(key, *node),
          "is not a list of texts.",
          fmt::format("Write {} = [\"...\", \"...\"].", key));
      return {};
    }
    std::vector<std::string> result;
    for (const toml::node& entry : *list) {
      result.push_back(*entry.value<std::string>());
    }
    return result;
  }

  /// Every entry names rows of the pack.
  void read_parameters(const toml::table& document, CalibrationPlan& plan) {
    plan.parameters = texts(document, "parameters");
    std::vector<std::string> known;
    for (const ParameterRow& row : pack_.parameters.rows()) {
      known.push_back(row.name);
      known.push_back(ParameterId{row.name, row.key}.text());
    }
    for (const std::string& name : plan.parameters) {
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        problems_.add(*document.get("parameters"),
                      fmt::format("parameters: \"{}\"", name),
                      "is no row of parameters.csv.",
                      detail::nearest_remedy(name, known, "Write `name` or `name[key]`."));
      }
    }
  }

  void read_forecast(const toml::node& node, CalibrationPlan& plan) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      problems_.add(node, "forecast", "is not a table.", "Write it under [forecast].");
      return;
    }
    known_keys(*table, kForecastKeys, "a forecast");
    ForecastPlan forecast;
    forecast.number = numbers(*table, "number", 1);
    forecast.each = numbers(*table, "each", 1);
    forecast.drift = numbers(*table, "drift", kLargestDeviation);
    if (std::count(forecast.drift.begin(), forecast.drift.end(), 0.0) > 0) {
      problems_.add(*table->get("drift"),
                    "drift",
                    "holds a 0, so only the forecast itself could come.",
                    "Write deviations above 0, as drift = [0.1, 0.2].");
    }
    forecast.draws = static_cast<int>(number(*table, "draws", 1, kMostMembers));
    plan.forecast = std::move(forecast);
  }

  /// Every key names one row of the pack, its value lies where the row may.
  void read_fixed(const toml::node& node, CalibrationPlan& plan) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      problems_.add(
          node, detail::key_and_value("fixed", node), "is not a table.", "Write it under [fixed].");
      return;
    }
    const std::vector<ParameterRow>& rows = pack_.parameters.rows();
    std::vector<std::string> known;
    known.reserve(rows.size());
    for (const ParameterRow& row : rows) {
      known.push_back(ParameterId{row.name, row.key}.text());
    }
    for (const auto& [key, value] : *table) {
      const std::string name(key.str());
      const auto found = std::find(known.begin(), known.end(), name);
      if (found == known.end()) {
        problems_.add(value,
                      fmt::format("fixed: \"{}\"", name),
                      "is no row of parameters.csv.",
                      detail::nearest_remedy(
                          name, known, "Write \"name\" or \"name[key]\", in quotation marks."));
        continue;
      }
      const ParameterRow& row = rows[static_cast<std::size_t>(found - known.begin())];
      const std::optional<double> number = value.value<double>();
      if (!number || !(*number >= row.minimum && *number <= row.maximum)) {
        problems_.add(value,
                      detail::key_and_value(fmt::format("fixed: \"{}\"", name), value),
                      fmt::format("is not a number from {} to {}.", row.minimum, row.maximum),
                      fmt::format("Write \"{}\" = {}.", name, row.value));
        continue;
      }
      plan.fixed.emplace_back(name, *number);
    }
  }

  /// A list of numbers from 0 to `most`.
  std::vector<double> numbers(const toml::table& table, std::string_view key, double most) {
    const toml::node* node = table.get(key);
    const toml::array* list = node == nullptr ? nullptr : node->as_array();
    std::vector<double> result;
    bool sound = list != nullptr && !list->empty();
    for (std::size_t i = 0; sound && i < list->size(); ++i) {
      const std::optional<double> value = list->get(i)->value<double>();
      sound = value && *value >= 0 && *value <= most;
      result.push_back(value.value_or(0));
    }
    if (!sound) {
      problems_.add_at(
          static_cast<int>((node == nullptr ? table.source() : node->source()).begin.line),
          node == nullptr ? std::string(key) : detail::key_and_value(key, *node),
          fmt::format("is not a list of numbers from 0 to {}.", most),
          fmt::format("Write {} = [0.1, 0.2].", key));
    }
    return result;
  }

  std::vector<FigureGroup> groups(const toml::table& document, std::string_view key) {
    const toml::node* node = document.get(key);
    const toml::array* list = node == nullptr ? nullptr : node->as_array();
    if (list == nullptr || list->empty() || !list->is_homogeneous(toml::node_type::table)) {
      problems_.add_at(0,
                       std::string(key),
                       "is not a list of tables.",
                       fmt::format("Write each group of figures under [[{}]].", key));
      return {};
    }
    std::vector<FigureGroup> result;
    for (const toml::node& entry : *list) {
      result.push_back(group(*entry.as_table()));
    }
    return result;
  }

  FigureGroup group(const toml::table& table) {
    known_keys(table, kGroupKeys, "a group of figures");
    FigureGroup result;
    result.quantity = text(table, "quantity");
    result.places = texts(table, "places");
    if (table.contains("from")) {
      result.from = month(table, "from");
    }
    if (table.contains("to")) {
      result.to = month(table, "to");
    }
    if (const toml::node* node = table.get("shorter_than_a_year")) {
      result.shorter_than_a_year = node->value_or(false);
    }
    if (table.contains("why")) {
      result.why = text(table, "why");
    }
    check_figures(table, result);
    return result;
  }

  void check_figures(const toml::table& table, const FigureGroup& group) {
    const bool found = std::any_of(pack_.targets.begin(),
                                   pack_.targets.end(),
                                   [&](const Target& target) { return group.touches(target); });
    if (!found) {
      problems_.add(table,
                    fmt::format("{} of {}", group.quantity, fmt::join(group.places, ", ")),
                    "is no figure of targets.csv in these months.",
                    "Name a quantity and places that stand there.");
    }
  }

  const Pack& pack_;
  detail::ScenarioProblems problems_;
};

/// The tables of a file, whose text is left in `text`.
toml::table parsed(const std::filesystem::path& file, std::string& text) {
  const std::vector<char> bytes = detail::read_bytes(file);
  text.assign(bytes.begin(), bytes.end());
  return detail::parse_toml(file, text, "a plan (docs/formats/calibration.md)");
}

/// What `base` says, if it is the name of a file in the same folder.
std::string base_name(const std::filesystem::path& file, const toml::node& node) {
  const std::string where = fmt::format("{}:{}", file.generic_string(), node.source().begin.line);
  const std::optional<std::string> name = node.value_exact<std::string>();
  if (!name || name->empty() || std::filesystem::path(*name).filename() != *name) {
    fail_input({where,
                detail::key_and_value("base", node),
                "is not the name of a plan.",
                "Write the name of a plan in the same folder, without .toml."});
  }
  if (!std::filesystem::is_regular_file(file.parent_path() / (*name + ".toml"))) {
    fail_input({where,
                fmt::format("base \"{}\"", *name),
                "is no plan in the same folder.",
                "Write the name of a plan there, without .toml."});
  }
  return *name;
}

/// Gives the document the keys that it lacks from the plan below it, and returns that one's text.
std::string inherit(const std::filesystem::path& below, const Pack& pack, toml::table& document) {
  std::string text;
  toml::table inherited = parsed(below, text);
  if (const toml::node* node = inherited.get("base")) {
    fail_input({fmt::format("{}:{}", below.generic_string(), node->source().begin.line),
                "base",
                "stands in a plan that is the base of another one.",
                "Let both stand on the same plan, which has no base."});
  }
  // Read by itself, so that what is wrong with it is told with its own file and lines.
  PlanReader(below, pack).read(inherited);
  for (const auto& [key, node] : inherited) {
    if (!document.contains(key.str())) {
      node.visit([&, name = key.str()](const auto& value) { document.insert(name, value); });
    }
  }
  return text;
}

}  // namespace

bool FigureGroup::holds(const Target& target) const {
  return of_group(*this, target) && (!from || first_of(target) >= *from) &&
         (!to || last_of(target) <= *to);
}

bool FigureGroup::touches(const Target& target) const {
  return of_group(*this, target) && (!from || last_of(target) >= *from) &&
         (!to || first_of(target) <= *to);
}

CalibrationPlan load_plan(const std::filesystem::path& file, const Pack& pack) {
  std::string text;
  toml::table document = parsed(file, text);
  std::string base;
  if (const toml::node* node = document.get("base")) {
    base = base_name(file, *node);
    text = inherit(file.parent_path() / (base + ".toml"), pack, document) + text;
  }
  CalibrationPlan plan = PlanReader(file, pack).read(document);
  plan.name = file.stem().string();
  plan.text = text;
  plan.base = base;
  return plan;
}

void apply_fixed(Pack& pack, const CalibrationPlan& plan) {
  for (ParameterRow& row : pack.parameters.rows()) {
    for (const auto& [name, value] : plan.fixed) {
      if (ParameterId{row.name, row.key}.text() == name) {
        row.value = row.low = row.high = value;
      }
    }
  }
}

std::string plan_digest(const CalibrationPlan& plan) {
  const XXH128_hash_t hash = XXH3_128bits(plan.text.data(), plan.text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::vector<Target> planned_targets(const CalibrationPlan& plan, const Pack& pack) {
  std::vector<Target> result;
  for (const Target& target : pack.targets) {
    const bool asked = target.kind == "fit" && target.error > 0 && target.value > 0 &&
                       target.bound == Bound::exact && target.scope == Scope::same &&
                       std::any_of(plan.targets.begin(),
                                   plan.targets.end(),
                                   [&](const FigureGroup& group) { return group.holds(target); });
    if (!asked) {
      continue;
    }
    for (const FigureGroup& held : plan.held_out) {
      if (held.touches(target)) {
        fail_input({plan.name,
                    fmt::format("target {}", target.id),
                    fmt::format("is held out: {}.", held.why),
                    "Take it out of what is fitted."});
      }
    }
    result.push_back(target);
  }
  return result;
}

}  // namespace corridor::evidence
