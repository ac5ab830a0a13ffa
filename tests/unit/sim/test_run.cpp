// Fails when a result depends on threads or on the vector code, when a seed does not matter, when
// persons or money are lost over ten years, when a stopped run is not the beginning of the full
// one, or when values come unordered, doubled or not finite.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "corridor/base/error.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

using tests::record;
using tests::RecordedRun;
using tests::request;

const evidence::Pack& tiny() {
  static const evidence::Pack pack = tests::load_tiny();
  return pack;
}

const RecordedRun& six_years() {
  static const RecordedRun run = record(tiny(), request(Month(2010, 1), Month(2015, 12)));
  return run;
}

TEST(Run, GivesTheSameDigestForAnyThreadsAndEngine) {
  RunRequest wanted = request(Month(2010, 1), Month(2015, 12));
  for (const int threads : {1, 2, 3}) {
    for (const Engine engine : {Engine::automatic, Engine::reference}) {
      wanted.threads = threads;
      wanted.engine = engine;
      const RunSummary summary = run(tiny(), wanted, {}, {});
      EXPECT_EQ(summary.results_digest, six_years().summary.results_digest) << threads;
    }
  }
  EXPECT_EQ(six_years().summary.results_digest.size(), 32U);
}

TEST(Run, GivesAnotherDigestForAnotherSeedOrSample) {
  RunRequest wanted = request(Month(2010, 1), Month(2015, 12), 2);
  EXPECT_NE(run(tiny(), wanted, {}, {}).results_digest, six_years().summary.results_digest);
  wanted.seed = 1;
  wanted.sample = 2;
  EXPECT_NE(run(tiny(), wanted, {}, {}).results_digest, six_years().summary.results_digest);
}

TEST(Run, ConservesPersonsAndMoneyOverTheYears) {
  const RecordedRun& run = six_years();
  for (int place = 0; place < 6; ++place) {
    double persons = run.value(Month(2010, 1), "population", place) -
                     run.value(Month(2010, 1), "births", place) +
                     run.value(Month(2010, 1), "deaths", place);
    for (const auto& [month, values] : run.months) {
      persons += run.value(month, "births", place) - run.value(month, "deaths", place);
      ASSERT_EQ(run.value(month, "population", place), persons);
      const auto minor = [&, when = month](std::string_view measure) {
        return std::llround(100 * run.value(when, measure, place));
      };
      ASSERT_EQ(minor("sent_rub"), minor("received_rub") + minor("fees_rub"));
    }
  }
}

/// Some measures are known of origins alone.
bool written_of_regions(const RecordedRun& run, std::string_view measure) {
  const std::vector<Value>& values = run.values(Month(2010, 1));
  return std::any_of(values.begin(), values.end(), [&](const Value& value) {
    return value.measure == measure_index(measure) && value.cell.place >= 2;
  });
}

TEST(Run, AddsRegionsUpToOrigins) {
  const RecordedRun& run = six_years();
  int checked = 0;
  for (const Measure& measure : measures()) {
    if (!measure.additive || !written_of_regions(run, measure.name)) {
      continue;
    }
    ++checked;
    for (const Month month : {Month(2010, 1), Month(2013, 12)}) {
      const auto value = [&](int place) { return run.value(month, measure.name, place); };
      EXPECT_NEAR(value(0), value(2) + value(3), 1e-6 + 1e-12 * value(0)) << measure.name;
      EXPECT_NEAR(value(1), value(4) + value(5), 1e-6 + 1e-12 * value(1)) << measure.name;
    }
  }
  EXPECT_GE(checked, 15);
}

TEST(Run, WritesOrderedFiniteValuesOfKnownMeasures) {
  ASSERT_EQ(six_years().months.size(), 72U);
  Month expected(2010, 1);
  for (const auto& [month, values] : six_years().months) {
    ASSERT_EQ(month, expected);
    ++expected;
    for (std::size_t i = 0; i < values.size(); ++i) {
      ASSERT_TRUE(std::isfinite(values[i].value));
      ASSERT_GE(values[i].measure, 0);
      ASSERT_LT(static_cast<std::size_t>(values[i].measure), measures().size());
      if (i > 0) {
        const auto before = std::pair(values[i - 1].measure, values[i - 1].cell);
        ASSERT_LT(before, std::pair(values[i].measure, values[i].cell)) << "value " << i;
      }
    }
  }
}

TEST(Run, StopsAtAMonthWithTheBeginningOfTheFullRun) {
  std::vector<std::vector<Value>> seen;
  std::vector<Progress> told;
  const RunSummary stopped = run(
      tiny(),
      request(Month(2010, 1), Month(2015, 12)),
      [&](Month, std::span<const Value> values) {
        seen.emplace_back(values.begin(), values.end());
      },
      [&](const Progress& progress) {
        told.push_back(progress);
        return progress.months_done < 17;
      });
  EXPECT_TRUE(stopped.stopped);
  EXPECT_EQ(stopped.months, 17);
  EXPECT_EQ(stopped.last, Month(2011, 5));
  ASSERT_EQ(seen.size(), 17U);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const std::vector<Value>& full = six_years().months[i].second;
    ASSERT_TRUE(std::equal(seen[i].begin(),
                           seen[i].end(),
                           full.begin(),
                           full.end(),
                           [](const Value& a, const Value& b) {
                             return a.measure == b.measure && a.cell == b.cell &&
                                    a.value == b.value;
                           }));
  }
  ASSERT_EQ(told.size(), 17U);
  EXPECT_EQ(told.back().months_total, 72);
  EXPECT_EQ(told.back().month, Month(2011, 5));
  EXPECT_FALSE(six_years().summary.stopped);
}

TEST(Run, CountsWhomItSimulated) {
  const RunSummary& summary = six_years().summary;
  EXPECT_EQ(summary.persons_start, 20000);
  EXPECT_EQ(static_cast<double>(summary.persons_end),
            six_years().value(Month(2015, 12), "population", 0) +
                six_years().value(Month(2015, 12), "population", 1));
  RunRequest wanted = request(Month(2010, 1), Month(2010, 3));
  wanted.sample = 10;
  const RunSummary tenth = run(tiny(), wanted, {}, {});
  EXPECT_EQ(tenth.persons_start, 20000);
  EXPECT_NEAR(static_cast<double>(tenth.person_months), 6000, 30);
}

ExitCode refused(const RunRequest& wanted) {
  try {
    run(tiny(), wanted, {}, {});
  } catch (const Error& error) {
    return error.code();
  }
  return ExitCode::ok;
}

TEST(Run, RefusesWhatThePackCannotServe) {
  RunRequest wanted = request(Month(2010, 1), Month(2010, 2));
  wanted.sample = 0;
  EXPECT_EQ(refused(wanted), ExitCode::usage);
  EXPECT_EQ(refused(request(Month(2011, 1), Month(2010, 1))), ExitCode::usage);
  EXPECT_EQ(refused(request(Month(2008, 1), Month(2010, 1))), ExitCode::input);
  EXPECT_EQ(refused(request(Month(2016, 1), Month(2017, 1))), ExitCode::input);
}

TEST(Phases, NameTheirOwnersAndSaySentences) {
  ASSERT_FALSE(month_phases().empty());
  for (const Phase& phase : month_phases()) {
    EXPECT_FALSE(phase.name.empty());
    EXPECT_FALSE(phase.owner.empty());
    EXPECT_TRUE(phase.sentence.ends_with('.')) << phase.name;
  }
}

}  // namespace
}  // namespace corridor::sim
