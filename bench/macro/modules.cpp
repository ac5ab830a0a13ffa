// What each module costs: months with everything on beside the same months with one module
// switched off, in pairs that take turns. Fails when a switch changes nothing.

#include <fmt/format.h>

#include <cstring>
#include <nlohmann/json.hpp>
#include <string_view>

#include "../support/pack.hpp"
#include "../support/prices.hpp"
#include "corridor/base/error.hpp"

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kUsage =
    "usage: bench_modules [--toy] [--json]\n"
    "  --toy    a tenth of a million persons and one pair, to see that it works\n"
    "  --json   one JSON array instead of a table\n";

/// Every module of the pack is in force in these months.
corridor::sim::RunRequest request(bool toy) {
  corridor::sim::RunRequest request;
  request.from = corridor::Month(2024, 1);
  request.to = request.from + 23;
  request.sample = toy ? 800 : 10;
  request.threads = 1;
  return request;
}

/// A price is only one of what is switched off.
bool every_switch_matters(const corridor::evidence::Pack& pack) {
  const auto digest = [](const corridor::evidence::Pack& of) {
    return corridor::sim::run(of, request(true), nullptr, nullptr).results_digest;
  };
  const std::string everything = digest(pack);
  bool all = true;
  for (const corridor::bench::Switch& module : corridor::bench::switches()) {
    corridor::evidence::Pack without = pack;
    module.off(without);
    if (digest(without) == everything) {
      fmt::print(stderr, "{}: switched off, it changes no result\n", module.name);
      all = false;
    }
  }
  return all;
}

void print(const std::vector<corridor::bench::Price>& prices, bool json) {
  Json list = Json::array();
  for (const corridor::bench::Price& price : prices) {
    list.push_back({{"name", price.name},
                    {"seconds_on", price.seconds_on},
                    {"seconds_off", price.seconds_off},
                    {"share", price.share}});
  }
  if (json) {
    fmt::print("{}\n", list.dump(2));
    return;
  }
  fmt::print("{:<52} {:>10} {:>10} {:>8}\n", "module", "on, s", "off, s", "share");
  for (const corridor::bench::Price& price : prices) {
    fmt::print("{:<52} {:>10.4f} {:>10.4f} {:>7.1f}%\n",
               price.name,
               price.seconds_on,
               price.seconds_off,
               100 * price.share);
  }
}

}  // namespace

int main(int argc, char** argv) {
  bool toy = false;
  bool json = false;
  for (int i = 1; i < argc; ++i) {
    toy = toy || std::strcmp(argv[i], "--toy") == 0;
    json = json || std::strcmp(argv[i], "--json") == 0;
    if (std::strcmp(argv[i], "--toy") != 0 && std::strcmp(argv[i], "--json") != 0) {
      fmt::print("{}", kUsage);
      return std::strcmp(argv[i], "--help") == 0 ? 0 : static_cast<int>(corridor::ExitCode::usage);
    }
  }
  try {
    const corridor::evidence::Pack& pack = corridor::bench::shipped_pack();
    const int pairs = toy ? 1 : 7;
    print(corridor::bench::prices(pack, request(toy), pairs), json);
    return every_switch_matters(pack) ? 0 : static_cast<int>(corridor::ExitCode::invariant);
  } catch (const std::exception& error) {
    fmt::print(stderr, "bench_modules: {}\n", error.what());
    return static_cast<int>(corridor::ExitCode::invariant);
  }
}
