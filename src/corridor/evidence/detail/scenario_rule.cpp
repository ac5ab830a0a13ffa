#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "corridor/evidence/detail/scenario_subject.hpp"
#include "corridor/evidence/detail/toml_text.hpp"
#include "corridor/evidence/schema.hpp"

namespace corridor::evidence::detail {

namespace {

/// Reads the keys of a rule that a scenario adds, and holds them against its kind.
class RuleReader {
 public:
  RuleReader(const toml::table& table, const Pack& pack, ScenarioProblems& problems)
      : table_(table), pack_(pack), problems_(problems) {}

  void read(Change& change) {
    change.how = Change::How::add;
    if (change.law.empty() || table_.contains("factor") || table_.contains("remove")) {
      problems_.add(*table_.get("kind"),
                    "kind",
                    "adds a rule, which takes law = \"its id\" and value, not factor or remove.",
                    "Give the new rule an id under law and its value, or leave kind out.");
      return;
    }
    const std::optional<std::size_t> kind = read_kind();
    if (!kind) {
      return;
    }
    const LawSchema& schema = law_kinds()[*kind];
    LawRule& rule = change.rule;
    rule.id = change.law;
    rule.kind = static_cast<LawKind>(*kind);
    rule.origin = read_code("place", "an origin", origins());
    rule.status_from = read_code("status_from", "a status", statuses());
    rule.status_to = read_code("status_to", "a status", statuses());
    rule.sector = read_code("sector", "a sector", sectors());
    read_months(change);
    read_numbers(schema, change);
    check_needs(schema);
    rule.unit = std::string(schema.unit);
    rule.instrument = "Scenario";
    rule.statement = "Added by the scenario";
    rule.status = "assumed";
    rule.line = change.line;
  }

 private:
  std::vector<std::string> origins() const {
    std::vector<std::string> codes;
    for (const Origin& origin : pack_.origins) {
      codes.push_back(origin.code);
    }
    return codes;
  }

  std::vector<std::string> statuses() const {
    std::vector<std::string> codes;
    for (const Status& status : pack_.statuses) {
      codes.push_back(status.code);
    }
    return codes;
  }

  std::vector<std::string> sectors() const {
    std::vector<std::string> codes;
    for (const Sector& sector : pack_.sectors) {
      codes.push_back(sector.code);
    }
    return codes;
  }

  std::optional<std::size_t> read_kind() {
    std::vector<std::string> kinds;
    for (const LawSchema& kind : law_kinds()) {
      kinds.emplace_back(kind.kind);
    }
    const int index = read_code("kind", "a kind of rule", kinds);
    return index < 0 ? std::nullopt : std::optional<std::size_t>(static_cast<std::size_t>(index));
  }

  /// Position of the code a key gives; -1 where the key is left out or its code unknown.
  int read_code(const std::string& key,
                const std::string& of_what,
                const std::vector<std::string>& known) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      return -1;
    }
    const std::string code = node->value_exact<std::string>().value_or("");
    const auto at = std::find(known.begin(), known.end(), code);
    if (at == known.end()) {
      problems_.add(
          *node,
          key_and_value(key, *node),
          fmt::format("is not {}.", of_what),
          nearest_remedy(code, known, fmt::format("It is one of {}.", fmt::join(known, ", "))));
      return -1;
    }
    return static_cast<int>(at - known.begin());
  }

  void read_months(Change& change) {
    change.rule.from = change.from;
    change.rule.to = change.to;
    if (!table_.contains("from")) {
      problems_.add_at(change.line,
                       "from",
                       "is missing: a new rule says when it begins.",
                       "Write from = \"2015-01\".");
    }
  }

  std::optional<double> read_number(const std::string& key) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      return std::nullopt;
    }
    const std::optional<double> number = node->is_number() ? node->value<double>() : std::nullopt;
    if (!number || !std::isfinite(*number)) {
      problems_.add(*node,
                    key_and_value(key, *node),
                    "is not a number.",
                    fmt::format("Write {} = 0.5.", key));
    }
    return number.value_or(0);
  }

  void read_numbers(const LawSchema& schema, Change& change) {
    const std::optional<double> value = read_number("value");
    const double length = read_number("length").value_or(0);
    change.amount = value.value_or(0);
    change.rule.value = change.amount;
    change.rule.length = length;
    if (!value) {
      problems_.add_at(change.line,
                       "value",
                       fmt::format("is missing: {} needs it ({}).", schema.kind, schema.unit),
                       "Write value = 0.5.");
    } else if (*value < 0 || *value > schema.maximum) {
      problems_.add(
          *table_.get("value"),
          fmt::format("{}: {}", change.law, *value),
          fmt::format(
              "is out of range (allowed: {} {}).", range_text(0, schema.maximum), schema.unit),
          "Choose a value inside.");
    }
    if (length < 0 || (length > 0 && schema.length.empty())) {
      problems_.add(
          *table_.get("length"),
          fmt::format("length: {}", length),
          fmt::format("is not a length that {} has.", schema.kind),
          schema.length.empty() ? "Leave it out." : fmt::format("Write the {}.", schema.length));
    }
  }

  void check_needs(const LawSchema& schema) {
    if (schema.needs_from() && !table_.contains("status_from")) {
      missing("status_from", schema);
    }
    for (const char* key : {"place", "status_from"}) {
      if (schema.for_everybody() && table_.contains(key)) {
        problems_.add(*table_.get(key),
                      key,
                      fmt::format("is given, but {} binds everybody.", schema.kind),
                      "Leave it out.");
      }
    }
    check_need("status_to", schema.takes_to(), schema);
    check_need("sector", schema.has_sector(), schema);
  }

  void check_need(const std::string& key, bool needed, const LawSchema& schema) {
    if (needed && !table_.contains(key)) {
      missing(key, schema);
    }
    if (!needed && table_.contains(key)) {
      problems_.add(*table_.get(key),
                    key,
                    fmt::format("is given, but {} has none.", schema.kind),
                    "Leave it out.");
    }
  }

  void missing(const std::string& key, const LawSchema& schema) {
    problems_.add(*table_.get("kind"),
                  key,
                  fmt::format("is missing, but {} needs it.", schema.kind),
                  key == "sector" ? "Name a code of sectors.csv." : "Name a code of statuses.csv.");
  }

  const toml::table& table_;
  const Pack& pack_;
  ScenarioProblems& problems_;
};

}  // namespace

void read_new_rule(const toml::table& table,
                   const Pack& pack,
                   Change& change,
                   ScenarioProblems& problems) {
  RuleReader(table, pack, problems).read(change);
}

}  // namespace corridor::evidence::detail
