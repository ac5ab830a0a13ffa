#include "corridor/store/ensembles.hpp"

#include <algorithm>
#include <cmath>

#include "corridor/store/detail/sqlite.hpp"

namespace corridor::store {

namespace {

bool names_places_only(const SeriesQuery& query) {
  CellCodes filter = query.filter;
  filter.place.clear();
  return filter == CellCodes{} &&
         std::all_of(query.by.begin(), query.by.end(), [](const std::string& dimension) {
           return dimension == "place";
         });
}

/// The stored quantiles of exactly this cell; empty where it is not stored.
std::vector<BandPoint> stored_band(const Store& store,
                                   const RunInfo& run,
                                   const MeasureInfo& measure,
                                   const ResultSeries& line) {
  detail::Statement statement = store.database().prepare(
      "SELECT first, quantiles FROM band JOIN series ON series.number = band.series JOIN cell ON "
      "cell.number = series.cell WHERE run = ? AND measure = ? AND place = ? AND sex = ? AND age = "
      "? AND status = ? AND sector = ? AND destination = ?");
  statement.bind(1, run.number).bind(2, measure.number).bind(3, line.cell.place);
  statement.bind(4, line.cell.sex).bind(5, line.cell.age).bind(6, line.cell.status);
  statement.bind(7, line.cell.sector).bind(8, line.cell.destination);
  if (!statement.step()) {
    return {};
  }
  const Month first = Month::from_index(static_cast<std::int32_t>(statement.integer(0)));
  const std::vector<float> numbers = statement.numbers(1);
  const std::size_t months = numbers.size() / (ensemble::kLevels.size() - 1);
  std::vector<BandPoint> points;
  for (const Point& point : line.points) {
    const auto month = static_cast<std::size_t>(point.period - first);
    BandPoint band{point.period, {}};
    band.quantiles[ensemble::kMedian] = point.value;
    std::size_t at = month;
    for (std::size_t level = 0; level < ensemble::kLevels.size(); ++level) {
      if (level != ensemble::kMedian) {
        band.quantiles[level] = static_cast<double>(numbers.at(at));
        at += months;
      }
    }
    points.push_back(band);
  }
  return points;
}

}  // namespace

Month MemberValues::period(std::size_t number) const {
  constexpr int kMonths = 12;
  return first + static_cast<int>(number) * (yearly ? kMonths : 1);
}

std::vector<double> MemberValues::row(std::size_t number) const {
  const auto width = static_cast<std::size_t>(members);
  const auto begin = numbers.begin() + static_cast<std::ptrdiff_t>(number * width);
  return {begin, begin + members};
}

std::vector<Point> MemberValues::points(int member) const {
  std::vector<Point> result;
  for (std::size_t number = 0; number < periods(); ++number) {
    const float value =
        numbers[number * static_cast<std::size_t>(members) + static_cast<std::size_t>(member)];
    if (!std::isnan(value)) {
      result.push_back({period(number), static_cast<double>(value)});
    }
  }
  return result;
}

std::optional<MemberValues> member_values(const Store& store,
                                          const RunInfo& run,
                                          const std::string& measure,
                                          const std::string& place,
                                          bool yearly) {
  if (run.members == 0) {
    return std::nullopt;
  }
  const MeasureInfo info = store.measure(run, measure);
  detail::Statement statement = store.database().prepare(
      "SELECT first, numbers FROM member WHERE run = ? AND measure = ? AND place = ? AND yearly = "
      "?");
  statement.bind(1, run.number).bind(2, info.number).bind(3, place);
  statement.bind(4, std::int64_t{yearly ? 1 : 0});
  if (!statement.step()) {
    return std::nullopt;
  }
  MemberValues values;
  values.members = run.members;
  values.yearly = yearly;
  values.first = Month::from_index(static_cast<std::int32_t>(statement.integer(0)));
  values.numbers = statement.numbers(1);
  return values;
}

std::vector<BandPoint> bands_of(const MemberValues& values) {
  std::vector<BandPoint> points;
  for (std::size_t number = 0; number < values.periods(); ++number) {
    const ensemble::Quantiles quantiles = ensemble::quantiles_of(values.row(number));
    if (!std::isnan(quantiles[ensemble::kMedian])) {
      points.push_back({values.period(number), quantiles});
    }
  }
  return points;
}

std::vector<BandSeries> bands(const Store& store,
                              const RunInfo& run,
                              const SeriesQuery& query,
                              bool yearly) {
  std::vector<BandSeries> result;
  const MeasureInfo measure = store.measure(run, query.measure);
  for (const ResultSeries& line : store.series(run, query)) {
    BandSeries band{line.cell, {}};
    const bool place_alone = names_places_only(query);
    const auto members = place_alone
                             ? member_values(store, run, measure.name, line.cell.place, yearly)
                             : std::nullopt;
    if (members) {
      band.points = bands_of(*members);
    } else if (run.members > 0 && (!yearly || measure.over_year == sim::OverYear::december)) {
      band.points = stored_band(store, run, measure, line);
    }
    if (yearly && !members) {
      // The value of a December is that of its year.
      std::erase_if(band.points, [](const BandPoint& p) { return p.period.month_of_year() != 12; });
      for (BandPoint& point : band.points) {
        point.period = Month(point.period.year(), 1);
      }
    }
    result.push_back(std::move(band));
  }
  return result;
}

std::vector<ResultSeries> yearly_series(const Store& store,
                                        const RunInfo& run,
                                        const SeriesQuery& query) {
  const MeasureInfo measure = store.measure(run, query.measure);
  std::vector<ResultSeries> result = store.series(run, query);
  for (ResultSeries& line : result) {
    const auto members = names_places_only(query)
                             ? member_values(store, run, measure.name, line.cell.place, true)
                             : std::nullopt;
    if (!members) {
      line.points = by_year(line.points, measure.over_year);
      continue;
    }
    line.points.clear();
    for (const BandPoint& point : bands_of(*members)) {
      line.points.push_back({point.period, point.quantiles[ensemble::kMedian]});
    }
  }
  return result;
}

}  // namespace corridor::store
