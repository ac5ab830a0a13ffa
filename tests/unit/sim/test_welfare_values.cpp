// Fails when values of households appear before a year is known or outside the last month of a
// quarter, when consumption is not own income and receipts to the minor unit, when an origin is not
// the sum of its regions, or when unemployment at home differs from the published share without a
// reason or stays there with one.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "corridor/sim/baseline.hpp"
#include "packs/altered_pack.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

using tests::record;
using tests::RecordedRun;
using tests::request;

constexpr Month kFrom(2010, 2);
constexpr Month kTo(2012, 12);
constexpr int kOrigins = 2;
constexpr int kPlaces = 6;

const RecordedRun& plain() {
  static const RecordedRun run = record(tests::load_tiny(), request(kFrom, kTo));
  return run;
}

bool is_of_households(std::string_view name) {
  for (const std::string_view part : {"poverty_",
                                      "poor_",
                                      "household_own",
                                      "household_received",
                                      "household_consumption",
                                      "children_poor_",
                                      "households_receiving",
                                      "households_lost",
                                      "households_with_recent",
                                      "receipts_share_of_income",
                                      "receivers_income",
                                      "consumption_ppp",
                                      "gini_pct",
                                      "returnees_seeking",
                                      "unemployment_home"}) {
    if (name.starts_with(part)) {
      return true;
    }
  }
  return false;
}

std::set<int> measures_of_households(Month month) {
  std::set<int> found;
  for (const Value& value : plain().values(month)) {
    if (is_of_households(measures()[static_cast<std::size_t>(value.measure)].name)) {
      found.insert(value.measure);
    }
  }
  return found;
}

TEST(WelfareValues, AppearAtTheEndOfQuartersOnceAYearIsKnown) {
  for (Month month = kFrom; month <= kTo; ++month) {
    const bool known = month - kFrom >= 11 && month.month_of_year() % 3 == 0;
    const std::set<int> found = measures_of_households(month);
    EXPECT_EQ(!found.empty(), known)
        << month.text() << " "
        << (found.empty() ? "" : measures()[static_cast<std::size_t>(*found.begin())].name);
  }
}

// Measures of the study's line have none in the invented corridor.
TEST(WelfareValues, EveryMeasureOfHouseholdsIsWritten) {
  const std::set<int> written = measures_of_households(kTo);
  for (std::size_t i = 0; i < measures().size(); ++i) {
    const std::string_view name = measures()[i].name;
    if (is_of_households(name) && name.find("study") == std::string_view::npos) {
      EXPECT_TRUE(written.contains(static_cast<int>(i))) << name;
    }
  }
  EXPECT_GT(written.size(), 30U);
}

/// The last months of quarters in which values stand.
std::vector<Month> quarters() {
  std::vector<Month> months;
  for (Month month(2011, 3); month <= kTo; month = month + 3) {
    months.push_back(month);
  }
  return months;
}

TEST(WelfareValues, ConsumptionIsOwnAndReceivedToTheMinorUnit) {
  for (const Month month : quarters()) {
    for (int place = 0; place < kPlaces; ++place) {
      const auto minor = [&](std::string_view measure) {
        return std::llround(100 * plain().value(month, measure, place));
      };
      EXPECT_EQ(minor("household_own_income_local") + minor("household_received_local"),
                minor("household_consumption_local"));
      EXPECT_GT(minor("household_received_local"), 0);
    }
  }
}

TEST(WelfareValues, AnOriginIsTheSumOfItsRegions) {
  for (std::size_t i = 0; i < measures().size(); ++i) {
    const Measure& measure = measures()[i];
    if (!measure.additive || !is_of_households(measure.name)) {
      continue;
    }
    for (const Month month : quarters()) {
      for (int origin = 0; origin < kOrigins; ++origin) {
        const double whole = plain().value(month, measure.name, origin);
        const double parts = plain().value(month, measure.name, 2 + 2 * origin) +
                             plain().value(month, measure.name, 3 + 2 * origin);
        EXPECT_NEAR(whole, parts, 1e-12 * std::abs(whole)) << measure.name;
      }
    }
  }
}

TEST(WelfareValues, SharesOfAnOriginLieBetweenThoseOfItsRegions) {
  for (const std::string_view measure : {"poverty_300_pct",
                                         "poverty_420_pct",
                                         "poverty_gap_830_pct",
                                         "poverty_national_without_receipts_pct",
                                         "poverty_420_migrants_home_pct",
                                         "consumption_ppp_per_day",
                                         "households_receiving_pct"}) {
    for (int origin = 0; origin < kOrigins; ++origin) {
      const double a = plain().value(kTo, measure, 2 + 2 * origin);
      const double b = plain().value(kTo, measure, 3 + 2 * origin);
      const double whole = plain().value(kTo, measure, origin);
      EXPECT_GT(whole, std::min(a, b)) << measure;
      EXPECT_LT(whole, std::max(a, b)) << measure;
    }
  }
}

TEST(WelfareValues, PoorPersonsAreTheirShareOfThoseAsked) {
  for (int place = 0; place < kPlaces; ++place) {
    const double dear = plain().value(kTo, "poor_830_persons", place) /
                        plain().value(kTo, "poverty_830_pct", place);
    const double cheap = plain().value(kTo, "poor_300_persons", place) /
                         plain().value(kTo, "poverty_300_pct", place);
    EXPECT_NEAR(dear, cheap, 1e-9 * dear);
    const double asked = 100 * dear;
    const double alive = plain().value(kTo, "population", place);
    const double abroad = plain().value(kTo, "migrants_present", place);
    EXPECT_LT(asked, alive);
    EXPECT_GT(asked, 0.9 * (alive - abroad) - 200);
  }
}

void expect_unemployment(const RecordedRun& run, double percent) {
  for (const Month month : quarters()) {
    for (int place = 0; place < kPlaces; ++place) {
      ASSERT_EQ(run.value(month, "unemployment_home_pct", place), percent) << month.text();
    }
  }
}

TEST(Unemployment, IsThePublishedShareInABaseline) { expect_unemployment(plain(), 10); }

RunRequest against(const evidence::Pack& pack) {
  RunRequest wanted = request(kFrom, kTo);
  wanted.baseline = compute_baseline(pack, wanted, {});
  return wanted;
}

TEST(Unemployment, IsThePublishedShareAgainstAnEqualBaseline) {
  const evidence::Pack pack = tests::load_tiny();
  expect_unemployment(record(pack, against(pack)), 10);
}

TEST(Unemployment, RisesByThoseWhoCameHomeAndSeek) {
  const RunRequest wanted = against(tests::load_tiny());
  evidence::Pack pack = tests::load_tiny();
  const Month begins(2011, 7);
  pack.law.push_back(
      tests::law_rule(evidence::LawKind::returning, -1, -1, 20, begins, Month(2011, 9)));
  const RecordedRun returned = record(pack, wanted);
  for (int place = 0; place < kPlaces; ++place) {
    const auto unemployed = [&](Month month) {
      return returned.value(month, "unemployment_home_pct", place);
    };
    const auto seeking = [&](const RecordedRun& run) {
      return run.value(Month(2011, 12), "returnees_seeking", place);
    };
    EXPECT_EQ(unemployed(Month(2011, 6)), 10);
    const double more = seeking(returned) - seeking(plain());
    ASSERT_GT(more, 10);
    // Half of those of 18 to 64 at home take part: 5 400 of 10 000 are of that age.
    const double force = 0.5 * 0.54 * returned.value(Month(2011, 12), "population", place);
    EXPECT_NEAR(unemployed(Month(2011, 12)), 10 + 100 * more / force, 0.15 * 100 * more / force);
  }
}

}  // namespace
}  // namespace corridor::sim
