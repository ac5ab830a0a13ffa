#pragma once

#include <string>
#include <vector>

#include "corridor/calibration/problem.hpp"

/// What a finished inversion says, as people read it.
namespace corridor::calibration {

/// A figure beside the ensemble.
struct TargetFit {
  std::string id;
  std::string quantity;
  std::string place;
  std::string period;
  double published = 0;
  double error = 0;     ///< relative
  double low = 0;       ///< quantile 5 % of the members
  double middle = 0;    ///< median
  double high = 0;      ///< quantile 95 %
  double residual = 0;  ///< (mean logarithm of the members - that of the figure) / error
};

/// A parameter before and after.
struct ParameterFit {
  std::string name;
  double prior_low = 0;  ///< quantile 5 %
  double prior_middle = 0;
  double prior_high = 0;  ///< quantile 95 %
  double low = 0;         ///< of the members, as above
  double middle = 0;
  double high = 0;
  double shift = 0;   ///< mean of the members' coordinates, in standard deviations of the prior
  double spread = 0;  ///< their standard deviation, in the same
  /// The figures say something of it: it has moved by half a deviation, or lost a quarter of it.
  bool moved() const;
};

/// Two parameters that the figures cannot tell apart well.
struct Correlation {
  std::string first, second;
  double value = 0;
};

/// Root mean square of the residuals of the mean output over the figures of a quantity and place.
struct GroupMisfit {
  std::string quantity, place;
  int figures = 0;
  double misfit = 0;   ///< in errors
  double percent = 0;  ///< mean absolute error of the middle, percent of the figure
};

struct Summary {
  std::vector<TargetFit> targets;
  std::vector<ParameterFit> parameters;
  std::vector<Correlation> correlations;  ///< of coordinates, strongest first
  std::vector<GroupMisfit> groups;
  double expected = 0;  ///< discrepancy a right model has: 1
  double reached = 0;   ///< root mean square of the residuals
};

/// A parameter before, and after as draws say, whose coordinates these are.
ParameterFit parameter_fit(const inference::Prior& prior, std::vector<double> coordinates);

/// The state must be finished.
Summary summarise(const Problem& problem, const inference::KalmanState& state);

/// Misfits of one evaluation by group, for those who watch it fall; `percent` is left 0.
std::vector<GroupMisfit> group_misfits(const Problem& problem,
                                       const std::vector<double>& residuals);

std::string summary_text(const Summary& summary);
/// Everything, with the record of each evaluation.
std::string summary_json(const Summary& summary,
                         const evidence::Posterior& posterior,
                         const inference::KalmanState& state);

}  // namespace corridor::calibration
