#pragma once

#include <filesystem>

#include "corridor/evidence/pack.hpp"
#include "corridor/sim/run.hpp"

/// The invented corridor of tests/packs/tiny, as most tests use it.
namespace corridor::tests {

inline std::filesystem::path tiny_folder() {
  return std::filesystem::path(CORRIDOR_SOURCE_DIR) / "tests" / "packs" / "tiny";
}

inline evidence::Pack load_tiny() {
  return evidence::load_pack(tiny_folder(), sim::parameter_declarations());
}

}  // namespace corridor::tests
