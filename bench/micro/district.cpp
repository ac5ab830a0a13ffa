#include "district.hpp"

#include <algorithm>

#include "../support/pack.hpp"

namespace corridor::bench {

const sim::World& some_districts() {
  static const sim::World world = [] {
    sim::RunRequest request;
    request.from = kDistrictMonth;
    request.to = kDistrictMonth;
    request.sample = kDistrictSample;
    parallel::Threads threads(1);
    return sim::make_world(shipped_pack(), request, threads);
  }();
  return world;
}

const population::District& full_district() {
  const std::vector<population::District>& districts = some_districts().districts;
  return *std::max_element(districts.begin(), districts.end(), [](const auto& a, const auto& b) {
    return a.used < b.used;
  });
}

}  // namespace corridor::bench
