#pragma once

#include <array>
#include <span>
#include <string_view>

namespace corridor::report {

enum class Shape { months, years, stacked };

struct LineSpec {
  std::string_view measure;
  std::string_view label;
  std::string_view low = {};  ///< measures between which the line lies, where a run reports both
  std::string_view high = {};
  std::string_view between = {};  ///< what the band between them is called
};

/// One chart of a country's page. Lines whose measure a run does not report are left out, and a
/// chart without lines too.
struct ChartSpec {
  std::string_view group;  ///< the heading it stands under
  std::string_view title;  ///< `{}` stands for the main destination
  Shape shape = Shape::months;
  std::string_view by;  ///< dimension kept apart in a stacked chart
  std::array<LineSpec, 3> lines;
};

/// In the order of the page; the charts of a group stand together.
std::span<const ChartSpec> chart_specs();

}  // namespace corridor::report
