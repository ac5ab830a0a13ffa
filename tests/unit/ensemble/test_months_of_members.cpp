// Fails when columns sorted side by side differ from columns sorted one by one, for any number of
// rows, or when bands of months differ from quantiles of the members of each month, with gaps or
// without.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "corridor/ensemble/months_of_members.hpp"
#include "corridor/random/draw.hpp"

namespace corridor::ensemble {
namespace {

constexpr float kNothing = std::numeric_limits<float>::quiet_NaN();

TEST(Columns, AreSortedAsOneByOne) {
  random::Sequence draws({5, random::Stream::synthesis_persons, Month(2010, 1), 0});
  for (std::size_t count = 0; count <= 70; ++count) {
    std::vector<ColumnsRow> rows(count);
    std::array<std::vector<double>, kColumns> expected;
    for (ColumnsRow& row : rows) {
      for (std::size_t column = 0; column < kColumns; ++column) {
        row[column] = draws.below(40);  // few enough that some are equal
        expected[column].push_back(row[column]);
      }
    }
    sort_columns(rows);
    for (std::size_t column = 0; column < kColumns; ++column) {
      std::sort(expected[column].begin(), expected[column].end());
      for (std::size_t i = 0; i < count; ++i) {
        ASSERT_EQ(rows[i][column], expected[column][i]) << count << " rows, column " << column;
      }
    }
  }
}

/// Random rows of some members; about one value in five is missing, and all of month 3.
std::vector<std::vector<float>> rows_with_gaps(std::size_t members, std::size_t months) {
  random::Sequence draws({7, random::Stream::synthesis_persons, Month(2010, 1), 0});
  std::vector<std::vector<float>> rows(members, std::vector<float>(months, kNothing));
  for (std::vector<float>& row : rows) {
    for (std::size_t month = 0; month < months; ++month) {
      const bool missing = draws.below(5) == 0 || month == 3;
      row[month] = missing ? kNothing : static_cast<float>(draws.uniform());
    }
  }
  return rows;
}

TEST(MonthsOfMembers, BandsAreQuantilesOfEachMonth) {
  constexpr std::size_t kMembers = 23;
  constexpr std::size_t kMonths = 19;
  const auto rows = rows_with_gaps(kMembers, kMonths);
  for (const bool filled : {false, true}) {
    MonthsOfMembers months(kMembers, kMonths);
    for (std::size_t j = 0; j < kMembers; ++j) {
      months.clear(j);
      months.add(j, rows[j]);
    }
    months.count_numbers();
    if (filled) {
      months.fill_gaps();
    }
    const Bands bands = months.bands();
    for (std::size_t month = 0; month < kMonths; ++month) {
      std::vector<double> members;
      for (const std::vector<float>& row : rows) {
        members.push_back(filled && std::isnan(row[month]) && month != 3 ? 0 : row[month]);
      }
      const Quantiles expected = quantiles_of(members);
      for (std::size_t level = 0; level < kLevels.size(); ++level) {
        const auto number = static_cast<float>(expected[level]);
        EXPECT_TRUE(bands[level][month] == number ||
                    (std::isnan(bands[level][month]) && std::isnan(number)))
            << "month " << month << ", level " << level;
      }
    }
  }
}

}  // namespace
}  // namespace corridor::ensemble
