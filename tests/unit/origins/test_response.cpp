// Fails when a response differs from its equation worked out by hand, when no change leaves
// anything but zeros and ones, when a range does not hold its value, when growth of product moves
// without a change or misses one, when product is not carried on past its last level, or when a
// pack that cannot answer is not refused.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/base/error.hpp"
#include "corridor/origins/response.hpp"
#include "packs/altered_pack.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::origins {
namespace {

constexpr int kYear = 2013;

OriginParams params() { return {.wage_response = 0.5, .price_response = 0.25}; }

/// Product 1 000 a month, consumption 500, of 100 received 80 are consumed and 20 go abroad.
EconomyFigures figures() {
  EconomyFigures known;
  known.receipts_consumed = 0.8;
  known.consumption_imported = 0.25;
  known.product_multiplier = 0.9;
  known.product_multiplier_low = 0.5;
  known.product_multiplier_high = 1.2;
  known.consumption_over_product = 0.5;
  known.reserves_usd = 4000;
  return known;
}

TEST(Response, IsThatOfTheEquations) {
  const Response response = respond(params(), figures(), 1000, 100);
  EXPECT_DOUBLE_EQ(response.consumption_change_usd, 80);
  EXPECT_DOUBLE_EQ(response.imports_change_usd, 20);
  EXPECT_DOUBLE_EQ(response.product_change_usd, 90);
  EXPECT_DOUBLE_EQ(response.product_change_low_usd, 50);
  EXPECT_DOUBLE_EQ(response.product_change_high_usd, 120);
  EXPECT_DOUBLE_EQ(response.wage_factor, std::sqrt(1.09));
  EXPECT_DOUBLE_EQ(response.price_factor, std::sqrt(std::sqrt(1.16)));
  EXPECT_DOUBLE_EQ(response.exchange_pressure.value_or(0), 80.0 / 4000);
}

TEST(Response, OfALossHasItsRangeInOrder) {
  const Response response = respond(params(), figures(), 1000, -100);
  EXPECT_DOUBLE_EQ(response.product_change_low_usd, -120);
  EXPECT_DOUBLE_EQ(response.product_change_high_usd, -50);
  EXPECT_DOUBLE_EQ(response.wage_factor, std::sqrt(0.91));
  EXPECT_LT(response.price_factor, 1);
  EXPECT_LT(response.exchange_pressure.value_or(0), 0);
}

TEST(Response, OfNoChangeIsExactlyNothing) {
  const Response response = respond(params(), figures(), 1234.5, 0);
  EXPECT_EQ(response.consumption_change_usd, 0);
  EXPECT_EQ(response.imports_change_usd, 0);
  EXPECT_EQ(response.product_change_usd, 0);
  EXPECT_EQ(response.product_change_low_usd, 0);
  EXPECT_EQ(response.product_change_high_usd, 0);
  EXPECT_EQ(response.wage_factor, 1);
  EXPECT_EQ(response.price_factor, 1);
  EXPECT_EQ(response.exchange_pressure, 0);
}

TEST(Response, ElasticitiesOfZeroSwitchWagesAndPricesOff) {
  const Response response = respond({}, figures(), 1000, 100);
  EXPECT_EQ(response.wage_factor, 1);
  EXPECT_EQ(response.price_factor, 1);
  EXPECT_DOUBLE_EQ(response.product_change_usd, 90);
}

TEST(Response, FactorsStayAboveZeroUntilNothingIsLeft) {
  EXPECT_GT(respond({.wage_response = 2, .price_response = 2}, figures(), 1000, -600).wage_factor,
            0);
  EXPECT_EQ(respond(params(), figures(), 1000, -2000).wage_factor, 0);
}

TEST(Response, HasNoPressureWithoutReserves) {
  EconomyFigures known = figures();
  known.reserves_usd.reset();
  EXPECT_FALSE(respond(params(), known, 1000, 100).exchange_pressure.has_value());
}

Response product_change(double usd) {
  Response response;
  response.product_change_usd = usd;
  return response;
}

TEST(ProductGrowth, IsThePublishedOneToTheBitWithoutAChange) {
  ResponseMemory memory;
  EXPECT_EQ(product_growth(0.0677992, memory), 0.0677992);
  for (int month = 0; month < 30; ++month) {
    remember(product_change(0), 1000, memory);
    EXPECT_EQ(product_growth(0.0677992, memory), 0.0677992);
  }
}

TEST(ProductGrowth, FallsOnceWithAStepAndComesBackAfterAYear) {
  ResponseMemory memory;
  for (int month = 0; month < 12; ++month) {
    remember(product_change(-100), 1000, memory);
  }
  // A year of product nine tenths of what it was.
  EXPECT_NEAR(product_growth(0.05, memory), 1.05 * 0.9 - 1, 1e-12);
  for (int month = 0; month < 6; ++month) {
    remember(product_change(-100), 1000, memory);
  }
  EXPECT_NEAR(product_growth(0.05, memory), 1.05 * 0.9 / 0.95 - 1, 1e-12);
  for (int month = 0; month < 6; ++month) {
    remember(product_change(-100), 1000, memory);
  }
  EXPECT_NEAR(product_growth(0.05, memory), 0.05, 1e-12);
}

TEST(ResponseMemory, KeepsTheFactorsOfTheLastMonth) {
  ResponseMemory memory;
  Response response = product_change(1);
  response.wage_factor = 1.25;
  response.price_factor = 0.75;
  remember(response, 1000, memory);
  EXPECT_EQ(memory.wage_factor, 1.25);
  EXPECT_EQ(memory.price_factor, 0.75);
}

TEST(Product, IsCarriedOnByGrowthPricesAndRate) {
  evidence::Pack pack = tests::load_tiny();  // levels of 100 million to 2016
  tests::set_series(pack, "real_growth", 0.1);
  tests::set_series(pack, "price_growth", 0.2);
  tests::set_series(pack, "fx_growth", 0.25);
  EXPECT_EQ(product_usd_of_year(pack, 0, 2016), 100000000);
  for (evidence::Series& series : pack.series) {
    if (series.name == "gdp_usd") {
      series.values.resize(series.values.size() - 2);
    }
  }
  EXPECT_EQ(product_usd_of_year(pack, 0, 2014), 100000000);
  EXPECT_NEAR(product_usd_of_year(pack, 0, 2015), 105600000, 1e-6);
  EXPECT_NEAR(product_usd_of_year(pack, 1, 2016), 111513600, 1e-6);
  EXPECT_THROW(product_usd_of_year(pack, 0, 2017), Error) << "growth ends in 2016";
}

TEST(EconomyFigures, AreThoseOfThePack) {
  evidence::Pack pack = tests::load_tiny();
  const EconomyFigures known = economy_figures(pack, 1, 2016);
  EXPECT_EQ(known.receipts_consumed, 0.9);
  EXPECT_EQ(known.consumption_imported, 0.25);
  EXPECT_EQ(known.product_multiplier, 0.9);
  EXPECT_EQ(known.product_multiplier_low, 0.5);
  EXPECT_EQ(known.product_multiplier_high, 1.2);
  EXPECT_DOUBLE_EQ(known.consumption_over_product, 0.6);
  EXPECT_EQ(known.reserves_usd, 20000000);
}

TEST(EconomyFigures, ThatAreMissingAreNamedBeforeTheFirstMonth) {
  for (const std::string_view quantity : {"receipts_consumed",
                                          "consumption_imported",
                                          "product_multiplier",
                                          "household_consumption_usd"}) {
    evidence::Pack pack = tests::load_tiny();
    std::erase_if(pack.welfare, [&](const evidence::WelfareFigure& figure) {
      return figure.quantity == quantity && figure.place == "BBB";
    });
    try {
      read_params(pack);
      ADD_FAILURE() << quantity << " may not be missing";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::input);
      EXPECT_NE(std::string(error.what()).find(std::string(quantity) + " of BBB is not given"),
                std::string::npos)
          << error.what();
    }
  }
}

TEST(EconomyFigures, MayLackReserves) {
  evidence::Pack pack = tests::load_tiny();
  std::erase_if(pack.welfare, [](const evidence::WelfareFigure& figure) {
    return figure.quantity == "reserves_usd";
  });
  EXPECT_FALSE(economy_figures(pack, 0, kYear).reserves_usd.has_value());
}

}  // namespace
}  // namespace corridor::origins
