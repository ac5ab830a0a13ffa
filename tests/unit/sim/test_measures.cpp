// Fails when a name and the id kept for it do not agree, when a name that nobody declared has an
// id, or when the number that cells are ordered by orders them otherwise than their fields.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "corridor/base/check.hpp"
#include "corridor/sim/measures.hpp"

namespace corridor::sim {
namespace {

TEST(Measures, HaveTheIdOfTheirName) {
  EXPECT_EQ(measure_id<"population">(), measure_index("population"));
  EXPECT_EQ(measure_id<"gini_pct">(), measure_index("gini_pct"));
  EXPECT_EQ(measure_id<"product_usd">(), measure_index("product_usd"));
  for (std::size_t id = 0; id < measures().size(); ++id) {
    EXPECT_EQ(declared_measure(measures()[id].name), static_cast<std::int16_t>(id));
  }
}

TEST(Measures, HaveNoIdWithoutADeclaration) {
  EXPECT_THROW(declared_measure("populaton"), InvariantError);
}

TEST(Cells, AreOrderedByOneNumberAsByTheirFields) {
  constexpr std::array<std::int16_t, 5> kPlaces = {-1, 0, 255, 256, 32767};
  constexpr std::array<std::int8_t, 3> kFields = {-1, 0, 127};
  std::vector<Cell> cells;
  for (const std::int16_t place : kPlaces) {
    for (const std::int8_t low : kFields) {
      for (const std::int8_t high : kFields) {
        cells.push_back({place, high, low, -1, -1, -1});
        cells.push_back({place, -1, -1, high, low, -1});
        cells.push_back({place, -1, -1, -1, high, low});
      }
    }
  }
  for (const Cell& a : cells) {
    EXPECT_LT(order_of(a), std::uint64_t{1} << kOrderBits);
    for (const Cell& b : cells) {
      EXPECT_EQ(order_of(a) < order_of(b), a < b);
      EXPECT_EQ(order_of(a) == order_of(b), a == b);
    }
  }
}

}  // namespace
}  // namespace corridor::sim
