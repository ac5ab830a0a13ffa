#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "corridor/backtest/backtest.hpp"
#include "corridor/backtest/scores.hpp"

/// Scores summed up as people compare them: by condition, horizon, country, calm and crisis years.
namespace corridor::backtest {

/// Which outcomes a line is about. Held-out and estimated ones are left out but where they are
/// named.
struct Selection {
  enum class Kind { all, country, calm, crisis, without_year, with_estimated, held_out };
  Kind kind = Kind::all;
  std::string country;       ///< of Kind::country
  int year = 0;              ///< of Kind::without_year
  std::string name() const;  ///< `all`, `AAA`, `calm`, `without 2012` …
};

/// All lines a table has for each forecaster: all, each country with receipts, calm and crisis
/// years of the pack, without the last crisis year, with estimated outcomes, held out.
std::vector<Selection> selections(const evidence::Pack& pack);

/// Scores of one forecaster under one condition, at one horizon, over one selection.
struct Line {
  std::string forecaster;
  evidence::Drivers drivers = evidence::Drivers::known;
  int horizon = 0;
  std::string selection;
  int count = 0;                ///< outcomes
  double error_usd = 0;         ///< mean absolute error
  double error_median_usd = 0;  ///< median absolute error
  double error_pct = 0;         ///< mean absolute percentage error
  double error_median_pct = 0;
  int ensembles = 0;                               ///< of the outcomes, those with an ensemble
  std::optional<double> crps_usd;                  ///< mean
  std::optional<double> crps_skill;                ///< over the reference, on the same outcomes
  std::optional<double> coverage[kIntervalCount];  ///< share of outcomes inside
  std::vector<int> pit;                            ///< counts in ten equal parts of 0 to 1
  std::optional<Comparison> against_reference;     ///< percentage errors, by years; on the outcomes
  std::optional<Comparison> bootstrap_reference;   ///< that both have
};

struct Table {
  Schedule schedule;
  std::string reference;  ///< name of the forecaster the others are held against
  std::vector<Line> lines;
};

/// Sums up; the reference is the first forecaster.
Table summarise(const evidence::Pack& pack,
                std::span<const Forecaster> forecasters,
                std::span<const Scored> scored,
                const Schedule& schedule);

/// The line, nullptr where there is none.
const Line* find_line(const Table& table,
                      std::string_view forecaster,
                      evidence::Drivers drivers,
                      int horizon,
                      std::string_view selection);

/// The table as people read it: for each condition and horizon forecasters down, selections across,
/// mean absolute percentage errors; then intervals, scores and comparisons.
std::string text(const Table& table, std::span<const Forecaster> forecasters);

/// Everything, with each single forecast, as JSON: `schedule`, `pack`, `lines`, `forecasts`.
std::string json(const Table& table,
                 const evidence::Pack& pack,
                 std::span<const Forecaster> forecasters,
                 std::span<const Scored> scored);

}  // namespace corridor::backtest
