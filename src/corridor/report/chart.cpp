#include "corridor/report/chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

namespace corridor::report {

namespace {

using nlohmann::json;
using Points = std::vector<store::Point>;

constexpr int kMonths = 12;

double largest(const Points& points) {
  double most = 0;
  for (const store::Point& point : points) {
    most = std::max(most, std::abs(point.value));
  }
  return most;
}

/// The largest number the axis must hold; stacked lines stand on one another.
double largest(const Chart& chart) {
  double all = 0;
  for (const ChartLine& line : chart.lines) {
    double most = largest(line.points);
    for (const Band& band : line.bands) {
      most = std::max({most, largest(band.low), largest(band.high)});
    }
    all = chart.stacked ? all + most : std::max(all, most);
  }
  return all;
}

/// The periods of the horizontal axis, by the month they begin with.
std::vector<Month> periods_of(const Chart& chart) {
  std::vector<Month> periods;
  std::optional<Month> first;
  std::optional<Month> last;
  for (const ChartLine& line : chart.lines) {
    if (!line.points.empty()) {
      first = std::min(first.value_or(line.points.front().period), line.points.front().period);
      last = std::max(last.value_or(line.points.back().period), line.points.back().period);
    }
  }
  if (first) {
    for (Month at = *first; at <= *last; at = at + (chart.yearly ? kMonths : 1)) {
      periods.push_back(at);
    }
  }
  return periods;
}

json numbers(const Points& points, const std::vector<Month>& periods, double divisor) {
  json result = json::array();
  auto at = points.begin();
  for (const Month period : periods) {
    at = std::find_if(
        at, points.end(), [&](const store::Point& point) { return point.period >= period; });
    const bool held = at != points.end() && at->period == period;
    result.push_back(held ? json(rounded(at->value / divisor)) : json());
  }
  return result;
}

json line_json(const ChartLine& line, const std::vector<Month>& periods, double divisor) {
  json result = {{"label", line.label}, {"values", numbers(line.points, periods, divisor)}};
  for (const Band& band : line.bands) {
    result["bands"].push_back({{"label", band.label},
                               {"low", numbers(band.low, periods, divisor)},
                               {"high", numbers(band.high, periods, divisor)}});
  }
  return result;
}

}  // namespace

Scale scale_of(double most, const std::string& unit) {
  if (most >= 2e9) {
    return {1e9, "billion " + unit};
  }
  if (most >= 2e6) {
    return {1e6, "million " + unit};
  }
  if (most >= 2e4) {
    return {1e3, "thousand " + unit};
  }
  return {1, unit};
}

double rounded(double value) { return std::stod(fmt::format("{:.5g}", value)); }

json chart_json(const Chart& chart) {
  const Scale scale = scale_of(largest(chart), chart.unit);
  const std::vector<Month> periods = periods_of(chart);
  json names = json::array();
  for (const Month period : periods) {
    names.push_back(chart.yearly ? std::to_string(period.year()) : period.text());
  }
  json lines = json::array();
  for (const ChartLine& line : chart.lines) {
    lines.push_back(line_json(line, periods, scale.divisor));
  }
  json published = json::array();
  for (const PublishedDot& dot : chart.published) {
    published.push_back(
        {{"x", dot.period}, {"y", rounded(dot.value / scale.divisor)}, {"held_out", dot.held_out}});
  }
  return {{"group", chart.group},
          {"title", chart.title},
          {"unit", scale.unit},
          {"grade", chart.grade},
          {"source", chart.source},
          {"stacked", chart.stacked},
          {"yearly", chart.yearly},
          {"periods", names},
          {"lines", lines},
          {"published", published}};
}

}  // namespace corridor::report
