#include <fmt/format.h>

#include <algorithm>
#include <compare>

#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence::detail {

namespace {

struct Point {
  int series = 0;  ///< position in pack_series()
  int place = 0;   ///< combined place index
  int sector = -1;
  int period = 0;  ///< index of the month
  std::size_t row = 0;
  auto operator<=>(const Point&) const = default;
};

std::vector<std::string> series_names() {
  std::vector<std::string> names;
  for (const SeriesSchema& series : pack_series()) {
    names.emplace_back(series.name);
  }
  return names;
}

std::string series_title(std::string_view name, std::string_view place, std::string_view sector) {
  return sector.empty() ? fmt::format("{} of {}", name, place)
                        : fmt::format("{} of {}, {}", name, place, sector);
}

std::vector<Point> collect(Reading& reading, const Table& table) {
  const std::vector<std::string> names = series_names();
  const int name = table.schema->column("series");
  const int place = table.schema->column("place");
  const int sector = table.schema->column("sector");
  const int period = table.schema->column("period");
  std::vector<Point> points;
  points.reserve(table.rows());
  std::string_view last_text;
  int last = -1;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view text = table.cell(row, name).text;
    if (text != last_text) {
      const auto found = std::find(names.begin(), names.end(), text);
      last = found == names.end() ? -1 : static_cast<int>(found - names.begin());
      last_text = text;
    }
    if (last < 0) {
      reading.findings.add({reading.where(table, row),
                            fmt::format("series: \"{}\"", text),
                            "is not a series the program knows.",
                            nearest_remedy(text, names, "Leave it out.")});
      continue;
    }
    points.push_back({last,
                      table.cell(row, place).code,
                      table.cell(row, sector).code,
                      table.cell(row, period).code,
                      row});
  }
  std::sort(points.begin(), points.end());
  return points;
}

/// The places a series must exist for, as codes in the order of the pack.
std::vector<std::string> required_places(const Pack& pack, SeriesPlaces places) {
  std::vector<std::string> codes;
  if (places == SeriesPlaces::main_destination || places == SeriesPlaces::main_and_origins) {
    codes.push_back(pack.destinations.front().code);
  }
  if (places == SeriesPlaces::origins || places == SeriesPlaces::main_and_origins) {
    for (const Origin& origin : pack.origins) {
      codes.push_back(origin.code);
    }
  }
  if (places == SeriesPlaces::other_destinations) {
    for (std::size_t i = 1; i < pack.destinations.size(); ++i) {
      codes.push_back(pack.destinations[i].code);
    }
  }
  return codes;
}

bool check_heading(Reading& reading, const Table& table, const Point& point) {
  const SeriesSchema& schema = pack_series()[static_cast<std::size_t>(point.series)];
  const std::string place(table.cell(point.row, "place").text);
  const std::string_view sector = table.cell(point.row, "sector").text;
  const std::vector<std::string> places = required_places(reading.pack, schema.places);
  if (std::find(places.begin(), places.end(), place) == places.end()) {
    reading.findings.add({reading.where(table, point.row),
                          fmt::format("place: \"{}\"", place),
                          fmt::format("is not a place {} is kept for.", schema.name),
                          fmt::format("The places are {}.", fmt::join(places, ", "))});
    return false;
  }
  if (schema.by_sector == sector.empty()) {
    reading.findings.add({reading.where(table, point.row),
                          fmt::format("sector: \"{}\"", sector),
                          schema.by_sector
                              ? fmt::format("is empty, but {} is kept by sector.", schema.name)
                              : fmt::format("is given, but {} is not kept by sector.", schema.name),
                          schema.by_sector ? "Name a sector of sectors.csv." : "Leave it empty."});
    return false;
  }
  return true;
}

bool check_row(Reading& reading, const Table& table, const Point& point, std::string_view unit) {
  const SeriesSchema& schema = pack_series()[static_cast<std::size_t>(point.series)];
  const auto refuse = [&](std::string_view column, std::string why, std::string remedy) {
    reading.findings.add({reading.where(table, point.row),
                          fmt::format("{}: \"{}\"", column, table.cell(point.row, column).text),
                          std::move(why),
                          std::move(remedy)});
    return false;
  };
  if ((table.cell(point.row, "period").number == 1) != schema.yearly) {
    return refuse(
        "period",
        fmt::format(
            "does not fit {}, which is kept by {}.", schema.name, schema.yearly ? "year" : "month"),
        schema.yearly ? "Write a year (YYYY)." : "Write a month (YYYY-MM).");
  }
  if (table.cell(point.row, "unit").text != unit) {
    return refuse("unit",
                  fmt::format("is not the unit of {} ({}).", schema.name, unit),
                  "Convert the value and write that unit.");
  }
  const double value = table.cell(point.row, "value").number;
  if (value < schema.minimum || value > schema.maximum) {
    return refuse("value",
                  fmt::format("is out of range for {} (allowed: {}).",
                              schema.name,
                              range_text(schema.minimum, schema.maximum)),
                  "Correct the value, or the unit it was taken from.");
  }
  return true;
}

void add_series(Reading& reading, const Table& table, std::span<const Point> points) {
  const Point& first = points.front();
  const SeriesSchema& schema = pack_series()[static_cast<std::size_t>(first.series)];
  if (!check_heading(reading, table, first)) {
    return;
  }
  const std::string_view place = table.cell(first.row, "place").text;
  const std::string_view sector = table.cell(first.row, "sector").text;
  Series series{std::string(schema.name),
                std::string(place),
                std::string(sector),
                unit_at(reading.pack, schema.unit, place),
                schema.yearly,
                Month::from_index(first.period),
                {}};
  const int step = schema.yearly ? 12 : 1;
  for (const Point& point : points) {
    if (!check_row(reading, table, point, series.unit)) {
      return;
    }
    const int due = first.period + static_cast<int>(series.values.size()) * step;
    if (point.period != due) {
      const std::string month = Month::from_index(due).text();
      reading.findings.add({reading.where(table, point.row),
                            series_title(schema.name, place, sector),
                            fmt::format("has a gap: {} is missing before this row.",
                                        schema.yearly ? month.substr(0, 4) : month),
                            "Fill it by a named rule and mark the row estimated."});
      return;
    }
    series.values.push_back(table.cell(point.row, "value").number);
  }
  reading.pack.series.push_back(std::move(series));
}

std::vector<std::string> present_titles(const Table& table, const std::vector<Point>& points) {
  std::vector<std::string> present;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool starts = i == 0 || points[i].series != points[i - 1].series ||
                        points[i].place != points[i - 1].place ||
                        points[i].sector != points[i - 1].sector;
    if (starts) {
      present.push_back(series_title(table.cell(points[i].row, "series").text,
                                     table.cell(points[i].row, "place").text,
                                     table.cell(points[i].row, "sector").text));
    }
  }
  return present;
}

/// A series with a fault is in the table, so only those of which no row stands are called missing.
void report_missing(Reading& reading, const Table& table, const std::vector<Point>& points) {
  const std::vector<std::string> present = present_titles(table, points);
  const std::vector<std::string> whole = {""};
  std::vector<std::string> sectors;
  sectors.reserve(reading.pack.sectors.size());
  for (const Sector& sector : reading.pack.sectors) {
    sectors.push_back(sector.code);
  }
  for (const SeriesSchema& schema : pack_series()) {
    for (const std::string& place : required_places(reading.pack, schema.places)) {
      for (const std::string& sector : schema.by_sector ? sectors : whole) {
        const std::string title = series_title(schema.name, place, sector);
        if (std::find(present.begin(), present.end(), title) == present.end()) {
          reading.findings.add({reading.findings.where(table.schema->file),
                                title,
                                "is missing.",
                                fmt::format("Add its rows by {} ({}).",
                                            schema.yearly ? "year" : "month",
                                            unit_at(reading.pack, schema.unit, place))});
        }
      }
    }
  }
}

}  // namespace

std::string unit_at(const Pack& pack, std::string_view unit, std::string_view place) {
  std::string currency = pack.destinations.front().currency;
  for (const Origin& origin : pack.origins) {
    currency = origin.code == place ? origin.currency : currency;
  }
  if (const int region = pack.region_index(place); region >= 0) {
    const int origin = pack.regions[static_cast<std::size_t>(region)].origin;
    currency = pack.origins[static_cast<std::size_t>(origin)].currency;
  }
  std::string result(unit);
  constexpr std::string_view kCurrency = "{currency}";
  const std::size_t at = result.find(kCurrency);
  return at == std::string::npos ? result : result.replace(at, kCurrency.size(), currency);
}

void build_series(Reading& reading) {
  if (!reading.sound("series.csv")) {
    return;
  }
  const Table& table = reading.table("series.csv");
  const std::vector<Point> points = collect(reading, table);
  for (std::size_t begin = 0; begin < points.size();) {
    std::size_t end = begin + 1;
    while (end < points.size() && points[end].series == points[begin].series &&
           points[end].place == points[begin].place && points[end].sector == points[begin].sector) {
      ++end;
    }
    add_series(reading, table, std::span(points).subspan(begin, end - begin));
    begin = end;
  }
  report_missing(reading, table, points);
}

}  // namespace corridor::evidence::detail
