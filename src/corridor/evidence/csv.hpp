#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace corridor::evidence {

/// A CSV file in memory (RFC 4180: comma, double quotes, header row; LF or CRLF). The views point
/// into `bytes`, where quoted fields were unescaped in place, so reading copies nothing.
struct CsvFile {
  std::vector<char> bytes;
  std::vector<std::string_view> header;
  std::vector<std::string_view> fields;  ///< row by row, header.size() fields each
  std::vector<int> lines;                ///< line of the file on which each row starts, from 1
  std::size_t rows() const { return lines.size(); }
  std::string_view field(std::size_t row, std::size_t column) const {
    return fields[row * header.size() + column];
  }
};

/// What can be wrong with the form of a CSV file, before anything is known of its columns.
struct CsvFault {
  enum class Kind {
    empty,             ///< no bytes at all
    no_final_newline,  ///< the last line does not end: most often a file cut short
    open_quote,        ///< a quoted field never closes
    stray_quote,       ///< a quote inside a bare field, or text behind a closing quote
    field_count,       ///< more or fewer fields than the header
    not_utf8,
  };
  Kind kind = Kind::empty;
  int line = 0;
  std::size_t found = 0;     ///< fields of the row
  std::size_t expected = 0;  ///< fields of the header
};

/// Reads the bytes of a file. Rows with a fault are left out and reported; the others are kept.
CsvFile parse_csv(std::vector<char> bytes, std::vector<CsvFault>& faults);

/// Position of the first byte that is not part of well-formed UTF-8 (RFC 3629), or npos.
std::size_t first_invalid_utf8(std::string_view text);

}  // namespace corridor::evidence
