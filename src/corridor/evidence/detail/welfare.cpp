#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence::detail {

namespace {

using Problems = std::function<void(std::string_view, std::string, std::string)>;

const WelfareSchema* welfare_schema(std::string_view name) {
  for (const WelfareSchema& schema : welfare_quantities()) {
    if (schema.quantity == name) {
      return &schema;
    }
  }
  return nullptr;
}

std::vector<std::string> quantity_names() {
  std::vector<std::string> names;
  for (const WelfareSchema& schema : welfare_quantities()) {
    names.emplace_back(schema.quantity);
  }
  return names;
}

bool is_fifth(std::string_view key) {
  return key.empty() || (key.size() == 1 && key >= "1" && key <= "5");
}

void check_key(const WelfareSchema& schema, const WelfareFigure& figure, const Problems& refuse) {
  if (schema.key == WelfareKey::none && !figure.key.empty()) {
    refuse("key",
           fmt::format("is given, but {} has none.", figure.quantity),
           "Leave the field empty.");
  } else if (schema.key == WelfareKey::line && figure.key.empty()) {
    refuse("key",
           fmt::format("is empty, but {} is of a poverty line.", figure.quantity),
           "Write dollars of PPP 2021 a day, as 3.00, or the name of a line.");
  } else if (schema.key == WelfareKey::fifth && !is_fifth(figure.key)) {
    refuse("key", "is not a fifth.", "Write 1, the poorest, to 5, or nothing for all households.");
  }
}

void check_value(const Reading& reading,
                 const WelfareSchema& schema,
                 const WelfareFigure& figure,
                 const Problems& refuse) {
  const std::string unit = unit_at(reading.pack, schema.unit, figure.place);
  if (figure.unit != unit) {
    refuse("unit",
           fmt::format("is not the unit of {} ({}).", figure.quantity, unit),
           "Convert the value and write that unit.");
  }
  const auto outside = [&](double value) {
    return value < schema.minimum || value > schema.maximum;
  };
  if (outside(figure.value) || outside(figure.low.value_or(figure.value)) ||
      outside(figure.high.value_or(figure.value))) {
    refuse("value",
           fmt::format("or a bound is out of range for {} (allowed: {}).",
                       figure.quantity,
                       range_text(schema.minimum, schema.maximum)),
           "Correct the value, or the unit it was taken from.");
  }
  if (figure.low.value_or(figure.value) > figure.value ||
      figure.high.value_or(figure.value) < figure.value) {
    refuse("value", "is not between low and high.", "Correct the bounds or the value.");
  }
}

void check_figure(Reading& reading,
                  const Table& table,
                  std::size_t row,
                  const WelfareFigure& figure) {
  const Problems refuse = [&](std::string_view column, std::string why, std::string remedy) {
    reading.findings.add({reading.where(table, row),
                          fmt::format("{}: \"{}\"", column, table.cell(row, column).text),
                          std::move(why),
                          std::move(remedy)});
  };
  const WelfareSchema* schema = welfare_schema(figure.quantity);
  if (schema == nullptr) {
    refuse("quantity",
           "is not a quantity the program knows.",
           nearest_remedy(figure.quantity, quantity_names(), "Leave it out."));
    return;
  }
  const bool region = reading.codes.regions.find(figure.place) >= 0;
  if (((region ? region_place : origin_place) & schema->places) == 0) {
    refuse("place",
           fmt::format("is not a kind of place {} is kept for.", figure.quantity),
           region ? "Name an origin." : "Name a region.");
  }
  check_key(*schema, figure, refuse);
  check_value(reading, *schema, figure, refuse);
}

WelfareFigure read_figure(const Table& table, std::size_t row) {
  return {cell_text(table, row, "quantity"),
          cell_text(table, row, "place"),
          cell_text(table, row, "key"),
          table.cell(row, "period").code,
          table.cell(row, "value").number,
          cell_number(table, row, "low"),
          cell_number(table, row, "high"),
          cell_text(table, row, "unit"),
          cell_text(table, row, "source"),
          cell_text(table, row, "status")};
}

/// The origin a place is or belongs to.
std::string origin_of(const Pack& pack, const std::string& place) {
  const int region = pack.region_index(place);
  return region < 0 ? place
                    : pack.origins[static_cast<std::size_t>(
                                       pack.regions[static_cast<std::size_t>(region)].origin)]
                          .code;
}

/// A line that is known by name only says nothing until somebody says what it is worth.
void check_lines(Reading& reading, const Table& table) {
  std::set<std::pair<std::string, std::string>> valued;
  for (const WelfareFigure& figure : reading.pack.welfare) {
    if (figure.quantity == "poverty_line") {
      valued.emplace(figure.place, figure.key);
    }
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string key = cell_text(table, row, "key");
    const std::string origin = origin_of(reading.pack, cell_text(table, row, "place"));
    const bool named = !key.empty() && !parse_number(key);
    if (named && cell_text(table, row, "quantity") == "poverty_headcount" &&
        !valued.contains({origin, key})) {
      reading.findings.add({reading.where(table, row),
                            fmt::format("key: \"{}\"", key),
                            fmt::format("is a line without a value for {}.", origin),
                            "Add a row of poverty_line, or write dollars of PPP 2021 a day."});
    }
  }
}

void check_result(Reading& reading,
                  const Table& table,
                  std::size_t row,
                  const PublishedResult& result) {
  const auto refuse = [&](std::string_view what, std::string why, std::string remedy) {
    reading.findings.add({reading.where(table, row),
                          fmt::format("{}: {}", result.id, what),
                          std::move(why),
                          std::move(remedy)});
  };
  if (result.measure.empty() && result.note.empty()) {
    refuse("note",
           "is empty, though no measure speaks to the result.",
           "Say in a few words why none can.");
  }
  if (!result.measure.empty() && result.places.empty()) {
    refuse("measure", "is named without places.", "Say of whom.");
  }
  if ((result.form == PublishedForm::difference) != !result.scenario.empty()) {
    refuse("scenario",
           result.scenario.empty() ? "is empty, but a difference needs one."
                                   : "is given, but the form is not a difference.",
           "Name a scenario for differences only.");
  }
  if (result.low.value_or(result.value) > result.value ||
      result.high.value_or(result.value) < result.value) {
    refuse("value", "is not between low and high.", "Correct the bounds or the value.");
  }
  if (!result.than.empty() && result.sign == 0) {
    refuse("sign", "is empty, though a result to compare with is named.", "Write + or -.");
  }
  if (result.use == PublishedUse::sign && result.sign == 0) {
    refuse("sign", "is empty, though only the direction is compared.", "Write + or -.");
  }
}

PublishedResult read_result(Reading& reading, const Table& table, std::size_t row) {
  PublishedResult result;
  result.id = cell_text(table, row, "id");
  result.study = cell_text(table, row, "study");
  result.statement = cell_text(table, row, "statement");
  result.measure = cell_text(table, row, "measure");
  result.places_text = cell_text(table, row, "places");
  result.places = read_origins(reading, table, row);
  result.period = cell_text(table, row, "period");
  result.span = read_span(reading, table, row, "period");
  if (const Cell& cell = table.cell(row, "aggregation"); !cell.text.empty()) {
    result.aggregation = static_cast<Aggregation>(cell.code);
  }
  result.form = static_cast<PublishedForm>(table.cell(row, "form").code);
  result.scenario = cell_text(table, row, "scenario");
  result.value = table.cell(row, "value").number;
  result.unit = cell_text(table, row, "unit");
  result.low = cell_number(table, row, "low");
  result.high = cell_number(table, row, "high");
  const Cell& scope = table.cell(row, "scope");
  result.scope = scope.text.empty() ? Scope::same : static_cast<Scope>(scope.code);
  const std::string_view sign = table.cell(row, "sign").text;
  result.sign = sign == "+" ? 1 : sign == "-" ? -1 : 0;
  result.than = cell_text(table, row, "than");
  result.use = static_cast<PublishedUse>(table.cell(row, "kind").code);
  result.source = cell_text(table, row, "source");
  result.note = cell_text(table, row, "note");
  check_result(reading, table, row, result);
  return result;
}

/// The result that a sign is meant against stands in the same table.
void check_comparisons(Reading& reading, const Table& table) {
  std::vector<std::string> ids;
  for (const PublishedResult& result : reading.pack.published) {
    ids.push_back(result.id);
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string than = cell_text(table, row, "than");
    if (!than.empty() && std::find(ids.begin(), ids.end(), than) == ids.end()) {
      reading.findings.add({reading.where(table, row),
                            fmt::format("than: \"{}\"", than),
                            "is not a result of this table.",
                            nearest_remedy(than, ids, "Name the result it is compared with.")});
    }
  }
}

}  // namespace

void build_welfare(Reading& reading) {
  if (!reading.sound("welfare.csv")) {
    return;
  }
  const Table& table = reading.table("welfare.csv");
  std::vector<WelfareFigure>& figures = reading.pack.welfare;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    figures.push_back(read_figure(table, row));
    check_figure(reading, table, row, figures.back());
  }
  check_lines(reading, table);
  std::sort(figures.begin(), figures.end(), [](const WelfareFigure& a, const WelfareFigure& b) {
    return a.order() < b.order();
  });
}

void build_published(Reading& reading) {
  if (!reading.sound("published.csv")) {
    return;
  }
  const Table& table = reading.table("published.csv");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    reading.pack.published.push_back(read_result(reading, table, row));
  }
  check_comparisons(reading, table);
}

}  // namespace corridor::evidence::detail
