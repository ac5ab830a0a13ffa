#pragma once

#include <cstddef>
#include <vector>

#include "corridor/inference/linear_algebra.hpp"

namespace corridor::inference::detail {

/// Hermite polynomials of normal coordinates: functions on the unit cube of which each has mean
/// zero and mean square one and no two go together, so the variance of a sum is that of its
/// coefficients squared (inference I22). The first is the constant.
class Polynomials {
 public:
  /// As many as `points` can tell apart: those of one input to the third degree and products of
  /// two, those of one input alone, first powers, or the constant.
  Polynomials(std::size_t inputs, std::size_t points);

  Eigen::Index count() const { return static_cast<Eigen::Index>(terms_.size()); }
  /// All of them at a point inside the unit cube.
  Vector at(const Eigen::Ref<const Vector>& unit) const;
  /// Whether a polynomial depends on an input.
  bool depends_on(Eigen::Index term, Eigen::Index input) const;
  /// Whether it depends on any other.
  bool depends_on_others(Eigen::Index term, Eigen::Index input) const;

  /// Coefficients (polynomials x outputs) of the sum that comes nearest to values (outputs x
  /// points), in squares; `terms` are polynomials x points.
  static Matrix fit(const Matrix& terms, const Matrix& values);

 private:
  struct Term {
    Eigen::Index input = -1;
    int degree = 0;
    Eigen::Index second = -1;  ///< of a product of two first powers
  };
  std::vector<Term> terms_;
};

}  // namespace corridor::inference::detail
