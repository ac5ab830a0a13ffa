#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence::detail {

namespace {

constexpr double kShareTolerance = 1e-6;

using SizeShares = std::vector<double>;

double mean_size(const SizeShares& shares) {
  double persons = 0;
  double households = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    persons += static_cast<double>(i + 1) * shares[i];
    households += shares[i];
  }
  return persons / households;
}

SizeShares tilted(const SizeShares& shares, double tilt) {
  SizeShares result(shares.size());
  double total = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    result[i] = shares[i] * std::exp(tilt * static_cast<double>(i));
    total += result[i];
  }
  for (double& share : result) {
    share /= total;
  }
  return result;
}

/// The distribution nearest to `shares` (in relative entropy) that has the mean asked for: shares
/// times exp(tilt·size). The mean rises with the tilt, so halving an interval finds it to the last
/// bit.
SizeShares tilt_to_mean(const SizeShares& shares, double mean) {
  double low = -30;
  double high = 30;
  for (int step = 0; step < 100; ++step) {
    const double middle = (low + high) / 2;
    (mean_size(tilted(shares, middle)) < mean ? low : high) = middle;
  }
  return tilted(shares, (low + high) / 2);
}

/// Shares by size of every place that has rows, indexed by combined place index; empty for the
/// others.
std::vector<SizeShares> read_sizes(Reading& reading) {
  const Table& table = reading.table("household_size.csv");
  std::vector<SizeShares> sizes(reading.pack.origins.size() + reading.pack.regions.size());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    SizeShares& shares = sizes[static_cast<std::size_t>(table.cell(row, "place").code)];
    shares.resize(kMaxHouseholdSize, 0.0);
    shares[static_cast<std::size_t>(table.cell(row, "size").code - 1)] =
        table.cell(row, "value").number;
  }
  std::vector<char> reported(sizes.size(), 0);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto place = static_cast<std::size_t>(table.cell(row, "place").code);
    const double sum = std::accumulate(sizes[place].begin(), sizes[place].end(), 0.0);
    if (std::abs(sum - 1) > kShareTolerance && reported[place] == 0) {
      reported[place] = 1;
      reading.findings.add(
          {reading.where(table, row),
           fmt::format("{}: shares by size sum to {:.7g}", table.cell(row, "place").text, sum),
           "and not to 1.",
           "Add the missing sizes, or rescale the shares."});
    }
  }
  return sizes;
}

/// The published mean of every place that has one, nearest in time to `year`; 0 for the others.
std::vector<double> read_means(Reading& reading, int year) {
  const Table& table = reading.table("household_mean.csv");
  const std::size_t places = reading.pack.origins.size() + reading.pack.regions.size();
  std::vector<double> means(places, 0.0);
  std::vector<int> distances(places, std::numeric_limits<int>::max());
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto place = static_cast<std::size_t>(table.cell(row, "place").code);
    const int distance = std::abs(table.cell(row, "period").code - year);
    if (distance < distances[place]) {
      distances[place] = distance;
      means[place] = table.cell(row, "value").number;
    }
  }
  return means;
}

/// A mean can be met only between the smallest and the largest size that has a share.
bool reachable(const SizeShares& shares, double mean) {
  double smallest = 0;
  double largest = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    const auto size = static_cast<double>(i + 1);
    if (shares[i] > 0) {
      smallest = smallest == 0 ? size : smallest;
      largest = size;
    }
  }
  return (mean > smallest && mean < largest) || (smallest == largest && mean == smallest);
}

}  // namespace

void build_households(Reading& reading) {
  if (!reading.sound("household_size.csv") || !reading.sound("household_mean.csv")) {
    return;
  }
  const std::vector<SizeShares> sizes = read_sizes(reading);
  const std::vector<double> means = read_means(reading, reading.pack.demography.first_year);
  const std::size_t origins = reading.pack.origins.size();
  for (std::size_t r = 0; r < reading.pack.regions.size(); ++r) {
    const Region& region = reading.pack.regions[r];
    const auto origin = static_cast<std::size_t>(region.origin);
    const SizeShares& own = sizes[origins + r];
    const SizeShares& shares = own.empty() ? sizes[origin] : own;
    const double mean = means[origins + r] > 0 ? means[origins + r] : means[origin];
    if (shares.empty() || mean == 0) {
      reading.findings.add(
          {reading.findings.where(shares.empty() ? "household_size.csv" : "household_mean.csv"),
           region.code,
           "has no rows, nor has its origin.",
           "Add rows for one of the two."});
      continue;
    }
    if (!reachable(shares, mean)) {
      reading.findings.add({reading.findings.where("household_mean.csv"),
                            fmt::format("{}: mean {}", region.code, mean),
                            "lies outside the sizes that have a share in household_size.csv.",
                            "Correct the mean, or give larger households a share."});
      continue;
    }
    reading.pack.demography.household_size.push_back(tilt_to_mean(shares, mean));
    reading.pack.demography.household_mean.push_back(mean);
  }
}

void build_education(Reading& reading) {
  if (!reading.sound("education.csv")) {
    return;
  }
  const Table& table = reading.table("education.csv");
  constexpr std::size_t kCells = kSexGroupCells * kEducations;
  std::vector<std::vector<double>> shares(reading.pack.origins.size(),
                                          std::vector<double>(kCells, 0.0));
  const std::size_t before = reading.findings.count();
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const AgeRange ages = age_range(table, row);
    const bool ends = ages.to == kOldestAge || ages.to % 5 == 4;
    if (ages.from > ages.to || ages.from % 5 != 0 || !ends) {
      reading.findings.add({reading.where(table, row),
                            fmt::format("ages {} to {}", ages.from, ages.to),
                            "are not whole five-year groups.",
                            "Write 15-19, 20-24, or 15-24."});
      continue;
    }
    for (int group = age_group(ages.from); group <= age_group(ages.to); ++group) {
      const std::size_t slot = sex_group_cell(table.cell(row, "sex").code, group) * kEducations +
                               static_cast<std::size_t>(table.cell(row, "level").code);
      shares[static_cast<std::size_t>(table.cell(row, "place").code)][slot] +=
          table.cell(row, "value").number;
    }
  }
  for (std::size_t o = 0; o < shares.size() && reading.findings.count() == before; ++o) {
    for (std::size_t i = 0; i < kCells; i += kEducations) {
      const auto first = shares[o].begin() + static_cast<std::ptrdiff_t>(i);
      const double sum = std::accumulate(first, first + kEducations, 0.0);
      if (std::abs(sum - 1) > kShareTolerance) {
        const std::size_t group = i / kEducations % kAgeGroups;
        reading.findings.add({reading.findings.where(table.schema->file),
                              fmt::format("{}, sex {}, age {}: shares by level sum to {:.7g}",
                                          reading.pack.origins[o].code,
                                          kSexCodes[i / kEducations / kAgeGroups],
                                          5 * group,
                                          sum),
                              "and not to 1.",
                              "Add the missing levels, or rescale the shares."});
        break;
      }
    }
  }
  reading.pack.demography.education = std::move(shares);
}

}  // namespace corridor::evidence::detail
