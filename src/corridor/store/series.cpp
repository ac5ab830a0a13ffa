#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <set>
#include <utility>

#include "corridor/base/error.hpp"
#include "corridor/store/detail/sqlite.hpp"
#include "corridor/store/store.hpp"

/// Finding the numbers that answer a question. A measure is stored in one or more cross-tables (by
/// region, by origin and status, …). A question is answered from the table that has the dimensions
/// asked for and the fewest others, which are added up.
namespace corridor::store {

namespace {

constexpr std::array<std::pair<const char*, std::string CellCodes::*>, 6> kDimensions = {{
    {"place", &CellCodes::place},
    {"sex", &CellCodes::sex},
    {"age", &CellCodes::age},
    {"status", &CellCodes::status},
    {"sector", &CellCodes::sector},
    {"destination", &CellCodes::destination},
}};
constexpr unsigned kPlaceBit = 1;

struct StoredCell {
  CellCodes codes;
  std::int64_t series = 0;
};

/// Which dimensions other than place a cell keeps apart, as bits in the order of kDimensions.
unsigned detail_of(const CellCodes& codes) {
  unsigned bits = 0;
  for (std::size_t i = 1; i < kDimensions.size(); ++i) {
    bits |= (codes.*kDimensions[i].second).empty() ? 0U : 1U << i;
  }
  return bits;
}

unsigned wanted_detail(const SeriesQuery& query) {
  unsigned bits = detail_of(query.filter);
  for (const std::string& name : query.by) {
    const auto found = std::find_if(kDimensions.begin(), kDimensions.end(), [&](const auto& entry) {
      return name == entry.first;
    });
    if (found == kDimensions.end()) {
      fail_usage({"--by",
                  fmt::format("\"{}\"", name),
                  "is not a dimension of the results.",
                  "Write one or more of place, sex, age, status, sector, destination, with commas "
                  "between them."});
    }
    bits |= 1U << (found - kDimensions.begin());
  }
  return bits;
}

std::vector<StoredCell> stored_cells(detail::Database& database,
                                     const RunInfo& run,
                                     const MeasureInfo& measure) {
  std::vector<StoredCell> cells;
  detail::Statement rows = database.prepare(
      "SELECT place, sex, age, status, sector, destination, series.number FROM series JOIN cell "
      "ON cell.number = series.cell WHERE run = ? AND measure = ?");
  rows.bind(1, run.number).bind(2, measure.number);
  while (rows.step()) {
    cells.push_back(
        {{rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), rows.text(5)},
         rows.integer(6)});
  }
  std::sort(cells.begin(), cells.end(), [](const StoredCell& a, const StoredCell& b) {
    return a.codes < b.codes;
  });
  return cells;
}

using PlaceSet = std::set<std::string>;

/// The places whose sum is the place asked for, best first: itself, then its regions.
std::vector<PlaceSet> place_choices(const std::vector<Place>& places, const std::string& code) {
  PlaceSet origins;
  PlaceSet regions;
  for (const Place& place : places) {
    if (place.kind == "origin" && (code.empty() || place.code == code)) {
      origins.insert(place.code);
    } else if (place.kind == "region" && (code.empty() || place.parent == code)) {
      regions.insert(place.code);
    }
  }
  std::vector<PlaceSet> choices = {{code}};
  if (code.empty()) {
    choices.push_back(origins);
  }
  choices.push_back(regions);
  return choices;
}

void check_place(const std::vector<Place>& places, const std::string& code, const RunInfo& run) {
  if (code.empty()) {
    return;
  }
  std::vector<std::string> known;
  for (const Place& place : places) {
    if (place.code == code) {
      return;
    }
    known.push_back(place.code);
  }
  const std::string nearest = nearest_name(code, known);
  fail_usage({run.id,
              fmt::format("\"{}\"", code),
              "is not a place of this run.",
              (nearest.empty() ? std::string() : fmt::format("Nearest: {}. ", nearest)) +
                  fmt::format("List the places with `corridor show {}`.", run.id)});
}

bool matches(const CellCodes& cell,
             const SeriesQuery& query,
             unsigned bits,
             const PlaceSet& places) {
  if (detail_of(cell) != bits || !places.contains(cell.place)) {
    return false;
  }
  for (std::size_t i = 1; i < kDimensions.size(); ++i) {
    const std::string& filter = query.filter.*kDimensions[i].second;
    if (!filter.empty() && filter != cell.*kDimensions[i].second) {
      return false;
    }
  }
  return true;
}

/// The cell under which a stored cell is reported: dimensions that were not asked for are emptied.
CellCodes reported(const CellCodes& cell, const SeriesQuery& query, unsigned wanted) {
  CellCodes result = cell;
  for (std::size_t i = 1; i < kDimensions.size(); ++i) {
    if ((wanted & (1U << i)) == 0) {
      (result.*kDimensions[i].second).clear();
    }
  }
  if ((wanted & kPlaceBit) == 0) {
    result.place = query.place;
  }
  return result;
}

std::vector<unsigned> details_by_size(const std::vector<StoredCell>& cells, unsigned wanted) {
  std::set<unsigned> found;
  for (const StoredCell& cell : cells) {
    const unsigned bits = detail_of(cell.codes);
    if ((bits & wanted) == wanted) {
      found.insert(bits);
    }
  }
  std::vector<unsigned> result(found.begin(), found.end());
  std::stable_sort(result.begin(), result.end(), [](unsigned a, unsigned b) {
    return std::popcount(a) < std::popcount(b);
  });
  return result;
}

using Groups = std::map<CellCodes, std::vector<std::int64_t>>;

Groups gathered(const std::vector<StoredCell>& cells,
                const SeriesQuery& query,
                unsigned bits,
                const PlaceSet& places) {
  const unsigned wanted = wanted_detail(query);
  Groups groups;
  for (const StoredCell& cell : cells) {
    if (matches(cell.codes, query, bits, places)) {
      groups[reported(cell.codes, query, wanted)].push_back(cell.series);
    }
  }
  return groups;
}

Groups choose(const std::vector<StoredCell>& cells,
              const SeriesQuery& query,
              bool additive,
              const std::vector<PlaceSet>& choices) {
  const unsigned wanted = wanted_detail(query);
  const unsigned beyond_place = wanted & ~kPlaceBit;
  const bool by_place = (wanted & kPlaceBit) != 0;
  for (const unsigned bits : details_by_size(cells, beyond_place)) {
    if (bits != beyond_place && !additive) {
      continue;
    }
    // The first choice is the place itself; any other adds places up, unless they are kept apart.
    const std::size_t usable = additive || by_place ? choices.size() : 1;
    for (std::size_t i = 0; i < usable; ++i) {
      Groups groups = gathered(cells, query, bits, choices[i]);
      if (!groups.empty()) {
        return groups;
      }
    }
  }
  return {};
}

std::string held_details(const std::vector<StoredCell>& cells) {
  std::set<std::string> texts;
  for (const StoredCell& cell : cells) {
    std::string text;
    for (const auto& [name, member] : kDimensions) {
      text += (cell.codes.*member).empty() ? "" : (text.empty() ? "" : " x ") + std::string(name);
    }
    texts.insert(text.empty() ? "one total" : text);
  }
  std::string joined;
  for (const std::string& text : texts) {
    joined += (joined.empty() ? "" : ", ") + text;
  }
  return joined;
}

std::vector<Point> added(detail::Statement& values, const std::vector<std::int64_t>& series) {
  std::map<Month, double> sums;
  for (const std::int64_t number : series) {
    values.bind(1, number);
    while (values.step()) {
      sums[Month::from_index(static_cast<std::int32_t>(values.integer(0)))] += values.real(1);
    }
  }
  std::vector<Point> points;
  points.reserve(sums.size());
  for (const auto& [month, value] : sums) {
    points.push_back({month, value});
  }
  return points;
}

}  // namespace

std::vector<ResultSeries> Store::series(const RunInfo& run, const SeriesQuery& query) const {
  const MeasureInfo info = measure(run, query.measure);
  const std::vector<Place> known_places = places(run);
  check_place(known_places, query.place, run);
  const std::vector<StoredCell> cells = stored_cells(*database_, run, info);
  std::vector<PlaceSet> choices = place_choices(known_places, query.place);
  if (wanted_detail(query) & kPlaceBit) {
    // Kept apart by place: the parts come before the whole.
    std::reverse(choices.begin(), choices.end());
  }
  const Groups groups = choose(cells, query, info.additive, choices);
  if (groups.empty()) {
    fail_usage(
        {run.id,
         fmt::format("{} of {}", info.name, query.place.empty() ? "all origins" : query.place),
         "is not kept in the detail asked for.",
         fmt::format("The run keeps it by: {}.", held_details(cells))});
  }
  detail::Statement values =
      database_->prepare("SELECT period, value FROM value WHERE series = ? ORDER BY period");
  std::vector<ResultSeries> result;
  for (const auto& [codes, series_numbers] : groups) {
    result.push_back({codes, added(values, series_numbers)});
  }
  return result;
}

std::vector<Point> by_year(const std::vector<Point>& months, sim::OverYear rule) {
  std::map<int, std::pair<int, double>> years;
  for (const Point& point : months) {
    auto& [count, value] = years[point.period.year()];
    if (rule == sim::OverYear::sum) {
      ++count;
      value += point.value;
    } else if (point.period.month_of_year() == 12) {
      count = 12;
      value = point.value;
    }
  }
  std::vector<Point> result;
  for (const auto& [year, entry] : years) {
    if (entry.first == 12) {
      result.push_back({Month(year, 1), entry.second});
    }
  }
  return result;
}

}  // namespace corridor::store
