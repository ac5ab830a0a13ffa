#pragma once

#include <functional>
#include <string>
#include <vector>

#include "corridor/calibration/recovery.hpp"
#include "corridor/inference/abc_smc.hpp"

/// The same made-up figures, asked by two methods that share nothing but the model.
namespace corridor::calibration {

/// The distance, in errors, at which the second method may end: it widens deviations by
/// sqrt(1 + d^2 M / (M + 2)) at most, M figures (inference I21).
inline constexpr double kSecondTolerance = 0.5;

struct SecondParameter {
  double truth = 0;
  ParameterFit kalman;
  ParameterFit second;
  double difference = 0;  ///< of the medians' coordinates, in deviations of the second method
  double ratio = 0;       ///< deviation of the inversion over that of the second method
  double overlap = 0;     ///< of the intervals of 90 percent: their common part over their union
};

struct SecondResult {
  std::vector<SecondParameter> parameters;
  inference::KalmanState kalman;
  inference::AbcResult abc;
};

/// Figures of the first trial, inverted and put to ABC with as many members. In ABC each output
/// gets an error of its own, with the deviation that the figures got: the chance of a run is in
/// the model. `tell` hears of progress, a line each. Throws Error(input) when either method gives
/// up.
SecondResult second_method(const Recoverable& subject,
                           parallel::Threads& threads,
                           const std::function<void(const std::string&)>& tell = {});

}  // namespace corridor::calibration
