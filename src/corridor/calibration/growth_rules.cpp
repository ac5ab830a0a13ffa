#include "corridor/calibration/growth_rules.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

#include "corridor/base/check.hpp"

namespace corridor::calibration {

namespace {

/// A rule under which an outcome is next to impossible loses by this much and not without end.
constexpr double kLeastDensity = 1e-6;

/// What a rule says of receipts of a year, up to a constant of the country (F1).
double guide(const CountryPaths& paths, const GrowthRule& rule, int year) {
  const double wage = paths.wage.at(year);
  const double present = paths.present.at(year);
  return wage + rule.number * present + rule.each * (paths.receipts.at(year) - present - wage);
}

/// Exponentials of logarithms over the largest of them, and the logarithm of their mean.
double normalise(std::span<double> logarithms) {
  const double largest = *std::max_element(logarithms.begin(), logarithms.end());
  for (double& value : logarithms) {
    value = std::exp(value - largest);
  }
  const double total = std::accumulate(logarithms.begin(), logarithms.end(), 0.0);
  for (double& value : logarithms) {
    value /= total;
  }
  return largest + std::log(total / static_cast<double>(logarithms.size()));
}

}  // namespace

GrowthRules growth_rules(const evidence::ForecastPlan& plan) {
  GrowthRules rules;
  rules.drifts = plan.drift.size();
  for (const double number : plan.number) {
    for (const double each : plan.each) {
      for (const double drift : plan.drift) {
        rules.all.push_back({number, each, drift});
      }
    }
  }
  return rules;
}

Normal go_on(const CountryPaths& paths, const GrowthRule& rule, int year) {
  const auto& [last, observed] = *paths.observed.rbegin();
  invariant(year > last, "a forecast looks at least one year ahead");
  return {observed + guide(paths, rule, year) - guide(paths, rule, last),
          rule.drift * rule.drift * (year - last)};
}

std::vector<double> log_scores(const GrowthRules& rules,
                               std::span<const CountryPaths> members,
                               int year,
                               double outcome) {
  std::vector<double> scores;
  for (const GrowthRule& rule : rules.all) {
    double density = 0;
    for (const CountryPaths& paths : members) {
      const Normal said = go_on(paths, rule, year);
      const double distance = outcome - said.mean;
      density += std::exp(-0.5 * distance * distance / said.variance) /
                 std::sqrt(2 * std::numbers::pi * said.variance);
    }
    scores.push_back(
        std::log(std::max(density / static_cast<double>(members.size()), kLeastDensity)));
  }
  return scores;
}

std::vector<std::vector<double>> weights_of(const GrowthRules& rules,
                                            std::span<const std::vector<double>> log_scores) {
  std::vector<double> responses(rules.all.size() / rules.drifts, 0);
  std::vector<std::vector<double>> weights(log_scores.begin(), log_scores.end());
  for (std::vector<double>& of_country : weights) {
    for (std::size_t response = 0; response < responses.size(); ++response) {
      responses[response] +=
          normalise(std::span(of_country).subspan(response * rules.drifts, rules.drifts));
    }
  }
  normalise(responses);
  for (std::vector<double>& of_country : weights) {
    for (std::size_t rule = 0; rule < of_country.size(); ++rule) {
      of_country[rule] *= responses[rule / rules.drifts];
    }
  }
  return weights;
}

}  // namespace corridor::calibration
