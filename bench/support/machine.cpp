#include "machine.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <numeric>
#include <span>
#include <vector>

#include "corridor/base/check.hpp"
#include "corridor/base/version.hpp"
#include "corridor/parallel/threads.hpp"

namespace corridor::bench {

namespace {

std::string cpu_name() {
  std::ifstream file("/proc/cpuinfo");
  std::string line;
  while (std::getline(file, line)) {
    const std::size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) {
      return line.substr(colon + 2);
    }
  }
  return "unknown";
}

std::int64_t memory_bytes() {
  struct sysinfo info {};
  return sysinfo(&info) == 0 ? static_cast<std::int64_t>(info.totalram) * info.mem_unit : 0;
}

std::string compiler_name() {
#if defined(__clang__)
  return fmt::format("clang {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
  return fmt::format("gcc {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
}

}  // namespace

Machine machine() {
  Machine result;
  result.cpu = cpu_name();
  result.cores = parallel::cores();
  result.memory_bytes = memory_bytes();
  result.compiler = compiler_name();
  result.flags = CORRIDOR_BENCH_FLAGS;
  result.version = kVersion;
  result.commit = kCommit;
  return result;
}

void forget_peak_rss() {
  // The kernel's word for it; where it is not allowed, the peak stays that of the whole process.
  std::ofstream("/proc/self/clear_refs") << "5";
}

std::int64_t peak_rss_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::int64_t>(usage.ru_maxrss) * 1024;
}

double read_bandwidth(int threads, std::int64_t bytes) {
  using Clock = std::chrono::steady_clock;
  constexpr int kPasses = 7;
  constexpr std::size_t kBlock = 1 << 15;  // words a thread takes at a time
  const std::size_t blocks = static_cast<std::size_t>(bytes) / sizeof(std::uint64_t) / kBlock;
  const std::vector<std::uint64_t> memory(blocks * kBlock, 1);
  std::vector<std::uint64_t> sums(blocks);
  parallel::Threads team(threads);
  double best = 0;
  for (int pass = 0; pass < kPasses; ++pass) {
    const Clock::time_point start = Clock::now();
    team.for_each(blocks, 16, [&](int, std::size_t block) {
      const auto words = std::span(memory).subspan(block * kBlock, kBlock);
      sums[block] = std::accumulate(words.begin(), words.end(), std::uint64_t{0});
    });
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    best = std::max(best, static_cast<double>(memory.size() * sizeof(std::uint64_t)) / seconds);
  }
  // Using the sums keeps the reads from being optimised away.
  invariant(std::accumulate(sums.begin(), sums.end(), std::uint64_t{0}) == memory.size(),
            "a pass over memory reads every word");
  return best;
}

}  // namespace corridor::bench
