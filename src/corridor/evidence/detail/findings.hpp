#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corridor/base/error.hpp"

namespace corridor::evidence::detail {

/// The problems of one pack or scenario. Fifty are kept in full and the rest counted, because one
/// wrong column repeats itself on every row and would bury everything else.
class Findings {
 public:
  static constexpr std::size_t kShown = 50;

  explicit Findings(std::filesystem::path root) : root_(std::move(root)) {}

  std::string where(std::string_view file) const { return (root_ / file).generic_string(); }
  std::string where(std::string_view file, int line) const {
    return fmt::format("{}:{}", where(file), line);
  }
  void add(Problem problem) {
    ++count_;
    if (problems_.size() < kShown) {
      problems_.push_back(std::move(problem));
    }
  }
  std::size_t count() const { return count_; }
  void throw_if_any() const {
    std::vector<Problem> shown = problems_;
    if (count_ > kShown) {
      shown.push_back({root_.generic_string(),
                       fmt::format("and {} more problems", count_ - kShown),
                       "were found.",
                       "Correct the ones above first, then check again."});
    }
    if (!shown.empty()) {
      throw Error(ExitCode::input, std::move(shown));
    }
  }

 private:
  std::filesystem::path root_;
  std::vector<Problem> problems_;
  std::size_t count_ = 0;
};

/// `Nearest: NAME.`, or the given advice when no known name is near.
inline std::string nearest_remedy(std::string_view name,
                                  const std::vector<std::string>& known,
                                  std::string otherwise) {
  const std::string nearest = nearest_name(std::string(name), known);
  return nearest.empty() ? std::move(otherwise) : "Nearest: " + nearest + ".";
}

}  // namespace corridor::evidence::detail
