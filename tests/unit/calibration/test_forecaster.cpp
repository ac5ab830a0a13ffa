// Fails when a forecast of the model knows what nobody knew at its origin, does not start from the
// last observed receipts, or changes with the number of threads.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/backtest/backtest.hpp"
#include "corridor/base/error.hpp"
#include "corridor/calibration/forecaster.hpp"
#include "packs/tiny_pack.hpp"
#include "unit/calibration/tiny_plan.hpp"

namespace corridor::calibration {
namespace {

using evidence::Pack;
using tests::uncertain;

std::vector<backtest::Forecaster> forecasters(const Pack& pack,
                                              int threads,
                                              evidence::CalibrationPlan plan = tests::tiny_plan()) {
  ForecastOptions options;
  options.plan = std::move(plan);
  options.pack = &pack;
  options.threads = threads;
  return model_forecasters(std::move(options));
}

backtest::Schedule schedule() {
  backtest::Schedule result;
  result.first_year = 2014;
  result.last_year = 2015;
  result.horizons = {1};
  result.origin_month = 6;
  result.origin_years_after = 0;
  return result;
}

TEST(ModelForecaster, KnowsNothingOfLater) {
  const Pack pack = uncertain();
  const backtest::Factory make = [](const Pack& other) { return forecasters(other, 2); };
  backtest::Schedule asked = schedule();
  asked.origin_years_after = 1;
  ASSERT_FALSE(backtest::backtest(pack, make(pack), asked).empty());
  for (const backtest::Leak& leak : backtest::find_leaks(pack, make, asked)) {
    ADD_FAILURE() << leak.forecaster << " " << leak.country << " " << leak.year;
  }
}

TEST(ModelForecaster, ThreadsDoNotMatter) {
  const Pack pack = uncertain();
  backtest::Schedule asked = schedule();
  asked.origin_years_after = 1;
  const auto one = backtest::backtest(pack, forecasters(pack, 1), asked);
  const auto two = backtest::backtest(pack, forecasters(pack, 2), asked);
  ASSERT_EQ(one.size(), two.size());
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].point, two[i].point);
  }
}

TEST(ModelForecaster, StartsFromWhatIsObserved) {
  // Observed receipts of the invented corridor have nothing to do with its persons, so a forecast
  // near them can only come from the level.
  const Pack pack = uncertain();
  backtest::Schedule asked = schedule();
  asked.origin_years_after = 1;
  for (const backtest::Scored& one : backtest::backtest(pack, forecasters(pack, 2), asked)) {
    if (one.forecaster == "model") {
      EXPECT_LT(std::abs(std::log(one.point / one.outcome)), 0.5) << one.country << one.year;
    }
  }
}

TEST(ModelForecaster, HasNoForecastBeforeAYearItLivesThroughIsKnown) {
  const Pack pack = uncertain();
  evidence::CalibrationPlan plan = tests::tiny_plan();
  plan.from = Month(2015, 1);
  EXPECT_TRUE(backtest::backtest(pack, forecasters(pack, 1, plan), schedule()).empty());
}

TEST(ModelForecaster, NeedsAPlanForForecasts) {
  ForecastOptions options;
  options.plan = tests::tiny_plan();
  options.plan.forecast.reset();
  EXPECT_THROW(model_forecasters(std::move(options)), Error);
}

}  // namespace
}  // namespace corridor::calibration
