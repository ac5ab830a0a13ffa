#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "corridor/calibration/problem.hpp"
#include "corridor/inference/morris.hpp"
#include "corridor/inference/sobol.hpp"

/// Which parameters of a plan matter for what it is fitted to.
namespace corridor::calibration {

struct SensitivityOptions {
  int trajectories = 20;    ///< of elementary effects
  int leading = 10;         ///< parameters whose shares of variance are asked
  int points = 64;          ///< rows of the first design of shares; doubled until precise enough
  int most_points = 512;    ///< and no further
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
};

/// Elementary effects of all parameters, then shares of variance of the leading ones, the others
/// being at the middle of their priors. All runs live the same chance. The outcome depends on
/// pack, problem and options alone. Throws as inference does.
Sensitivity sensitivity(const evidence::Pack& pack,
                        const Problem& problem,
                        const SensitivityOptions& options,
                        parallel::Threads& threads);

std::string sensitivity_text(const Sensitivity& result);
/// Everything, with `pack_digest`, sample and seed.
std::string sensitivity_json(const Sensitivity& result,
                             const evidence::Pack& pack,
                             const Problem& problem,
                             const SensitivityOptions& options);

}  // namespace corridor::calibration
