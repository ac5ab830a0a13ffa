#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>

#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence::detail {

namespace {

constexpr double kHole = std::numeric_limits<double>::quiet_NaN();
/// Half a person: what rounding the regions of an origin may add up to.
constexpr double kRegionTolerance = 0.5;

enum class Coverage { every_year, some_years };

/// How the rows of a yearly table fill its grid.
struct GridForm {
  int place_base = 0;  ///< combined index of the first place
  int places = 0;
  std::size_t ages_per_sex = 0;  ///< kAgeGroups, kAges, or 0 where the table has no ages
  bool by_sex = false;
  Coverage coverage = Coverage::every_year;
  bool ages_may_miss = false;
};

std::string place_code(const Reading& reading, int combined) {
  const int regions = reading.codes.region_base();
  return combined < regions
             ? reading.pack.origins[static_cast<std::size_t>(combined)].code
             : reading.pack.regions[static_cast<std::size_t>(combined - regions)].code;
}

YearlyGrid empty_grid(const Table& table, const GridForm& form) {
  YearlyGrid grid;
  const int period = table.schema->column("period");
  int last = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const int year = table.cell(row, period).code;
    grid.first_year = row == 0 ? year : std::min(grid.first_year, year);
    last = std::max(last, year);
  }
  grid.years = table.rows() == 0 ? 0 : last - grid.first_year + 1;
  grid.slots = std::max<std::size_t>(form.ages_per_sex, 1) * (form.by_sex ? kSexes : 1);
  grid.values.assign(
      static_cast<std::size_t>(form.places) * static_cast<std::size_t>(grid.years) * grid.slots,
      kHole);
  return grid;
}

/// The slots of one sex that a row fills, or an empty range (after a finding) when its ages do not
/// fit the table.
AgeRange slots_of(Reading& reading, const Table& table, std::size_t row, const GridForm& form) {
  if (form.ages_per_sex == 0) {
    return {0, 0};
  }
  const AgeRange ages = age_range(table, row);
  const bool groups = form.ages_per_sex == kAgeGroups;
  const bool single = table.schema->file == "population_age1.csv";
  const bool starts = !groups || ages.from % 5 == 0;
  const int width = groups ? 5 : 1;
  const bool fits = !(groups || single) || ages.to == std::min(ages.from + width - 1, kOldestAge);
  if (ages.from > ages.to || !starts || !fits) {
    reading.findings.add(
        {reading.where(table, row),
         fmt::format("ages {} to {}", ages.from, table.cell(row, "age_to").text),
         groups   ? "are not a five-year group."
         : single ? "are not a single age."
                  : "are in the wrong order.",
         groups   ? "Write 0-4, 5-9 to 95-99, and 100 with an empty age_to."
         : single ? "Write the same age in age_from and age_to; 100 has an empty age_to."
                  : "Swap them."});
    return {0, -1};
  }
  return groups ? AgeRange{ages.from / 5, ages.from / 5} : ages;
}

void fill_grid(Reading& reading, const Table& table, const GridForm& form, YearlyGrid& grid) {
  const int place = table.schema->column("place");
  const int period = table.schema->column("period");
  const int sex = table.schema->column("sex");
  const int value = table.schema->column("value");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const AgeRange slots = slots_of(reading, table, row, form);
    const std::size_t base =
        form.by_sex ? static_cast<std::size_t>(table.cell(row, sex).code) * form.ages_per_sex : 0;
    bool overlaps = false;
    for (int slot = slots.from; slot <= slots.to; ++slot) {
      double& target = grid.at(table.cell(row, place).code - form.place_base,
                               table.cell(row, period).code,
                               base + static_cast<std::size_t>(slot));
      if (!std::isnan(target) && !overlaps) {
        overlaps = true;
        reading.findings.add({reading.where(table, row),
                              fmt::format("age {}", slot),
                              "is covered by an earlier row too.",
                              "Let the age groups follow one another without overlap."});
      }
      target = table.cell(row, value).number;
    }
  }
}

void report_hole(Reading& reading,
                 const Table& table,
                 const GridForm& form,
                 const std::string& who,
                 std::size_t slot) {
  const std::string_view sex =
      form.by_sex ? kSexCodes[slot / form.ages_per_sex] : std::string_view("");
  const std::size_t age = (slot % form.ages_per_sex) * (form.ages_per_sex == kAgeGroups ? 5 : 1);
  reading.findings.add({reading.findings.where(table.schema->file),
                        fmt::format("{}{}{}", who, sex.empty() ? "" : ", sex ", sex),
                        fmt::format("has no row for age {}.", age),
                        "Add it: the ages must run from 0 to 100."});
}

/// Every place must have every year, and in each year every age.
void check_grid(Reading& reading, const Table& table, const GridForm& form, YearlyGrid& grid) {
  for (int place = 0; place < form.places; ++place) {
    const std::string code = place_code(reading, form.place_base + place);
    int found = 0;
    for (int i = 0; i < grid.years; ++i) {
      const int year = grid.first_year + i;
      const std::vector<double> slice = grid.slice(place, year);
      const auto hole =
          std::find_if(slice.begin(), slice.end(), [](double value) { return std::isnan(value); });
      const bool empty =
          std::all_of(slice.begin(), slice.end(), [](double value) { return std::isnan(value); });
      found += empty ? 0 : 1;
      if (empty && form.coverage == Coverage::every_year) {
        reading.findings.add({reading.findings.where(table.schema->file),
                              code,
                              fmt::format("has no rows for {}.", year),
                              fmt::format("Add them: the table spans {} to {}.",
                                          grid.first_year,
                                          grid.first_year + grid.years - 1)});
      } else if (!empty && hole != slice.end() && !form.ages_may_miss) {
        report_hole(reading,
                    table,
                    form,
                    fmt::format("{} {}", code, year),
                    static_cast<std::size_t>(hole - slice.begin()));
      }
    }
    if (found == 0 && (form.coverage == Coverage::some_years || grid.years == 0)) {
      reading.findings.add(
          {reading.findings.where(table.schema->file), code, "has no rows.", "Add them."});
    }
  }
}

YearlyGrid read_grid(Reading& reading, std::string_view file, const GridForm& form) {
  const Table& table = reading.table(file);
  YearlyGrid grid = empty_grid(table, form);
  fill_grid(reading, table, form, grid);
  check_grid(reading, table, form, grid);
  return grid;
}

struct YearlyTables {
  YearlyGrid population, single_age, region_population, fertility, mortality;
};

/// Regions are parts of their origin, so they must add up to it in every year both tables have.
void check_regions(Reading& reading, YearlyTables& grids) {
  YearlyGrid& regions = grids.region_population;
  YearlyGrid& whole = grids.population;
  const int first = std::max(regions.first_year, whole.first_year);
  const int last = std::min(regions.first_year + regions.years, whole.first_year + whole.years);
  for (std::size_t o = 0; o < reading.pack.origins.size(); ++o) {
    const Origin& origin = reading.pack.origins[o];
    for (int year = first; year < last; ++year) {
      const std::vector<double> groups = whole.slice(static_cast<int>(o), year);
      const double total = std::accumulate(groups.begin(), groups.end(), 0.0);
      double sum = 0;
      for (int r = 0; r < origin.region_count; ++r) {
        sum += regions.at(origin.first_region + r, year, 0);
      }
      if (std::abs(sum - total) > kRegionTolerance) {
        reading.findings.add(
            {reading.findings.where("region_population.csv"),
             fmt::format("{} {}: regions sum to {}", origin.code, year, sum),
             fmt::format("but the origin has {} persons in population.csv.", total),
             "Scale the regions to the origin by a named rule."});
      }
    }
  }
}

const Series* series_of(const Reading& reading, std::string_view name, std::string_view place) {
  for (const Series& series : reading.pack.series) {
    if (series.name == name && series.place == place) {
      return &series;
    }
  }
  return nullptr;
}

/// The years that every yearly table and the net migration of every origin have.
bool common_years(Reading& reading, YearlyTables& grids) {
  int first = 0;
  int last = std::numeric_limits<int>::max();
  for (const YearlyGrid* grid :
       {&grids.population, &grids.region_population, &grids.fertility, &grids.mortality}) {
    first = std::max(first, grid->first_year);
    last = std::min(last, grid->first_year + grid->years - 1);
  }
  for (const Origin& origin : reading.pack.origins) {
    const Series* migration = series_of(reading, "net_migration", origin.code);
    if (migration == nullptr || series_of(reading, "sex_ratio_at_birth", origin.code) == nullptr) {
      return false;
    }
    first = std::max(first, migration->first.year());
    last = std::min(last, migration->last().year());
  }
  if (first > last) {
    reading.findings.add({reading.findings.where("population.csv"),
                          "the yearly tables",
                          "have no year in common.",
                          "Let population, regions, fertility, mortality and net_migration "
                          "overlap."});
    return false;
  }
  reading.pack.demography.first_year = first;
  reading.pack.demography.years = last - first + 1;
  return true;
}

int nearest_year(YearlyGrid& grid, int place, int year) {
  int best = grid.first_year;
  int best_distance = std::numeric_limits<int>::max();
  for (int i = 0; i < grid.years; ++i) {
    const int candidate = grid.first_year + i;
    const int distance = std::abs(candidate - year);
    if (!std::isnan(grid.at(place, candidate, 0)) && distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

void store_origin(Reading& reading, YearlyTables& grids, int origin) {
  Demography& demography = reading.pack.demography;
  const std::string& code = reading.pack.origins[static_cast<std::size_t>(origin)].code;
  const Series& migration = *series_of(reading, "net_migration", code);
  const std::vector<double>& ratios = series_of(reading, "sex_ratio_at_birth", code)->values;
  std::vector<std::vector<double>> population, single_age, mortality, fertility;
  std::vector<double> net_migration;
  for (int i = 0; i < demography.years; ++i) {
    const int year = demography.first_year + i;
    population.push_back(grids.population.slice(origin, year));
    single_age.push_back(
        grids.single_age.slice(origin, nearest_year(grids.single_age, origin, year)));
    mortality.push_back(grids.mortality.slice(origin, year));
    fertility.push_back(grids.fertility.slice(origin, year));
    for (double& rate : fertility.back()) {
      rate = std::isnan(rate) ? 0 : rate;
    }
    net_migration.push_back(migration.at(Month(year, 1)));
  }
  demography.population.push_back(std::move(population));
  demography.single_age.push_back(std::move(single_age));
  demography.mortality.push_back(std::move(mortality));
  demography.fertility.push_back(std::move(fertility));
  demography.net_migration.push_back(std::move(net_migration));
  demography.sex_ratio_at_birth.push_back(std::accumulate(ratios.begin(), ratios.end(), 0.0) /
                                          static_cast<double>(ratios.size()));
}

}  // namespace

AgeRange age_range(const Table& table, std::size_t row) {
  const Cell& to = table.cell(row, "age_to");
  return {table.cell(row, "age_from").code, to.text.empty() ? kOldestAge : to.code};
}

void build_demography(Reading& reading) {
  for (const std::string_view file : {"population.csv",
                                      "population_age1.csv",
                                      "fertility.csv",
                                      "mortality.csv",
                                      "region_population.csv"}) {
    if (!reading.sound(file)) {
      return;
    }
  }
  const std::size_t before = reading.findings.count();
  const int origins = reading.codes.region_base();
  const int regions = static_cast<int>(reading.pack.regions.size());
  YearlyTables grids;
  grids.population = read_grid(reading, "population.csv", {0, origins, kAgeGroups, true});
  grids.single_age =
      read_grid(reading, "population_age1.csv", {0, origins, kAges, true, Coverage::some_years});
  grids.mortality = read_grid(reading, "mortality.csv", {0, origins, kAges, true});
  grids.fertility =
      read_grid(reading, "fertility.csv", {0, origins, kAges, false, Coverage::every_year, true});
  grids.region_population = read_grid(reading, "region_population.csv", {origins, regions, 0});
  if (reading.findings.count() != before) {
    return;
  }
  check_regions(reading, grids);
  if (!common_years(reading, grids)) {
    return;
  }
  Demography& demography = reading.pack.demography;
  for (int origin = 0; origin < origins; ++origin) {
    store_origin(reading, grids, origin);
  }
  for (int region = 0; region < regions; ++region) {
    std::vector<double> persons;
    persons.reserve(static_cast<std::size_t>(demography.years));
    for (int i = 0; i < demography.years; ++i) {
      persons.push_back(grids.region_population.at(region, demography.first_year + i, 0));
    }
    demography.region_population.push_back(std::move(persons));
  }
}

}  // namespace corridor::evidence::detail
