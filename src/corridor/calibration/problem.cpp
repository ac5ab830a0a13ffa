#include "corridor/calibration/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "corridor/base/error.hpp"
#include "corridor/inference/kalman_state.hpp"
#include "corridor/random/draw.hpp"
#include "corridor/sim/run.hpp"

namespace corridor::calibration {

namespace {

/// The rows that the priors of a plan belong to, in the same order.
std::vector<evidence::ParameterId> ids_of(const evidence::ParameterSet& parameters,
                                          const std::vector<inference::Prior>& priors) {
  std::vector<evidence::ParameterId> result;
  for (const inference::Prior& prior : priors) {
    for (const evidence::ParameterRow& row : parameters.rows()) {
      const evidence::ParameterId id{row.name, row.key};
      if (id.text() == prior.name()) {
        result.push_back(id);
        break;
      }
    }
  }
  return result;
}

std::uint64_t seed_of_run(std::uint64_t seed, const inference::Trial& trial) {
  const random::Words words = random::draw({seed,
                                            random::Stream::calibration_run,
                                            Month::from_index(trial.round),
                                            static_cast<std::uint32_t>(trial.member)},
                                           static_cast<std::uint32_t>(trial.attempt));
  return (std::uint64_t{words[0]} << 32) | words[1];
}

}  // namespace

Problem make_problem(const evidence::Pack& pack, const evidence::CalibrationPlan& plan) {
  Problem problem;
  problem.from = plan.from;
  problem.sample = plan.sample;
  problem.kalman.priors = inference::priors_of(pack.parameters, plan.parameters);
  problem.parameters = ids_of(pack.parameters, problem.kalman.priors);
  if (problem.parameters.empty()) {
    fail_input({plan.name,
                fmt::format("parameters: {}", fmt::join(plan.parameters, ", ")),
                "leaves nothing to seek: none has an interval with a width in the pack.",
                "Name others, or give them a low and a high in parameters.csv."});
  }
  for (const evidence::Target& target : planned_targets(plan, pack)) {
    const Observable observable = observable_of(target);
    if (observable.first < plan.from) {
      continue;
    }
    problem.targets.push_back(target);
    problem.observables.push_back(observable);
    problem.kalman.targets.push_back({target.id, std::log(target.value), target.error});
  }
  for (const auto& [name, value] : plan.fixed) {
    problem.kalman.circumstances += fmt::format("{} = {}\n", name, value);
  }
  if (problem.targets.empty()) {
    fail_input({plan.name,
                "target",
                fmt::format("leaves no figure that is known and lies after {}.", plan.from.text()),
                "Name more figures, or a later month to calibrate as of."});
  }
  problem.to = Observer::last_month(problem.observables);
  return problem;
}

inference::KalmanOptions options_of(const evidence::CalibrationPlan& plan) {
  inference::KalmanOptions options;
  options.members = plan.members;
  options.seed = plan.seed;
  options.max_evaluations = plan.evaluations;
  return options;
}

evidence::Pack with_values(const evidence::Pack& pack,
                           const std::vector<evidence::ParameterId>& parameters,
                           std::span<const double> values) {
  evidence::Pack result = pack;
  set_values(result.parameters, parameters, {values.begin(), values.end()});
  return result;
}

std::vector<double> run_observed(const evidence::Pack& pack,
                                 std::span<const Observable> observables,
                                 Month from,
                                 std::int64_t sample,
                                 std::uint64_t seed) {
  Observer observer(pack, observables, from);
  sim::RunRequest request;
  request.from = from;
  request.to = Observer::last_month(observables);
  request.sample = sample;
  request.seed = seed;
  request.threads = 1;
  for (const Observable& observable : observables) {
    request.wanted.push_back(observable.measure);
  }
  const auto sink = [&](Month month, std::span<const sim::Value> values) {
    observer.add(month, values);
  };
  sim::run(pack, request, sink, {});
  return observer.values();
}

inference::Evaluate make_model(const evidence::Pack& pack,
                               const Problem& problem,
                               std::uint64_t seed) {
  return [&pack, &problem, seed](const inference::Trial& trial, std::span<const double> inputs) {
    const evidence::Pack member = with_values(pack, problem.parameters, inputs);
    std::vector<double> outputs = run_observed(
        member, problem.observables, problem.from, problem.sample, seed_of_run(seed, trial));
    // Nobody abroad is a logarithm that is not finite, so such a member counts as failed.
    std::transform(outputs.begin(), outputs.end(), outputs.begin(), [](double value) {
      return std::log(value);
    });
    return outputs;
  };
}

evidence::Posterior posterior_of(const evidence::Pack& pack,
                                 const evidence::CalibrationPlan& plan,
                                 const Problem& problem,
                                 const inference::KalmanState& state,
                                 std::string as_of,
                                 std::string program) {
  evidence::Posterior posterior;
  posterior.lineage = {plan.name,
                       inference::kalman_digest(problem.kalman, options_of(plan)),
                       pack.digest_before_posterior,
                       std::move(program),
                       std::move(as_of),
                       problem.from.text(),
                       problem.to.text(),
                       problem.sample,
                       plan.seed,
                       static_cast<int>(state.history.size()),
                       std::string(inference::kalman_end_text(state.end)),
                       plan.fixed};
  posterior.parameters = problem.parameters;
  const inference::Matrix values = inference::kalman_values(problem.kalman, state);
  for (Eigen::Index j = 0; j < values.cols(); ++j) {
    std::vector<double> member;
    for (Eigen::Index p = 0; p < values.rows(); ++p) {
      member.push_back(values(p, j));
    }
    posterior.members.push_back(std::move(member));
  }
  return posterior;
}

}  // namespace corridor::calibration
