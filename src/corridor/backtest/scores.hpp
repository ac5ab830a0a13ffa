#pragma once

#include <cstdint>
#include <span>
#include <vector>

/// Scores of forecasts (docs/validation/rivals.md lists them). Values may be in any unit; a score
/// that is not a ratio is in the unit of its values. No function keeps or changes what it is given.
namespace corridor::backtest {

/// |forecast - outcome|.
double absolute_error(double forecast, double outcome);
/// |forecast - outcome| / |outcome| in percent; the outcome is not zero (InvariantError).
double absolute_percentage_error(double forecast, double outcome);

/// Mean and median of values; both NaN where there are none.
double mean(std::span<const double> values);
double median(std::span<const double> values);

/// Quantile of an ensemble at probability p in [0, 1]: between order statistics at p (n + 1), so
/// that an outcome exchangeable with the members lies below it with probability p (Hyndman and Fan
/// 1996, type 6). Outside the outermost members the outermost one. The ensemble is not empty.
double quantile(std::span<const double> ensemble, double p);

/// Continuous ranked probability score of an ensemble of at least two members, fair: it expects the
/// score of the distribution the members were drawn from, however few they are,
/// mean |x - y| - sum_ij |x_i - x_j| / (2 m (m - 1)) (Ferro 2014). Smaller is better.
double crps_ensemble(std::span<const double> ensemble, double outcome);
/// The same of the normal distribution (Gneiting et al. 2005); of `sd` zero it is the absolute
/// error.
double crps_normal(double expected, double sd, double outcome);

/// Both ends of an interval.
struct Interval {
  double low = 0;
  double high = 0;
};
/// The central interval of an ensemble that holds an exchangeable outcome with this probability.
Interval central_interval(std::span<const double> ensemble, double probability);

/// Whether the outcome lies in the central interval of that probability, its ends included.
bool covered(std::span<const double> ensemble, double outcome, double probability);

/// Probability integral transform: share of members below the outcome, the outcome's place among
/// the m + 1 ranks, and among equal members, spread by `uniform` in [0, 1). Uniform when the
/// outcome is exchangeable with the members, ties or not (Gneiting and Ranjan 2013).
double pit(std::span<const double> ensemble, double outcome, double uniform);

/// The draw that spreads the PIT of one forecast: addressed, so that it depends on nothing else.
double tie_draw(std::uint64_t seed, std::uint32_t forecast);

/// 1 - score / reference: 1 is perfect, 0 as good as the reference, below 0 worse. NaN where the
/// reference scores zero.
double skill(double score, double reference);

/// A difference of two forecasters' losses, with an interval.
struct Comparison {
  double difference = 0;  ///< mean of the losses of the first less those of the second
  double low = 0;         ///< 95 % interval
  double high = 0;
  double statistic = 0;    ///< of the test; 0 where it has none
  double probability = 1;  ///< of a difference as large either way, if both were equally good
  int blocks = 0;          ///< that count as independent
};

/// Losses of two forecasters for the same outcomes; `block` says which belong together, as all
/// countries of a year.
struct PairedLosses {
  std::vector<double> first;
  std::vector<double> second;
  std::vector<int> block;
};

/// Test of Diebold and Mariano (1995) on the block means, in order of the blocks, with the
/// correction of Harvey, Leybourne and Newbold (1997) for small samples: forecasts `horizon` steps
/// ahead overlap, so autocovariances to lag horizon - 1 count (the variance is taken without them
/// where they would make it negative). Student's t with blocks - 1 degrees. With fewer than horizon
/// + 2 blocks, or differences that are all equal, the interval is the mean alone, its probability 1
/// (or 0 where all differ by the same amount).
Comparison diebold_mariano(const PairedLosses& losses, int horizon);

/// Bootstrap of the mean difference: whole blocks are drawn with replacement, `draws` times, by
/// addressed draws of `seed`; the interval is between the 2.5 and the 97.5 % quantiles and
/// `probability` twice the smaller share of means on either side of zero. Losses weigh alike.
Comparison block_bootstrap(const PairedLosses& losses, int draws, std::uint64_t seed);

/// Distribution function of Student's t; degrees above zero.
double student_cdf(double t, double degrees);

}  // namespace corridor::backtest
