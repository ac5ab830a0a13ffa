#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace corridor {

/// One thing wrong with what a person gave us: where it stands, what it is, why it cannot stand,
/// what to do. Printed as `where: what why` and, indented on the next line, `remedy`.
struct Problem {
  std::string where;   ///< `file:line`, an option, a run
  std::string what;    ///< the name and the value found
  std::string why;     ///< the reason, with the allowed range
  std::string remedy;  ///< the next step for the reader
  std::string text() const;
};

/// Exit codes of the command line, one per family of failure.
enum class ExitCode : int { ok = 0, usage = 2, input = 3, files = 4, invariant = 5, stopped = 6 };

/// What stops a run and can be told to a person. Carries all problems found together.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, std::vector<Problem> problems);
  ExitCode code() const { return code_; }
  const std::vector<Problem>& problems() const { return problems_; }

 private:
  ExitCode code_;
  std::vector<Problem> problems_;
};

/// Shorthands for a single problem.
[[noreturn]] void fail_usage(Problem problem);
[[noreturn]] void fail_input(Problem problem);
[[noreturn]] void fail_files(Problem problem);

/// Collects the problems of one input, so that all are reported together.
class Problems {
 public:
  void add(Problem problem) { list_.push_back(std::move(problem)); }
  bool empty() const { return list_.empty(); }
  const std::vector<Problem>& list() const { return list_; }
  /// Throws Error(code) when anything was added.
  void throw_if_any(ExitCode code = ExitCode::input) const;

 private:
  std::vector<Problem> list_;
};

/// The name of `known` nearest to `name` (edit distance), or empty when none is near.
std::string nearest_name(const std::string& name, const std::vector<std::string>& known);

}  // namespace corridor
