// Fails when the spread of a rate that goes on by chance does not grow with the root of the months
// to come, or when another driver does not move with it as it did, by binomial tails; the twins
// plant a share outside that is a fifth larger.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "corridor/evidence/continuation.hpp"
#include "packs/tiny_pack.hpp"
#include "statistical/budget.hpp"
#include "statistical/tails.hpp"

namespace corridor::statistical {
namespace {

using evidence::Pack;
using evidence::Series;

constexpr int kMembers = 20000;
constexpr double kMove = 0.05;

Series& rate_of(Pack& pack, std::string_view place) {
  return *std::find_if(pack.series.begin(), pack.series.end(), [&](const Series& series) {
    return series.name == "fx" && series.place == place;
  });
}

/// Every month of the pool but one moves up or down by the same factor, as often up as down; the
/// rate of AAA moves the other way. Blocks are of one month, so that moves are independent.
Pack of_equal_moves() {
  Pack pack = tests::load_tiny();
  for (Series& series : pack.series) {
    if (!series.yearly && series.name == "fx") {
      const double direction = series.place == "AAA" ? -1 : 1;
      for (std::size_t i = 1; i < series.values.size(); ++i) {
        const double sign = i % 2 == 0 ? direction : -direction;
        series.values[i] = series.values[i - 1] * std::exp(sign * kMove);
      }
    }
  }
  for (evidence::PublicationRule& rule : pack.publication) {
    rule.delay_months = rule.table == "draws" ? 1 : rule.delay_months;
    rule.window = rule.table == "draws" ? 4 : rule.window;  // years: an even number of months
  }
  return pack;
}

struct Counts {
  std::int64_t beyond = 0;    ///< members further from the last rate than the bound
  std::int64_t opposite = 0;  ///< members in which the other rate went the other way
  std::int64_t moved = 0;
};

Counts count(const Pack& pack, int months, double bound) {
  Counts counts;
  const Month to = Month(2016, 12) + months;
  for (std::uint32_t member = 0; member < kMembers; ++member) {
    Pack drawn = evidence::extend(pack, to, evidence::DriverDraw{20301231, member});
    const auto change = [&](std::string_view place) {
      const Series& series = rate_of(drawn, place);
      return std::log(series.at(to) / series.at(Month(2016, 12)));
    };
    const double main = change("DDD");
    const double other = change("AAA");
    counts.beyond += std::abs(main) > bound ? 1 : 0;
    counts.moved += std::abs(main) > kMove / 2 ? 1 : 0;
    counts.opposite += main * other < 0 && std::abs(main) > kMove / 2 ? 1 : 0;
  }
  return counts;
}

/// Probability that the sum of `months` moves of equal size is further away than `bound` of them.
double beyond(int months, double bound) {
  double total = 0;
  for (int ups = 0; ups <= months; ++ups) {
    const double log_probability = std::lgamma(months + 1) - std::lgamma(ups + 1) -
                                   std::lgamma(months - ups + 1) - months * std::log(2.0);
    total += std::abs(2 * ups - months) > bound ? std::exp(log_probability) : 0;
  }
  return total;
}

TEST(DriverSpread, GrowsWithTheRootOfTheMonths) {
  const Pack pack = of_equal_moves();
  const double alarm = part("driver_spread", 3);
  for (const int months : {4, 16, 36}) {
    // One standard deviation of the sum, not itself a value the sum can take.
    const double bound = std::sqrt(months) + 0.5;
    const double expected = beyond(months, bound);
    const Counts counts = count(pack, months, bound * kMove);
    EXPECT_GE(two_sided(counts.beyond, kMembers, expected), alarm) << months;
    EXPECT_LT(two_sided(counts.beyond, kMembers, expected * 1.2), alarm) << months;
    EXPECT_EQ(counts.opposite, counts.moved);
    EXPECT_GT(counts.moved, kMembers / 2);
  }
}

}  // namespace
}  // namespace corridor::statistical
