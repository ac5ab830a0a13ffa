#include "corridor/evidence/scenario.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "corridor/base/error.hpp"
#include "corridor/evidence/csv.hpp"
#include "corridor/evidence/detail/findings.hpp"
#include "corridor/evidence/detail/table.hpp"
#include "corridor/evidence/schema.hpp"

namespace corridor::evidence {

namespace {

constexpr int kScenarioSchema = 1;
const std::vector<std::string> kScenarioKeys = {"schema", "question", "from", "to", "change"};
const std::vector<std::string> kChangeKeys = {
    "parameter", "series", "law", "key", "value", "factor", "remove", "from", "to"};

/// What a reading of one scenario needs: the file for messages, the pack to hold names against.
class ScenarioReader {
 public:
  ScenarioReader(const std::filesystem::path& file, const Pack& pack)
      : file_(file.generic_string()), pack_(pack), findings_(file) {}

  Scenario read(const toml::table& document, std::string text, std::string name) {
    check_schema(document);
    check_keys(document, kScenarioKeys, "a scenario");
    Scenario scenario;
    scenario.schema = kScenarioSchema;
    scenario.name = std::move(name);
    scenario.text = std::move(text);
    scenario.question = required_text(document, "question");
    const std::optional<Month> from = required_month(document, "from");
    const std::optional<Month> to = required_month(document, "to");
    if (from && to && *from > *to) {
      add(*document.get("from"),
          fmt::format("from: \"{}\"", from->text()),
          fmt::format("is later than to (\"{}\").", to->text()),
          "Swap them, or correct one.");
    }
    scenario.from = from.value_or(Month());
    scenario.to = to.value_or(Month());
    read_changes(document, scenario);
    findings_.throw_if_any();
    return scenario;
  }

 private:
  void add(const toml::node& node, std::string what, std::string why, std::string remedy) {
    add_at(static_cast<int>(node.source().begin.line),
           std::move(what),
           std::move(why),
           std::move(remedy));
  }
  void add_at(int line, std::string what, std::string why, std::string remedy) {
    const std::string where = line > 0 ? fmt::format("{}:{}", file_, line) : file_;
    findings_.add({where, std::move(what), std::move(why), std::move(remedy)});
  }

  /// A file of another schema is refused at once: its keys may mean something else.
  void check_schema(const toml::table& document) {
    const toml::node* schema = document.get("schema");
    const std::string remedy = fmt::format("Write schema = {}.", kScenarioSchema);
    if (schema == nullptr) {
      fail_input({file_, "schema", "is missing.", remedy});
    }
    const std::optional<std::int64_t> version = schema->value_exact<std::int64_t>();
    const std::string where = fmt::format("{}:{}", file_, schema->source().begin.line);
    if (!version) {
      fail_input({where, "schema", "is not a whole number.", remedy});
    }
    if (*version != kScenarioSchema) {
      fail_input({where,
                  fmt::format("schema: {}", *version),
                  fmt::format("cannot be read; this program reads schema {}.", kScenarioSchema),
                  "Convert the file (docs/formats/scenario.md), or use a version of corridor that "
                  "reads its schema."});
    }
  }

  /// False when there is an unknown key. It may be a misspelt one, so nothing is then called
  /// missing.
  bool check_keys(const toml::table& table,
                  const std::vector<std::string>& known,
                  std::string_view of_what) {
    std::vector<std::pair<int, std::string>> unknown;
    for (const auto& [key, node] : table) {
      const std::string name(key.str());
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        unknown.emplace_back(static_cast<int>(key.source().begin.line), name);
      }
    }
    std::sort(unknown.begin(), unknown.end());
    for (const auto& [line, name] : unknown) {
      add_at(line,
             name,
             fmt::format("is not a key of {}.", of_what),
             detail::nearest_remedy(
                 name, known, fmt::format("The keys are {}.", fmt::join(known, ", "))));
    }
    return unknown.empty();
  }

  std::string required_text(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) {
      add_at(0, std::string(key), "is missing.", fmt::format("Write {} = \"...\".", key));
      return {};
    }
    return text_of(*node, key);
  }

  std::string text_of(const toml::node& node, std::string_view key) {
    const std::optional<std::string> text = node.value_exact<std::string>();
    if (!text || text->empty()) {
      add(node, std::string(key), "is not a text.", fmt::format("Write {} = \"...\".", key));
    }
    return text.value_or("");
  }

  std::optional<Month> required_month(const toml::table& table, std::string_view key) {
    if (table.get(key) == nullptr) {
      add_at(0, std::string(key), "is missing.", fmt::format("Write {} = \"2010-01\".", key));
      return std::nullopt;
    }
    return month_of(*table.get(key), key);
  }

  std::optional<Month> month_of(const toml::node& node, std::string_view key) {
    const std::optional<std::string> text = node.value_exact<std::string>();
    Month month;
    if (text && Month::parse(*text, month)) {
      return month;
    }
    add(node,
        text ? fmt::format("{}: \"{}\"", key, *text) : std::string(key),
        "is not a month (YYYY-MM).",
        fmt::format("Write {} = \"2010-01\".", key));
    return std::nullopt;
  }

  void read_changes(const toml::table& document, Scenario& scenario) {
    const toml::node* node = document.get("change");
    if (node == nullptr) {
      return;
    }
    const toml::array* list = node->as_array();
    if (list == nullptr || !list->is_homogeneous(toml::node_type::table)) {
      add(*node, "change", "is not a list of tables.", "Write each change under [[change]].");
      return;
    }
    for (const toml::node& entry : *list) {
      read_change(*entry.as_table(), scenario);
    }
  }

  void read_change(const toml::table& table, Scenario& scenario) {
    const std::size_t before = findings_.count();
    const bool keys_known = check_keys(table, kChangeKeys, "a change");
    Change change;
    change.line = static_cast<int>(table.source().begin.line);
    const std::array<std::pair<std::string_view, std::string*>, 3> subjects = {
        {{"parameter", &change.parameter}, {"series", &change.series}, {"law", &change.law}}};
    int named = 0;
    for (const auto& [key, target] : subjects) {
      if (const toml::node* node = table.get(key)) {
        *target = text_of(*node, key);
        ++named;
      }
    }
    if (named > 1 || (named == 0 && keys_known)) {
      add_at(change.line,
             "change",
             "must name exactly one of parameter, series and law.",
             "Split it into several changes, or add the one that is missing.");
    }
    if (const toml::node* key = table.get("key")) {
      change.key = text_of(*key, "key");
    }
    read_dates(table, scenario, change);
    read_amount(table, keys_known, change);
    if (findings_.count() == before) {
      check_subject(table, change);
    }
    scenario.changes.push_back(std::move(change));
  }

  /// A window left open on one side reaches to that end of the scenario, or of the law it moves.
  void read_dates(const toml::table& table, const Scenario& scenario, Change& change) {
    change.from = scenario.from;
    change.to = scenario.to;
    const auto rule = std::find_if(pack_.law.begin(), pack_.law.end(), [&](const LawRule& law) {
      return law.id == change.law;
    });
    if (rule != pack_.law.end()) {
      change.from = rule->from;
      change.to = rule->to;
    }
    for (const auto& [key, target] : {std::pair("from", &change.from), {"to", &change.to}}) {
      if (const toml::node* node = table.get(key)) {
        change.dated = true;
        *target = month_of(*node, key).value_or(*target);
      }
    }
    if (change.dated && change.from > change.to) {
      add_at(change.line,
             fmt::format("from {}", change.from.text()),
             fmt::format("is later than to {}.", change.to.text()),
             "Swap them, or correct one.");
    }
  }

  void read_amount(const toml::table& table, bool keys_known, Change& change) {
    const toml::node* value = table.get("value");
    const toml::node* factor = table.get("factor");
    const toml::node* remove = table.get("remove");
    const int given =
        (value != nullptr ? 1 : 0) + (factor != nullptr ? 1 : 0) + (remove != nullptr ? 1 : 0);
    if (given == 0 && !change.law.empty() && change.dated) {
      change.how = Change::How::factor;  // Only the window of the rule moves.
      change.amount = 1;
      return;
    }
    if (given == 0 && !keys_known) {
      return;
    }
    if (given != 1) {
      add_at(change.line,
             "change",
             "must give exactly one of value, factor and remove = true.",
             "Say what the input becomes, or by what it is multiplied.");
      return;
    }
    if (remove != nullptr) {
      read_remove(*remove, change);
      return;
    }
    const toml::node& node = value != nullptr ? *value : *factor;
    const std::string_view key = value != nullptr ? "value" : "factor";
    change.how = value != nullptr ? Change::How::value : Change::How::factor;
    const std::optional<double> amount = node.is_number() ? node.value<double>() : std::nullopt;
    if (!amount || !std::isfinite(*amount)) {
      add(node, std::string(key), "is not a number.", fmt::format("Write {} = 0.5.", key));
    } else if (value == nullptr && *amount < 0) {
      add(node,
          fmt::format("factor: {}", *amount),
          "is out of range (allowed: 0 or more).",
          "Write the share that remains: 0.7 for a fall by 30 %.");
    }
    change.amount = amount.value_or(0);
  }

  void read_remove(const toml::node& node, Change& change) {
    change.how = Change::How::remove;
    if (node.value_exact<bool>() != true) {
      add(node, "remove", "is not true.", "Write remove = true, or leave it out.");
    } else if (change.law.empty()) {
      add(node, "remove", "can only be said of a law.", "Give a value or a factor instead.");
    } else if (change.dated) {
      add(node,
          "remove",
          "takes the whole rule away and knows no from and to.",
          "Leave from and to out, or move the rule's window with them instead of removing it.");
    }
  }

  void check_subject(const toml::table& table, const Change& change) {
    if (!change.parameter.empty()) {
      check_parameter(table, change);
    } else if (!change.series.empty()) {
      check_series(table, change);
    } else {
      check_law(table, change);
    }
  }

  void check_parameter(const toml::table& table, const Change& change) {
    std::vector<std::string> names;
    std::vector<std::string> keys;
    const ParameterRow* row = nullptr;
    for (const ParameterRow& candidate : pack_.parameters.rows()) {
      names.push_back(candidate.name);
      if (candidate.name == change.parameter) {
        keys.push_back(candidate.key);
        row = row == nullptr || candidate.key == change.key ? &candidate : row;
      }
    }
    if (row == nullptr) {
      add(*table.get("parameter"),
          change.parameter,
          "is not a parameter.",
          detail::nearest_remedy(change.parameter, names, "The pack's parameters.csv lists them."));
      return;
    }
    if (change.dated) {
      add_at(change.line,
             fmt::format("{}: from, to", change.parameter),
             "cannot be dated: parameters are constants of a run.",
             "Leave from and to out, or change a series or a law, which have dates.");
      return;
    }
    if (!change.key.empty() && std::find(keys.begin(), keys.end(), change.key) == keys.end() &&
        !known_code(change.key)) {
      add(*table.get("key"),
          fmt::format("key: \"{}\"", change.key),
          fmt::format("is not a key of {}.", change.parameter),
          detail::nearest_remedy(change.key, all_codes(keys), "Leave it out to change all keys."));
      return;
    }
    const double result = changed(change, row->value);
    if (result < row->minimum || result > row->maximum) {
      add_at(change.line,
             fmt::format("{}: {}", change.parameter, result),
             fmt::format("is out of range (allowed: {} {}).",
                         range_text(row->minimum, row->maximum),
                         row->unit),
             "Choose a value inside.");
    }
  }

  void check_series(const toml::table& table, const Change& change) {
    std::vector<std::string> names;
    std::vector<std::string> places;
    const Series* series = nullptr;
    for (const Series& candidate : pack_.series) {
      names.push_back(candidate.name);
      if (candidate.name == change.series) {
        places.push_back(candidate.place);
        series = change.key.empty() || candidate.place == change.key ? &candidate : series;
      }
    }
    if (places.empty()) {
      add(*table.get("series"),
          change.series,
          "is not a series.",
          detail::nearest_remedy(change.series, names, "The pack's series.csv lists them."));
    } else if (series == nullptr) {
      add(*table.get("key"),
          fmt::format("key: \"{}\"", change.key),
          fmt::format("is not a place {} is kept for.", change.series),
          detail::nearest_remedy(change.key, places, "Leave it out to change all places."));
    } else {
      check_series_range(*series, change);
    }
  }

  void check_series_range(const Series& series, const Change& change) {
    const SeriesSchema* schema = series_schema(series.name);
    if (change.how == Change::How::value && schema != nullptr &&
        (change.amount < schema->minimum || change.amount > schema->maximum)) {
      add_at(change.line,
             fmt::format("{}: {}", series.name, change.amount),
             fmt::format("is out of range (allowed: {} {}).",
                         range_text(schema->minimum, schema->maximum),
                         series.unit),
             "Choose a value inside.");
    }
    if (change.to < series.first || change.from > series.last()) {
      add_at(change.line,
             fmt::format("{} to {}", change.from.text(), change.to.text()),
             fmt::format("does not meet the months of {} ({} to {}).",
                         series.name,
                         series.first.text(),
                         series.last().text()),
             "Choose months inside.");
    }
  }

  void check_law(const toml::table& table, const Change& change) {
    std::vector<std::string> ids;
    const LawRule* rule = nullptr;
    for (const LawRule& candidate : pack_.law) {
      ids.push_back(candidate.id);
      rule = candidate.id == change.law ? &candidate : rule;
    }
    if (rule == nullptr) {
      add(*table.get("law"),
          change.law,
          "is not a rule of law.csv.",
          detail::nearest_remedy(change.law, ids, "The pack's law.csv lists them."));
      return;
    }
    if (!change.key.empty()) {
      add(*table.get("key"),
          fmt::format("key: \"{}\"", change.key),
          "is given, but a rule has no keys.",
          "Leave it out: the rule names its own place.");
    }
    const LawSchema& kind = law_kinds()[static_cast<std::size_t>(rule->kind)];
    const double result = changed(change, rule->value);
    if (result < 0 || result > kind.maximum) {
      add_at(
          change.line,
          fmt::format("{}: {}", change.law, result),
          fmt::format("is out of range (allowed: {} {}).", range_text(0, kind.maximum), rule->unit),
          "Choose a value inside.");
    }
  }

  static double changed(const Change& change, double before) {
    return change.how == Change::How::value    ? change.amount
           : change.how == Change::How::factor ? before * change.amount
                                               : before;
  }

  bool known_code(const std::string& code) const {
    const std::vector<std::string> codes = all_codes({});
    return std::find(codes.begin(), codes.end(), code) != codes.end();
  }

  /// Everything that could be meant by a key: the keys of the parameter's rows, then the codes of
  /// the pack.
  std::vector<std::string> all_codes(std::vector<std::string> codes) const {
    for (const KeyedBy keyed_by : {KeyedBy::origin,
                                   KeyedBy::destination,
                                   KeyedBy::sector,
                                   KeyedBy::status,
                                   KeyedBy::month_of_year,
                                   KeyedBy::education,
                                   KeyedBy::stay_band,
                                   KeyedBy::age_group_by_sex}) {
      for (std::string& key : parameter_keys(keyed_by, pack_)) {
        codes.push_back(std::move(key));
      }
    }
    return codes;
  }

  std::string file_;
  const Pack& pack_;
  detail::Findings findings_;
};

toml::table parse_document(const std::filesystem::path& file, const std::string& text) {
  const std::string name = file.generic_string();
  if (text.empty()) {
    fail_input({name, "the file", "is empty.", "Write a scenario (docs/formats/scenario.md)."});
  }
  const std::size_t bad = first_invalid_utf8(text);
  if (bad != std::string::npos) {
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bad), '\n') + 1;
    fail_input(
        {fmt::format("{}:{}", name, line), "the text", "is not UTF-8.", "Save the file in UTF-8."});
  }
  try {
    return toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    fail_input({fmt::format("{}:{}", name, error.source().begin.line),
                "the text",
                fmt::format("is not TOML: {}.", error.description()),
                "Correct the line; texts and months stand in double quotes."});
  }
}

}  // namespace

Scenario load_scenario(const std::filesystem::path& file, const Pack& pack) {
  const std::vector<char> bytes = detail::read_bytes(file);
  std::string text(bytes.begin(), bytes.end());
  const toml::table document = parse_document(file, text);
  return ScenarioReader(file, pack).read(document, std::move(text), file.stem().string());
}

}  // namespace corridor::evidence
