// Fails when wages by skill stop averaging to the sector's, when tightness at its reference changes
// anything, when elasticities act the wrong way, when sector shares do not add up, when migrants in
// a sector do not crowd it by the written power, when closed jobs are open to a patent or closed to
// others, or when those who search find sectors in other shares than newcomers.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "corridor/labour/market.hpp"
#include "packs/altered_pack.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::labour {
namespace {

constexpr Month kMonth(2012, 5);

LabourSignals market_of(const evidence::Pack& pack, const LabourInputs& inputs = {}) {
  return market(read_params(pack), inputs, pack, kMonth);
}

std::size_t cell(std::size_t sector, std::size_t status, std::size_t skill) {
  return (sector * tests::kStatuses + status) * kSkills + skill;
}

double wage_of(const evidence::Pack& pack, std::size_t sector) {
  return pack.find_series("wage", "DDD", pack.sectors[sector].code).at(kMonth);
}

TEST(Market, PaysThePublishedWageAtReferenceTightness) {
  const evidence::Pack pack = tests::load_tiny();
  const LabourSignals signals = market_of(pack);
  for (std::size_t sector = 0; sector < 2; ++sector) {
    EXPECT_EQ(signals.wage_minor[cell(sector, 3, 0)], std::llround(100 * wage_of(pack, sector)));
    EXPECT_NEAR(signals.employed_share[sector], 0.9, 1e-12);
    EXPECT_NEAR(signals.at_work[sector] * 0x1p-32, 0.9, 1e-9);
  }
  EXPECT_EQ(signals.mean_wage, 30000);
}

TEST(Market, SpreadsWagesAroundTheirMean) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_parameter(pack, "labour.wage_log_sd", 0.5);
  const LabourSignals signals = market_of(pack);
  double sum = 0;
  for (std::size_t skill = 0; skill < kSkills; ++skill) {
    const std::int64_t wage = signals.wage_minor[cell(0, 3, skill)];
    sum += static_cast<double>(wage);
    if (skill > 0) {
      EXPECT_GT(wage, signals.wage_minor[cell(0, 3, skill - 1)]);
    }
  }
  EXPECT_NEAR(sum / kSkills, 100 * wage_of(pack, 0), 1);  // minor units, rounded one by one
  // Neighbours of the middle lie symmetrically in logs around it.
  const auto log_wage = [&](std::size_t skill) {
    return std::log(static_cast<double>(signals.wage_minor[cell(0, 3, skill)]));
  };
  EXPECT_NEAR(log_wage(15) + log_wage(0), log_wage(8) + log_wage(7), 1e-5);
  // Middle of the top sixteenth of a normal distribution: quantile 31/32.
  EXPECT_NEAR((log_wage(15) - log_wage(0)) / 2 / 0.5, 1.862731867, 1e-5);
}

TEST(Market, FollowsTightness) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_series(pack, "unemployment", 0.1);  // twice the reference: tightness one half
  const LabourSignals slack = market_of(pack);
  EXPECT_NEAR(slack.employed_share[0], 0.9 * std::pow(0.5, 0.5), 1e-12);
  EXPECT_EQ(slack.wage_minor[cell(0, 3, 0)],
            std::llround(100 * wage_of(pack, 0) * std::pow(0.5, 0.2)));
  tests::set_series(pack, "unemployment", 0.02);
  EXPECT_EQ(market_of(pack).employed_share[0], 1);  // 0.9 * 2.5^0.5 is more than everybody
}

TEST(Market, SharesNewcomersByDemand) {
  evidence::Pack pack = tests::load_tiny();
  const auto demand = [&](std::size_t sector) {
    const std::string& code = pack.sectors[sector].code;
    return 0.5 * pack.find_series("activity", "DDD", code).at(kMonth) /
           (wage_of(pack, sector) / 30000);
  };
  const double expected = demand(0) / (demand(0) + demand(1));
  LabourSignals signals = market_of(pack);
  EXPECT_NEAR(signals.newcomer_share[0], expected, 1e-12);
  EXPECT_NEAR(signals.newcomer_share[0] + signals.newcomer_share[1], 1, 1e-12);
  EXPECT_NEAR(signals.newcomer_sector[0] * 0x1p-32, expected, 1e-9);
  EXPECT_EQ(signals.newcomer_sector[1], UINT32_MAX);
  for (evidence::Series& series : pack.series) {
    if (series.name == "activity" && series.sector == pack.sectors[0].code) {
      std::fill(series.values.begin(), series.values.end(), 2.0);
    }
  }
  EXPECT_NEAR(market_of(pack).newcomer_share[0], 2 * demand(0) / 2 / (demand(0) + demand(1)), 1e-9);
}

TEST(Market, ExpectsTheWageTimesTheChanceOfWork) {
  const evidence::Pack pack = tests::load_tiny();
  const LabourSignals signals = market_of(pack);
  const double expected = 0.9 * (signals.newcomer_share[0] * wage_of(pack, 0) +
                                 signals.newcomer_share[1] * wage_of(pack, 1));
  EXPECT_NEAR(signals.expected_wage, expected, 1e-6);
}

TEST(Market, PaysByStatusAndSeason) {
  evidence::Pack pack = tests::load_tiny();
  evidence::ParameterRow penalty;
  penalty.name = "labour.status_wage_factor";
  penalty.key = "no_valid_status";
  penalty.value = 0.9;
  pack.parameters.rows().push_back(penalty);
  evidence::ParameterRow may;
  may.name = "labour.employment_season";
  may.key = "05";
  may.value = 1.1;
  pack.parameters.rows().push_back(may);
  const LabourSignals signals = market_of(pack);
  EXPECT_EQ(signals.wage_minor[cell(1, tests::kNoValidStatus, 2)],
            std::llround(90 * wage_of(pack, 1)));
  EXPECT_EQ(signals.wage_minor[cell(1, 3, 2)], std::llround(100 * wage_of(pack, 1)));
  EXPECT_NEAR(signals.employed_share[0], 0.99, 1e-12);
  EXPECT_NEAR(market(read_params(pack), {}, pack, kMonth + 1).employed_share[0], 0.9, 1e-12);
}

TEST(Market, IsCrowdedByMigrantsAboveTheReference) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_parameter(pack, "labour.crowding", 0.5);
  // At base half of the demand, 500 of 1 000 migrants, is in each sector.
  const LabourSignals base = market_of(pack, {{500, 500}, {}});
  EXPECT_NEAR(base.tightness[0], 1, 1e-12);
  EXPECT_NEAR(base.tightness[1], 1, 1e-12);
  const LabourSignals crowded = market_of(pack, {{2000, 125}, {}});
  EXPECT_NEAR(crowded.tightness[0], 0.5, 1e-12);  // (500 / 2000)^0.5
  EXPECT_NEAR(crowded.tightness[1], 2, 1e-12);
  EXPECT_NEAR(crowded.employed_share[0], 0.9 * std::pow(0.5, 0.5), 1e-12);
  EXPECT_EQ(crowded.wage_minor[cell(0, tests::kPatent, 0)],
            std::llround(100 * wage_of(pack, 0) * std::pow(0.5, 0.2)));
  EXPECT_EQ(market_of(pack, {{0, 500}, {}}).tightness[0], 1);
  tests::set_parameter(pack, "labour.crowding", 0);
  EXPECT_EQ(market_of(pack, {{2000, 125}, {}}).tightness[0], 1);
}

TEST(Market, ClosesJobsToThosePayingForAPatent) {
  const evidence::Pack pack = tests::load_tiny();
  const LabourSignals signals = market_of(pack, {{}, {0, 0.5}});
  const auto chance = [&](std::size_t sector, std::size_t status) {
    return signals.at_work[sector * tests::kStatuses + status] * 0x1p-32;
  };
  EXPECT_NEAR(signals.newcomer_share[1], 1.0 / 3, 1e-12);  // 0.25 beside 0.5
  EXPECT_NEAR(chance(1, tests::kPatent), 0.45, 1e-9);
  EXPECT_NEAR(chance(1, tests::kResident), 0.9, 1e-9);
  EXPECT_NEAR(chance(0, tests::kPatent), 0.9, 1e-9);
  EXPECT_NEAR(signals.employed_share[1], 0.45, 1e-12);
}

TEST(Market, EmploysByStatusAndNeverTheHeldTheServingOrTheDead) {
  evidence::Pack pack = tests::load_tiny();
  const auto chance = [&](int status) {
    return market_of(pack).at_work[static_cast<std::size_t>(status)] * 0x1p-32;
  };
  EXPECT_NEAR(chance(tests::kRegistry), 0.45, 1e-9);  // half of 0.9
  EXPECT_NEAR(chance(tests::kPatent), 0.9, 1e-9);
  tests::set_parameter(pack, "labour.status_employment", 2);
  EXPECT_GE(chance(tests::kPatent), 1 - 1e-9);
  for (const int status : {tests::kDetained, tests::kServing, tests::kFallen}) {
    EXPECT_EQ(chance(status), 0) << status;
  }
}

/// Signals in which one in eight of those out of work searches, among sectors of the given ends.
LabourSignals searching(const std::vector<std::uint32_t>& ends) {
  LabourSignals signals;
  signals.job_search = 0x20000000U;
  signals.newcomer_sector = ends;
  return signals;
}

// A mapping that uses the word itself, not its place below the threshold, finds the first sector
// always.
TEST(JobSearch, FindsSectorsAtTheExactBounds) {
  const LabourSignals signals = searching({0x40000000U, 0x40000000U, 0xC0000000U, UINT32_MAX});
  EXPECT_EQ(signals.sector_found(0), 0);
  EXPECT_EQ(signals.sector_found(0x07FFFFFFU), 0);  // a quarter of the words below the threshold
  EXPECT_EQ(signals.sector_found(0x08000000U), 2);  // nobody finds an empty sector
  EXPECT_EQ(signals.sector_found(0x17FFFFFFU), 2);
  EXPECT_EQ(signals.sector_found(0x18000000U), 3);
  EXPECT_EQ(signals.sector_found(0x1FFFFFFFU), 3);
}

TEST(JobSearch, FindsTheOnlySectorAndUsesEveryWordOfACertainSearch) {
  EXPECT_EQ(searching({UINT32_MAX}).sector_found(0x1FFFFFFFU), 0);
  LabourSignals certain = searching({0x80000000U, UINT32_MAX});
  certain.job_search = UINT32_MAX;
  EXPECT_EQ(certain.sector_found(0x7FFFFFFEU), 0);
  EXPECT_EQ(certain.sector_found(0x80000000U), 1);
  EXPECT_EQ(certain.sector_found(UINT32_MAX - 1), 1);
}

TEST(JobSearch, FollowsNewcomersInEqualParts) {
  const evidence::Pack pack = tests::load_tiny();
  const LabourSignals signals = market_of(pack, {{}, {0, 0.5}});
  EXPECT_NEAR(signals.job_search * 0x1p-32, 0.1, 1e-9);
  constexpr std::uint32_t kParts = 30000;
  int found = 0;
  for (std::uint32_t i = 0; i < kParts; ++i) {
    found += signals.sector_found(signals.job_search / kParts * i) == 1 ? 1 : 0;
  }
  EXPECT_NEAR(found, kParts * signals.newcomer_share[1], 5);
}

}  // namespace
}  // namespace corridor::labour
