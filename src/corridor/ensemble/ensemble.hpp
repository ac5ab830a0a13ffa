#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "corridor/ensemble/collection.hpp"
#include "corridor/ensemble/member.hpp"
#include "corridor/ensemble/results.hpp"
#include "corridor/evidence/scenario.hpp"
#include "corridor/sim/run.hpp"

/// Many runs of one question that differ in what is uncertain: parameters and chance
/// (docs/decisions/0022-ensembles.md).
namespace corridor::ensemble {

struct Request {
  /// Months, sample, engine and checks of every member; the seed of the ensemble; the threads that
  /// members share, each member taking one. Its baseline and its people are not used.
  sim::RunRequest run;
  int members = 0;  ///< 2 or more
  /// People lived for each lot of members; run() fills it. A member without them, or whom they do
  /// not serve, lives its own with the seed of the lot.
  std::vector<std::shared_ptr<const population::People>> people;
  /// Values to keep by month and member, beside the years of all places.
  std::vector<Wanted> wanted;
};

struct Progress {
  int done = 0;  ///< members
  int members = 0;
  double seconds = 0;
};

/// Told after each member; returns false to stop. Called by one thread at a time.
using Watcher = std::function<bool(const Progress&)>;
/// Asked after each month of each member, by several threads at once; true stops all members.
using StopWanted = std::function<bool()>;

/// A member, ready to run.
struct Member {
  evidence::Pack pack;
  sim::RunRequest request;
};

/// Member `member` of the ensemble: the published pack with the member's parameters and, beyond
/// what it covers, drivers with the member's chance; then with the changes of the scenario, and the
/// seed of the member; and the baseline of the same member where the scenario changes anything.
/// `attempt` counts draws that could not be lived. Throws as sim::run does.
Member make_member(const evidence::Pack& published,
                   const evidence::Scenario& scenario,
                   const Request& request,
                   int member,
                   int attempt,
                   const StopWanted& stop);

/// Draws from priors that are tried for a member before it is given up.
inline constexpr int kMostAttempts = 20;

/// Runs all members and reduces them. A draw from priors under which the model refuses the world
/// without the scenario is drawn anew, so that members stay paired over scenarios. The outcome
/// depends on pack, scenario, months, sample, seed and number of members alone. Throws Error(usage)
/// for fewer than two members, and what the run of a member throws, naming the member.
Results run(const evidence::Pack& published,
            const evidence::Scenario& scenario,
            const Request& request,
            const Watcher& watcher,
            const StopWanted& stop);

}  // namespace corridor::ensemble
