#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/evidence/scenario.hpp"
#include "corridor/population/people.hpp"
#include "corridor/sim/measures.hpp"

namespace corridor::sim {

/// Which code computes the monthly scan. All give the same bits.
enum class Engine { automatic, reference };
constexpr random::Path path_of(Engine engine) {
  return engine == Engine::reference ? random::Path::reference : random::Path::vector;
}

class Baseline;

/// What a result depends on (pack, from, to, sample, seed, baseline) and what it does not (threads,
/// engine).
struct RunRequest {
  Month from;               ///< first month simulated
  Month to;                 ///< last month simulated, inclusive
  std::int64_t sample = 1;  ///< a simulated person stands for this many
  std::uint64_t seed = 1;
  int threads = 0;  ///< 0: all cores
  Engine engine = Engine::automatic;
  bool checked = false;  ///< conservation is tested after every month
  /// The run of the same pack without the scenario, same from, seed and sample, that economies at
  /// home respond to (sim/baseline.hpp). Without one the run is its own: nothing responds.
  std::shared_ptr<const Baseline> baseline = nullptr;
  /// Births, deaths and households lived before, for the same pack, months and sample; `seed` then
  /// draws everything else. Without them the run lives them by itself, with its seed.
  std::shared_ptr<const population::People> people = nullptr;
  /// Names of the measures to hand out; empty for all. The values of these have the same bits as in
  /// a full run. Households are asked nothing when no wanted measure needs them and there is no
  /// baseline.
  std::vector<std::string> wanted = {};
};

struct Progress {
  Month month;
  int months_done = 0;
  int months_total = 0;
  std::int64_t persons = 0;        ///< simulated, alive
  std::int64_t person_months = 0;  ///< simulated so far
  double seconds = 0;              ///< since the start of the months
};

struct RunSummary {
  int months = 0;
  bool stopped = false;            ///< asked to stop before `to`
  Month last;                      ///< last month done
  std::int64_t persons_start = 0;  ///< persons represented, alive
  std::int64_t persons_end = 0;
  std::int64_t person_months = 0;  ///< simulated
  double seconds_synthesis = 0;
  double seconds_months = 0;
  double seconds_store = 0;         ///< spent in the sink
  std::int64_t bytes_resident = 0;  ///< of the population's own arrays
  std::string results_digest;       ///< XXH3-128 of all values handed out, in order
};

/// Receives the values of each month, in ascending (measure, cell) order, on the calling thread.
using Sink = std::function<void(Month, std::span<const Value>)>;
/// Told after each month; returns false to stop cleanly.
using Watcher = std::function<bool(const Progress&)>;

/// Runs the months from `from` to `to` over the pack. Throws Error(input) for a request the pack
/// cannot serve or a wanted measure that does not exist, and InvariantError (with seed and month)
/// when a promise breaks.
RunSummary run(const evidence::Pack& pack,
               const RunRequest& request,
               const Sink& sink,
               const Watcher& watcher);

/// Every parameter of every module, in the order of the month.
std::span<const evidence::ParameterDeclaration> parameter_declarations();

/// A phase of the month, with the sentence `corridor explain month` prints.
struct Phase {
  std::string_view name;
  std::string_view owner;  ///< module
  std::string_view sentence;
};
std::span<const Phase> month_phases();

}  // namespace corridor::sim
