#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corridor/backtest/forecaster.hpp"

/// Simple forecasts of yearly receipts that a model has to beat. Each starts from the last receipts
/// that are known and sees drivers as the pack as of the month has them: as they came to be, or as
/// its rules continue them.
namespace corridor::backtest {

/// A rule that gives a point. `known` is a pack as of a month.
using PointRule = std::function<std::optional<double>(
    const evidence::Pack& known, std::string_view country, int year)>;

/// Receipts stay what they were in the last known year.
std::optional<double> no_change(const evidence::Pack& known, std::string_view country, int year);

/// Their logarithm goes on by its mean change over all known years of the country.
std::optional<double> drift(const evidence::Pack& known, std::string_view country, int year);

/// The number of mean wages of the main destination that receipts are worth, receipts / (12 x wage
/// in USD), stays what it was in the last known year.
std::optional<double> constant_wages(const evidence::Pack& known,
                                     std::string_view country,
                                     int year);

/// Log change of receipts on growth of the main destination and log change of its exchange rate,
/// one constant a country, by least squares over all countries and years known.
std::optional<double> regression(const evidence::Pack& known, std::string_view country, int year);

/// Coefficients of that regression: r = a(country) + growth b + log change of the rate c.
struct RegressionFit {
  std::map<std::string, double, std::less<>> constant;
  double of_growth = 0;
  double of_rate = 0;
  int observations = 0;
};

/// Nothing with fewer than two observations a coefficient, or drivers that never vary.
std::optional<RegressionFit> fit_regression(const evidence::Pack& known);

/// The rule as a forecaster. Its ensemble is lognormal around the point: the standard deviation of
/// the logarithm is the root mean square of the errors that the same rule made at earlier origins,
/// a whole number of years before, under the same condition and seen with what is known now, pooled
/// over countries; each is divided by the root of the years it looked ahead and the result
/// multiplied by the root of the years asked for, as in a random walk. Without enough such errors
/// there is a point alone.
Forecaster rival(std::string name, std::string label, PointRule rule, int members);

/// No change, drift, constant wages and the regression, in this order.
std::vector<Forecaster> rivals(int members);

}  // namespace corridor::backtest
