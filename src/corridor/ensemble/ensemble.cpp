#include "corridor/ensemble/ensemble.hpp"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>

#include "corridor/base/error.hpp"
#include "corridor/parallel/threads.hpp"
#include "corridor/sim/baseline.hpp"

namespace corridor::ensemble {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

void check_members(int members) {
  if (members < 2) {
    fail_usage({"--ensemble",
                std::to_string(members),
                "is no ensemble: a band needs two members or more.",
                "Write for example --ensemble 200, or leave the option out for a single run."});
  }
}

std::string digest_of(const std::vector<std::string>& digests) {
  std::string text;
  for (const std::string& digest : digests) {
    text += digest;
  }
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

sim::Watcher month_watcher(const StopWanted& stop) {
  return [&stop](const sim::Progress&) { return !stop || !stop(); };
}

}  // namespace

Member make_member(const evidence::Pack& published,
                   const evidence::Scenario& scenario,
                   const Request& request,
                   int member,
                   const StopWanted& stop) {
  const Parameters parameters(published, request.run.seed);
  evidence::Pack pack = member_pack(published, parameters, member);
  sim::RunRequest run = request.run;
  run.seed = member_seed(request.run.seed, member);
  run.threads = 1;
  run.baseline = nullptr;
  if (!scenario.changes.empty()) {
    // The economies of a member respond to the world of the same member without the scenario.
    run.baseline = sim::compute_baseline(pack, run, month_watcher(stop));
    pack = evidence::apply(std::move(pack), scenario);
  }
  return {std::move(pack), std::move(run)};
}

Results run(const evidence::Pack& published,
            const evidence::Scenario& scenario,
            const Request& request,
            const Watcher& watcher,
            const StopWanted& stop) {
  check_members(request.members);
  const Clock::time_point start = Clock::now();
  Results results;
  results.members = request.members;
  results.from = request.run.from;
  results.to = request.run.to;
  results.parameters = Parameters(published, request.run.seed).text();
  const int threads = request.run.threads > 0 ? request.run.threads : parallel::cores();
  parallel::Threads pool(std::min(threads, request.members));
  Collection collection(published, request.members, results.from, results.to);
  std::vector<std::string> digests(static_cast<std::size_t>(request.members));
  std::mutex mutex;
  std::atomic<bool> stopped = false;
  const StopWanted asked = [&] {
    if (stop && stop()) {
      stopped = true;
    }
    return stopped.load();
  };
  const auto live = [&](std::size_t j) {
    const int number = static_cast<int>(j);
    const Member member = make_member(published, scenario, request, number, asked);
    if (stopped) {
      return;
    }
    const sim::RunSummary summary = sim::run(
        member.pack,
        member.request,
        [&](Month month, std::span<const sim::Value> values) {
          collection.add(number, month, values);
        },
        month_watcher(asked));
    if (summary.stopped) {
      return;
    }
    const std::lock_guard lock(mutex);
    digests[j] = summary.results_digest;
    results.person_months += summary.person_months;
    ++results.done;
    const Progress progress{results.done, request.members, seconds_since(start)};
    if (watcher && !watcher(progress) && results.done < request.members) {
      stopped = true;
    }
  };
  pool.for_each(digests.size(), 1, [&](int, std::size_t j) {
    try {
      if (!asked()) {
        live(j);
      }
    } catch (...) {
      stopped = true;  // the others need not go on
      throw;
    }
  });
  results.seconds_members = seconds_since(start);
  results.stopped = results.done < request.members;
  if (results.stopped) {
    return results;
  }
  results.digest = digest_of(digests);
  const Clock::time_point reduction = Clock::now();
  collection.reduce(request.wanted, pool, results);
  results.seconds_reduction = seconds_since(reduction);
  return results;
}

}  // namespace corridor::ensemble
