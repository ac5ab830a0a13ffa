#include "corridor/backtest/rivals.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>
#include <utility>

#include "corridor/backtest/drivers.hpp"
#include "corridor/backtest/scores.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::backtest {

namespace {

constexpr std::size_t kFewestErrors = 3;
constexpr int kDrivers = 2;
/// A fit to hardly more observations than it has coefficients forecasts anything.
constexpr int kObservationsPerCoefficient = 2;

struct LastKnown {
  int year = 0;
  double value = 0;
};

/// The newest known receipts before the year asked for.
std::optional<LastKnown> last_known(const evidence::Pack& known,
                                    std::string_view country,
                                    int year) {
  const std::map<int, double> all = receipts(known, country);
  if (all.empty() || all.rbegin()->first >= year) {
    return std::nullopt;
  }
  return LastKnown{all.rbegin()->first, all.rbegin()->second};
}

std::vector<std::string> countries(const evidence::Pack& pack) {
  std::vector<std::string> result;
  for (const evidence::Origin& origin : pack.origins) {
    if (!receipts(pack, origin.code).empty()) {
      result.push_back(origin.code);
    }
  }
  return result;
}

/// Growth and log change of the rate in a year.
struct DriverYear {
  double growth = 0;
  double rate = 0;
};

std::optional<DriverYear> drivers_of(const evidence::Pack& known, int year) {
  const auto grown = growth(known, year);
  const auto rate = exchange_rate(known, year);
  const auto before = exchange_rate(known, year - 1);
  if (!grown || !rate || !before) {
    return std::nullopt;
  }
  return DriverYear{*grown, std::log(*rate / *before)};
}

struct Observation {
  double change = 0;  ///< log change of receipts
  DriverYear drivers;
};

std::vector<Observation> observations(const evidence::Pack& known, std::string_view country) {
  std::vector<Observation> result;
  const std::map<int, double> all = receipts(known, country);
  for (const auto& [year, value] : all) {
    const auto before = all.find(year - 1);
    const auto drivers = drivers_of(known, year);
    if (before != all.end() && drivers) {
      result.push_back({std::log(value / before->second), *drivers});
    }
  }
  return result;
}

Observation mean_of(const std::vector<Observation>& rows) {
  Observation sum;
  for (const Observation& row : rows) {
    sum.change += row.change;
    sum.drivers.growth += row.drivers.growth;
    sum.drivers.rate += row.drivers.rate;
  }
  const auto count = static_cast<double>(rows.size());
  return {sum.change / count, {sum.drivers.growth / count, sum.drivers.rate / count}};
}

/// What the rules need of a pack: copies are made for every earlier origin.
evidence::Pack essentials(const evidence::Pack& pack) {
  evidence::Pack result;
  result.origins = pack.origins;
  result.destinations = {pack.destinations.front()};
  result.figures = pack.figures;
  result.publication = pack.publication;
  for (const std::string_view name : {"wage_mean", "fx"}) {
    result.series.push_back(pack.find_series(name, pack.destinations.front().code));
  }
  return result;
}

/// Log errors of the rule at one earlier origin, each over the root of the years it looked ahead.
void add_errors(const PointRule& rule,
                const evidence::Pack& now,
                const evidence::Pack& then,
                int furthest,
                std::vector<double>& errors) {
  for (const std::string& country : countries(now)) {
    const std::map<int, double> outcomes = receipts(now, country);
    const std::map<int, double> seen = receipts(then, country);
    if (seen.empty()) {
      continue;
    }
    for (int ahead = 1; ahead <= furthest; ++ahead) {
      const int year = seen.rbegin()->first + ahead;
      const auto outcome = outcomes.find(year);
      const auto point = rule(then, country, year);
      if (outcome != outcomes.end() && point) {
        errors.push_back(std::log(outcome->second / *point) / std::sqrt(ahead));
      }
    }
  }
}

/// Standard deviation of the logarithm a year ahead; nothing where too few errors are known.
std::optional<double> spread_a_year(const PointRule& rule, const Question& question, int furthest) {
  const evidence::Pack now = essentials(question.known);
  std::set<int> years;
  for (const std::string& country : countries(now)) {
    for (const auto& [year, value] : receipts(now, country)) {
      years.insert(year);
    }
  }
  std::vector<double> errors;
  for (std::size_t back = 1; back < years.size(); ++back) {
    evidence::AsOf when = question.when;
    when.month = when.month - static_cast<int>(back) * kMonthsPerYear;
    add_errors(rule, now, evidence::as_of(now, when), furthest, errors);
  }
  if (errors.size() < kFewestErrors) {
    return std::nullopt;
  }
  double sum = 0;
  for (const double error : errors) {
    sum += error * error;
  }
  return std::sqrt(sum / static_cast<double>(errors.size()));
}

/// Draws that all rivals share for the same question, so that their scores differ by the rules
/// alone.
std::vector<double> lognormal(const Question& question, double point, double sd, int members) {
  const auto country = static_cast<std::uint32_t>(question.known.origin_index(question.country));
  random::Sequence sequence({question.seed,
                             random::Stream::backtest_members,
                             Month(question.year, question.when.month.month_of_year()),
                             country});
  std::vector<double> result;
  result.reserve(static_cast<std::size_t>(members));
  for (int i = 0; i < members; ++i) {
    // Box and Muller (1958); the first uniform is kept away from zero.
    const double radius = std::sqrt(-2 * std::log(1 - sequence.uniform()));
    const double normal = radius * std::cos(2 * std::numbers::pi * sequence.uniform());
    result.push_back(point * std::exp(sd * normal));
  }
  return result;
}

}  // namespace

Forecast ensemble_forecast(std::vector<double> ensemble) {
  const double point = median(ensemble);
  return {point, std::move(ensemble)};
}

std::optional<double> no_change(const evidence::Pack& known, std::string_view country, int year) {
  const auto last = last_known(known, country, year);
  return last ? std::optional(last->value) : std::nullopt;
}

std::optional<double> drift(const evidence::Pack& known, std::string_view country, int year) {
  const auto last = last_known(known, country, year);
  if (!last) {
    return std::nullopt;
  }
  const std::map<int, double> all = receipts(known, country);
  const int span = last->year - all.begin()->first;
  if (span == 0) {
    return std::nullopt;
  }
  const double change = std::log(last->value / all.begin()->second) / span;
  return last->value * std::exp(change * (year - last->year));
}

std::optional<double> constant_wages(const evidence::Pack& known,
                                     std::string_view country,
                                     int year) {
  const auto last = last_known(known, country, year);
  const auto wage = wage_usd(known, year);
  const auto before = last ? wage_usd(known, last->year) : std::nullopt;
  if (!wage || !before) {
    return std::nullopt;
  }
  const double wages = last->value / (kMonthsPerYear * *before);
  return wages * kMonthsPerYear * *wage;
}

std::optional<RegressionFit> fit_regression(const evidence::Pack& known) {
  RegressionFit fit;
  std::vector<std::pair<std::string, Observation>> means;
  double xx = 0, xz = 0, zz = 0, xy = 0, zy = 0;
  for (const std::string& country : countries(known)) {
    const std::vector<Observation> rows = observations(known, country);
    if (rows.empty()) {
      continue;
    }
    const Observation centre = mean_of(rows);
    means.emplace_back(country, centre);
    fit.observations += static_cast<int>(rows.size());
    for (const Observation& row : rows) {
      const double x = row.drivers.growth - centre.drivers.growth;
      const double z = row.drivers.rate - centre.drivers.rate;
      const double y = row.change - centre.change;
      xx += x * x;
      xz += x * z;
      zz += z * z;
      xy += x * y;
      zy += z * y;
    }
  }
  // Without variation of its own in each driver, the two normal equations have no one solution.
  const double determinant = xx * zz - xz * xz;
  const int coefficients = static_cast<int>(means.size()) + kDrivers;
  if (fit.observations < kObservationsPerCoefficient * coefficients ||
      determinant <= 1e-12 * xx * zz || xx <= 0 || zz <= 0) {
    return std::nullopt;
  }
  fit.of_growth = (xy * zz - zy * xz) / determinant;
  fit.of_rate = (zy * xx - xy * xz) / determinant;
  for (const auto& [country, centre] : means) {
    fit.constant[country] =
        centre.change - fit.of_growth * centre.drivers.growth - fit.of_rate * centre.drivers.rate;
  }
  return fit;
}

std::optional<double> regression(const evidence::Pack& known, std::string_view country, int year) {
  const auto last = last_known(known, country, year);
  const auto fit = last ? fit_regression(known) : std::nullopt;
  if (!fit || fit->constant.find(country) == fit->constant.end()) {
    return std::nullopt;
  }
  double change = 0;
  for (int at = last->year + 1; at <= year; ++at) {
    const auto drivers = drivers_of(known, at);
    if (!drivers) {
      return std::nullopt;
    }
    change += fit->constant.find(country)->second + fit->of_growth * drivers->growth +
              fit->of_rate * drivers->rate;
  }
  return last->value * std::exp(change);
}

Forecaster rival(std::string name, std::string label, PointRule rule, int members) {
  const auto answer = [rule = std::move(rule),
                       members](const Question& question) -> std::optional<Forecast> {
    const auto point = rule(question.known, question.country, question.year);
    const auto last = last_known(question.known, question.country, question.year);
    if (!point || !last) {
      return std::nullopt;
    }
    const int ahead = question.year - last->year;
    const auto spread = spread_a_year(rule, question, ahead);
    Forecast result{*point, {}};
    if (spread) {
      result.ensemble = lognormal(question, *point, *spread * std::sqrt(ahead), members);
    }
    return result;
  };
  return {std::move(name), std::move(label), answer};
}

std::vector<Forecaster> rivals(int members) {
  return {rival("no_change", "no change", no_change, members),
          rival("drift", "random walk with drift", drift, members),
          rival("constant_wages", "constant number of wages", constant_wages, members),
          rival("regression", "regression on growth and exchange rate", regression, members)};
}

}  // namespace corridor::backtest
