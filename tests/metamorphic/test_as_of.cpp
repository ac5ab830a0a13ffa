// Fails when a run over a pack as of a month lives the months until then differently, when with
// drivers forecast it knows of a wage or a law of later, or when with drivers known it does not: a
// model that is backtested has to stand on such packs.
#include <gtest/gtest.h>

#include <algorithm>

#include "corridor/evidence/as_of.hpp"
#include "packs/altered_pack.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

using evidence::AsOf;
using evidence::Drivers;
using evidence::Pack;
using tests::record;
using tests::RecordedRun;
using tests::request;

constexpr Month kFrom(2015, 10);
constexpr Month kOrigin(2015, 12);
constexpr Month kChange(2016, 3);
constexpr Month kTo(2016, 5);

/// The invented corridor, where wages double and leaving becomes harder some months after the
/// origin.
Pack eventful() {
  Pack pack = tests::load_tiny();
  for (evidence::Series& series : pack.series) {
    for (std::size_t i = 0; series.name == "wage" && i < series.values.size(); ++i) {
      series.values[i] *= series.first + static_cast<int>(i) < kChange ? 1 : 2;
    }
  }
  evidence::LawRule rule =
      tests::law_rule(evidence::LawKind::leaving, -1, -1, 0.25, kChange, evidence::kOpenEnd);
  pack.law.push_back(rule);
  return pack;
}

/// The same as of a month, with the figures on households, without which no run begins.
Pack known_at(const AsOf& when) {
  const Pack whole = eventful();
  Pack known = as_of(whole, when);
  known.welfare = whole.welfare;
  return known;
}

bool same_until(const RecordedRun& a, const RecordedRun& b, Month last) {
  return std::equal(a.months.begin(),
                    a.months.end(),
                    b.months.begin(),
                    b.months.end(),
                    [&](const auto& x, const auto& y) {
                      return x.first > last || std::equal(x.second.begin(),
                                                          x.second.end(),
                                                          y.second.begin(),
                                                          y.second.end(),
                                                          [](const Value& one, const Value& other) {
                                                            return one.measure == other.measure &&
                                                                   one.cell == other.cell &&
                                                                   one.value == other.value;
                                                          });
                    });
}

RecordedRun live(const Pack& pack) { return record(pack, request(kFrom, kTo)); }

TEST(AsOfRuns, LiveAsTheWholePackUntilTheOrigin) {
  const RecordedRun whole = live(eventful());
  const RecordedRun known = live(known_at({kOrigin, Drivers::known}));
  const RecordedRun forecast = live(known_at({kOrigin, Drivers::forecast}));
  EXPECT_TRUE(same_until(whole, known, kTo));
  EXPECT_TRUE(same_until(whole, forecast, kChange - 1));
  EXPECT_FALSE(same_until(whole, forecast, kChange));
}

TEST(AsOfRuns, ForecastDriversKnowNothingOfLater) {
  EXPECT_TRUE(
      same_until(live(tests::load_tiny()), live(known_at({kOrigin, Drivers::forecast})), kTo));
}

TEST(AsOfRuns, AWageKnownByThenIsKept) {
  // Wages of March are known from April on, the law from the month it begins.
  const RecordedRun later = live(known_at({kChange + 1, Drivers::forecast}));
  EXPECT_TRUE(same_until(live(eventful()), later, kTo));
}

}  // namespace
}  // namespace corridor::sim
