#pragma once

#include <toml++/toml.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace corridor::evidence::detail {

/// The tables of a text that was read from `file`. Throws Error(input) naming the line and what
/// stands there where it is no UTF-8 or no TOML, and telling to write `what` (as "a scenario
/// (docs/formats/scenario.md)") where the file is empty.
toml::table parse_toml(const std::filesystem::path& file,
                       const std::string& text,
                       std::string_view what);

/// A key and what stands there, as `from: 2010` or `from: "2010-13"`; of a list or table, that it
/// is one.
std::string key_and_value(std::string_view key, const toml::node& node);

}  // namespace corridor::evidence::detail
