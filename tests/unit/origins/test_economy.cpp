// Fails when the share of output is told before twelve months are known, covers other months than
// the last twelve, or takes the wrong origin; or when the wage at home is converted at another
// rate.
#include <gtest/gtest.h>

#include "corridor/origins/economy.hpp"
#include "packs/altered_pack.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::origins {
namespace {

TEST(ReceiptsShareOfGdp, CoversTheLastTwelveMonths) {
  const evidence::Pack pack = tests::load_tiny();  // output of 100 million dollars a year
  OriginState state;
  for (int month = 0; month < 30; ++month) {
    const double receipts = 1000000.0 * (month + 1);
    const auto shares =
        receipts_share_of_gdp(pack, Month(2010, 1) + month, {receipts, 500000}, state);
    ASSERT_EQ(shares.size(), 2U);
    if (month < 11) {
      EXPECT_FALSE(shares[0].has_value());
      EXPECT_FALSE(shares[1].has_value());
      continue;
    }
    // The mean of the last twelve whole numbers up to month + 1, twelve times, in millions.
    EXPECT_NEAR(*shares[0], 12 * (month + 1 - 5.5), 1e-9);
    EXPECT_NEAR(*shares[1], 6, 1e-9);
  }
}

TEST(HomeWage, IsConvertedAtTheRatePeopleGet) {
  evidence::Pack pack = tests::load_tiny();
  const double official = pack.find_series("fx", "BBB").at(Month(2012, 1));
  tests::set_series(pack, "fx_market_premium", 0);
  EXPECT_NEAR(home_wage_usd(pack, 1, Month(2012, 1)), 2000 / official, 1e-9);
  tests::set_series(pack, "fx_market_premium", 0.6);
  EXPECT_NEAR(home_wage_usd(pack, 1, Month(2012, 1)), 2000 / official / 1.6, 1e-9);
}

}  // namespace
}  // namespace corridor::origins
