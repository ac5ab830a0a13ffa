#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "corridor/store/results.hpp"

namespace corridor::store {

namespace detail {
class Database;
}

enum class Access { existing, create };

/// What to read of a measure. A filter is a code; a dimension in `by` is kept apart; all others are
/// added up.
struct SeriesQuery {
  std::string measure;
  std::string place;            ///< empty: all origins together
  CellCodes filter;             ///< `place` of it is not used
  std::vector<std::string> by;  ///< of `place`, `sex`, `age`, `status`, `sector`, `destination`
};

/// One line of numbers over time, with the codes it stands for.
struct ResultSeries {
  CellCodes cell;
  std::vector<Point> points;
};

/// One stored number, as exports give it.
struct ResultRow {
  const MeasureInfo& measure;
  const CellCodes& cell;
  Point point;
};

/// A results store: one SQLite file that many runs share (docs/formats/results-store.md).
class Store {
 public:
  /// Opens a store; with Access::create makes file and folder when they do not exist. Runs whose
  /// process is gone are marked as interrupted. Throws Error(files).
  Store(const std::filesystem::path& path, Access access);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// Oldest first.
  std::vector<RunInfo> runs() const;
  /// By id, or the newest for `latest`. Throws Error(usage) naming the nearest id.
  RunInfo find(const std::string& id) const;
  std::vector<MeasureInfo> measures(const RunInfo& run) const;
  std::vector<Place> places(const RunInfo& run) const;
  /// Cells stored for a measure, in the order of their codes.
  std::vector<CellCodes> cells(const RunInfo& run, const std::string& measure) const;
  /// One series per combination of the `by` dimensions, by code. Throws Error(usage) when the run
  /// has no such measure or place, or does not keep the measure in that detail.
  std::vector<ResultSeries> series(const RunInfo& run, const SeriesQuery& query) const;
  /// The measure of that name. Throws Error(usage) naming the nearest.
  MeasureInfo measure(const RunInfo& run, const std::string& name) const;
  /// Every number of a run, by measure, cell and month.
  void each_row(const RunInfo& run, const std::function<void(const ResultRow&)>& visit) const;
  /// Deletes a run and gives its space back.
  void remove(const RunInfo& run);

  const std::filesystem::path& path() const;
  detail::Database& database() const { return *database_; }

 private:
  void mark_interrupted();
  std::unique_ptr<detail::Database> database_;
};

/// Twelve months as one value by the measure's rule. Years that are not complete are left out.
std::vector<Point> by_year(const std::vector<Point>& months, sim::OverYear rule);

}  // namespace corridor::store
