#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <tuple>

#include "corridor/evidence/detail/reading.hpp"

/// Reads what forecasts are scored on, and when values become known.
namespace corridor::evidence::detail {

namespace {

using Refuse = std::function<void(std::string_view, std::string, std::string)>;

/// Adds a problem of one row, with the field as it stands in the file.
Refuse refusal(Reading& reading, const Table& table, std::size_t row) {
  return [&reading, &table, row](std::string_view column, std::string why, std::string remedy) {
    reading.findings.add({reading.where(table, row),
                          fmt::format("{}: \"{}\"", column, table.cell(row, column).text),
                          std::move(why),
                          std::move(remedy)});
  };
}

const FigureSchema* figure_schema(std::string_view name) {
  for (const FigureSchema& schema : figure_quantities()) {
    if (schema.quantity == name) {
      return &schema;
    }
  }
  return nullptr;
}

std::vector<std::string> figure_names() {
  std::vector<std::string> names;
  for (const FigureSchema& schema : figure_quantities()) {
    names.emplace_back(schema.quantity);
  }
  return names;
}

void check_place(const Pack& pack,
                 const FigureSchema& schema,
                 const YearlyFigure& figure,
                 const Refuse& refuse) {
  if (schema.of_origins && pack.origin_index(figure.place) < 0) {
    refuse("place",
           fmt::format("is not an origin, of which {} is.", figure.quantity),
           "Name an origin.");
  } else if (!schema.of_origins && figure.place != pack.destinations.front().code) {
    refuse("place",
           fmt::format("is not the main destination, of which {} is.", figure.quantity),
           fmt::format("Write {}.", pack.destinations.front().code));
  }
}

void check_figure(const Pack& pack, const YearlyFigure& figure, const Refuse& refuse) {
  const FigureSchema* schema = figure_schema(figure.quantity);
  if (schema == nullptr) {
    refuse("quantity",
           "is not a quantity the program knows.",
           nearest_remedy(figure.quantity, figure_names(), "Leave it out."));
    return;
  }
  check_place(pack, *schema, figure, refuse);
  const std::string unit = unit_at(pack, schema->unit, figure.place);
  if (figure.unit != unit) {
    refuse("unit",
           fmt::format("is not the unit of {} ({}).", figure.quantity, unit),
           "Convert the value and write that unit.");
  }
  if (figure.value < schema->minimum || figure.value > schema->maximum) {
    refuse("value",
           fmt::format("is out of range for {} (allowed: {}).",
                       figure.quantity,
                       range_text(schema->minimum, schema->maximum)),
           "Correct the value, or the unit it was taken from.");
  }
  if (schema->outlook && !figure.published) {
    refuse("published",
           fmt::format("is empty, but {} is known from the day somebody said it.", figure.quantity),
           "Write the month of publication (YYYY-MM).");
  }
}

YearlyFigure read_figure(const Table& table, std::size_t row) {
  YearlyFigure figure;
  figure.quantity = cell_text(table, row, "quantity");
  figure.place = cell_text(table, row, "place");
  figure.year = table.cell(row, "period").code;
  if (const Cell& published = table.cell(row, "published"); !published.text.empty()) {
    figure.published = Month::from_index(published.code);
  }
  figure.vintage = Month::from_index(table.cell(row, "vintage").code);
  figure.held_out = table.cell(row, "kind").text == "test";
  figure.value = table.cell(row, "value").number;
  figure.unit = cell_text(table, row, "unit");
  figure.source = cell_text(table, row, "source");
  figure.status = cell_text(table, row, "status");
  return figure;
}

PublicationRule read_rule(const Table& table, std::size_t row) {
  PublicationRule rule;
  rule.table = cell_text(table, row, "table");
  rule.name = cell_text(table, row, "name");
  rule.of_source = cell_text(table, row, "of_source");
  rule.delay_months = static_cast<int>(table.cell(row, "value").number);
  rule.driver = table.cell(row, "driver").text == "1";
  if (const Cell& after = table.cell(row, "after"); !after.text.empty()) {
    rule.after = static_cast<After>(after.code + 1);
  }
  rule.window = table.cell(row, "window").text.empty() ? 0 : table.cell(row, "window").code;
  return rule;
}

void check_rule(const PublicationRule& rule, const Refuse& refuse) {
  if (rule.table == "series" && rule.after == After::none) {
    refuse("after",
           "is empty, but a series has to go on.",
           "Write last, season, mean, zero or fading.");
  }
  if (rule.table == "series" && !rule.of_source.empty()) {
    refuse("of_source", "is given, but a series is one whatever its sources.", "Leave it empty.");
  }
  if (rule.table != "series" && rule.table != "figures" &&
      (rule.driver || rule.after != After::none)) {
    refuse("after",
           "or driver is given, but only series and figures go on.",
           "Leave after empty and write 0 as driver.");
  }
  const bool needs_window = rule.after == After::mean || rule.after == After::fading;
  const bool takes_window = needs_window || rule.table == "draws";
  if (rule.window > 0 && !takes_window) {
    refuse("window", "is given, but only mean, fading and draws have one.", "Leave it empty.");
  }
  if (rule.window == 0 && needs_window) {
    refuse("window",
           "is empty, but mean and fading need it.",
           "Write the number of values a mean takes, or of years in which growth lasts.");
  }
  if (rule.table == "draws" && (rule.delay_months < 1 || !rule.name.empty())) {
    refuse("value",
           "or name is not one of draws, which have blocks of a month or more and no name.",
           "Leave the name empty and write the length of blocks in months.");
  }
}

/// A name that no row of its table bears would be a rule about nothing.
void check_name(const PublicationRule& rule, const Refuse& refuse) {
  std::vector<std::string> known;
  if (rule.table == "series") {
    for (const SeriesSchema& schema : pack_series()) {
      known.emplace_back(schema.name);
    }
  } else if (rule.table == "figures") {
    known = figure_names();
  } else if (rule.table == "welfare") {
    for (const WelfareSchema& schema : welfare_quantities()) {
      known.emplace_back(schema.quantity);
    }
  }
  if (!rule.name.empty() && !known.empty() &&
      std::find(known.begin(), known.end(), rule.name) == known.end()) {
    refuse("name",
           fmt::format("is not a name of {}.csv.", rule.table),
           nearest_remedy(rule.name, known, "Leave the row out."));
  }
}

/// Every table needs the rule that holds where no other does.
void check_defaults(Reading& reading) {
  for (const std::string_view table : {"series", "targets", "figures", "welfare"}) {
    const auto& rules = reading.pack.publication;
    const bool found = std::any_of(rules.begin(), rules.end(), [&](const PublicationRule& rule) {
      return rule.table == table && rule.name.empty() && rule.of_source.empty();
    });
    if (!found) {
      reading.findings.add({reading.findings.where("publication.csv"),
                            fmt::format("table {}", table),
                            "has no row without name and source.",
                            "Add the rule that holds where no other does."});
    }
  }
}

}  // namespace

void build_figures(Reading& reading) {
  if (!reading.sound("figures.csv")) {
    return;
  }
  const Table& table = reading.table("figures.csv");
  std::vector<YearlyFigure>& figures = reading.pack.figures;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    figures.push_back(read_figure(table, row));
    check_figure(reading.pack, figures.back(), refusal(reading, table, row));
  }
  std::sort(figures.begin(), figures.end(), [](const YearlyFigure& a, const YearlyFigure& b) {
    return std::tie(a.quantity, a.place, a.year, a.published) <
           std::tie(b.quantity, b.place, b.year, b.published);
  });
}

void build_publication(Reading& reading) {
  if (!reading.sound("publication.csv")) {
    return;
  }
  const Table& table = reading.table("publication.csv");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const PublicationRule rule = read_rule(table, row);
    const Refuse refuse = refusal(reading, table, row);
    check_rule(rule, refuse);
    check_name(rule, refuse);
    reading.pack.publication.push_back(rule);
  }
  check_defaults(reading);
}

}  // namespace corridor::evidence::detail
