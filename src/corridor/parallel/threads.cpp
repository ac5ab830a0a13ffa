#include "corridor/parallel/threads.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace corridor::parallel {

int cores() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

struct Threads::Shared {
  std::mutex mutex;
  std::condition_variable start, done;
  std::vector<std::thread> workers;
  const std::function<void(int, std::size_t)>* work = nullptr;
  std::size_t items = 0;
  std::size_t grain = 1;
  std::atomic<std::size_t> next{0};
  unsigned long round = 0;
  int busy = 0;
  bool ending = false;
  std::exception_ptr error;
  std::size_t error_item = 0;

  void take_items(int thread) {
    for (;;) {
      const std::size_t first = next.fetch_add(grain);
      if (first >= items) {
        return;
      }
      for (std::size_t item = first; item < std::min(first + grain, items); ++item) {
        try {
          (*work)(thread, item);
        } catch (...) {
          const std::lock_guard lock(mutex);
          if (!error || item < error_item) {
            error = std::current_exception();
            error_item = item;
          }
        }
      }
    }
  }

  void serve(int thread) {
    unsigned long seen = 0;
    for (;;) {
      {
        std::unique_lock lock(mutex);
        start.wait(lock, [&] { return ending || round != seen; });
        if (ending) {
          return;
        }
        seen = round;
      }
      take_items(thread);
      const std::lock_guard lock(mutex);
      if (--busy == 0) {
        done.notify_one();
      }
    }
  }
};

namespace {

/// What several threads do, by this one: every item, and then the first exception.
void one_after_the_other(std::size_t items, const std::function<void(int, std::size_t)>& work) {
  std::exception_ptr error;
  for (std::size_t item = 0; item < items; ++item) {
    try {
      work(0, item);
    } catch (...) {
      error = error ? error : std::current_exception();
    }
  }
  if (error) {
    std::rethrow_exception(error);
  }
}

}  // namespace

Threads::Threads(int count) : count_(std::max(1, count)), shared_(std::make_unique<Shared>()) {
  for (int thread = 1; thread < count_; ++thread) {
    shared_->workers.emplace_back([this, thread] { shared_->serve(thread); });
  }
}

Threads::~Threads() {
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->ending = true;
  }
  shared_->start.notify_all();
  for (std::thread& worker : shared_->workers) {
    worker.join();
  }
}

void Threads::for_each(std::size_t items,
                       std::size_t grain,
                       const std::function<void(int, std::size_t)>& work) {
  if (count_ == 1) {
    one_after_the_other(items, work);
    return;
  }
  {
    const std::lock_guard lock(shared_->mutex);
    shared_->work = &work;
    shared_->items = items;
    shared_->grain = std::max<std::size_t>(1, grain);
    shared_->next = 0;
    shared_->busy = count_ - 1;
    shared_->error = nullptr;
    ++shared_->round;
  }
  shared_->start.notify_all();
  shared_->take_items(0);
  std::unique_lock lock(shared_->mutex);
  shared_->done.wait(lock, [&] { return shared_->busy == 0; });
  if (shared_->error) {
    std::rethrow_exception(shared_->error);
  }
}

}  // namespace corridor::parallel
