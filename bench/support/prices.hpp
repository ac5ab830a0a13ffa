#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/sim/run.hpp"

namespace corridor::bench {

/// Processor seconds of the parts of all months of a run on one thread.
struct PhaseSeconds {
  double tables = 0;      ///< market, rules, chances to leave and return, amounts to send
  double districts = 0;   ///< everything that happens to persons
  double signals = 0;     ///< totals, diplomacy, perceived risk
  double welfare = 0;     ///< households asked about their means, and the answers added up
  double values = 0;      ///< the measures of the month
  double households = 0;  ///< the household year, which is a part of districts
  double months() const { return tables + districts + signals + welfare + values; }
};
PhaseSeconds time_months(const evidence::Pack& pack, const sim::RunRequest& request);

/// A module, or a part of one, that data can switch off.
struct Switch {
  std::string_view name;
  void (*off)(evidence::Pack& pack);
};
const std::vector<Switch>& switches();

/// What the months cost with and without a module, in processor seconds; medians of several pairs.
struct Price {
  std::string name;
  double seconds_on = 0;
  double seconds_off = 0;
  double share = 0;  ///< of the months with everything on; below zero where the rest costs more
};

/// Prices of the switches, then of the phases, which are timed inside the months with everything
/// on. The two sides of each pair take turns.
std::vector<Price> prices(const evidence::Pack& pack, const sim::RunRequest& request, int pairs);

}  // namespace corridor::bench
