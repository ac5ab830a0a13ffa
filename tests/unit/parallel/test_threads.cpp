// Fails when an item is left out or done twice, when a thread number is out of range, when an error
// is lost or is not the one of the lowest item, or when the threads cannot be used again after it.
#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

#include "corridor/parallel/threads.hpp"

namespace corridor::parallel {
namespace {

void expect_every_item_once(Threads& threads, std::size_t items, std::size_t grain) {
  std::vector<std::atomic<int>> done(items);
  std::atomic<bool> known_thread{true};
  threads.for_each(items, grain, [&](int thread, std::size_t item) {
    known_thread = known_thread && thread >= 0 && thread < threads.count();
    ++done[item];
  });
  EXPECT_TRUE(known_thread);
  for (std::size_t item = 0; item < items; ++item) {
    ASSERT_EQ(done[item], 1) << "item " << item << " of " << items << ", grain " << grain;
  }
}

TEST(Threads, DoEveryItemOnce) {
  for (const int count : {1, 2, 3, 5}) {
    Threads threads(count);
    EXPECT_EQ(threads.count(), count);
    for (const std::size_t items : {0U, 1U, 2U, 7U, 64U, 1000U}) {
      for (const std::size_t grain : {0U, 1U, 4U, 5000U}) {
        expect_every_item_once(threads, items, grain);
      }
    }
  }
}

TEST(Threads, AreAtLeastOne) {
  EXPECT_EQ(Threads(0).count(), 1);
  EXPECT_EQ(Threads(-3).count(), 1);
  EXPECT_GE(cores(), 1);
}

TEST(Threads, KeepTheCountsOfManyShortRounds) {
  Threads threads(3);
  std::atomic<int> done{0};
  for (int round = 0; round < 2000; ++round) {
    threads.for_each(5, 1, [&](int, std::size_t) { ++done; });
  }
  EXPECT_EQ(done, 10000);
}

TEST(Threads, ThrowTheErrorOfTheLowestItemAndGoOn) {
  for (const int count : {1, 2, 3}) {
    Threads threads(count);
    for (int round = 0; round < 20; ++round) {
      std::string told;
      try {
        threads.for_each(200, 3, [](int, std::size_t item) {
          if (item % 50 == 17) {
            throw std::runtime_error(std::to_string(item));
          }
        });
      } catch (const std::runtime_error& error) {
        told = error.what();
      }
      EXPECT_EQ(told, "17");
      expect_every_item_once(threads, 40, 2);
    }
  }
}

}  // namespace
}  // namespace corridor::parallel
