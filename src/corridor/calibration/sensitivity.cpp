#include "corridor/calibration/sensitivity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

namespace corridor::calibration {

namespace {

using inference::Trial;

/// Figures of one quantity and place.
struct Group {
  std::string name;
  std::vector<std::size_t> targets;
};

std::vector<Group> groups_of(const Problem& problem) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < problem.targets.size(); ++i) {
    const std::string name = problem.targets[i].quantity + " " + problem.targets[i].place_text;
    auto group = std::find_if(
        groups.begin(), groups.end(), [&](const Group& one) { return one.name == name; });
    if (group == groups.end()) {
      groups.push_back({name, {}});
      group = groups.end() - 1;
    }
    group->targets.push_back(i);
  }
  return groups;
}

/// Outputs of one point of the unit cube; chance is that of the first trial, whoever asks.
class Asked {
 public:
  Asked(const evidence::Pack& pack, const Problem& problem, std::uint64_t seed)
      : groups_(groups_of(problem)), model_(make_model(pack, problem, seed)) {}
  std::size_t outputs() const { return groups_.size(); }
  std::vector<std::string> names() const {
    std::vector<std::string> result;
    for (const Group& group : groups_) {
      result.push_back(group.name);
    }
    return result;
  }
  std::vector<double> at(const std::vector<double>& values) const {
    const std::vector<double> logs = model_(Trial{}, values);
    std::vector<double> result;
    for (const Group& group : groups_) {
      double sum = 0;
      for (const std::size_t target : group.targets) {
        sum += logs[target];
      }
      result.push_back(sum / static_cast<double>(group.targets.size()));
    }
    return result;
  }

 private:
  std::vector<Group> groups_;
  inference::Evaluate model_;
};

/// Parameters by their largest effect on any output, each output in units of its largest effect.
std::vector<std::size_t> ranked(const inference::MorrisResult& effects, std::size_t parameters) {
  std::vector<double> weight(parameters, 0);
  for (const auto& of_output : effects.effects) {
    double largest = 0;
    for (const inference::ElementaryEffect& effect : of_output) {
      largest = std::max(largest, effect.mean_absolute);
    }
    for (std::size_t p = 0; p < parameters && largest > 0; ++p) {
      weight[p] = std::max(weight[p], of_output[p].mean_absolute / largest);
    }
  }
  std::vector<std::size_t> order(parameters);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return weight[a] > weight[b];
  });
  return order;
}

double widest_total(const inference::SobolResult& shares) {
  double widest = 0;
  for (const auto& of_output : shares.total) {
    for (const inference::Estimate& share : of_output) {
      widest = std::max(widest, (share.high - share.low) / 2);
    }
  }
  return widest;
}

void tell(const SensitivityOptions& options, const std::string& line) {
  if (options.tell) {
    options.tell(line);
  }
}

/// Doubles the design until every total share is known well enough.
void ask_shares(const Problem& problem,
                const Asked& asked,
                const SensitivityOptions& options,
                parallel::Threads& threads,
                Sensitivity& result) {
  std::vector<double> middle(problem.kalman.priors.size());
  std::transform(problem.kalman.priors.begin(),
                 problem.kalman.priors.end(),
                 middle.begin(),
                 [](const inference::Prior& prior) { return prior.quantile(0.5); });
  const auto evaluate = [&](const Trial&, std::span<const double> unit) {
    std::vector<double> values = middle;
    for (std::size_t i = 0; i < result.leading.size(); ++i) {
      values[result.leading[i]] = problem.kalman.priors[result.leading[i]].quantile(unit[i]);
    }
    return asked.at(values);
  };
  inference::SobolOptions sobol;
  sobol.seed = options.seed;
  for (int points = options.points; points <= options.most_points; points *= 2) {
    sobol.points = points;
    result.shares =
        inference::sobol(result.leading.size(), asked.outputs(), sobol, evaluate, threads);
    result.points = points;
    result.widest = widest_total(result.shares);
    tell(options,
         fmt::format(
             "shares of variance from {} rows: totals known to {:.3f}", points, result.widest));
    if (result.widest <= options.precision) {
      return;
    }
  }
}

}  // namespace

Sensitivity sensitivity(const evidence::Pack& pack,
                        const Problem& problem,
                        const SensitivityOptions& options,
                        parallel::Threads& threads) {
  const Asked asked(pack, problem, options.seed);
  const std::size_t count = problem.parameters.size();
  Sensitivity result;
  result.outputs = asked.names();
  for (const evidence::ParameterId& id : problem.parameters) {
    result.parameters.push_back(id.text());
  }
  inference::MorrisOptions morris;
  morris.trajectories = options.trajectories;
  morris.seed = options.seed;
  tell(options,
       fmt::format("elementary effects: {} trajectories of {} parameters, {} runs",
                   options.trajectories,
                   count,
                   static_cast<std::size_t>(options.trajectories) * (count + 1)));
  result.effects = inference::morris(
      count,
      asked.outputs(),
      morris,
      [&](const Trial&, std::span<const double> unit) {
        return asked.at(inference::values_across(problem.kalman.priors, unit));
      },
      threads);
  result.leading = ranked(result.effects, count);
  result.leading.resize(std::min(count, static_cast<std::size_t>(options.leading)));
  ask_shares(problem, asked, options, threads, result);
  return result;
}

std::string sensitivity_text(const Sensitivity& result) {
  std::string text = fmt::format("{} runs of elementary effects, {} of shares of variance\n",
                                 result.effects.evaluations,
                                 result.shares.evaluations);
  for (std::size_t output = 0; output < result.outputs.size(); ++output) {
    text += fmt::format("\n{}: {:>16} {:>10} {:>26}\n",
                        result.outputs[output],
                        "effect",
                        "spread",
                        "total share (95 %)");
    for (std::size_t i = 0; i < result.leading.size(); ++i) {
      const std::size_t p = result.leading[i];
      const inference::ElementaryEffect& effect = result.effects.effects[output][p];
      const inference::Estimate& share = result.shares.total[output][i];
      text += fmt::format("  {:<46} {:>7.3f} {:>7.3f} {:>8.2f} ({:.2f} to {:.2f})\n",
                          result.parameters[p],
                          effect.mean_absolute,
                          effect.deviation,
                          share.value,
                          share.low,
                          share.high);
    }
  }
  return text + fmt::format("\ntotal shares are known to {:.3f} or better, from {} rows\n",
                            result.widest,
                            result.points);
}

std::string sensitivity_json(const Sensitivity& result,
                             const evidence::Pack& pack,
                             const Problem& problem,
                             const SensitivityOptions& options) {
  using nlohmann::ordered_json;
  ordered_json document = {{"pack_digest", pack.digest},
                           {"from", problem.from.text()},
                           {"to", problem.to.text()},
                           {"sample", problem.sample},
                           {"seed", options.seed},
                           {"trajectories", options.trajectories},
                           {"runs_of_effects", result.effects.evaluations},
                           {"failed_runs_of_effects", result.effects.failed},
                           {"points", result.points},
                           {"points_kept", result.shares.points_kept},
                           {"runs_of_shares", result.shares.evaluations},
                           {"widest_half_interval", result.widest},
                           {"precision_wanted", options.precision}};
  for (std::size_t output = 0; output < result.outputs.size(); ++output) {
    for (std::size_t p = 0; p < result.parameters.size(); ++p) {
      const inference::ElementaryEffect& effect = result.effects.effects[output][p];
      document["effects"].push_back({{"output", result.outputs[output]},
                                     {"parameter", result.parameters[p]},
                                     {"mu", effect.mean},
                                     {"mu_star", effect.mean_absolute},
                                     {"sigma", effect.deviation}});
    }
    for (std::size_t i = 0; i < result.leading.size(); ++i) {
      const inference::Estimate& first = result.shares.first[output][i];
      const inference::Estimate& total = result.shares.total[output][i];
      document["shares"].push_back({{"output", result.outputs[output]},
                                    {"parameter", result.parameters[result.leading[i]]},
                                    {"first", first.value},
                                    {"first_low", first.low},
                                    {"first_high", first.high},
                                    {"total", total.value},
                                    {"total_low", total.low},
                                    {"total_high", total.high}});
    }
  }
  return document.dump(1) + "\n";
}

}  // namespace corridor::calibration
