#include <fmt/format.h>

#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence::detail {

namespace {

std::string text(const Table& table, std::size_t row, std::string_view column) {
  return std::string(table.cell(row, column).text);
}

std::optional<double> number(const Table& table, std::size_t row, std::string_view column) {
  const Cell& cell = table.cell(row, column);
  return cell.text.empty() ? std::nullopt : std::optional(cell.number);
}

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
std::vector<std::string> read_places(Reading& reading, const Table& table, std::size_t row) {
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
  claim.id = text(table, row, "id");
  claim.main = text(table, row, "main");
  claim.kind = static_cast<ClaimKind>(table.cell(row, "kind").code);
  claim.quantity = text(table, row, "quantity");
  claim.statement = text(table, row, "statement");
  claim.measure = text(table, row, "measure");
  claim.places_text = text(table, row, "places");
  claim.places = read_places(reading, table, row);
  claim.period = text(table, row, "period");
  claim.span = read_span(reading, table, row, "period");
  if (const int code = table.cell(row, "aggregation").code; code >= 0) {
    claim.aggregation = static_cast<Aggregation>(code);
  }
  claim.value = number(table, row, "value");
  claim.unit = text(table, row, "unit");
  claim.low = number(table, row, "low");
  claim.high = number(table, row, "high");
  claim.said_by = text(table, row, "said_by");
  claim.actors = parts(table.cell(row, "actor").text);
  claim.targets = parts(table.cell(row, "target").text);
  claim.event_types = parts(table.cell(row, "type").text);
  claim.days = table.cell(row, "days").text.empty() ? 0 : table.cell(row, "days").code;
  claim.source = text(table, row, "source");
  claim.note = text(table, row, "note");
  check_claim(reading, table, row, claim);
  return claim;
}

}  // namespace

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
    reading.pack.events.push_back({text(table, row, "date"),
                                   read_span(reading, table, row, "date"),
                                   text(table, row, "actor"),
                                   text(table, row, "target"),
                                   text(table, row, "type"),
                                   number(table, row, "value"),
                                   text(table, row, "statement"),
                                   text(table, row, "source")});
  }
}

}  // namespace corridor::evidence::detail
