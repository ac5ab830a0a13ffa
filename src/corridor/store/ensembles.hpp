#pragma once

#include <optional>
#include <string>
#include <vector>

#include "corridor/ensemble/quantiles.hpp"
#include "corridor/store/store.hpp"

/// Reading the bands of a stored ensemble (docs/decisions/0022-ensembles.md).
namespace corridor::store {

/// Every member's values of a measure in a place. Period 0 begins with `first`.
struct MemberValues {
  int members = 0;
  bool yearly = false;
  Month first;
  std::vector<float> numbers;  ///< [period * members + member]; NaN where the member has none
  std::size_t periods() const { return numbers.size() / static_cast<std::size_t>(members); }
  Month period(std::size_t number) const;
  std::vector<double> row(std::size_t number) const;
  /// Of one member; periods without a value are left out.
  std::vector<Point> points(int member) const;
};

/// The members' values of a place (empty: all origins together) by year or by month. Nothing where
/// the run is no ensemble or does not keep them.
std::optional<MemberValues> member_values(const Store& store,
                                          const RunInfo& run,
                                          const std::string& measure,
                                          const std::string& place,
                                          bool yearly);

struct BandPoint {
  Month period;
  ensemble::Quantiles quantiles{};
};

/// A line with what its members say around it. `value` is the median of an ensemble.
struct BandSeries {
  CellCodes cell;
  std::vector<BandPoint> points;  ///< empty where the run keeps no band in this detail
};

/// Bands of the series that Store::series gives for the same query, in the same order. Years come
/// from the years of the members, and months from stored quantiles; where several stored series
/// would have to be added up and the members are not kept, there is no band.
std::vector<BandSeries> bands(const Store& store,
                              const RunInfo& run,
                              const SeriesQuery& query,
                              bool yearly);

/// What a run says by year: twelve months as one value by the measure's rule; of an ensemble the
/// median of its members' years where they are kept, because medians of months do not add up.
std::vector<ResultSeries> yearly_series(const Store& store,
                                        const RunInfo& run,
                                        const SeriesQuery& query);

/// Quantiles of every period.
std::vector<BandPoint> bands_of(const MemberValues& values);

}  // namespace corridor::store
