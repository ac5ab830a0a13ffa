#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace corridor::parallel {

/// Number of cores this process may use, at least 1.
int cores();

/// A few threads that stay alive between calls. Which thread does which item is not fixed, so work
/// must not depend on it.
class Threads {
 public:
  explicit Threads(int count);
  ~Threads();
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  int count() const { return count_; }
  /// Calls work(thread, item) for every item below `items`, `grain` neighbouring items at a time,
  /// and returns when all are done. The first exception thrown by an item (lowest item first) is
  /// thrown again here.
  void for_each(std::size_t items,
                std::size_t grain,
                const std::function<void(int, std::size_t)>& work);

 private:
  struct Shared;
  int count_;
  std::unique_ptr<Shared> shared_;
};

}  // namespace corridor::parallel
