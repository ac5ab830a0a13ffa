#include "baseline.hpp"

#include "corridor/store/baseline.hpp"
#include "progress.hpp"

namespace corridor::cli {

BaselineOfRun baseline_of_run(const store::Store& store,
                              const store::RunDescription& description,
                              const evidence::Pack& published,
                              const sim::RunRequest& request,
                              bool quiet,
                              const sim::Watcher& watcher) {
  if (const auto stored = store::find_baseline(store, description)) {
    return {store::read_baseline(store, *stored, request.to), stored->id};
  }
  ProgressDisplay display(quiet, "baseline ");
  auto baseline = sim::compute_baseline(published, request, [&](const sim::Progress& progress) {
    display.update(progress);
    return watcher(progress);
  });
  display.finish();
  return {std::move(baseline), "computed"};
}

}  // namespace corridor::cli
