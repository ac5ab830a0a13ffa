#pragma once

#include "corridor/evidence/pack.hpp"

namespace corridor::bench {

/// The shipped pack the benchmarks run on, read once.
const evidence::Pack& shipped_pack();

}  // namespace corridor::bench
