#include "corridor/backtest/backtest.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "corridor/backtest/drivers.hpp"
#include "corridor/backtest/scores.hpp"
#include "corridor/base/error.hpp"

namespace corridor::backtest {

namespace {

using evidence::AsOf;
using evidence::Drivers;
using evidence::Pack;
using evidence::YearlyFigure;

constexpr Drivers kConditions[] = {Drivers::known, Drivers::forecast};

/// One outcome that is asked for, at one origin.
struct Case {
  const YearlyFigure* outcome = nullptr;
  int horizon = 0;
  Month origin;
};

/// The newest release of receipts, by origin of the pack and year.
std::vector<const YearlyFigure*> outcomes(const Pack& pack, const Schedule& schedule) {
  std::vector<const YearlyFigure*> result;
  for (const evidence::Origin& origin : pack.origins) {
    for (const YearlyFigure& figure : pack.figures) {
      if (figure.quantity == kReceipts && figure.place == origin.code && !figure.published &&
          figure.year >= schedule.first_year && figure.year <= schedule.last_year) {
        result.push_back(&figure);
      }
    }
  }
  return result;
}

std::vector<Case> cases(const Pack& pack, const Schedule& schedule) {
  std::vector<Case> result;
  for (const int horizon : schedule.horizons) {
    for (const YearlyFigure* outcome : outcomes(pack, schedule)) {
      const int year = outcome->year - horizon + schedule.origin_years_after;
      result.push_back({outcome, horizon, Month(year, schedule.origin_month)});
    }
  }
  return result;
}

/// Packs as of a month, each made once.
class Views {
 public:
  Views(const Pack& pack, const Schedule& schedule) : pack_(pack), schedule_(schedule) {}
  const Pack& at(const AsOf& when) {
    const auto key = std::make_pair(when.month, when.drivers);
    const auto found = views_.find(key);
    return found != views_.end() ? found->second
                                 : views_.emplace(key, evidence::as_of(pack_, when)).first->second;
  }
  std::optional<Forecast> ask(const Forecaster& forecaster, const Case& one, Drivers drivers) {
    const AsOf when{one.origin, drivers, schedule_.revisions};
    return forecaster.forecast(
        {at(when), when, one.outcome->place, one.outcome->year, schedule_.seed});
  }

 private:
  const Pack& pack_;
  const Schedule& schedule_;
  std::map<std::pair<Month, Drivers>, Pack> views_;
};

/// Addresses the draw of a PIT by what is forecast, so that it is the same for every forecaster.
std::uint32_t address(const Pack& pack, const Case& one) {
  constexpr std::uint32_t kYears = 10000;
  constexpr std::uint32_t kHorizons = 32;
  const auto country = static_cast<std::uint32_t>(pack.origin_index(one.outcome->place));
  const auto horizon = static_cast<std::uint32_t>(one.horizon);
  return (country * kHorizons + horizon) * kYears + static_cast<std::uint32_t>(one.outcome->year);
}

Scored score(const Pack& pack,
             const Schedule& schedule,
             const Case& one,
             const Forecast& forecast) {
  Scored result;
  const YearlyFigure& outcome = *one.outcome;
  result.horizon = one.horizon;
  result.country = outcome.place;
  result.year = outcome.year;
  result.origin = one.origin;
  result.held_out = outcome.held_out;
  result.estimated = outcome.status == "estimated";
  result.outcome = outcome.value;
  result.point = forecast.point;
  result.absolute_error = absolute_error(forecast.point, outcome.value);
  result.percentage_error = absolute_percentage_error(forecast.point, outcome.value);
  if (forecast.ensemble.size() > 1) {
    result.crps = crps_ensemble(forecast.ensemble, outcome.value);
    result.pit = pit(forecast.ensemble, outcome.value, tie_draw(schedule.seed, address(pack, one)));
    for (std::size_t i = 0; i < kIntervalCount; ++i) {
      result.interval[i] = central_interval(forecast.ensemble, kIntervals[i]);
      result.covered[i] = covered(forecast.ensemble, outcome.value, kIntervals[i]);
    }
  }
  return result;
}

/// Doubles what nobody knew of receipts, targets and welfare, and of series that are no drivers.
class OtherFuture {
 public:
  OtherFuture(const Pack& pack, Month month) : pack_(pack), month_(month) {}
  void change(Pack& copy) const {
    for (YearlyFigure& figure : copy.figures) {
      const Month known = figure.published ? *figure.published
                                           : known_from({"figures",
                                                         figure.quantity,
                                                         figure.source,
                                                         Month(figure.year, kMonthsPerYear)});
      double_if(figure.quantity == kReceipts && (figure.held_out || known > month_), figure.value);
    }
    for (evidence::Target& target : copy.targets) {
      const Month known =
          known_from({"targets", target.quantity, target.source, target.span.last_month()});
      double_if(target.kind == "test" || known > month_, target.value);
    }
    for (evidence::WelfareFigure& figure : copy.welfare) {
      const Month known = known_from(
          {"welfare", figure.quantity, figure.source, Month(figure.year, kMonthsPerYear)});
      double_if(known > month_, figure.value);
    }
    for (evidence::Series& series : copy.series) {
      change_series(series);
    }
  }

 private:
  Month known_from(const evidence::DatedRow& row) const { return evidence::known_from(pack_, row); }
  static void double_if(bool unknown, double& value) { value *= unknown ? 2 : 1; }
  void change_series(evidence::Series& series) const {
    if (evidence::publication_rule(pack_, {"series", series.name, {}, series.first}).driver) {
      return;
    }
    const int step = series.yearly ? kMonthsPerYear : 1;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      const Month last = series.first + (static_cast<int>(i) + 1) * step - 1;
      double_if(known_from({"series", series.name, {}, last}) > month_, series.values[i]);
    }
  }
  const Pack& pack_;
  Month month_;
};

bool same(const std::optional<Forecast>& a, const std::optional<Forecast>& b) {
  return a.has_value() == b.has_value() &&
         (!a || (a->point == b->point && a->ensemble == b->ensemble));
}

}  // namespace

Schedule usual_schedule(const Pack& pack) {
  const YearlyFigure* newest = nullptr;
  for (const YearlyFigure& figure : pack.figures) {
    if (figure.quantity == kReceipts && (newest == nullptr || figure.year > newest->year)) {
      newest = &figure;
    }
  }
  if (newest == nullptr) {
    fail_input({(pack.folder / "figures.csv").generic_string(),
                std::string(kReceipts),
                "has no row.",
                "Add the receipts that forecasts are scored on."});
  }
  Schedule schedule;
  schedule.horizons = {1, 2};
  const evidence::DatedRow row{
      "figures", newest->quantity, newest->source, Month(newest->year, kMonthsPerYear)};
  const Month known = evidence::known_from(pack, row);
  schedule.origin_month = known.month_of_year();
  schedule.origin_years_after = known.year() - newest->year;
  // One year for a change of the wage, and as many as the longest horizon for an error of its rule.
  const std::string& place = pack.destinations.front().code;
  schedule.first_year =
      pack.find_series("wage_mean", place).first.year() + 1 + schedule.horizons.back();
  schedule.last_year = newest->year;
  return schedule;
}

std::vector<Scored> backtest(const Pack& pack,
                             std::span<const Forecaster> forecasters,
                             const Schedule& schedule) {
  std::vector<Scored> result;
  const std::vector<Case> all = cases(pack, schedule);
  Views views(pack, schedule);
  for (const Forecaster& forecaster : forecasters) {
    for (const Drivers drivers : kConditions) {
      for (const Case& one : all) {
        if (const auto forecast = views.ask(forecaster, one, drivers)) {
          result.push_back(score(pack, schedule, one, *forecast));
          result.back().forecaster = forecaster.name;
          result.back().drivers = drivers;
        }
      }
    }
  }
  return result;
}

std::vector<Leak> find_leaks(const Pack& pack, const Factory& make, const Schedule& schedule) {
  std::vector<Leak> leaks;
  std::vector<Case> all = cases(pack, schedule);
  std::stable_sort(
      all.begin(), all.end(), [](const Case& a, const Case& b) { return a.origin < b.origin; });
  const std::vector<Forecaster> honest = make(pack);
  Views views(pack, schedule);
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    Pack other = pack;
    OtherFuture(pack, all[begin].origin).change(other);
    const std::vector<Forecaster> twins = make(other);
    Views other_views(other, schedule);
    for (; end < all.size() && all[end].origin == all[begin].origin; ++end) {
      for (std::size_t i = 0; i < honest.size(); ++i) {
        for (const Drivers drivers : kConditions) {
          if (!same(views.ask(honest[i], all[end], drivers),
                    other_views.ask(twins[i], all[end], drivers))) {
            leaks.push_back(
                {honest[i].name, all[end].outcome->place, all[end].outcome->year, all[end].origin});
          }
        }
      }
    }
  }
  return leaks;
}

}  // namespace corridor::backtest
