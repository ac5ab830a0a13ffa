#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "corridor/calibration/recovery_record.hpp"
#include "corridor/inference/kalman_state.hpp"

namespace corridor::calibration {

namespace {

using inference::Coverage;
using inference::SbcParameter;
using nlohmann::ordered_json;

constexpr double kPercent = 100;

ordered_json lineage_json(const Recoverable& subject, const RecoveryLineage& lineage) {
  return {{"program", lineage.program},
          {"plan", lineage.plan},
          {"pack_digest", lineage.pack_digest},
          {"problem_digest", inference::kalman_digest(subject.problem, subject.options)},
          {"from", lineage.from.text()},
          {"to", lineage.to.text()},
          {"sample", lineage.sample},
          {"seed", subject.options.seed},
          {"members", subject.options.members},
          {"most_evaluations", subject.options.max_evaluations}};
}

ordered_json figures_json(const Recoverable& subject) {
  ordered_json figures = ordered_json::array();
  for (std::size_t i = 0; i < subject.problem.targets.size(); ++i) {
    figures.push_back({{"id", subject.problem.targets[i].name},
                       {"stated_error", subject.errors[i]},
                       {"chance", subject.chance[i]},
                       {"assumed_error", subject.problem.targets[i].error}});
  }
  return figures;
}

ordered_json parameter_json(const Recoverable& subject, const Recovery& recovery, std::size_t p) {
  const SbcParameter& ranks = recovery.ranks.parameters[p];
  ordered_json one = {{"name", subject.problem.priors[p].name()},
                      {"unit", subject.problem.priors[p].statement().unit},
                      {"spread", recovery.spread[p]},
                      {"bias", recovery.bias[p]},
                      {"uniform", ranks.uniform()},
                      {"covered", ranks.covered()},
                      {"kept", recovery.kept(p)},
                      {"ranks", ranks.ranks}};
  for (const inference::Bin& bin : ranks.bins) {
    one["bins"].push_back({{"count", bin.count}, {"low", bin.band.low}, {"high", bin.band.high}});
  }
  for (const Coverage& level : ranks.coverage) {
    one["coverage"].push_back({{"level", level.level},
                               {"nominal", level.nominal},
                               {"held", level.held},
                               {"low", level.band.low},
                               {"high", level.band.high}});
  }
  return one;
}

ordered_json trial_json(const RecoveryTrial& trial, std::size_t number) {
  ordered_json one = {{"trial", number + 1},
                      {"truths_refused", trial.ranks.attempt},
                      {"failure", trial.ranks.failure},
                      {"evaluations", trial.evaluations},
                      {"members_refused", trial.failed},
                      {"discrepancy", trial.discrepancy},
                      {"truth", trial.truth}};
  for (const Inferred& of : trial.parameters) {
    one["inferred"].push_back({{"q05", of.low}, {"median", of.middle}, {"q95", of.high}});
  }
  return one;
}

ordered_json fit_json(const ParameterFit& fit) {
  return {{"q05", fit.low},
          {"median", fit.middle},
          {"q95", fit.high},
          {"mean", fit.shift},
          {"spread", fit.spread}};
}

}  // namespace

std::string recovery_text(const Recoverable& subject, const Recovery& recovery) {
  const std::size_t trials = recovery.ranks.parameters.front().ranks.size();
  std::string text = fmt::format("{:<44}", "intervals that hold the truth");
  for (const Coverage& level : recovery.ranks.parameters.front().coverage) {
    text += fmt::format(" {:>13}", fmt::format("{:.0f} %", kPercent * level.level));
  }
  text += fmt::format(" {:>7} {:>7} {:>6}\n", "spread", "bias", "ranks");
  for (std::size_t p = 0; p < recovery.ranks.parameters.size(); ++p) {
    const SbcParameter& ranks = recovery.ranks.parameters[p];
    text += fmt::format("{:<44}", subject.problem.priors[p].name());
    for (const Coverage& level : ranks.coverage) {
      text += fmt::format(
          " {:>4} {:>8}", level.held, fmt::format("({}-{})", level.band.low, level.band.high));
    }
    text += fmt::format(" {:>7.2f} {:>+7.2f} {:>6}{}\n",
                        recovery.spread[p],
                        recovery.bias[p],
                        ranks.uniform() ? "even" : "uneven",
                        recovery.kept(p) ? "" : "  missed");
  }
  text += fmt::format(
      "{} trials; of all {:.0f} % intervals {:.1f} % hold the truth (wanted: {:.0f} to {:.0f})\n",
      trials,
      kPercent * kJudgedLevel,
      kPercent * recovery.held,
      kPercent * kLeastHeld,
      kPercent * kMostHeld);
  if (recovery.redrawn + recovery.refused_members > 0) {
    text += fmt::format("refused by the model: {} truths, drawn anew, and {} members at the end\n",
                        recovery.redrawn,
                        recovery.refused_members);
  }
  for (const std::string& failure : recovery.ranks.failures) {
    text += fmt::format("left out: {}\n", failure);
  }
  return text;
}

std::string recovery_json(const Recoverable& subject,
                          const RecoveryLineage& lineage,
                          const Recovery& recovery,
                          const std::vector<RecoveryTrial>& trials) {
  const inference::SbcOptions options = ranks_of(subject);
  ordered_json document = {{"lineage", lineage_json(subject, lineage)},
                           {"trials_asked", trials.size()},
                           {"trials_answered", recovery.ranks.parameters.front().ranks.size()},
                           {"draws", recovery.ranks.draws},
                           {"false_alarm", options.false_alarm},
                           {"chance_pairs", kChancePairs},
                           {"judged_level", kJudgedLevel},
                           {"least_held", kLeastHeld},
                           {"most_held", kMostHeld},
                           {"held", recovery.held},
                           {"truths_refused", recovery.redrawn},
                           {"members_refused", recovery.refused_members},
                           {"failures", recovery.ranks.failures},
                           {"figures", figures_json(subject)}};
  for (std::size_t p = 0; p < recovery.ranks.parameters.size(); ++p) {
    document["parameters"].push_back(parameter_json(subject, recovery, p));
  }
  for (std::size_t i = 0; i < trials.size(); ++i) {
    document["trials"].push_back(trial_json(trials[i], i));
  }
  return document.dump(1) + "\n";
}

std::string second_text(const SecondResult& result) {
  std::string text = fmt::format("{:<40} {:>9} {:>30} {:>30} {:>10} {:>6} {:>8}\n",
                                 "parameter",
                                 "truth",
                                 "inversion (5 to 95 %)",
                                 "ABC (5 to 95 %)",
                                 "difference",
                                 "spread",
                                 "overlap");
  const auto interval = [](const ParameterFit& fit) {
    return fmt::format("{:.4g} ({:.4g} to {:.4g})", fit.middle, fit.low, fit.high);
  };
  for (const SecondParameter& one : result.parameters) {
    text += fmt::format("{:<40} {:>9.4g} {:>30} {:>30} {:>+10.2f} {:>6.2f} {:>6.0f} %\n",
                        one.kalman.name,
                        one.truth,
                        interval(one.kalman),
                        interval(one.second),
                        one.difference,
                        one.ratio,
                        kPercent * one.overlap);
  }
  const inference::AbcGeneration& last = result.abc.history.back();
  return text + fmt::format("ABC: {} runs, {} populations to a distance of {:.2f} errors; {}\n",
                            result.abc.evaluations,
                            result.abc.history.size(),
                            last.tolerance,
                            inference::abc_end_text(result.abc.end));
}

std::string second_json(const Recoverable& subject,
                        const RecoveryLineage& lineage,
                        const SecondResult& result) {
  ordered_json document = {
      {"lineage", lineage_json(subject, lineage)},
      {"figures", figures_json(subject)},
      {"runs_of_inversion",
       result.kalman.history.size() * static_cast<std::size_t>(subject.options.members)},
      {"runs_of_abc", result.abc.evaluations},
      {"tolerance_wanted", kSecondTolerance},
      {"end", inference::abc_end_text(result.abc.end)}};
  for (const SecondParameter& one : result.parameters) {
    document["parameters"].push_back({{"name", one.kalman.name},
                                      {"truth", one.truth},
                                      {"inversion", fit_json(one.kalman)},
                                      {"abc", fit_json(one.second)},
                                      {"difference", one.difference},
                                      {"ratio", one.ratio},
                                      {"overlap", one.overlap}});
  }
  for (const inference::AbcGeneration& generation : result.abc.history) {
    ordered_json row = {{"tolerance", nullptr},
                        {"acceptance", generation.acceptance},
                        {"effective_size", generation.effective_size}};
    if (std::isfinite(generation.tolerance)) {
      row["tolerance"] = generation.tolerance;  // the first has none
    }
    document["populations"].push_back(std::move(row));
  }
  return document.dump(1) + "\n";
}

}  // namespace corridor::calibration
