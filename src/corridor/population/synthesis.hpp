#pragma once

#include <cstdint>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/parallel/threads.hpp"
#include "corridor/population/district.hpp"
#include "corridor/population/households.hpp"
#include "corridor/population/params.hpp"

namespace corridor::population {

/// A population on the first day of a month, everybody at home.
struct Synthesis {
  Calendar calendar;
  std::vector<District> districts;  ///< ordered by region
  CompositionErrors errors;
};

struct SynthesisRequest {
  Month start;
  std::int64_t sample = 1;  ///< a simulated person stands for this many
  std::uint64_t seed = 1;
};

/// Creates everybody (docs/model/population.md, P1 to P5). The result depends on pack and request
/// only.
Synthesis synthesise(const evidence::Pack& pack,
                     const PopulationParams& params,
                     const SynthesisRequest& request,
                     parallel::Threads& threads);

}  // namespace corridor::population
