#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/sim/measures.hpp"
#include "corridor/sim/run.hpp"

namespace corridor::sim {

/// What a run and its baseline share, so that they differ by the scenario alone.
struct BaselineIdentity {
  std::string pack_digest;
  Month from;
  std::int64_t sample = 1;
  std::uint64_t seed = 1;
  bool operator==(const BaselineIdentity&) const = default;
};
BaselineIdentity baseline_identity(const evidence::Pack& pack, const RunRequest& request);

/// The values of a run without the scenario that responses at home are measured against, month by
/// month and place by place (docs/decisions/0015-responses-against-the-baseline.md). A measure that
/// a response needs is added to the list in baseline.cpp; each is kept for every place, origins
/// before regions, summed over nobody: only the cells that name a place and nothing else.
class Baseline {
 public:
  /// Measures that are kept.
  static std::span<const std::string_view> kept();

  Baseline(BaselineIdentity identity, std::size_t places);
  /// Keeps what is wanted of the values of a month; months come one after the other from the first.
  void add_month(Month month, std::span<const Value> values);
  const BaselineIdentity& identity() const { return identity_; }
  std::size_t places() const { return places_; }
  int months() const { return static_cast<int>(values_.size()); }
  /// Value of a kept measure; 0 where the run wrote none. The month must have been added.
  double at(std::string_view measure, std::size_t place, Month month) const;

 private:
  BaselineIdentity identity_;
  std::size_t places_ = 0;
  std::vector<std::vector<double>> values_;  ///< [month][kept measure * places + place]
};

/// Runs the pack as it is and keeps what responses need; nothing is stored. Engine and threads are
/// those of the request. Nothing when the watcher stopped it. Throws as run() does.
std::shared_ptr<const Baseline> compute_baseline(const evidence::Pack& pack,
                                                 RunRequest request,
                                                 const Watcher& watcher);

/// Throws Error(input) when the baseline of a request is of another pack, first month, sample or
/// seed, of other places, or ends before the last month asked for.
void check_baseline(const evidence::Pack& pack, const RunRequest& request);

}  // namespace corridor::sim
