#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/ensemble/columns.hpp"
#include "corridor/ensemble/quantiles.hpp"
#include "corridor/sim/measures.hpp"

namespace corridor::ensemble {

/// Quantiles at kLevels, [level][month].
using Bands = std::array<std::vector<float>, kLevels.size()>;

/// The values of one series by member and month, and what is made of them; a buffer that serves one
/// series after the other. A value that a member does not have is NaN.
class MonthsOfMembers {
 public:
  MonthsOfMembers(std::size_t members, std::size_t months);

  /// Leaves a member without values.
  void clear(std::size_t member);
  /// Adds the months of a row to those of a member. A month without a value adds nothing.
  void add(std::size_t member, std::span<const float> row);
  /// Counts the members that have a value, of each month; to be done when all values are in.
  void count_numbers();
  /// A month in which anybody has a value becomes zero for those who have none.
  void fill_gaps();

  /// Quantiles of every month; NaN where no member has a value.
  Bands bands() const;
  /// [year * members + member], by the rule of the measure. A year that lacks a month it needs has
  /// no numbers.
  std::vector<double> years(Month from, sim::OverYear rule) const;
  /// [month * members + member].
  std::vector<double> by_month() const;

 private:
  std::span<double> of(std::size_t member) {
    return std::span(values_).subspan(member * months_, months_);
  }
  std::span<const double> of(std::size_t member) const {
    return std::span(values_).subspan(member * months_, months_);
  }
  void sort_months(std::span<const std::size_t> months, std::span<ColumnsRow> rows) const;
  void write_quantiles(std::size_t month,
                       std::size_t column,
                       std::span<const ColumnsRow> sorted,
                       Bands& bands) const;

  std::size_t members_;
  std::size_t months_;
  std::vector<double> values_;         ///< [member * months + month]
  std::vector<std::int64_t> numbers_;  ///< members that have a value, [month]
};

}  // namespace corridor::ensemble
