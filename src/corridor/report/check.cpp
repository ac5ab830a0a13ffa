#include "corridor/report/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "corridor/base/error.hpp"

namespace corridor::report {

namespace {

constexpr double kClose = 0.10;
constexpr double kNear = 0.20;

bool is_year(const std::string& period) {
  return period.size() == 4 &&
         std::all_of(period.begin(), period.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool known_place(const std::vector<store::Place>& places, const std::string& code) {
  return std::any_of(places.begin(), places.end(), [&](const store::Place& place) {
    return place.code == code && place.kind != "destination";
  });
}

}  // namespace

std::string verdict(double published, double model, std::string_view kind) {
  const std::string prefix = kind == "test" ? "held out: " : "";
  if (published == 0) {
    return prefix + (model == 0 ? "equal" : "published figure is zero");
  }
  const double relative = model / published - 1;
  const double distance = std::abs(model - published);
  const double size = std::abs(published);
  if (distance <= kClose * size) {
    return prefix + "within 10 %";
  }
  if (distance <= kNear * size) {
    return prefix + "within 20 %";
  }
  return fmt::format(
      "{}{} by {:.0f} %", prefix, relative > 0 ? "above" : "below", std::abs(relative) * 100);
}

bool covers(const store::RunInfo& run, const std::string& period, sim::OverYear rule) {
  Month first;
  Month last;
  if (is_year(period)) {
    const int year = std::atoi(period.c_str());
    last = Month(year, 12);
    first = rule == sim::OverYear::sum ? Month(year, 1) : last;
  } else if (Month::parse(period, first)) {
    last = first;
  } else {
    return false;
  }
  return run.has_months && first >= run.from && last <= run.last_month;
}

ModelValues::ModelValues(const store::Store& store, const store::RunInfo& run)
    : store_(store), run_(run), measures_(store.measures(run)) {}

const store::MeasureInfo* ModelValues::measure(std::string_view name) const {
  const auto found = std::find_if(
      measures_.begin(), measures_.end(), [&](const auto& entry) { return entry.name == name; });
  return found == measures_.end() ? nullptr : &*found;
}

bool ModelValues::reports(const std::string& name) const { return measure(name) != nullptr; }

const std::vector<store::Point>& ModelValues::months(const std::string& name,
                                                     const std::string& place) {
  const auto [entry, is_new] = cache_.try_emplace({name, place});
  if (is_new && reports(name)) {
    try {
      entry->second = store_.series(run_, {name, place, {}, {}}).front().points;
    } catch (const Error&) {
      // The measure is not kept for this place: the figure has no model value, which the caller
      // reports.
      entry->second.clear();
    }
  }
  return entry->second;
}

std::optional<double> ModelValues::value(const std::string& name,
                                         const std::string& place,
                                         const std::string& period) {
  const store::MeasureInfo* info = measure(name);
  if (info == nullptr || !covers(run_, period, info->over_year)) {
    return std::nullopt;
  }
  const std::vector<store::Point>& all = months(name, place);
  Month month;
  std::vector<store::Point> wanted;
  if (is_year(period)) {
    month = Month(std::atoi(period.c_str()), 1);
    wanted = store::by_year(all, info->over_year);
  } else {
    Month::parse(period, month);
    wanted = all;
  }
  for (const store::Point& point : wanted) {
    if (point.period == month) {
      return point.value;
    }
  }
  return std::nullopt;
}

Check check(const store::Store& store, const store::RunInfo& run, const evidence::Pack& pack) {
  Check result;
  ModelValues values(store, run);
  const std::vector<store::Place> places = store.places(run);
  std::map<std::string, int> unknown;
  for (const evidence::Target& target : pack.targets) {
    const store::MeasureInfo* info = values.measure(target.quantity);
    if (info == nullptr || !known_place(places, target.place)) {
      ++unknown[target.quantity];
      continue;
    }
    if (!covers(run, target.period, info->over_year)) {
      ++result.outside;
      continue;
    }
    const auto model = values.value(target.quantity, target.place, target.period);
    if (!model) {
      ++unknown[target.quantity];
      continue;
    }
    result.rows.push_back({target.id,
                           target.place,
                           target.period,
                           target.quantity,
                           target.unit,
                           target.value,
                           *model,
                           target.kind,
                           info->grade,
                           target.source,
                           verdict(target.value, *model, target.kind)});
  }
  result.not_modelled.assign(unknown.begin(), unknown.end());
  return result;
}

std::vector<FitError> fit_errors(const Check& check) {
  std::vector<FitError> errors;
  for (const CheckRow& row : check.rows) {
    if (row.kind != "fit" || row.published == 0) {
      continue;
    }
    auto found = std::find_if(errors.begin(), errors.end(), [&](const FitError& error) {
      return error.place == row.place && error.quantity == row.quantity;
    });
    if (found == errors.end()) {
      found = errors.insert(errors.end(), {row.place, row.quantity, 0, 0});
    }
    found->percent += std::abs(row.model / row.published - 1) * 100;
    ++found->figures;
  }
  for (FitError& error : errors) {
    error.percent /= error.figures;
  }
  return errors;
}

}  // namespace corridor::report
