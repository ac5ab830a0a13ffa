#include "corridor/inference/abc_smc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "corridor/base/error.hpp"
#include "corridor/inference/detail/draws.hpp"

namespace corridor::inference {

namespace {

using Eigen::Index;

void check(const KalmanProblem& problem, const AbcOptions& options) {
  if (problem.priors.empty() || problem.targets.empty() || options.members < 2 ||
      options.max_attempts < 1 || options.max_generations < 1 || options.quantile <= 0 ||
      options.quantile >= 1 || options.tolerance < 0) {
    fail_input({"the population",
                fmt::format("{} parameters, {} targets, {} members, quantile {}, tolerance {}",
                            problem.priors.size(),
                            problem.targets.size(),
                            options.members,
                            options.quantile,
                            options.tolerance),
                "cannot be: there must be a parameter, a target, two members, a quantile between "
                "0 and 1, and a tolerance of 0 or more.",
                "Correct the options."});
  }
}

/// Where the members of a generation come from: the priors at first, then a kernel of twice the
/// population's covariance about members chosen by weight (inference I12).
class Proposal {
 public:
  explicit Proposal(std::size_t parameters) : parameters_(parameters) {}
  Proposal(const Matrix& coordinates, const Vector& weights)
      : parameters_(static_cast<std::size_t>(coordinates.rows())),
        centres_(coordinates),
        weights_(weights),
        sums_(static_cast<std::size_t>(weights.size())) {
    std::partial_sum(weights.begin(), weights.end(), sums_.begin());
    const Vector mean = product(coordinates, weights);
    const Matrix centred = coordinates.colwise() - mean;
    const Matrix weighted = centred * weights.asDiagonal();
    const Eigen::LLT<Matrix> factor(2 * product(weighted, centred.transpose()));
    spread_ = factor.matrixL();
    usable_ = factor.info() == Eigen::Success;
  }

  /// False when the population has come together in fewer dimensions than it has parameters.
  bool usable() const { return usable_; }

  /// The proposal of an attempt, from draws of its own.
  Vector draw(const detail::Address& at, int attempt) const {
    const std::size_t first = static_cast<std::size_t>(attempt) * (parameters_ + 1);
    Vector steps(static_cast<Index>(parameters_));
    for (std::size_t i = 0; i < parameters_; ++i) {
      steps(static_cast<Index>(i)) = detail::normal(at, first + i);
    }
    if (sums_.empty()) {
      return steps;
    }
    const double u = detail::uniform(at, first + parameters_) * sums_.back();
    const auto chosen = std::upper_bound(sums_.begin(), sums_.end() - 1, u) - sums_.begin();
    return centres_.col(chosen) + product(spread_, steps);
  }

  /// Prior density over proposal density, up to one factor for all (inference I12).
  double weight(const Vector& z) const {
    if (sums_.empty()) {
      return 1;
    }
    double density = 0;
    for (Index k = 0; k < centres_.cols(); ++k) {
      const Vector whitened = spread_.triangularView<Eigen::Lower>().solve(z - centres_.col(k));
      density += weights_(k) * std::exp(-0.5 * whitened.squaredNorm());
    }
    return std::exp(-0.5 * z.squaredNorm()) / density;
  }

 private:
  std::size_t parameters_;
  Matrix centres_;
  Vector weights_;
  std::vector<double> sums_;
  Matrix spread_;
  bool usable_ = true;
};

/// What stays the same in all generations.
struct Search {
  const KalmanProblem& problem;
  const AbcOptions& options;
  const Evaluate& evaluate;
  const std::function<void(const AbcResult&)>& after_generation;
};

struct Member {
  Vector z;
  double weight = 0;
  double distance = 0;
  int attempts = 0;
  bool accepted = false;
};

Member find_member(const Search& search,
                   const Proposal& proposal,
                   double tolerance,
                   const Trial& where) {
  const auto& [problem, options, evaluate, after_generation] = search;
  const detail::Address at{options.seed, random::Stream::inference_abc, where.round, where.member};
  Member member;
  while (!member.accepted && member.attempts < options.max_attempts) {
    const int attempt = member.attempts++;
    const Vector z = proposal.draw(at, attempt);
    const std::vector<double> values =
        values_at(problem.priors, {z.data(), static_cast<std::size_t>(z.size())});
    const Outcome outcome = evaluate_one(
        evaluate, {where.round, where.member, attempt}, values, problem.targets.size());
    if (!outcome.failure.empty()) {
      continue;
    }
    const double distance = abc_distance(problem.targets, outcome.outputs);
    if (distance <= tolerance) {
      member = {z, proposal.weight(z), distance, member.attempts, true};
    }
  }
  return member;
}

/// The smallest distance that leaves at least the share `quantile` of the weight at or below it.
double weighted_quantile(const AbcResult& population, double quantile) {
  std::vector<Index> order(static_cast<std::size_t>(population.distances.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) {
    return population.distances(a) < population.distances(b);
  });
  double sum = 0;
  for (const Index k : order) {
    sum += population.weights(k);
    if (sum >= quantile) {
      return population.distances(k);
    }
  }
  return population.distances(order.back());
}

/// Puts a whole generation in place of the last. False, and nothing changed, when a member could
/// not be found.
bool accept_generation(const std::vector<Member>& members, double tolerance, AbcResult& result) {
  std::size_t attempts = 0;
  bool whole = true;
  for (const Member& member : members) {
    attempts += static_cast<std::size_t>(member.attempts);
    whole = whole && member.accepted;
  }
  result.evaluations += attempts;
  if (!whole) {
    return false;
  }
  const auto count = static_cast<Index>(members.size());
  result.coordinates.resize(members[0].z.size(), count);
  result.weights.resize(count);
  result.distances.resize(count);
  for (Index k = 0; k < count; ++k) {
    const Member& member = members[static_cast<std::size_t>(k)];
    result.coordinates.col(k) = member.z;
    result.weights(k) = member.weight;
    result.distances(k) = member.distance;
  }
  result.weights /= result.weights.sum();
  result.history.push_back({tolerance,
                            static_cast<double>(count) / static_cast<double>(attempts),
                            1 / result.weights.squaredNorm()});
  return true;
}

bool next_generation(const Search& search,
                     const Proposal& proposal,
                     double tolerance,
                     parallel::Threads& threads,
                     AbcResult& result) {
  std::vector<Member> members(static_cast<std::size_t>(search.options.members));
  const int round = static_cast<int>(result.history.size());
  threads.for_each(members.size(), 1, [&](int, std::size_t k) {
    members[k] = find_member(search, proposal, tolerance, {round, static_cast<int>(k), 0});
  });
  const bool whole = accept_generation(members, tolerance, result);
  if (whole && search.after_generation) {
    search.after_generation(result);
  }
  return whole;
}

}  // namespace

std::string_view abc_end_text(AbcEnd end) {
  constexpr std::array<std::string_view, 4> kTexts = {
      "the tolerance was reached",
      "too few proposals were accepted",
      "distances no longer fall",
      "the largest number of generations was reached"};
  return kTexts[static_cast<std::size_t>(end)];
}

double abc_distance(std::span<const Target> targets, std::span<const double> outputs) {
  double sum = 0;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const double residual = (outputs[i] - targets[i].value) / targets[i].error;
    sum += residual * residual;
  }
  return std::sqrt(sum / static_cast<double>(targets.size()));
}

AbcResult abc_smc(const KalmanProblem& problem,
                  const AbcOptions& options,
                  const Evaluate& evaluate,
                  parallel::Threads& threads,
                  const std::function<void(const AbcResult&)>& after_generation) {
  check(problem, options);
  AbcResult result;
  const double infinite = std::numeric_limits<double>::infinity();
  const Search search{problem, options, evaluate, after_generation};
  const Proposal priors(problem.priors.size());
  if (!next_generation(search, priors, infinite, threads, result)) {
    fail_input({"the population",
                fmt::format("{} attempts of a member", options.max_attempts),
                "failed to be evaluated at values drawn from the priors.",
                "Narrow the priors to values that the model accepts, or correct the model."});
  }
  while (static_cast<int>(result.history.size()) < options.max_generations) {
    if (result.history.back().acceptance < options.lowest_acceptance) {
      result.end = AbcEnd::acceptance;
      return result;
    }
    const Proposal proposal(result.coordinates, result.weights);
    const double next = std::max(options.tolerance, weighted_quantile(result, options.quantile));
    if (next >= result.history.back().tolerance) {
      result.end = AbcEnd::standstill;
      return result;
    }
    if (!proposal.usable() || !next_generation(search, proposal, next, threads, result)) {
      result.end = AbcEnd::acceptance;
      return result;
    }
    if (next <= options.tolerance) {
      result.end = AbcEnd::tolerance;
      return result;
    }
  }
  return result;
}

Matrix abc_draws(const AbcResult& result, int count) {
  Matrix draws(result.coordinates.rows(), count);
  Index member = 0;
  double sum = result.weights(0);
  for (Index k = 0; k < count; ++k) {
    const double wanted = (static_cast<double>(k) + 0.5) / count;
    while (sum < wanted && member + 1 < result.weights.size()) {
      sum += result.weights(++member);
    }
    draws.col(k) = result.coordinates.col(member);
  }
  return draws;
}

}  // namespace corridor::inference
