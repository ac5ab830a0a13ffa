#include "corridor/inference/detail/polynomials.hpp"

#include <Eigen/Cholesky>
#include <array>
#include <cmath>

#include "corridor/random/normal.hpp"

namespace corridor::inference::detail {

namespace {

constexpr int kDegrees = 3;
/// Points that a coefficient wants.
constexpr std::size_t kPointsPerTerm = 8;

/// Hermite polynomials of degree 1 to 3 at z, of mean square one.
std::array<double, kDegrees> hermite(double z) {
  return {z, (z * z - 1) / std::sqrt(2.0), (z * z - 3) * z / std::sqrt(6.0)};
}

}  // namespace

Polynomials::Polynomials(std::size_t inputs, std::size_t points) {
  const std::size_t room = points / kPointsPerTerm;
  const std::size_t alone = 1 + inputs * kDegrees;
  const int degrees = room >= alone ? kDegrees : room >= 1 + inputs ? 1 : 0;
  const bool pairs = room >= alone + inputs * (inputs - 1) / 2;
  const auto last = static_cast<Eigen::Index>(inputs);
  terms_.push_back({});
  for (Eigen::Index input = 0; input < last; ++input) {
    for (int degree = 1; degree <= degrees; ++degree) {
      terms_.push_back({input, degree, -1});
    }
    for (Eigen::Index second = input + 1; pairs && second < last; ++second) {
      terms_.push_back({input, 1, second});
    }
  }
}

Vector Polynomials::at(const Eigen::Ref<const Vector>& unit) const {
  std::vector<std::array<double, kDegrees>> powers;
  for (Eigen::Index i = 0; i < unit.size(); ++i) {
    powers.push_back(hermite(random::normal_quantile(unit(i))));
  }
  Vector values(count());
  for (Eigen::Index t = 0; t < count(); ++t) {
    const Term& term = terms_[static_cast<std::size_t>(t)];
    double value = 1;
    if (term.input >= 0) {
      value =
          powers[static_cast<std::size_t>(term.input)][static_cast<std::size_t>(term.degree - 1)];
    }
    if (term.second >= 0) {
      value *= powers[static_cast<std::size_t>(term.second)].front();
    }
    values(t) = value;
  }
  return values;
}

bool Polynomials::depends_on(Eigen::Index term, Eigen::Index input) const {
  const Term& one = terms_[static_cast<std::size_t>(term)];
  return one.input == input || one.second == input;
}

bool Polynomials::depends_on_others(Eigen::Index term, Eigen::Index input) const {
  const Term& one = terms_[static_cast<std::size_t>(term)];
  return (one.input >= 0 && one.input != input) || (one.second >= 0 && one.second != input);
}

Matrix Polynomials::fit(const Matrix& terms, const Matrix& values) {
  const Matrix squares = product(terms, terms.transpose());
  const Matrix sides = product(terms, values.transpose());
  return squares.ldlt().solve(sides);
}

}  // namespace corridor::inference::detail
