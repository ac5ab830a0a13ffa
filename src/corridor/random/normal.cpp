#include "corridor/random/normal.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace corridor::random {

namespace {

using Coefficients = std::array<double, 8>;

double polynomial(const Coefficients& c, double x) {
  double sum = c[7];
  for (std::size_t i = 7; i-- > 0;) {
    sum = sum * x + c[i];
  }
  return sum;
}

// The coefficients of PPND16 in Wichura (1988): a and b near the middle, c and d in the shoulders,
// e and f in the tails.
constexpr Coefficients kA = {3.3871328727963666080e0,
                             1.3314166789178437745e+2,
                             1.9715909503065514427e+3,
                             1.3731693765509461125e+4,
                             4.5921953931549871457e+4,
                             6.7265770927008700853e+4,
                             3.3430575583588128105e+4,
                             2.5090809287301226727e+3};
constexpr Coefficients kB = {1.0,
                             4.2313330701600911252e+1,
                             6.8718700749205790830e+2,
                             5.3941960214247511077e+3,
                             2.1213794301586595867e+4,
                             3.9307895800092710610e+4,
                             2.8729085735721942674e+4,
                             5.2264952788528545610e+3};
constexpr Coefficients kC = {1.42343711074968357734e0,
                             4.63033784615654529590e0,
                             5.76949722146069140550e0,
                             3.64784832476320460504e0,
                             1.27045825245236838258e0,
                             2.41780725177450611770e-1,
                             2.27238449892691845833e-2,
                             7.74545014278341407640e-4};
constexpr Coefficients kD = {1.0,
                             2.05319162663775882187e0,
                             1.67638483018380384940e0,
                             6.89767334985100004550e-1,
                             1.48103976427480074590e-1,
                             1.51986665636164571966e-2,
                             5.47593808499534494600e-4,
                             1.05075007164441684324e-9};
constexpr Coefficients kE = {6.65790464350110377720e0,
                             5.46378491116411436990e0,
                             1.78482653991729133580e0,
                             2.96560571828504891230e-1,
                             2.65321895265761230930e-2,
                             1.24266094738807843860e-3,
                             2.71155556874348757815e-5,
                             2.01033439929228813265e-7};
constexpr Coefficients kF = {1.0,
                             5.99832206555887937690e-1,
                             1.36929880922735805310e-1,
                             1.48753612908506148525e-2,
                             7.86869131145613259100e-4,
                             1.84631831751005468180e-5,
                             1.42151175831644588870e-7,
                             2.04426310338993978564e-15};

}  // namespace

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

double normal_quantile(double p) {
  if (p <= 0 || p >= 1) {
    return p <= 0 ? -std::numeric_limits<double>::infinity()
                  : std::numeric_limits<double>::infinity();
  }
  // The borders between the three approximations, and the points about which they are made.
  constexpr double kMiddle = 0.425;
  constexpr double kMiddleSquared = 0.180625;
  constexpr double kShoulder = 5.0;
  constexpr double kShoulderCentre = 1.6;
  const double from_middle = p - 0.5;
  if (std::abs(from_middle) <= kMiddle) {
    const double r = kMiddleSquared - from_middle * from_middle;
    return from_middle * polynomial(kA, r) / polynomial(kB, r);
  }
  const double r = std::sqrt(-std::log(from_middle < 0 ? p : 1 - p));
  const double size =
      r <= kShoulder ? polynomial(kC, r - kShoulderCentre) / polynomial(kD, r - kShoulderCentre)
                     : polynomial(kE, r - kShoulder) / polynomial(kF, r - kShoulder);
  return from_middle < 0 ? -size : size;
}

double open_uniform(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32) | low;
  return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52;
}

double normal(const Words& words) { return normal_quantile(open_uniform(words[0], words[1])); }

}  // namespace corridor::random
