// Fails when a factor of the decision to leave or return acts other than its equation says, when a
// hazard is taken for a probability, or when the choice of destination is not the logit.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/base/error.hpp"
#include "corridor/mobility/decisions.hpp"
#include "packs/altered_pack.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::mobility {
namespace {

double probability(std::uint32_t threshold) { return threshold * 0x1p-32; }
double hazard(std::uint32_t threshold) { return -std::log1p(-probability(threshold)); }

/// Both origins at the reference wage ratio, nobody abroad, no law.
MobilityInputs plain_inputs() {
  MobilityInputs inputs;
  inputs.month = Month(2012, 5);
  inputs.wage_ratio = {3, 3};
  inputs.other_wage_ratio = {{3}, {3}};
  inputs.leaving_factor = {1, 1};
  inputs.departure_factor = {1, 1};
  inputs.return_factor = {1, 1};
  inputs.share_abroad = {0, 0, 0, 0};
  inputs.perceived_risk = {0, 0, 0, 0};
  return inputs;
}

/// Hazard of a man of 30 with secondary education in a region.
double leaves(const evidence::Pack& pack,
              const MobilityInputs& inputs,
              std::size_t region,
              bool experienced = false,
              bool household = false) {
  const auto all = departures(read_params(pack), inputs, pack);
  return hazard(all[region].leave(1, 30, 1, experienced, household));
}

constexpr double kExact = 1e-8;  // thresholds are rounded to 2^-32

TEST(Departures, MultiplyTheFactorsOfTheirEquation) {
  const evidence::Pack pack = tests::load_tiny();
  MobilityInputs inputs = plain_inputs();
  EXPECT_NEAR(leaves(pack, inputs, 0), 0.01 * pack.profile.region[0], kExact);
  EXPECT_NEAR(leaves(pack, inputs, 2), 0.01, kExact);
  EXPECT_NEAR(leaves(pack, inputs, 2, true, false), 0.1, kExact);
  EXPECT_NEAR(leaves(pack, inputs, 2, false, true), 0.01 * std::exp(0.5), kExact);
  EXPECT_NEAR(leaves(pack, inputs, 2, true, true), 0.1 * std::exp(0.5), kExact);
  inputs.wage_ratio[1] = 6;
  EXPECT_NEAR(leaves(pack, inputs, 2), 0.02, kExact);
  EXPECT_NEAR(leaves(pack, inputs, 1), 0.01 * pack.profile.region[1], kExact);
  inputs.share_abroad[2] = 0.1;
  EXPECT_NEAR(leaves(pack, inputs, 2), 0.02 * std::exp(0.1), kExact);
  EXPECT_NEAR(leaves(pack, inputs, 3), 0.02, kExact);
  inputs.leaving_factor[1] = 0.25;
  EXPECT_NEAR(leaves(pack, inputs, 3), 0.005, kExact);
  inputs.leaving_factor[1] = 0;
  EXPECT_EQ(leaves(pack, inputs, 3), 0);
}

TEST(Departures, AreBoundedByTheLargestOverEveryEducation) {
  const evidence::Pack pack = tests::load_tiny();
  const RegionDepartures region = departures(read_params(pack), plain_inputs(), pack)[2];
  for (std::size_t cell = 0; cell < kSexAgeCells; ++cell) {
    double largest = 0;
    for (int education = 0; education < static_cast<int>(kEducations); ++education) {
      const auto at = static_cast<int>(cell);
      largest = std::max(largest, region.hazard_of(at / kAges, at % kAges, education, true, true));
    }
    const double bound =
        region.of_kind(region.largest_hazard(), true, true) * (*region.by_sex_age)[cell];
    EXPECT_NEAR(bound, largest, 1e-12 * largest) << "cell " << cell;
  }
}

TEST(Departures, AreBoundedWithoutAnExponential) {
  constexpr double kSmallest = 1e-10;
  constexpr double kLargest = 10;
  for (double hazard = kSmallest; hazard < kLargest; hazard *= 1.01) {
    const std::uint32_t exact = RegionDepartures::leave(hazard);
    const std::uint32_t bound = RegionDepartures::leave_at_most(hazard);
    EXPECT_GE(bound, exact) << hazard;
    EXPECT_LE(bound, exact + 2 + std::pow(hazard, 4) / 24 * 0x1p32) << hazard;
    for (std::uint64_t word = exact < 3 ? 0 : exact - 3; word < exact + 3ULL; ++word) {
      EXPECT_EQ(RegionDepartures::leaves(word, hazard), word < exact) << hazard << ": " << word;
    }
    EXPECT_EQ(RegionDepartures::leaves(exact / 2, hazard), exact > 0) << hazard;
    EXPECT_FALSE(RegionDepartures::leaves(UINT32_MAX, hazard)) << hazard;
    const auto first_ruled_out = static_cast<std::uint64_t>(hazard * 0x1p32) + 3;
    EXPECT_FALSE(RegionDepartures::may_leave(first_ruled_out, hazard)) << hazard;
  }
  EXPECT_EQ(RegionDepartures::leave_at_most(0), 0);
}

TEST(Departures, FollowTheProfile) {
  const evidence::Pack pack = tests::load_tiny();
  const RegionDepartures region = departures(read_params(pack), plain_inputs(), pack)[2];
  const auto of = [&](int sex, int age) { return hazard(region.leave(sex, age, 3, false, false)); };
  EXPECT_NEAR(of(1, 49), 0.01, kExact);
  EXPECT_NEAR(of(0, 20), 0.0025, kExact);
  EXPECT_EQ(of(1, 19), 0);
  EXPECT_EQ(of(0, 50), 0);
}

TEST(Departures, RiseWithTheWageAbroadAndTheNetwork) {
  const evidence::Pack pack = tests::load_tiny();
  MobilityInputs inputs = plain_inputs();
  double before = 0;
  for (const double ratio : {-2.0, 0.3, 1.0, 3.0, 9.0}) {
    inputs.wage_ratio[1] = ratio;
    const double now = leaves(pack, inputs, 2);
    EXPECT_GT(now, before);
    before = now;
  }
  before = 0;
  for (const double share : {0.0, 0.01, 0.1, 0.4}) {
    inputs.share_abroad[2] = share;
    const double now = leaves(pack, inputs, 2);
    EXPECT_GT(now, before);
    before = now;
  }
}

TEST(Departures, FollowTheSeason) {
  evidence::Pack pack = tests::load_tiny();
  evidence::ParameterRow may;
  may.name = "mobility.departure_season";
  may.key = "05";
  may.value = 1.5;
  pack.parameters.rows().push_back(may);
  MobilityInputs inputs = plain_inputs();
  EXPECT_NEAR(leaves(pack, inputs, 2), 0.015, kExact);
  inputs.month = Month(2012, 6);
  EXPECT_NEAR(leaves(pack, inputs, 2), 0.01, kExact);
}

TEST(Destination, IsChosenByTheLogit) {
  const evidence::Pack pack = tests::load_tiny();
  MobilityInputs inputs = plain_inputs();
  const auto main_share = [&] {
    return probability(departures(read_params(pack), inputs, pack)[0].destination[0]);
  };
  EXPECT_NEAR(main_share(), 1 / (1 + std::exp(-2.0)), kExact);
  inputs.wage_ratio[0] = 6;
  EXPECT_NEAR(main_share(), 2 / (2 + std::exp(-2.0)), kExact);
  inputs.other_wage_ratio[0][0] = 9;
  EXPECT_NEAR(main_share(), 2 / (2 + 3 * std::exp(-2.0)), kExact);
  EXPECT_EQ(departures(read_params(pack), inputs, pack)[0].destination[1], UINT32_MAX);
}

/// Weight of the other destination at equal wages; that of the main one is then one.
const double kOther = std::exp(-2.0);

/// Share of leavers of a region who choose the main destination.
double main_share(const evidence::Pack& pack, const MobilityInputs& inputs, std::size_t region) {
  return probability(departures(read_params(pack), inputs, pack)[region].destination[0]);
}

TEST(Destination, AnObstacleTurnsSomeElsewhereAndKeepsOthersHome) {
  const evidence::Pack pack = tests::load_tiny();
  MobilityInputs inputs = plain_inputs();
  inputs.departure_factor[1] = 0.25;
  const double left = (0.25 + kOther) / (1 + kOther);
  EXPECT_NEAR(leaves(pack, inputs, 2), 0.01 * std::sqrt(left), kExact);
  EXPECT_NEAR(main_share(pack, inputs, 2), 0.25 / (0.25 + kOther), kExact);
  EXPECT_NEAR(main_share(pack, inputs, 1), 1 / (1 + kOther), kExact);
  inputs.departure_factor[1] = 0;
  EXPECT_NEAR(leaves(pack, inputs, 2), 0.01 * std::sqrt(kOther / (1 + kOther)), kExact);
  EXPECT_EQ(main_share(pack, inputs, 2), 0);
}

TEST(Destination, TheRiskOfARegionHindersItsOwnPeople) {
  const evidence::Pack pack = tests::load_tiny();
  MobilityInputs inputs = plain_inputs();
  inputs.perceived_risk[2] = 0.2;  // exp(-2 * 0.2)
  const double kept = std::exp(-0.4);
  EXPECT_NEAR(leaves(pack, inputs, 2), 0.01 * std::sqrt((kept + kOther) / (1 + kOther)), kExact);
  EXPECT_NEAR(main_share(pack, inputs, 2), kept / (kept + kOther), kExact);
  EXPECT_NEAR(leaves(pack, inputs, 3), 0.01, kExact);
}

TEST(Destination, TheInclusiveValueSaysHowManyStayHome) {
  evidence::Pack pack = tests::load_tiny();
  MobilityInputs inputs = plain_inputs();
  const auto elsewhere = [&] {
    return leaves(pack, inputs, 2) * (1 - main_share(pack, inputs, 2));
  };
  const double before = elsewhere();
  tests::set_parameter(pack, "mobility.inclusive_value", 1);
  inputs.departure_factor[1] = 0.3;
  EXPECT_NEAR(elsewhere(), before, kExact);
  EXPECT_NEAR(leaves(pack, inputs, 2) - elsewhere(), 0.3 * 0.01 / (1 + kOther), kExact);
  tests::set_parameter(pack, "mobility.inclusive_value", 0.01);
  EXPECT_NEAR(leaves(pack, inputs, 2), 0.01, 1e-4);
  EXPECT_GT(elsewhere(), 2 * before);
}

TEST(Destination, IsNeverTheOwnCountry) {
  evidence::Pack pack = tests::load_tiny();
  MobilityInputs inputs = plain_inputs();
  pack.destinations[1].code = "BBB";
  EXPECT_NEAR(main_share(pack, inputs, 2), 1, kExact);
  const auto all = departures(read_params(pack), inputs, pack);
  EXPECT_EQ(all[2].destination_for(UINT32_MAX), 0);
  EXPECT_EQ(all[0].destination_for(UINT32_MAX), 1);
  EXPECT_EQ(all[0].destination_for(0), 0);
  EXPECT_NEAR(main_share(pack, inputs, 0), 1 / (1 + kOther), kExact);
  EXPECT_NEAR(leaves(pack, inputs, 2), 0.01, kExact);
  inputs.departure_factor[1] = 0;
  EXPECT_EQ(leaves(pack, inputs, 2), 0);
  pack.destinations[0].code = "AAA";
  EXPECT_EQ(main_share(pack, inputs, 0), 0);
  EXPECT_NEAR(leaves(pack, inputs, 0), 0.01 * pack.profile.region[0], kExact);
}

TEST(Destination, OneThatNobodyWantsLeavesTheOthersAsTheyWere) {
  const evidence::Pack two = tests::load_tiny();
  evidence::Pack three = two;
  three.destinations.push_back({"EEE", "Eeland", "EEC"});
  evidence::ParameterRow row;
  row.name = "mobility.other_destination_constant";
  for (const char* key : {"AAA:EEE", "BBB:EEE"}) {
    row.key = key;
    row.value = -1000;
    three.parameters.rows().push_back(row);
  }
  MobilityInputs inputs = plain_inputs();
  inputs.departure_factor = {0.5, 0.5};
  const auto found = departures(read_params(two), inputs, two);
  inputs.other_wage_ratio = {{3, 3}, {3, 3}};
  const auto wider = departures(read_params(three), inputs, three);
  for (std::size_t region = 0; region < found.size(); ++region) {
    EXPECT_EQ(wider[region].hazard, found[region].hazard);
    EXPECT_EQ(wider[region].destination[0], found[region].destination[0]);
    EXPECT_NEAR(probability(wider[region].destination[1]), 1, kExact);
  }
}

TEST(Destination, NoMoreThanTheModelHolds) {
  evidence::Pack pack = tests::load_tiny();
  for (const char* code : {"EEE", "FFF", "GGG", "HHH"}) {
    pack.destinations.push_back({code, code, code});
  }
  EXPECT_NO_THROW(read_params(pack));
  pack.destinations.push_back({"III", "III", "III"});
  EXPECT_THROW(read_params(pack), Error);
}

TEST(Returns, MultiplyTheFactorsOfTheirEquation) {
  evidence::Pack pack = tests::load_tiny();
  evidence::ParameterRow stay;
  stay.name = "mobility.return_stay_factor";
  stay.key = "7-12";
  stay.value = 2;
  pack.parameters.rows().push_back(stay);
  evidence::ParameterRow status;
  status.name = "mobility.return_status_factor";
  status.key = "no_valid_status";
  status.value = 3;
  pack.parameters.rows().push_back(status);
  MobilityInputs inputs = plain_inputs();
  inputs.wage_ratio[0] = 12;  // four times the reference: exp(-0.5 log 4) = 1/2
  inputs.return_factor[1] = 0.5;
  const auto found = returns(read_params(pack), inputs, pack);
  EXPECT_NEAR(hazard(found[0].main[3][1]), 0.025, kExact);
  EXPECT_NEAR(hazard(found[0].main[3][3]), 0.05, kExact);
  EXPECT_NEAR(hazard(found[0].main[tests::kNoValidStatus][3]), 0.15, kExact);
  EXPECT_NEAR(hazard(found[0].elsewhere[3]), 0.1, kExact);
  EXPECT_EQ(found[0].main[tests::kServing][3], 0U);
  EXPECT_EQ(found[0].main[tests::kFallen][3], 0U) << "although its factor is one";
  EXPECT_NEAR(hazard(found[1].main[3][1]), 0.025, kExact);
  EXPECT_NEAR(hazard(found[2].main[3][1]), 0.025, kExact);
  inputs.perceived_risk[3] = 0.2;
  const auto afraid = returns(read_params(pack), inputs, pack);
  EXPECT_EQ(afraid[2].main, found[2].main);
  EXPECT_NEAR(hazard(afraid[3].main[3][1]), 0.025 * std::exp(0.2), kExact);
  EXPECT_EQ(afraid[3].elsewhere, found[3].elsewhere);
}

TEST(WageSignal, IsTheLogOverTheReferenceAndBounded) {
  const MobilityParams params = read_params(tests::load_tiny());
  EXPECT_NEAR(wage_signal(params, 3), 0, 1e-12);
  EXPECT_NEAR(wage_signal(params, 6), std::log(2.0), 1e-12);
  EXPECT_TRUE(std::isfinite(wage_signal(params, 0)));
  EXPECT_EQ(wage_signal(params, -5), wage_signal(params, 0));
}

TEST(StayBand, PutsEveryMonthIntoItsBand) {
  int band = 0;
  for (int months = 0; months < 200; ++months) {
    EXPECT_GE(stay_band(months), band);
    band = stay_band(months);
  }
  EXPECT_EQ(stay_band(0), 0);
  EXPECT_EQ(stay_band(1), 1);
  EXPECT_EQ(stay_band(3), 1);
  EXPECT_EQ(stay_band(4), 2);
  EXPECT_EQ(stay_band(12), 3);
  EXPECT_EQ(stay_band(13), 4);
  EXPECT_EQ(stay_band(37), 5);
}

}  // namespace
}  // namespace corridor::mobility
