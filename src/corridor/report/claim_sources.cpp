#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "corridor/report/claims.hpp"

/// What the model and the other sources say of the quantity of a claim.
namespace corridor::report {

namespace {

using evidence::Aggregation;
using evidence::Claim;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::size_t at = 0;
  while (at <= text.size()) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    parts.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return parts;
}

bool is_year(const std::string& period) { return period.size() == 4; }

double at_month(const std::vector<store::Point>& points, Month month) {
  // A month without a stored value is one in which nothing was counted.
  for (const store::Point& point : points) {
    if (point.period == month) {
      return point.value;
    }
  }
  return 0;
}

double over_months(const std::vector<store::Point>& points, Month first, Month last) {
  double sum = 0;
  for (const store::Point& point : points) {
    sum += point.period >= first && point.period <= last ? point.value : 0;
  }
  return sum;
}

/// One measure of one origin, by the rule of the claim.
double of_place(const Claim& claim,
                const std::string& measure,
                const std::string& place,
                ModelValues& values) {
  const std::vector<store::Point>& points = values.months(measure, place);
  const Month first = claim.span.first_month();
  const Month last = claim.span.last_month();
  switch (claim.aggregation.value_or(Aggregation::value)) {
    case Aggregation::value:
      if (is_year(claim.period)) {
        return values.value(measure, place, claim.period).value_or(0);
      }
      return at_month(points, last);
    case Aggregation::mean:
      return over_months(points, first, last) / (last - first + 1);
    case Aggregation::change:
      return at_month(points, last) - at_month(points, first - 1);
    case Aggregation::sum:
    case Aggregation::ratio:
    case Aggregation::count:
      return over_months(points, first, last);
  }
  return 0;
}

/// Sum over measures and places.
double of_terms(const Claim& claim, const std::string& terms, ModelValues& values) {
  double sum = 0;
  for (const std::string& measure : split(terms, '+')) {
    for (const std::string& place : claim.places) {
      sum += of_place(claim, measure, place, values);
    }
  }
  return sum;
}

/// Why a measure cannot speak to the claim; empty when it can.
std::string hindrance(const Claim& claim, const std::string& measure, ModelValues& values) {
  const store::MeasureInfo* info = values.measure(measure);
  if (info == nullptr) {
    return fmt::format("this run does not report {}", measure);
  }
  if (!info->additive && claim.places.size() > 1) {
    return fmt::format("{} does not add up over places", measure);
  }
  for (const std::string& place : claim.places) {
    if (values.months(measure, place).empty()) {
      return fmt::format("this run keeps no {} of {}", measure, place);
    }
  }
  return "";
}

/// The first month whose value is needed.
Month needed_from(const Claim& claim) {
  const Aggregation rule = claim.aggregation.value_or(Aggregation::value);
  if (rule == Aggregation::value && !is_year(claim.period)) {
    return claim.span.last_month();
  }
  return claim.span.first_month() - (rule == Aggregation::change ? 1 : 0);
}

bool same_time(Month a, Month b) { return std::abs(a - b) < kSameTimeMonths; }

/// Figures of the pack's targets for one place, near the claim's date.
std::vector<const evidence::Target*> near_targets(const Claim& claim,
                                                  const evidence::Pack& pack,
                                                  const std::string& place) {
  std::vector<const evidence::Target*> found;
  for (const evidence::Target& target : pack.targets) {
    const auto span = evidence::parse_date_span(target.period);
    if (target.quantity == claim.measure && target.place == place && span &&
        is_year(target.period) == is_year(claim.period) &&
        same_time(span->last_month(), claim.span.last_month())) {
      found.push_back(&target);
    }
  }
  return found;
}

std::string publisher_of(const evidence::Target& target, const evidence::Pack& pack) {
  for (const evidence::Source& source : pack.sources) {
    if (source.id == target.source) {
      return fmt::format("{}, {}", source.publisher, target.period);
    }
  }
  return target.source;
}

/// The figure whose date is nearest to the claim's.
const evidence::Target* nearest(const std::vector<const evidence::Target*>& targets, Month month) {
  const auto distance = [&](const evidence::Target* target) {
    return std::abs(evidence::parse_date_span(target->period)->last_month() - month);
  };
  return *std::min_element(targets.begin(), targets.end(), [&](const auto* a, const auto* b) {
    return distance(a) < distance(b);
  });
}

void add_targets(const Claim& claim, const evidence::Pack& pack, std::vector<Quote>& quotes) {
  double sum = 0;
  for (const std::string& place : claim.places) {
    const auto targets = near_targets(claim, pack, place);
    if (targets.empty()) {
      return;
    }
    if (claim.places.size() == 1) {
      for (const evidence::Target* target : targets) {
        quotes.push_back({publisher_of(*target, pack), target->value, {}, {}});
      }
      return;
    }
    sum += nearest(targets, claim.span.last_month())->value;
  }
  if (!claim.places.empty()) {
    quotes.push_back({"sum of the published counts by origin", sum, {}, {}});
  }
}

}  // namespace

ClaimValue claim_value(const Claim& claim, ModelValues& values) {
  if (claim.measure.empty()) {
    return {std::nullopt, claim.note};
  }
  const std::vector<std::string> ratio = split(claim.measure, '/');
  for (const std::string& terms : ratio) {
    for (const std::string& measure : split(terms, '+')) {
      std::string reason = hindrance(claim, measure, values);
      if (!reason.empty()) {
        return {std::nullopt, std::move(reason)};
      }
    }
  }
  const store::RunInfo& run = values.run();
  if (needed_from(claim) < run.from || claim.span.last_month() > run.last_month) {
    return {std::nullopt,
            fmt::format("the run covers {} to {}", run.from.text(), run.last_month.text())};
  }
  const double value = of_terms(claim, ratio[0], values);
  if (ratio.size() == 1) {
    return {value, ""};
  }
  const double base = of_terms(claim, ratio[1], values);
  if (base == 0) {
    return {std::nullopt, "the model counts nothing to divide by"};
  }
  return {100 * value / base, ""};
}

std::vector<Quote> other_sources(const Claim& claim, const evidence::Pack& pack) {
  std::vector<Quote> quotes;
  for (const Claim& other : pack.claims) {
    const bool same = other.id != claim.id && other.main == claim.main && other.value &&
                      other.quantity == claim.quantity && other.places == claim.places &&
                      other.unit == claim.unit;
    if (same && same_time(other.span.last_month(), claim.span.last_month())) {
      quotes.push_back({other.said_by, *other.value, other.low, other.high});
    }
  }
  if (!claim.measure.empty()) {
    add_targets(claim, pack, quotes);
  }
  return quotes;
}

}  // namespace corridor::report
