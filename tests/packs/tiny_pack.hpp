#pragma once

#include <filesystem>

#include "corridor/evidence/pack.hpp"
#include "corridor/sim/run.hpp"

/// The invented corridor of tests/packs/tiny, as most tests use it.
namespace corridor::tests {

/// Statuses of the invented corridor, in the order of its file.
inline constexpr int kCitizen = 0;
inline constexpr int kUnion = 1;
inline constexpr int kResident = 2;
inline constexpr int kPatent = 3;
inline constexpr int kRegistry = 4;
inline constexpr int kDetained = 5;
inline constexpr int kServing = 6;
inline constexpr int kFallen = 7;
inline constexpr int kNoValidStatus = 8;
inline constexpr std::size_t kStatuses = 9;

inline std::filesystem::path tiny_folder() {
  return std::filesystem::path(CORRIDOR_SOURCE_DIR) / "tests" / "packs" / "tiny";
}

inline evidence::Pack load_tiny() {
  return evidence::load_pack(tiny_folder(), sim::parameter_declarations());
}

}  // namespace corridor::tests
