#include <fmt/format.h>

#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence::detail {

namespace {

/// The parts between semicolons; none of an empty text.
std::vector<std::string> parts(std::string_view list) {
  std::vector<std::string> result;
  while (!list.empty()) {
    const std::size_t end = list.find(';');
    result.emplace_back(list.substr(0, end));
    list = end == std::string_view::npos ? std::string_view() : list.substr(end + 1);
  }
  return result;
}

/// An empty scope is `same`.
Scope scope_of(const Cell& cell) {
  return cell.text.empty() ? Scope::same : static_cast<Scope>(cell.code);
}

std::optional<Aggregation> aggregation_of(const Cell& cell) {
  return cell.text.empty() ? std::nullopt : std::optional(static_cast<Aggregation>(cell.code));
}

void check_claim(Reading& reading, const Table& table, std::size_t row, const Claim& claim) {
  const auto refuse = [&](std::string what, std::string why, std::string remedy) {
    reading.findings.add({reading.where(table, row),
                          claim.id + ": " + std::move(what),
                          std::move(why),
                          std::move(remedy)});
  };
  if (claim.kind == ClaimKind::numeric && !claim.value) {
    refuse("value", "is empty, but a numeric claim needs it.", "Write the number quoted.");
  }
  if (claim.kind == ClaimKind::numeric && claim.measure.empty() && claim.note.empty()) {
    refuse("note",
           "is empty, though no measure speaks to the claim.",
           "Say in a few words why none can.");
  }
  if (!claim.measure.empty() && (claim.places.empty() || !claim.aggregation)) {
    refuse("measure",
           "is named without places and aggregation.",
           "Say of whom and how the months make one value.");
  }
  if (claim.kind == ClaimKind::event && claim.event_types.empty()) {
    refuse("type", "is empty, but an event claim needs it.", "Name a type of events.csv.");
  }
}

Claim read_claim(Reading& reading, const Table& table, std::size_t row) {
  Claim claim;
  claim.id = cell_text(table, row, "id");
  claim.main = cell_text(table, row, "main");
  claim.kind = static_cast<ClaimKind>(table.cell(row, "kind").code);
  claim.quantity = cell_text(table, row, "quantity");
  claim.statement = cell_text(table, row, "statement");
  claim.measure = cell_text(table, row, "measure");
  claim.places_text = cell_text(table, row, "places");
  claim.places = read_origins(reading, table, row);
  claim.period = cell_text(table, row, "period");
  claim.span = read_span(reading, table, row, "period");
  claim.aggregation = aggregation_of(table.cell(row, "aggregation"));
  claim.value = cell_number(table, row, "value");
  claim.unit = cell_text(table, row, "unit");
  claim.low = cell_number(table, row, "low");
  claim.high = cell_number(table, row, "high");
  claim.scope = scope_of(table.cell(row, "scope"));
  claim.said_by = cell_text(table, row, "said_by");
  claim.actors = parts(table.cell(row, "actor").text);
  claim.targets = parts(table.cell(row, "target").text);
  claim.event_types = parts(table.cell(row, "type").text);
  claim.days = table.cell(row, "days").text.empty() ? 0 : table.cell(row, "days").code;
  claim.source = cell_text(table, row, "source");
  claim.note = cell_text(table, row, "note");
  check_claim(reading, table, row, claim);
  return claim;
}

/// `all` is every origin of the pack.
std::vector<std::string> read_target_places(Reading& reading, const Table& table, std::size_t row) {
  const std::string place = cell_text(table, row, "place");
  if (place == "all") {
    return reading.codes.origins.names;
  }
  std::vector<std::string> known = reading.codes.origins.names;
  const std::vector<std::string>& regions = reading.codes.regions.names;
  known.insert(known.end(), regions.begin(), regions.end());
  if (reading.codes.origins.find(place) < 0 && reading.codes.regions.find(place) < 0) {
    reading.findings.add({reading.where(table, row),
                          fmt::format("place: \"{}\"", place),
                          "is not an origin or a region of places.csv.",
                          nearest_remedy(place, known, "Name one of them, or all.")});
  }
  return {place};
}

/// Parameters may be set by a figure only where the model should meet it.
void check_target(Reading& reading, const Table& table, std::size_t row, const Target& target) {
  if (target.kind == "fit" && (target.bound != Bound::exact || target.scope != Scope::same)) {
    reading.findings.add({reading.where(table, row),
                          target.id + ": kind fit",
                          "is for figures that the model should meet, but this one only bounds it.",
                          "Write report, or bound exact and scope same."});
  }
}

Target read_target(Reading& reading, const Table& table, std::size_t row) {
  Target target;
  target.id = cell_text(table, row, "id");
  target.quantity = cell_text(table, row, "quantity");
  target.place_text = cell_text(table, row, "place");
  target.places = read_target_places(reading, table, row);
  target.period = cell_text(table, row, "period");
  target.span = read_span(reading, table, row, "period");
  target.aggregation = aggregation_of(table.cell(row, "aggregation"));
  target.value = table.cell(row, "value").number;
  target.unit = cell_text(table, row, "unit");
  target.bound = static_cast<Bound>(table.cell(row, "bound").code);
  target.scope = scope_of(table.cell(row, "scope"));
  target.error = table.cell(row, "error").number;
  target.kind = cell_text(table, row, "kind");
  target.source = cell_text(table, row, "source");
  target.note = cell_text(table, row, "note");
  check_target(reading, table, row, target);
  return target;
}

}  // namespace

std::string cell_text(const Table& table, std::size_t row, std::string_view column) {
  return std::string(table.cell(row, column).text);
}

std::optional<double> cell_number(const Table& table, std::size_t row, std::string_view column) {
  const Cell& cell = table.cell(row, column);
  return cell.text.empty() ? std::nullopt : std::optional(cell.number);
}

DateSpan read_span(Reading& reading, const Table& table, std::size_t row, std::string_view column) {
  const std::string_view date = table.cell(row, column).text;
  const std::optional<DateSpan> span = parse_date_span(date);
  if (!span) {
    reading.findings.add({reading.where(table, row),
                          fmt::format("{}: \"{}\"", column, date),
                          "is not a date.",
                          "Write 2015, 2015-08 or 2015-08-12; a range as 2015-01..2015-08."});
  }
  return span.value_or(DateSpan{});
}

/// `all` is every origin of the pack.
std::vector<std::string> read_origins(Reading& reading, const Table& table, std::size_t row) {
  const std::string_view list = table.cell(row, "places").text;
  if (list == "all") {
    return reading.codes.origins.names;
  }
  std::vector<std::string> places = parts(list);
  for (const std::string& place : places) {
    if (reading.codes.origins.find(place) < 0) {
      reading.findings.add({reading.where(table, row),
                            fmt::format("places: \"{}\"", place),
                            "is not an origin of places.csv.",
                            nearest_remedy(place,
                                           reading.codes.origins.names,
                                           "Name origins with semicolons between them, or all.")});
    }
  }
  return places;
}

void build_targets(Reading& reading) {
  if (!reading.sound("targets.csv")) {
    return;
  }
  const Table& table = reading.table("targets.csv");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    reading.pack.targets.push_back(read_target(reading, table, row));
  }
}

void build_claims(Reading& reading) {
  if (!reading.sound("claims.csv")) {
    return;
  }
  const Table& table = reading.table("claims.csv");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    reading.pack.claims.push_back(read_claim(reading, table, row));
  }
}

void build_events(Reading& reading) {
  if (!reading.sound("events.csv")) {
    return;
  }
  const Table& table = reading.table("events.csv");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    reading.pack.events.push_back({cell_text(table, row, "date"),
                                   read_span(reading, table, row, "date"),
                                   cell_text(table, row, "actor"),
                                   cell_text(table, row, "target"),
                                   cell_text(table, row, "type"),
                                   cell_number(table, row, "value"),
                                   cell_text(table, row, "statement"),
                                   cell_text(table, row, "source")});
  }
}

}  // namespace corridor::evidence::detail
