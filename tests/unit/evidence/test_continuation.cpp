// Fails when a series that goes on leaves its rule, when fading growth does not halve, when chance
// touches a value that is given, depends on another series, on the length asked for or on what
// became known later, when two addresses give the same draw, or when series do not share months.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "corridor/base/error.hpp"
#include "corridor/evidence/as_of.hpp"
#include "corridor/evidence/continuation.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::evidence {
namespace {

constexpr Month kTo(2020, 12);
constexpr std::array<double, 5> kMoves = {1.02, 0.97, 1.05, 0.99, 1.01};

Series& series_of(Pack& pack, std::string_view name, std::string_view place) {
  return *std::find_if(pack.series.begin(), pack.series.end(), [&](const Series& series) {
    return series.name == name && series.place == place;
  });
}

/// The invented corridor, where the rate of DDD moves and that of AAA moves with its square.
Pack moving() {
  Pack pack = tests::load_tiny();
  Series& main = series_of(pack, "fx", "DDD");
  Series& other = series_of(pack, "fx", "AAA");
  for (std::size_t i = 1; i < main.values.size(); ++i) {
    const double move = kMoves[i * i % kMoves.size()];
    main.values[i] = main.values[i - 1] * move;
    other.values[i] = other.values[i - 1] * move * move;
  }
  return pack;
}

std::vector<double> continued(Pack pack, std::string_view name, const DriverDraw& draw) {
  pack = extend(std::move(pack), kTo, draw);
  return series_of(pack, name, "DDD").values;
}

TEST(Continuation, RulesGoOnFromTheEndOfEachSeries) {
  Pack pack = moving();
  Series& wage = series_of(pack, "wage_mean", "DDD");
  for (std::size_t i = 0; i < wage.values.size(); ++i) {
    wage.values[i] = std::exp2(static_cast<double>(i / 12)) * (i % 12 == 11 ? 1.5 : 1);
  }
  series_of(pack, "real_growth", "AAA").values.back() = 0.03;
  EXPECT_EQ(first_continued(pack), Month(2017, 1));
  Pack longer = extend(pack, kTo);
  EXPECT_EQ(series_of(longer, "wage_mean", "DDD").at(Month(2018, 12)), 1.5 * 512);
  EXPECT_EQ(series_of(longer, "wage_mean", "DDD").at(Month(2018, 11)), 512);
  EXPECT_EQ(series_of(longer, "fx", "DDD").at(kTo),
            series_of(pack, "fx", "DDD").at(Month(2016, 12)));
  EXPECT_DOUBLE_EQ(series_of(longer, "real_growth", "AAA").at(kTo), 0.01);
  EXPECT_EQ(series_of(longer, "net_migration", "AAA").at(kTo), -20);
  EXPECT_EQ(series_of(longer, "net_migration", "AAA").last(), kTo);
  EXPECT_EQ(series_of(longer, "net_migration", "AAA").last_given(), Month(2016, 12));
  EXPECT_EQ(series_of(longer, "fx", "DDD").last_given(), Month(2016, 12));
  // The program carries product on by growth, so a rule must not come first.
  EXPECT_EQ(series_of(longer, "gdp_usd", "AAA").last(), Month(2016, 12));
  EXPECT_EQ(extend(pack, Month(2014, 6)).series.front().values, pack.series.front().values);
}

TEST(Continuation, GrowthFadesAfterItsWindow) {
  std::vector<double> values = {1, 16, 0, 0, 0, 0};
  continuation::apply_rule({&values, 2, After::fading, 2, true, 2000, 0, 1e9});
  EXPECT_EQ(values, (std::vector<double>{1, 16, 256, 4096, 16384, 32768}));
  values = {1, 16, 0, 0};
  continuation::apply_rule({&values, 2, After::season, 0, true, 2000, 0, 1e9});
  EXPECT_EQ(values, (std::vector<double>{1, 16, 256, 4096}));
}

TEST(Continuation, InnovationsAreWhatARuleDidNotSay) {
  std::vector<double> values = {1, 2, 8, 4};
  const auto of = [&](After after, int window) {
    return continuation::innovations({&values, 4, after, window, true, 2000, -9, 9});
  };
  EXPECT_DOUBLE_EQ(of(After::last, 0)[2].value(), std::log(4));
  EXPECT_FALSE(of(After::last, 0)[0]);
  EXPECT_FALSE(of(After::season, 0)[1]);
  EXPECT_DOUBLE_EQ(of(After::season, 0)[3].value(), std::log(0.5) - std::log(4));
  EXPECT_DOUBLE_EQ(of(After::mean, 2)[3].value(), 4 - 5);
  values[0] = 0;  // no logarithm of that
  EXPECT_DOUBLE_EQ(of(After::last, 0)[2].value(), 6);
}

TEST(Continuation, ChanceIsAddressed) {
  Pack pack = moving();
  const std::vector<double> one = continued(pack, "fx", {7, 3});
  EXPECT_EQ(one, continued(pack, "fx", {7, 3}));
  EXPECT_NE(one, continued(pack, "fx", {7, 4}));
  EXPECT_NE(one, continued(pack, "fx", {8, 3}));
  EXPECT_EQ(std::vector<double>(one.begin(), one.begin() + 96),
            series_of(pack, "fx", "DDD").values);
  Pack nearer = extend(pack, Month(2018, 5), DriverDraw{7, 3});
  const std::vector<double>& shorter = series_of(nearer, "fx", "DDD").values;
  EXPECT_EQ(std::vector<double>(one.begin(), one.begin() + std::ssize(shorter)), shorter);
  Pack fewer = pack;
  std::erase_if(fewer.series, [](const Series& series) { return series.name == "patent_cost"; });
  EXPECT_EQ(one, continued(fewer, "fx", {7, 3}));
}

TEST(Continuation, SeriesShareTheMonthsThatComeAgain) {
  Pack pack = extend(moving(), kTo, DriverDraw{7, 3});
  const std::vector<double>& main = series_of(pack, "fx", "DDD").values;
  const std::vector<double>& other = series_of(pack, "fx", "AAA").values;
  for (std::size_t i = 96; i < main.size(); ++i) {
    EXPECT_NEAR(other[i] / other[95], std::pow(main[i] / main[95], 2), 1e-9) << i;
  }
}

TEST(Continuation, BlocksRepeatThePastInItsOrder) {
  // Changes are 0, 1, 2 … so a month that comes again tells which one it is, but for the mean.
  Pack pack = tests::load_tiny();
  Series& rate = series_of(pack, "fx", "DDD");
  for (std::size_t i = 0; i < rate.values.size(); ++i) {
    rate.values[i] = 1e-5 * static_cast<double>(i * i) - 1;  // not positive: plain changes
  }
  const std::vector<double> before = rate.values;
  std::vector<double> values = before;
  values.resize(120);
  const continuation::Line line{&values, 96, After::last, 0, false, rate.first.index(), -1e9, 1e9};
  continuation::apply_rule(line);
  continuation::apply_draw(pack, {1, 2}, {&line, 1});
  int breaks = 0;
  for (std::size_t i = 98; i < values.size(); ++i) {
    const double step = (values[i] - 2 * values[i - 1] + values[i - 2]) / 2e-5;
    const bool starts = i % 3 == 0;  // blocks of the tiny pack are quarters
    const bool follows = std::abs(step - 1) < 1e-6 || step < -90;  // or the circle closes
    EXPECT_TRUE(starts || follows) << i << " " << step;
    breaks += starts && !follows ? 1 : 0;
  }
  EXPECT_GT(breaks, 3);
}

TEST(Continuation, NothingKnownOnlyLaterLeaksIn) {
  const Pack pack = moving();
  AsOf when{Month(2013, 5), Drivers::forecast, Revisions::latest, DriverDraw{5, 1}, kTo};
  const Pack told = as_of(pack, when);
  Pack later = pack;
  for (Series& series : later.series) {
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      const Month month = series.first + static_cast<int>(series.yearly ? 12 * i + 11 : i);
      series.values[i] *= month >= when.month ? 2 : 1;
    }
  }
  for (YearlyFigure& figure : later.figures) {
    figure.value *= figure.year >= 2013 && figure.quantity == "growth" ? 2 : 1;
  }
  Pack told_later = as_of(later, when);
  for (std::size_t i = 0; i < told.series.size(); ++i) {
    EXPECT_EQ(told.series[i].values, told_later.series[i].values) << told.series[i].name;
  }
  for (std::size_t i = 0; i < told.figures.size(); ++i) {
    EXPECT_EQ(told.figures[i].value, told_later.figures[i].value) << told.figures[i].quantity;
  }
  // The twin: a value that was known then does move it.
  series_of(later, "fx", "DDD").values[40] *= 2;
  told_later = as_of(later, when);
  Pack first = told;
  EXPECT_NE(series_of(first, "fx", "DDD").values, series_of(told_later, "fx", "DDD").values);
}

TEST(Continuation, APackWithoutBlocksHasNoDraws) {
  Pack pack = moving();
  std::erase_if(pack.publication, [](const auto& rule) { return rule.table == "draws"; });
  EXPECT_THROW(extend(pack, kTo, DriverDraw{}), Error);
  EXPECT_NO_THROW(extend(pack, kTo));
}

}  // namespace
}  // namespace corridor::evidence
