// Fails when receipts, wages or exchange rates of the shipped pack, their dates, or the definition
// of the two strongest simple rules change: the errors below were computed apart, from the gathered
// tables, by another program.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "corridor/backtest/backtest.hpp"
#include "corridor/backtest/rivals.hpp"
#include "corridor/backtest/table.hpp"
#include "corridor/sim/run.hpp"

namespace corridor::backtest {
namespace {

struct Known {
  const char* rule;
  double measured;        ///< figures of one publisher alone
  double with_estimated;  ///< and the one figure of another publisher
  double crisis;
  double calm;  ///< of the figures of one publisher
  double calm_with_estimated;
};

/// Mean absolute percentage errors of 2012 to 2023, one year ahead from the receipts of the year
/// before, drivers known; 35 and 36 outcomes, 12 of them in crisis years.
constexpr Known kKnown[] = {
    {"no_change", 16.25, 16.56, 21.77, 13.37, 13.96},
    {"constant_wages", 8.86, 9.10, 11.52, 7.47, 7.89},
};

TEST(KnownScores, OfTheShippedPack) {
  const auto folder = std::filesystem::path(CORRIDOR_SOURCE_DIR) / "data" / "central-asia";
  const evidence::Pack pack = evidence::load_pack(folder, sim::parameter_declarations());
  Schedule schedule = usual_schedule(pack);
  schedule.horizons = {1};
  const std::vector<Forecaster> asked = rivals(10);
  const std::vector<Scored> scored = backtest(pack, asked, schedule);
  const Table table = summarise(pack, asked, scored, schedule);
  for (const Known& known : kKnown) {
    const auto percent = [&](const char* selection) {
      return find_line(table, known.rule, evidence::Drivers::known, 1, selection)->error_pct;
    };
    EXPECT_NEAR(percent("all"), known.measured, 0.006) << known.rule;
    EXPECT_NEAR(percent("with estimated"), known.with_estimated, 0.006) << known.rule;
    EXPECT_NEAR(percent("crisis"), known.crisis, 0.006) << known.rule;
    EXPECT_NEAR(percent("calm"), known.calm, 0.006) << known.rule;
    double sum = 0;
    int count = 0;
    for (const Scored& one : scored) {
      const bool calm = std::find(pack.crisis_years.begin(), pack.crisis_years.end(), one.year) ==
                        pack.crisis_years.end();
      if (one.forecaster == known.rule && one.drivers == evidence::Drivers::known && calm &&
          !one.held_out) {
        sum += one.percentage_error;
        ++count;
      }
    }
    EXPECT_EQ(count, 24) << known.rule;
    EXPECT_NEAR(sum / count, known.calm_with_estimated, 0.006) << known.rule;
  }
}

}  // namespace
}  // namespace corridor::backtest
