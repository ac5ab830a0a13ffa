#include "corridor/evidence/detail/scenario_subject.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "corridor/evidence/schema.hpp"

namespace corridor::evidence::detail {

namespace {

/// Looks a change up in the pack. What a change of the whole file cannot tell is told at its line.
class SubjectCheck {
 public:
  SubjectCheck(const Pack& pack, ScenarioProblems& problems) : pack_(pack), problems_(problems) {}

  void check(const toml::table& table, const Change& change) {
    if (!change.parameter.empty()) {
      check_parameter(table, change);
    } else if (!change.series.empty()) {
      check_series(table, change);
    } else {
      check_law(table, change);
    }
  }

 private:
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
      problems_.add(
          *table.get("parameter"),
          change.parameter,
          "is not a parameter.",
          nearest_remedy(change.parameter, names, "The pack's parameters.csv lists them."));
      return;
    }
    if (change.dated) {
      problems_.add_at(change.line,
                       fmt::format("{}: from, to", change.parameter),
                       "cannot be dated: parameters are constants of a run.",
                       "Leave from and to out, or change a series or a law, which have dates.");
      return;
    }
    if (!change.key.empty() && std::find(keys.begin(), keys.end(), change.key) == keys.end() &&
        !known_code(change.key)) {
      problems_.add(
          *table.get("key"),
          fmt::format("key: \"{}\"", change.key),
          fmt::format("is not a key of {}.", change.parameter),
          nearest_remedy(change.key, all_codes(keys), "Leave it out to change all keys."));
      return;
    }
    const double result = changed(change, row->value);
    if (result < row->minimum || result > row->maximum) {
      problems_.add_at(change.line,
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
    std::vector<std::string> sectors;
    const Series* series = nullptr;
    for (const Series& candidate : pack_.series) {
      names.push_back(candidate.name);
      if (candidate.name == change.series) {
        places.push_back(candidate.place);
        if (!candidate.sector.empty()) {
          sectors.push_back(candidate.sector);
        }
        series = change.key.empty() || candidate.place == change.key ? &candidate : series;
      }
    }
    if (places.empty()) {
      problems_.add(*table.get("series"),
                    change.series,
                    "is not a series.",
                    nearest_remedy(change.series, names, "The pack's series.csv lists them."));
    } else if (series == nullptr) {
      problems_.add(*table.get("key"),
                    fmt::format("key: \"{}\"", change.key),
                    fmt::format("is not a place {} is kept for.", change.series),
                    nearest_remedy(change.key, places, "Leave it out to change all places."));
    } else if (!change.sector.empty() &&
               std::find(sectors.begin(), sectors.end(), change.sector) == sectors.end()) {
      problems_.add(
          *table.get("sector"),
          fmt::format("sector: \"{}\"", change.sector),
          fmt::format("is not a sector {} is kept for.", change.series),
          nearest_remedy(change.sector, sectors, "Leave it out: the series has no sectors."));
    } else {
      check_series_range(*series, change);
    }
  }

  void check_series_range(const Series& series, const Change& change) {
    const SeriesSchema* schema = series_schema(series.name);
    if (change.how == Change::How::value && schema != nullptr &&
        (change.amount < schema->minimum || change.amount > schema->maximum)) {
      problems_.add_at(change.line,
                       fmt::format("{}: {}", series.name, change.amount),
                       fmt::format("is out of range (allowed: {} {}).",
                                   range_text(schema->minimum, schema->maximum),
                                   series.unit),
                       "Choose a value inside.");
    }
    if (change.to < series.first || change.from > series.last()) {
      problems_.add_at(change.line,
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
    if (change.how == Change::How::add) {
      if (rule != nullptr) {
        problems_.add(*table.get("law"),
                      change.law,
                      "is a rule of law.csv already, so it cannot be added.",
                      "Choose another id, or leave kind out to change that rule.");
      }
      return;
    }
    if (rule == nullptr) {
      problems_.add(
          *table.get("law"),
          change.law,
          "is not a rule of law.csv.",
          nearest_remedy(
              change.law, ids, "The pack's law.csv lists them; a new rule gives its kind."));
      return;
    }
    if (!change.key.empty()) {
      problems_.add(*table.get("key"),
                    fmt::format("key: \"{}\"", change.key),
                    "is given, but a rule has no keys.",
                    "Leave it out: the rule names its own place.");
    }
    const LawSchema& kind = law_kinds()[static_cast<std::size_t>(rule->kind)];
    const double result = changed(change, rule->value);
    if (result < 0 || result > kind.maximum) {
      problems_.add_at(
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
                                   KeyedBy::origin_destination,
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

  const Pack& pack_;
  ScenarioProblems& problems_;
};

}  // namespace

void check_subject(const toml::table& table,
                   const Change& change,
                   const Pack& pack,
                   ScenarioProblems& problems) {
  SubjectCheck(pack, problems).check(table, change);
}

}  // namespace corridor::evidence::detail
