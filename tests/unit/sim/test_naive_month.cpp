// Fails when the engine counts other births, deaths, departures, returns, removals, inspections,
// bans, enlistments or deaths in service than a plain second version of the month: one struct a
// person, one pass over everybody, every equation of the chapters written again for the invented
// corridor, the same addressed draws. Acts of states alone are taken from their module.
//
// The months run from May to December, in which none of its four districts is laid out anew.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "corridor/sim/world.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"
#include "unit/sim/plain_month.hpp"

namespace corridor::sim {

namespace plain {

std::ostream& operator<<(std::ostream& out, const Counts& c) {
  return out << "born " << c.births << ", died " << c.deaths << ", left " << c.departures << " and "
             << c.departures_elsewhere << ", returned " << c.returns << ", removed " << c.removals
             << ", present " << c.present << ", inspected " << c.inspections << ", held "
             << c.detentions << " (" << c.in_order << " in order), expelled " << c.expelled
             << ", legalised " << c.legalised << ", barred " << c.barred << ", pardoned "
             << c.lifted << ", bans " << c.bans;
}

}  // namespace plain

namespace {

using plain::Counts;
using plain::kFrom;
using plain::Naive;
constexpr Month kTo(2010, 12);

Counts counts_of(const tests::RecordedRun& run, Month month, int region) {
  const auto value = [&](std::string_view measure) {
    return static_cast<int>(std::lround(run.value(month, measure, 2 + region)));
  };
  Counts counts;
  counts.births = value("births");
  counts.deaths = value("deaths");
  counts.departures = value("departures");
  counts.departures_elsewhere = value("departures_elsewhere");
  counts.returns = value("returns");
  counts.removals = value("removals");
  counts.present = value("migrants_present");
  counts.inspections = value("inspections");
  counts.detentions = value("detentions");
  counts.in_order = value("detentions_in_order");
  counts.expelled = value("expulsions_by_court");
  counts.legalised = value("registry_legalised");
  counts.barred = value("entry_bans_imposed");
  counts.lifted = value("entry_bans_lifted");
  counts.bans = value("entry_bans_in_force");
  return counts;
}

/// The war is told by origin.
Counts of_regions(const Counts& plain) {
  Counts counts = plain;
  counts.enlisted = counts.fallen = counts.injured = counts.prosecuted = 0;
  return counts;
}

class NaiveMonth : public testing::TestWithParam<std::uint64_t> {};

TEST_P(NaiveMonth, CountsWhatTheEngineCounts) {
  const evidence::Pack pack = tests::load_tiny();
  const RunRequest wanted = tests::request(kFrom, kTo, GetParam());
  const tests::RecordedRun run = tests::record(pack, wanted);
  parallel::Threads threads(1);
  Naive naive(pack, make_world(pack, wanted, threads), GetParam());
  int departures = 0;
  std::array<Counts, 2> war{};  // since the start, by origin
  for (Month month = kFrom; month <= kTo; ++month) {
    const std::vector<Counts> counts = naive.month(month);
    for (int region = 0; region < 4; ++region) {
      const Counts& plain = counts[static_cast<std::size_t>(region)];
      EXPECT_EQ(counts_of(run, month, region), of_regions(plain))
          << month.text() << " region " << region;
      departures += plain.departures;
      Counts& so_far = war[static_cast<std::size_t>(region / 2)];
      so_far.enlisted += plain.enlisted;
      so_far.fallen += plain.fallen;
      so_far.injured += plain.injured;
      so_far.prosecuted += plain.prosecuted;
    }
    for (int origin = 0; origin < 2; ++origin) {
      const Counts& so_far = war[static_cast<std::size_t>(origin)];
      EXPECT_EQ(run.value(month, "enlisted_foreign_cumulative", origin), so_far.enlisted);
      EXPECT_EQ(run.value(month, "deaths_in_war_cumulative", origin), so_far.fallen);
      EXPECT_EQ(run.value(month, "prosecuted_cumulative", origin), so_far.prosecuted);
    }
  }
  EXPECT_GT(departures, 100);
  EXPECT_GT(war[0].fallen + war[1].fallen, 3);
  EXPECT_EQ(run.total("injured_in_war", 0), war[0].injured);
}

INSTANTIATE_TEST_SUITE_P(Seeds, NaiveMonth, testing::Values(1, 2, 77));

}  // namespace
}  // namespace corridor::sim
