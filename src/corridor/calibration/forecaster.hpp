#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "corridor/backtest/forecaster.hpp"
#include "corridor/evidence/plan.hpp"

/// The model as a forecaster: calibrated as of the origin, started from the receipts observed by
/// then.
namespace corridor::calibration {

struct ForecastOptions {
  evidence::CalibrationPlan plan;  ///< with a forecast part
  /// The whole pack, which must live as long as the forecasters. Taken from it: packs as of earlier
  /// months, to see how forecasts did; and figures on households, without which no run begins and
  /// on which no receipts depend.
  const evidence::Pack* pack = nullptr;
  /// Where posteriors as of a month are kept, so that a backtest that was stopped goes on; empty:
  /// nowhere.
  std::filesystem::path folder;
  int threads = 1;
  int years = 2;  ///< calendar years that are forecast, from that of the origin on
  std::function<void(const std::string&)> tell;  ///< progress, a line each; may be empty
};

/// Two forecasters over the same runs: `model`, and `model_alone`, which leaves out the level that
/// follows what the model misses. Throws Error(input) for a plan without a forecast part.
std::vector<backtest::Forecaster> model_forecasters(ForecastOptions options);

}  // namespace corridor::calibration
