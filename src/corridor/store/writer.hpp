#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>

#include "corridor/ensemble/results.hpp"
#include "corridor/sim/measures.hpp"
#include "corridor/store/results.hpp"
#include "corridor/store/store.hpp"

namespace corridor::store {

/// Writes one run, month by month. Months are gathered and committed together, at least once a year
/// and every two seconds: a commit is all or nothing, and what is committed survives the death of
/// the process.
class Writer {
 public:
  /// Opens the run in the store; its id is known from here on.
  Writer(Store& store,
         const RunDescription& description,
         const Vocabulary& words,
         std::span<const sim::Measure> measures);
  /// A run that was not finished is left as interrupted.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  const std::string& id() const;
  void write_month(Month month, std::span<const sim::Value> values);
  /// Stores an ensemble as a run: the median of its members in place of the value, their quantiles
  /// and the members' values that were kept. All or nothing, once, and without write_month.
  void write_ensemble(const ensemble::Results& results);
  /// Commits what waits, so that the time of writing can be told before the run is finished.
  void flush();
  /// Writes what is left, and how the run ended. `summary` is a JSON object.
  void finish(RunStatus status, const std::string& summary);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace corridor::store
