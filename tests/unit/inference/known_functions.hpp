#pragma once

#include <cmath>
#include <numbers>
#include <span>
#include <vector>

#include "corridor/inference/evaluation.hpp"

namespace corridor::inference::known {

/// Ishigami and Homma (1990) on the unit cube: sin x1 + a sin^2 x2 + b x3^4 sin x1, each x uniform
/// on -pi to pi.
inline constexpr double kIshigamiA = 7;
inline constexpr double kIshigamiB = 0.1;

inline double ishigami(std::span<const double> u) {
  const auto x = [&](std::size_t i) { return std::numbers::pi * (2 * u[i] - 1); };
  const double second = std::sin(x(1));
  return std::sin(x(0)) * (1 + kIshigamiB * std::pow(x(2), 4)) + kIshigamiA * second * second;
}

inline Evaluate ishigami_model() {
  return [](const Trial&, std::span<const double> u) { return std::vector<double>{ishigami(u)}; };
}

/// Its variance and shares in closed form.
struct IshigamiShares {
  double variance = 0;
  double first[3] = {};
  double total[3] = {};
};

inline IshigamiShares ishigami_shares() {
  const double pi4 = std::pow(std::numbers::pi, 4);
  const double a = kIshigamiA;
  const double b = kIshigamiB;
  const double v1 = 0.5 * std::pow(1 + b * pi4 / 5, 2);
  const double v2 = a * a / 8;
  const double v13 = b * b * pi4 * pi4 * (1.0 / 18 - 1.0 / 50);
  const double v = v1 + v2 + v13;
  return {v, {v1 / v, v2 / v, 0}, {(v1 + v13) / v, v2 / v, v13 / v}};
}

}  // namespace corridor::inference::known
