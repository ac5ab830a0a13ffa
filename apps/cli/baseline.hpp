#pragma once

#include <memory>
#include <string>

#include "corridor/sim/baseline.hpp"
#include "corridor/store/results.hpp"
#include "corridor/store/store.hpp"

/// What a run is held against.
namespace corridor::cli {

struct BaselineOfRun {
  std::shared_ptr<const sim::Baseline> baseline;
  std::string origin;  ///< id of the stored run it was read from, or `computed`
};

/// The baseline of a run with changes: read from the store where a fitting run is complete, else
/// computed in memory, with progress on stderr unless `quiet`. `watcher` is asked after each month;
/// no baseline when it stopped the computation. Throws as sim::run does.
BaselineOfRun baseline_of_run(const store::Store& store,
                              const store::RunDescription& description,
                              const evidence::Pack& published,
                              const sim::RunRequest& request,
                              bool quiet,
                              const sim::Watcher& watcher);

}  // namespace corridor::cli
