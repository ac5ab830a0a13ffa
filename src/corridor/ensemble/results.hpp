#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/ensemble/quantiles.hpp"
#include "corridor/sim/measures.hpp"

namespace corridor::ensemble {

/// A line of numbers over the months: of which measure, of whom.
struct SeriesKey {
  std::int16_t measure = 0;
  sim::Cell cell;
  auto operator<=>(const SeriesKey&) const = default;
};

/// Quantiles of the members by month, NaN where no member has a value.
struct BandLine {
  SeriesKey key;
  std::array<std::vector<float>, kLevels.size()> levels;  ///< [level][month]
};

/// The values of every member in one place, of all persons together. Place -1 is all origins.
struct MemberLine {
  std::int16_t measure = 0;
  std::int16_t place = -1;
  bool yearly = false;
  Month first;                ///< January of the first year where yearly
  std::vector<float> values;  ///< [period * members + member]; NaN where the member has none
};

/// What is kept of an ensemble.
struct Results {
  int members = 0;  ///< asked for
  int done = 0;
  bool stopped = false;  ///< on request; nothing but `done` is then filled
  Month from;
  Month to;
  int redrawn = 0;                 ///< draws from priors under which nobody can live
  std::string parameters;          ///< where the members' parameters come from
  std::vector<BandLine> bands;     ///< by measure and cell
  std::vector<MemberLine> lines;   ///< by measure, place, years before months
  std::int64_t person_months = 0;  ///< simulated, by all members, baselines left out
  double seconds_members = 0;      ///< of running them
  double seconds_reduction = 0;    ///< of making quantiles
  std::int64_t bytes = 0;          ///< that the members' values took
  std::string digest;              ///< XXH3-128 of the digests of the members, in order
};

}  // namespace corridor::ensemble
