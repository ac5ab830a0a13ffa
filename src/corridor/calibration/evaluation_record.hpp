#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

/// Evaluations of a long analysis as they are done, so that a stopped one goes on where it was.
namespace corridor::calibration {

/// Keeps the outputs of evaluations by stage and member: in memory, and in a file if it has one.
/// The file has a first line that says what the evaluations depend on, then a line of JSON each.
/// Numbers are the shortest that read back to the same bits; what is not finite is null.
class EvaluationRecord {
 public:
  /// Without a file: nothing outlives the record.
  EvaluationRecord() = default;
  /// Goes on with the file if its first line is `header` (one line, no line break) and `anew` is
  /// false; else begins anew. Reading ends at the first line that is not whole: the last one of a
  /// process that was killed. `outputs` is how many numbers an evaluation owes. Throws
  /// Error(files).
  EvaluationRecord(std::filesystem::path file,
                   std::string header,
                   std::size_t outputs,
                   bool anew = false);

  /// Evaluations that were in the file.
  std::size_t found() const { return found_; }
  /// There was a file, and it belongs to another question.
  bool foreign() const { return foreign_; }

  /// What is known of an evaluation, or what `compute` gives, which is then known. Called by
  /// several threads at once. What `compute` throws is passed on and nothing is kept. Throws
  /// Error(files).
  std::vector<double> get(const std::string& stage,
                          int member,
                          const std::function<std::vector<double>()>& compute);
  /// Writes the file in the order of stages and members, so that its bytes depend neither on
  /// threads nor on stops. Throws Error(files).
  void settle();

 private:
  using Key = std::pair<std::string, int>;
  void read(std::size_t outputs);
  void write();

  std::filesystem::path file_;
  std::string header_;
  std::ofstream out_;
  std::mutex mutex_;
  std::map<Key, std::vector<double>> known_;
  std::size_t found_ = 0;
  bool foreign_ = false;
};

}  // namespace corridor::calibration
