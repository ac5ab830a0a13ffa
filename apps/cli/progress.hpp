#pragma once

#include <mutex>
#include <string>

#include "corridor/sim/run.hpp"

namespace corridor::cli {

/// Tells a person how far a run is, on stderr: a bar on a terminal, one line a simulated year
/// elsewhere.
class ProgressDisplay {
 public:
  /// `label` stands before every line, to tell one computation from another.
  explicit ProgressDisplay(bool quiet, std::string label = {});
  void update(const sim::Progress& progress);
  /// Clears the bar, so that what follows starts on a fresh line.
  void finish();

 private:
  bool quiet_;
  std::string label_;
  bool terminal_;
  bool drawn_ = false;
};

/// Counts what is done side by side, on a terminal only. Called by several threads at once.
class Counter {
 public:
  /// `what` is counted, up to `total` a round.
  Counter(bool quiet, int total, std::string what);
  void done();
  /// Clears the line and begins a new round.
  void clear();

 private:
  bool shown_;
  int total_;
  std::string what_;
  std::mutex mutex_;
  int count_ = 0;
};

/// `[#####.....] 2014-05  53/192 months, 63.1 M persons, 412 M person-months/s, 21 s left`.
std::string bar_text(const sim::Progress& progress);
/// `2014-12: 60 of 192 months, 63.1 M persons, 412 M person-months/s, 21 s left`.
std::string line_text(const sim::Progress& progress);

}  // namespace corridor::cli
