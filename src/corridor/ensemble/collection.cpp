#include "corridor/ensemble/collection.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "corridor/base/check.hpp"

namespace corridor::ensemble {

namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();
constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

/// One number per series, so that finding it is one look-up. Every field of a cell starts at -1.
std::uint64_t packed(const SeriesKey& key) {
  std::uint64_t result = static_cast<std::uint16_t>(key.measure);
  const sim::Cell& cell = key.cell;
  result = result << 16 | static_cast<std::uint16_t>(cell.place + 1);
  result = result << 2 | static_cast<std::uint8_t>(cell.sex + 1);
  result = result << 6 | static_cast<std::uint8_t>(cell.age_group + 1);
  result = result << 8 | static_cast<std::uint8_t>(cell.status + 1);
  result = result << 8 | static_cast<std::uint8_t>(cell.sector + 1);
  return result << 8 | static_cast<std::uint8_t>(cell.destination + 1);
}

/// Which dimensions other than place a cell keeps apart.
unsigned detail_of(const sim::Cell& cell) {
  const std::array<int, 5> fields = {
      cell.sex, cell.age_group, cell.status, cell.sector, cell.destination};
  unsigned bits = 0;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    bits |= fields[i] < 0 ? 0U : 1U << i;
  }
  return bits;
}

SeriesKey whole(std::int16_t measure, std::int16_t place) {
  SeriesKey key;
  key.measure = measure;
  key.cell.place = place;
  return key;
}

bool additive(std::int16_t measure) {
  return sim::measures()[static_cast<std::size_t>(measure)].additive;
}

using Places = std::vector<std::int16_t>;

/// The places whose sum is the place asked for, best first: itself, its origins, its regions.
std::vector<Places> choices_of(const evidence::Pack& pack, std::int16_t place) {
  const auto origins = static_cast<std::int16_t>(pack.origins.size());
  std::vector<Places> choices = {{place}};
  if (place >= origins) {
    return choices;
  }
  Places all;
  for (std::int16_t origin = 0; origin < origins && place < 0; ++origin) {
    all.push_back(origin);
  }
  Places regions;
  for (std::size_t region = 0; region < pack.regions.size(); ++region) {
    if (place < 0 || pack.regions[region].origin == place) {
      regions.push_back(static_cast<std::int16_t>(pack.origins.size() + region));
    }
  }
  choices.push_back(all);
  choices.push_back(regions);
  return choices;
}

/// Quantiles of one month, with the common cases of equal members told at once.
Quantiles reduced(std::span<const double> members) {
  const auto [low, high] = std::minmax_element(members.begin(), members.end());
  if (*low == *high &&
      std::none_of(members.begin(), members.end(), [](double v) { return std::isnan(v); })) {
    Quantiles same;
    same.fill(*low);
    return same;
  }
  return quantiles_of(members);
}

bool any_number(std::span<const double> members) {
  return std::any_of(
      members.begin(), members.end(), [](double value) { return !std::isnan(value); });
}

/// A matrix of numbers by period and member.
struct Matrix {
  std::size_t members = 0;
  std::vector<double> values;
  std::size_t periods() const { return values.size() / members; }
  std::span<const double> row(std::size_t period) const {
    return std::span(values).subspan(period * members, members);
  }
};

/// Years by the rule of the measure. A year that lacks a month it needs has no numbers.
Matrix by_year(const Matrix& months, Month from, sim::OverYear rule) {
  const int first_year = from.year();
  const int last_year = (from + static_cast<int>(months.periods()) - 1).year();
  Matrix years{months.members, {}};
  for (int year = first_year; year <= last_year; ++year) {
    std::vector<double> sums(months.members, 0);
    const int begin = rule == sim::OverYear::sum ? 1 : kMonthsPerYear;
    for (int number = begin; number <= kMonthsPerYear; ++number) {
      const int at = Month(year, number) - from;
      const bool known = at >= 0 && at < static_cast<int>(months.periods());
      const auto row = static_cast<std::size_t>(at);
      if (!known || !any_number(months.row(row))) {
        sums.assign(months.members, kNoNumber);
        break;
      }
      for (std::size_t j = 0; j < months.members; ++j) {
        sums[j] += months.row(row)[j];
      }
    }
    years.values.insert(years.values.end(), sums.begin(), sums.end());
  }
  return years;
}

/// The values of a line as they are kept, between the first and the last period that has any.
MemberLine line_of(const SeriesKey& key, Month first, bool yearly, const Matrix& matrix) {
  MemberLine line;
  line.measure = key.measure;
  line.place = key.cell.place;
  line.yearly = yearly;
  std::size_t begin = 0;
  std::size_t end = matrix.periods();
  while (begin < end && !any_number(matrix.row(begin))) {
    ++begin;
  }
  while (end > begin && !any_number(matrix.row(end - 1))) {
    --end;
  }
  line.first =
      yearly ? Month(first.year() + static_cast<int>(begin), 1) : first + static_cast<int>(begin);
  for (std::size_t period = begin; period < end; ++period) {
    for (const double value : matrix.row(period)) {
      line.values.push_back(static_cast<float>(value));
    }
  }
  return line;
}

BandLine band_of(const SeriesKey& key, const Matrix& matrix) {
  BandLine band;
  band.key = key;
  for (std::size_t period = 0; period < matrix.periods(); ++period) {
    const Quantiles quantiles = reduced(matrix.row(period));
    for (std::size_t level = 0; level < kLevels.size(); ++level) {
      band.levels[level].push_back(static_cast<float>(quantiles[level]));
    }
  }
  return band;
}

/// The wanted series as keys; measures and places that this program or pack does not know are left
/// out, because a pack may ask for what no run reports.
std::set<SeriesKey> keys_of(std::span<const Wanted> wanted, const evidence::Pack& pack) {
  const std::vector<std::string> codes = sim::place_codes(pack);
  std::set<SeriesKey> keys;
  for (const auto& [measure, place] : wanted) {
    const auto found = std::find(codes.begin(), codes.end(), place);
    const int number = sim::measure_index(measure);
    if (number >= 0 && (place.empty() || found != codes.end())) {
      const auto position = static_cast<std::int16_t>(found - codes.begin());
      keys.insert(
          whole(static_cast<std::int16_t>(number), place.empty() ? std::int16_t{-1} : position));
    }
  }
  return keys;
}

}  // namespace

Collection::Collection(const evidence::Pack& pack, int members, Month from, Month to)
    : pack_(pack),
      months_(static_cast<std::size_t>(to - from + 1)),
      from_(from),
      members_(static_cast<std::size_t>(members)) {}

std::size_t Collection::row_of(const SeriesKey& key) {
  const std::lock_guard lock(mutex_);
  const auto [known, first] = index_.try_emplace(packed(key), keys_.size());
  if (first) {
    keys_.push_back(key);
  }
  return known->second;
}

/// Values come in the order of their keys, and a month has few keys that no month before had: what
/// is known is walked through beside them.
void Collection::add(int number, Month month, std::span<const sim::Value> values) {
  Member& member = members_.at(static_cast<std::size_t>(number));
  const auto column = static_cast<std::size_t>(month - from_);
  invariant(column < months_, "a month of a member lies within those of the ensemble");
  const std::size_t known = member.rows.size();
  std::size_t next = 0;
  for (const sim::Value& value : values) {
    const SeriesKey key{value.measure, value.cell};
    const std::uint64_t code = packed(key);
    while (next < known && member.rows[next].first < code) {
      ++next;
    }
    const bool is_known = next < known && member.rows[next].first == code;
    const std::size_t row = is_known ? member.rows[next].second : row_of(key);
    if (!is_known) {
      member.rows.emplace_back(code, row);
      member.values.resize(std::max(member.values.size(), (row + 1) * months_), kNothing);
    }
    member.values[row * months_ + column] = static_cast<float>(value.value);
  }
  std::inplace_merge(member.rows.begin(),
                     member.rows.begin() + static_cast<std::ptrdiff_t>(known),
                     member.rows.end());
}

void Collection::forget(int number) {
  Member& member = members_.at(static_cast<std::size_t>(number));
  std::fill(member.values.begin(), member.values.end(), kNothing);
}

std::int64_t Collection::bytes() const {
  std::size_t bytes = 0;
  for (const Member& member : members_) {
    bytes += member.values.capacity() * sizeof(float);
  }
  return static_cast<std::int64_t>(bytes);
}

std::vector<Collection::Source> Collection::sources() const {
  std::vector<Source> result;
  for (std::size_t row = 0; row < keys_.size(); ++row) {
    result.push_back({keys_[row], {row}});
  }
  add_totals(result);
  std::sort(
      result.begin(), result.end(), [](const Source& a, const Source& b) { return a.key < b.key; });
  return result;
}

namespace {

using Table = std::map<std::int16_t, std::vector<std::size_t>>;  // rows by place
/// Tables of a measure, that with the fewest other dimensions first.
using Tables = std::map<std::pair<int, unsigned>, Table>;

/// Rows of the places of the first choice that the table has any of.
std::vector<std::size_t> rows_of(const Table& table, const std::vector<Places>& choices) {
  std::vector<std::size_t> rows;
  for (const Places& choice : choices) {
    for (const std::int16_t part : choice) {
      const auto found = table.find(part);
      if (found != table.end()) {
        rows.insert(rows.end(), found->second.begin(), found->second.end());
      }
    }
    if (!rows.empty()) {
      break;
    }
  }
  return rows;
}

/// The same of the first table that has any.
std::vector<std::size_t> rows_of(const Tables& tables, const std::vector<Places>& choices) {
  for (const auto& [detail, table] : tables) {
    std::vector<std::size_t> rows = rows_of(table, choices);
    if (!rows.empty()) {
      return rows;
    }
  }
  return {};
}

/// Adds the months of a row of member j, [row][month], to the matrix, [month][member]. A month
/// without a value adds nothing.
void add_row(std::span<const float> row,
             std::size_t j,
             std::size_t members,
             std::vector<double>& matrix) {
  for (std::size_t month = 0; month < row.size(); ++month) {
    double& sum = matrix[month * members + j];
    if (!std::isnan(row[month])) {
      sum = std::isnan(sum) ? row[month] : sum + row[month];
    }
  }
}

/// A month in which anybody has a value is zero for those who have none.
void fill_gaps(std::size_t months, std::size_t members, std::vector<double>& matrix) {
  for (std::size_t month = 0; month < months; ++month) {
    const auto begin = matrix.begin() + static_cast<std::ptrdiff_t>(month * members);
    const auto end = begin + static_cast<std::ptrdiff_t>(members);
    const auto missing = [](double value) { return std::isnan(value); };
    if (!std::all_of(begin, end, missing)) {
      std::replace_if(begin, end, missing, 0.0);
    }
  }
}

}  // namespace

/// Totals that no run writes, of the table with the fewest other dimensions: the rule by which a
/// store answers.
void Collection::add_totals(std::vector<Source>& sources) const {
  std::map<std::int16_t, Tables> tables;
  for (std::size_t row = 0; row < keys_.size(); ++row) {
    const unsigned bits = detail_of(keys_[row].cell);
    tables[keys_[row].measure][{std::popcount(bits), bits}][keys_[row].cell.place].push_back(row);
  }
  const auto places = static_cast<std::int16_t>(pack_.origins.size() + pack_.regions.size());
  for (const auto& [measure, by_detail] : tables) {
    for (std::int16_t place = -1; place < places && additive(measure); ++place) {
      if (index_.contains(packed(whole(measure, place)))) {
        continue;
      }
      std::vector<std::size_t> rows = rows_of(by_detail, choices_of(pack_, place));
      if (!rows.empty()) {
        sources.push_back({whole(measure, place), std::move(rows)});
      }
    }
  }
}

std::vector<double> Collection::matrix(const Source& source) const {
  const std::size_t members = members_.size();
  std::vector<double> result(months_ * members, kNoNumber);
  for (std::size_t j = 0; j < members; ++j) {
    const std::span<const float> values = members_[j].values;
    for (const std::size_t row : source.rows) {
      if (values.size() >= (row + 1) * months_) {
        add_row(values.subspan(row * months_, months_), j, members, result);
      }
    }
  }
  if (additive(source.key.measure)) {
    fill_gaps(months_, members, result);
  }
  return result;
}

void Collection::reduce(std::span<const Wanted> wanted,
                        parallel::Threads& threads,
                        Results& results) const {
  struct Reduced {
    BandLine band;
    std::vector<MemberLine> lines;
  };
  const std::vector<Source> all = sources();
  const std::set<SeriesKey> by_month = keys_of(wanted, pack_);
  std::vector<Reduced> reduced_series(all.size());
  threads.for_each(all.size(), 16, [&](int, std::size_t i) {
    const SeriesKey& key = all[i].key;
    const Matrix months{members_.size(), matrix(all[i])};
    Reduced& out = reduced_series[i];
    out.band = band_of(key, months);
    if (detail_of(key.cell) != 0) {
      return;
    }
    const auto rule = sim::measures()[static_cast<std::size_t>(key.measure)].over_year;
    out.lines.push_back(line_of(key, from_, true, by_year(months, from_, rule)));
    if (by_month.contains(key)) {
      out.lines.push_back(line_of(key, from_, false, months));
    }
  });
  for (Reduced& one : reduced_series) {
    results.bands.push_back(std::move(one.band));
    for (MemberLine& line : one.lines) {
      if (!line.values.empty()) {
        results.lines.push_back(std::move(line));
      }
    }
  }
  results.bytes = bytes();
}

}  // namespace corridor::ensemble
