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

/// One number per series, so that finding it is one look-up; in the order of the keys.
std::uint64_t packed(std::int16_t measure, const sim::Cell& cell) {
  return static_cast<std::uint64_t>(measure) << sim::kOrderBits | sim::order_of(cell);
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

/// A matrix of numbers by period and member.
struct Matrix {
  std::size_t members = 0;
  std::vector<double> values;
  std::size_t periods() const { return values.size() / members; }
  std::span<const double> row(std::size_t period) const {
    return std::span(values).subspan(period * members, members);
  }
};

bool any_number(std::span<const double> members) {
  return std::any_of(
      members.begin(), members.end(), [](double value) { return !std::isnan(value); });
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
  line.values.reserve((end - begin) * matrix.members);
  for (std::size_t period = begin; period < end; ++period) {
    for (const double value : matrix.row(period)) {
      line.values.push_back(static_cast<float>(value));
    }
  }
  return line;
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
      members_(static_cast<std::size_t>(members)) {
  invariant(sim::measures().size() <= std::size_t{1} << (64 - sim::kOrderBits),
            "a series has room for the number of its measure beside the order of its cell");
}

std::size_t Collection::row_of(const SeriesKey& key) {
  const std::lock_guard lock(mutex_);
  const auto [known, first] = index_.try_emplace(packed(key.measure, key.cell), keys_.size());
  if (first) {
    keys_.push_back(key);
  }
  return known->second;
}

/// Values come in the order of their keys, and a month has few keys that no month before had: what
/// is known is walked through beside them.
void Collection::add(int number, Month month, std::span<const sim::Value> values) {
  Member& member = members_.at(static_cast<std::size_t>(number));
  invariant(from_ + static_cast<int>(member.months) == month && member.months < months_,
            "the months of a member come one after the other, within those of the ensemble");
  std::vector<float>& of_month = member.waiting[member.months % kWaiting];
  of_month.assign(member.values.size() / months_, kNothing);
  const std::size_t known = member.rows.size();
  std::size_t next = 0;
  for (const sim::Value& value : values) {
    const std::uint64_t code = packed(value.measure, value.cell);
    while (next < known && member.rows[next].first < code) {
      ++next;
    }
    const bool is_known = next < known && member.rows[next].first == code;
    const std::size_t row =
        is_known ? member.rows[next].second : row_of({value.measure, value.cell});
    if (!is_known) {
      member.rows.emplace_back(code, row);
      of_month.resize(std::max(of_month.size(), row + 1), kNothing);
    }
    of_month[row] = static_cast<float>(value.value);
  }
  std::inplace_merge(member.rows.begin(),
                     member.rows.begin() + static_cast<std::ptrdiff_t>(known),
                     member.rows.end());
  member.values.resize(of_month.size() * months_, kNothing);
  ++member.months;
  if (member.months % kWaiting == 0 || member.months == months_) {
    write_waiting(member);
  }
}

/// Writes the months that wait into the rows of the member.
void Collection::write_waiting(Member& member) const {
  const std::size_t first = (member.months - 1) / kWaiting * kWaiting;
  const std::size_t count = member.months - first;
  const std::size_t rows = member.values.size() / months_;
  for (std::vector<float>& of_month : member.waiting) {
    of_month.resize(rows, kNothing);
  }
  for (std::size_t row = 0; row < rows; ++row) {
    float* months = &member.values[row * months_ + first];
    for (std::size_t month = 0; month < count; ++month) {
      months[month] = member.waiting[month][row];
    }
  }
  if (member.months == months_) {
    member.waiting = {};
  }
}

void Collection::forget(int number) {
  Member& member = members_.at(static_cast<std::size_t>(number));
  std::fill(member.values.begin(), member.values.end(), kNothing);
  member.months = 0;
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
      if (index_.contains(packed(measure, whole(measure, place).cell))) {
        continue;
      }
      std::vector<std::size_t> rows = rows_of(by_detail, choices_of(pack_, place));
      if (!rows.empty()) {
        sources.push_back({whole(measure, place), std::move(rows)});
      }
    }
  }
}

void Collection::read(const Source& source, MonthsOfMembers& months) const {
  for (std::size_t j = 0; j < members_.size(); ++j) {
    months.clear(j);
    const std::span<const float> values = members_[j].values;
    for (const std::size_t row : source.rows) {
      if (values.size() >= (row + 1) * months_) {
        months.add(j, values.subspan(row * months_, months_));
      }
    }
  }
  months.count_numbers();
  if (additive(source.key.measure)) {
    months.fill_gaps();
  }
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
  std::vector<MonthsOfMembers> buffers(static_cast<std::size_t>(threads.count()),
                                       MonthsOfMembers(members_.size(), months_));
  threads.for_each(all.size(), 16, [&](int thread, std::size_t i) {
    const SeriesKey& key = all[i].key;
    MonthsOfMembers& months = buffers[static_cast<std::size_t>(thread)];
    read(all[i], months);
    Reduced& out = reduced_series[i];
    out.band.key = key;
    out.band.levels = months.bands();
    if (detail_of(key.cell) != 0) {
      return;
    }
    const auto rule = sim::measures()[static_cast<std::size_t>(key.measure)].over_year;
    out.lines.push_back(line_of(key, from_, true, {members_.size(), months.years(from_, rule)}));
    if (by_month.contains(key)) {
      out.lines.push_back(line_of(key, from_, false, {members_.size(), months.by_month()}));
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
