#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "corridor/base/month.hpp"

namespace corridor::evidence {

/// The days that a date of any precision speaks of, both ends included.
struct DateSpan {
  std::chrono::sys_days first;
  std::chrono::sys_days last;
  Month first_month() const;
  Month last_month() const;
};

/// Reads `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or two of them with `..` between; empty for anything
/// else, also when the end lies before the beginning.
std::optional<DateSpan> parse_date_span(std::string_view text);

}  // namespace corridor::evidence
