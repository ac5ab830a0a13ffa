#include "corridor/backtest/forecasts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "corridor/backtest/drivers.hpp"
#include "corridor/base/error.hpp"
#include "corridor/evidence/csv.hpp"
#include "corridor/evidence/date_span.hpp"

namespace corridor::backtest {

namespace {

using evidence::CsvFault;
using evidence::CsvFile;

constexpr std::array<std::string_view, 6> kColumns = {
    "published", "publisher", "country", "period", "quantity", "value"};

enum Column : std::size_t { published, publisher, country, period, quantity, value };

std::vector<char> read_bytes(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!std::filesystem::is_regular_file(file) || !stream) {
    fail_files({file.generic_string(),
                "the file of forecasts",
                "cannot be read.",
                "Name a CSV file as docs/formats/forecasts.md describes it."});
  }
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string fault_text(const CsvFault& fault) {
  switch (fault.kind) {
    case CsvFault::Kind::empty:
      return "is empty.";
    case CsvFault::Kind::no_final_newline:
      return "does not end with a line break, as if it were cut short.";
    case CsvFault::Kind::open_quote:
      return "opens a quote that never closes.";
    case CsvFault::Kind::stray_quote:
      return "has a quote inside a field that is not quoted.";
    case CsvFault::Kind::field_count:
      return fmt::format("has {} fields, the header has {}.", fault.found, fault.expected);
    case CsvFault::Kind::not_utf8:
      return "is not UTF-8.";
  }
  return {};
}

/// One row while it is read: its fields, its line, and where its problems go.
struct Row {
  const CsvFile& csv;
  std::size_t row;
  const std::array<std::size_t, kColumns.size()>& order;
  const std::string& file;
  Problems& problems;

  std::string_view field(Column column) const { return csv.field(row, order[column]); }
  void refuse(Column column, std::string why, std::string remedy) const {
    problems.add({fmt::format("{}:{}", file, csv.lines[row]),
                  fmt::format("{}: \"{}\"", kColumns[column], field(column)),
                  std::move(why),
                  std::move(remedy)});
  }
};

/// Position of each column in the file, or nothing when the header is another one.
bool read_header(const CsvFile& csv,
                 const std::string& file,
                 std::array<std::size_t, kColumns.size()>& order,
                 Problems& problems) {
  const std::string where = fmt::format("{}:1", file);
  const std::vector<std::string> known(kColumns.begin(), kColumns.end());
  bool sound = true;
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    const auto count = std::count(csv.header.begin(), csv.header.end(), kColumns[i]);
    if (count != 1) {
      problems.add({where,
                    std::string(kColumns[i]),
                    count == 0 ? "is a column that is missing." : "is a column that stands twice.",
                    fmt::format("Write the header {}.", fmt::join(kColumns, ","))});
      sound = false;
    }
    const auto found = std::find(csv.header.begin(), csv.header.end(), kColumns[i]);
    order[i] = static_cast<std::size_t>(found - csv.header.begin());
  }
  for (const std::string_view name : csv.header) {
    if (std::find(kColumns.begin(), kColumns.end(), name) == kColumns.end()) {
      const std::string nearest = nearest_name(std::string(name), known);
      problems.add({where,
                    fmt::format("\"{}\"", name),
                    "is not a column of forecasts.",
                    nearest.empty() ? "Leave it out." : "Nearest: " + nearest + "."});
      sound = false;
    }
  }
  return sound;
}

std::string countries_text(const evidence::Pack& pack) {
  std::vector<std::string> codes;
  for (const evidence::Origin& origin : pack.origins) {
    if (!receipts(pack, origin.code).empty()) {
      codes.push_back(origin.code);
    }
  }
  return fmt::format("{}", fmt::join(codes, ", "));
}

void read_number(const Row& row, double& out) {
  const std::string_view text = row.field(value);
  const auto [stop, code] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (code != std::errc{} || stop != text.data() + text.size() || !std::isfinite(out)) {
    row.refuse(value, "is not a number.", "Write USD of the year, as 14200000000 or 14.2e9.");
  } else if (out <= 0) {
    row.refuse(value, "is not above zero.", "Write USD of the year.");
  }
}

PublishedForecast read_row(const evidence::Pack& pack, const Row& row) {
  PublishedForecast result;
  const std::string_view when = row.field(published);
  const auto span = when.size() > 4 && when.find('.') == std::string_view::npos
                        ? evidence::parse_date_span(when)
                        : std::nullopt;
  if (!span) {
    row.refuse(published, "is not a month or a day.", "Write YYYY-MM or YYYY-MM-DD.");
  } else {
    result.published = span->last_month();
  }
  result.publisher = row.field(publisher);
  if (result.publisher.empty()) {
    row.refuse(publisher, "is empty.", "Say who made the forecast.");
  }
  result.country = row.field(country);
  if (receipts(pack, result.country).empty()) {
    row.refuse(country,
               "is not a country whose receipts the pack holds.",
               fmt::format("The countries are {}.", countries_text(pack)));
  }
  const std::string_view year = row.field(period);
  if (year.size() != 4 || !evidence::parse_date_span(year)) {
    row.refuse(period, "is not a year.", "Write YYYY; forecasts of other periods are not scored.");
  } else {
    result.year = evidence::parse_date_span(year)->first_month().year();
  }
  if (row.field(quantity) != kReceipts) {
    row.refuse(quantity,
               "is not a quantity that forecasts are scored on.",
               fmt::format("Write {}, or leave the row out.", kReceipts));
  }
  read_number(row, result.value);
  if (span && result.year != 0 && result.published > Month(result.year, kMonthsPerYear)) {
    row.refuse(published,
               fmt::format("lies after {}, the year it is about.", result.year),
               "Leave out what is no forecast, or correct the date.");
  }
  return result;
}

auto key(const PublishedForecast& one) {
  return std::tie(one.publisher, one.country, one.year, one.published);
}

}  // namespace

std::vector<PublishedForecast> read_forecasts(const std::filesystem::path& file,
                                              const evidence::Pack& pack) {
  const std::string name = file.generic_string();
  std::vector<CsvFault> faults;
  const CsvFile csv = evidence::parse_csv(read_bytes(file), faults);
  Problems problems;
  for (const CsvFault& fault : faults) {
    problems.add({fmt::format("{}:{}", name, fault.line),
                  fault.kind == CsvFault::Kind::empty ? "the file" : "the line",
                  fault_text(fault),
                  "Write CSV as RFC 4180 has it, in UTF-8."});
  }
  std::array<std::size_t, kColumns.size()> order{};
  std::vector<PublishedForecast> result;
  if (!csv.header.empty() && read_header(csv, name, order, problems)) {
    std::set<std::tuple<std::string, std::string, int, Month>> seen;
    for (std::size_t i = 0; i < csv.rows(); ++i) {
      const Row row{csv, i, order, name, problems};
      result.push_back(read_row(pack, row));
      if (!seen.emplace(key(result.back())).second) {
        row.refuse(published, "stands twice for publisher, country and year.", "Keep one row.");
      }
    }
    if (csv.rows() == 0 && faults.empty()) {
      problems.add({name, "the file", "holds no forecast.", "Add a row a forecast."});
    }
  }
  problems.throw_if_any();
  std::sort(
      result.begin(), result.end(), [](const auto& a, const auto& b) { return key(a) < key(b); });
  return result;
}

std::vector<Forecaster> published_forecasters(const std::vector<PublishedForecast>& forecasts) {
  std::map<std::string, std::vector<PublishedForecast>> by_publisher;
  for (const PublishedForecast& one : forecasts) {
    by_publisher[one.publisher].push_back(one);
  }
  std::vector<Forecaster> result;
  for (const auto& [name, own] : by_publisher) {
    const auto answer = [own = own](const Question& question) -> std::optional<Forecast> {
      std::optional<Forecast> newest;
      Month date;
      for (const PublishedForecast& one : own) {
        const bool asked = one.country == question.country && one.year == question.year;
        const bool out = one.published <= question.when.month &&
                         question.when.month - one.published <= kMonthsPerYear;
        if (asked && out && (!newest || one.published > date)) {
          newest = Forecast{one.value, {}};
          date = one.published;
        }
      }
      return newest;
    };
    result.push_back({name, name, answer});
  }
  return result;
}

}  // namespace corridor::backtest
