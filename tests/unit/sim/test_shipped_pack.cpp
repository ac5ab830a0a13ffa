// Fails when persons, spells or households of the shipped pack are lost in any month of its
// history, or when its results depend on threads or on the vector code: its law, statuses, sectors
// and destinations go where the invented corridor does not.
#include <gtest/gtest.h>

#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

TEST(ShippedPack, ConservesEverybodyOnEveryPath) {
  const evidence::Pack pack =
      evidence::load_pack(std::filesystem::path(CORRIDOR_SOURCE_DIR) / "data" / "central-asia",
                          parameter_declarations());
  RunRequest wanted = tests::request(Month(2010, 1), Month(2024, 12));
  wanted.sample = 1000;
  const RunSummary checked = run(pack, wanted, {}, {});
  EXPECT_EQ(checked.months, 180);
  EXPECT_GT(checked.persons_end, checked.persons_start);
  wanted.threads = 1;
  wanted.engine = Engine::reference;
  wanted.checked = false;
  EXPECT_EQ(run(pack, wanted, {}, {}).results_digest, checked.results_digest);
}

}  // namespace
}  // namespace corridor::sim
