#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "corridor/inference/ensemble_kalman.hpp"

/// Small inverse problems whose answers are known.
namespace corridor::inference::known {

/// A normal prior so far from its range that nothing of it is cut: its coordinate is (value - mean)
/// / sd.
inline Prior normal_prior(std::string name, double mean, double sd) {
  constexpr double kReach = 1.6448536269514722;  // of 90 percent
  constexpr double kFar = 1e9;
  return Prior({std::move(name),
                "points",
                Family::normal,
                mean,
                mean - kReach * sd,
                mean + kReach * sd,
                0.9,
                -kFar,
                kFar});
}

/// Three outputs linear in two parameters.
struct Linear {
  KalmanProblem problem = {{normal_prior("a", 1, 2), normal_prior("b", -1, 0.5)},
                           {{"sum", 3, 0.4}, {"difference", 2, 0.6}, {"weighted", 1, 1}}};
  /// Of outputs by values.
  Matrix slope = (Matrix(3, 2) << 1, 1, 1, -1, 0.5, 2).finished();

  Evaluate evaluate() const {
    return [this](const Trial&, std::span<const double> x) {
      std::vector<double> outputs;
      for (Eigen::Index i = 0; i < 3; ++i) {
        outputs.push_back(slope(i, 0) * x[0] + slope(i, 1) * x[1]);
      }
      return outputs;
    };
  }
  Vector targets() const {
    return (Vector(3) << problem.targets[0].value,
            problem.targets[1].value,
            problem.targets[2].value)
        .finished();
  }
  Matrix error_covariance() const {
    const Vector errors =
        (Vector(3) << problem.targets[0].error, problem.targets[1].error, problem.targets[2].error)
            .finished();
    return errors.cwiseAbs2().asDiagonal();
  }
  Vector prior_mean() const { return (Vector(2) << 1, -1).finished(); }
  Matrix prior_covariance() const { return (Vector(2) << 4, 0.25).finished().asDiagonal(); }
};

struct Moments {
  Vector mean;
  Matrix covariance;
};

inline Moments moments_of(const Matrix& columns) {
  const Vector mean = columns.rowwise().mean();
  const Matrix centred = columns.colwise() - mean;
  return {mean, centred * centred.transpose() / static_cast<double>(columns.cols() - 1)};
}

/// The exact posterior of a linear problem with a normal prior of these moments.
inline Moments posterior_of(const Linear& linear, const Moments& prior) {
  const Matrix cross = prior.covariance * linear.slope.transpose();
  const Matrix total = linear.slope * cross + linear.error_covariance();
  const Matrix gain = total.ldlt().solve(cross.transpose()).transpose();
  return {prior.mean + gain * (linear.targets() - linear.slope * prior.mean),
          prior.covariance - gain * cross.transpose()};
}

}  // namespace corridor::inference::known
