#include "corridor/evidence/detail/table.hpp"

#include <fmt/format.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <memory>
#include <tuple>
#include <utility>

#include "corridor/base/month.hpp"

namespace corridor::evidence::detail {

namespace {

std::string quoted(const ColumnSchema& column, std::string_view text) {
  return fmt::format("{}: \"{}\"", column.name, text);
}

/// What a field is not, and what to do about it.
struct Refusal {
  std::string why;
  std::string remedy;
};

/// Reads one field. The rows of a pack repeat themselves, so a field equal to the one above is
/// copied.
class FieldReader {
 public:
  explicit FieldReader(const Codes& codes) : codes_(codes) {}

  std::optional<Refusal> read(const ColumnSchema& column, std::string_view text, Cell& out) const {
    out.text = text;
    if (text.empty()) {
      return column.optional ? std::nullopt : std::optional<Refusal>({"is empty.", "Fill it in."});
    }
    switch (column.type) {
      case ColumnType::text:
        return std::nullopt;
      case ColumnType::number:
      case ColumnType::whole:
      case ColumnType::flag:
        return read_number(column, text, out);
      case ColumnType::choice:
        return read_choice(column, text, out);
      case ColumnType::year:
      case ColumnType::month:
      case ColumnType::period:
        return read_period(column.type, text, out);
      case ColumnType::currency:
        return read_currency(text);
      case ColumnType::place:
        return read_place(column, text, out);
      case ColumnType::sector:
        return read_code(codes_.sectors, "a sector of sectors.csv", text, out);
      case ColumnType::status:
        return read_code(codes_.statuses, "a status of statuses.csv", text, out);
      case ColumnType::source:
        return read_code(codes_.sources, "a source of sources.csv", text, out);
    }
    return std::nullopt;
  }

 private:
  static std::optional<Refusal> read_number(const ColumnSchema& column,
                                            std::string_view text,
                                            Cell& out) {
    const std::optional<double> value = parse_number(text);
    if (!value) {
      return Refusal{"is not a number.",
                     "Write digits with a decimal point and no thousands separators."};
    }
    const bool flag = column.type == ColumnType::flag;
    const double minimum = flag ? 0 : column.minimum;
    const double maximum = flag ? 1 : column.maximum;
    if (*value < minimum || *value > maximum) {
      return Refusal{fmt::format("is out of range (allowed: {}).", range_text(minimum, maximum)),
                     "Correct the value, or the unit it was taken from."};
    }
    if (column.type != ColumnType::number && *value != std::floor(*value)) {
      return Refusal{"is not a whole number.", "Write it without decimals."};
    }
    out.number = *value;
    out.code = column.type == ColumnType::number ? 0 : static_cast<std::int32_t>(*value);
    return std::nullopt;
  }

  static std::optional<Refusal> read_choice(const ColumnSchema& column,
                                            std::string_view text,
                                            Cell& out) {
    const auto found = std::find(column.choices.begin(), column.choices.end(), text);
    if (found == column.choices.end()) {
      const std::vector<std::string> known(column.choices.begin(), column.choices.end());
      return Refusal{fmt::format("is not one of {}.", fmt::join(known, ", ")),
                     nearest_remedy(text, known, "Write one of them.")};
    }
    out.code = static_cast<std::int32_t>(found - column.choices.begin());
    return std::nullopt;
  }

  static std::optional<Refusal> read_period(ColumnType type, std::string_view text, Cell& out) {
    const bool year_fits = type != ColumnType::month && text.size() == 4;
    const bool month_fits = type != ColumnType::year;
    const std::optional<double> year = parse_number(text);
    const bool digits =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    Month month;
    int found = 0;
    if (year_fits && digits && year) {
      out.number = 1;
      found = static_cast<int>(*year);
      out.code = type == ColumnType::year ? found : Month(found, 1).index();
    } else if (month_fits && Month::parse(text, month)) {
      found = month.year();
      out.code = month.index();
    } else {
      const std::string_view form = type == ColumnType::year    ? "a year (YYYY)"
                                    : type == ColumnType::month ? "a month (YYYY-MM)"
                                                                : "a year or a month";
      return Refusal{fmt::format("is not {}.", form), "Write a year as 2015, a month as 2015-08."};
    }
    if (found < 1900 || found > 2200) {
      return Refusal{"is out of range (allowed: 1900 to 2200).", "Correct the date."};
    }
    return std::nullopt;
  }

  static std::optional<Refusal> read_currency(std::string_view text) {
    const bool capitals =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (text.size() == 3 && capitals) {
      return std::nullopt;
    }
    return Refusal{"is not a currency.", "Write the three capital letters of ISO 4217."};
  }

  static std::optional<Refusal> read_code(const Codes::List& list,
                                          std::string_view meaning,
                                          std::string_view text,
                                          Cell& out) {
    out.code = list.find(text);
    if (out.code >= 0 || !list.known) {
      return std::nullopt;
    }
    return Refusal{
        fmt::format("is not {}.", meaning),
        nearest_remedy(text, list.names, "Add it there, or name one that stands there.")};
  }

  std::optional<Refusal> read_place(const ColumnSchema& column,
                                    std::string_view text,
                                    Cell& out) const {
    const auto kinds = {
        std::tuple(origin_place, &codes_.origins, 0, "an origin"),
        std::tuple(region_place, &codes_.regions, codes_.region_base(), "a region"),
        std::tuple(
            destination_place, &codes_.destinations, codes_.destination_base(), "a destination")};
    std::vector<std::string> known;
    std::string meaning;
    for (const auto& [kind, list, base, name] : kinds) {
      if ((column.places & kind) == 0) {
        continue;
      }
      const int found = list->find(text);
      if (found >= 0) {
        out.code = base + found;
        return std::nullopt;
      }
      known.insert(known.end(), list->names.begin(), list->names.end());
      meaning += (meaning.empty() ? "" : " or ") + std::string(name);
    }
    if (!codes_.origins.known) {
      return std::nullopt;
    }
    return Refusal{fmt::format("is not {} of places.csv.", meaning),
                   nearest_remedy(text, known, "Add it there, or name one that stands there.")};
  }

  const Codes& codes_;
};

void report_form(const TableSchema& schema,
                 const std::vector<CsvFault>& faults,
                 Findings& findings) {
  for (const CsvFault& fault : faults) {
    const std::string where = findings.where(schema.file, fault.line);
    switch (fault.kind) {
      case CsvFault::Kind::empty:
        findings.add({findings.where(schema.file),
                      "the file",
                      "is empty.",
                      "Write the header row and the rows of the table."});
        break;
      case CsvFault::Kind::no_final_newline:
        findings.add({where,
                      "the last line",
                      "does not end: the file was cut short.",
                      "Copy the file again; if it is complete, end it with a line feed."});
        break;
      case CsvFault::Kind::open_quote:
        findings.add({where,
                      "a quoted field",
                      "is never closed.",
                      "Close it with a double quote; write a quote inside as two quotes."});
        break;
      case CsvFault::Kind::stray_quote:
        findings.add({where,
                      "a double quote",
                      "stands inside a field that is not quoted.",
                      "Put the whole field in quotes and write the quote inside as two."});
        break;
      case CsvFault::Kind::field_count:
        findings.add({where,
                      fmt::format("{} fields", fault.found),
                      fmt::format("do not fit the {} columns of the header.", fault.expected),
                      "Add what is missing, or quote a field that holds a comma."});
        break;
      case CsvFault::Kind::not_utf8:
        findings.add({where, "the text", "is not UTF-8.", "Save the file in UTF-8."});
        break;
    }
  }
}

/// Where each column of the schema stands in the file; empty when the header does not fit.
std::vector<std::size_t> match_header(const TableSchema& schema,
                                      const CsvFile& csv,
                                      Findings& findings) {
  const std::size_t before = findings.count();
  std::vector<std::string> names;
  std::vector<std::size_t> positions;
  for (const ColumnSchema& column : schema.columns) {
    names.emplace_back(column.name);
  }
  for (const ColumnSchema& column : schema.columns) {
    const auto found = std::find(csv.header.begin(), csv.header.end(), column.name);
    positions.push_back(static_cast<std::size_t>(found - csv.header.begin()));
    if (found == csv.header.end()) {
      findings.add({findings.where(schema.file, 1),
                    fmt::format("column {}", column.name),
                    "is missing.",
                    fmt::format("Add it; the columns are {}.", fmt::join(names, ","))});
    }
  }
  for (std::size_t i = 0; i < csv.header.size(); ++i) {
    const std::string name(csv.header[i]);
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      findings.add({findings.where(schema.file, 1),
                    fmt::format("column \"{}\"", name),
                    "is not a column of this table.",
                    nearest_remedy(name, names, "Remove it, or keep it in another file.")});
    } else if (std::find(csv.header.begin(),
                         csv.header.begin() + static_cast<std::ptrdiff_t>(i),
                         name) != csv.header.begin() + static_cast<std::ptrdiff_t>(i)) {
      findings.add({findings.where(schema.file, 1),
                    fmt::format("column {}", name),
                    "stands in the header twice.",
                    "Remove one of the two."});
    }
  }
  if (findings.count() != before) {
    positions.clear();
  }
  return positions;
}

bool read_cells(Table& table,
                const std::vector<std::size_t>& positions,
                const Codes& codes,
                Findings& findings) {
  const FieldReader reader(codes);
  const std::size_t columns = table.schema->columns.size();
  const std::size_t before = findings.count();
  table.cells.resize(table.rows() * columns);
  std::vector<char> copyable(columns, 0);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    Cell* const cells = &table.cells[row * columns];
    for (std::size_t i = 0; i < columns; ++i) {
      const std::string_view text = table.csv.field(row, positions[i]);
      if (copyable[i] != 0 && text == (cells - columns)[i].text) {
        cells[i] = (cells - columns)[i];
        continue;
      }
      const ColumnSchema& column = table.schema->columns[i];
      const std::optional<Refusal> refusal = reader.read(column, text, cells[i]);
      copyable[i] = refusal ? 0 : 1;
      if (refusal) {
        findings.add({findings.where(table.schema->file, table.line(row)),
                      quoted(column, text),
                      refusal->why,
                      refusal->remedy});
      }
    }
  }
  return findings.count() == before;
}

void check_unit_and_rule(const Table& table, Findings& findings) {
  const int unit = table.schema->column("unit");
  const int status = table.schema->column("status");
  const int rule = table.schema->column("rule");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto refuse = [&](std::string what, std::string why, std::string remedy) {
      findings.add({findings.where(table.schema->file, table.line(row)),
                    std::move(what),
                    std::move(why),
                    std::move(remedy)});
    };
    if (table.schema->unit_rule == UnitRule::fixed &&
        table.cell(row, unit).text != table.schema->unit) {
      refuse(fmt::format("unit: \"{}\"", table.cell(row, unit).text),
             fmt::format("is not the unit of this table ({}).", table.schema->unit),
             "Convert the value and write that unit.");
    }
    if (rule < 0) {
      continue;
    }
    const std::string_view found = table.cell(row, rule).text;
    if (table.cell(row, status).text == "estimated" && found.empty()) {
      refuse("rule:",
             "is empty on an estimated row.",
             "Name the rule that filled the value; the pack's README explains it.");
    }
    if (table.cell(row, status).text == "measured" && !found.empty()) {
      refuse(fmt::format("rule: \"{}\"", found),
             "stands on a measured row.",
             "Leave it empty, or call the row estimated.");
    }
  }
}

void check_keys(const Table& table, Findings& findings) {
  std::vector<std::pair<std::uint64_t, std::size_t>> hashes;
  std::vector<int> columns;
  for (const std::string_view name : table.schema->key) {
    columns.push_back(table.schema->column(name));
  }
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::uint64_t hash = 0;
    for (const int column : columns) {
      const std::string_view text = table.cell(row, column).text;
      hash = XXH3_64bits_withSeed(text.data(), text.size(), hash);
    }
    hashes.emplace_back(hash, row);
  }
  std::sort(hashes.begin(), hashes.end());
  std::vector<std::pair<std::size_t, std::size_t>> twins;
  for (std::size_t i = 1; i < hashes.size(); ++i) {
    const auto [hash, row] = hashes[i];
    const auto [hash_above, above] = hashes[i - 1];
    const auto same = [&, r = row, a = above](int column) {
      return table.cell(r, column).text == table.cell(a, column).text;
    };
    if (hash == hash_above && std::all_of(columns.begin(), columns.end(), same)) {
      twins.emplace_back(row, above);
    }
  }
  std::sort(twins.begin(), twins.end());
  for (const auto& [row, above] : twins) {
    std::vector<std::string_view> key;
    key.reserve(columns.size());
    for (const int column : columns) {
      key.push_back(table.cell(row, column).text);
    }
    findings.add({findings.where(table.schema->file, table.line(row)),
                  fmt::format("{} \"{}\"", fmt::join(table.schema->key, ","), fmt::join(key, ",")),
                  fmt::format("stands on line {} too.", table.line(above)),
                  "Keep one of the two."});
  }
}

}  // namespace

void Codes::List::add(std::string_view name) {
  index.emplace(std::string(name), static_cast<int>(names.size()));
  names.emplace_back(name);
}

int Codes::List::find(std::string_view name) const {
  const auto found = index.find(name);
  return found == index.end() ? -1 : found->second;
}

std::vector<char> read_bytes(const std::filesystem::path& file) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream(
      std::fopen(file.c_str(), "rb"), [](std::FILE* f) { return std::fclose(f); });
  std::error_code code;
  const auto size = std::filesystem::file_size(file, code);
  if (stream && !code) {
    std::vector<char> bytes(static_cast<std::size_t>(size));
    if (std::fread(bytes.data(), 1, bytes.size(), stream.get()) == bytes.size()) {
      return bytes;
    }
  }
  fail_files({file.generic_string(),
              "the file",
              "cannot be read.",
              "Check that it exists and that you may read it."});
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto [stop, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || stop != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

Table read_table(const TableSchema& schema,
                 std::vector<char> bytes,
                 const Codes& codes,
                 Findings& findings) {
  Table table;
  table.schema = &schema;
  std::vector<CsvFault> faults;
  table.csv = parse_csv(std::move(bytes), faults);
  report_form(schema, faults, findings);
  if (table.csv.header.empty()) {
    return table;
  }
  const std::vector<std::size_t> positions = match_header(schema, table.csv, findings);
  if (positions.empty()) {
    table.csv.lines.clear();
    return table;
  }
  if (read_cells(table, positions, codes, findings)) {
    const std::size_t before = findings.count();
    check_unit_and_rule(table, findings);
    check_keys(table, findings);
    table.sound = faults.empty() && findings.count() == before;
  }
  return table;
}

}  // namespace corridor::evidence::detail
