#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corridor/evidence/csv.hpp"
#include "corridor/evidence/detail/findings.hpp"
#include "corridor/evidence/schema.hpp"

namespace corridor::evidence::detail {

/// One field, read by the type of its column. `code` is a year, the index of a month, the index of
/// a choice, of a place, sector, status or source; -1 where the field is empty.
struct Cell {
  std::string_view text;
  double number = 0;
  std::int32_t code = -1;
};

/// The codes other tables refer to. A place is known by one index: origins first, then regions,
/// then destinations.
struct Codes {
  struct List {
    std::vector<std::string> names;
    std::map<std::string, int, std::less<>> index;
    bool known = false;  ///< false while the defining table could not be read: then nothing is held
                         ///< against it
    void add(std::string_view name);
    int find(std::string_view name) const;  ///< -1 when there is none
  };
  List origins, regions, destinations, sectors, statuses, sources;
  int region_base() const { return static_cast<int>(origins.names.size()); }
  int destination_base() const { return region_base() + static_cast<int>(regions.names.size()); }
};

/// A table whose fields were read and checked one by one, by its schema.
struct Table {
  const TableSchema* schema = nullptr;
  CsvFile csv;
  std::vector<Cell> cells;  ///< row by row, in the order of the schema's columns
  bool sound = false;  ///< every row could be read; only then the rows are held against one another
  std::size_t rows() const { return csv.rows(); }
  int line(std::size_t row) const { return csv.lines[row]; }
  const Cell& cell(std::size_t row, int column) const {
    return cells[row * schema->columns.size() + static_cast<std::size_t>(column)];
  }
  const Cell& cell(std::size_t row, std::string_view column) const {
    return cell(row, schema->column(column));
  }
};

/// Reads the bytes of a file; Error(files) when that fails.
std::vector<char> read_bytes(const std::filesystem::path& file);

/// Reads a number written in full; empty for anything else, also for infinity and not-a-number.
std::optional<double> parse_number(std::string_view text);

/// Reads and checks one table. What is wrong is added to the findings.
Table read_table(const TableSchema& schema,
                 std::vector<char> bytes,
                 const Codes& codes,
                 Findings& findings);

}  // namespace corridor::evidence::detail
