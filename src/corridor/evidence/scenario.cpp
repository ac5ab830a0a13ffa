#include "corridor/evidence/scenario.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

#include "corridor/base/error.hpp"
#include "corridor/evidence/detail/scenario_problems.hpp"
#include "corridor/evidence/detail/scenario_subject.hpp"
#include "corridor/evidence/detail/table.hpp"
#include "corridor/evidence/detail/toml_text.hpp"
#include "corridor/evidence/schema.hpp"

namespace corridor::evidence {

namespace {

constexpr int kScenarioSchema = 1;
const std::vector<std::string> kScenarioKeys = {
    "schema", "question", "base", "expect", "from", "to", "change"};
const std::vector<std::string> kChangeKeys = {"parameter",
                                              "series",
                                              "law",
                                              "key",
                                              "sector",
                                              "value",
                                              "factor",
                                              "remove",
                                              "from",
                                              "to",
                                              "kind",
                                              "place",
                                              "status_from",
                                              "status_to",
                                              "length"};

/// A file of another schema is refused at once: its keys may mean something else.
void check_schema(const toml::table& document, const std::string& file) {
  const toml::node* schema = document.get("schema");
  const std::string remedy = fmt::format("Write schema = {}.", kScenarioSchema);
  if (schema == nullptr) {
    fail_input({file, "schema", "is missing.", remedy});
  }
  const std::optional<std::int64_t> version = schema->value_exact<std::int64_t>();
  const std::string where = fmt::format("{}:{}", file, schema->source().begin.line);
  if (!version) {
    fail_input({where, detail::key_and_value("schema", *schema), "is not a whole number.", remedy});
  }
  if (*version != kScenarioSchema) {
    fail_input({where,
                fmt::format("schema: {}", *version),
                fmt::format("cannot be read; this program reads schema {}.", kScenarioSchema),
                "Convert the file (docs/formats/scenario.md), or use a version of corridor that "
                "reads its schema."});
  }
}

/// What a reading of one scenario needs: the file for messages, the pack to hold names against.
class ScenarioReader {
 public:
  ScenarioReader(const std::filesystem::path& file, const Pack& pack)
      : pack_(pack), problems_(file) {}

  Scenario read(const toml::table& document, std::string text, std::string name) {
    check_keys(document, kScenarioKeys, "a scenario");
    Scenario scenario;
    scenario.schema = kScenarioSchema;
    scenario.name = std::move(name);
    scenario.text = std::move(text);
    scenario.question = required_text(document, "question");
    if (const toml::node* expect = document.get("expect")) {
      scenario.expect = text_of(*expect, "expect");
    }
    const std::optional<Month> from = required_month(document, "from");
    const std::optional<Month> to = required_month(document, "to");
    if (from && to && *from > *to) {
      problems_.add(*document.get("from"),
                    fmt::format("from: \"{}\"", from->text()),
                    fmt::format("is later than to (\"{}\").", to->text()),
                    "Swap them, or correct one.");
    }
    scenario.from = from.value_or(Month());
    scenario.to = to.value_or(Month());
    read_changes(document, scenario);
    problems_.throw_if_any();
    return scenario;
  }

 private:
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
      problems_.add_at(line,
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
      problems_.add_at(0, std::string(key), "is missing.", fmt::format("Write {} = \"...\".", key));
      return {};
    }
    return text_of(*node, key);
  }

  std::string text_of(const toml::node& node, std::string_view key) {
    const std::optional<std::string> text = node.value_exact<std::string>();
    if (!text || text->empty()) {
      problems_.add(node,
                    detail::key_and_value(key, node),
                    "is not a text.",
                    fmt::format("Write {} = \"...\".", key));
    }
    return text.value_or("");
  }

  std::optional<Month> required_month(const toml::table& table, std::string_view key) {
    if (table.get(key) == nullptr) {
      problems_.add_at(
          0, std::string(key), "is missing.", fmt::format("Write {} = \"2010-01\".", key));
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
    problems_.add(node,
                  detail::key_and_value(key, node),
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
      problems_.add(*node,
                    detail::key_and_value("change", *node),
                    "is not a list of tables.",
                    "Write each change under [[change]].");
      return;
    }
    for (const toml::node& entry : *list) {
      read_change(*entry.as_table(), scenario);
    }
  }

  void read_change(const toml::table& table, Scenario& scenario) {
    const std::size_t before = problems_.count();
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
      problems_.add_at(change.line,
                       "change",
                       "must name exactly one of parameter, series and law.",
                       "Split it into several changes, or add the one that is missing.");
    }
    if (const toml::node* key = table.get("key")) {
      change.key = text_of(*key, "key");
    }
    read_sector(table, change);
    read_dates(table, scenario, change);
    if (table.contains("kind")) {
      detail::read_new_rule(table, pack_, change, problems_);
    } else {
      refuse_rule_keys(table);
      read_amount(table, keys_known, change);
    }
    if (problems_.count() == before) {
      detail::check_subject(table, change, pack_, problems_);
    }
    scenario.changes.push_back(std::move(change));
  }

  void read_sector(const toml::table& table, Change& change) {
    const toml::node* sector = table.get("sector");
    if (sector == nullptr) {
      return;
    }
    change.sector = text_of(*sector, "sector");
    if (change.series.empty() && !table.contains("kind")) {
      problems_.add(*sector,
                    "sector",
                    "can only be said of a series or a new rule.",
                    "Leave it out; a parameter names its sector as its key.");
    }
  }

  void refuse_rule_keys(const toml::table& table) {
    for (const std::string& key : detail::kRuleKeys) {
      if (const toml::node* node = table.get(key)) {
        problems_.add(*node,
                      key,
                      "describes a new rule, but the change gives no kind.",
                      "Write kind to add a rule, or leave it out to change one.");
      }
    }
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
      problems_.add_at(change.line,
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
      problems_.add_at(change.line,
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
      problems_.add(node,
                    detail::key_and_value(key, node),
                    "is not a number.",
                    fmt::format("Write {} = 0.5.", key));
    } else if (value == nullptr && *amount < 0) {
      problems_.add(node,
                    fmt::format("factor: {}", *amount),
                    "is out of range (allowed: 0 or more).",
                    "Write the share that remains: 0.7 for a fall by 30 %.");
    }
    change.amount = amount.value_or(0);
  }

  void read_remove(const toml::node& node, Change& change) {
    change.how = Change::How::remove;
    if (node.value_exact<bool>() != true) {
      problems_.add(node,
                    detail::key_and_value("remove", node),
                    "is not true.",
                    "Write remove = true, or leave it out.");
    } else if (change.law.empty()) {
      problems_.add(
          node, "remove", "can only be said of a law.", "Give a value or a factor instead.");
    } else if (change.dated) {
      problems_.add(
          node,
          "remove",
          "takes the whole rule away and knows no from and to.",
          "Leave from and to out, or move the rule's window with them instead of removing it.");
    }
  }

  const Pack& pack_;
  detail::ScenarioProblems problems_;
};

/// The files a scenario stands on while it is read, newest last, so that a circle is noticed.
using Chain = std::vector<std::filesystem::path>;

/// The file of a base: beside the scenario that names it, else in one of the folders.
std::filesystem::path find_base(const std::string& name,
                                const std::filesystem::path& file,
                                std::span<const std::filesystem::path> folders,
                                const std::string& where) {
  std::vector<std::filesystem::path> places = {file.parent_path()};
  places.insert(places.end(), folders.begin(), folders.end());
  std::vector<std::string> known;
  std::error_code error;
  for (const std::filesystem::path& folder : places) {
    std::filesystem::path candidate = folder / (name + ".toml");
    if (std::filesystem::is_regular_file(candidate, error)) {
      return candidate;
    }
    const std::filesystem::path listed = folder.empty() ? std::filesystem::path(".") : folder;
    for (const auto& entry : std::filesystem::directory_iterator(listed, error)) {
      if (entry.path().extension() == ".toml" && entry.path().stem() != file.stem()) {
        known.push_back(entry.path().stem().string());
      }
    }
  }
  fail_input(
      {where,
       fmt::format("base: \"{}\"", name),
       "is not a scenario beside this one or among the shipped ones.",
       detail::nearest_remedy(name, known, "Name the file without its folder and without .toml.")});
}

void check_circle(const Chain& chain, const std::filesystem::path& base, const std::string& where) {
  std::error_code error;
  std::string path;
  bool found = false;
  for (const std::filesystem::path& link : chain) {
    found = found || std::filesystem::equivalent(link, base, error);
    path += link.stem().string() + " -> ";
  }
  if (found) {
    fail_input({where,
                fmt::format("base: \"{}\"", base.stem().string()),
                fmt::format("leads in a circle ({}{}).", path, base.stem().string()),
                "Let one of them stand on nothing."});
  }
}

/// The text of a base as comments below the text of the scenario, so that what is kept with the
/// results says all that was asked.
std::string with_base_text(const std::string& text, const Scenario& base) {
  std::string result = text + fmt::format("\n# Base {}:\n", base.name);
  std::size_t at = 0;
  while (at < base.text.size()) {
    const std::size_t end = std::min(base.text.find('\n', at), base.text.size());
    const std::string line = base.text.substr(at, end - at);
    result += line.empty() ? "#\n" : "# " + line + "\n";
    at = end + 1;
  }
  return result;
}

Scenario load_in_chain(const std::filesystem::path& file,
                       const Pack& pack,
                       std::span<const std::filesystem::path> folders,
                       Chain& chain);

/// The base of a document, read against the pack; nothing when it names none.
std::optional<Scenario> load_base(const toml::table& document,
                                  const std::filesystem::path& file,
                                  const Pack& pack,
                                  std::span<const std::filesystem::path> folders,
                                  Chain& chain) {
  const toml::node* node = document.get("base");
  if (node == nullptr) {
    return std::nullopt;
  }
  const std::string where = fmt::format("{}:{}", file.generic_string(), node->source().begin.line);
  const std::optional<std::string> name = node->value_exact<std::string>();
  if (!name || name->empty()) {
    fail_input({where,
                detail::key_and_value("base", *node),
                "is not a text.",
                "Write base = \"baseline\"."});
  }
  const std::filesystem::path base = find_base(*name, file, folders, where);
  check_circle(chain, base, where);
  return load_in_chain(base, pack, folders, chain);
}

Scenario load_in_chain(const std::filesystem::path& file,
                       const Pack& pack,
                       std::span<const std::filesystem::path> folders,
                       Chain& chain) {
  const std::vector<char> bytes = detail::read_bytes(file);
  const std::string text(bytes.begin(), bytes.end());
  const toml::table document =
      detail::parse_toml(file, text, "a scenario (docs/formats/scenario.md)");
  check_schema(document, file.generic_string());
  chain.push_back(file);
  const std::optional<Scenario> base = load_base(document, file, pack, folders, chain);
  if (!base) {
    return ScenarioReader(file, pack).read(document, text, file.stem().string());
  }
  const Pack ground = apply(pack, *base);
  Scenario scenario = ScenarioReader(file, ground)
                          .read(document, with_base_text(text, *base), file.stem().string());
  scenario.base = base->name;
  scenario.changes.insert(scenario.changes.begin(), base->changes.begin(), base->changes.end());
  return scenario;
}

}  // namespace

Scenario load_scenario(const std::filesystem::path& file,
                       const Pack& pack,
                       std::span<const std::filesystem::path> folders) {
  Chain chain;
  return load_in_chain(file, pack, folders, chain);
}

}  // namespace corridor::evidence
