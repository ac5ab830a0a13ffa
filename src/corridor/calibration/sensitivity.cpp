#include "corridor/calibration/sensitivity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
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

void tell(const SensitivityOptions& options, const std::string& line) {
  if (options.tell) {
    options.tell(line);
  }
}

/// The evaluations of one stage: each known one is taken from the record, and every tenth is told.
class Stage {
 public:
  Stage(std::string name,
        std::size_t total,
        const SensitivityOptions& options,
        EvaluationRecord& record)
      : name_(std::move(name)), total_(total), options_(options), record_(record) {}
  std::vector<double> get(int member, const std::function<std::vector<double>()>& compute) {
    std::vector<double> outputs = record_.get(name_, member, compute);
    const std::lock_guard lock(mutex_);
    ++done_;
    if (done_ * kTenths / total_ > (done_ - 1) * kTenths / total_) {
      tell(options_, fmt::format("  {}: {} of {} runs", name_, done_, total_));
    }
    return outputs;
  }

 private:
  static constexpr std::size_t kTenths = 10;
  std::string name_;
  std::size_t total_;
  const SensitivityOptions& options_;
  EvaluationRecord& record_;
  std::mutex mutex_;
  std::size_t done_ = 0;
};

/// Outputs of values of all parameters, in the chance of a trial.
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
  std::vector<double> at(const Trial& chance, const std::vector<double>& values) const {
    const std::vector<double> logs = model_(chance, values);
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

/// The chance that all runs of effects and shares have in common.
constexpr Trial kSharedChance{};
/// Rounds of trials with a chance of their own.
constexpr int kChanceRound = 1;

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

std::vector<double> middle_of(const Problem& problem) {
  std::vector<double> middle;
  for (const inference::Prior& prior : problem.kalman.priors) {
    middle.push_back(prior.quantile(0.5));
  }
  return middle;
}

void ask_effects(const Problem& problem,
                 const Asked& asked,
                 const SensitivityOptions& options,
                 EvaluationRecord& record,
                 parallel::Threads& threads,
                 Sensitivity& result) {
  const std::size_t count = problem.parameters.size();
  inference::MorrisOptions morris;
  morris.trajectories = options.trajectories;
  morris.seed = options.seed;
  const std::size_t runs = static_cast<std::size_t>(options.trajectories) * (count + 1);
  tell(options,
       fmt::format("elementary effects: {} trajectories of {} parameters, {} runs",
                   options.trajectories,
                   count,
                   runs));
  Stage stage("effects", runs, options, record);
  result.effects = inference::morris(
      count,
      asked.outputs(),
      morris,
      [&](const Trial& trial, std::span<const double> unit) {
        return stage.get(trial.member, [&] {
          return asked.at(kSharedChance, inference::values_across(problem.kalman.priors, unit));
        });
      },
      threads);
}

/// Doubles the design until every total share is known well enough. A longer design begins with
/// the shorter one, so the record answers its first half.
void ask_shares(const Problem& problem,
                const Asked& asked,
                const SensitivityOptions& options,
                EvaluationRecord& record,
                parallel::Threads& threads,
                Sensitivity& result) {
  const std::size_t inputs = result.leading.size();
  const std::vector<double> middle = middle_of(problem);
  const auto values_at = [&](std::span<const double> unit) {
    std::vector<double> values = middle;
    for (std::size_t i = 0; i < inputs; ++i) {
      values[result.leading[i]] = problem.kalman.priors[result.leading[i]].quantile(unit[i]);
    }
    return values;
  };
  inference::SobolOptions sobol;
  sobol.seed = options.seed;
  sobol.points = std::min(options.points, options.most_points);
  for (;;) {
    Stage stage("shares", static_cast<std::size_t>(sobol.points) * (inputs + 2), options, record);
    const auto evaluate = [&](const Trial& trial, std::span<const double> unit) {
      return stage.get(trial.member, [&] { return asked.at(kSharedChance, values_at(unit)); });
    };
    result.shares = inference::sobol(inputs, asked.outputs(), sobol, evaluate, threads);
    result.points = sobol.points;
    result.widest = widest_total(result.shares);
    tell(options,
         fmt::format("shares of variance from {} rows: totals known to {:.3f}",
                     result.points,
                     result.widest));
    if (result.widest <= options.precision || sobol.points >= options.most_points) {
      return;
    }
    sobol.points = std::min(2 * sobol.points, options.most_points);
  }
}

double variance_of(const std::vector<double>& values) {
  if (values.size() < 2) {
    return 0;
  }
  const double mean =
      std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  double squares = 0;
  for (const double value : values) {
    squares += (value - mean) * (value - mean);
  }
  return squares / static_cast<double>(values.size() - 1);
}

void ask_chance(const Problem& problem,
                const Asked& asked,
                const SensitivityOptions& options,
                EvaluationRecord& record,
                parallel::Threads& threads,
                Sensitivity& result) {
  const auto runs = static_cast<std::size_t>(options.chance_runs);
  Stage stage("chance", runs, options, record);
  const std::vector<double> middle = middle_of(problem);
  // The model takes its chance from the trial; there is nothing else to vary.
  const inference::Matrix nothing(1, static_cast<Eigen::Index>(runs));
  const inference::Evaluations found = inference::evaluate_all(
      [&](const Trial& trial, std::span<const double>) {
        return stage.get(trial.member, [&] { return asked.at(trial, middle); });
      },
      kChanceRound,
      nothing,
      asked.outputs(),
      threads);
  result.chance_kept = options.chance_runs - static_cast<int>(found.failed());
  for (Eigen::Index output = 0; output < found.outputs.rows(); ++output) {
    std::vector<double> values;
    for (Eigen::Index run = 0; run < found.outputs.cols(); ++run) {
      if (std::isfinite(found.outputs(output, run))) {
        values.push_back(found.outputs(output, run));
      }
    }
    result.chance.push_back(variance_of(values));
  }
}

}  // namespace

double Sensitivity::chance_share(std::size_t output) const {
  return chance[output] > 0 ? chance[output] / shares.variance[output] : 0;
}

std::size_t sensitivity_outputs(const Problem& problem) { return groups_of(problem).size(); }

std::string sensitivity_lineage(const evidence::Pack& pack,
                                const evidence::CalibrationPlan& plan,
                                const Problem& problem,
                                const SensitivityOptions& options,
                                const std::string& program) {
  return nlohmann::ordered_json{{"version", kSensitivityVersion},
                                {"plan", plan.name},
                                {"plan_digest", evidence::plan_digest(plan)},
                                {"pack_digest", pack.digest},
                                {"program", program},
                                {"from", problem.from.text()},
                                {"to", problem.to.text()},
                                {"sample", problem.sample},
                                {"seed", options.seed},
                                {"trajectories", options.trajectories},
                                {"leading", options.leading}}
      .dump();
}

Sensitivity sensitivity(const evidence::Pack& pack,
                        const Problem& problem,
                        const SensitivityOptions& options,
                        EvaluationRecord& record,
                        parallel::Threads& threads) {
  const Asked asked(pack, problem, options.seed);
  Sensitivity result;
  result.outputs = asked.names();
  for (const evidence::ParameterId& id : problem.parameters) {
    result.parameters.push_back(id.text());
  }
  ask_effects(problem, asked, options, record, threads, result);
  ask_chance(problem, asked, options, record, threads, result);
  result.leading = ranked(result.effects, problem.parameters.size());
  result.leading.resize(std::min(result.leading.size(), static_cast<std::size_t>(options.leading)));
  ask_shares(problem, asked, options, record, threads, result);
  record.settle();
  return result;
}

std::string sensitivity_text(const Sensitivity& result) {
  std::string text = fmt::format("{} runs of elementary effects, {} of shares of variance\n",
                                 result.effects.evaluations,
                                 result.shares.evaluations);
  for (std::size_t output = 0; output < result.outputs.size(); ++output) {
    text += fmt::format(
        "\n{}: chance makes {:.4f} of the variance by parameters\n  {:<46} {:>7} {:>7} {:>23}\n",
        result.outputs[output],
        result.chance_share(output),
        "parameter",
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
                             const std::string& lineage,
                             const SensitivityOptions& options) {
  using nlohmann::ordered_json;
  ordered_json document = ordered_json::parse(lineage);
  document["runs_of_effects"] = result.effects.evaluations;
  document["failed_runs_of_effects"] = result.effects.failed;
  document["points"] = result.points;
  document["points_kept"] = result.shares.points_kept;
  document["runs_of_shares"] = result.shares.evaluations;
  document["widest_half_interval"] = result.widest;
  document["precision_wanted"] = options.precision;
  document["precise_enough"] = result.widest <= options.precision;
  document["runs_of_chance"] = result.chance_kept;
  for (std::size_t output = 0; output < result.outputs.size(); ++output) {
    document["outputs"].push_back({{"output", result.outputs[output]},
                                   {"variance", result.shares.variance[output]},
                                   {"chance_variance", result.chance[output]},
                                   {"chance_share", result.chance_share(output)}});
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
