// Fails when wages by skill stop averaging to the sector's, when tightness at its reference changes
// anything, when elasticities act the wrong way, or when sector shares do not add up.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "corridor/labour/market.hpp"
#include "packs/altered_pack.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::labour {
namespace {

constexpr Month kMonth(2012, 5);

LabourSignals market_of(const evidence::Pack& pack) {
  return market(read_params(pack), pack, kMonth);
}

std::size_t cell(std::size_t sector, std::size_t status, std::size_t skill) {
  return (sector * 5 + status) * kSkills + skill;
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
  EXPECT_EQ(signals.wage_minor[cell(1, 4, 2)], std::llround(90 * wage_of(pack, 1)));
  EXPECT_EQ(signals.wage_minor[cell(1, 3, 2)], std::llround(100 * wage_of(pack, 1)));
  EXPECT_NEAR(signals.employed_share[0], 0.99, 1e-12);
  EXPECT_NEAR(market(read_params(pack), pack, kMonth + 1).employed_share[0], 0.9, 1e-12);
}

}  // namespace
}  // namespace corridor::labour
