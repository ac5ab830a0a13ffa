#include "corridor/report/classes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace corridor::report {

namespace {

/// Widths that people read easily, of a decade.
constexpr std::array<double, 10> kRound = {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8};
constexpr double kNearly = 1e-9;  ///< for borders that arithmetic misses by the last bit
constexpr int kMostDigits = 6;

/// The round widths from the first that is not below `least`, one after the other.
double round_width(double least, int further) {
  const double decade = std::pow(10, std::floor(std::log10(least)));
  const auto begin =
      std::find_if(kRound.begin(),
                   kRound.end(),
                   [&](double width) { return width * decade >= least * (1 - kNearly); }) -
      kRound.begin();
  const auto position = static_cast<std::size_t>(begin) + static_cast<std::size_t>(further);
  const std::size_t decades = position / kRound.size();
  return kRound[position % kRound.size()] * decade * std::pow(10, static_cast<double>(decades));
}

int digits_of(double step) {
  int digits = 0;
  double rest = step;
  while (digits < kMostDigits && std::abs(rest - std::round(rest)) > kNearly) {
    ++digits;
    rest *= 10;
  }
  return digits;
}

}  // namespace

Classes::Classes(const std::vector<std::optional<double>>& values) {
  double least = 0;
  double most = 0;
  bool any = false;
  for (const std::optional<double>& value : values) {
    if (value) {
      least = any ? std::min(least, *value) : *value;
      most = any ? std::max(most, *value) : *value;
      any = true;
    }
  }
  // Equal values need a width too; one of their own size keeps the borders readable.
  const double range = most > least ? most - least : std::max(std::abs(most), 1.0);
  for (int further = 0;; ++further) {
    step_ = round_width(range / kClasses, further);
    first_ = std::floor(least / step_ + kNearly) * step_;
    if (first_ + kClasses * step_ >= most - kNearly * step_) {
      break;
    }
  }
  digits_ = digits_of(step_);
}

int Classes::of(double value) const {
  const int found = static_cast<int>(std::floor((value - first_) / step_ + kNearly));
  return std::clamp(found, 0, kClasses - 1);
}

std::string Classes::text(int i) const {
  return fmt::format("{} to {}", grouped(border(i), digits_), grouped(border(i + 1), digits_));
}

std::string grouped(double value, int digits) {
  std::string text = fmt::format("{:.{}f}", std::abs(value), digits);
  const std::size_t point = text.find('.');
  const std::size_t whole = point == std::string::npos ? text.size() : point;
  for (std::size_t at = whole; at > 3; at -= 3) {
    text.insert(at - 3, " ");
  }
  const bool zero = text.find_first_not_of("0. ") == std::string::npos;
  return value < 0 && !zero ? "−" + text : text;
}

}  // namespace corridor::report
