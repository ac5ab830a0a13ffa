#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "corridor/evidence/pack.hpp"
#include "corridor/report/check.hpp"

namespace corridor::report {

/// What the numbers of an axis are divided by, and the unit that then stands beside it.
struct Scale {
  double divisor = 1;
  std::string unit;
};

/// Axis numbers stay below a few thousand, the unit says of what.
Scale scale_of(double most, const std::string& unit);

/// Five digits are more than a chart can show.
double rounded(double value);

/// The charts of one origin, as the page's script reads them: title, unit, grade, source line,
/// periods and lines. A chart whose measure the run does not report is left out.
nlohmann::json charts_of(const std::string& place, const evidence::Pack& pack, ModelValues& values);

}  // namespace corridor::report
