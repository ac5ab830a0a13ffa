#include "corridor/evidence/describe.hpp"

#include <fmt/format.h>

#include <array>
#include <set>

#include "corridor/evidence/csv.hpp"
#include "corridor/evidence/detail/table.hpp"
#include "corridor/evidence/schema.hpp"

namespace corridor::evidence {

namespace {

constexpr std::array<std::string_view, 4> kStatuses = {
    "measured", "estimated", "assumed", "calibrated"};

int column_in(const CsvFile& csv, std::string_view name) {
  for (std::size_t i = 0; i < csv.header.size(); ++i) {
    if (csv.header[i] == name) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

TableSummary summarise(const TableSchema& schema, const std::filesystem::path& folder) {
  std::vector<CsvFault> faults;
  const CsvFile csv = parse_csv(detail::read_bytes(folder / schema.file), faults);
  TableSummary summary{std::string(schema.file),
                       std::string(schema.meaning),
                       csv.rows(),
                       0,
                       {},
                       {},
                       std::vector<std::size_t>(kStatuses.size(), 0)};
  const int place = column_in(csv, "place");
  const int period = column_in(csv, "period");
  const int status = column_in(csv, "status");
  std::set<std::string_view> places;
  std::string_view first;
  std::string_view last;
  for (std::size_t row = 0; row < csv.rows(); ++row) {
    const auto field = [&](int column) { return csv.field(row, static_cast<std::size_t>(column)); };
    if (place >= 0 && !field(place).empty()) {
      places.insert(field(place));
    }
    if (period >= 0) {
      first = first.empty() || field(period) < first ? field(period) : first;
      last = field(period) > last ? field(period) : last;
    }
    for (std::size_t i = 0; status >= 0 && i < kStatuses.size(); ++i) {
      summary.by_status[i] += field(status) == kStatuses[i] ? 1U : 0U;
    }
  }
  summary.places = places.size();
  summary.first = first;
  summary.last = last;
  return summary;
}

std::string share_text(const TableSummary& table, std::size_t status) {
  std::size_t known = 0;
  for (const std::size_t rows : table.by_status) {
    known += rows;
  }
  if (known == 0) {
    return "-";
  }
  const double share = static_cast<double>(table.by_status[status]) / static_cast<double>(known);
  return fmt::format("{:.0f} %", 100 * share);
}

void print_tables(const PackSummary& summary, std::string& text) {
  text += fmt::format("\n{:<24}{:>8}{:>8}  {:<18}{:>9}{:>10}{:>8}{:>11}\n",
                      "table",
                      "rows",
                      "places",
                      "periods",
                      "measured",
                      "estimated",
                      "assumed",
                      "calibrated");
  for (const TableSummary& table : summary.tables) {
    const std::string periods =
        table.first.empty() ? "-" : fmt::format("{} to {}", table.first, table.last);
    text += fmt::format("{:<24}{:>8}{:>8}  {:<18}{:>9}{:>10}{:>8}{:>11}\n",
                        table.file,
                        table.rows,
                        table.places == 0 ? "-" : fmt::format("{}", table.places),
                        periods,
                        share_text(table, 0),
                        share_text(table, 1),
                        share_text(table, 2),
                        share_text(table, 3));
  }
}

template <typename Items>
std::string list_text(const Items& items) {
  std::string text;
  for (const auto& item : items) {
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", item.name, item.code);
  }
  return text;
}

}  // namespace

PackSummary describe(const Pack& pack) {
  PackSummary summary;
  summary.name = pack.name;
  summary.title = pack.title;
  summary.version = pack.version;
  summary.digest = pack.digest;
  for (const TableSchema& schema : pack_tables()) {
    summary.tables.push_back(summarise(schema, pack.folder));
  }
  summary.origins = pack.origins;
  summary.destinations = pack.destinations;
  summary.sectors = pack.sectors;
  summary.statuses = pack.statuses;
  summary.sources = pack.sources;
  summary.regions = pack.regions.size();
  summary.first_year = pack.demography.first_year;
  summary.last_year = pack.demography.first_year + pack.demography.years - 1;
  return summary;
}

std::string describe_text(const PackSummary& summary) {
  std::string text = fmt::format("{}: {}\nversion {}, digest {}\n\n",
                                 summary.name,
                                 summary.title,
                                 summary.version,
                                 summary.digest);
  text += fmt::format(
      "origins       {}, with {} regions\n", list_text(summary.origins), summary.regions);
  text += fmt::format("destinations  {}\n", list_text(summary.destinations));
  text += fmt::format("sectors       {}\n", list_text(summary.sectors));
  text += fmt::format("statuses      {}\n", list_text(summary.statuses));
  text += fmt::format(
      "years         {} to {} in every yearly table\n", summary.first_year, summary.last_year);
  print_tables(summary, text);
  text += "\nsources\n";
  for (const Source& source : summary.sources) {
    text += fmt::format("  {}: {}, {}\n    licence: {}\n",
                        source.id,
                        source.publisher,
                        source.title,
                        source.licence);
    if (!source.address.empty()) {
      text += fmt::format("    {}\n", source.address);
    }
  }
  return text;
}

}  // namespace corridor::evidence
