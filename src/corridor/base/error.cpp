#include "corridor/base/error.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace corridor {

namespace {

std::string joined(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) {
    text += text.empty() ? "" : "\n";
    text += problem.text();
  }
  return text;
}

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

std::string Problem::text() const {
  std::string line = where + ": " + what + " " + why;
  if (!remedy.empty()) {
    line += "\n    " + remedy;
  }
  return line;
}

Error::Error(ExitCode code, std::vector<Problem> problems)
    : std::runtime_error(joined(problems)), code_(code), problems_(std::move(problems)) {}

void fail_usage(Problem problem) { throw Error(ExitCode::usage, {std::move(problem)}); }
void fail_input(Problem problem) { throw Error(ExitCode::input, {std::move(problem)}); }
void fail_files(Problem problem) { throw Error(ExitCode::files, {std::move(problem)}); }

void Problems::throw_if_any(ExitCode code) const {
  if (!list_.empty()) {
    throw Error(code, list_);
  }
}

std::string nearest_name(const std::string& name, const std::vector<std::string>& known) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(name.size() / 2, 2) + 1;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(name, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace corridor
