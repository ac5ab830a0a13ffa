#pragma once

#include <fmt/format.h>
#include <toml++/toml.h>

#include <filesystem>
#include <string>
#include <utility>

#include "corridor/evidence/detail/findings.hpp"

namespace corridor::evidence::detail {

/// The problems of one scenario file, each with the line it stands on.
class ScenarioProblems {
 public:
  explicit ScenarioProblems(const std::filesystem::path& file)
      : file_(file.generic_string()), findings_(file) {}

  void add(const toml::node& node, std::string what, std::string why, std::string remedy) {
    const auto line = static_cast<int>(node.source().begin.line);
    add_at(line, std::move(what), std::move(why), std::move(remedy));
  }
  /// Line 0 speaks of the file as a whole.
  void add_at(int line, std::string what, std::string why, std::string remedy) {
    std::string where = line > 0 ? fmt::format("{}:{}", file_, line) : file_;
    findings_.add({std::move(where), std::move(what), std::move(why), std::move(remedy)});
  }
  std::size_t count() const { return findings_.count(); }
  void throw_if_any() const { findings_.throw_if_any(); }

 private:
  std::string file_;
  Findings findings_;
};

}  // namespace corridor::evidence::detail
