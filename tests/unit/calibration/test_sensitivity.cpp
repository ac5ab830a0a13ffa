// Fails when threads change an answer, when a parameter that figures cannot feel gets a share, or
// when one that they all feel gets none.
#include <gtest/gtest.h>

#include <algorithm>

#include "corridor/calibration/sensitivity.hpp"
#include "packs/tiny_pack.hpp"
#include "unit/calibration/tiny_plan.hpp"

namespace corridor::calibration {
namespace {

using tests::uncertain;
Sensitivity asked(const evidence::Pack& pack, const Problem& problem, int workers) {
  SensitivityOptions options;
  options.trajectories = 2;
  options.points = 4;
  options.most_points = 8;
  parallel::Threads threads(workers);
  return sensitivity(pack, problem, options, threads);
}

TEST(Sensitivity, MoneySentMattersForReceiptsAlone) {
  const evidence::Pack pack = uncertain();
  const Problem problem = make_problem(pack, tests::tiny_plan());
  const Sensitivity result = asked(pack, problem, 2);
  ASSERT_EQ(result.outputs,
            (std::vector<std::string>{"migrants_present AAA", "receipts_recorded_usd AAA"}));
  ASSERT_EQ(result.parameters[1], "remittances.share_sent");
  const std::size_t place = static_cast<std::size_t>(
      std::find(result.leading.begin(), result.leading.end(), 1U) - result.leading.begin());
  EXPECT_EQ(result.effects.effects[0][1].mean_absolute, 0);
  EXPECT_GT(result.effects.effects[1][1].mean_absolute, 0);
  EXPECT_EQ(result.shares.total[0][place].value, 0);
  EXPECT_GT(result.shares.total[1][place].value, 0);
  EXPECT_EQ(result.points, 8) << "eight rows cannot be precise enough, so the limit ends it";
  EXPECT_GT(result.widest, 0.05);
}

TEST(Sensitivity, ThreadsDoNotMatter) {
  const evidence::Pack pack = uncertain();
  const Problem problem = make_problem(pack, tests::tiny_plan());
  SensitivityOptions options;
  const std::string one = sensitivity_json(asked(pack, problem, 1), pack, problem, options);
  EXPECT_EQ(one, sensitivity_json(asked(pack, problem, 2), pack, problem, options));
}

}  // namespace
}  // namespace corridor::calibration
