// Fails when the description of a pack counts rows, places or statuses wrongly.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "corridor/evidence/describe.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::evidence {
namespace {

TEST(Describe, CountsRowsPlacesAndStatuses) {
  const PackSummary summary = describe(tests::load_tiny());
  const auto population =
      std::find_if(summary.tables.begin(), summary.tables.end(), [](const TableSummary& table) {
        return table.file == "population.csv";
      });
  ASSERT_NE(population, summary.tables.end());
  EXPECT_EQ(population->rows, 2U * 8U * 2U * 21U);
  EXPECT_EQ(population->places, 2U);
  EXPECT_EQ(population->first, "2009");
  EXPECT_EQ(population->last, "2016");
  EXPECT_EQ(population->by_status[2], population->rows);
  EXPECT_EQ(summary.last_year, 2016);
  EXPECT_EQ(summary.regions, 4U);
}

TEST(Describe, PrintsTablesAndLicences) {
  const std::string text = describe_text(describe(tests::load_tiny()));
  EXPECT_NE(text.find("Aland (AAA), Beland (BBB), with 4 regions"), std::string::npos);
  EXPECT_NE(text.find("licence: CC0-1.0"), std::string::npos);
  EXPECT_NE(text.find("series.csv"), std::string::npos);
  EXPECT_NE(text.find("100 %"), std::string::npos);
}

}  // namespace
}  // namespace corridor::evidence
