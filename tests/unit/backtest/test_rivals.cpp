// Fails when a rule of thumb gives another number than by hand, when the regression misses
// coefficients that were planted without noise, when an ensemble is not as wide as the past errors
// of its rule, or when any forecaster that sees receipts nobody knew at its origin is not caught.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "corridor/backtest/backtest.hpp"
#include "corridor/backtest/drivers.hpp"
#include "corridor/backtest/rivals.hpp"
#include "corridor/backtest/scores.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::backtest {
namespace {

using evidence::AsOf;
using evidence::Drivers;
using evidence::Pack;

const Pack& tiny() {
  static const Pack pack = tests::load_tiny();
  return pack;
}

/// Multiplies the mean wage of a year.
void raise_wage(Pack& pack, int year, double factor) {
  for (evidence::Series& series : pack.series) {
    for (int month = 1; series.name == "wage_mean" && month <= 12; ++month) {
      series.values[static_cast<std::size_t>(Month(year, month) - series.first)] *= factor;
    }
  }
}

Question ask(const Pack& known, const AsOf& when, int year) {
  return {known, when, "AAA", year, 1};
}

TEST(Rivals, ByHand) {
  // Receipts of AAA are 1 000 000 in 2008 and grow by a tenth a year; in May 2012 those of 2011 are
  // known.
  const Pack known = as_of(tiny(), {Month(2012, 5), Drivers::known});
  EXPECT_EQ(*no_change(known, "AAA", 2012), 1331000);
  EXPECT_EQ(*no_change(known, "AAA", 2013), 1331000);
  EXPECT_NEAR(*drift(known, "AAA", 2013), 1331000 * 1.21, 1e-3);
  EXPECT_EQ(*constant_wages(known, "AAA", 2012), 1331000);
  EXPECT_FALSE(no_change(known, "AAA", 2011).has_value());
  EXPECT_FALSE(no_change(known, "CCC", 2012).has_value());
}

TEST(Rivals, WagesCarryReceipts) {
  Pack pack = tiny();
  raise_wage(pack, 2012, 1.5);
  const Pack known = as_of(pack, {Month(2012, 5), Drivers::known});
  EXPECT_NEAR(*constant_wages(known, "AAA", 2012), 1331000 * 1.5, 1e-6);
  // Forecast in May 2012, wages of 2012 are known to March; a year's growth is that of the last
  // twelve months over those before: (9 + 3 x 1.5) / 12 = 1.125.
  const Pack guessed = as_of(pack, {Month(2012, 5), Drivers::forecast});
  const double ahead = (3 * 1.5 + 9 * 1.125) / 12;
  EXPECT_NEAR(*constant_wages(guessed, "AAA", 2012), 1331000 * ahead, 1e-6);
}

/// Receipts that follow growth and the rate without noise, with a constant for each country.
Pack planted() {
  Pack pack = tiny();
  const auto growth_of = [](int year) { return 0.02 * ((year * 7) % 5 - 2); };
  for (evidence::Series& series : pack.series) {
    for (std::size_t i = 0;
         series.name == "fx" && series.place == "DDD" && i < series.values.size();
         ++i) {
      series.values[i] = 30 + static_cast<double>(((i / 12) * 3) % 7);
    }
  }
  for (evidence::YearlyFigure& figure : pack.figures) {
    if (figure.quantity == "growth") {
      figure.value = growth_of(figure.year);
    }
  }
  std::erase_if(pack.figures, [](const auto& figure) { return figure.published.has_value(); });
  double last = 1;
  for (evidence::YearlyFigure& figure : pack.figures) {
    if (figure.quantity == kReceipts) {
      const double constant = figure.place == "AAA" ? 0.1 : -0.05;
      const double change = std::log(*exchange_rate(pack, figure.year) /
                                     exchange_rate(pack, figure.year - 1).value_or(1));
      last = figure.year == 2008
                 ? 1000000
                 : last * std::exp(constant + 1.5 * growth_of(figure.year) - 0.4 * change);
      figure.value = last;
    }
  }
  return pack;
}

TEST(Rivals, RegressionFindsWhatWasPlanted) {
  const Pack pack = planted();
  const Pack known = as_of(pack, {Month(2014, 5), Drivers::known});
  const auto fit = fit_regression(known);
  ASSERT_TRUE(fit.has_value());
  EXPECT_EQ(fit->observations, 10);  // 2009 to 2013, two countries
  EXPECT_NEAR(fit->of_growth, 1.5, 1e-9);
  EXPECT_NEAR(fit->of_rate, -0.4, 1e-9);
  EXPECT_NEAR(fit->constant.at("AAA"), 0.1, 1e-9);
  EXPECT_NEAR(fit->constant.at("BBB"), -0.05, 1e-9);
  const double outcome = receipts(pack, "AAA").at(2015);
  EXPECT_NEAR(*regression(known, "AAA", 2015) / outcome, 1, 1e-9);
  // Drivers that stand still carry no information, and few years too little.
  EXPECT_FALSE(fit_regression(as_of(tiny(), {Month(2014, 5), Drivers::known})).has_value());
  EXPECT_FALSE(fit_regression(as_of(pack, {Month(2011, 5), Drivers::known})).has_value());
}

TEST(Rivals, EnsembleIsAsWideAsPastErrors) {
  // No change is wrong by log 1.1 a year in AAA and right in BBB, whatever the origin; over two
  // years by twice that, which is root two times as much a root year.
  const AsOf when{Month(2013, 5), Drivers::known};
  const Pack known = as_of(tiny(), when);
  const Forecaster forecaster = rival("no_change", "no change", no_change, 20000);
  const auto one = forecaster.forecast(ask(known, when, 2013));
  ASSERT_TRUE(one.has_value());
  ASSERT_EQ(one->ensemble.size(), 20000U);
  EXPECT_NEAR(one->point, 1000000 * std::pow(1.1, 4), 1);
  double sum = 0;
  for (const double member : one->ensemble) {
    sum += std::pow(std::log(member / one->point), 2);
  }
  const double expected = std::log(1.1) / std::sqrt(2);
  // A variance of 20 000 normal draws is off by more than 6 % once in 10^9.
  EXPECT_NEAR(sum / 20000 / (expected * expected), 1, 0.06);
  EXPECT_EQ(one->ensemble, forecaster.forecast(ask(known, when, 2013))->ensemble);
}

TEST(Rivals, WithoutPastErrorsThereIsAPointAlone) {
  const AsOf when{Month(2009, 5), Drivers::known};
  const Pack known = as_of(tiny(), when);
  const auto one = rivals(100).front().forecast(ask(known, when, 2009));
  ASSERT_TRUE(one.has_value());
  EXPECT_TRUE(one->ensemble.empty());
}

Schedule tiny_schedule() {
  Schedule schedule = usual_schedule(tiny());
  return schedule;
}

TEST(Backtest, ScheduleFollowsThePack) {
  const Schedule schedule = tiny_schedule();
  EXPECT_EQ(schedule.origin_month, 5);
  EXPECT_EQ(schedule.origin_years_after, 1);
  EXPECT_EQ(schedule.first_year, 2012);
  EXPECT_EQ(schedule.last_year, 2015);
}

TEST(Backtest, EveryOriginStartsFromTheYearBefore) {
  const std::vector<Forecaster> asked = rivals(50);
  const std::vector<Scored> scored = backtest(tiny(), asked, tiny_schedule());
  int seen = 0;
  for (const Scored& one : scored) {
    if (one.forecaster == "no_change" && one.country == "AAA") {
      EXPECT_EQ(one.origin, Month(one.year - one.horizon + 1, 5));
      EXPECT_NEAR(one.outcome / one.point, std::pow(1.1, one.horizon), 1e-5);
      EXPECT_EQ(one.held_out, one.year == 2015);
      ++seen;
    }
  }
  // Four years, two horizons, two conditions. The last origin two years ahead starts from 2013 and
  // the one a year ahead from 2014, both fitted years.
  EXPECT_EQ(seen, 16);
}

TEST(Backtest, HonestRivalsHaveNoLeak) {
  const auto make = [](const Pack&) { return rivals(50); };
  EXPECT_TRUE(find_leaks(planted(), make, tiny_schedule()).empty());
}

/// A forecaster of one line, from the whole pack.
Factory planted_peeker(std::function<double(const Pack& all, const Question& question)> answer) {
  return [answer](const Pack& all) {
    return std::vector<Forecaster>{
        {"peeker", "peeker", [answer, all](const Question& question) -> std::optional<Forecast> {
           return Forecast{answer(all, question), {}};
         }}};
  };
}

TEST(Backtest, APeekAtTheYearItselfIsCaught) {
  const auto leaks = find_leaks(tiny(),
                                planted_peeker([](const Pack& all, const Question& question) {
                                  return receipts(all, question.country).at(question.year);
                                }),
                                tiny_schedule());
  // Every question: two countries, four years, two horizons, two conditions.
  EXPECT_EQ(leaks.size(), 32U);
}

TEST(Backtest, AFitToTheWholeHistoryIsCaught) {
  const auto leaks = find_leaks(tiny(),
                                planted_peeker([](const Pack& all, const Question& question) {
                                  const double base =
                                      *no_change(question.known, question.country, question.year);
                                  const auto every = receipts(all, question.country);
                                  return base * every.rbegin()->second / every.begin()->second;
                                }),
                                tiny_schedule());
  EXPECT_EQ(leaks.size(), 32U);
}

TEST(Backtest, APeekAtTargetsOrAtAResidualIsCaught) {
  // The target is of 2013, known from May 2014; the residual of the year asked for is never known.
  Pack pack = tiny();
  for (evidence::Series& series : pack.series) {
    if (series.name == "not_labour_income") {
      std::fill(series.values.begin(), series.values.end(), 1000.0);
    }
  }
  const auto target = [](const Pack& all, const Question&) { return all.targets[1].value; };
  const auto leaks = find_leaks(pack, planted_peeker(target), tiny_schedule());
  ASSERT_FALSE(leaks.empty());
  for (const Leak& leak : leaks) {
    EXPECT_LT(leak.origin, Month(2014, 5));
  }
  const auto residual = [](const Pack& all, const Question& question) {
    return all.find_series("not_labour_income", question.country).at(Month(question.year, 12));
  };
  EXPECT_EQ(find_leaks(pack, planted_peeker(residual), tiny_schedule()).size(), 32U);
  const auto honest = [](const Pack&, const Question& question) {
    return question.known.find_series("not_labour_income", question.country)
        .at(Month(question.year, 12));
  };
  EXPECT_TRUE(find_leaks(pack, planted_peeker(honest), tiny_schedule()).empty());
}

TEST(Backtest, TheModelJoinsByItsEnsemble) {
  const Forecast forecast = ensemble_forecast({4, 1, 2, 9});
  EXPECT_EQ(forecast.point, 3);
  EXPECT_EQ(forecast.ensemble.size(), 4U);
}

TEST(Backtest, WhatIsHeldOutMayNotBeFittedLater) {
  // Receipts of 2015 are known in May 2016 and yet held out.
  Schedule schedule = tiny_schedule();
  schedule.first_year = schedule.last_year = 2015;
  schedule.horizons = {-1};  // an origin of May 2017
  const auto from_known = [](const Pack&, const Question& question) {
    return receipts(question.known, question.country).rbegin()->second;
  };
  EXPECT_TRUE(find_leaks(tiny(), planted_peeker(from_known), schedule).empty());
  EXPECT_EQ(receipts(as_of(tiny(), {Month(2017, 5)}), "AAA").rbegin()->first, 2014);
  const auto from_all = [](const Pack& all, const Question& question) {
    return receipts(all, question.country).rbegin()->second;
  };
  EXPECT_EQ(find_leaks(tiny(), planted_peeker(from_all), schedule).size(), 4U);
}

}  // namespace
}  // namespace corridor::backtest
