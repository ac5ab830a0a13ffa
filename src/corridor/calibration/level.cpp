#include "corridor/calibration/level.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "corridor/base/check.hpp"

namespace corridor::calibration {

std::vector<LevelRule> level_rules(const evidence::ForecastPlan& plan) {
  std::vector<LevelRule> rules;
  for (const double persons : plan.persons) {
    for (const double persistence : plan.persistence) {
      for (const double drift : plan.drift) {
        for (const double noise : plan.noise) {
          rules.push_back({persons, persistence, drift, noise});
        }
      }
    }
  }
  return rules;
}

Path guide(const CountryPaths& paths, double persons) {
  double height = 0;
  for (const auto& [year, observed] : paths.observed) {
    height += paths.model.at(year) - paths.wage.at(year);
  }
  height /= std::max<double>(static_cast<double>(paths.observed.size()), 1);
  Path result;
  for (const auto& [year, model] : paths.model) {
    result[year] = persons * model + (1 - persons) * (paths.wage.at(year) + height);
  }
  return result;
}

Misses misses(const CountryPaths& paths, double persons) {
  const Path guided = guide(paths, persons);
  Misses result;
  for (const auto& [year, observed] : paths.observed) {
    result[year] = observed - guided.at(year);
  }
  return result;
}

Filtered filter_level(const Misses& misses, const LevelRule& rule, double start) {
  Filtered result;
  result.level = {0, start * start};
  if (misses.empty()) {
    return result;
  }
  result.year = misses.begin()->first;
  for (const auto& [year, miss] : misses) {
    for (; result.year < year; ++result.year) {
      result.level.mean *= rule.persistence;
      result.level.variance =
          rule.persistence * rule.persistence * result.level.variance + rule.drift * rule.drift;
    }
    const double total = result.level.variance + rule.noise * rule.noise;
    const double surprise = miss - result.level.mean;
    result.log_likelihood -=
        0.5 * (std::log(2 * std::numbers::pi * total) + surprise * surprise / total);
    const double gain = result.level.variance / total;
    result.level.mean += gain * surprise;
    result.level.variance *= 1 - gain;
  }
  return result;
}

Normal miss_ahead(const Filtered& filtered, const LevelRule& rule, int ahead) {
  invariant(ahead >= 1, "a forecast looks at least one year ahead");
  Normal result = filtered.level;
  for (int year = 0; year < ahead; ++year) {
    result.mean *= rule.persistence;
    result.variance =
        rule.persistence * rule.persistence * result.variance + rule.drift * rule.drift;
  }
  result.variance += rule.noise * rule.noise;
  return result;
}

std::vector<double> rule_weights(std::span<const LevelRule> rules,
                                 std::span<const CountryPaths> countries,
                                 double start) {
  std::map<double, std::vector<Misses>> by_persons;
  std::vector<double> weights;
  for (const LevelRule& rule : rules) {
    const auto [found, is_new] = by_persons.try_emplace(rule.persons);
    for (std::size_t c = 0; is_new && c < countries.size(); ++c) {
      found->second.push_back(misses(countries[c], rule.persons));
    }
    double sum = 0;
    for (const Misses& one : found->second) {
      sum += filter_level(one, rule, start).log_likelihood;
    }
    weights.push_back(sum);
  }
  const double largest = *std::max_element(weights.begin(), weights.end());
  double total = 0;
  for (double& weight : weights) {
    weight = std::exp(weight - largest);
    total += weight;
  }
  for (double& weight : weights) {
    weight /= total;
  }
  return weights;
}

}  // namespace corridor::calibration
