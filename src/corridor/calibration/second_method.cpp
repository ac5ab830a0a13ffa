#include "corridor/calibration/second_method.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "corridor/base/error.hpp"
#include "corridor/calibration/detail/recovery_draws.hpp"

namespace corridor::calibration {

namespace {

using detail::Use;
using inference::Matrix;
using inference::Trial;

/// The truth of the first trial, and its figures.
struct MadeUp {
  inference::SbcTrial trial;
  std::vector<double> figures;
};

MadeUp first_trial(const Recoverable& subject) {
  MadeUp made;
  const auto count = static_cast<Eigen::Index>(subject.problem.priors.size());
  const inference::Infer keep = [&](const Trial&, std::span<const double> figures) {
    made.figures.assign(figures.begin(), figures.end());
    return Matrix::Zero(count, 1).eval();
  };
  made.trial = inference::sbc_trial(
      subject.problem.priors.size(), ranks_of(subject), figures_of(subject), keep, 0);
  if (!made.trial.failure.empty()) {
    fail_input({"the second method", "the first trial", made.trial.failure, "Narrow the priors."});
  }
  return made;
}

using Tell = std::function<void(const std::string&)>;

inference::AbcResult ask_abc(const Recoverable& subject,
                             const std::vector<double>& figures,
                             parallel::Threads& threads,
                             const Tell& tell) {
  inference::KalmanProblem problem = subject.problem;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    problem.targets[i].value = figures[i];
  }
  inference::AbcOptions options;
  options.members = subject.options.members;
  options.seed = detail::seed_of(subject.options.seed, Use::second_method, 0);
  options.tolerance = kSecondTolerance;
  const inference::Evaluate model = subject.model(options.seed);
  const inference::Evaluate observed = [&](const Trial& trial, std::span<const double> values) {
    std::vector<double> outputs = model(trial, values);
    detail::add_errors(subject.errors, options.seed, trial, outputs);
    return outputs;
  };
  return inference::abc_smc(
      problem, options, observed, threads, [&](const inference::AbcResult& reached) {
        if (tell) {
          tell(fmt::format(
              "population {}: distances up to {:.2f} errors, {:.1f} % of proposals accepted",
              reached.history.size(),
              reached.distances.maxCoeff(),
              100 * reached.history.back().acceptance));
        }
      });
}

ParameterFit fit_of(const Recoverable& subject, const Matrix& draws, std::size_t parameter) {
  const auto row = draws.row(static_cast<Eigen::Index>(parameter));
  return parameter_fit(subject.problem.priors[parameter], {row.begin(), row.end()});
}

double overlap(const ParameterFit& a, const ParameterFit& b) {
  const double common = std::min(a.high, b.high) - std::max(a.low, b.low);
  const double whole = std::max(a.high, b.high) - std::min(a.low, b.low);
  return whole > 0 ? std::max(0.0, common / whole) : 0;
}

}  // namespace

SecondResult second_method(const Recoverable& subject,
                           parallel::Threads& threads,
                           const Tell& tell) {
  const MadeUp made = first_trial(subject);
  SecondResult result;
  result.kalman = invert_trial(subject, 0, made.figures, threads);
  if (tell) {
    tell(fmt::format("inversion: {} evaluations of {} members",
                     result.kalman.history.size(),
                     subject.options.members));
  }
  result.abc = ask_abc(subject, made.figures, threads, tell);
  const Matrix kalman = draws_of(result.kalman);
  const Matrix second = inference::abc_draws(result.abc, subject.options.members);
  for (std::size_t p = 0; p < subject.problem.priors.size(); ++p) {
    const inference::Prior& prior = subject.problem.priors[p];
    SecondParameter one;
    one.truth = prior.value(made.trial.truth[p]);
    one.kalman = fit_of(subject, kalman, p);
    one.second = fit_of(subject, second, p);
    one.difference = (prior.coordinate(one.kalman.middle) - prior.coordinate(one.second.middle)) /
                     one.second.spread;
    one.ratio = one.kalman.spread / one.second.spread;
    one.overlap = overlap(one.kalman, one.second);
    result.parameters.push_back(std::move(one));
  }
  return result;
}

}  // namespace corridor::calibration
