#include "corridor/base/month.hpp"

#include <fmt/format.h>

namespace corridor {

bool Month::parse(std::string_view text, Month& out) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != 7 || text[4] != '-') {
    return false;
  }
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U}) {
    if (!digit(text[i])) {
      return false;
    }
  }
  const auto number = [&](std::size_t from, std::size_t count) {
    int value = 0;
    for (const char c : text.substr(from, count)) {
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const int month_of_year = number(5, 2);
  if (month_of_year < 1 || month_of_year > 12) {
    return false;
  }
  out = Month(number(0, 4), month_of_year);
  return true;
}

std::string Month::text() const { return fmt::format("{:04d}-{:02d}", year(), month_of_year()); }

}  // namespace corridor
