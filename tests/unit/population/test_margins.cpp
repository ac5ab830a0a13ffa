// Fails when regions miss their totals, when an age and sex misses the pack by more than one
// person, or when a date between two mid-years is not taken in proportion.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "corridor/population/margins.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::population {
namespace {

std::int64_t sum(const std::vector<std::int64_t>& cells) {
  return std::accumulate(cells.begin(), cells.end(), std::int64_t{0});
}

void expect_margins(const evidence::Pack& pack, Month start, std::int64_t sample) {
  const Margins found = margins(pack, start, sample);
  ASSERT_EQ(found.persons.size(), pack.regions.size());
  std::int64_t total = 0;
  for (std::size_t origin = 0; origin < pack.origins.size(); ++origin) {
    const std::vector<double> pyramid = national_pyramid(pack, origin, start);
    std::vector<std::int64_t> national(pyramid.size(), 0);
    const auto first = static_cast<std::size_t>(pack.origins[origin].first_region);
    const auto count = static_cast<std::size_t>(pack.origins[origin].region_count);
    for (std::size_t region = first; region < first + count; ++region) {
      for (std::size_t cell = 0; cell < pyramid.size(); ++cell) {
        ASSERT_GE(found.persons[region][cell], 0);
        national[cell] += found.persons[region][cell];
      }
      total += sum(found.persons[region]);
    }
    for (std::size_t cell = 0; cell < pyramid.size(); ++cell) {
      const double wanted = pyramid[cell] / static_cast<double>(sample);
      EXPECT_NEAR(static_cast<double>(national[cell]), wanted, 1.0 + 1e-6)
          << pack.origins[origin].code << " cell " << cell << " sample " << sample;
    }
  }
  EXPECT_EQ(total, found.total);
}

TEST(Margins, AreExactWhereThePackIsRound) {
  const Margins found = margins(tests::load_tiny(), Month(2010, 1), 1);
  EXPECT_EQ(found.total, 20000);
  EXPECT_EQ(sum(found.persons[0]), 6000);
  EXPECT_EQ(sum(found.persons[1]), 4000);
  EXPECT_EQ(sum(found.persons[2]), 5000);
  EXPECT_EQ(sum(found.persons[3]), 5000);
  // 400 women of 0 to 4, 80 of each age, 0.6 of them in the first region.
  EXPECT_EQ(found.persons[0][0], 48);
  EXPECT_EQ(found.persons[1][kAges + 62], 12);  // 150 men of 60 to 64, 30 of each age, 0.4 of them
  EXPECT_EQ(found.persons[0][80], 0);
}

TEST(Margins, MeetEveryAgeAndSexWithinOnePersonAtAnySample) {
  const evidence::Pack pack = tests::load_tiny();
  for (const std::int64_t sample : {1, 2, 3, 7, 10, 97, 1000}) {
    expect_margins(pack, Month(2010, 1), sample);
  }
}

TEST(Margins, MeetTheRegionsWithinOnePersonAtAnySample) {
  const evidence::Pack pack = tests::load_tiny();
  const std::vector<double> wanted = {6000, 4000, 5000, 5000};
  for (const std::int64_t sample : {3, 7, 97}) {
    const Margins found = margins(pack, Month(2012, 9), sample);
    for (std::size_t region = 0; region < wanted.size(); ++region) {
      EXPECT_NEAR(static_cast<double>(sum(found.persons[region])),
                  wanted[region] / static_cast<double>(sample),
                  1.0);
    }
  }
}

TEST(Margins, MeetTheShippedPack) {
  const evidence::Pack pack =
      evidence::load_pack(std::filesystem::path(CORRIDOR_SOURCE_DIR) / "data" / "central-asia",
                          sim::parameter_declarations());
  expect_margins(pack, Month(2010, 1), 1000);
  expect_margins(pack, Month(2013, 6), 100);
}

TEST(NationalPyramid, LiesBetweenTheTwoNearestMidYears) {
  evidence::Pack pack = tests::load_tiny();
  auto& years = pack.demography.population[0];
  const auto year = [&](int y) -> std::vector<double>& {
    return years[static_cast<std::size_t>(y - pack.demography.first_year)];
  };
  year(2010)[0] = 400;  // girls of 0 to 4 on 1 July
  year(2011)[0] = 520;
  const auto girls = [&](Month month) {
    const std::vector<double> pyramid = national_pyramid(pack, 0, month);
    return std::accumulate(pyramid.begin(), pyramid.begin() + 5, 0.0);
  };
  EXPECT_NEAR(girls(Month(2010, 7)), 400, 1e-9);
  EXPECT_NEAR(girls(Month(2010, 10)), 430, 1e-9);
  EXPECT_NEAR(girls(Month(2011, 1)), 460, 1e-9);
  EXPECT_NEAR(girls(Month(2011, 7)), 520, 1e-9);
}

}  // namespace
}  // namespace corridor::population
