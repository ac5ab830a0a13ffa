#include "run_ensemble.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "corridor/base/error.hpp"
#include "corridor/ensemble/ensemble.hpp"
#include "corridor/report/wanted.hpp"
#include "corridor/store/baseline.hpp"
#include "corridor/store/writer.hpp"

namespace corridor::cli {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_between(Clock::time_point start, Clock::time_point end) {
  return std::chrono::duration<double>(end - start).count();
}

/// Members done, on stderr: one line that is written anew on a terminal, one a tenth elsewhere.
class MemberDisplay {
 public:
  explicit MemberDisplay(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1) {}

  void update(const ensemble::Progress& progress) {
    constexpr int kLines = 10;
    const int step = std::max(1, progress.members / kLines);
    const bool worth = progress.done % step == 0 || progress.done == progress.members;
    if (quiet_ || (!terminal_ && !worth)) {
      return;
    }
    const double left = progress.seconds / progress.done * (progress.members - progress.done);
    fmt::print(stderr,
               "{}{} of {} members, {:.0f} s left{}",
               terminal_ ? "\r\033[K" : "",
               progress.done,
               progress.members,
               left,
               terminal_ ? "" : "\n");
    std::fflush(stderr);
    drawn_ = terminal_;
  }

  void finish() const {
    if (drawn_) {
      fmt::print(stderr, "\r\033[K");
    }
  }

 private:
  bool quiet_;
  bool terminal_;
  bool drawn_ = false;
};

struct Times {
  double store = 0;
  double total = 0;
};

nlohmann::ordered_json summary_json(const std::string& id,
                                    const ensemble::Results& results,
                                    std::size_t changes,
                                    const std::optional<Month>& continued,
                                    const Times& times) {
  return {{"run", id},
          {"members", results.members},
          {"parameters", results.parameters},
          {"redrawn", results.redrawn},
          {store::kChangesKey, changes},
          {"baseline", changes > 0 ? "of each member" : "itself"},
          {store::kContinuedKey,
           continued ? nlohmann::ordered_json(continued->text()) : nlohmann::ordered_json()},
          {"months", results.to - results.from + 1},
          {"seconds",
           {{"members", results.seconds_members},
            {"reduction", results.seconds_reduction},
            {"store", times.store},
            {"total", times.total}}},
          {"bytes_of_members", results.bytes},
          {"peak_rss_bytes", peak_memory()},
          {"results_digest", results.digest}};
}

void print_summary(const std::string& id,
                   const ensemble::Results& results,
                   std::size_t changes,
                   const std::optional<Month>& continued,
                   const Times& times,
                   const RunOptions& options) {
  fmt::print("run {} complete, to {}: {} members of {} months in {:.1f} s\n",
             id,
             results.to.text(),
             results.members,
             results.to - results.from + 1,
             times.total);
  fmt::print("  parameters {}\n", results.parameters);
  if (results.redrawn > 0) {
    fmt::print("  redrawn    {} draws from priors under which the model cannot run\n",
               results.redrawn);
  }
  fmt::print("  time       members {:.2f} s, reduction {:.2f} s, store {:.2f} s\n",
             results.seconds_members,
             results.seconds_reduction,
             times.store);
  fmt::print("  memory     {} MiB at most\n", peak_memory() / 1048576);
  fmt::print("  baseline   {}\n", changes > 0 ? "of each member, computed" : "itself");
  if (continued) {
    fmt::print("  drivers    go on by rules from {}, with the chance of each member\n",
               continued->text());
  }
  fmt::print("  digest     {}\n", results.digest);
  fmt::print("  store      {}\n", options.store);
}

}  // namespace

int run_ensemble(const RunOptions& options,
                 const evidence::Pack& published,
                 const evidence::Scenario& scenario,
                 const sim::RunRequest& wanted,
                 store::Store& store) {
  const Clock::time_point start = Clock::now();
  ensemble::Request request;
  request.run = wanted;
  request.members = static_cast<int>(whole_number("--ensemble", options.ensemble, 2));
  request.wanted = report::wanted_by_member(published);
  MemberDisplay display(options.quiet);
  const ensemble::Results results = ensemble::run(
      published,
      scenario,
      request,
      [&](const ensemble::Progress& progress) {
        display.update(progress);
        return !stop_asked();
      },
      stop_asked);
  display.finish();
  if (results.stopped) {
    fmt::print(stderr,
               "corridor: stopped with {} of {} members done; nothing was stored. Give the same "
               "command again to begin anew.\n",
               results.done,
               results.members);
    return static_cast<int>(ExitCode::stopped);
  }
  store::RunDescription description = describe(published, scenario, wanted, options);
  description.members = results.members;
  description.parameters = results.parameters;
  const Clock::time_point storing = Clock::now();
  store::Writer writer(store, description, store::vocabulary(published), sim::measures());
  writer.write_ensemble(results);
  const Clock::time_point end = Clock::now();
  const Times times{seconds_between(storing, end), seconds_between(start, end)};
  const std::size_t changes = scenario.changes.size();
  const std::optional<Month> continued = continued_from(published, wanted.to);
  const nlohmann::ordered_json json = summary_json(writer.id(), results, changes, continued, times);
  writer.finish(store::RunStatus::complete, json.dump());
  if (options.json) {
    fmt::print("{}\n", json.dump());
  } else {
    print_summary(writer.id(), results, changes, continued, times, options);
  }
  return static_cast<int>(ExitCode::ok);
}

}  // namespace corridor::cli
