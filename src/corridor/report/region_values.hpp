#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/report/check.hpp"

namespace corridor::report {

/// The band of kShownBand around the number of one place.
struct Range {
  double low = 0;
  double high = 0;
};

/// A number of each region of a country over one period.
struct RegionMeasure {
  std::string name;         ///< of the measure, or of what is computed from several
  std::string label;        ///< as people choose it
  std::string unit;         ///< with the thousands or millions that the values are counted in
  std::string grade;        ///< the weakest of what takes part, the division over regions included
  std::string period;       ///< the last whole year of the run, or its last month
  std::string description;  ///< of the measure, or of what is computed
  int digits = 0;           ///< behind the point, enough to tell regions apart
  bool in_table = false;
  std::vector<std::optional<double>> regions;  ///< in the order of the pack
  std::optional<double> country;
  std::vector<std::optional<Range>> bands;  ///< of each region; nothing where no members are kept
  std::optional<Range> country_band;
  std::string text(std::optional<double> value) const;  ///< a dash where there is none
  std::string band_text(const Range& band) const;       ///< `1 200 to 1 500`
};

/// What maps and tables show of an origin. A measure that the run does not report, or does not
/// keep by region, is left out.
std::vector<RegionMeasure> region_measures(const evidence::Pack& pack,
                                           const evidence::Origin& origin,
                                           ModelValues& values);

}  // namespace corridor::report
