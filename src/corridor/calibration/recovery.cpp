#include "corridor/calibration/recovery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>

#include "corridor/base/check.hpp"
#include "corridor/base/error.hpp"
#include "corridor/calibration/detail/recovery_draws.hpp"

namespace corridor::calibration {

namespace {

using detail::Use;
using inference::Matrix;
using inference::Trial;

/// Half the squared difference, by output, of two runs at the same values; nothing when one of them
/// was refused.
std::vector<double> half_squares(const Recoverable& subject, int pair) {
  const std::uint64_t seed = detail::seed_of(subject.options.seed, Use::chance, pair);
  const std::vector<double> z =
      inference::draw_coordinates(subject.problem.priors.size(), seed, pair);
  const std::vector<double> values = inference::values_at(subject.problem.priors, z);
  const inference::Evaluate model = subject.model(seed);
  const std::size_t outputs = subject.problem.targets.size();
  const inference::Outcome one = inference::evaluate_one(model, {0, 0, 0}, values, outputs);
  const inference::Outcome other = inference::evaluate_one(model, {0, 1, 0}, values, outputs);
  std::vector<double> result;
  if (one.failure.empty() && other.failure.empty()) {
    for (std::size_t i = 0; i < outputs; ++i) {
      const double difference = one.outputs[i] - other.outputs[i];
      result.push_back(difference * difference / 2);
    }
  }
  return result;
}

std::vector<double> row_of(const Matrix& matrix, std::size_t row) {
  std::vector<double> values;
  for (Eigen::Index j = 0; j < matrix.cols(); ++j) {
    values.push_back(matrix(static_cast<Eigen::Index>(row), j));
  }
  return values;
}

/// Trials are done in any order and told in theirs.
class Teller {
 public:
  Teller(std::vector<RecoveryTrial>& trials,
         std::size_t next,
         const std::function<void(const RecoveryTrial&)>& done)
      : trials_(trials), ready_(trials.size(), false), next_(next), done_(done) {}
  void add(std::size_t number, RecoveryTrial trial) {
    const std::lock_guard lock(mutex_);
    trials_[number] = std::move(trial);
    ready_[number] = true;
    for (; next_ < ready_.size() && ready_[next_]; ++next_) {
      if (done_) {
        done_(trials_[next_]);
      }
    }
  }

 private:
  std::mutex mutex_;
  std::vector<RecoveryTrial>& trials_;
  std::vector<bool> ready_;
  std::size_t next_;
  const std::function<void(const RecoveryTrial&)>& done_;
};

}  // namespace

std::vector<double> chance_of(const Recoverable& subject, int pairs, parallel::Threads& threads) {
  std::vector<std::vector<double>> squares(static_cast<std::size_t>(pairs));
  threads.for_each(squares.size(), 1, [&](int, std::size_t pair) {
    squares[pair] = half_squares(subject, static_cast<int>(pair));
  });
  std::vector<double> sum(subject.problem.targets.size(), 0);
  int left = 0;
  for (const std::vector<double>& of_pair : squares) {
    left += of_pair.empty() ? 0 : 1;
    for (std::size_t i = 0; i < of_pair.size(); ++i) {
      sum[i] += of_pair[i];
    }
  }
  if (left < 1 || 2 * left < pairs) {
    fail_input({"the chance of a run",
                fmt::format("{} of {} pairs of runs", pairs - left, pairs),
                "were refused by the model, so it cannot be measured.",
                "Narrow the priors to values that the model accepts."});
  }
  for (double& one : sum) {
    one = std::sqrt(one / left);
  }
  return sum;
}

Recoverable recoverable_of(const evidence::Pack& pack,
                           const evidence::CalibrationPlan& plan,
                           const Problem& problem,
                           parallel::Threads& threads) {
  Recoverable subject;
  subject.problem = problem.kalman;
  subject.options = options_of(plan);
  subject.model = [&pack, &problem](std::uint64_t seed) { return make_model(pack, problem, seed); };
  subject.chance = chance_of(subject, kChancePairs, threads);
  for (std::size_t i = 0; i < subject.chance.size(); ++i) {
    inference::Target& target = subject.problem.targets[i];
    subject.errors.push_back(target.error);
    target.error = std::hypot(target.error, subject.chance[i]);
  }
  return subject;
}

inference::MakeData figures_of(const Recoverable& subject) {
  return [&subject](const Trial& trial, std::span<const double> truth) {
    const inference::Evaluate model =
        subject.model(detail::seed_of(subject.options.seed, Use::figures, trial.member));
    inference::Outcome made =
        inference::evaluate_one(model,
                                {0, 0, trial.attempt},
                                inference::values_at(subject.problem.priors, truth),
                                subject.problem.targets.size());
    if (!made.failure.empty()) {
      fail_input({"the model", "a truth", made.failure, "Narrow the priors."});
    }
    detail::add_errors(subject.errors, subject.options.seed, trial, made.outputs);
    return made.outputs;
  };
}

inference::KalmanState invert_trial(const Recoverable& subject,
                                    int trial,
                                    std::span<const double> figures,
                                    parallel::Threads& threads) {
  inference::KalmanProblem problem = subject.problem;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    problem.targets[i].value = figures[i];
  }
  inference::KalmanOptions options = subject.options;
  // Another seed, since truths and first ensembles come from one stream.
  options.seed = detail::seed_of(subject.options.seed, Use::inversion, trial);
  return inference::kalman_run(problem,
                               options,
                               subject.model(options.seed),
                               threads,
                               inference::kalman_start(problem, options));
}

Matrix draws_of(const inference::KalmanState& state) {
  std::vector<Eigen::Index> kept;
  for (Eigen::Index j = 0; j < state.ensemble.cols(); ++j) {
    if (state.failures[static_cast<std::size_t>(j)].empty()) {
      kept.push_back(j);
    }
  }
  invariant(!kept.empty(), "an inversion ends with members");
  Matrix draws = state.ensemble;
  std::size_t next = 0;
  for (Eigen::Index j = 0; j < draws.cols(); ++j) {
    if (!state.failures[static_cast<std::size_t>(j)].empty()) {
      draws.col(j) = state.ensemble.col(kept[next++ % kept.size()]);
    }
  }
  return draws;
}

inference::SbcOptions ranks_of(const Recoverable& subject) {
  inference::SbcOptions options;
  options.seed = subject.options.seed;
  options.truths = kTruths;
  return options;
}

RecoveryTrial recovery_trial(const Recoverable& subject, int trial) {
  RecoveryTrial result;
  const std::size_t count = subject.problem.priors.size();
  const inference::Infer infer = [&](const Trial& at, std::span<const double> figures) {
    parallel::Threads alone(1);
    const inference::KalmanState state = invert_trial(subject, at.member, figures, alone);
    result.evaluations = static_cast<int>(state.history.size());
    result.failed = state.history.back().failed;
    result.discrepancy = state.history.back().discrepancy;
    Matrix draws = draws_of(state);
    for (std::size_t p = 0; p < count; ++p) {
      const ParameterFit fit = parameter_fit(subject.problem.priors[p], row_of(draws, p));
      result.parameters.push_back({fit.low, fit.middle, fit.high, fit.shift, fit.spread});
    }
    return draws;
  };
  result.ranks = inference::sbc_trial(count, ranks_of(subject), figures_of(subject), infer, trial);
  result.truth = inference::values_at(subject.problem.priors, result.ranks.truth);
  return result;
}

std::vector<RecoveryTrial> recover(const Recoverable& subject,
                                   int trials,
                                   parallel::Threads& threads,
                                   std::vector<RecoveryTrial> known,
                                   const std::function<void(const RecoveryTrial&)>& done) {
  const std::size_t first = known.size();
  std::vector<RecoveryTrial> result = std::move(known);
  result.resize(static_cast<std::size_t>(trials));
  if (first < result.size()) {
    Teller teller(result, first, done);
    threads.for_each(result.size() - first, 1, [&](int, std::size_t k) {
      teller.add(first + k, recovery_trial(subject, static_cast<int>(first + k)));
    });
  }
  return result;
}

const inference::Coverage& Recovery::judged(std::size_t parameter) const {
  const std::vector<inference::Coverage>& levels = ranks.parameters[parameter].coverage;
  const auto found = std::find_if(
      levels.begin(), levels.end(), [](const auto& one) { return one.level == kJudgedLevel; });
  invariant(found != levels.end(), "the judged level is among those that are asked");
  return *found;
}

bool Recovery::kept(std::size_t parameter) const {
  const double share = static_cast<double>(judged(parameter).held) /
                       static_cast<double>(ranks.parameters[parameter].ranks.size());
  return kLeastHeld <= share && share <= kMostHeld;
}

Recovery recovery_of(const Recoverable& subject, const std::vector<RecoveryTrial>& trials) {
  const std::size_t count = subject.problem.priors.size();
  std::vector<inference::SbcTrial> ranks;
  Recovery result;
  result.spread.assign(count, 0);
  result.bias.assign(count, 0);
  double answers = 0;
  for (const RecoveryTrial& trial : trials) {
    ranks.push_back(trial.ranks);
    result.redrawn += trial.ranks.attempt;
    if (!trial.ranks.failure.empty()) {
      continue;
    }
    ++answers;
    result.refused_members += trial.failed;
    for (std::size_t p = 0; p < count; ++p) {
      result.spread[p] += trial.parameters[p].spread;
      result.bias[p] += trial.parameters[p].shift - trial.ranks.truth[p];
    }
  }
  result.ranks = inference::sbc_result(count, ranks_of(subject), ranks);
  for (std::size_t p = 0; p < count; ++p) {
    result.spread[p] /= answers;
    result.bias[p] /= answers;
    result.held += result.judged(p).held / (answers * static_cast<double>(count));
  }
  return result;
}

}  // namespace corridor::calibration
