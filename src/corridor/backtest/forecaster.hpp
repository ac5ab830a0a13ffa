#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/as_of.hpp"
#include "corridor/evidence/pack.hpp"

/// Anything that can say, at a month, what receipts of a country will be in a year: a rule of
/// thumb, a published forecast, the model.
namespace corridor::backtest {

/// What a forecaster is asked, and all it may look at.
struct Question {
  const evidence::Pack& known;  ///< the pack as of `when`
  evidence::AsOf when;
  std::string country;
  int year = 0;  ///< whose receipts are asked for
  std::uint64_t seed = 0;
};

struct Forecast {
  double point = 0;              ///< USD of the year
  std::vector<double> ensemble;  ///< equally likely values, USD; empty where only a point is said
};

struct Forecaster {
  std::string name;   ///< as `no_change`, one word for programs
  std::string label;  ///< for people
  /// Nothing where it has no answer, as for a year too far ahead or too little data.
  std::function<std::optional<Forecast>(const Question&)> forecast;
};

/// A forecast of an ensemble whose point is its median. The ensemble is not empty.
Forecast ensemble_forecast(std::vector<double> ensemble);

}  // namespace corridor::backtest
