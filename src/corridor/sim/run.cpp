#include "corridor/sim/run.hpp"

#define XXH_INLINE_ALL
#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>

#include "corridor/base/check.hpp"
#include "corridor/base/error.hpp"
#include "corridor/parallel/threads.hpp"
#include "corridor/sim/baseline.hpp"
#include "corridor/sim/measure_lists.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Digest of all values of a run, in order, on any machine of the same byte order.
class Digest {
 public:
  Digest() { XXH3_128bits_reset(&state_); }
  void add(Month month, std::span<const Value> values) {
    constexpr std::size_t kBytes = 24;
    bytes_.assign(values.size() * kBytes, 0);
    unsigned char* at = bytes_.data();
    for (const Value& value : values) {
      const std::int32_t index = month.index();
      const std::array<std::int8_t, 5> cell = {value.cell.sex,
                                               value.cell.age_group,
                                               value.cell.status,
                                               value.cell.sector,
                                               value.cell.destination};
      std::memcpy(at, &index, 4);
      std::memcpy(at + 4, &value.measure, 2);
      std::memcpy(at + 6, &value.cell.place, 2);
      std::memcpy(at + 8, cell.data(), cell.size());
      std::memcpy(at + 16, &value.value, 8);
      at += kBytes;
    }
    XXH3_128bits_update(&state_, bytes_.data(), bytes_.size());
  }
  std::string text() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(&state_);
    return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
  }

 private:
  XXH3_state_t state_{};
  std::vector<unsigned char> bytes_;
};

void check_request(const evidence::Pack& pack, const RunRequest& request) {
  if (request.sample < 1) {
    fail_usage({"--sample",
                fmt::format("1/{}", request.sample),
                "is not a sample: a person stands for one or more.",
                "Write 1/1 for everybody or 1/100 for one person in a hundred."});
  }
  if (request.to < request.from) {
    fail_usage({"--from --to",
                fmt::format("{} to {}", request.from.text(), request.to.text()),
                "runs backwards.",
                "Give a last month that is not before the first."});
  }
  if (request.people) {
    const population::PeopleRequest& lived = request.people->request();
    invariant(
        lived.from == request.from && lived.to >= request.to && lived.sample == request.sample,
        "people who lived before are those of the run's months and sample");
  }
  for (const evidence::Series& series : pack.series) {
    const bool monthly_driver = !series.yearly;
    if (monthly_driver && (request.from < series.first || request.to > series.last())) {
      fail_input(
          {fmt::format("{}: series {}", pack.name, series.name),
           fmt::format("{} to {} at {}", series.first.text(), series.last().text(), series.place),
           fmt::format("does not cover {} to {}.", request.from.text(), request.to.text()),
           "Choose months that the drivers of the pack cover, or extend the series."});
    }
  }
}

/// What of the values of a month is handed out.
class Selection {
 public:
  /// Throws Error(input) naming a measure that does not exist.
  explicit Selection(const std::vector<std::string>& wanted)
      : all_(wanted.empty()), is_wanted_(measures().size(), false) {
    for (const std::string& name : wanted) {
      const int index = measure_index(name);
      if (index < 0) {
        fail_unknown(name);
      }
      is_wanted_[static_cast<std::size_t>(index)] = true;
    }
  }
  bool holds_households() const {
    const std::span<const Measure> of_households = household_measures();
    return all_ || std::any_of(of_households.begin(), of_households.end(), [&](const Measure& m) {
             return is_wanted_[static_cast<std::size_t>(measure_index(m.name))];
           });
  }
  void keep(std::vector<Value>& values) const {
    if (!all_) {
      std::erase_if(values, [&](const Value& value) {
        return !is_wanted_[static_cast<std::size_t>(value.measure)];
      });
    }
  }

 private:
  [[noreturn]] static void fail_unknown(const std::string& name) {
    std::vector<std::string> known;
    for (const Measure& measure : measures()) {
      known.emplace_back(measure.name);
    }
    const std::string near = nearest_name(name, known);
    fail_input({"wanted measures",
                fmt::format("\"{}\"", name),
                "is not a measure.",
                near.empty() ? std::string("Write the name of a measure that runs report.")
                             : fmt::format("Did you mean \"{}\"?", near)});
  }

  bool all_;
  std::vector<bool> is_wanted_;  ///< [measure]
};

/// The months, one after the other, over the districts in parallel.
class Run {
 public:
  Run(const evidence::Pack& pack, const RunRequest& request)
      : request_(request),
        selection_(request.wanted),
        threads_(request.threads > 0 ? request.threads : parallel::cores()) {
    const Clock::time_point start = Clock::now();
    world_ = make_world(pack, request, threads_);
    world_.asks_households = selection_.holds_households() || request.baseline != nullptr;
    scratch_.assign(static_cast<std::size_t>(threads_.count()), Scratch(pack));
    summary_.persons_start = persons() * request.sample;
    summary_.seconds_synthesis = seconds_since(start);
  }

  RunSummary months(const Sink& sink, const Watcher& watcher) {
    const Clock::time_point start = Clock::now();
    for (Month month = request_.from; month <= request_.to && !summary_.stopped; ++month) {
      one_month(month, sink);
      summary_.last = month;
      ++summary_.months;
      const Progress progress{month,
                              summary_.months,
                              request_.to - request_.from + 1,
                              persons(),
                              summary_.person_months,
                              seconds_since(start)};
      summary_.stopped = watcher && !watcher(progress) && month < request_.to;
    }
    summary_.seconds_months = seconds_since(start) - summary_.seconds_store;
    summary_.persons_end = persons() * request_.sample;
    for (const population::District& district : world_.districts) {
      summary_.bytes_resident += district.bytes();
    }
    summary_.results_digest = digest_.text();
    return summary_;
  }

 private:
  std::int64_t persons() const {
    std::int64_t total = 0;
    for (const RegionState& region : world_.regions) {
      total += region.persons;
    }
    return total;
  }

  void one_month(Month month, const Sink& sink) {
    const MonthTables tables = month_tables(world_, month);
    const bool checked = request_.checked || kChecked;
    const std::vector<welfare::Tally> answers_before =
        checked ? answers() : std::vector<welfare::Tally>();
    std::vector<std::int64_t> persons_before;
    std::vector<std::int64_t> abroad_before;
    for (const RegionState& region : world_.regions) {
      persons_before.push_back(region.persons);
      abroad_before.push_back(region.abroad);
      summary_.person_months += region.persons;
    }
    threads_.for_each(world_.districts.size(), 4, [&](int thread, std::size_t i) {
      Scratch& scratch = scratch_[static_cast<std::size_t>(thread)];
      district_month(world_, tables, world_.districts[i], scratch);
      if (world_.asks_households) {
        welfare_month(world_, tables, world_.districts[i], scratch.welfare);
      }
    });
    const std::vector<RegionTally>& tallies = merge();
    update_regions(world_, month, tallies);
    if (checked) {
      check_month(world_, tables, tallies, persons_before, abroad_before);
    }
    if (world_.asks_households) {
      count_settled(tables);
      if (checked) {
        check_welfare(world_, tables, welfare::difference(answers(), answers_before));
      }
      add_answers(month);
    }
    std::vector<Value> values = month_values(world_, tables, tallies);
    selection_.keep(values);
    digest_.add(month, values);
    for (Scratch& scratch : scratch_) {
      for (RegionTally& tally : scratch.tallies) {
        tally.clear();
      }
    }
    const Clock::time_point storing = Clock::now();
    if (sink) {
      sink(month, values);
    }
    summary_.seconds_store += seconds_since(storing);
  }

  /// Settled households of all threads are counted together: amounts are cut once for all of them.
  void count_settled(const MonthTables& tables) {
    for (std::size_t thread = 1; thread < scratch_.size(); ++thread) {
      scratch_.front().welfare.take_settled(scratch_[thread].welfare);
    }
    scratch_.front().welfare.count_settled(tables.welfare, *world_.pack);
  }

  /// What households answered since the quarter began, [region].
  std::vector<welfare::Tally> answers() const {
    std::vector<welfare::Tally> sums = scratch_.front().welfare.tallies;
    for (std::size_t thread = 1; thread < scratch_.size(); ++thread) {
      for (std::size_t region = 0; region < sums.size(); ++region) {
        sums[region].add(scratch_[thread].welfare.tallies[region]);
      }
    }
    return sums;
  }

  /// At its end, what households answered in a quarter becomes part of their year.
  void add_answers(Month month) {
    if (!ends_quarter(month)) {
      return;
    }
    for (std::size_t thread = 1; thread < scratch_.size(); ++thread) {
      scratch_.front().welfare.take_tallies(scratch_[thread].welfare);
    }
    world_.welfare_year.add_quarter(std::min(3, month - request_.from + 1),
                                    scratch_.front().welfare.tallies);
  }

  /// Counts of all threads together, in those of the first.
  const std::vector<RegionTally>& merge() {
    for (std::size_t thread = 1; thread < scratch_.size(); ++thread) {
      for (std::size_t region = 0; region < scratch_[thread].tallies.size(); ++region) {
        scratch_.front().tallies[region].add(scratch_[thread].tallies[region]);
      }
    }
    return scratch_.front().tallies;
  }

  Digest digest_;  // first, for it alone is aligned to whole cache lines
  RunRequest request_;
  Selection selection_;
  parallel::Threads threads_;
  World world_;
  std::vector<Scratch> scratch_;
  RunSummary summary_;
};

}  // namespace

RunSummary run(const evidence::Pack& pack,
               const RunRequest& request,
               const Sink& sink,
               const Watcher& watcher) {
  check_request(pack, request);
  check_baseline(pack, request);
  return Run(pack, request).months(sink, watcher);
}

}  // namespace corridor::sim
