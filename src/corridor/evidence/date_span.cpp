#include "corridor/evidence/date_span.hpp"

#include <charconv>

namespace corridor::evidence {

namespace {

namespace chr = std::chrono;

std::optional<int> digits(std::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
  }
  const auto [stop, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc{} ? std::optional(value) : std::nullopt;
}

std::optional<DateSpan> parse_one(std::string_view text) {
  if (text.size() == 4) {
    const std::optional<int> year = digits(text);
    return year ? std::optional(DateSpan{chr::year(*year) / chr::January / 1,
                                         chr::year(*year) / chr::December / 31})
                : std::nullopt;
  }
  Month month;
  if (!Month::parse(text.substr(0, 7), month)) {
    return std::nullopt;
  }
  const auto year_month =
      chr::year(month.year()) / chr::month(static_cast<unsigned>(month.month_of_year()));
  if (text.size() == 7) {
    return DateSpan{year_month / 1, year_month / chr::last};
  }
  const std::optional<int> day = text.size() == 10 ? digits(text.substr(8)) : std::nullopt;
  if (!day || text[7] != '-') {
    return std::nullopt;
  }
  const chr::year_month_day date = year_month / chr::day(static_cast<unsigned>(*day));
  return date.ok() ? std::optional(DateSpan{date, date}) : std::nullopt;
}

Month month_of(chr::sys_days day) {
  const chr::year_month_day date(day);
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month()))};
}

}  // namespace

Month DateSpan::first_month() const { return month_of(first); }
Month DateSpan::last_month() const { return month_of(last); }

std::optional<DateSpan> parse_date_span(std::string_view text) {
  const std::size_t dots = text.find("..");
  const auto from = parse_one(text.substr(0, dots));
  const auto to = dots == std::string_view::npos ? from : parse_one(text.substr(dots + 2));
  if (!from || !to || to->last < from->first) {
    return std::nullopt;
  }
  return DateSpan{from->first, to->last};
}

}  // namespace corridor::evidence
