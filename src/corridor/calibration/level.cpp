#include "corridor/calibration/level.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "corridor/base/check.hpp"

namespace corridor::calibration {

namespace {

/// A rule under which an outcome is next to impossible loses by this much and not without end.
constexpr double kLeastDensity = 1e-6;

}  // namespace

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

std::vector<double> log_scores(std::span<const LevelRule> rules,
                               std::span<const CountryPaths> members,
                               int year,
                               double outcome,
                               double start) {
  std::vector<double> densities(rules.size(), 0);
  for (const CountryPaths& paths : members) {
    std::map<double, std::pair<Path, Misses>> by_persons;
    for (std::size_t r = 0; r < rules.size(); ++r) {
      const LevelRule& rule = rules[r];
      const auto [found, is_new] = by_persons.try_emplace(rule.persons);
      if (is_new) {
        found->second = {guide(paths, rule.persons), misses(paths, rule.persons)};
      }
      const auto& [guided, missed] = found->second;
      const Filtered filtered = filter_level(missed, rule, start);
      const Normal miss = miss_ahead(filtered, rule, year - filtered.year);
      const double distance = outcome - guided.at(year) - miss.mean;
      densities[r] += std::exp(-0.5 * distance * distance / miss.variance) /
                      std::sqrt(2 * std::numbers::pi * miss.variance);
    }
  }
  for (double& density : densities) {
    density = std::log(std::max(density / static_cast<double>(members.size()), kLeastDensity));
  }
  return densities;
}

std::vector<double> weights_of(std::span<const double> log_scores) {
  const double largest = *std::max_element(log_scores.begin(), log_scores.end());
  std::vector<double> weights;
  double total = 0;
  for (const double score : log_scores) {
    weights.push_back(std::exp(score - largest));
    total += weights.back();
  }
  for (double& weight : weights) {
    weight /= total;
  }
  return weights;
}

}  // namespace corridor::calibration
