#pragma once

#include <limits>
#include <span>
#include <string>
#include <string_view>

/// The tables of a data pack and their columns, declared once. The reader, `corridor pack describe`
/// and the test that holds docs/formats/data-pack.md against the program all work from this table.
namespace corridor::evidence {

inline constexpr int kPackSchema = 1;
inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();

enum class ColumnType {
  text,
  number,
  whole,     ///< a whole number
  flag,      ///< 0 or 1
  choice,    ///< one of `choices`
  year,      ///< YYYY
  month,     ///< YYYY-MM
  period,    ///< YYYY or YYYY-MM
  currency,  ///< ISO 4217
  place,     ///< a code of places.csv, of the kinds in `places`
  sector,    ///< a code of sectors.csv
  status,    ///< a code of statuses.csv
  source,    ///< an id of sources.csv
};

/// Kinds of places a column may name, combined as bits.
enum PlaceKind : unsigned {
  origin_place = 1,
  region_place = 2,
  destination_place = 4,
  any_place = 7
};

struct ColumnSchema {
  std::string_view name;
  ColumnType type = ColumnType::text;
  bool optional = false;  ///< the field may be empty
  double minimum = -kUnbounded;
  double maximum = kUnbounded;
  unsigned places = 0;
  std::span<const std::string_view> choices = {};
};

/// Where the unit of a row is laid down.
enum class UnitRule {
  none,        ///< the table has no unit
  fixed,       ///< `TableSchema::unit`
  by_series,   ///< SeriesSchema::unit
  by_law,      ///< LawSchema::unit
  by_welfare,  ///< WelfareSchema::unit
  by_name,     ///< the declaration of the parameter
  free,        ///< any; the measure that uses it checks it
};

struct TableSchema {
  std::string_view file;
  std::string_view meaning;
  UnitRule unit_rule = UnitRule::none;
  std::string_view unit = {};
  std::span<const ColumnSchema> columns;
  std::span<const std::string_view> key;    ///< no two rows agree in all of these
  int column(std::string_view name) const;  ///< -1 when there is none
};

/// Which places a series must exist for.
enum class SeriesPlaces { main_destination, other_destinations, origins, main_and_origins };

struct SeriesSchema {
  std::string_view name;
  std::string_view
      unit;  ///< `{currency}` stands for the place's currency, `{main}` for the main destination's
  SeriesPlaces places = SeriesPlaces::origins;
  bool by_sector = false;
  bool yearly = false;
  double minimum = 0;
  double maximum = kUnbounded;
  std::string_view meaning;
  bool carried = false;  ///< beyond its end the program carries it on from other series
};

/// What a kind of rule must name. status_from may always be given; status_to and sector only where
/// they are needed.
enum LawNeeds : unsigned {
  needs_status_from = 1,
  takes_status_to = 2,
  takes_sector = 4,
  binds_everybody = 8,  ///< place and status_from must be empty
};

struct LawSchema {
  std::string_view kind;
  std::string_view unit;
  double maximum = kUnbounded;  ///< the minimum is zero
  unsigned needs = 0;           ///< of LawNeeds
  std::string_view length;      ///< what `length` means; empty where it must be left out
  std::string_view meaning;
  bool needs_from() const { return (needs & needs_status_from) != 0; }
  bool takes_to() const { return (needs & takes_status_to) != 0; }
  bool has_sector() const { return (needs & takes_sector) != 0; }
  bool for_everybody() const { return (needs & binds_everybody) != 0; }
};

/// What the column `key` of a welfare quantity holds.
enum class WelfareKey {
  none,
  line,   ///< a poverty line: dollars of PPP 2021 a day, or a name with rows of poverty_line
  fifth,  ///< 1 to 5 by consumption, or empty for all households
};

/// A quantity of `welfare.csv`.
struct WelfareSchema {
  std::string_view quantity;
  std::string_view unit;  ///< `{currency}` stands for the currency of the place
  double minimum = 0;
  double maximum = kUnbounded;
  unsigned places = 0;  ///< of PlaceKind
  WelfareKey key = WelfareKey::none;
  std::string_view meaning;
};

/// A quantity of `figures.csv`.
struct FigureSchema {
  std::string_view quantity;
  std::string_view unit;    ///< `{currency}` stands for the currency of the place
  bool of_origins = false;  ///< else of the main destination
  bool outlook = false;     ///< what was expected of a year: every row has a date of publication
  double minimum = 0;
  double maximum = kUnbounded;
  std::string_view meaning;
};

/// All tables, those that define codes first.
std::span<const TableSchema> pack_tables();
std::span<const SeriesSchema> pack_series();
/// In the order of LawKind.
std::span<const LawSchema> law_kinds();
std::span<const WelfareSchema> welfare_quantities();
std::span<const FigureSchema> figure_quantities();

const TableSchema& pack_table(std::string_view file);
/// Null when there is no series of that name.
const SeriesSchema* series_schema(std::string_view name);

/// The range as people read it: `0 to 1`, `0 or more`, `any number`.
std::string range_text(double minimum, double maximum);

}  // namespace corridor::evidence
