#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace corridor {

inline constexpr int kMonthsPerYear = 12;

/// A calendar month. Holds the count of months since January of year 0.
class Month {
 public:
  constexpr Month() = default;
  /// month_of_year is 1 to 12.
  constexpr Month(int year, int month_of_year)
      : index_(year * kMonthsPerYear + month_of_year - 1) {}
  static constexpr Month from_index(std::int32_t index) {
    Month result;
    result.index_ = index;
    return result;
  }
  /// Reads `YYYY-MM`. Returns false, leaving `out` alone, for anything else.
  static bool parse(std::string_view text, Month& out);

  constexpr std::int32_t index() const { return index_; }
  constexpr int year() const { return index_ / kMonthsPerYear; }
  constexpr int month_of_year() const { return index_ % kMonthsPerYear + 1; }
  constexpr auto operator<=>(const Month&) const = default;
  constexpr Month operator+(std::int32_t months) const { return from_index(index_ + months); }
  constexpr Month operator-(std::int32_t months) const { return from_index(index_ - months); }
  constexpr std::int32_t operator-(Month other) const { return index_ - other.index_; }
  constexpr Month& operator++() {
    ++index_;
    return *this;
  }
  /// `YYYY-MM`.
  std::string text() const;

 private:
  std::int32_t index_ = 0;
};

}  // namespace corridor
