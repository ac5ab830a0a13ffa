#include "corridor/population/margins.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace corridor::population {

namespace {

/// The two table years around a date and the weight of the second; tables speak of 1 July.
struct Between {
  std::size_t before = 0;
  std::size_t after = 0;
  double weight = 0;
};

Between between_mid_years(const evidence::Demography& d, Month start) {
  const double years = start.year() + (start.month_of_year() - 1) / 12.0 - (d.first_year + 0.5);
  const double last = d.years - 1;
  const double bounded = std::clamp(years, 0.0, last);
  const auto before =
      static_cast<std::size_t>(std::min(std::floor(bounded), std::max(last - 1, 0.0)));
  const std::size_t after = std::min(before + 1, static_cast<std::size_t>(d.years - 1));
  return {before, after, bounded - static_cast<double>(before)};
}

/// Rounds `expected` to whole numbers that sum to `total`, giving the largest remainders the extra
/// persons; the rounding left over is carried into the next call through `carry`, so that sums over
/// calls stay within one.
std::vector<std::int64_t> round_to_total(const std::vector<double>& expected,
                                         std::int64_t total,
                                         std::vector<double>& carry) {
  std::vector<std::int64_t> whole(expected.size());
  std::vector<std::pair<double, std::size_t>> remainder(expected.size());
  std::int64_t given = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double wanted = expected[i] + carry[i];
    whole[i] = std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(wanted)));
    remainder[i] = {static_cast<double>(whole[i]) - wanted, i};
    given += whole[i];
  }
  std::sort(remainder.begin(), remainder.end());
  for (std::size_t i = 0; given < total; i = (i + 1) % remainder.size()) {
    ++whole[remainder[i].second];
    ++given;
  }
  for (std::size_t i = remainder.size(); given > total; i = i == 1 ? remainder.size() : i - 1) {
    if (whole[remainder[i - 1].second] > 0) {
      --whole[remainder[i - 1].second];
      --given;
    }
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    carry[i] += expected[i] - static_cast<double>(whole[i]);
  }
  return whole;
}

}  // namespace

/// Persons by sex and single age on the first day (population P1).
std::vector<double> national_pyramid(const evidence::Pack& pack, std::size_t origin, Month start) {
  const evidence::Demography& d = pack.demography;
  const Between at = between_mid_years(d, start);
  std::vector<double> pyramid(kSexAgeCells);
  for (std::size_t sex = 0; sex < kSexes; ++sex) {
    for (int group = 0; group < kAgeGroups; ++group) {
      const auto cell = sex * kAgeGroups + static_cast<std::size_t>(group);
      const double persons = (1 - at.weight) * d.population[origin][at.before][cell] +
                             at.weight * d.population[origin][at.after][cell];
      const std::size_t first = sex * kAges + static_cast<std::size_t>(group) * 5;
      const std::size_t ages = group == kAgeGroups - 1 ? 1 : 5;
      const auto& single = d.single_age[origin][at.before];
      const double weights =
          std::accumulate(single.begin() + static_cast<std::ptrdiff_t>(first),
                          single.begin() + static_cast<std::ptrdiff_t>(first + ages),
                          0.0);
      for (std::size_t i = first; i < first + ages; ++i) {
        pyramid[i] =
            weights > 0 ? persons * single[i] / weights : persons / static_cast<double>(ages);
      }
    }
  }
  return pyramid;
}

/// Whole persons by region, sex and age (population P2).
double net_migration(const evidence::Pack& pack, std::size_t origin, Month from, Month to) {
  const evidence::Series& yearly = pack.find_series("net_migration", pack.origins[origin].code);
  double persons = 0;
  for (Month month = from; month <= to; ++month) {
    persons += yearly.at(month) / 12;
  }
  return persons;
}

Margins margins(const evidence::Pack& pack, Month start, std::int64_t sample) {
  const evidence::Demography& d = pack.demography;
  const Between at = between_mid_years(d, start);
  Margins result;
  for (std::size_t origin = 0; origin < pack.origins.size(); ++origin) {
    const std::vector<double> pyramid = national_pyramid(pack, origin, start);
    const double national = std::accumulate(pyramid.begin(), pyramid.end(), 0.0);
    const auto first = static_cast<std::size_t>(pack.origins[origin].first_region);
    const auto count = static_cast<std::size_t>(pack.origins[origin].region_count);
    std::vector<double> by_region;
    for (std::size_t region = first; region < first + count; ++region) {
      by_region.push_back((1 - at.weight) * d.region_population[region][at.before] +
                          at.weight * d.region_population[region][at.after]);
    }
    const double sum = std::accumulate(by_region.begin(), by_region.end(), 0.0);
    std::vector<double> carry(pyramid.size(), 0.0);
    double cumulative = 0;
    std::int64_t given = 0;
    for (const double persons : by_region) {
      cumulative += persons * national / sum / static_cast<double>(sample);
      const std::int64_t total = std::llround(cumulative) - given;
      given += total;
      std::vector<double> expected(pyramid.size());
      for (std::size_t i = 0; i < pyramid.size(); ++i) {
        expected[i] = pyramid[i] / national * static_cast<double>(total);
      }
      result.persons.push_back(round_to_total(expected, total, carry));
      result.total += total;
    }
  }
  return result;
}

}  // namespace corridor::population
