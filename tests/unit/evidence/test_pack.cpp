// Fails when a table of the invented pack reaches the memory under another index, age or year than
// its row says, or when a margin is not met: the numbers below are worked out from
// tests/packs/make_tiny.py by hand.
#include <gtest/gtest.h>

#include <numeric>
#include <string>
#include <vector>

#include "corridor/base/error.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/mobility/params.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::evidence {
namespace {

const Pack& tiny() {
  static const Pack pack = tests::load_tiny();
  return pack;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(Pack, ListsPlacesInTheOrderOfTheFile) {
  ASSERT_EQ(tiny().origins.size(), 2U);
  EXPECT_EQ(tiny().origins[1].code, "BBB");
  EXPECT_EQ(tiny().origins[1].first_region, 2);
  EXPECT_EQ(tiny().origins[1].region_count, 2);
  EXPECT_EQ(tiny().regions[3].code, "BB-2");
  EXPECT_EQ(tiny().regions[3].origin, 1);
  EXPECT_EQ(tiny().destinations.front().code, "DDD");
  EXPECT_EQ(tiny().origin_index("BBB"), 1);
  EXPECT_EQ(tiny().region_index("ZZ-9"), -1);
  EXPECT_EQ(tiny().status_index("patent"), 3);
  EXPECT_TRUE(tiny().statuses[3].pays_patent);
  EXPECT_FALSE(tiny().statuses[0].counted);
  ASSERT_EQ(tiny().statuses.size(), tests::kStatuses);
  EXPECT_EQ(tiny().status_index("fallen"), tests::kFallen);
  EXPECT_EQ(tiny().statuses[tests::kFallen].kind, StatusKind::fallen);
  EXPECT_EQ(tiny().statuses[tests::kRegistry].transfer_limit, 5000);
  EXPECT_FALSE(tiny().statuses[tests::kPatent].transfer_limit.has_value());
  ASSERT_EQ(tiny().places().size(), 8U);
  EXPECT_EQ(tiny().places()[2].first, "AA-1");
}

TEST(Pack, ExpandsDemographyToAgesAndYears) {
  const Demography& demography = tiny().demography;
  EXPECT_EQ(demography.first_year, 2009);
  EXPECT_EQ(demography.years, 8);
  EXPECT_EQ(sum(demography.population[0][3]), 10000);
  EXPECT_EQ(demography.population[1][7][kAgeGroups + 8], 300);  // men of 40 to 44
  EXPECT_EQ(demography.single_age[0][5][42], 60);
  EXPECT_EQ(demography.mortality[0][0][kAges + 79], 0.01);
  EXPECT_EQ(demography.mortality[0][0][kAges + 80], 0.2);
  EXPECT_EQ(demography.mortality[0][0][kOldestAge], 0.2);
  EXPECT_EQ(demography.fertility[1][2][19], 0);
  EXPECT_EQ(demography.fertility[1][2][34], 0.1);
  EXPECT_EQ(demography.net_migration[0][7], -20);
  EXPECT_EQ(demography.sex_ratio_at_birth[1], 1);
  EXPECT_EQ(demography.region_population[0][4], 6000);
}

TEST(Pack, KeepsEducationByGroupAndLevel) {
  const std::vector<double>& shares = tiny().demography.education[0];
  const auto at = [&](int sex, int group, int level) {
    return shares[static_cast<std::size_t>((sex * kAgeGroups + group) * kEducations + level)];
  };
  EXPECT_EQ(at(0, 2, 0), 1);
  EXPECT_EQ(at(1, 3, 1), 0.8);
  EXPECT_EQ(at(1, 20, 3), 0.2);
}

TEST(Pack, TiltsHouseholdSizesToThePublishedMean) {
  const Demography& demography = tiny().demography;
  for (std::size_t region = 0; region < tiny().regions.size(); ++region) {
    const std::vector<double>& shares = demography.household_size[region];
    double mean = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      mean += static_cast<double>(i + 1) * shares[i];
    }
    EXPECT_NEAR(sum(shares), 1, 1e-12);
    EXPECT_NEAR(mean, demography.household_mean[region], 1e-9);
  }
  // AA-1 has the mean of the published distribution, which therefore stays as it is; BB-2 has its
  // origin's.
  EXPECT_NEAR(demography.household_size[0][3], 0.2, 1e-9);
  EXPECT_EQ(demography.household_mean[1], 5);
  EXPECT_EQ(demography.household_mean[3], 4.3);
  // The tilt is exponential: the ratio of neighbouring shares changes by one factor.
  const std::vector<double>& tilted = demography.household_size[1];
  EXPECT_NEAR(tilted[1] / tilted[0], tilted[2] / tilted[1], 1e-9);
  EXPECT_NEAR(tilted[4] / tilted[3], tilted[1] / tilted[0], 1e-9);
}

TEST(Pack, ScalesRegionalPropensitiesToMeanOne) {
  EXPECT_NEAR(tiny().profile.region[0] * 0.6 + tiny().profile.region[1] * 0.4, 1, 1e-12);
  EXPECT_NEAR(tiny().profile.region[0] / tiny().profile.region[1], 1.2 / 0.7, 1e-12);
  EXPECT_EQ(tiny().profile.sex_age[0][20], 0.25);
  EXPECT_EQ(tiny().profile.sex_age[0][kAges + 49], 1);
  EXPECT_EQ(tiny().profile.sex_age[0][kAges + 50], 0);
  EXPECT_EQ(tiny().profile.education[1][3], 1);
}

TEST(Pack, ReadsLawWithOpenEnds) {
  ASSERT_GE(tiny().law.size(), 5U);
  const LawRule& removal = tiny().law[3];
  EXPECT_EQ(removal.kind, LawKind::removal);
  EXPECT_EQ(removal.origin, -1);
  EXPECT_EQ(removal.status_from, tests::kNoValidStatus);
  EXPECT_EQ(removal.status_to, -1);
  EXPECT_EQ(removal.length, 36);
  EXPECT_EQ(removal.line, 5);
  EXPECT_GT(removal.to, Month(2100, 1));
  const LawRule& attack = tiny().law[5];
  EXPECT_EQ(attack.kind, LawKind::inspection);
  EXPECT_EQ(attack.origin, 0);
  EXPECT_EQ(attack.status_from, -1);
  EXPECT_EQ(attack.length, 3);
  EXPECT_EQ(attack.sector, -1);
}

TEST(Series, FindsValuesOfMonthsAndYears) {
  const Series& fx = tiny().find_series("fx", "DDD");
  EXPECT_EQ(fx.at(Month(2009, 1)), 30);
  EXPECT_EQ(fx.at(Month(2016, 12)), 30);
  EXPECT_EQ(fx.last(), Month(2016, 12));
  EXPECT_EQ(fx.unit, "DDC per USD");
  EXPECT_THROW(fx.at(Month(2017, 1)), Error);
  EXPECT_THROW(fx.at(Month(2008, 12)), Error);
  const Series& gdp = tiny().find_series("gdp_usd", "AAA");
  EXPECT_TRUE(gdp.yearly);
  EXPECT_EQ(gdp.at(Month(2016, 12)), 1e8);
  EXPECT_EQ(gdp.last(), Month(2016, 12));
  EXPECT_EQ(tiny().find_series("wage", "DDD", "services").at(Month(2010, 5)), 30000);
}

TEST(Series, NamesTheNearestWhenThereIsNone) {
  try {
    tiny().find_series("wage", "DDD", "service");
    FAIL() << "no series of that sector exists";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    EXPECT_NE(std::string(error.what()).find("Nearest: wage of DDD, services."), std::string::npos);
  }
}

TEST(Parameters, FallBackToTheRowWithoutKey) {
  EXPECT_EQ(tiny().parameters.value("labour.sector_share", "services"), 0.5);
  EXPECT_EQ(tiny().parameters.value("mobility.departure_hazard", "BBB"), 0.01);
  EXPECT_THROW(tiny().parameters.value("labour.sector_share"), Error);
  EXPECT_THROW(tiny().parameters.value("no.such"), Error);
}

TEST(Parameters, KnowTheStayBandsOfMobility) {
  ASSERT_EQ(kStayBandCodes.size(), mobility::kStayBandKeys.size());
  for (std::size_t i = 0; i < kStayBandCodes.size(); ++i) {
    EXPECT_EQ(kStayBandCodes[i], mobility::kStayBandKeys[i]);
  }
}

TEST(Parameters, AreKeyedByTheCodesOfThePack) {
  EXPECT_EQ(parameter_keys(KeyedBy::origin, tiny()), (std::vector<std::string>{"AAA", "BBB"}));
  EXPECT_EQ(parameter_keys(KeyedBy::origin_destination, tiny()),
            (std::vector<std::string>{"AAA:OTH", "BBB:OTH"}));
  Pack both = tiny();
  both.destinations.push_back({"AAA", "Aland", "AAC"});
  EXPECT_EQ(parameter_keys(KeyedBy::origin_destination, both),
            (std::vector<std::string>{"AAA:OTH", "BBB:OTH", "BBB:AAA"}));
  EXPECT_EQ(parameter_keys(KeyedBy::month_of_year, tiny()).back(), "12");
  const std::vector<std::string> ages = parameter_keys(KeyedBy::age_group_by_sex, tiny());
  ASSERT_EQ(ages.size(), 42U);
  EXPECT_EQ(ages.front(), "f:0-4");
  EXPECT_EQ(ages.back(), "m:100+");
  EXPECT_TRUE(parameter_keys(KeyedBy::nothing, tiny()).empty());
}

TEST(Pack, DigestIsThatOfItsBytes) {
  EXPECT_EQ(tiny().digest.size(), 32U);
  EXPECT_EQ(tests::load_tiny().digest, tiny().digest);
}

}  // namespace
}  // namespace corridor::evidence
