// Fails when money is lost between sender and receiver, when a limit on transfers lets more through
// or takes a fee on what was not sent, when somebody sends what living costs leave
// nothing of, or when the recorded share does not follow its equation.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "corridor/remittances/sending.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::remittances {
namespace {

using tests::kNoValidStatus;
using tests::kPatent;
using tests::kStatuses;

RemittanceInputs inputs(const std::vector<std::int64_t>& wages) {
  RemittanceInputs made;
  made.wage_minor = wages;
  made.skills = 1;
  made.living_cost = 10000;
  made.patent_cost = 1000;
  made.sending_cost = {0.02, 0.1};
  made.market_premium = {0, 0.5};
  return made;
}

RemittanceSignals send(const std::vector<std::int64_t>& wages) {
  const evidence::Pack pack = tests::load_tiny();
  return sending(read_params(pack), inputs(wages), pack);
}

TEST(Sending, IsAShareOfWhatLivingAndPatentLeave) {
  const std::vector<std::int64_t> wages(kStatuses, 3000000);  // 30 000 a month
  const RemittanceSignals signals = send(wages);
  const Amount irregular = signals.amount[0][kNoValidStatus];
  EXPECT_EQ(irregular.sent, 1000000);  // (30 000 - 10 000) / 2
  EXPECT_EQ(irregular.fee, 20000);
  EXPECT_EQ(irregular.received(), 980000);
  const Amount patent = signals.amount[1][kPatent];
  EXPECT_EQ(patent.sent, 950000);  // 1 000 less for the patent
  EXPECT_EQ(patent.fee, 95000);
}

TEST(Sending, StopsAtTheLimitOfTheStatus) {
  const std::vector<std::int64_t> wages(kStatuses, 3000000);
  const RemittanceSignals signals = send(wages);
  const Amount listed = signals.amount[1][tests::kRegistry];
  EXPECT_EQ(listed.sent, 500000);  // 5 000 of the 10 000 that others send
  EXPECT_EQ(listed.fee, 50000);
  EXPECT_EQ(listed.received(), 450000);
  EXPECT_EQ(listed.sent, listed.received() + listed.fee);
  EXPECT_EQ(signals.amount[1][kNoValidStatus].sent, 1000000);
  const std::vector<std::int64_t> low(kStatuses, 1400000);
  EXPECT_EQ(send(low).amount[1][tests::kRegistry].sent, 200000);  // below the limit nothing changes
}

TEST(Sending, NeverSendsWhatIsNotThere) {
  const std::vector<std::int64_t> wages(kStatuses, 900000);
  const RemittanceSignals signals = send(wages);
  for (const Amount& amount : signals.amount[0]) {
    EXPECT_EQ(amount.sent, 0);
    EXPECT_EQ(amount.fee, 0);
  }
}

TEST(Sending, SplitsEveryMinorUnit) {
  std::vector<std::int64_t> wages;
  for (std::int64_t i = 0; i < 2000; ++i) {
    wages.push_back(i * 7919 % 20000003);
  }
  const RemittanceSignals signals = send(wages);
  for (const auto& of_origin : signals.amount) {
    ASSERT_EQ(of_origin.size(), wages.size());
    for (const Amount& amount : of_origin) {
      ASSERT_EQ(amount.sent, amount.received() + amount.fee);
      ASSERT_GE(amount.received(), 0);
      ASSERT_GE(amount.fee, 0);
    }
  }
}

TEST(RecordedShare, FallsWithTheMarketPremium) {
  const evidence::Pack pack = tests::load_tiny();
  RemittanceParams params = read_params(pack);
  EXPECT_NEAR(recorded_share(params, 0, 0), 1, 1e-12);
  EXPECT_NEAR(recorded_share(params, 0, 0.5), std::exp(-0.5), 1e-12);
  params.recorded_share[0] = 0.8;
  params.premium_response = 2;
  EXPECT_NEAR(recorded_share(params, 0, 0.25), 0.8 * std::exp(-0.5), 1e-12);
}

TEST(RecordedShare, IsMultipliedByTheStatus) {
  const evidence::Pack pack = tests::load_tiny();
  RemittanceParams params = read_params(pack);
  params.status_recorded[kNoValidStatus] = 0.6;
  const std::vector<std::int64_t> wages(kStatuses, 3000000);
  const RemittanceSignals signals = sending(params, inputs(wages), pack);
  EXPECT_NEAR(signals.recorded_share[1][kNoValidStatus], 0.6 * std::exp(-0.5), 1e-12);
  EXPECT_NEAR(signals.recorded_share[1][kPatent], std::exp(-0.5), 1e-12);
  EXPECT_NEAR(signals.recorded_share[0][kNoValidStatus], 0.6, 1e-12);
}

}  // namespace
}  // namespace corridor::remittances
