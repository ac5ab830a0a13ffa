#pragma once

#include <cstdint>
#include <string>

namespace corridor::bench {

/// What a measurement was taken on and with.
struct Machine {
  std::string cpu;
  int cores = 0;
  std::int64_t memory_bytes = 0;
  std::string compiler;
  std::string flags;
  std::string version;
  std::string commit;
};

Machine machine();

/// Largest resident size of the process since it started or last forgot its peak.
std::int64_t peak_rss_bytes();
void forget_peak_rss();

/// Bytes a second that the threads together read from memory, in blocks far larger than the caches:
/// the yardstick no scan of the population can beat. Best of several passes.
double read_bandwidth(int threads, std::int64_t bytes);

}  // namespace corridor::bench
