// Fails when docs/formats/data-pack.md lists other tables, columns, series or units than the
// program reads.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "corridor/evidence/schema.hpp"

namespace corridor::evidence {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) {
    parts.push_back(part);
  }
  return parts;
}

/// The text between the first pair of backticks.
std::string first_code(const std::string& text) {
  const std::size_t open = text.find('`');
  const std::size_t close = text.find('`', open + 1);
  return close == std::string::npos ? std::string() : text.substr(open + 1, close - open - 1);
}

/// Rows of all Markdown tables: the code in the first cell, and the cells after it.
std::map<std::string, std::vector<std::string>> documented_rows() {
  const std::filesystem::path file =
      std::filesystem::path(CORRIDOR_SOURCE_DIR) / "docs" / "formats" / "data-pack.md";
  std::ifstream stream(file);
  EXPECT_TRUE(stream.good()) << file;
  std::map<std::string, std::vector<std::string>> rows;
  for (std::string line; std::getline(stream, line);) {
    const std::vector<std::string> cells = split(line, '|');
    if (cells.size() > 3 && !first_code(cells[1]).empty()) {
      rows[first_code(cells[1])] = {cells.begin() + 2, cells.end()};
    }
  }
  return rows;
}

TEST(Schema, ColumnsAreThoseOfTheDocument) {
  const auto rows = documented_rows();
  for (const TableSchema& table : pack_tables()) {
    const auto row = rows.find(std::string(table.file));
    ASSERT_NE(row, rows.end()) << table.file << " is not documented";
    std::vector<std::string> documented = split(first_code(row->second[0]), ',');
    const bool own_list = table.unit_rule == UnitRule::none || table.file == "parameters.csv" ||
                          table.file == "targets.csv" || table.file == "claims.csv" ||
                          table.file == "published.csv";
    if (!own_list) {
      for (const char* common : {"value", "unit", "source", "status", "rule"}) {
        documented.emplace_back(common);
      }
    }
    std::vector<std::string> declared;
    for (const ColumnSchema& column : table.columns) {
      declared.emplace_back(column.name);
    }
    EXPECT_EQ(declared, documented) << table.file;
  }
}

TEST(Schema, EverySeriesIsDocumented) {
  const auto rows = documented_rows();
  for (const SeriesSchema& series : pack_series()) {
    const auto row = rows.find(std::string(series.name));
    ASSERT_NE(row, rows.end()) << series.name << " is not documented";
    if (series.unit.find('{') == std::string_view::npos) {
      EXPECT_NE(row->second[0].find(series.unit), std::string::npos) << series.name;
    }
  }
}

TEST(Schema, EveryWelfareQuantityIsDocumented) {
  const auto rows = documented_rows();
  for (const WelfareSchema& quantity : welfare_quantities()) {
    const auto row = rows.find(std::string(quantity.quantity));
    ASSERT_NE(row, rows.end()) << quantity.quantity << " is not documented";
    EXPECT_NE(row->second[0].find(quantity.unit), std::string::npos) << quantity.quantity;
    const std::string_view key = quantity.key == WelfareKey::line    ? "line"
                                 : quantity.key == WelfareKey::fifth ? "fifth"
                                                                     : "";
    const std::string& documented = row->second[2];
    EXPECT_EQ(documented.find(key) != std::string::npos, true) << quantity.quantity;
    EXPECT_EQ(documented.find_first_not_of(' ') == std::string::npos, key.empty())
        << quantity.quantity;
    EXPECT_EQ(row->second[1].find("regions") != std::string::npos,
              (quantity.places & region_place) != 0)
        << quantity.quantity;
  }
}

TEST(Schema, KeysAreColumns) {
  for (const TableSchema& table : pack_tables()) {
    ASSERT_FALSE(table.key.empty()) << table.file;
    for (const std::string_view key : table.key) {
      EXPECT_GE(table.column(key), 0) << table.file << " " << key;
    }
  }
}

TEST(Schema, RangesAreWrittenForPeople) {
  EXPECT_EQ(range_text(0, 1), "0 to 1");
  EXPECT_EQ(range_text(0, kUnbounded), "0 or more");
  EXPECT_EQ(range_text(-kUnbounded, kUnbounded), "any number");
}

}  // namespace
}  // namespace corridor::evidence
