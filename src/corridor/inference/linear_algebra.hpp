#pragma once

// The one place that includes Eigen. Vector code and blocks by the size of the caches would make
// sums depend on the machine, so the first is switched off here and long products go through
// `product`; the matrices are small and the time goes into evaluating members.
#define EIGEN_DONT_VECTORIZE
#define EIGEN_DONT_PARALLELIZE
#define EIGEN_MPL2_ONLY
#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/Eigenvalues>

namespace corridor::inference {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// a times b, each entry summed in plain order.
template <class A, class B>
Matrix product(const Eigen::MatrixBase<A>& a, const Eigen::MatrixBase<B>& b) {
  return a.derived().lazyProduct(b.derived());
}

}  // namespace corridor::inference
