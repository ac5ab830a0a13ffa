#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "corridor/backtest/forecaster.hpp"
#include "corridor/backtest/scores.hpp"

/// Rolling origins: every forecaster is asked at the same months, sees what was known then, and is
/// scored on what came to be.
namespace corridor::backtest {

/// Central intervals whose coverage is reported.
inline constexpr double kIntervals[] = {0.5, 0.8, 0.95};
inline constexpr std::size_t kIntervalCount = 3;

/// When which years are asked for. Receipts of year Y are asked for with horizon h at the month
/// `origin_month` of year Y - h + `origin_years_after`: with 5 and 1, in May of the year after the
/// last one that is h years back. What is known by then is a matter of the pack.
struct Schedule {
  int first_year = 0;  ///< of the outcomes
  int last_year = 0;
  std::vector<int> horizons;
  int origin_month = 12;
  int origin_years_after = 0;
  evidence::Revisions revisions = evidence::Revisions::latest;
  std::uint64_t seed = 1;
};

/// The schedule a pack suggests, one and two years ahead: each origin is the first month in which
/// receipts of the year before the first one asked for are known; outcomes run from the first year
/// of which every rival has an earlier error to learn from to the last year with receipts. Throws
/// Error(input) when the pack has no receipts.
Schedule usual_schedule(const evidence::Pack& pack);

/// One forecast beside its outcome.
struct Scored {
  std::string forecaster;
  evidence::Drivers drivers = evidence::Drivers::known;
  int horizon = 0;
  std::string country;
  int year = 0;
  Month origin;
  bool held_out = false;   ///< the outcome is never fitted
  bool estimated = false;  ///< the outcome is not as its publisher printed it
  double outcome = 0;      ///< USD
  double point = 0;
  double absolute_error = 0;
  double percentage_error = 0;
  std::optional<double> crps;  ///< USD; this and the rest need an ensemble
  std::optional<double> pit;
  bool covered[kIntervalCount] = {};
  Interval interval[kIntervalCount] = {};  ///< USD
};

/// Asks every forecaster under both conditions for every origin of the pack that has receipts, and
/// scores the answers, in order of forecasters, conditions, horizons, countries and years. The
/// outcome of a year is its newest release. A year without outcome, or a question without answer,
/// has no row.
std::vector<Scored> backtest(const evidence::Pack& pack,
                             std::span<const Forecaster> forecasters,
                             const Schedule& schedule);

/// A forecast that changed when only that changed which nobody knew at its origin.
struct Leak {
  std::string forecaster;
  std::string country;
  int year = 0;
  Month origin;
};

/// Makes forecasters, as a program would that has the whole pack at hand.
using Factory = std::function<std::vector<Forecaster>(const evidence::Pack& pack)>;

/// Asks forecasters made from the pack, and others made from a copy in which everything is doubled
/// that is unknown at an origin or held out: receipts, targets, welfare, and series that are never
/// given before their publication. Their answers must be the same to the bit; every answer that is
/// not comes back. Drivers are left alone, since with drivers known a forecaster may use them.
std::vector<Leak> find_leaks(const evidence::Pack& pack,
                             const Factory& make,
                             const Schedule& schedule);

}  // namespace corridor::backtest
