// Fails when a worker's wage, transfer or fee is lost, when money of one region goes to another,
// when citizens of the destination count as foreign, or when the order of additions differs
// between the two paths.
#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "corridor/sim/job_money.hpp"

namespace corridor::sim {

namespace {

using Wages = std::array<std::int64_t, labour::kSkills>;

/// Persons and amounts of some regions, by chance.
struct Regions {
  std::vector<std::array<std::int32_t, labour::kSkills>> at_work;
  std::vector<std::array<remittances::Amount, labour::kSkills>> amounts;

  Regions(std::size_t count, random::Sequence& chance) : at_work(count), amounts(count) {
    for (std::size_t region = 0; region < count; ++region) {
      for (std::size_t skill = 0; skill < labour::kSkills; ++skill) {
        const bool empty = region % 3 == 1;
        at_work[region][skill] = empty ? 0 : static_cast<std::int32_t>(chance.below(4));
        amounts[region][skill] = {chance.below(9'000'000), chance.below(100'000)};
      }
    }
  }
  std::vector<Workers> workers() const {
    std::vector<Workers> result;
    for (std::size_t region = 0; region < at_work.size(); ++region) {
      result.push_back({at_work[region].data(),
                        amounts[region].data(),
                        0.1 + 0.07 * static_cast<double>(region)});
    }
    return result;
  }
};

Wages some_wages(random::Sequence& chance) {
  Wages wages{};
  for (std::int64_t& wage : wages) {
    wage = chance.below(20'000'000);
  }
  return wages;
}

}  // namespace

TEST(JobMoney, AddsWhatEverySkillHasInEveryRegion) {
  random::Sequence chance({13, random::Stream::month_abroad, Month(2024, 1), 1});
  const Regions regions(7, chance);
  const Wages wages = some_wages(chance);
  for (const random::Path path : {random::Path::reference, random::Path::vector}) {
    for (const bool foreign : {false, true}) {
      std::vector<Money> money(7, {1, 2, 3, 4, 5, 0.5});
      add_job(path, wages, regions.workers(), foreign, money.data());
      for (std::size_t region = 0; region < money.size(); ++region) {
        Money expected{1, 2, 3, 4, 5, 0.5};
        for (std::size_t skill = 0; skill < wages.size(); ++skill) {
          const std::int64_t persons = regions.at_work[region][skill];
          const remittances::Amount& amount = regions.amounts[region][skill];
          expected.wages += persons * wages[skill];
          expected.sent += persons * amount.sent;
          expected.fees += persons * amount.fee;
          expected.at_work += persons;
          expected.foreign_at_work += foreign ? persons : 0;
          expected.recorded += static_cast<double>(persons * (amount.sent - amount.fee)) *
                               (0.1 + 0.07 * static_cast<double>(region));
        }
        EXPECT_EQ(money[region].wages, expected.wages) << region;
        EXPECT_EQ(money[region].sent, expected.sent) << region;
        EXPECT_EQ(money[region].fees, expected.fees) << region;
        EXPECT_EQ(money[region].at_work, expected.at_work) << region;
        EXPECT_EQ(money[region].foreign_at_work, expected.foreign_at_work) << region;
        EXPECT_EQ(money[region].recorded, expected.recorded) << region;  // to the last bit
      }
    }
  }
}

}  // namespace corridor::sim
