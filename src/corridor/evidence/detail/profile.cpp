#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence::detail {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

enum Dimension : int { by_region = 0, by_sex_age = 1, by_education = 2 };

void refuse(Reading& reading,
            const Table& table,
            std::size_t row,
            std::string what,
            std::string why,
            std::string remedy) {
  reading.findings.add(
      {reading.where(table, row), std::move(what), std::move(why), std::move(remedy)});
}

void read_sex_age(Reading& reading, const Table& table, std::size_t row) {
  const Cell& sex = table.cell(row, "sex");
  if (sex.text.empty() || table.cell(row, "age_from").text.empty()) {
    refuse(reading, table, row, "sex, age_from", "must be given for sex_age.", "Fill them in.");
    return;
  }
  const AgeRange ages = age_range(table, row);
  std::vector<double>& values =
      reading.pack.profile.sex_age[static_cast<std::size_t>(table.cell(row, "place").code)];
  for (int age = ages.from; age <= ages.to; ++age) {
    values[sex_age_cell(sex.code, age)] = table.cell(row, "value").number;
  }
}

void read_row(Reading& reading, const Table& table, std::size_t row) {
  const int place = table.cell(row, "place").code;
  const int regions = reading.codes.region_base();
  const int dimension = table.cell(row, "dimension").code;
  const double value = table.cell(row, "value").number;
  if ((dimension == by_region) != (place >= regions)) {
    refuse(reading,
           table,
           row,
           fmt::format("place: \"{}\"", table.cell(row, "place").text),
           dimension == by_region ? "is not a region, which this dimension needs."
                                  : "is not an origin, which this dimension needs.",
           "Name the place the value is for.");
  } else if (dimension == by_region) {
    reading.pack.profile.region[static_cast<std::size_t>(place - regions)] = value;
  } else if (dimension == by_sex_age) {
    read_sex_age(reading, table, row);
  } else if (table.cell(row, "key").text.empty()) {
    refuse(reading, table, row, "key", "must be given for education.", "Write the level.");
  } else {
    reading.pack.profile.education[static_cast<std::size_t>(place)]
                                  [static_cast<std::size_t>(table.cell(row, "key").code)] = value;
  }
}

void check_filled(Reading& reading) {
  const MigrantProfile& profile = reading.pack.profile;
  const std::string where = reading.findings.where("migrant_profile.csv");
  for (std::size_t r = 0; r < profile.region.size(); ++r) {
    if (std::isnan(profile.region[r])) {
      reading.findings.add({where,
                            reading.pack.regions[r].code,
                            "has no row of dimension region.",
                            "Add it; 1 is the mean."});
    }
  }
  for (std::size_t o = 0; o < reading.pack.origins.size(); ++o) {
    const std::string& code = reading.pack.origins[o].code;
    if (std::all_of(profile.sex_age[o].begin(), profile.sex_age[o].end(), [](double value) {
          return value == 0;
        })) {
      reading.findings.add({where,
                            code,
                            "has no rows of dimension sex_age.",
                            "Add them; ages without a row count as zero."});
    }
    for (std::size_t level = 0; level < kEducations; ++level) {
      if (std::isnan(profile.education[o][level])) {
        reading.findings.add(
            {where,
             code,
             fmt::format("has no row of dimension education for {}.", kEducationCodes[level]),
             "Add it; 1 is the mean."});
      }
    }
  }
}

/// Regional propensities are relative: their mean, weighted by population, is one in each origin.
void normalise_regions(Reading& reading) {
  std::vector<double>& region = reading.pack.profile.region;
  const std::vector<std::vector<double>>& persons = reading.pack.demography.region_population;
  for (const Origin& origin : reading.pack.origins) {
    double weighted = 0;
    double total = 0;
    const auto first = static_cast<std::size_t>(origin.first_region);
    const std::size_t end = first + static_cast<std::size_t>(origin.region_count);
    for (std::size_t r = first; r < end; ++r) {
      weighted += region[r] * persons[r].front();
      total += persons[r].front();
    }
    if (weighted <= 0) {
      reading.findings.add({reading.findings.where("migrant_profile.csv"),
                            origin.code,
                            "has no region with a propensity above zero.",
                            "Give at least one region with people a value above zero."});
      continue;
    }
    for (std::size_t r = first; r < end; ++r) {
      region[r] *= total / weighted;
    }
  }
}

}  // namespace

void build_profile(Reading& reading) {
  if (!reading.sound("migrant_profile.csv")) {
    return;
  }
  const std::size_t before = reading.findings.count();
  const std::size_t origins = reading.pack.origins.size();
  MigrantProfile& profile = reading.pack.profile;
  profile.region.assign(reading.pack.regions.size(), kUnknown);
  profile.sex_age.assign(origins, std::vector<double>(kSexAgeCells, 0.0));
  profile.education.assign(origins, std::vector<double>(kEducations, kUnknown));
  const Table& table = reading.table("migrant_profile.csv");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    read_row(reading, table, row);
  }
  check_filled(reading);
  if (reading.findings.count() == before && !reading.pack.demography.region_population.empty()) {
    normalise_regions(reading);
  }
}

}  // namespace corridor::evidence::detail
