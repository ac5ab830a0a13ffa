#include "corridor/population/fit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "corridor/population/margins.hpp"
#include "corridor/population/synthesis.hpp"

namespace corridor::population {

namespace {

/// From this age on schooling is over, so that shares by level can be held against the pack.
constexpr int kSchooledAge = 25;

/// Index of a table by row and column.
std::size_t at(int row, int columns, int column) {
  return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
         static_cast<std::size_t>(column);
}

/// What a walk over every person and household counts, in simulated persons.
struct Counts {
  std::vector<std::vector<std::int64_t>> ages;       ///< [origin][sex * kAgeGroups + group]
  std::vector<std::vector<std::int64_t>> education;  ///< [origin][sex * kEducations + level]
  std::vector<std::vector<std::int64_t>> size;       ///< [region][size - 1]
  std::vector<std::int64_t> persons;                 ///< [region]
};

void count_district(const Synthesis& people,
                    const District& district,
                    Month start,
                    std::size_t origin,
                    Counts& counts) {
  for (std::uint32_t person = 0; person < district.laid_out; ++person) {
    const ClassByte c = district.classes[person];
    const Attributes a = district.attributes[person];
    const int age = people.calendar.age(people.calendar.birth_index(c, a), start);
    ++counts.ages[origin][at(sex_of(c), kAgeGroups, age_group(age))];
    if (age >= kSchooledAge) {
      ++counts.education[origin][at(sex_of(c), kEducations, education_of(a))];
    }
  }
  counts.persons[district.region] += district.laid_out;
  std::vector<std::int64_t>& sizes = counts.size[district.region];
  for (std::uint32_t head = 0; head < district.laid_out;) {
    const std::uint32_t end = district.household_end(head);
    const std::size_t size = end - head;
    sizes.resize(std::max(sizes.size(), size), 0);
    ++sizes[size - 1];
    head = end;
  }
}

Counts count(const evidence::Pack& pack, const Synthesis& people, Month start) {
  Counts counts;
  counts.ages.assign(pack.origins.size(), std::vector<std::int64_t>(kSexGroupCells));
  counts.education.assign(pack.origins.size(),
                          std::vector<std::int64_t>(std::size_t{kSexes} * kEducations));
  counts.size.assign(pack.regions.size(), std::vector<std::int64_t>(evidence::kMaxHouseholdSize));
  counts.persons.assign(pack.regions.size(), 0);
  for (const District& district : people.districts) {
    const auto origin = static_cast<std::size_t>(pack.regions[district.region].origin);
    count_district(people, district, start, origin, counts);
  }
  return counts;
}

void fit_ages(const evidence::Pack& pack, const Counts& counts, SynthesisReport& report) {
  for (std::size_t origin = 0; origin < pack.origins.size(); ++origin) {
    const std::vector<double> pyramid = national_pyramid(pack, origin, report.start);
    for (int sex = 0; sex < kSexes; ++sex) {
      for (int group = 0; group < kAgeGroups; ++group) {
        AgeFit fit{origin, sex, group, 0, 0};
        for (int age = group * 5; age <= std::min(group * 5 + 4, kOldestAge); ++age) {
          fit.pack += pyramid[at(sex, kAges, age)];
        }
        fit.synthesised = report.sample * counts.ages[origin][at(sex, kAgeGroups, group)];
        report.ages.push_back(fit);
      }
    }
  }
}

void fit_regions(const evidence::Pack& pack, const Counts& counts, SynthesisReport& report) {
  const Margins wanted = margins(pack, report.start, 1);
  for (std::size_t region = 0; region < pack.regions.size(); ++region) {
    RegionFit fit;
    fit.region = region;
    fit.pack = std::accumulate(
        wanted.persons[region].begin(), wanted.persons[region].end(), std::int64_t{0});
    fit.synthesised = report.sample * counts.persons[region];
    fit.mean_size_pack = pack.demography.household_mean[region];
    const std::vector<std::int64_t>& sizes = counts.size[region];
    const std::int64_t households = std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0});
    fit.mean_size = households > 0 ? static_cast<double>(counts.persons[region]) /
                                         static_cast<double>(households)
                                   : 0;
    report.regions.push_back(fit);
    report.persons += counts.persons[region];
  }
}

/// Shares by size in each origin; in the pack a region counts with the households that its persons
/// and its mean size make.
void fit_sizes(const evidence::Pack& pack, const Counts& counts, SynthesisReport& report) {
  std::vector<double> pack_total(pack.origins.size(), 0);
  std::vector<double> total(pack.origins.size(), 0);
  report.size.assign(pack.origins.size(), std::vector<ShareFit>(evidence::kMaxHouseholdSize));
  for (const RegionFit& region : report.regions) {
    const auto origin = static_cast<std::size_t>(pack.regions[region.region].origin);
    const double households = static_cast<double>(region.pack) / region.mean_size_pack;
    const std::vector<double>& shares = pack.demography.household_size[region.region];
    const std::vector<std::int64_t>& sizes = counts.size[region.region];
    report.size[origin].resize(std::max(report.size[origin].size(), sizes.size()));
    pack_total[origin] += households;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      report.size[origin][i].pack += i < shares.size() ? households * shares[i] : 0;
      report.size[origin][i].synthesised += static_cast<double>(sizes[i]);
      total[origin] += static_cast<double>(sizes[i]);
    }
  }
  for (std::size_t origin = 0; origin < total.size(); ++origin) {
    for (ShareFit& share : report.size[origin]) {
      share.pack /= pack_total[origin];
      share.synthesised /= std::max(1.0, total[origin]);
    }
  }
}

void fit_education(const evidence::Pack& pack, const Counts& counts, SynthesisReport& report) {
  for (std::size_t origin = 0; origin < pack.origins.size(); ++origin) {
    std::vector<ShareFit> shares;
    for (int sex = 0; sex < kSexes; ++sex) {
      std::array<double, kEducations> expected{};
      double adults = 0;
      for (int group = age_group(kSchooledAge); group < kAgeGroups; ++group) {
        const auto cell = at(sex, kAgeGroups, group);
        const double persons = report.ages[origin * kSexGroupCells + cell].pack;
        adults += persons;
        for (std::size_t level = 0; level < kEducations; ++level) {
          expected[level] +=
              persons * pack.demography.education[origin][cell * kEducations + level];
        }
      }
      const auto first =
          counts.education[origin].begin() + static_cast<std::ptrdiff_t>(sex) * kEducations;
      const auto counted =
          static_cast<double>(std::accumulate(first, first + kEducations, std::int64_t{0}));
      for (std::size_t level = 0; level < kEducations; ++level) {
        const auto here = static_cast<double>(first[static_cast<std::ptrdiff_t>(level)]);
        shares.push_back(
            {expected[level] / std::max(adults, 1e-300), here / std::max(1.0, counted)});
      }
    }
    report.education.push_back(std::move(shares));
  }
}

std::string group_text(int group) {
  return group == kAgeGroups - 1 ? fmt::format("{}+", kOldestAge)
                                 : fmt::format("{}-{}", group * 5, group * 5 + 4);
}

std::string worst_text(const AgeFit& fit, const evidence::Pack& pack) {
  return fmt::format("{:.3f} % ({} {} {}: {:.0f} in the pack, {} synthesised)",
                     100 * fit.relative_error(),
                     pack.origins[fit.origin].code,
                     kSexCodes[static_cast<std::size_t>(fit.sex)],
                     group_text(fit.age_group),
                     fit.pack,
                     fit.synthesised);
}

void print_ages(const SynthesisReport& report, const evidence::Pack& pack, std::string& text) {
  text += "\npersons by age and sex\n";
  text += fmt::format("  {:<6}{:<8}{:>14}{:>14}{:>9}{:>14}{:>14}{:>9}\n",
                      "place",
                      "age",
                      "women, pack",
                      "synthesised",
                      "error",
                      "men, pack",
                      "synthesised",
                      "error");
  for (std::size_t origin = 0; origin < pack.origins.size(); ++origin) {
    for (int group = 0; group < kAgeGroups; ++group) {
      text += fmt::format("  {:<6}{:<8}", pack.origins[origin].code, group_text(group));
      for (std::size_t sex = 0; sex < kSexes; ++sex) {
        const AgeFit& fit =
            report.ages[(origin * kSexes + sex) * kAgeGroups + static_cast<std::size_t>(group)];
        text += fmt::format(
            "{:>14.0f}{:>14}{:>8.2f}%", fit.pack, fit.synthesised, 100 * fit.relative_error());
      }
      text += "\n";
    }
  }
}

void print_regions(const SynthesisReport& report, const evidence::Pack& pack, std::string& text) {
  text += "\nregions\n";
  text += fmt::format("  {:<8}{:>14}{:>14}{:>16}{:>14}{:>9}\n",
                      "place",
                      "persons, pack",
                      "synthesised",
                      "mean size, pack",
                      "synthesised",
                      "error");
  for (const RegionFit& fit : report.regions) {
    text += fmt::format("  {:<8}{:>14}{:>14}{:>16.3f}{:>14.3f}{:>8.2f}%\n",
                        pack.regions[fit.region].code,
                        fit.pack,
                        fit.synthesised,
                        fit.mean_size_pack,
                        fit.mean_size,
                        100 * (fit.mean_size / fit.mean_size_pack - 1));
  }
}

void print_shares(const SynthesisReport& report, const evidence::Pack& pack, std::string& text) {
  text += "\nhouseholds by size, percent in the pack / synthesised\n";
  for (std::size_t origin = 0; origin < report.size.size(); ++origin) {
    text += fmt::format("  {}:", pack.origins[origin].code);
    for (std::size_t i = 0; i < report.size[origin].size(); ++i) {
      const ShareFit& share = report.size[origin][i];
      if (share.pack > 0 || share.synthesised > 0) {
        text +=
            fmt::format("  {}: {:.1f}/{:.1f}", i + 1, 100 * share.pack, 100 * share.synthesised);
      }
    }
    text += "\n";
  }
  text +=
      fmt::format("\neducation at {} and more, percent in the pack / synthesised\n", kSchooledAge);
  for (std::size_t origin = 0; origin < report.education.size(); ++origin) {
    for (std::size_t sex = 0; sex < kSexes; ++sex) {
      text += fmt::format("  {} {}:", pack.origins[origin].code, kSexCodes[sex]);
      for (std::size_t level = 0; level < kEducations; ++level) {
        const ShareFit& share = report.education[origin][sex * kEducations + level];
        text += fmt::format("  {} {:.2f}/{:.2f}",
                            kEducationCodes[level],
                            100 * share.pack,
                            100 * share.synthesised);
      }
      text += "\n";
    }
  }
}

}  // namespace

double AgeFit::relative_error() const {
  if (pack <= 0) {
    return synthesised == 0 ? 0 : 1;
  }
  return std::abs(static_cast<double>(synthesised) - pack) / pack;
}

const AgeFit& SynthesisReport::worst_age(double least) const {
  const auto worse = [&](const AgeFit& a, const AgeFit& b) {
    const auto error = [&](const AgeFit& fit) {
      return fit.pack >= least ? fit.relative_error() : -1.0;
    };
    return error(a) < error(b);
  };
  return *std::max_element(ages.begin(), ages.end(), worse);
}

bool SynthesisReport::regions_exact() const {
  return std::all_of(regions.begin(), regions.end(), [&](const RegionFit& fit) {
    return std::abs(fit.synthesised - fit.pack) < std::max<std::int64_t>(sample, 1);
  });
}

SynthesisReport synthesis_report(const evidence::Pack& pack,
                                 Month start,
                                 std::int64_t sample,
                                 std::uint64_t seed,
                                 parallel::Threads& threads) {
  const Synthesis people = synthesise(pack, read_params(pack), {start, sample, seed}, threads);
  SynthesisReport report;
  report.start = start;
  report.sample = sample;
  report.seed = seed;
  report.composition = people.errors;
  const Counts counts = count(pack, people, start);
  fit_ages(pack, counts, report);
  fit_regions(pack, counts, report);
  fit_sizes(pack, counts, report);
  fit_education(pack, counts, report);
  return report;
}

std::string synthesis_text(const SynthesisReport& report, const evidence::Pack& pack) {
  // Where a cell holds few simulated persons, one person of rounding is a large share of it.
  const double large = 1000.0 * static_cast<double>(report.sample);
  const CompositionErrors& errors = report.composition;
  const auto percent = [](std::int64_t part, std::int64_t whole) {
    return whole > 0 ? 100 * static_cast<double>(part) / static_cast<double>(whole) : 0;
  };
  double worst_size = 0;
  for (const RegionFit& fit : report.regions) {
    worst_size = std::max(worst_size, std::abs(fit.mean_size / fit.mean_size_pack - 1));
  }
  std::string text = fmt::format("{}: {} persons on the first day of {}, sample 1/{}, seed {}\n\n",
                                 pack.name,
                                 report.persons,
                                 report.start.text(),
                                 report.sample,
                                 report.seed);
  text += fmt::format("largest error, age groups    {}\n", worst_text(report.worst_age(0), pack));
  text += fmt::format(
      "  of {:.0f} persons or more    {}\n", large, worst_text(report.worst_age(large), pack));
  text += fmt::format("regions                      {}\n",
                      report.regions_exact() ? "exact" : "NOT exact");
  text += fmt::format("mean household size          within {:.2f} %\n", 100 * worst_size);
  text += fmt::format("households without an adult  {} of {} ({:.2f} %)\n",
                      errors.without_adult,
                      errors.households,
                      percent(errors.without_adult, errors.households));
  text += fmt::format("children not with a mother   {} of {} ({:.2f} %)\n",
                      errors.children_misplaced,
                      errors.children,
                      percent(errors.children_misplaced, errors.children));
  print_ages(report, pack, text);
  print_regions(report, pack, text);
  print_shares(report, pack, text);
  return text;
}

}  // namespace corridor::population
