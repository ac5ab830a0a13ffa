#pragma once

#include <string>
#include <vector>

#include "corridor/evidence/pack.hpp"

namespace corridor::evidence {

/// One table of a pack, and how well it is known.
struct TableSummary {
  std::string file;
  std::string meaning;
  std::size_t rows = 0;
  std::size_t places = 0;  ///< distinct places named, 0 where the table has none
  std::string first;       ///< earliest and latest period, empty where the table has none
  std::string last;
  /// Rows by status, in the order measured, estimated, assumed, calibrated; all zero where the
  /// table has none.
  std::vector<std::size_t> by_status;
};

/// What is in a pack, for people.
struct PackSummary {
  std::string name, title, version, digest;
  std::vector<TableSummary> tables;
  std::vector<Origin> origins;
  std::vector<Destination> destinations;
  std::vector<Sector> sectors;
  std::vector<Status> statuses;
  std::vector<Source> sources;
  std::size_t regions = 0;
  int first_year = 0;  ///< of the years every yearly table has
  int last_year = 0;
};

/// Summarises a pack that `load_pack` accepted; reads its tables again to count their rows.
PackSummary describe(const Pack& pack);

/// The summary as plain text, one fact a line, ready to print.
std::string describe_text(const PackSummary& summary);

}  // namespace corridor::evidence
