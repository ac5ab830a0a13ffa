#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "corridor/inference/evaluation.hpp"

/// Checks of a method of inference by itself (Talts et al. 2018; Cook, Gelman and Rubin 2006): draw
/// a truth from the priors, make data from it, infer, and see where the truth falls among the
/// draws. If all is right, each rank is as likely as any other.
namespace corridor::inference {

struct SbcOptions {
  int trials = 100;
  int bins = 10;
  std::vector<double> levels = {0.5, 0.8, 0.9, 0.95};  ///< of central intervals
  double false_alarm = 0.01;  ///< of all bands of one parameter's histogram together, and likewise
                              ///< of all its levels
  std::uint64_t seed = 1;
  int truths = 1;  ///< drawn in a trial, one after another, until one gives data
};

/// Data that a truth (coordinates) gives rise to, chance included. The trial's attempt is the
/// number of truths before it.
using MakeData = std::function<std::vector<double>(const Trial&, std::span<const double> truth)>;
/// Draws from what a method takes for the posterior: parameters x draws. The number of draws is the
/// same in every trial.
using Infer = std::function<Matrix(const Trial&, std::span<const double> data)>;

/// Smallest and largest count out of n trials of probability p that raise no alarm: below `low` and
/// above `high` lies at most `alarm` / 2 each, by the exact binomial distribution.
struct Band {
  int low = 0;
  int high = 0;
  bool holds(int count) const { return low <= count && count <= high; }
};
Band binomial_band(int n, double p, double alarm);

struct Bin {
  int count = 0;
  Band band;
};

struct Coverage {
  double level = 0;  ///< asked for
  double nominal =
      0;         ///< probability of the ranks taken for it: whole ranks cannot meet every level
  int held = 0;  ///< trials whose interval held the truth
  Band band;
};

struct SbcParameter {
  std::vector<int>
      ranks;  ///< by trial: how many draws lie below the truth, ties by chance (inference I18)
  std::vector<Bin> bins;
  std::vector<Coverage> coverage;
  bool uniform() const;  ///< every bin within its band
  bool covered() const;  ///< every level within its band
};

struct SbcResult {
  std::vector<SbcParameter> parameters;
  int draws = 0;
  std::vector<std::string> failures;  ///< one a trial that could not be carried out
};

/// One trial of `simulation_based_calibration`, which depends on (seed, number) and the two
/// functions alone.
struct SbcTrial {
  std::vector<double> truth;  ///< coordinates
  int attempt = 0;            ///< truths before it that gave no data
  std::vector<int> ranks;     ///< by parameter
  int draws = 0;
  std::string failure;  ///< why there are no ranks; empty when there are
};
SbcTrial sbc_trial(std::size_t parameters,
                   const SbcOptions& options,
                   const MakeData& make_data,
                   const Infer& infer,
                   int number);

/// What trials say together; those without ranks are told. Throws Error(input) for options that
/// cannot be, or when no trial has ranks.
SbcResult sbc_result(std::size_t parameters,
                     const SbcOptions& options,
                     std::span<const SbcTrial> trials);

/// Trials run in parallel. A truth for which `make_data` throws Error(input) is drawn anew, as
/// often as the options say: the ranks are then those of the priors given that there are data. A
/// trial without data, or in which `infer` throws Error(input), is left out and told; other
/// exceptions are passed on. Throws Error(input) for options that cannot be, or when no trial is
/// left.
SbcResult simulation_based_calibration(std::size_t parameters,
                                       const SbcOptions& options,
                                       const MakeData& make_data,
                                       const Infer& infer,
                                       parallel::Threads& threads);

}  // namespace corridor::inference
