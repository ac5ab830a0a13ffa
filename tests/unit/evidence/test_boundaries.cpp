// Fails when a shape reaches the memory under another region, with other rings or another seat than
// its feature has; when a pack without boundaries is refused or gets a map; when the units that the
// shipped map has no border for lie elsewhere than in the unit that is drawn around them.
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "corridor/evidence/pack.hpp"
#include "packs/temporary_folder.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::evidence {
namespace {

namespace fs = std::filesystem;

const RegionShape& shape(const Pack& pack, std::string_view code) {
  return pack.boundaries.regions.at(static_cast<std::size_t>(pack.region_index(code)));
}

TEST(Boundaries, ShapesStandUnderTheirRegions) {
  const Pack pack = tests::load_tiny();
  ASSERT_EQ(pack.boundaries.regions.size(), 4U);
  EXPECT_EQ(pack.boundaries.source, "invented");
  EXPECT_EQ(pack.boundaries.credit, "Drawn by the authors");
  EXPECT_EQ(shape(pack, "AA-1").rings.size(), 1U);
  EXPECT_EQ(shape(pack, "AA-2").rings.size(), 2U);
  EXPECT_EQ(shape(pack, "AA-2").rings[1][0].longitude, 15);
  EXPECT_EQ(shape(pack, "AA-2").rings[1][0].latitude, 41);
  EXPECT_FALSE(shape(pack, "AA-2").inside.has_value());
  EXPECT_FALSE(shape(pack, "BB-2").has_border());
  EXPECT_EQ(shape(pack, "BB-2").seat.longitude, 24.5);
  EXPECT_EQ(shape(pack, "BB-2").inside, pack.region_index("BB-1"));
}

TEST(Boundaries, AHoleIsOutside) {
  const Pack pack = tests::load_tiny();
  const auto& rings = shape(pack, "BB-1").rings;
  EXPECT_TRUE(encloses(rings, {24, 43}));
  EXPECT_FALSE(encloses(rings, {21.5, 41.5}));
  EXPECT_FALSE(encloses(rings, {27, 43}));
  EXPECT_FALSE(encloses({}, {24, 43}));
}

TEST(Boundaries, APackMayHaveNone) {
  const tests::TemporaryFolder folder;
  fs::copy(tests::tiny_folder(), folder.path());
  fs::remove(folder.path() / "boundaries.geojson");
  std::ifstream stream(folder.path() / "datapackage.json");
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  const std::size_t last = text.rfind(",\n    {");
  ASSERT_NE(text.find("boundaries.geojson", last), std::string::npos);
  text.replace(last, text.rfind("\n  ]") - last, "");
  std::ofstream(folder.path() / "datapackage.json") << text;
  const Pack pack = load_pack(folder.path(), sim::parameter_declarations());
  EXPECT_FALSE(pack.boundaries.drawn());
  EXPECT_EQ(pack.regions.size(), 4U);
}

TEST(Boundaries, UnitsWithoutABorderLieInTheOneAroundThem) {
  const Pack pack = load_pack(fs::path(CORRIDOR_SOURCE_DIR) / "data" / "central-asia",
                              sim::parameter_declarations());
  ASSERT_EQ(pack.boundaries.regions.size(), 54U);
  constexpr std::array<std::pair<const char*, const char*>, 6> kHeld = {{{"KG-GO", "KG-O"},
                                                                         {"KZ-79", "KZ-61"},
                                                                         {"KZ-10", "KZ-63"},
                                                                         {"KZ-33", "KZ-19"},
                                                                         {"KZ-62", "KZ-35"},
                                                                         {"TM-S", "TM-A"}}};
  std::size_t seats = 0;
  for (const RegionShape& drawn : pack.boundaries.regions) {
    seats += drawn.has_border() ? 0 : 1;
  }
  EXPECT_EQ(seats, kHeld.size());
  for (const auto& [code, holder] : kHeld) {
    const RegionShape& seat = shape(pack, code);
    EXPECT_EQ(seat.inside, pack.region_index(holder)) << code;
    for (std::size_t i = 0; i < pack.regions.size(); ++i) {
      EXPECT_EQ(encloses(pack.boundaries.regions[i].rings, seat.seat),
                pack.regions[i].code == holder)
          << code << " in " << pack.regions[i].code;
    }
  }
}

}  // namespace
}  // namespace corridor::evidence
