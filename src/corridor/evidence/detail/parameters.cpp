#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence::detail {

namespace {

const ParameterDeclaration* find_declaration(const Reading& reading, std::string_view name) {
  for (const ParameterDeclaration& declaration : reading.declarations) {
    if (declaration.name == name) {
      return &declaration;
    }
  }
  return nullptr;
}

void check_name(Reading& reading, const ParameterRow& row) {
  std::vector<std::string> names;
  for (const ParameterDeclaration& declaration : reading.declarations) {
    names.emplace_back(declaration.name);
  }
  reading.findings.add({reading.findings.where("parameters.csv", row.line),
                        row.name,
                        "is not a parameter.",
                        nearest_remedy(row.name, names, "Remove the row.")});
}

void check_key(Reading& reading, const ParameterRow& row, const ParameterDeclaration& declaration) {
  if (row.key.empty()) {
    return;
  }
  const std::vector<std::string> keys = parameter_keys(declaration.keyed_by, reading.pack);
  if (std::find(keys.begin(), keys.end(), row.key) != keys.end()) {
    return;
  }
  reading.findings.add(
      {reading.findings.where("parameters.csv", row.line),
       fmt::format("{}: key \"{}\"", row.name, row.key),
       keys.empty() ? "is given, but the parameter has no keys."
                    : fmt::format("is not {}.", keyed_by_text(declaration.keyed_by)),
       keys.empty() ? "Leave it empty."
                    : nearest_remedy(
                          row.key, keys, fmt::format("The keys are {}.", fmt::join(keys, ", ")))});
}

void check_values(Reading& reading,
                  const ParameterRow& row,
                  const ParameterDeclaration& declaration) {
  const std::string where = reading.findings.where("parameters.csv", row.line);
  const std::string name = row.key.empty() ? row.name : fmt::format("{} for {}", row.name, row.key);
  if (row.unit != declaration.unit) {
    reading.findings.add({where,
                          fmt::format("{}: unit \"{}\"", name, row.unit),
                          fmt::format("is not its unit ({}).", declaration.unit),
                          "Convert the value and write that unit."});
  }
  if (row.value < declaration.minimum || row.value > declaration.maximum) {
    reading.findings.add({where,
                          fmt::format("{}: value {}", name, row.value),
                          fmt::format("is out of range (allowed: {} {}).",
                                      range_text(declaration.minimum, declaration.maximum),
                                      declaration.unit),
                          "Correct the value, or the unit it was taken from."});
  }
  if (row.low > row.value || row.value > row.high) {
    reading.findings.add(
        {where,
         fmt::format("{}: value {}", name, row.value),
         fmt::format("does not lie between low {} and high {}.", row.low, row.high),
         "Correct the one of the three that is wrong."});
  }
}

/// A family of priors must be able to have the row's interval.
void check_prior(Reading& reading, const ParameterRow& row) {
  const bool positive = row.low > 0;
  const bool share = positive && row.high < 1;
  if ((row.distribution == "lognormal" && !positive) ||
      (row.distribution == "logitnormal" && !share)) {
    reading.findings.add(
        {reading.findings.where("parameters.csv", row.line),
         fmt::format(
             "{}: distribution {} over {} to {}", row.name, row.distribution, row.low, row.high),
         fmt::format("cannot stand: it lives {}.",
                     row.distribution == "lognormal" ? "above 0" : "between 0 and 1"),
         "Move low or high inside, or leave the distribution empty."});
  }
}

/// A parameter is complete with a row for all keys, or a row for each.
void check_complete(Reading& reading, const ParameterDeclaration& declaration) {
  const std::vector<ParameterRow>& rows = reading.pack.parameters.rows();
  const auto has = [&](std::string_view key) {
    return std::any_of(rows.begin(), rows.end(), [&](const ParameterRow& row) {
      return row.name == declaration.name && row.key == key;
    });
  };
  if (has("")) {
    return;
  }
  std::vector<std::string> missing = parameter_keys(declaration.keyed_by, reading.pack);
  const std::size_t all = missing.size();
  std::erase_if(missing, has);
  if (all > 0 && missing.empty()) {
    return;
  }
  const bool none = missing.size() == all;
  reading.findings.add(
      {reading.findings.where("parameters.csv"),
       std::string(declaration.name),
       none ? "is missing." : fmt::format("has no value for {}.", fmt::join(missing, ", ")),
       fmt::format("Add {} ({}; allowed: {}).",
                   none ? "a row" : "those rows, or one without key",
                   declaration.unit,
                   range_text(declaration.minimum, declaration.maximum))});
}

ParameterRow read_row(const Table& table, std::size_t row) {
  const auto text = [&](std::string_view column) {
    return std::string(table.cell(row, column).text);
  };
  const auto number_or_value = [&](std::string_view column) {
    return table.cell(row, table.cell(row, column).text.empty() ? "value" : column).number;
  };
  ParameterRow result;
  result.name = text("name");
  result.key = text("key");
  result.symbol = text("symbol");
  result.unit = text("unit");
  result.value = table.cell(row, "value").number;
  result.low = number_or_value("low");
  result.high = number_or_value("high");
  if (!table.cell(row, "coverage").text.empty()) {
    result.coverage = table.cell(row, "coverage").number;
  }
  result.distribution = text("distribution");
  result.source = text("source");
  result.status = text("status");
  result.grade = text("grade");
  result.note = text("note");
  result.line = table.line(row);
  return result;
}

}  // namespace

void build_parameters(Reading& reading) {
  if (!reading.sound("parameters.csv")) {
    return;
  }
  const Table& table = reading.table("parameters.csv");
  for (std::size_t i = 0; i < table.rows(); ++i) {
    ParameterRow row = read_row(table, i);
    const ParameterDeclaration* declaration = find_declaration(reading, row.name);
    if (declaration == nullptr) {
      check_name(reading, row);
    } else {
      row.minimum = declaration->minimum;
      row.maximum = declaration->maximum;
      check_key(reading, row, *declaration);
      check_values(reading, row, *declaration);
      check_prior(reading, row);
    }
    reading.pack.parameters.rows().push_back(std::move(row));
  }
  for (const ParameterDeclaration& declaration : reading.declarations) {
    check_complete(reading, declaration);
  }
}

}  // namespace corridor::evidence::detail
