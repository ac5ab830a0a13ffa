// Fails when a month whose counts or answers were tampered with passes the checks of conservation:
// each case plants one fault that the check must catch.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "corridor/base/check.hpp"
#include "corridor/sim/world.hpp"
#include "packs/recorded_run.hpp"
#include "packs/tiny_pack.hpp"

namespace corridor::sim {
namespace {

/// One month of the invented corridor, run by hand up to the check.
struct CheckedMonth {
  evidence::Pack pack = tests::load_tiny();
  parallel::Threads threads{1};
  World world;
  MonthTables tables;
  std::vector<RegionTally> tallies;
  std::vector<std::int64_t> persons_before;
  std::vector<std::int64_t> abroad_before;
  std::vector<welfare::Tally> answers;

  CheckedMonth() {
    world = make_world(pack, tests::request(Month(2010, 5), Month(2010, 6)), threads);
    tables = month_tables(world, Month(2010, 5));
    for (const RegionState& region : world.regions) {
      persons_before.push_back(region.persons);
      abroad_before.push_back(region.abroad);
    }
    Scratch scratch(pack);
    for (population::District& district : world.districts) {
      district_month(world, tables, district, scratch);
    }
    tallies = scratch.tallies;
    update_regions(world, Month(2010, 5), tallies);
    for (const population::District& district : world.districts) {
      welfare_month(world, tables, district, scratch.welfare);
    }
    scratch.welfare.count_settled(tables.welfare, pack);
    answers = scratch.welfare.tallies;
  }
  void check() const { check_month(world, tables, tallies, persons_before, abroad_before); }
  std::string complaint() const {
    try {
      check();
    } catch (const InvariantError& error) {
      return error.what();
    }
    return "";
  }
};

TEST(CheckMonth, PassesASoundMonth) { EXPECT_EQ(CheckedMonth().complaint(), ""); }

TEST(CheckMonth, CatchesEachMiscountedFlow) {
  const std::vector<std::function<void(RegionTally&)>> faults = {
      [](RegionTally& t) { ++t.births; },
      [](RegionTally& t) { --t.deaths; },
      [](RegionTally& t) { ++t.departures; },
      [](RegionTally& t) { --t.departures_elsewhere[1]; },
      [](RegionTally& t) { ++t.returns; },
      [](RegionTally& t) { ++t.returns_elsewhere; },
      [](RegionTally& t) { ++t.removals; },
      [](RegionTally& t) { ++t.spells_ended_by_death; },
      [](RegionTally& t) { --t.households_with_migrant; },
  };
  for (std::size_t i = 0; i < faults.size(); ++i) {
    CheckedMonth month;
    faults[i](month.tallies[2]);
    EXPECT_THROW(month.check(), InvariantError) << "fault " << i;
  }
}

TEST(CheckMonth, CatchesALostPerson) {
  CheckedMonth month;
  month.world.districts[1].classes[5] = population::kNobody;
  EXPECT_THROW(month.check(), InvariantError);
}

TEST(CheckMonth, CatchesAnUnmarkedMigrant) {
  CheckedMonth month;
  population::District& district = month.world.districts[0];
  ASSERT_FALSE(district.spells.empty());
  district.attributes[district.spells.front().person] &=
      static_cast<population::Attributes>(~population::kAwayBit);
  EXPECT_THROW(month.check(), InvariantError);
}

TEST(CheckMonth, CatchesALostSpellAndAWrongTableOfAges) {
  CheckedMonth lost;
  lost.world.districts[3].spells.pop_back();
  EXPECT_THROW(lost.check(), InvariantError);
  CheckedMonth ages;
  ++ages.world.regions[0].alive[700];
  EXPECT_THROW(ages.check(), InvariantError);
}

TEST(CheckMonth, CatchesADeathInServiceThatWasNotCounted) {
  CheckedMonth month;
  population::District& district = month.world.districts[0];
  const auto spell = std::find_if(district.spells.begin(),
                                  district.spells.end(),
                                  [](const population::Spell& s) { return s.destination == 0; });
  ASSERT_NE(spell, district.spells.end());
  spell->status = tests::kFallen;
  EXPECT_THROW(month.check(), InvariantError);
}

TEST(CheckWelfare, PassesASoundMonth) {
  const CheckedMonth month;
  EXPECT_NO_THROW(check_welfare(month.world, month.tables, month.answers));
}

TEST(CheckWelfare, CatchesEachMiscountedAnswer) {
  using welfare::Count;
  using welfare::LineCount;
  using welfare::Tally;
  const std::vector<std::function<void(Tally&)>> faults = {
      [](Tally& t) { ++t[Count::own]; },
      [](Tally& t) { --t[Count::received]; },
      [](Tally& t) { ++t[Count::consumption]; },
      [](Tally& t) { ++t[Count::households]; },
      [](Tally& t) { --t[Count::persons]; },
      [](Tally& t) { ++t[Count::members]; },
      [](Tally& t) { ++t[Count::households_receiving]; },
      [](Tally& t) { ++t.steps[40][static_cast<std::size_t>(welfare::StepCount::persons)]; },
      [](Tally& t) { --t.steps[40][static_cast<std::size_t>(welfare::StepCount::households)]; },
      [](Tally& t) { t.at(1, LineCount::poor) = t.at(1, LineCount::poor_without) + 1; },
      [](Tally& t) { t.at(2, LineCount::poor_without) = t[Count::persons] + 1; },
      [](Tally& t) { t.at(0, LineCount::gap) = t.at(0, LineCount::poor) * welfare::kGapUnit + 1; },
      [](Tally& t) { t.at(0, LineCount::severity) = t.at(0, LineCount::gap) + 1; },
  };
  const CheckedMonth month;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    std::vector<Tally> answers = month.answers;
    faults[i](answers[2]);
    EXPECT_THROW(check_welfare(month.world, month.tables, answers), InvariantError)
        << "fault " << i;
  }
}

// As when a stripe is asked twice, or another one than the month's.
TEST(CheckWelfare, CatchesTheAnswersOfOtherHouseholds) {
  CheckedMonth month;
  std::vector<welfare::Tally> twice = month.answers;
  twice[1].add(month.answers[1]);
  EXPECT_THROW(check_welfare(month.world, month.tables, twice), InvariantError);
  month.tables.month = Month(2010, 6);
  EXPECT_THROW(check_welfare(month.world, month.tables, month.answers), InvariantError);
}

TEST(CheckMonth, NamesPlaceMonthNumbersAndSeed) {
  CheckedMonth month;
  ++month.tallies[2].births;
  const std::string text = month.complaint();
  for (const std::string part : {"persons = before + born - died", "BB-1", "2010-05", "seed 1"}) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace corridor::sim
