#pragma once

#include <cstdint>
#include <string>

#include "corridor/evidence/pack.hpp"
#include "corridor/sim/run.hpp"

namespace corridor::bench {

/// Engine and naive loop over the same months of the same population.
struct Comparison {
  int months = 0;
  std::int64_t person_months = 0;
  double engine_seconds = 0;  ///< over the districts only: no tables, no values of the month
  double naive_seconds = 0;   ///< the same, without rewriting structs for the yearly households
  std::int64_t engine_bytes = 0;
  std::int64_t naive_bytes = 0;
  std::string engine_checksum;  ///< of every count of every region and month
  std::string naive_checksum;
  std::string first_difference;  ///< empty when all counts agree
};

/// Runs both with the threads of the request, the engine first.
Comparison compare(const evidence::Pack& pack, const sim::RunRequest& request);

}  // namespace corridor::bench
