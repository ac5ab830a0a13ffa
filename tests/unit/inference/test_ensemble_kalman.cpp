// Fails when the square-root form does not give the exact posterior of a linear problem for the
// moments of its first ensemble, when the perturbed form is not the update of its equation, when
// the steps do not add up to one, when the discrepancy principle is not kept, when the number of
// threads matters, or when a failed member harms the others.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "corridor/base/check.hpp"
#include "corridor/base/error.hpp"
#include "corridor/inference/detail/draws.hpp"
#include "corridor/inference/ensemble_kalman.hpp"
#include "unit/inference/inverse_problems.hpp"

namespace corridor::inference {
namespace {

using known::Linear;
using known::Moments;
using known::moments_of;

KalmanOptions with(int members, std::uint64_t seed = 5) {
  KalmanOptions options;
  options.members = members;
  options.seed = seed;
  return options;
}

KalmanState solved(const KalmanProblem& problem,
                   const KalmanOptions& options,
                   const Evaluate& evaluate,
                   int threads = 1) {
  parallel::Threads pool(threads);
  return kalman_run(problem, options, evaluate, pool, kalman_start(problem, options));
}

TEST(SquareRootForm, GivesTheExactPosteriorOfItsFirstMoments) {
  const Linear linear;
  const KalmanOptions options = with(12);
  const KalmanState start = kalman_start(linear.problem, options);
  const Moments expected =
      known::posterior_of(linear, moments_of(kalman_values(linear.problem, start)));
  const KalmanState end = solved(linear.problem, options, linear.evaluate());
  const Moments found = moments_of(kalman_values(linear.problem, end));
  EXPECT_EQ(end.end, KalmanEnd::posterior);
  EXPECT_GT(end.history.size(), 2U) << "one step would not show that steps compose";
  EXPECT_LT((found.mean - expected.mean).cwiseAbs().maxCoeff(), 1e-9);
  EXPECT_LT((found.covariance - expected.covariance).cwiseAbs().maxCoeff(), 1e-9);
}

/// The planted error of the test above: targets believed twice.
TEST(SquareRootForm, ShowsALikelihoodUsedTwice) {
  const Linear linear;
  const KalmanOptions options = with(12);
  const KalmanState start = kalman_start(linear.problem, options);
  const Moments expected =
      known::posterior_of(linear, moments_of(kalman_values(linear.problem, start)));
  KalmanProblem twice = linear.problem;
  for (Target& target : twice.targets) {
    target.error /= std::sqrt(2);
  }
  const KalmanState end = solved(twice, options, linear.evaluate());
  const Moments found = moments_of(kalman_values(twice, end));
  EXPECT_GT((found.covariance - expected.covariance).cwiseAbs().maxCoeff(), 1e-3);
}

/// One step of equation I7, computed in the space of outputs instead of members.
TEST(PerturbedForm, IsTheUpdateOfItsEquation) {
  const Linear linear;
  KalmanOptions options = with(9);
  options.form = KalmanForm::perturbed_observations;
  const KalmanState before = kalman_start(linear.problem, options);
  KalmanState after = before;
  parallel::Threads pool(1);
  kalman_step(linear.problem, options, linear.evaluate(), pool, after);
  const double step = after.history.at(0).step;
  ASSERT_GT(step, 0);
  const Matrix outputs = linear.slope * kalman_values(linear.problem, before);
  const auto centred = [](const Matrix& columns) {
    const Vector mean = columns.rowwise().mean();
    return Matrix(columns.colwise() - mean);
  };
  const Matrix cross = centred(before.ensemble) * centred(outputs).transpose() / 8;
  const Matrix total =
      centred(outputs) * centred(outputs).transpose() / 8 + linear.error_covariance() / step;
  for (Eigen::Index j = 0; j < 9; ++j) {
    Vector noise(3);
    for (Eigen::Index i = 0; i < 3; ++i) {
      noise(i) =
          linear.problem.targets[static_cast<std::size_t>(i)].error *
          detail::normal({options.seed, random::Stream::inference_noise, 0, static_cast<int>(j)},
                         static_cast<std::size_t>(i));
    }
    const Vector expected =
        before.ensemble.col(j) +
        cross * total.ldlt().solve(linear.targets() + noise / std::sqrt(step) - outputs.col(j));
    EXPECT_LT((after.ensemble.col(j) - expected).cwiseAbs().maxCoeff(), 1e-11) << j;
  }
}

TEST(Steps, AddUpToOneAndFollowTheController) {
  const Linear linear;
  const KalmanState end = solved(linear.problem, with(50), linear.evaluate());
  double time = 0;
  for (const KalmanRecord& record : end.history) {
    EXPECT_EQ(record.time, time);
    const double controlled =
        std::max(1.5 / record.mean_misfit, std::sqrt(1.5 / record.misfit_variance));
    EXPECT_EQ(record.step, time < 1 ? std::min(controlled, 1 - time) : 0);
    time = record.step == 1 - time ? 1 : time + record.step;
  }
  EXPECT_EQ(time, 1);
}

TEST(Steps, NeedNoSpread) {
  // All outputs are the same: nothing can be learnt, and nothing may become infinite.
  const Linear linear;
  const KalmanState end = solved(linear.problem, with(10), [](const Trial&, auto) {
    return std::vector<double>{3, 2, 1};
  });
  EXPECT_EQ(end.end, KalmanEnd::posterior);
  EXPECT_LT((end.ensemble - kalman_start(linear.problem, with(10)).ensemble).norm(), 1e-9);
}

TEST(Discrepancy, StopsOnceTheMeanOutputLiesWithinTheErrors) {
  const Linear linear;
  KalmanOptions options = with(40);
  options.stopping = KalmanStopping::discrepancy;
  const KalmanState end = solved(linear.problem, options, linear.evaluate());
  EXPECT_EQ(end.end, KalmanEnd::discrepancy);
  ASSERT_GT(end.history.size(), 1U);
  EXPECT_LE(end.history.back().discrepancy, 1);
  EXPECT_GT(end.history.at(end.history.size() - 2).discrepancy, 1);
}

TEST(Discrepancy, ThatCannotBeReachedEndsByNumber) {
  Linear linear;
  linear.problem.targets[1].value = 1000;
  linear.problem.targets[0].value = -1000;
  KalmanOptions options = with(20);
  options.stopping = KalmanStopping::discrepancy;
  options.max_evaluations = 6;
  const KalmanState end =
      solved(linear.problem, options, [](const Trial&, std::span<const double> x) {
        return std::vector<double>{x[0], x[0], x[1]};
      });
  EXPECT_EQ(end.end, KalmanEnd::evaluations);
  EXPECT_EQ(end.history.size(), 6U);
}

TEST(Threads, DoNotMatter) {
  const Linear linear;
  for (const KalmanForm form : {KalmanForm::square_root, KalmanForm::perturbed_observations}) {
    KalmanOptions options = with(33);
    options.form = form;
    const KalmanState one = solved(linear.problem, options, linear.evaluate(), 1);
    const KalmanState three = solved(linear.problem, options, linear.evaluate(), 3);
    EXPECT_TRUE((one.ensemble.array() == three.ensemble.array()).all());
  }
}

/// The mean of the targets of a banana: one output is bent by the square of the first parameter.
TEST(Banana, IsMetNearTheMomentsOfItsPosterior) {
  const KalmanProblem problem = {{known::normal_prior("x", 0, 1), known::normal_prior("y", 0, 1)},
                                 {{"bent", 1.2, 0.3}, {"along", 0.8, 0.5}}};
  const auto bent = [](double x, double y) { return y + 0.5 * x * x; };
  const KalmanState end = solved(problem, with(400), [&](const Trial&, std::span<const double> v) {
    return std::vector<double>{bent(v[0], v[1]), v[0]};
  });
  // The posterior on a grid: weights are prior times likelihood.
  double total = 0;
  Vector mean = Vector::Zero(2);
  Matrix second = Matrix::Zero(2, 2);
  for (double x = -5; x <= 5; x += 0.01) {
    for (double y = -5; y <= 5; y += 0.01) {
      const double r1 = (bent(x, y) - 1.2) / 0.3;
      const double r2 = (x - 0.8) / 0.5;
      const double weight = std::exp(-0.5 * (x * x + y * y + r1 * r1 + r2 * r2));
      const Vector point = (Vector(2) << x, y).finished();
      total += weight;
      mean += weight * point;
      second += weight * point * point.transpose();
    }
  }
  mean /= total;
  const Matrix covariance = second / total - mean * mean.transpose();
  const Moments found = moments_of(kalman_values(problem, end));
  // A normal approximation of a bent distribution: what is asked is a quarter of a standard
  // deviation in the means, a quarter in the spreads, and the sign of the bend's correlation.
  for (Eigen::Index i = 0; i < 2; ++i) {
    EXPECT_NEAR(found.mean(i), mean(i), 0.25 * std::sqrt(covariance(i, i))) << i;
    EXPECT_NEAR(std::sqrt(found.covariance(i, i) / covariance(i, i)), 1, 0.25) << i;
  }
  EXPECT_LT(covariance(0, 1), 0);
  EXPECT_LT(found.covariance(0, 1), 0);
  EXPECT_LT(end.history.back().discrepancy, 1);
}

Evaluate failing_when_far(const Linear& linear, double far) {
  return [evaluate = linear.evaluate(), far](const Trial& trial, std::span<const double> x) {
    if (x[0] > far) {
      fail_input({"a", "the value", "is too far", "Take less."});
    }
    std::vector<double> outputs = evaluate(trial, x);
    if (x[0] > far - 1) {
      outputs[1] = std::nan("");
    }
    return outputs;
  };
}

TEST(FailedMembers, AreCountedLeftOutAndDrawnAnew) {
  const Linear linear;
  const KalmanOptions options = with(40);
  const Evaluate evaluate = failing_when_far(linear, 3.5);
  const KalmanState start = kalman_start(linear.problem, options);
  KalmanState next = start;
  parallel::Threads pool(2);
  kalman_step(linear.problem, options, evaluate, pool, next);
  const Matrix values = kalman_values(linear.problem, start);
  const auto expected = (values.row(0).array() > 2.5).count();
  ASSERT_GT(expected, 3);
  EXPECT_EQ(next.history[0].failed, expected);
  EXPECT_TRUE(next.ensemble.allFinite());
  const KalmanState end = kalman_run(linear.problem, options, evaluate, pool, next);
  EXPECT_EQ(end.end, KalmanEnd::posterior);
  EXPECT_EQ(kalman_values(linear.problem, end).cols(), 40 - end.history.back().failed);
  EXPECT_TRUE(kalman_values(linear.problem, end).allFinite());
}

TEST(FailedMembers, TooManyEndTheInversionAndLeaveTheState) {
  const Linear linear;
  KalmanState state = kalman_start(linear.problem, with(40));
  const Matrix before = state.ensemble;
  parallel::Threads pool(2);
  try {
    kalman_step(linear.problem, with(40), failing_when_far(linear, 0), pool, state);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    EXPECT_NE(std::string(error.what()).find("of 40 members"), std::string::npos);
  }
  EXPECT_TRUE((state.ensemble.array() == before.array()).all());
  EXPECT_TRUE(state.history.empty());
}

TEST(Exceptions, ThatAreNoRefusalOfInputsArePassedOn) {
  const Linear linear;
  parallel::Threads pool(2);
  KalmanState state = kalman_start(linear.problem, with(8));
  const Evaluate broken = [](const Trial&, std::span<const double>) -> std::vector<double> {
    throw InvariantError("persons were lost");
  };
  EXPECT_THROW(kalman_step(linear.problem, with(8), broken, pool, state), InvariantError);
  const Evaluate stopped = [](const Trial&, std::span<const double>) -> std::vector<double> {
    throw Error(ExitCode::stopped, {{"run", "stopped", "by hand", "go on"}});
  };
  EXPECT_THROW(kalman_step(linear.problem, with(8), stopped, pool, state), Error);
  const Evaluate short_of_one = [](const Trial&, std::span<const double>) {
    return std::vector<double>{1, 2};
  };
  EXPECT_THROW(kalman_step(linear.problem, with(8), short_of_one, pool, state), InvariantError);
}

TEST(Start, TellsAllProblemsTogether) {
  Linear linear;
  linear.problem.targets[0].error = 0;
  linear.problem.targets[2].value = std::nan("");
  try {
    kalman_start(linear.problem, with(1));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.problems().size(), 3U);
  }
}

}  // namespace
}  // namespace corridor::inference
