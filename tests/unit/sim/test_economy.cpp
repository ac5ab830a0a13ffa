// Fails when a run without changes responds to anything, when a response differs from what the
// money of two runs makes it, when it comes before its month, when engine, threads or a longer
// baseline change it, when it does not reach the decision to leave, or when a baseline of another
// run is taken.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/base/error.hpp"
#include "corridor/sim/baseline.hpp"
#include "packs/altered_pack.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

using tests::record;
using tests::RecordedRun;
using tests::request;

constexpr Month kFrom(2010, 1);
constexpr Month kTo(2012, 12);
constexpr int kOrigins = 2;
constexpr double kProduct = 100000000.0 / 12;  // of a month
constexpr double kConsumption = 0.6 * kProduct;

RunRequest against_baseline(const evidence::Pack& pack, Month to = kTo) {
  RunRequest wanted = request(kFrom, kTo);
  RunRequest longer = wanted;
  longer.to = to;
  wanted.baseline = compute_baseline(pack, longer, {});
  return wanted;
}

/// Sending costs nothing instead of two percent.
evidence::Pack cheaper(double cost = 0) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_series(pack, "sending_cost", cost);
  return pack;
}

const RecordedRun& plain() {
  static const RecordedRun run = record(tests::load_tiny(), request(kFrom, kTo));
  return run;
}

const RecordedRun& changed() {
  static const RecordedRun run = record(cheaper(), against_baseline(tests::load_tiny()));
  return run;
}

double received(const RecordedRun& run, Month month, int origin) {
  return run.value(month, "received_usd", origin) +
         run.value(month, "received_elsewhere_usd", origin);
}

TEST(Economy, ARunThatIsItsOwnBaselineRespondsToNothing) {
  for (Month month = kFrom; month <= kTo; ++month) {
    for (int origin = 0; origin < kOrigins; ++origin) {
      for (const std::string_view measure : {"received_change_usd",
                                             "consumption_change_usd",
                                             "imports_change_usd",
                                             "product_change_pct",
                                             "product_change_low_pct",
                                             "product_change_high_pct",
                                             "home_wage_change_pct",
                                             "prices_change_pct",
                                             "exchange_pressure_pct"}) {
        ASSERT_EQ(plain().value(month, measure, origin), 0) << measure;
      }
      ASSERT_EQ(plain().value(month, "product_usd", origin), kProduct);
    }
  }
}

TEST(Economy, ARunAgainstAnEqualBaselineIsTheSameToTheBit) {
  const evidence::Pack pack = tests::load_tiny();
  EXPECT_EQ(record(pack, against_baseline(pack)).summary.results_digest,
            plain().summary.results_digest);
  EXPECT_NE(changed().summary.results_digest, plain().summary.results_digest);
}

TEST(Economy, RespondsToTheMoneyOfTheTwoRuns) {
  for (Month month = kFrom; month <= kTo; ++month) {
    for (int origin = 0; origin < kOrigins; ++origin) {
      const auto value = [&](std::string_view measure) {
        return changed().value(month, measure, origin);
      };
      const double change = received(changed(), month, origin) - received(plain(), month, origin);
      ASSERT_GT(change, 0);
      const double near = 1e-9 * received(plain(), month, origin);
      ASSERT_NEAR(value("received_change_usd"), change, near);
      ASSERT_NEAR(value("consumption_change_usd"), 0.9 * change, near);
      ASSERT_NEAR(value("imports_change_usd"), 0.225 * change, near);
      ASSERT_NEAR(value("product_usd"), kProduct + 0.9 * change, 1e-3);
      ASSERT_NEAR(value("product_change_pct"), 90 * change / kProduct, 1e-9);
      ASSERT_NEAR(value("product_change_low_pct"), 50 * change / kProduct, 1e-9);
      ASSERT_NEAR(value("product_change_high_pct"), 120 * change / kProduct, 1e-9);
      ASSERT_NEAR(value("exchange_pressure_pct"), 77.5 * change / 20000000, 1e-9);
    }
  }
}

TEST(Economy, MovesWagesAndPricesAMonthLater) {
  for (int origin = 0; origin < kOrigins; ++origin) {
    EXPECT_EQ(changed().value(kFrom, "home_wage_change_pct", origin), 0);
    EXPECT_EQ(changed().value(kFrom, "prices_change_pct", origin), 0);
    for (Month month = kFrom; month < kTo; ++month) {
      const double change = changed().value(month, "received_change_usd", origin);
      // Elasticities of the invented corridor: one, and a half.
      ASSERT_NEAR(
          changed().value(month + 1, "home_wage_change_pct", origin), 90 * change / kProduct, 1e-9);
      ASSERT_NEAR(changed().value(month + 1, "prices_change_pct", origin),
                  100 * (std::sqrt(1 + 0.9 * change / kConsumption) - 1),
                  1e-9);
    }
  }
}

TEST(Economy, GrowthOfTheFirstYearHoldsTheMeanChange) {
  double mean = 0;
  for (Month month = kFrom; month < kFrom + 12; ++month) {
    mean += changed().value(month, "product_change_pct", 0) / 12;
  }
  EXPECT_GT(mean, 0);
  EXPECT_NEAR(changed().value(Month(2010, 12), "product_growth_pct", 0), mean, 1e-9);
  EXPECT_EQ(plain().value(Month(2010, 12), "product_growth_pct", 0), 0);
}

TEST(Economy, ABetterWageAtHomeKeepsPeopleThere) {
  evidence::Pack deaf = cheaper();
  tests::set_parameter(deaf, "origins.wage_response", 0);
  RecordedRun without = record(deaf, against_baseline(tests::load_tiny()));
  EXPECT_EQ(without.value(kFrom + 1, "home_wage_change_pct", 0), 0);
  const auto left = [](const RecordedRun& run) {
    return run.total("departures", 0) + run.total("departures", 1);
  };
  EXPECT_LT(left(changed()), left(without));
  EXPECT_EQ(without.value(kFrom, "departures", 0), changed().value(kFrom, "departures", 0));
}

TEST(Economy, AHairCheaperMovesProductUp) {
  const RecordedRun hair = record(cheaper(0.0199), against_baseline(tests::load_tiny()));
  for (int origin = 0; origin < kOrigins; ++origin) {
    const double up = hair.value(kFrom, "product_change_pct", origin);
    EXPECT_GT(up, 0);
    EXPECT_LT(up, changed().value(kFrom, "product_change_pct", origin));
  }
}

TEST(Economy, TwiceTheMultiplierIsTwiceTheResponse) {
  evidence::Pack pack = cheaper();
  for (evidence::WelfareFigure& figure : pack.welfare) {
    figure.value *= figure.quantity == "product_multiplier" ? 2 : 1;
  }
  const RecordedRun twice = record(pack, against_baseline(tests::load_tiny()));
  for (int origin = 0; origin < kOrigins; ++origin) {
    const double once = changed().value(kFrom, "product_change_pct", origin);
    EXPECT_NEAR(twice.value(kFrom, "product_change_pct", origin), 2 * once, 1e-12);
    EXPECT_NEAR(twice.value(kFrom + 1, "home_wage_change_pct", origin), 2 * once, 1e-9);
    EXPECT_EQ(twice.value(kFrom, "consumption_change_usd", origin),
              changed().value(kFrom, "consumption_change_usd", origin));
  }
}

TEST(Economy, DependsNeitherOnEngineNorThreadsNorALongerBaseline) {
  const evidence::Pack pack = tests::load_tiny();
  for (const int threads : {1, 3}) {
    RunRequest base = request(kFrom, kTo + 12);
    base.threads = threads;
    base.engine = Engine::reference;
    RunRequest wanted = request(kFrom, kTo);
    wanted.threads = 4 - threads;
    wanted.baseline = compute_baseline(pack, base, {});
    EXPECT_EQ(run(cheaper(), wanted, {}, {}).results_digest, changed().summary.results_digest);
  }
}

TEST(Economy, ABaselineStoppedOnTheWayIsNone) {
  const auto stop = [](const Progress& progress) { return progress.months_done < 5; };
  EXPECT_EQ(compute_baseline(tests::load_tiny(), request(kFrom, kTo), stop), nullptr);
}

TEST(Economy, ABaselineOfAnotherRunIsRefused) {
  const evidence::Pack pack = tests::load_tiny();
  const RunRequest wanted = against_baseline(pack);
  const auto refused = [&](const evidence::Pack& of, const RunRequest& asked) {
    try {
      run(of, asked, {}, {});
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find("is not one for this run"), std::string::npos);
      return error.code() == ExitCode::input;
    }
    return false;
  };
  RunRequest other = wanted;
  other.seed = 2;
  EXPECT_TRUE(refused(pack, other));
  other = wanted;
  other.sample = 2;
  EXPECT_TRUE(refused(pack, other));
  other = wanted;
  other.from = kFrom + 1;
  EXPECT_TRUE(refused(pack, other));
  other = wanted;
  other.to = kTo + 1;
  EXPECT_TRUE(refused(pack, other));
  evidence::Pack changed_file = pack;
  changed_file.digest = "another";
  EXPECT_TRUE(refused(changed_file, wanted));
  EXPECT_FALSE(refused(pack, wanted));
}

TEST(Economy, ALossOfEverythingIsRefused) {
  evidence::Pack pack = tests::load_tiny();
  for (evidence::WelfareFigure& figure : pack.welfare) {
    figure.value *= figure.quantity == "product_multiplier" ? 1e6 : 1;
  }
  tests::set_series(pack, "sending_cost", 0.5);
  try {
    run(pack, against_baseline(tests::load_tiny()), {}, {});
    ADD_FAILURE() << "no product would be left";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input);
    EXPECT_NE(std::string(error.what()).find("AAA in 2010-01"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace corridor::sim
