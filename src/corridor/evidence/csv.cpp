#include "corridor/evidence/csv.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace corridor::evidence {

namespace {

/// Walks over the bytes once. Unescaping only ever shortens a field, so it can write behind its own
/// reading position.
class CsvParser {
 public:
  CsvParser(std::vector<char>& bytes, std::vector<CsvFault>& faults)
      : at_(bytes.data()), end_(bytes.data() + bytes.size()), faults_(faults) {}

  bool at_end() const { return at_ == end_; }
  int line() const { return line_; }
  void skip_byte_order_mark() {
    if (end_ - at_ >= 3 && std::memcmp(at_, "\xEF\xBB\xBF", 3) == 0) {
      at_ += 3;
    }
  }

  /// Appends the fields of the next row; false when the row has a fault of its own.
  bool read_row(std::vector<std::string_view>& fields) {
    bool sound = true;
    while (true) {
      if (at_ != end_ && *at_ == '"') {
        sound = read_quoted(fields) && sound;
      } else {
        sound = read_bare(fields) && sound;
      }
      if (at_ == end_) {
        return sound;
      }
      const char stop = *at_++;
      if (stop == '\n') {
        ++line_;
        return sound;
      }
    }
  }

 private:
  void fault(CsvFault::Kind kind, int line) { faults_.push_back({kind, line, 0, 0}); }

  bool read_bare(std::vector<std::string_view>& fields) {
    char* const start = at_;
    bool sound = true;
    while (at_ != end_ && *at_ != ',' && *at_ != '\n') {
      sound = sound && *at_ != '"';
      ++at_;
    }
    char* stop = at_;
    if (stop != start && stop[-1] == '\r' && (at_ == end_ || *at_ == '\n')) {
      --stop;
    }
    fields.emplace_back(start, static_cast<std::size_t>(stop - start));
    if (!sound) {
      fault(CsvFault::Kind::stray_quote, line_);
    }
    return sound;
  }

  bool read_quoted(std::vector<std::string_view>& fields) {
    const int first_line = line_;
    char* const start = ++at_;
    char* out = start;
    while (at_ != end_) {
      if (*at_ == '"') {
        if (at_ + 1 == end_ || at_[1] != '"') {
          break;
        }
        ++at_;
      }
      line_ += *at_ == '\n' ? 1 : 0;
      *out++ = *at_++;
    }
    fields.emplace_back(start, static_cast<std::size_t>(out - start));
    if (at_ == end_) {
      fault(CsvFault::Kind::open_quote, first_line);
      return false;
    }
    ++at_;
    if (at_ != end_ && *at_ == '\r') {
      ++at_;
    }
    if (at_ == end_ || *at_ == ',' || *at_ == '\n') {
      return true;
    }
    fault(CsvFault::Kind::stray_quote, line_);
    while (at_ != end_ && *at_ != ',' && *at_ != '\n') {
      ++at_;
    }
    return false;
  }

  char* at_;
  char* end_;
  int line_ = 1;
  std::vector<CsvFault>& faults_;
};

/// Bytes that follow the leading byte, and the allowed range of the first of them (RFC 3629,
/// section 4).
struct Utf8Lead {
  int following = -1;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
};

Utf8Lead utf8_lead(unsigned char byte) {
  if (byte >= 0xC2 && byte <= 0xDF) {
    return {1, 0x80, 0xBF};
  }
  if (byte >= 0xE0 && byte <= 0xEF) {
    const auto low = static_cast<unsigned char>(byte == 0xE0 ? 0xA0 : 0x80);
    const auto high = static_cast<unsigned char>(byte == 0xED ? 0x9F : 0xBF);
    return {2, low, high};
  }
  if (byte >= 0xF0 && byte <= 0xF4) {
    const auto low = static_cast<unsigned char>(byte == 0xF0 ? 0x90 : 0x80);
    const auto high = static_cast<unsigned char>(byte == 0xF4 ? 0x8F : 0xBF);
    return {3, low, high};
  }
  return {};
}

}  // namespace

std::size_t first_invalid_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte < 0x80) {
      ++i;
      continue;
    }
    const Utf8Lead lead = utf8_lead(byte);
    const auto following = static_cast<std::size_t>(std::max(lead.following, 0));
    if (lead.following < 0 || i + following >= text.size()) {
      return i;
    }
    for (std::size_t k = 1; k <= following; ++k) {
      const auto next = static_cast<unsigned char>(text[i + k]);
      const bool first = k == 1;
      if (next < (first ? lead.low : 0x80) || next > (first ? lead.high : 0xBF)) {
        return i;
      }
    }
    i += following + 1;
  }
  return std::string_view::npos;
}

CsvFile parse_csv(std::vector<char> bytes, std::vector<CsvFault>& faults) {
  CsvFile file;
  file.bytes = std::move(bytes);
  if (file.bytes.empty()) {
    faults.push_back({CsvFault::Kind::empty, 1, 0, 0});
    return file;
  }
  const std::size_t bad = first_invalid_utf8({file.bytes.data(), file.bytes.size()});
  if (bad != std::string_view::npos) {
    const auto stop = file.bytes.begin() + static_cast<std::ptrdiff_t>(bad);
    const auto line = std::count(file.bytes.begin(), stop, '\n') + 1;
    faults.push_back({CsvFault::Kind::not_utf8, static_cast<int>(line), 0, 0});
    return file;
  }
  const bool ends = file.bytes.back() == '\n';
  CsvParser parser(file.bytes, faults);
  parser.skip_byte_order_mark();
  parser.read_row(file.header);
  file.fields.reserve(file.bytes.size() / 8);
  int last_line = 1;
  while (!parser.at_end()) {
    const std::size_t before = file.fields.size();
    last_line = parser.line();
    const bool sound = parser.read_row(file.fields);
    const std::size_t found = file.fields.size() - before;
    if (sound && found == file.header.size()) {
      file.lines.push_back(last_line);
      continue;
    }
    if (sound) {
      faults.push_back({CsvFault::Kind::field_count, last_line, found, file.header.size()});
    }
    file.fields.resize(before);
  }
  if (!ends) {
    // A row cut short is one fault, not two.
    std::erase_if(faults, [&](const CsvFault& fault) {
      return fault.line == last_line && fault.kind == CsvFault::Kind::field_count;
    });
    faults.push_back({CsvFault::Kind::no_final_newline, last_line, 0, 0});
  }
  return file;
}

}  // namespace corridor::evidence
