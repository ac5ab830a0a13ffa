#include "corridor/report/question.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "corridor/ensemble/quantiles.hpp"

namespace corridor::report {

namespace {

using evidence::Aggregation;

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

/// How the months of one measure make the value; `value` has become one of the others, or stays
/// where the last month is meant.
Aggregation rule_of(const Question& question, const store::MeasureInfo& measure) {
  const bool by_measure =
      !question.aggregation || (*question.aggregation == Aggregation::value && question.whole_year);
  if (!by_measure) {
    return *question.aggregation;
  }
  return measure.over_year == sim::OverYear::sum ? Aggregation::sum : Aggregation::value;
}

double of_place(const Question& question,
                const store::MeasureInfo& measure,
                const std::string& place,
                ModelValues& values) {
  const std::vector<store::Point>& points = values.months(measure.name, place);
  const Month first = question.span.first_month();
  const Month last = question.span.last_month();
  switch (rule_of(question, measure)) {
    case Aggregation::value:
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

/// Why a measure cannot answer; empty when it can.
std::string hindrance(const Question& question, const std::string& name, ModelValues& values) {
  const store::MeasureInfo* info = values.measure(name);
  if (info == nullptr) {
    return fmt::format("{} is not reported by this run", name);
  }
  if (!info->additive && question.places.size() > 1) {
    return fmt::format("{} does not add up over places", name);
  }
  for (const std::string& place : question.places) {
    if (values.months(name, place).empty()) {
      return fmt::format("this run keeps no {} of {}", name, place);
    }
  }
  return "";
}

/// The first month whose value is needed.
Month needed_from(const Question& question, const store::MeasureInfo& measure) {
  const Aggregation rule = rule_of(question, measure);
  if (rule == Aggregation::value) {
    return question.span.last_month();
  }
  return question.span.first_month() - (rule == Aggregation::change ? 1 : 0);
}

/// Sum over the measures of the terms and over the places.
double of_terms(const Question& question, const std::string& terms, ModelValues& values) {
  double sum = 0;
  for (const std::string& name : split(terms, '+')) {
    for (const std::string& place : question.places) {
      sum += of_place(question, *values.measure(name), place, values);
    }
  }
  return sum;
}

/// Why the terms cannot answer; an answer without a reason when they can.
Answer obstacle(const Question& question, const std::string& terms, ModelValues& values) {
  const store::RunInfo& run = values.run();
  for (const std::string& name : split(terms, '+')) {
    std::string reason = hindrance(question, name, values);
    if (!reason.empty()) {
      return {std::nullopt, std::move(reason)};
    }
    if (!run.has_months || needed_from(question, *values.measure(name)) < run.from ||
        question.span.last_month() > run.last_month) {
      return {std::nullopt,
              fmt::format("the run covers {} to {}", run.from.text(), run.last_month.text()),
              true};
    }
  }
  return {};
}

}  // namespace

bool is_year(const std::string& period) {
  return period.size() == 4 &&
         std::all_of(period.begin(), period.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Question question_of(const evidence::Claim& claim) {
  return {claim.measure,
          claim.places,
          claim.span,
          is_year(claim.period),
          claim.aggregation.value_or(Aggregation::value)};
}

Question question_of(const evidence::Target& target) {
  return {target.quantity, target.places, target.span, is_year(target.period), target.aggregation};
}

Question question_of(const evidence::PublishedResult& result) {
  return {result.measure, result.places, result.span, is_year(result.period), result.aggregation};
}

namespace {

/// The answer of the run, or of the member that is selected.
Answer answer_once(const Question& question, ModelValues& values) {
  const std::vector<std::string> ratio = split(question.measure, '/');
  for (const std::string& terms : ratio) {
    Answer found = obstacle(question, terms, values);
    if (!found.reason.empty()) {
      return found;
    }
  }
  const double value = of_terms(question, ratio[0], values);
  if (ratio.size() == 1) {
    return {value, ""};
  }
  const double base = of_terms(question, ratio[1], values);
  if (base == 0) {
    return {std::nullopt, "the model counts nothing to divide by"};
  }
  return {100 * value / base, ""};
}

}  // namespace

Answer answer(const Question& question, ModelValues& values) {
  Answer result = answer_once(question, values);
  for (int member = 0; member < values.run().members && result.value; ++member) {
    values.select(member);
    const Answer one = answer_once(question, values);
    if (!one.value && member == 0) {
      break;  // not kept by member
    }
    result.members.push_back(one.value.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  values.select(std::nullopt);
  if (!result.members.empty()) {
    const double median = ensemble::quantiles_of(result.members)[ensemble::kMedian];
    result.value = std::isnan(median) ? result.value : std::optional(median);
  }
  return result;
}

}  // namespace corridor::report
