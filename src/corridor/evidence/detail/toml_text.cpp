#include "corridor/evidence/detail/toml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "corridor/base/error.hpp"
#include "corridor/evidence/csv.hpp"

namespace corridor::evidence::detail {

namespace {

/// The text of a line, counted from 1, without space around it.
std::string line_of(const std::string& text, std::size_t line) {
  std::istringstream lines(text);
  std::string found;
  for (std::size_t at = 0; at < line && std::getline(lines, found); ++at) {
  }
  const std::size_t first = found.find_first_not_of(" \t\r");
  const std::size_t last = found.find_last_not_of(" \t\r");
  return first == std::string::npos ? std::string() : found.substr(first, last - first + 1);
}

}  // namespace

toml::table parse_toml(const std::filesystem::path& file,
                       const std::string& text,
                       std::string_view what) {
  const std::string name = file.generic_string();
  if (text.empty()) {
    fail_input({name, "the file", "is empty.", fmt::format("Write {}.", what)});
  }
  const std::size_t bad = first_invalid_utf8(text);
  if (bad != std::string::npos) {
    const auto line =
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bad), '\n') + 1;
    fail_input(
        {fmt::format("{}:{}", name, line), "the text", "is not UTF-8.", "Save the file in UTF-8."});
  }
  try {
    return toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;
    fail_input({fmt::format("{}:{}", name, line),
                fmt::format("\"{}\"", line_of(text, line)),
                fmt::format("is not TOML: {}.", error.description()),
                "Correct the line; texts and months stand in double quotes."});
  }
}

std::string key_and_value(std::string_view key, const toml::node& node) {
  if (node.is_table()) {
    return fmt::format("{}: a table", key);
  }
  constexpr auto kAsWritten =
      (toml::toml_formatter::default_flags & ~toml::format_flags::allow_literal_strings) |
      toml::format_flags::relaxed_float_precision;
  std::ostringstream value;
  value << toml::toml_formatter(node, kAsWritten);
  return fmt::format("{}: {}", key, value.str());
}

}  // namespace corridor::evidence::detail
