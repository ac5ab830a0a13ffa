#include "corridor/calibration/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "corridor/base/check.hpp"

namespace corridor::calibration {

namespace {

using inference::Matrix;

constexpr double kLow = 0.05;
constexpr double kHigh = 0.95;
constexpr std::size_t kCorrelations = 20;
constexpr double kMovedBy = 0.5;
constexpr double kNarrowed = 0.75;

/// Quantile of sorted values, between neighbours in a straight line.
double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

/// Finite entries of a row, sorted.
std::vector<double> sorted_row(const Matrix& matrix, Eigen::Index row) {
  std::vector<double> values;
  for (Eigen::Index j = 0; j < matrix.cols(); ++j) {
    if (std::isfinite(matrix(row, j))) {
      values.push_back(matrix(row, j));
    }
  }
  std::sort(values.begin(), values.end());
  invariant(!values.empty(), "an inversion ends with members");
  return values;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

TargetFit fit_of(const evidence::Target& target, const std::vector<double>& logs) {
  TargetFit fit{target.id, target.quantity, target.place_text, target.period, target.value};
  fit.error = target.error;
  fit.low = std::exp(quantile(logs, kLow));
  fit.middle = std::exp(quantile(logs, 0.5));
  fit.high = std::exp(quantile(logs, kHigh));
  fit.residual = (mean_of(logs) - std::log(target.value)) / target.error;
  return fit;
}

std::vector<Correlation> correlations(const Problem& problem, const Matrix& ensemble) {
  const Matrix deviations = ensemble.colwise() - ensemble.rowwise().mean();
  std::vector<Correlation> all;
  for (Eigen::Index a = 0; a < ensemble.rows(); ++a) {
    for (Eigen::Index b = a + 1; b < ensemble.rows(); ++b) {
      const double norm = deviations.row(a).norm() * deviations.row(b).norm();
      const double value = norm > 0 ? deviations.row(a).dot(deviations.row(b)) / norm : 0;
      all.push_back({problem.kalman.priors[static_cast<std::size_t>(a)].name(),
                     problem.kalman.priors[static_cast<std::size_t>(b)].name(),
                     value});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Correlation& a, const Correlation& b) {
    return std::abs(a.value) > std::abs(b.value);
  });
  all.resize(std::min(all.size(), kCorrelations));
  return all;
}

double root_mean_square(const std::vector<double>& values) {
  double squares = 0;
  for (const double value : values) {
    squares += value * value;
  }
  return values.empty() ? 0 : std::sqrt(squares / static_cast<double>(values.size()));
}

}  // namespace

ParameterFit parameter_fit(const inference::Prior& prior, std::vector<double> coordinates) {
  std::sort(coordinates.begin(), coordinates.end());
  ParameterFit fit;
  fit.name = prior.name();
  fit.prior_low = prior.quantile(kLow);
  fit.prior_middle = prior.quantile(0.5);
  fit.prior_high = prior.quantile(kHigh);
  fit.low = prior.value(quantile(coordinates, kLow));
  fit.middle = prior.value(quantile(coordinates, 0.5));
  fit.high = prior.value(quantile(coordinates, kHigh));
  fit.shift = mean_of(coordinates);
  double squares = 0;
  for (const double z : coordinates) {
    squares += (z - fit.shift) * (z - fit.shift);
  }
  fit.spread =
      std::sqrt(squares / static_cast<double>(std::max<std::size_t>(coordinates.size() - 1, 1)));
  return fit;
}

bool ParameterFit::moved() const { return std::abs(shift) >= kMovedBy || spread <= kNarrowed; }

std::vector<GroupMisfit> group_misfits(const Problem& problem,
                                       const std::vector<double>& residuals) {
  std::vector<GroupMisfit> groups;
  std::vector<std::vector<double>> of_group;
  for (std::size_t i = 0; i < problem.targets.size(); ++i) {
    const evidence::Target& target = problem.targets[i];
    auto group = std::find_if(groups.begin(), groups.end(), [&](const GroupMisfit& one) {
      return one.quantity == target.quantity && one.place == target.place_text;
    });
    if (group == groups.end()) {
      groups.push_back({target.quantity, target.place_text});
      of_group.emplace_back();
      group = groups.end() - 1;
    }
    ++group->figures;
    of_group[static_cast<std::size_t>(group - groups.begin())].push_back(residuals[i]);
  }
  for (std::size_t g = 0; g < groups.size(); ++g) {
    groups[g].misfit = root_mean_square(of_group[g]);
  }
  return groups;
}

Summary summarise(const Problem& problem, const inference::KalmanState& state) {
  invariant(state.finished(), "only a finished inversion is summed up");
  Summary summary;
  std::vector<double> residuals;
  for (std::size_t i = 0; i < problem.targets.size(); ++i) {
    summary.targets.push_back(
        fit_of(problem.targets[i], sorted_row(state.outputs, static_cast<Eigen::Index>(i))));
    residuals.push_back(summary.targets.back().residual);
  }
  for (std::size_t p = 0; p < problem.kalman.priors.size(); ++p) {
    summary.parameters.push_back(parameter_fit(
        problem.kalman.priors[p], sorted_row(state.ensemble, static_cast<Eigen::Index>(p))));
  }
  summary.correlations = correlations(problem, state.ensemble);
  summary.groups = group_misfits(problem, residuals);
  for (GroupMisfit& group : summary.groups) {
    for (const TargetFit& fit : summary.targets) {
      if (fit.quantity == group.quantity && fit.place == group.place) {
        group.percent += 100 * std::abs(fit.middle / fit.published - 1) / group.figures;
      }
    }
  }
  summary.expected = 1;
  summary.reached = root_mean_square(residuals);
  return summary;
}

std::string summary_text(const Summary& summary) {
  std::string text = fmt::format("{:<24} {:<5} {:>7} {:>12} {:>14}\n",
                                 "figures",
                                 "place",
                                 "number",
                                 "mean error",
                                 "in errors");
  for (const GroupMisfit& group : summary.groups) {
    text += fmt::format("{:<24} {:<5} {:>7} {:>10.1f} % {:>14.2f}\n",
                        group.quantity,
                        group.place,
                        group.figures,
                        group.percent,
                        group.misfit);
  }
  text += fmt::format("all figures: {:.2f} errors (a right model has about {:.0f})\n\n",
                      summary.reached,
                      summary.expected);
  text += fmt::format("{:<46} {:>30} {:>30}\n", "parameter", "before (5 to 95 %)", "after");
  for (const ParameterFit& fit : summary.parameters) {
    text += fmt::format(
        "{:<46} {:>30} {:>30}{}\n",
        fit.name,
        fmt::format("{:.4g} ({:.3g} to {:.3g})", fit.prior_middle, fit.prior_low, fit.prior_high),
        fmt::format("{:.4g} ({:.3g} to {:.3g})", fit.middle, fit.low, fit.high),
        fit.moved() ? "" : "  did not move: an assumption");
  }
  return text;
}

std::string summary_json(const Summary& summary,
                         const evidence::Posterior& posterior,
                         const inference::KalmanState& state) {
  using nlohmann::ordered_json;
  ordered_json document;
  const evidence::PosteriorLineage& lineage = posterior.lineage;
  document["lineage"] = {{"plan", lineage.plan},
                         {"problem_digest", lineage.problem_digest},
                         {"pack_digest", lineage.pack_digest},
                         {"program", lineage.program},
                         {"as_of", lineage.as_of},
                         {"from", lineage.from},
                         {"to", lineage.to},
                         {"sample", lineage.sample},
                         {"seed", lineage.seed},
                         {"members", posterior.members.size()},
                         {"evaluations", lineage.evaluations},
                         {"end", lineage.end}};
  document["reached"] = summary.reached;
  for (const GroupMisfit& group : summary.groups) {
    document["groups"].push_back({{"quantity", group.quantity},
                                  {"place", group.place},
                                  {"figures", group.figures},
                                  {"misfit", group.misfit},
                                  {"mean_absolute_error_pct", group.percent}});
  }
  for (const TargetFit& fit : summary.targets) {
    document["targets"].push_back({{"id", fit.id},
                                   {"quantity", fit.quantity},
                                   {"place", fit.place},
                                   {"period", fit.period},
                                   {"published", fit.published},
                                   {"error", fit.error},
                                   {"q05", fit.low},
                                   {"median", fit.middle},
                                   {"q95", fit.high},
                                   {"residual", fit.residual}});
  }
  for (const ParameterFit& fit : summary.parameters) {
    document["parameters"].push_back({{"name", fit.name},
                                      {"prior_q05", fit.prior_low},
                                      {"prior_median", fit.prior_middle},
                                      {"prior_q95", fit.prior_high},
                                      {"q05", fit.low},
                                      {"median", fit.middle},
                                      {"q95", fit.high},
                                      {"shift", fit.shift},
                                      {"spread", fit.spread},
                                      {"moved", fit.moved()}});
  }
  for (const Correlation& pair : summary.correlations) {
    document["correlations"].push_back(
        {{"first", pair.first}, {"second", pair.second}, {"value", pair.value}});
  }
  for (const inference::KalmanRecord& record : state.history) {
    document["evaluations"].push_back({{"time", record.time},
                                       {"step", record.step},
                                       {"mean_misfit", record.mean_misfit},
                                       {"discrepancy", record.discrepancy},
                                       {"failed", record.failed}});
  }
  return document.dump(1) + "\n";
}

}  // namespace corridor::calibration
