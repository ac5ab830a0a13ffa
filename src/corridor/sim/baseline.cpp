#include "corridor/sim/baseline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "corridor/base/check.hpp"
#include "corridor/base/error.hpp"

namespace corridor::sim {

namespace {

constexpr std::array<std::string_view, 3> kKept = {
    "received_usd", "received_elsewhere_usd", "returnees_seeking"};

std::string text_of(const BaselineIdentity& identity) {
  return fmt::format("from {}, sample 1/{}, seed {}, pack {}",
                     identity.from.text(),
                     identity.sample,
                     identity.seed,
                     identity.pack_digest);
}

std::size_t places_of(const evidence::Pack& pack) {
  return pack.origins.size() + pack.regions.size();
}

}  // namespace

BaselineIdentity baseline_identity(const evidence::Pack& pack, const RunRequest& request) {
  return {pack.digest, request.from, request.sample, request.seed};
}

std::span<const std::string_view> Baseline::kept() { return kKept; }

Baseline::Baseline(BaselineIdentity identity, std::size_t places)
    : identity_(std::move(identity)), places_(places) {}

void Baseline::add_month(Month month, std::span<const Value> values) {
  invariant(month == identity_.from + months(), "months of a baseline follow one another");
  std::vector<double> row(kKept.size() * places_, 0);
  for (std::size_t i = 0; i < kKept.size(); ++i) {
    const int measure = measure_index(kKept[i]);
    invariant(measure >= 0, "a baseline keeps declared measures");
    for (const Value& value : values) {
      Cell whole;
      whole.place = value.cell.place;
      if (value.measure == measure && value.cell == whole && value.cell.place >= 0) {
        row.at(i * places_ + static_cast<std::size_t>(value.cell.place)) = value.value;
      }
    }
  }
  values_.push_back(std::move(row));
}

double Baseline::at(std::string_view measure, std::size_t place, Month month) const {
  const auto found = std::find(kKept.begin(), kKept.end(), measure);
  invariant(found != kKept.end(), "a response asks for a measure that baselines keep");
  const auto position = static_cast<std::size_t>(month - identity_.from);
  const auto row = static_cast<std::size_t>(found - kKept.begin());
  return values_.at(position).at(row * places_ + place);
}

std::shared_ptr<const Baseline> compute_baseline(const evidence::Pack& pack,
                                                 RunRequest request,
                                                 const Watcher& watcher) {
  request.baseline = nullptr;
  request.wanted.clear();  // a baseline keeps what runs with any wish may need
  const auto baseline =
      std::make_shared<Baseline>(baseline_identity(pack, request), places_of(pack));
  const RunSummary summary = run(
      pack,
      request,
      [&](Month month, std::span<const Value> values) { baseline->add_month(month, values); },
      watcher);
  return summary.stopped ? nullptr : baseline;
}

void check_baseline(const evidence::Pack& pack, const RunRequest& request) {
  if (!request.baseline) {
    return;
  }
  const Baseline& baseline = *request.baseline;
  const BaselineIdentity wanted = baseline_identity(pack, request);
  const int months = request.to - request.from + 1;
  if (baseline.identity() == wanted && baseline.places() == places_of(pack) &&
      baseline.months() >= months) {
    return;
  }
  fail_input({"the baseline",
              fmt::format("{}, {} places, {} months",
                          text_of(baseline.identity()),
                          baseline.places(),
                          baseline.months()),
              fmt::format("is not one for this run ({}, {} places, {} months).",
                          text_of(wanted),
                          places_of(pack),
                          months),
              "Compute it from the same pack without the scenario, for the same months, sample and "
              "seed."});
}

}  // namespace corridor::sim
