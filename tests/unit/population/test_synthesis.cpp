// Fails when the population depends on the threads, when another seed gives the same one, when the
// districts do not add up to the margins, or when an age is drawn outside its cell.
#include <gtest/gtest.h>

#include <vector>

#include "corridor/population/margins.hpp"
#include "corridor/population/scan.hpp"
#include "corridor/population/synthesis.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::population {
namespace {

Synthesis people(const evidence::Pack& pack, int threads, std::uint64_t seed) {
  parallel::Threads pool(threads);
  return synthesise(pack, read_params(pack), {Month(2010, 1), 1, seed}, pool);
}

TEST(Synthesis, DependsOnTheSeedAndNotOnTheThreads) {
  const evidence::Pack pack = tests::load_tiny();
  const Synthesis one = people(pack, 1, 4);
  const Synthesis three = people(pack, 3, 4);
  const Synthesis other = people(pack, 1, 5);
  ASSERT_EQ(one.districts.size(), three.districts.size());
  bool differs = false;
  for (std::size_t i = 0; i < one.districts.size(); ++i) {
    EXPECT_EQ(one.districts[i].classes, three.districts[i].classes);
    EXPECT_EQ(one.districts[i].attributes, three.districts[i].attributes);
    EXPECT_EQ(one.districts[i].heads, three.districts[i].heads);
    differs = differs || one.districts[i].attributes != other.districts[i].attributes;
  }
  EXPECT_TRUE(differs);
}

TEST(Synthesis, MeetsTheMarginsWithEverybodyAtHome) {
  const evidence::Pack pack = tests::load_tiny();
  const Synthesis found = people(pack, 2, 1);
  const Margins wanted = margins(pack, Month(2010, 1), 1);
  std::vector<std::vector<std::int64_t>> counted(
      pack.regions.size(), std::vector<std::int64_t>(static_cast<std::size_t>(kSexes) * kAges, 0));
  for (std::size_t i = 0; i < found.districts.size(); ++i) {
    const District& district = found.districts[i];
    EXPECT_EQ(district.number, i);
    EXPECT_EQ(district.classes.size() % kTile, 0U);
    EXPECT_TRUE(district.spells.empty());
    for (std::uint32_t person = 0; person < district.laid_out; ++person) {
      const ClassByte c = district.classes[person];
      const int birth = found.calendar.birth_index(c, district.attributes[person]);
      const int age = found.calendar.age(birth, Month(2010, 1));
      ++counted[district.region][static_cast<std::size_t>(sex_of(c) * kAges + age)];
    }
  }
  EXPECT_EQ(counted, wanted.persons);
}

TEST(Synthesis, CutsLargeRegionsIntoEvenDistricts) {
  evidence::Pack pack = tests::load_tiny();
  for (std::vector<double>& groups : pack.demography.population[0]) {
    for (double& persons : groups) {
      persons *= 10;
    }
  }
  const Synthesis found = people(pack, 2, 1);
  ASSERT_EQ(found.districts.size(), 3U + 2U + 1U + 1U);
  std::uint32_t first_region = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(found.districts[i].region, 0);
    EXPECT_NEAR(found.districts[i].laid_out, 20000, 110);  // parts of each cell differ by one
    first_region += found.districts[i].laid_out;
  }
  EXPECT_EQ(first_region, 60000U);
}

}  // namespace
}  // namespace corridor::population
