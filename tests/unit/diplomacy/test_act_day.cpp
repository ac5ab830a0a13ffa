// Fails when an act falls outside its month, when the story of a month is told out of order, or
// when every month tells it on the same days.
#include <gtest/gtest.h>

#include <chrono>
#include <set>

#include "corridor/diplomacy/act_day.hpp"

namespace corridor::diplomacy {
namespace {

constexpr int kMonths = 240;
constexpr int kNumbers = 10;

int last_day(Month month) {
  const auto next = month + 1;
  using namespace std::chrono;
  const auto start = [](Month m) {
    return sys_days(year(m.year()) / static_cast<int>(m.month_of_year()) / 1);
  };
  return static_cast<int>((start(next) - start(month)).count());
}

TEST(ActDay, StaysInsideTheMonth) {
  for (int m = 0; m < kMonths; ++m) {
    const Month month = Month(2010, 1) + m;
    EXPECT_GE(incident_day(1, month, 0), 1);
    for (int act = 0; act < kActs; ++act) {
      for (int number = 0; number < kNumbers; ++number) {
        const int day = act_day(1, month, 0, static_cast<Act>(act), number);
        EXPECT_GE(day, incident_day(1, month, 0));
        EXPECT_LE(day, last_day(month));
      }
    }
  }
}

TEST(ActDay, TellsTheStoryInOrderWhateverTheNumbers) {
  constexpr std::array kStory = {Act::statement, Act::summons, Act::protest_note, Act::reply};
  for (int m = 0; m < kMonths; ++m) {
    const Month month = Month(2010, 1) + m;
    int latest = incident_day(3, month, 2);
    for (const Act act : kStory) {
      int latest_of_kind = latest;
      for (int number = 0; number < kNumbers; ++number) {
        const int day = act_day(3, month, 2, act, number);
        EXPECT_GE(day, latest) << month.text();
        latest_of_kind = std::max(latest_of_kind, day);
      }
      latest = latest_of_kind;
    }
  }
}

TEST(ActDay, DiffersBetweenMonthsOriginsAndSeedsAndRepeats) {
  std::set<int> months;
  std::set<int> origins;
  std::set<int> seeds;
  for (int i = 0; i < 100; ++i) {
    months.insert(act_day(1, Month(2010, 1) + i, 0, Act::advisory, 0));
    origins.insert(act_day(1, Month(2010, 1), i, Act::advisory, 0));
    seeds.insert(act_day(static_cast<std::uint64_t>(i), Month(2010, 1), 0, Act::advisory, 0));
  }
  EXPECT_GT(months.size(), 15U);
  EXPECT_GT(origins.size(), 15U);
  EXPECT_GT(seeds.size(), 15U);
  EXPECT_EQ(act_day(1, Month(2010, 1), 0, Act::reply, 3),
            act_day(1, Month(2010, 1), 0, Act::reply, 3));
}

}  // namespace
}  // namespace corridor::diplomacy
