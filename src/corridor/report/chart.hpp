#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "corridor/store/store.hpp"

namespace corridor::report {

/// What lies between two lines around another one, as the quantiles of many runs.
struct Band {
  std::string label;  ///< `5 to 95 %`
  std::vector<store::Point> low;
  std::vector<store::Point> high;
};

struct ChartLine {
  std::string label;
  std::vector<store::Point> points;  ///< months or years without a value may be missing
  std::vector<Band> bands;           ///< the widest first; none while a run is one draw of chance
};

struct PublishedDot {
  std::string period;  ///< as the periods of the chart are written
  double value = 0;
  bool held_out = false;
};

struct Chart {
  std::string group;
  std::string title;
  std::string unit;
  std::string grade;
  std::string source;
  bool stacked = false;
  bool yearly = false;
  std::vector<ChartLine> lines;
  std::vector<PublishedDot> published;
};

/// What the numbers of an axis are divided by, and the unit that then stands beside it.
struct Scale {
  double divisor = 1;
  std::string unit;
};

/// Axis numbers stay below a few thousand, the unit says of what.
Scale scale_of(double most, const std::string& unit);

/// Five digits are more than a chart can show.
double rounded(double value);

/// The chart as the page's script reads it. `periods` runs over every month or year from the first
/// to the last that a line has; where a line or a bound of a band has no value there, it is null.
/// A line without bands has no member `bands`.
nlohmann::json chart_json(const Chart& chart);

}  // namespace corridor::report
