#include "corridor/inference/sbc.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "corridor/base/check.hpp"
#include "corridor/base/error.hpp"
#include "corridor/inference/detail/draws.hpp"
#include "corridor/inference/priors.hpp"

namespace corridor::inference {

namespace {

using Eigen::Index;

constexpr double kSlack = 1e-9;  ///< of ranks

void check(std::size_t parameters, const SbcOptions& options) {
  const bool levels = std::all_of(options.levels.begin(), options.levels.end(), [](double level) {
    return level > 0 && level < 1;
  });
  if (parameters < 1 || options.trials < 1 || options.bins < 2 || !levels || options.truths < 1 ||
      options.false_alarm <= 0 || options.false_alarm >= 1) {
    fail_input({"the calibration check",
                fmt::format("{} parameters, {} trials, {} bins, {} truths, false alarm {}",
                            parameters,
                            options.trials,
                            options.bins,
                            options.truths,
                            options.false_alarm),
                "cannot be: there must be a parameter, a trial, two bins, a truth, and levels and "
                "false alarm between 0 and 1.",
                "Correct the options."});
  }
}

/// The truth of an attempt; the first one is that of `draw_coordinates`.
std::vector<double> truth_of(std::size_t parameters, const SbcOptions& options, const Trial& at) {
  std::vector<double> truth(parameters);
  for (std::size_t i = 0; i < parameters; ++i) {
    truth[i] =
        detail::normal({options.seed, random::Stream::inference_prior, at.attempt, at.member}, i);
  }
  return truth;
}

/// Draws truths until one gives data, and puts it into the trial; nothing when none does.
std::optional<std::vector<double>> data_of(std::size_t parameters,
                                           const SbcOptions& options,
                                           const MakeData& make_data,
                                           int number,
                                           SbcTrial& trial) {
  for (trial.attempt = 0; trial.attempt < options.truths; ++trial.attempt) {
    const Trial at{0, number, trial.attempt};
    trial.truth = truth_of(parameters, options, at);
    try {
      return make_data(at, trial.truth);
    } catch (const Error& error) {
      if (error.code() != ExitCode::input) {
        throw;
      }
      trial.failure = fmt::format("trial {}: {}", number + 1, error.what());
    }
  }
  return std::nullopt;
}

std::vector<int> ranks_of(const SbcOptions& options,
                          int number,
                          std::span<const double> truth,
                          const Matrix& draws) {
  std::vector<int> ranks;
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const auto row = draws.row(static_cast<Index>(i)).array();
    const auto below = (row < truth[i]).count();
    const auto same = static_cast<std::size_t>((row == truth[i]).count());
    const std::size_t above_ties =
        detail::below({options.seed, random::Stream::inference_ties, 0, number}, i, same + 1);
    ranks.push_back(static_cast<int>(below) + static_cast<int>(above_ties));
  }
  return ranks;
}

/// Bins of ranks 0 to draws, as even as whole ranks allow; bands by each bin's share of the ranks,
/// the false alarm divided among the bins.
std::vector<Bin> bins_of(const std::vector<int>& ranks, int draws, const SbcOptions& options) {
  const int count = std::min(options.bins, draws + 1);
  std::vector<Bin> bins(static_cast<std::size_t>(count));
  const auto bin_of = [&](int rank) {
    return static_cast<std::size_t>(static_cast<std::int64_t>(rank) * count / (draws + 1));
  };
  for (const int rank : ranks) {
    ++bins[bin_of(rank)].count;
  }
  std::vector<int> width(bins.size(), 0);
  for (int rank = 0; rank <= draws; ++rank) {
    ++width[bin_of(rank)];
  }
  for (std::size_t b = 0; b < bins.size(); ++b) {
    bins[b].band = binomial_band(static_cast<int>(ranks.size()),
                                 static_cast<double>(width[b]) / (draws + 1),
                                 options.false_alarm / count);
  }
  return bins;
}

/// Central intervals are ranges of ranks, so their probability is exact (inference I19).
std::vector<Coverage> coverage_of(const std::vector<int>& ranks,
                                  int draws,
                                  const SbcOptions& options) {
  std::vector<Coverage> result;
  for (const double level : options.levels) {
    // A level such as 0.9 is not exact in binary; without the slack a whole cut would be one less.
    const int cut = static_cast<int>(std::floor((1 - level) / 2 * (draws + 1) + kSlack));
    Coverage one;
    one.level = level;
    one.nominal = static_cast<double>(draws + 1 - 2 * cut) / (draws + 1);
    one.held = static_cast<int>(std::count_if(
        ranks.begin(), ranks.end(), [&](int rank) { return cut <= rank && rank <= draws - cut; }));
    one.band = binomial_band(static_cast<int>(ranks.size()),
                             one.nominal,
                             options.false_alarm / static_cast<double>(options.levels.size()));
    result.push_back(one);
  }
  return result;
}

/// The largest k such that fewer than k successes have a probability of at most `tail`. Terms come
/// from the one before, as logarithms, since the first may be too small for a double.
int lower_end(int n, double p, double tail) {
  const double log_odds = std::log(p) - std::log1p(-p);
  double log_term = n * std::log1p(-p);
  double below = 0;
  int k = 0;
  while (k < n && below + std::exp(log_term) <= tail) {
    below += std::exp(log_term);
    log_term += std::log(static_cast<double>(n - k) / (k + 1)) + log_odds;
    ++k;
  }
  return k;
}

}  // namespace

Band binomial_band(int n, double p, double alarm) {
  if (p <= 0 || p >= 1) {
    return p <= 0 ? Band{0, 0} : Band{n, n};
  }
  // Failures are binomial too, so the upper end is their lower one.
  return {lower_end(n, p, alarm / 2), n - lower_end(n, 1 - p, alarm / 2)};
}

bool SbcParameter::uniform() const {
  return std::all_of(
      bins.begin(), bins.end(), [](const Bin& bin) { return bin.band.holds(bin.count); });
}
bool SbcParameter::covered() const {
  return std::all_of(coverage.begin(), coverage.end(), [](const Coverage& one) {
    return one.band.holds(one.held);
  });
}

SbcTrial sbc_trial(std::size_t parameters,
                   const SbcOptions& options,
                   const MakeData& make_data,
                   const Infer& infer,
                   int number) {
  check(parameters, options);
  SbcTrial trial;
  const std::optional<std::vector<double>> data =
      data_of(parameters, options, make_data, number, trial);
  if (!data) {
    return trial;
  }
  trial.failure.clear();
  Matrix draws;
  try {
    draws = infer({0, number, trial.attempt}, *data);
  } catch (const Error& error) {
    if (error.code() != ExitCode::input) {
      throw;
    }
    trial.failure = fmt::format("trial {}: {}", number + 1, error.what());
    return trial;
  }
  invariant(static_cast<std::size_t>(draws.rows()) == parameters && draws.cols() > 0,
            "a method of inference gives draws of every parameter");
  trial.draws = static_cast<int>(draws.cols());
  trial.ranks = ranks_of(options, number, trial.truth, draws);
  return trial;
}

SbcResult sbc_result(std::size_t parameters,
                     const SbcOptions& options,
                     std::span<const SbcTrial> trials) {
  check(parameters, options);
  SbcResult result;
  result.parameters.resize(parameters);
  for (const SbcTrial& trial : trials) {
    if (!trial.failure.empty()) {
      result.failures.push_back(trial.failure);
      continue;
    }
    invariant(result.draws == 0 || result.draws == trial.draws,
              "every trial has the same number of draws");
    result.draws = trial.draws;
    for (std::size_t i = 0; i < parameters; ++i) {
      result.parameters[i].ranks.push_back(trial.ranks[i]);
    }
  }
  if (result.draws == 0) {
    fail_input({"the calibration check",
                fmt::format("all {} trials", trials.size()),
                fmt::format("failed; {}",
                            result.failures.empty() ? "there is none" : result.failures.front()),
                "Correct the model or the method."});
  }
  for (SbcParameter& parameter : result.parameters) {
    parameter.bins = bins_of(parameter.ranks, result.draws, options);
    parameter.coverage = coverage_of(parameter.ranks, result.draws, options);
  }
  return result;
}

SbcResult simulation_based_calibration(std::size_t parameters,
                                       const SbcOptions& options,
                                       const MakeData& make_data,
                                       const Infer& infer,
                                       parallel::Threads& threads) {
  check(parameters, options);
  std::vector<SbcTrial> trials(static_cast<std::size_t>(options.trials));
  threads.for_each(trials.size(), 1, [&](int, std::size_t number) {
    trials[number] = sbc_trial(parameters, options, make_data, infer, static_cast<int>(number));
  });
  return sbc_result(parameters, options, trials);
}

}  // namespace corridor::inference
