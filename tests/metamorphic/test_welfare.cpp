// Fails when more money from abroad makes somebody poor, when counting all money of a country in
// another unit makes anybody poor or rich, or when all migrants come home, find no work, and fewer
// are poor than the reckoning without receipts says.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

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
constexpr int kPlaces = 6;
constexpr const char* kLines[] = {"300", "420", "830", "national"};

const RecordedRun& plain() {
  static const RecordedRun run = record(tests::load_tiny(), request(kFrom, kTo));
  return run;
}

std::vector<Month> quarters() {
  std::vector<Month> months;
  for (Month month(2010, 12); month <= kTo; month = month + 3) {
    months.push_back(month);
  }
  return months;
}

/// Calls visit(month, place, measure) for the headcounts, gaps and severities of every line.
template <class Visit>
void each_poverty(const Visit& visit) {
  for (const Month month : quarters()) {
    for (int place = 0; place < kPlaces; ++place) {
      for (const std::string line : kLines) {
        for (const std::string name :
             {"poverty_", "poverty_gap_", "poverty_severity_", "children_poor_"}) {
          visit(month, place, name + line + "_pct");
        }
      }
    }
  }
}

void expect_same_people(const RecordedRun& a, const RecordedRun& b) {
  for (Month month = kFrom; month <= kTo; ++month) {
    for (const std::string_view measure : {"migrants_present", "population", "departures"}) {
      ASSERT_EQ(a.value(month, measure, 0), b.value(month, measure, 0)) << measure;
    }
  }
}

/// Nobody is poorer than in the plain run, and somebody is less poor.
void expect_fewer_poor(const evidence::Pack& pack) {
  const RecordedRun richer = record(pack, request(kFrom, kTo));
  expect_same_people(richer, plain());
  double less = 0;
  each_poverty([&](Month month, int place, const std::string& measure) {
    const double before = plain().value(month, measure, place);
    const double after = richer.value(month, measure, place);
    EXPECT_LE(after, before) << measure << " " << month.text();
    less += before - after;
  });
  EXPECT_GT(less, 1);
  for (const Month month : quarters()) {
    EXPECT_EQ(richer.value(month, "poverty_420_without_receipts_pct", 0),
              plain().value(month, "poverty_420_without_receipts_pct", 0));
    EXPECT_EQ(richer.value(month, "household_own_income_local", 0),
              plain().value(month, "household_own_income_local", 0));
    EXPECT_GT(richer.value(month, "household_received_local", 0),
              plain().value(month, "household_received_local", 0));
  }
}

TEST(MoreMoney, WithoutFeesMakesNobodyPoor) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_series(pack, "sending_cost", 0);
  expect_fewer_poor(pack);
}

TEST(MoreMoney, OfLargerAmountsMakesNobodyPoor) {
  evidence::Pack pack = tests::load_tiny();
  tests::set_parameter(pack, "remittances.share_sent", 1);
  tests::set_parameter(pack, "remittances.other_net_share", 0.6);
  expect_fewer_poor(pack);
}

// Everything is counted in coins of half the worth. Amounts are cut to whole minor units, and that
// may move a household across a line; one of seven among ten thousand is 0.07 percent.
TEST(MoneyOfTheOrigins, MayBeCountedInAnotherUnit) {
  evidence::Pack pack = tests::load_tiny();
  for (evidence::Series& series : pack.series) {
    const bool of_origin = series.place == "AAA" || series.place == "BBB";
    if (of_origin && (series.name == "home_wage" || series.name == "fx")) {
      for (double& value : series.values) {
        value *= 2;
      }
    }
    if (of_origin && series.name == "prices") {
      for (double& value : series.values) {
        value *= 2;  // an index: its unit is nothing to anybody
      }
    }
  }
  for (evidence::WelfareFigure& figure : pack.welfare) {
    figure.value *=
        figure.quantity == "ppp_conversion" || figure.quantity == "poverty_line" ? 2 : 1;
  }
  const RecordedRun run = record(pack, request(kFrom, kTo));
  expect_same_people(run, plain());
  each_poverty([&](Month month, int place, const std::string& measure) {
    EXPECT_NEAR(run.value(month, measure, place), plain().value(month, measure, place), 0.15)
        << measure << " " << month.text();
  });
  for (int place = 0; place < kPlaces; ++place) {
    const double local = plain().value(kTo, "household_consumption_local", place);
    EXPECT_NEAR(run.value(kTo, "household_consumption_local", place), 2 * local, 1e-4 * local);
    const double dollars = plain().value(kTo, "consumption_ppp_per_day", place);
    EXPECT_NEAR(run.value(kTo, "consumption_ppp_per_day", place), dollars, 1e-3 * dollars);
  }
}

/// Three in ten adults are abroad from the start; nobody leaves, dies or finds work after a return.
evidence::Pack many_away() {
  evidence::Pack pack = tests::load_tiny();
  tests::set_mortality(pack, 0);
  tests::set_fertility(pack, 0);
  tests::set_parameter(pack, "mobility.start_share_abroad", 0.3);
  tests::set_parameter(pack, "mobility.departure_hazard", 0);
  std::erase_if(pack.law, [](const evidence::LawRule& rule) {
    return rule.kind != evidence::LawKind::arrival;
  });
  for (evidence::WelfareFigure& figure : pack.welfare) {
    figure.value = figure.quantity == "absorption" ? 0 : figure.value;
  }
  return pack;
}

double asked(const RecordedRun& run, int place) {
  return 100 * run.value(kTo, "poor_830_persons", place) / run.value(kTo, "poverty_830_pct", place);
}

// Who has come home and seeks has lost what he had lost abroad, and eats at home: household by
// household the same income, no receipts, and more mouths. Households of which nobody was at home
// are asked again, so there are more of them.
TEST(EverybodyReturns, NoFewerArePoorThanWithoutReceipts) {
  evidence::Pack away = many_away();
  tests::set_parameter(away, "mobility.return_hazard", 0);
  evidence::Pack home = many_away();
  tests::set_parameter(home, "mobility.return_hazard", 0.05);
  home.law.push_back(
      tests::law_rule(evidence::LawKind::returning, -1, -1, 0, kFrom, Month(2011, 1)));
  home.law.push_back(
      tests::law_rule(evidence::LawKind::returning, -1, -1, 1000, Month(2011, 2), kTo));
  const RecordedRun baseline = record(away, request(kFrom, kTo));
  const RecordedRun returned = record(home, request(kFrom, kTo));
  for (int place = 0; place < kPlaces; ++place) {
    ASSERT_GT(baseline.value(Month(2010, 12), "migrants_present", place), 100);
    ASSERT_EQ(returned.value(Month(2011, 2), "migrants_present", place), 0);
    EXPECT_EQ(returned.value(kTo, "household_received_local", place), 0);
    EXPECT_GE(returned.value(kTo, "household_own_income_local", place),
              baseline.value(kTo, "household_own_income_local", place));
    for (const std::string line : kLines) {
      const auto poor = [&](const RecordedRun& run, const std::string& measure) {
        return run.value(kTo, measure, place) * asked(run, place) / 100;
      };
      EXPECT_GE(poor(returned, "poverty_" + line + "_pct") + 1e-6,
                poor(baseline, "poverty_" + line + "_without_receipts_pct"))
          << line;
      EXPECT_GT(poor(returned, "poverty_" + line + "_pct"),
                poor(baseline, "poverty_" + line + "_pct"))
          << line;
    }
  }
}

}  // namespace
}  // namespace corridor::sim
