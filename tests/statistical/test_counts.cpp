// Fails when a count of the engine lies outside the exact binomial tails that its chance gives, or
// when the same test would not see a chance that is wrong by a few percent: each has a twin in
// which the error is planted.
//
// The invented corridor is enlarged forty times, to 400 000 persons an origin, and processes are
// taken away until one chance is left whose count is binomial in closed form.
#include <gtest/gtest.h>

#include <cmath>

#include "packs/altered_pack.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"
#include "statistical/budget.hpp"
#include "statistical/tails.hpp"

namespace corridor::statistical {
namespace {

using tests::record;
using tests::RecordedRun;

constexpr Month kFrom(2010, 2);
constexpr int kTimes = 40;
constexpr std::int64_t kPersons = 20000 * kTimes;

evidence::Pack enlarged() {
  evidence::Pack pack = tests::load_tiny();
  tests::multiply_population(pack, kTimes);
  return pack;
}

sim::RunRequest months(int count, std::uint64_t seed = 20100201) {
  sim::RunRequest wanted = tests::request(kFrom, kFrom + count - 1, seed);
  wanted.checked = false;
  return wanted;
}

std::int64_t total(const RecordedRun& run, std::string_view measure) {
  return std::llround(run.total(measure, 0) + run.total(measure, 1));
}
std::int64_t at(const RecordedRun& run, Month month, std::string_view measure) {
  return std::llround(run.value(month, measure, 0) + run.value(month, measure, 1));
}

/// The planted error of every twin: the engine runs with a chance this much larger.
constexpr double kPlanted = 1.05;

double deaths(double planted) {
  evidence::Pack pack = enlarged();
  constexpr double kYearly = 0.06;
  tests::set_mortality(pack, kYearly * planted);
  tests::set_fertility(pack, 0);
  tests::close_border(pack);
  const std::int64_t died = total(record(pack, months(12)), "deaths");
  return two_sided(died, kPersons, 1 - std::exp(-kYearly));
}

TEST(Deaths, AreBinomial) { EXPECT_GT(deaths(1), part("deaths", 1)); }
TEST(Deaths, ShowAWrongRate) { EXPECT_LT(deaths(kPlanted), part("deaths", 1)); }

struct Births {
  std::int64_t children = 0;
  std::int64_t boys = 0;
  double women_months = 0;
};

Births births_with(double yearly, double boys_per_girl) {
  evidence::Pack pack = enlarged();
  tests::set_mortality(pack, 0);
  tests::set_fertility(pack, yearly);
  for (auto& years : pack.demography.fertility) {
    for (std::vector<double>& ages : years) {
      std::fill(ages.begin(), ages.begin() + 20, 0.0);
    }
  }
  pack.demography.sex_ratio_at_birth = {boys_per_girl, boys_per_girl};
  tests::close_border(pack);
  const RecordedRun run = record(pack, months(12));
  Births found;
  found.children = total(run, "births");
  for (const auto& [month, values] : run.months) {
    for (std::int16_t place = 0; place < 2; ++place) {
      for (std::int8_t group = 4; group < kAgeGroups; ++group) {
        sim::Cell women;
        women.place = place;
        women.sex = 0;
        women.age_group = group;
        found.women_months += run.value(month, "population", women);
      }
    }
  }
  sim::Cell boys;
  boys.sex = 1;
  boys.age_group = 0;
  const auto small_boys = [&](Month month) {
    double sum = 0;
    for (boys.place = 0; boys.place < 2; ++boys.place) {
      sum += run.value(month, "population", boys);
    }
    return sum;
  };
  // Boys of 0 to 4 in a run without births, month by month, leave those who were born.
  tests::set_fertility(pack, 0);
  const RecordedRun childless = record(pack, months(12));
  double without = 0;
  for (boys.place = 0; boys.place < 2; ++boys.place) {
    without += childless.value(kFrom + 11, "population", boys);
  }
  found.boys = std::llround(small_boys(kFrom + 11) - without);
  return found;
}

double births(double planted) {
  constexpr double kYearly = 0.1;
  const Births found = births_with(kYearly * planted, 1);
  return two_sided(found.children, std::llround(found.women_months), 1 - std::exp(-kYearly / 12));
}

TEST(Births, AreBinomial) { EXPECT_GT(births(1), part("births", 1)); }
TEST(Births, ShowAWrongRate) { EXPECT_LT(births(kPlanted), part("births", 1)); }

double boys(double planted) {
  constexpr double kRatio = 1.06;
  const Births found = births_with(0.3, kRatio * planted);
  return two_sided(found.boys, found.children, kRatio / (1 + kRatio));
}

TEST(SexAtBirth, IsBinomial) { EXPECT_GT(boys(1), part("sex_at_birth", 1)); }
TEST(SexAtBirth, ShowsAWrongRatio) { EXPECT_LT(boys(kPlanted), part("sex_at_birth", 1)); }

constexpr double kLeave = 0.01;
constexpr double kReturn = 0.05;

evidence::Pack only_moving(double leave, double come_back, double start_share) {
  evidence::Pack pack = enlarged();
  tests::set_mortality(pack, 0);
  tests::set_plain_mobility(pack, leave, come_back);
  tests::set_parameter(pack, "mobility.start_share_abroad", start_share);
  return pack;
}

double departures(double planted) {
  const RecordedRun run = record(only_moving(kLeave * planted, 0, 0), months(12));
  return two_sided(total(run, "departures"), kPersons, 1 - std::exp(-12 * kLeave));
}

TEST(Departures, AreBinomial) { EXPECT_GT(departures(1), part("departures", 1)); }
TEST(Departures, ShowAWrongHazard) { EXPECT_LT(departures(kPlanted), part("departures", 1)); }

double returns(double planted) {
  const RecordedRun run = record(only_moving(0, kReturn * planted, 0.2), months(12));
  const std::int64_t returned = total(run, "returns");
  const std::int64_t started = returned + at(run, kFrom + 11, "migrants_present");
  return two_sided(returned, started, 1 - std::exp(-12 * kReturn));
}

TEST(Returns, AreBinomial) { EXPECT_GT(returns(1), part("returns", 1)); }
TEST(Returns, ShowAWrongHazard) { EXPECT_LT(returns(kPlanted), part("returns", 1)); }

double start_stock(double planted) {
  const RecordedRun run = record(only_moving(0, 0, 0.05 * planted), months(1));
  return two_sided(at(run, kFrom, "migrants_present"), kPersons, 0.05);
}

TEST(StartStock, IsBinomial) { EXPECT_GT(start_stock(1), part("start_stock", 1)); }
TEST(StartStock, ShowsAWrongShare) { EXPECT_LT(start_stock(kPlanted), part("start_stock", 1)); }

double at_work(double planted) {
  evidence::Pack pack = only_moving(0, 0, 0.2);
  tests::set_parameter(pack, "labour.employment_share", 0.8 * planted);
  const RecordedRun run = record(pack, months(1));
  return two_sided(at(run, kFrom, "employed"), at(run, kFrom, "migrants_present"), 0.8);
}

TEST(AtWork, IsBinomial) { EXPECT_GT(at_work(1), part("at_work", 1)); }
TEST(AtWork, ShowsAWrongShare) { EXPECT_LT(at_work(kPlanted), part("at_work", 1)); }

constexpr double kInspected = 0.1;
constexpr double kHeld = 0.3;

/// Half of the migrants have no valid papers; all stay as they are for a year of inspections, so
/// that each person and month is a trial of its own.
RecordedRun inspected(double inspections, double held) {
  evidence::Pack pack = only_moving(0, 0, 0.2);
  pack.law.push_back(tests::law_rule(evidence::LawKind::inspection, -1, -1, inspections));
  pack.law.push_back(
      tests::law_rule(evidence::LawKind::short_detention, tests::kNoValidStatus, -1, held));
  for (const std::string_view name : {"diplomacy.softening_per_reply", "diplomacy.softening_max"}) {
    tests::set_parameter(pack, name, 0);
  }
  return record(pack, months(12));
}

double inspections(double planted) {
  const RecordedRun run = inspected(kInspected * planted, kHeld);
  const std::int64_t trials = 12 * at(run, kFrom, "migrants_present");
  return two_sided(total(run, "inspections"), trials, 1 - std::exp(-kInspected));
}

TEST(Inspections, AreBinomial) { EXPECT_GT(inspections(1), part("inspections", 1)); }
TEST(Inspections, ShowAWrongHazard) { EXPECT_LT(inspections(kPlanted), part("inspections", 1)); }

double detentions(double planted) {
  const RecordedRun run = inspected(kInspected, kHeld * planted);
  const std::int64_t trials = 12 * at(run, kFrom, "irregular_present");
  return two_sided(total(run, "detentions"), trials, kHeld * (1 - std::exp(-kInspected)));
}

TEST(Detentions, AreBinomial) { EXPECT_GT(detentions(1), part("detentions", 1)); }
TEST(Detentions, ShowAWrongShare) { EXPECT_LT(detentions(kPlanted), part("detentions", 1)); }

/// A sample counts k for each simulated person: the number simulated is binomial itself.
struct Sampled {
  double stock = 1;     ///< chance of a stock as far out, by the exact tails
  double receipts = 1;  ///< the same for the money, all of one amount
};

Sampled sampled(std::int64_t sample, double planted) {
  evidence::Pack pack = only_moving(kLeave * planted, 0, 0);
  std::erase_if(pack.law,
                [](const evidence::LawRule& rule) { return rule.id != "arrival.patent"; });
  tests::set_series(pack, "wage", 30000);
  sim::RunRequest wanted = months(24, 7);
  wanted.sample = sample;
  const RecordedRun run = record(pack, wanted);
  const Month last = kFrom + 23;
  const std::int64_t stock = at(run, last, "migrants_present") / sample;
  // A patent holder at work sends 9 500 of 30 000 and 2 % of it are fees.
  const double each = 9500 * 0.98;
  const double money = run.value(last, "received_rub", 0) + run.value(last, "received_rub", 1);
  const std::int64_t senders = std::llround(money / each / static_cast<double>(sample));
  EXPECT_NEAR(static_cast<double>(senders * sample) * each, money, 0.5);
  const std::int64_t simulated = kPersons / sample;
  return {two_sided(stock, simulated, 1 - std::exp(-24 * kLeave)),
          two_sided(senders, simulated, 0.9 * (1 - std::exp(-23 * kLeave)))};
}

TEST(Samples, AgreeOnStocksAndReceipts) {
  for (const std::int64_t sample : {1, 10, 100}) {
    const Sampled found = sampled(sample, 1);
    EXPECT_GT(found.stock, part("sample_stock", 3)) << "1/" << sample;
    EXPECT_GT(found.receipts, part("sample_receipts", 3)) << "1/" << sample;
  }
}

TEST(Samples, ShowAWrongHazard) {
  // One person in a hundred is too few to see five percent; a half is caught there.
  for (const auto& [sample, planted] : {std::pair{1, kPlanted}, {10, 1.2}, {100, 1.5}}) {
    const Sampled found = sampled(sample, planted);
    EXPECT_LT(found.stock, part("sample_stock", 3)) << "1/" << sample;
    EXPECT_LT(found.receipts, part("sample_receipts", 3)) << "1/" << sample;
  }
}

}  // namespace
}  // namespace corridor::statistical
