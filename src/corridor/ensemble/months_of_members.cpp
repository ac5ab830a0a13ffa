#include "corridor/ensemble/months_of_members.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace corridor::ensemble {

namespace {

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinite = std::numeric_limits<double>::infinity();

}  // namespace

MonthsOfMembers::MonthsOfMembers(std::size_t members, std::size_t months)
    : members_(members), months_(months), values_(members * months), numbers_(months) {}

void MonthsOfMembers::clear(std::size_t member) { std::ranges::fill(of(member), kNoNumber); }

void MonthsOfMembers::add(std::size_t member, std::span<const float> row) {
  double* sums = of(member).data();
  for (std::size_t month = 0; month < row.size(); ++month) {
    const double value = row[month];
    const double sum = std::isnan(sums[month]) ? value : sums[month] + value;
    sums[month] = std::isnan(value) ? sums[month] : sum;
  }
}

void MonthsOfMembers::count_numbers() {
  std::ranges::fill(numbers_, 0);
  for (std::size_t member = 0; member < members_; ++member) {
    const double* values = of(member).data();
    for (std::size_t month = 0; month < months_; ++month) {
      numbers_[month] += std::isnan(values[month]) ? 0 : 1;
    }
  }
}

void MonthsOfMembers::fill_gaps() {
  const auto all = static_cast<std::int64_t>(members_);
  for (std::size_t month = 0; month < months_; ++month) {
    if (numbers_[month] == 0 || numbers_[month] == all) {
      continue;
    }
    for (std::size_t member = 0; member < members_; ++member) {
      double& value = of(member)[month];
      value = std::isnan(value) ? 0 : value;
    }
    numbers_[month] = all;
  }
}

Bands MonthsOfMembers::bands() const {
  Bands bands;
  bands.fill(std::vector<float>(months_, static_cast<float>(kNoNumber)));
  std::vector<std::size_t> known;
  for (std::size_t month = 0; month < months_; ++month) {
    if (numbers_[month] > 0) {
      known.push_back(month);
    }
  }
  std::vector<ColumnsRow> rows(members_);
  for (std::size_t begin = 0; begin < known.size(); begin += kColumns) {
    const auto columns = std::span(known).subspan(begin, std::min(kColumns, known.size() - begin));
    sort_months(columns, rows);
    for (std::size_t column = 0; column < columns.size(); ++column) {
      write_quantiles(columns[column], column, rows, bands);
    }
  }
  return bands;
}

/// Sorts the members of some months, one month a column. Members without a value come last.
void MonthsOfMembers::sort_months(std::span<const std::size_t> months,
                                  std::span<ColumnsRow> rows) const {
  for (std::size_t member = 0; member < members_; ++member) {
    rows[member].fill(0);
    for (std::size_t column = 0; column < months.size(); ++column) {
      double value = of(member)[months[column]];
      if (std::isnan(value)) {
        value = kInfinite;
      }
      rows[member][column] = value;
    }
  }
  sort_columns(rows);
}

/// Quantiles of a month, with the common case of equal members told at once.
void MonthsOfMembers::write_quantiles(std::size_t month,
                                      std::size_t column,
                                      std::span<const ColumnsRow> sorted,
                                      Bands& bands) const {
  const auto count = static_cast<std::size_t>(numbers_[month]);
  const bool equal = count == members_ && sorted.front()[column] == sorted.back()[column];
  for (std::size_t level = 0; level < kLevels.size(); ++level) {
    const QuantilePlace place = quantile_place(count, kLevels[level]);
    const double value =
        equal ? of(0)[month]
              : place.between(sorted[place.below][column], sorted[place.above][column]);
    bands[level][month] = static_cast<float>(value);
  }
}

std::vector<double> MonthsOfMembers::years(Month from, sim::OverYear rule) const {
  const int first_year = from.year();
  const int last_year = (from + static_cast<int>(months_) - 1).year();
  const int first_needed = rule == sim::OverYear::sum ? 1 : kMonthsPerYear;
  std::vector<double> years;
  for (int year = first_year; year <= last_year; ++year) {
    const int begin = Month(year, first_needed) - from;
    const int end = Month(year, kMonthsPerYear) - from + 1;
    const bool known = begin >= 0 && end <= static_cast<int>(months_) &&
                       std::all_of(numbers_.begin() + begin,
                                   numbers_.begin() + end,
                                   [](std::int64_t numbers) { return numbers > 0; });
    for (std::size_t member = 0; member < members_; ++member) {
      double sum = known ? 0 : kNoNumber;
      for (int month = begin; month < end && known; ++month) {
        sum += of(member)[static_cast<std::size_t>(month)];
      }
      years.push_back(sum);
    }
  }
  return years;
}

std::vector<double> MonthsOfMembers::by_month() const {
  std::vector<double> result;
  result.reserve(values_.size());
  for (std::size_t month = 0; month < months_; ++month) {
    for (std::size_t member = 0; member < members_; ++member) {
      result.push_back(of(member)[month]);
    }
  }
  return result;
}

}  // namespace corridor::ensemble
