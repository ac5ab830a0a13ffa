#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace corridor::report {

/// Shades of a map: few enough to be told apart in print.
inline constexpr int kClasses = 5;

/// Equal classes of round width that hold every value. Class i reaches from border i up to border
/// i + 1, which belongs to the next one; the last class holds its upper border too.
class Classes {
 public:
  /// Values that are missing are passed over; with none at all the classes are those of zero.
  explicit Classes(const std::vector<std::optional<double>>& values);
  int of(double value) const;
  double border(int i) const { return first_ + i * step_; }
  /// `0 to 20`.
  std::string text(int i) const;
  /// Digits behind the point that the borders need.
  int digits() const { return digits_; }

 private:
  double first_ = 0;
  double step_ = 1;
  int digits_ = 0;
};

/// A number with a space between thousands: `12 345.6`.
std::string grouped(double value, int digits);

}  // namespace corridor::report
