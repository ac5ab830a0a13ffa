// Fails when the report of the synthesis counts wrongly or calls a wrong population exact.
#include <gtest/gtest.h>

#include <numeric>
#include <string>

#include "corridor/population/fit.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::population {
namespace {

SynthesisReport report(std::int64_t sample) {
  parallel::Threads threads(2);
  return synthesis_report(tests::load_tiny(), Month(2010, 1), sample, 1, threads);
}

TEST(SynthesisReport, FindsARoundPackMetExactly) {
  const SynthesisReport found = report(1);
  EXPECT_EQ(found.persons, 20000);
  ASSERT_EQ(found.ages.size(), 2U * kSexes * kAgeGroups);
  for (const AgeFit& fit : found.ages) {
    EXPECT_NEAR(fit.pack, static_cast<double>(fit.synthesised), 1e-6);
  }
  EXPECT_LT(found.worst_age(0).relative_error(), 1e-9);
  EXPECT_TRUE(found.regions_exact());
  EXPECT_EQ(found.regions[1].synthesised, 4000);
  EXPECT_NEAR(found.regions[1].mean_size, 5, 0.01);
  EXPECT_EQ(found.composition.without_adult, 0);
}

TEST(SynthesisReport, GivesSharesThatAddUp) {
  const SynthesisReport found = report(1);
  for (const auto& sizes : found.size) {
    ShareFit total;
    for (const ShareFit& share : sizes) {
      total.pack += share.pack;
      total.synthesised += share.synthesised;
      EXPECT_NEAR(share.pack, share.synthesised, 0.005);
    }
    EXPECT_NEAR(total.pack, 1, 1e-9);
    EXPECT_NEAR(total.synthesised, 1, 1e-9);
  }
  EXPECT_NEAR(found.education[0][1].pack, 0.8, 1e-9);
  EXPECT_NEAR(found.education[0][kEducations + 3].synthesised, 0.2, 0.05);
}

TEST(SynthesisReport, CountsPersonsOfASampleWithTheirWeight) {
  const SynthesisReport found = report(10);
  EXPECT_EQ(found.persons, 2000);
  EXPECT_TRUE(found.regions_exact());
  EXPECT_EQ(found.regions[0].synthesised, 6000);
  EXPECT_LT(found.worst_age(0).relative_error(), 0.1);
}

TEST(SynthesisReport, NamesTheWorstCellAndRefusesAMissingPerson) {
  SynthesisReport found = report(1);
  found.ages[kAgeGroups + 8].synthesised -= 3;  // men of 40 to 44 in the first origin: 300
  EXPECT_EQ(&found.worst_age(0), &found.ages[kAgeGroups + 8]);
  EXPECT_NEAR(found.worst_age(0).relative_error(), 0.01, 1e-9);
  EXPECT_NEAR(found.worst_age(350).relative_error(), 0, 1e-9);
  found.regions[2].synthesised -= 1;
  EXPECT_FALSE(found.regions_exact());
  const std::string text = synthesis_text(found, tests::load_tiny());
  EXPECT_NE(text.find("1.000 % (AAA m 40-44: 300 in the pack, 297 synthesised)"),
            std::string::npos);
  EXPECT_NE(text.find("NOT exact"), std::string::npos);
}

TEST(AgeFit, MeasuresEmptyCells) {
  EXPECT_EQ((AgeFit{0, 0, 0, 0, 0}).relative_error(), 0);
  EXPECT_EQ((AgeFit{0, 0, 0, 0, 5}).relative_error(), 1);
  EXPECT_NEAR((AgeFit{0, 0, 0, 200, 150}).relative_error(), 0.25, 1e-12);
}

}  // namespace
}  // namespace corridor::population
