// Fails when the money that households are asked about in a year is not what migrants may be
// expected to send them: less what is not consumed, it must be the mean of what the run sends, as
// far as the exact binomial tails of who is at work let one see. The twin plants five percent.
//
// Nobody moves, dies or is born, wages and amounts are the same for everybody: all that is left to
// chance is who is at work, month by month.
#include <gtest/gtest.h>

#include <cmath>

#include "corridor/sim/world.hpp"
#include "packs/altered_pack.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"
#include "statistical/budget.hpp"
#include "statistical/tails.hpp"

namespace corridor::statistical {
namespace {

constexpr Month kFrom(2010, 1);
constexpr int kMonths = 24;  ///< in which every household is asked once
constexpr int kTimes = 20;
/// Each sends half of 20 000, two in a hundred are fees, ten units for a dollar of thirty.
constexpr double kAmount = 10000 * 0.98 / 3;
constexpr double kConsumed = 0.9;

evidence::Pack nobody_moves() {
  evidence::Pack pack = tests::load_tiny();
  tests::multiply_population(pack, kTimes);
  tests::set_mortality(pack, 0);
  tests::set_fertility(pack, 0);
  tests::set_plain_mobility(pack, 0, 0);
  tests::set_parameter(pack, "mobility.start_share_abroad", 0.2);
  tests::set_parameter(pack, "population.union_probability_per_year", 0);
  tests::set_parameter(pack, "population.division_probability_per_year", 0);
  tests::set_series(pack, "patent_cost", 0);
  return pack;
}

/// Migrants at the start, and those of them with somebody at home who can be asked.
struct Migrants {
  std::int64_t all = 0;
  std::int64_t asked = 0;
};

Migrants migrants(const evidence::Pack& pack, const sim::RunRequest& wanted) {
  parallel::Threads threads(1);
  const sim::World world = make_world(pack, wanted, threads);
  Migrants found;
  for (const population::District& district : world.districts) {
    for (const population::Spell& spell : district.spells) {
      bool home = false;
      const std::uint32_t end = district.household_end(spell.person);
      for (std::uint32_t i = district.household_begin(spell.person); i < end; ++i) {
        home = home || !population::is_away(district.attributes[i]);
      }
      ++found.all;
      found.asked += home ? 1 : 0;
    }
  }
  return found;
}

double household_receipts(double planted) {
  evidence::Pack pack = nobody_moves();
  sim::RunRequest wanted = tests::request(kFrom, kFrom + kMonths - 1, 20100101);
  wanted.checked = false;
  const Migrants abroad = migrants(pack, wanted);
  const tests::RecordedRun run = tests::record(pack, wanted);
  tests::set_parameter(pack, "welfare.receipts_seen", 1 / planted);
  const tests::RecordedRun told = tests::record(pack, wanted);
  double received = 0;  // as households say
  double sent_usd = 0;  // as the run counts it
  for (int origin = 0; origin < 2; ++origin) {
    // Each December speaks of the half asked in its year, standing for all.
    received += told.value(kFrom + 11, "household_received_local", origin) / 2;
    received += told.value(kFrom + 23, "household_received_local", origin) / 2;
    sent_usd += run.total("received_usd", origin);
  }
  // The mean of a month of all those asked is that of everybody asked once.
  const double expected = received / kConsumed / kAmount / static_cast<double>(abroad.asked);
  const std::int64_t trials = kMonths * abroad.all;
  const std::int64_t at_work = std::llround(10 * sent_usd / kAmount);
  EXPECT_GT(abroad.asked, abroad.all / 2);
  EXPECT_NEAR(static_cast<double>(at_work) * kAmount, 10 * sent_usd, 1e-4 * sent_usd);
  return two_sided(at_work, trials, expected);
}

TEST(HouseholdReceipts, AreWhatMayBeExpectedToBeSent) {
  EXPECT_GT(household_receipts(1), part("household_receipts", 1));
}
TEST(HouseholdReceipts, ShowAWrongShare) {
  EXPECT_LT(household_receipts(1.05), part("household_receipts", 1));
}

}  // namespace
}  // namespace corridor::statistical
