#include "pack.hpp"

#include <filesystem>

#include "corridor/sim/run.hpp"

namespace corridor::bench {

const evidence::Pack& shipped_pack() {
  static const evidence::Pack pack =
      evidence::load_pack(std::filesystem::path(CORRIDOR_SOURCE_DIR) / "data/central-asia",
                          sim::parameter_declarations());
  return pack;
}

}  // namespace corridor::bench
