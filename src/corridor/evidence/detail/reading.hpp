#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corridor/evidence/detail/findings.hpp"
#include "corridor/evidence/detail/table.hpp"
#include "corridor/evidence/pack.hpp"

/// The steps of reading a pack. Each takes what the ones before it left in `Reading` and adds its
/// part of the pack; a step whose tables are not sound does nothing, because what is wrong with
/// them is already among the findings.
namespace corridor::evidence::detail {

struct Reading {
  explicit Reading(const std::filesystem::path& folder) : findings(folder) { pack.folder = folder; }
  Findings findings;
  Codes codes;
  std::map<std::string, std::vector<char>, std::less<>> files;
  std::map<std::string_view, Table> tables;
  std::span<const ParameterDeclaration> declarations;
  Pack pack;

  const Table& table(std::string_view file) const { return tables.at(file); }
  bool sound(std::string_view file) const {
    const auto found = tables.find(file);
    return found != tables.end() && found->second.sound;
  }
  std::string where(const Table& table, std::size_t row) const {
    return findings.where(table.schema->file, table.line(row));
  }
};

/// Reads `datapackage.json`, the files it names, and their digest.
void read_package(Reading& reading);
/// Reads the tables that define codes (places, sectors, statuses, sources). False when one of them
/// is not sound.
bool read_codes(Reading& reading);
/// Reads every other table by its schema.
void read_tables(Reading& reading);

void build_series(Reading& reading);
void build_law(Reading& reading);
void build_targets(Reading& reading);
void build_claims(Reading& reading);
void build_events(Reading& reading);
void build_welfare(Reading& reading);
void build_published(Reading& reading);
/// Reads `boundaries.geojson` where the pack lists it.
void build_boundaries(Reading& reading);
/// Reads `posterior.json` where the pack lists it; needs the parameters.
void build_posterior(Reading& reading);
void build_figures(Reading& reading);
void build_publication(Reading& reading);
void build_parameters(Reading& reading);
void build_demography(Reading& reading);
void build_households(Reading& reading);
void build_education(Reading& reading);
void build_profile(Reading& reading);

/// The text of a field.
std::string cell_text(const Table& table, std::size_t row, std::string_view column);
/// The number of a field that may be empty.
std::optional<double> cell_number(const Table& table, std::size_t row, std::string_view column);
/// Reads the field as a date or a span of dates; what is wrong is added to the findings.
DateSpan read_span(Reading& reading, const Table& table, std::size_t row, std::string_view column);
/// Reads the column `places`: origins with semicolons between them, or `all`.
std::vector<std::string> read_origins(Reading& reading, const Table& table, std::size_t row);
/// The unit of a quantity with the currency of the place, which may be a region.
std::string unit_at(const Pack& pack, std::string_view unit, std::string_view place);

/// A yearly table: the years its rows span, and the row values by place, year and slot (NaN where
/// no row stands).
struct YearlyGrid {
  int first_year = 0;
  int years = 0;
  std::size_t slots = 0;
  std::vector<double> values;
  double& at(int place, int year, std::size_t slot) {
    const auto row = static_cast<std::size_t>(place) * static_cast<std::size_t>(years);
    return values[(row + static_cast<std::size_t>(year - first_year)) * slots + slot];
  }
  std::vector<double> slice(int place, int year) {
    const double* first = &at(place, year, 0);
    return {first, first + slots};
  }
};

/// The ages a row speaks of; an empty age_to is the oldest age.
struct AgeRange {
  int from = 0;
  int to = 0;
};
AgeRange age_range(const Table& table, std::size_t row);

}  // namespace corridor::evidence::detail
