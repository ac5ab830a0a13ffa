// Fails when a figure is answered from other months, cells or places than it speaks of, or when
// months that nobody added count as zero.
#include <gtest/gtest.h>

#include <vector>

#include "corridor/base/check.hpp"
#include "corridor/base/error.hpp"
#include "corridor/calibration/observer.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::calibration {
namespace {

constexpr Month kFrom(2013, 1);

sim::Value value(const char* measure, int place, double amount) {
  return {static_cast<std::int16_t>(sim::measure_index(measure)),
          {.place = static_cast<std::int16_t>(place)},
          amount};
}

/// Fourteen months in which origin 0 receives the number of the month and origin 1 ten times it.
Observer observed(const std::vector<Observable>& observables) {
  Observer observer(tests::load_tiny(), observables, kFrom);
  for (int month = 1; month <= 14; ++month) {
    sim::Value women = value("migrants_present", 0, 1000);
    women.cell.sex = 1;
    const std::vector<sim::Value> values = {value("migrants_present", 0, 100 + month),
                                            women,
                                            value("receipts_recorded_usd", 0, month),
                                            value("receipts_recorded_usd", 1, 10 * month)};
    observer.add(kFrom + (month - 1), values);
  }
  return observer;
}

TEST(Observer, AFlowAddsUpAndAStockIsTheLastOne) {
  using evidence::Aggregation;
  const std::vector<Observable> asked = {
      yearly_receipts("AAA", 2013),
      {"receipts_recorded_usd", {"AAA", "BBB"}, Month(2014, 1), Month(2014, 2), Aggregation::sum},
      {"migrants_present", {"AAA"}, Month(2013, 1), Month(2013, 12), Aggregation::value},
      {"migrants_present", {"AAA"}, Month(2013, 3), Month(2013, 5), Aggregation::change},
      {"migrants_present", {"AAA"}, Month(2013, 3), Month(2013, 5), Aggregation::mean}};
  EXPECT_EQ(observed(asked).values(), (std::vector<double>{78, 11 * (13 + 14), 112, 3, 104}));
  EXPECT_EQ(Observer::last_month(asked), Month(2014, 2));
}

TEST(Observer, TargetsAreAskedByTheRuleOfTheirMeasure) {
  const evidence::Pack pack = tests::load_tiny();
  ASSERT_GE(pack.targets.size(), 2U);
  EXPECT_EQ(observable_of(pack.targets[0]).rule, evidence::Aggregation::value);
  EXPECT_EQ(observable_of(pack.targets[1]).rule, evidence::Aggregation::sum);
  EXPECT_EQ(observable_of(pack.targets[1]).first, Month(2013, 1));
}

TEST(Observer, WhatNoRunReportsIsRefused) {
  const evidence::Pack pack = tests::load_tiny();
  std::vector<Observable> asked = {yearly_receipts("ZZZ", 2013)};
  EXPECT_THROW(Observer(pack, asked, kFrom), Error);
  asked = {{"wishes", {"AAA"}, kFrom, kFrom, evidence::Aggregation::value}};
  EXPECT_THROW(Observer(pack, asked, kFrom), Error);
}

TEST(Observer, MonthsThatWereNotAddedAreNotZero) {
  EXPECT_THROW(observed({yearly_receipts("AAA", 2014)}).values(), InvariantError);
  Observer observer(tests::load_tiny(), std::vector{yearly_receipts("AAA", 2013)}, kFrom);
  EXPECT_THROW(observer.add(kFrom + 1, {}), InvariantError);
}

}  // namespace
}  // namespace corridor::calibration
