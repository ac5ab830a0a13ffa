#include <fmt/format.h>

#include <algorithm>

#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence::detail {

namespace {

std::string text(const Table& table, std::size_t row, std::string_view column) {
  return std::string(table.cell(row, column).text);
}

void read_one(Reading& reading, const TableSchema& schema) {
  const auto file = reading.files.find(schema.file);
  if (file == reading.files.end()) {
    return;
  }
  reading.tables.emplace(
      schema.file, read_table(schema, std::move(file->second), reading.codes, reading.findings));
  reading.files.erase(file);
}

/// Sources come first of all, because every other table is held against them.
bool read_sources(Reading& reading) {
  read_one(reading, pack_table("sources.csv"));
  if (!reading.sound("sources.csv")) {
    return false;
  }
  const Table& table = reading.table("sources.csv");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    reading.codes.sources.add(table.cell(row, "id").text);
    reading.pack.sources.push_back({text(table, row, "id"),
                                    text(table, row, "publisher"),
                                    text(table, row, "title"),
                                    text(table, row, "address"),
                                    text(table, row, "licence"),
                                    text(table, row, "date_read"),
                                    text(table, row, "note")});
  }
  reading.codes.sources.known = true;
  return true;
}

void add_country(Reading& reading, const Table& table, std::size_t row, bool origin) {
  const std::string code = text(table, row, "code");
  const std::string currency = text(table, row, "currency");
  const std::string name = text(table, row, "name_en");
  if (currency.empty()) {
    reading.findings.add({reading.where(table, row),
                          "currency:",
                          "is empty for a country.",
                          "Write its ISO 4217 code."});
  }
  if (origin) {
    reading.pack.origins.push_back({code, name, currency, 0, 0});
    reading.codes.origins.add(code);
  } else {
    reading.pack.destinations.push_back({code, name, currency});
    reading.codes.destinations.add(code);
  }
}

/// Regions are grouped by origin, in the order of the file within each.
void add_regions(Reading& reading, const Table& table) {
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const std::string_view parent = table.cell(row, "parent").text;
    if (table.cell(row, "kind").text == "region" && reading.codes.origins.find(parent) < 0) {
      reading.findings.add(
          {reading.where(table, row),
           fmt::format("parent: \"{}\"", parent),
           "is not an origin of this table.",
           nearest_remedy(parent, reading.codes.origins.names, "Name the origin it is part of.")});
    }
  }
  for (std::size_t i = 0; i < reading.pack.origins.size(); ++i) {
    Origin& origin = reading.pack.origins[i];
    origin.first_region = static_cast<int>(reading.pack.regions.size());
    for (std::size_t row = 0; row < table.rows(); ++row) {
      if (table.cell(row, "kind").text == "region" &&
          table.cell(row, "parent").text == origin.code) {
        reading.pack.regions.push_back(
            {text(table, row, "code"), text(table, row, "name_en"), static_cast<int>(i)});
        reading.codes.regions.add(table.cell(row, "code").text);
        ++origin.region_count;
      }
    }
    if (origin.region_count == 0) {
      reading.findings.add({reading.findings.where("places.csv"),
                            origin.code,
                            "has no region.",
                            "Add at least one row of kind region."});
    }
  }
}

bool read_places(Reading& reading) {
  read_one(reading, pack_table("places.csv"));
  if (!reading.sound("places.csv")) {
    return false;
  }
  const std::size_t before = reading.findings.count();
  const Table& table = reading.table("places.csv");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.cell(row, "kind").text != "region") {
      add_country(reading, table, row, table.cell(row, "kind").text == "origin");
    }
  }
  add_regions(reading, table);
  if (reading.pack.origins.empty() || reading.pack.destinations.empty()) {
    reading.findings.add({reading.findings.where("places.csv"),
                          "the table",
                          "needs at least one origin and one destination.",
                          "Add them."});
  }
  reading.codes.origins.known = true;
  reading.codes.regions.known = true;
  reading.codes.destinations.known = true;
  return reading.findings.count() == before;
}

bool read_sectors(Reading& reading) {
  read_one(reading, pack_table("sectors.csv"));
  if (!reading.sound("sectors.csv")) {
    return false;
  }
  const Table& table = reading.table("sectors.csv");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    reading.codes.sectors.add(table.cell(row, "code").text);
    reading.pack.sectors.push_back({text(table, row, "code"), text(table, row, "name_en")});
  }
  reading.codes.sectors.known = true;
  return true;
}

bool read_statuses(Reading& reading) {
  read_one(reading, pack_table("statuses.csv"));
  if (!reading.sound("statuses.csv")) {
    return false;
  }
  const Table& table = reading.table("statuses.csv");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto flag = [&](std::string_view column) { return table.cell(row, column).code == 1; };
    reading.codes.statuses.add(table.cell(row, "code").text);
    const Cell& limit = table.cell(row, "transfer_limit");
    reading.pack.statuses.push_back(
        {text(table, row, "code"),
         text(table, row, "name_en"),
         static_cast<StatusKind>(table.cell(row, "kind").code),
         flag("valid_stay"),
         flag("counted"),
         flag("pays_patent"),
         limit.text.empty() ? std::nullopt : std::optional<double>(limit.number)});
  }
  if (reading.pack.statuses.size() > kMaxStatuses) {
    reading.findings.add({reading.findings.where("statuses.csv"),
                          fmt::format("{} statuses", reading.pack.statuses.size()),
                          fmt::format("are too many (allowed: {}).", kMaxStatuses),
                          "Join those that rules treat alike."});
    return false;
  }
  reading.codes.statuses.known = true;
  return true;
}

}  // namespace

bool read_codes(Reading& reading) {
  const bool sources = read_sources(reading);
  const bool places = read_places(reading);
  const bool sectors = read_sectors(reading);
  const bool statuses = read_statuses(reading);
  return sources && places && sectors && statuses;
}

void read_tables(Reading& reading) {
  for (const TableSchema& schema : pack_tables()) {
    if (!reading.tables.contains(schema.file)) {
      read_one(reading, schema);
    }
  }
}

}  // namespace corridor::evidence::detail
