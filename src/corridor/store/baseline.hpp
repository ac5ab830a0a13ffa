#pragma once

#include <memory>
#include <optional>

#include "corridor/sim/baseline.hpp"
#include "corridor/store/results.hpp"
#include "corridor/store/store.hpp"

/// Finding the baseline of a run among the runs of a store
/// (docs/decisions/0015-responses-against-the-baseline.md).
namespace corridor::store {

/// Key of a run's summary that holds how many changes its scenario made to the pack, those of its
/// bases included. Only a run that says 0 can be a baseline: name and text of a scenario do not
/// tell.
inline constexpr const char* kChangesKey = "changes";

/// Key of a run's summary that holds the first month in which a driver went on by a rule of the
/// pack and not by a value that is given, as text; null where none did.
inline constexpr const char* kContinuedKey = "drivers_continued_from";

/// The newest complete run without changes that has the pack digest, first month, sample, seed and
/// program version wanted, and a last month not before the one wanted. Nothing when there is none,
/// or when the version does not name one program, as that of a build with local changes.
std::optional<RunInfo> find_baseline(const Store& store, const RunDescription& wanted);

/// What responses need of a stored run, up to the month `to`, which the run must hold. The same
/// bits as computed anew, because a store keeps every number as it was.
std::shared_ptr<const sim::Baseline> read_baseline(const Store& store,
                                                   const RunInfo& run,
                                                   Month to);

}  // namespace corridor::store
