#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/labour/params.hpp"
#include "corridor/law/params.hpp"
#include "corridor/mobility/params.hpp"
#include "corridor/population/params.hpp"
#include "corridor/remittances/params.hpp"

/// The invented corridor of tests/packs/tiny, as most tests use it.
namespace corridor::tests {

inline std::filesystem::path tiny_folder() {
  return std::filesystem::path(CORRIDOR_SOURCE_DIR) / "tests" / "packs" / "tiny";
}

/// The parameters of all modules.
inline std::vector<evidence::ParameterDeclaration> all_declarations() {
  std::vector<evidence::ParameterDeclaration> all;
  for (const auto& module : {population::declarations(), mobility::declarations(),
                             labour::declarations(), law::declarations(),
                             remittances::declarations()}) {
    all.insert(all.end(), module.begin(), module.end());
  }
  return all;
}

inline evidence::Pack load_tiny() { return evidence::load_pack(tiny_folder(), all_declarations()); }

}  // namespace corridor::tests
