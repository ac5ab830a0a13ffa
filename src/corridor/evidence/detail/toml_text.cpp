#include "corridor/evidence/detail/toml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
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
  if (const std::optional<std::string> text = node.value_exact<std::string>()) {
    return fmt::format("{}: \"{}\"", key, *text);
  }
  if (node.is_number()) {
    return fmt::format("{}: {}", key, node.value<double>().value_or(0));
  }
  if (node.is_boolean()) {
    return fmt::format("{}: {}", key, node.value<bool>().value_or(false));
  }
  return fmt::format("{}: {}",
                     key,
                     node.is_table()   ? "a table"
                     : node.is_array() ? "a list"
                                       : "a date");
}

}  // namespace corridor::evidence::detail
