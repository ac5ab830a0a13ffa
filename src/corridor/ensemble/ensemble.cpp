#include "corridor/ensemble/ensemble.hpp"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>

#include "corridor/base/error.hpp"
#include "corridor/evidence/continuation.hpp"
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

/// Births, deaths and households of a lot of members.
std::shared_ptr<const population::People> live_people(const evidence::Pack& pack,
                                                      const sim::RunRequest& run,
                                                      int lot,
                                                      parallel::Threads& threads) {
  const population::PeopleRequest request{run.from, run.to, run.sample, people_seed(run.seed, lot)};
  return std::make_shared<population::People>(pack, request, sim::path_of(run.engine), threads);
}

/// Those who were lived for the lot of a member, where its pack has no other births, deaths or
/// households.
std::shared_ptr<const population::People> people_of(const evidence::Pack& pack,
                                                    const Request& request,
                                                    int member) {
  const int lot = lot_of(member, request.run.sample);
  const auto position = static_cast<std::size_t>(lot);
  if (position < request.people.size() && request.people[position]->serve(pack)) {
    return request.people[position];
  }
  parallel::Threads threads(1);
  return live_people(pack, request.run, lot, threads);
}

sim::Watcher month_watcher(const StopWanted& stop) {
  return [&stop](const sim::Progress&) { return !stop || !stop(); };
}

}  // namespace

Member make_member(const evidence::Pack& published,
                   const evidence::Scenario& scenario,
                   const Request& request,
                   int member,
                   int attempt,
                   const StopWanted& stop) {
  const Parameters parameters(published, request.run.seed);
  evidence::Pack pack =
      evidence::extend(member_pack(published, parameters, member, attempt),
                       request.run.to,
                       evidence::DriverDraw{request.run.seed, static_cast<std::uint32_t>(member)});
  sim::RunRequest run = request.run;
  run.seed = member_seed(request.run.seed, member);
  run.threads = 1;
  run.baseline = nullptr;
  run.people = people_of(pack, request, member);
  if (!scenario.changes.empty()) {
    // The economies of a member respond to the world of the same member without the scenario.
    run.baseline = sim::compute_baseline(pack, run, month_watcher(stop));
    pack = evidence::apply(std::move(pack), scenario);
    run.people = people_of(pack, request, member);
  }
  return {std::move(pack), std::move(run)};
}

namespace {

/// The members under way, and what they share.
class Members {
 public:
  Members(const evidence::Pack& published,
          const evidence::Scenario& scenario,
          const Request& request,
          const Watcher& watcher,
          const StopWanted& stop,
          parallel::Threads& threads)
      : published_(published),
        scenario_(scenario),
        request_(request),
        watcher_(watcher),
        from_priors_(!Parameters(published, request.run.seed).calibrated()),
        collection_(published, request.members, request.run.from, request.run.to),
        digests_(static_cast<std::size_t>(request.members)) {
    for (int lot = 0; lot < std::min(lots(request.run.sample), request.members); ++lot) {
      request_.people.push_back(live_people(published, request.run, lot, threads));
    }
    asked_ = [this, &stop] {
      if (stop && stop()) {
        stopped_ = true;
      }
      return stopped_.load();
    };
  }

  void live(int member) {
    try {
      for (int attempt = 0; !asked_() && !live(member, attempt); ++attempt) {
        collection_.forget(member);
        const std::lock_guard lock(mutex_);
        ++redrawn_;
      }
    } catch (...) {
      stopped_ = true;  // the others need not go on
      throw;
    }
  }

  void tell(Results& results) const {
    results.done = done_;
    results.redrawn = redrawn_;
    results.person_months = person_months_;
    results.seconds_members = seconds_since(start_);
    results.stopped = done_ < request_.members;
    results.digest = results.stopped ? std::string() : digest_of(digests_);
  }

  const Collection& collection() const { return collection_; }

 private:
  /// False when the draw cannot be lived and another may be tried.
  bool live(int number, int attempt) {
    bool with_scenario = false;
    try {
      const Member member = make_member(published_, scenario_, request_, number, attempt, asked_);
      with_scenario = !scenario_.changes.empty();
      if (!stopped_) {
        months(number, member);
      }
      return true;
    } catch (const Error& error) {
      const bool again = error.code() == ExitCode::input && from_priors_ && !with_scenario;
      if (again && attempt + 1 < kMostAttempts) {
        return false;
      }
      throw;
    }
  }

  void months(int number, const Member& member) {
    const sim::RunSummary summary = sim::run(
        member.pack,
        member.request,
        [&](Month month, std::span<const sim::Value> values) {
          collection_.add(number, month, values);
        },
        month_watcher(asked_));
    if (summary.stopped) {
      return;
    }
    const std::lock_guard lock(mutex_);
    digests_[static_cast<std::size_t>(number)] = summary.results_digest;
    person_months_ += summary.person_months;
    ++done_;
    const Progress progress{done_, request_.members, seconds_since(start_)};
    if (watcher_ && !watcher_(progress) && done_ < request_.members) {
      stopped_ = true;
    }
  }

  Clock::time_point start_ = Clock::now();
  const evidence::Pack& published_;
  const evidence::Scenario& scenario_;
  Request request_;
  const Watcher& watcher_;
  StopWanted asked_;
  bool from_priors_;
  Collection collection_;
  std::mutex mutex_;
  std::atomic<bool> stopped_ = false;
  std::vector<std::string> digests_;
  std::int64_t person_months_ = 0;
  int done_ = 0;
  int redrawn_ = 0;
};

}  // namespace

Results run(const evidence::Pack& published,
            const evidence::Scenario& scenario,
            const Request& request,
            const Watcher& watcher,
            const StopWanted& stop) {
  check_members(request.members);
  Results results;
  results.members = request.members;
  results.from = request.run.from;
  results.to = request.run.to;
  results.parameters = Parameters(published, request.run.seed).text();
  const int threads = request.run.threads > 0 ? request.run.threads : parallel::cores();
  parallel::Threads pool(std::min(threads, request.members));
  Members members(published, scenario, request, watcher, stop, pool);
  pool.for_each(static_cast<std::size_t>(request.members), 1, [&](int, std::size_t j) {
    members.live(static_cast<int>(j));
  });
  members.tell(results);
  if (!results.stopped) {
    const Clock::time_point reduction = Clock::now();
    members.collection().reduce(request.wanted, pool, results);
    results.seconds_reduction = seconds_since(reduction);
  }
  return results;
}

}  // namespace corridor::ensemble
