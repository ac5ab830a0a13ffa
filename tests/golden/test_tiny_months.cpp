// Fails when a number of the invented corridor changes. The rows of tests/golden/tiny_months.csv
// are counts of persons, and money in minor units. A change that is meant is taken over by
// tools/update_golden; the difference of the file then tells what moved.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

std::filesystem::path golden_file() {
  return std::filesystem::path(CORRIDOR_SOURCE_DIR) / "tests" / "golden" / "tiny_months.csv";
}

/// Whole numbers only: persons, households, and destination money in minor units.
bool whole(const Measure& measure) {
  return measure.additive && (measure.unit == "persons" || measure.unit == "households" ||
                              measure.unit == "destination currency");
}

std::string row(const evidence::Pack& pack, Month month, const Value& value) {
  const Measure& measure = measures()[static_cast<std::size_t>(value.measure)];
  const bool money = measure.unit == "destination currency";
  const auto at = [](std::int8_t index) { return static_cast<std::size_t>(index); };
  const Cell& cell = value.cell;
  return fmt::format("{},{},{},{},{},{},{},{}",
                     month.text(),
                     place_codes(pack)[static_cast<std::size_t>(cell.place)],
                     cell.status < 0 ? "" : pack.statuses[at(cell.status)].code,
                     cell.sector < 0 ? "" : pack.sectors[at(cell.sector)].code,
                     cell.destination < 0 ? "" : pack.destinations[at(cell.destination)].code,
                     measure.name,
                     money ? "minor units" : measure.unit,
                     std::llround(money ? 100 * value.value : value.value));
}

std::vector<std::string> rows() {
  const evidence::Pack pack = tests::load_tiny();
  const tests::RecordedRun run =
      tests::record(pack, tests::request(Month(2010, 1), Month(2015, 12)));
  std::vector<std::string> list = {"month,place,status,sector,destination,measure,unit,value"};
  for (const Month month : {Month(2010, 1), Month(2010, 2), Month(2011, 1), Month(2015, 12)}) {
    for (const Value& value : run.values(month)) {
      if (value.cell.sex < 0 && whole(measures()[static_cast<std::size_t>(value.measure)])) {
        list.push_back(row(pack, month, value));
      }
    }
  }
  return list;
}

TEST(Golden, TinyMonths) {
  const std::vector<std::string> found = rows();
  if (std::getenv("CORRIDOR_UPDATE_GOLDEN") != nullptr) {
    std::ofstream out(golden_file());
    for (const std::string& row : found) {
      out << row << '\n';
    }
  }
  std::ifstream in(golden_file());
  ASSERT_TRUE(in) << "tools/update_golden writes " << golden_file();
  std::string wanted;
  std::size_t different = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    ASSERT_TRUE(std::getline(in, wanted)) << "the file ends before " << found[i];
    if (wanted != found[i] && ++different <= 20) {
      ADD_FAILURE() << "was " << wanted << "\nis  " << found[i];
    }
  }
  EXPECT_EQ(different, 0U) << "rows differ, the first twenty are above";
  EXPECT_FALSE(std::getline(in, wanted)) << "the file has more: " << wanted;
}

}  // namespace
}  // namespace corridor::sim
