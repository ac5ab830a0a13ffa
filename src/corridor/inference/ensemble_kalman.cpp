#include "corridor/inference/ensemble_kalman.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "corridor/base/error.hpp"
#include "corridor/inference/detail/draws.hpp"

namespace corridor::inference {

namespace {

using Eigen::Index;

/// The members that could be evaluated.
struct Survivors {
  std::vector<Index> members;
  Matrix coordinates;  ///< parameters x survivors
  Matrix outputs;      ///< targets x survivors
};

Survivors survivors_of(const Matrix& ensemble, const Evaluations& evaluations) {
  Survivors result;
  for (Index j = 0; j < ensemble.cols(); ++j) {
    if (evaluations.failures[static_cast<std::size_t>(j)].empty()) {
      result.members.push_back(j);
    }
  }
  const auto count = static_cast<Index>(result.members.size());
  result.coordinates.resize(ensemble.rows(), count);
  result.outputs.resize(evaluations.outputs.rows(), count);
  for (Index k = 0; k < count; ++k) {
    result.coordinates.col(k) = ensemble.col(result.members[static_cast<std::size_t>(k)]);
    result.outputs.col(k) = evaluations.outputs.col(result.members[static_cast<std::size_t>(k)]);
  }
  return result;
}

/// Residuals in units of the errors: (output - target) / error, targets x columns (inference I4).
Matrix standardised(const std::vector<Target>& targets, const Matrix& outputs) {
  Matrix result = outputs;
  for (Index i = 0; i < outputs.rows(); ++i) {
    const Target& target = targets[static_cast<std::size_t>(i)];
    result.row(i) = (outputs.row(i).array() - target.value) / target.error;
  }
  return result;
}

KalmanRecord record_of(const Matrix& residuals, double time, std::size_t failed) {
  KalmanRecord record;
  record.time = time;
  record.failed = static_cast<int>(failed);
  const Vector misfits = 0.5 * residuals.colwise().squaredNorm().transpose();
  record.mean_misfit = misfits.mean();
  record.misfit_variance = (misfits.array() - record.mean_misfit).square().sum() /
                           static_cast<double>(misfits.size() - 1);
  const Vector mean = residuals.rowwise().mean();
  record.residuals.assign(mean.data(), mean.data() + mean.size());
  record.discrepancy = std::sqrt(mean.squaredNorm() / static_cast<double>(mean.size()));
  return record;
}

/// The step of the data misfit controller (inference I5), not beyond `most`.
double step_of(const KalmanRecord& record, double most) {
  const double half_targets = static_cast<double>(record.residuals.size()) / 2;
  const double by_mean = half_targets / record.mean_misfit;
  const double by_variance = std::sqrt(half_targets / record.misfit_variance);
  const double step = std::max(by_mean, by_variance);
  return step < most ? step : most;  // also where nothing differs and the quotients are infinite
}

/// Deviations from the mean over members, divided by sqrt(members - 1).
Matrix deviations(const Matrix& columns) {
  const Vector mean = columns.rowwise().mean();
  return (columns.colwise() - mean) / std::sqrt(static_cast<double>(columns.cols() - 1));
}

/// f of the symmetric matrix, by its eigenvalues, which rounding may have put below zero.
template <class F>
Matrix of_eigenvalues(const Eigen::SelfAdjointEigenSolver<Matrix>& solver, F f) {
  const Vector mapped = solver.eigenvalues().cwiseMax(0.0).unaryExpr(f);
  const Matrix left = solver.eigenvectors() * mapped.asDiagonal();
  return product(left, solver.eigenvectors().transpose());
}

/// Moves the survivors one step (inference I6 to I8). With S the deviations of the standardised
/// outputs times sqrt(step), both forms need functions of SS' only, a matrix of targets by targets.
void update(
    const KalmanOptions& options, int round, double step, const Matrix& residuals, Survivors& who) {
  const double root = std::sqrt(step);
  const Matrix spread = root * deviations(residuals);
  const Matrix parameters = deviations(who.coordinates);
  const Matrix cross = product(parameters, spread.transpose());
  const Eigen::SelfAdjointEigenSolver<Matrix> solver(product(spread, spread.transpose()));
  const Matrix gain = product(cross, of_eigenvalues(solver, [](double e) { return 1 / (1 + e); }));
  if (options.form == KalmanForm::perturbed_observations) {
    Matrix missing = -root * residuals;
    for (std::size_t k = 0; k < who.members.size(); ++k) {
      const detail::Address at{
          options.seed, random::Stream::inference_noise, round, static_cast<int>(who.members[k])};
      for (Index i = 0; i < missing.rows(); ++i) {
        missing(i, static_cast<Index>(k)) += detail::normal(at, static_cast<std::size_t>(i));
      }
    }
    who.coordinates += product(gain, missing);
    return;
  }
  const Vector mean = who.coordinates.rowwise().mean();
  const Vector missing = -root * residuals.rowwise().mean();
  // (I + S'S)^(-1/2) = I - S' h(SS') S with h(e) = 1 / (r (1 + r)), r = sqrt(1 + e).
  const Matrix turn = of_eigenvalues(solver, [](double e) {
    const double r = std::sqrt(1 + e);
    return 1 / (r * (1 + r));
  });
  const Matrix narrowed = parameters - product(cross, product(turn, spread));
  who.coordinates = std::sqrt(static_cast<double>(parameters.cols() - 1)) * narrowed;
  who.coordinates.colwise() += Vector(mean + product(gain, missing));
}

/// The moved ensemble: survivors in their places, failed members drawn anew from the normal
/// distribution with the survivors' mean and covariance (inference I10).
Matrix whole_ensemble(const KalmanOptions& options,
                      int round,
                      Index members,
                      const Survivors& who) {
  Matrix result = Matrix::Constant(who.coordinates.rows(), members, 0.0);
  std::vector<bool> placed(static_cast<std::size_t>(members), false);
  for (std::size_t k = 0; k < who.members.size(); ++k) {
    result.col(who.members[k]) = who.coordinates.col(static_cast<Index>(k));
    placed[static_cast<std::size_t>(who.members[k])] = true;
  }
  const Vector mean = who.coordinates.rowwise().mean();
  const Matrix spread = deviations(who.coordinates);
  for (Index j = 0; j < members; ++j) {
    if (placed[static_cast<std::size_t>(j)]) {
      continue;
    }
    Vector weights(spread.cols());
    const detail::Address at{
        options.seed, random::Stream::inference_redraw, round, static_cast<int>(j)};
    for (Index k = 0; k < weights.size(); ++k) {
      weights(k) = detail::normal(at, static_cast<std::size_t>(k));
    }
    result.col(j) = mean + product(spread, weights);
  }
  return result;
}

Matrix values_of(const KalmanProblem& problem, const Matrix& ensemble) {
  Matrix values(ensemble.rows(), ensemble.cols());
  for (Index j = 0; j < ensemble.cols(); ++j) {
    const Vector z = ensemble.col(j);
    const std::vector<double> column =
        values_at(problem.priors, {z.data(), static_cast<std::size_t>(z.size())});
    values.col(j) = Eigen::Map<const Vector>(column.data(), values.rows());
  }
  return values;
}

void require_enough(const KalmanOptions& options, const Evaluations& evaluations) {
  const std::size_t members = evaluations.failures.size();
  const std::size_t left = members - evaluations.failed();
  if (left >= 2 &&
      static_cast<double>(left) >= options.smallest_share * static_cast<double>(members)) {
    return;
  }
  const auto first = std::find_if(evaluations.failures.begin(),
                                  evaluations.failures.end(),
                                  [](const std::string& reason) { return !reason.empty(); });
  fail_input({"the ensemble",
              fmt::format("{} of {} members", members - left, members),
              fmt::format("could not be evaluated; member {}: {}",
                          first - evaluations.failures.begin() + 1,
                          *first),
              "Narrow the priors to values that the model accepts, or correct the model."});
}

KalmanEnd end_of(const KalmanOptions& options,
                 const KalmanState& state,
                 const KalmanRecord& record) {
  if (options.stopping == KalmanStopping::posterior && state.time >= 1) {
    return KalmanEnd::posterior;
  }
  if (options.stopping == KalmanStopping::discrepancy &&
      record.discrepancy <= options.discrepancy_factor) {
    return KalmanEnd::discrepancy;
  }
  return static_cast<int>(state.history.size()) + 1 >= options.max_evaluations
             ? KalmanEnd::evaluations
             : KalmanEnd::none;
}

}  // namespace

std::string_view kalman_end_text(KalmanEnd end) {
  constexpr std::array<std::string_view, 4> kTexts = {
      "not finished",
      "the whole likelihood was used",
      "the mean output met the targets within their errors",
      "the largest number of evaluations was reached"};
  return kTexts[static_cast<std::size_t>(end)];
}

KalmanState kalman_start(const KalmanProblem& problem, const KalmanOptions& options) {
  Problems problems;
  for (const Target& target : problem.targets) {
    if (!(std::isfinite(target.value) && std::isfinite(target.error) && target.error > 0)) {
      problems.add({target.name,
                    fmt::format("target {} with error {}", target.value, target.error),
                    "cannot be fitted: a target needs a finite value and an error above 0.",
                    "Give the standard deviation of the target's error, or leave it out."});
    }
  }
  if (problem.priors.empty() || problem.targets.empty() || options.members < 2 ||
      options.max_evaluations < 1 || options.discrepancy_factor < 1) {
    problems.add({"the inversion",
                  fmt::format("{} parameters, {} targets, {} members, {} evaluations, factor {}",
                              problem.priors.size(),
                              problem.targets.size(),
                              options.members,
                              options.max_evaluations,
                              options.discrepancy_factor),
                  "cannot be: there must be one parameter, one target, two members, one "
                  "evaluation and a factor of 1 or more.",
                  "Correct the options."});
  }
  problems.throw_if_any();
  KalmanState state;
  state.ensemble.resize(static_cast<Index>(problem.priors.size()), options.members);
  for (int member = 0; member < options.members; ++member) {
    const std::vector<double> z = draw_coordinates(problem.priors.size(), options.seed, member);
    state.ensemble.col(member) = Eigen::Map<const Vector>(z.data(), state.ensemble.rows());
  }
  return state;
}

void kalman_step(const KalmanProblem& problem,
                 const KalmanOptions& options,
                 const Evaluate& evaluate,
                 parallel::Threads& threads,
                 KalmanState& state) {
  const int round = static_cast<int>(state.history.size());
  Evaluations evaluations = evaluate_all(
      evaluate, round, values_of(problem, state.ensemble), problem.targets.size(), threads);
  require_enough(options, evaluations);
  Survivors who = survivors_of(state.ensemble, evaluations);
  const Matrix residuals = standardised(problem.targets, who.outputs);
  KalmanRecord record = record_of(residuals, state.time, evaluations.failed());
  state.end = end_of(options, state, record);
  if (state.finished()) {
    state.outputs = std::move(evaluations.outputs);
    state.failures = std::move(evaluations.failures);
  } else {
    const bool whole = options.stopping == KalmanStopping::posterior;
    const double left = 1 - state.time;
    record.step = step_of(record, whole ? left : 1.0);
    update(options, round, record.step, residuals, who);
    state.ensemble = whole_ensemble(options, round, state.ensemble.cols(), who);
    // The last step lands on one exactly, whatever rounding made of the sum.
    state.time = whole && record.step >= left ? 1 : state.time + record.step;
  }
  state.history.push_back(std::move(record));
}

KalmanState kalman_run(const KalmanProblem& problem,
                       const KalmanOptions& options,
                       const Evaluate& evaluate,
                       parallel::Threads& threads,
                       KalmanState state,
                       const std::function<void(const KalmanState&)>& after_step) {
  while (!state.finished()) {
    kalman_step(problem, options, evaluate, threads, state);
    if (after_step) {
      after_step(state);
    }
  }
  return state;
}

Matrix kalman_values(const KalmanProblem& problem, const KalmanState& state) {
  const Matrix values = values_of(problem, state.ensemble);
  std::vector<Index> kept;
  for (Index j = 0; j < values.cols(); ++j) {
    if (state.failures.empty() || state.failures[static_cast<std::size_t>(j)].empty()) {
      kept.push_back(j);
    }
  }
  Matrix result(values.rows(), static_cast<Index>(kept.size()));
  for (std::size_t k = 0; k < kept.size(); ++k) {
    result.col(static_cast<Index>(k)) = values.col(kept[k]);
  }
  return result;
}

}  // namespace corridor::inference
