#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "corridor/calibration/evaluation_record.hpp"
#include "corridor/calibration/problem.hpp"
#include "corridor/inference/morris.hpp"
#include "corridor/inference/sobol.hpp"

/// Which parameters of a plan matter for what it is fitted to.
namespace corridor::calibration {

struct SensitivityOptions {
  int trajectories = 20;    ///< of elementary effects
  int leading = 10;         ///< parameters whose shares of variance are asked
  int points = 64;          ///< rows of the first design of shares; doubled until precise enough
  int most_points = 2048;   ///< and no further
  int chance_runs = 20;     ///< of the middle of all priors, with a seed each
  double precision = 0.05;  ///< half width of the 95 % interval of a total share
  std::uint64_t seed = 1;
  std::function<void(const std::string&)> tell;  ///< progress, a line each; may be empty
};

struct Sensitivity {
  /// Mean logarithm of what stands against the figures of a quantity and place.
  std::vector<std::string> outputs;
  std::vector<std::string> parameters;
  inference::MorrisResult effects;   ///< [output][parameter], per width of the prior's interval
  std::vector<std::size_t> leading;  ///< parameters, the one with the largest effect first
  inference::SobolResult shares;     ///< [output][leading], over the whole priors
  int points = 0;                    ///< rows of the last design
  double widest = 0;                 ///< half width of the widest interval of a total share
  std::vector<double> chance;        ///< by output, variance over seeds in the middle of the priors
  int chance_kept = 0;               ///< runs that it was taken from
  /// Variance by chance, relative to that over the last design; infinite where only chance has any.
  double chance_share(std::size_t output) const;
};

inline constexpr int kSensitivityVersion = 1;

/// What all evaluations depend on, as one line of JSON: version of the analysis, plan, pack,
/// program, months, sample, seed, trajectories, leading. An EvaluationRecord begins with it.
std::string sensitivity_lineage(const evidence::Pack& pack,
                                const evidence::CalibrationPlan& plan,
                                const Problem& problem,
                                const SensitivityOptions& options,
                                const std::string& program);

/// How many numbers an evaluation of the problem owes.
std::size_t sensitivity_outputs(const Problem& problem);

/// Elementary effects of all parameters, then shares of variance of the leading ones, the others
/// being at the middle of their priors. These runs share one chance; how much another one would
/// change is asked in the middle of all priors. The outcome depends on pack, problem and options
/// alone, not on what the record holds already. Throws as inference and the record do.
Sensitivity sensitivity(const evidence::Pack& pack,
                        const Problem& problem,
                        const SensitivityOptions& options,
                        EvaluationRecord& record,
                        parallel::Threads& threads);

std::string sensitivity_text(const Sensitivity& result);
/// Everything, with the lineage.
std::string sensitivity_json(const Sensitivity& result,
                             const std::string& lineage,
                             const SensitivityOptions& options);

}  // namespace corridor::calibration
