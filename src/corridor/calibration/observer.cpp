#include "corridor/calibration/observer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "corridor/base/check.hpp"
#include "corridor/base/error.hpp"

namespace corridor::calibration {

namespace {

using evidence::Aggregation;

int known_measure(const std::string& name) {
  const int measure = sim::measure_index(name);
  if (measure < 0) {
    fail_input({"calibration",
                fmt::format("quantity {}", name),
                "is not a single measure of the model.",
                "Fit a quantity that `corridor show` lists."});
  }
  return measure;
}

Aggregation rule_of_measure(int measure) {
  return sim::measures()[static_cast<std::size_t>(measure)].over_year == sim::OverYear::sum
             ? Aggregation::sum
             : Aggregation::value;
}

Observable of_year(std::string_view measure, std::string_view origin, int year, Aggregation rule) {
  return {std::string(measure),
          {std::string(origin)},
          Month(year, 1),
          Month(year, kMonthsPerYear),
          rule};
}

/// Value of one place over the months `first` to `last` of the run.
double over_months(const std::vector<double>& months, int first, int last, Aggregation rule) {
  const auto at = [&](int month) { return months.at(static_cast<std::size_t>(month)); };
  double sum = 0;
  switch (rule) {
    case Aggregation::value:
      return at(last);
    case Aggregation::change:
      return at(last) - at(first - 1);
    case Aggregation::sum:
    case Aggregation::mean:
    case Aggregation::ratio:
    case Aggregation::count:
      for (int month = first; month <= last; ++month) {
        sum += at(month);
      }
      return rule == Aggregation::mean ? sum / (last - first + 1) : sum;
  }
  return 0;
}

}  // namespace

Observable observable_of(const evidence::Target& target) {
  const int measure = known_measure(target.quantity);
  return {target.quantity,
          target.places,
          target.span.first_month(),
          target.span.last_month(),
          target.aggregation.value_or(rule_of_measure(measure))};
}

Observable yearly_receipts(std::string_view origin, int year) {
  return of_year("receipts_recorded_usd", origin, year, Aggregation::sum);
}

Observable yearly_present(std::string_view origin, int year) {
  return of_year("migrants_present", origin, year, Aggregation::mean);
}

Observer::Observer(const evidence::Pack& pack, std::span<const Observable> observables, Month from)
    : from_(from) {
  const std::vector<std::string> places = sim::place_codes(pack);
  slot_of_.assign(sim::measures().size(), std::vector<int>(places.size(), -1));
  for (const Observable& one : observables) {
    Wanted wanted{{}, one.first - from, one.last - from, one.rule};
    const int measure = known_measure(one.measure);
    for (const std::string& code : one.places) {
      const auto place = std::find(places.begin(), places.end(), code);
      if (place == places.end()) {
        fail_input({"calibration",
                    fmt::format("place {}", code),
                    "is no origin or region of the pack.",
                    "Fit figures of places that the model reports."});
      }
      wanted.slots.push_back(slot(measure, static_cast<int>(place - places.begin())));
    }
    wanted_.push_back(std::move(wanted));
  }
}

std::size_t Observer::slot(int measure, int place) {
  int& slot = slot_of_[static_cast<std::size_t>(measure)][static_cast<std::size_t>(place)];
  if (slot < 0) {
    slot = static_cast<int>(months_.size());
    months_.emplace_back();
  }
  return static_cast<std::size_t>(slot);
}

void Observer::add(Month month, std::span<const sim::Value> values) {
  invariant(month - from_ == done_, "months of a run reach its observer in their order");
  ++done_;
  for (std::vector<double>& slot : months_) {
    slot.push_back(0);
  }
  for (const sim::Value& value : values) {
    const sim::Cell& cell = value.cell;
    if (cell.place < 0 || cell != sim::Cell{.place = cell.place}) {
      continue;
    }
    const int slot =
        slot_of_[static_cast<std::size_t>(value.measure)][static_cast<std::size_t>(cell.place)];
    if (slot >= 0) {
      months_[static_cast<std::size_t>(slot)].back() = value.value;
    }
  }
}

std::vector<double> Observer::values() const {
  std::vector<double> result;
  for (const Wanted& wanted : wanted_) {
    invariant(wanted.last < done_, "a run ends before the months that are asked of it");
    double sum = 0;
    for (const std::size_t slot : wanted.slots) {
      sum += over_months(months_[slot], wanted.first, wanted.last, wanted.rule);
    }
    result.push_back(sum);
  }
  return result;
}

Month Observer::last_month(std::span<const Observable> observables) {
  Month last;
  for (const Observable& one : observables) {
    last = std::max(last, one.last);
  }
  return last;
}

}  // namespace corridor::calibration
