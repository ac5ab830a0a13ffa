#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/sim/measures.hpp"

namespace corridor::calibration {

/// What is asked of a run: a measure, places that are added up, a period, and a rule for its
/// months.
struct Observable {
  std::string measure;
  std::vector<std::string> places;
  Month first;
  Month last;
  evidence::Aggregation rule = evidence::Aggregation::value;
};

/// What a target asks. Throws Error(input) for a quantity that is no single measure.
Observable observable_of(const evidence::Target& target);

/// Receipts of an origin in a calendar year, as they are recorded.
Observable yearly_receipts(std::string_view origin, int year);

/// Citizens of an origin at the main destination, mean of the months of a calendar year.
Observable yearly_present(std::string_view origin, int year);

/// Keeps the months of a run that its observables need, and nothing else. One observer sees one
/// run.
class Observer {
 public:
  /// Throws Error(input) naming a measure or place that no run reports.
  Observer(const evidence::Pack& pack, std::span<const Observable> observables, Month from);
  /// The sink of the run.
  void add(Month month, std::span<const sim::Value> values);
  /// By observable, in its unit. A month that was never added is a broken invariant.
  std::vector<double> values() const;
  /// The last month that any observable needs.
  static Month last_month(std::span<const Observable> observables);

 private:
  struct Wanted {
    std::vector<std::size_t> slots;  ///< of its places
    int first = 0;                   ///< month of the run
    int last = 0;
    evidence::Aggregation rule = evidence::Aggregation::value;
  };
  std::size_t slot(int measure, int place);

  Month from_;
  std::vector<std::vector<int>> slot_of_;    ///< [measure][place], -1 where nothing is kept
  std::vector<std::vector<double>> months_;  ///< [slot][month of the run]
  std::vector<Wanted> wanted_;
  int done_ = 0;  ///< months added
};

}  // namespace corridor::calibration
