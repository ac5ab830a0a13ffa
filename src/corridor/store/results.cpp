#include "corridor/store/results.hpp"

#include <fmt/format.h>

#include "corridor/terms/terms.hpp"

namespace corridor::store {

std::string status_text(const RunInfo& run) {
  switch (run.status) {
    case RunStatus::complete:
      return "complete";
    case RunStatus::running:
      return run.has_months ? "running, at " + run.last_month.text() : "running";
    case RunStatus::stopped:
    case RunStatus::interrupted:
      break;
  }
  const std::string word = run.status == RunStatus::stopped ? "stopped" : "interrupted";
  return word + (run.has_months ? " at " + run.last_month.text() : " before its first month");
}

std::string run_text(const RunInfo& run) {
  const std::string members = run.members > 0 ? fmt::format(", {} members", run.members) : "";
  return fmt::format("run {}: {}, {} to {}, sample 1/{}, seed {}{}, {}",
                     run.id,
                     run.scenario,
                     run.from.text(),
                     run.last_month.text(),
                     run.sample,
                     run.seed,
                     members,
                     status_text(run));
}

Vocabulary vocabulary(const evidence::Pack& pack) {
  Vocabulary words;
  for (const evidence::Origin& origin : pack.origins) {
    words.places.push_back({origin.code, "origin", "", origin.name});
  }
  for (const evidence::Region& region : pack.regions) {
    const std::string& parent = pack.origins[static_cast<std::size_t>(region.origin)].code;
    words.places.push_back({region.code, "region", parent, region.name});
  }
  for (const evidence::Destination& destination : pack.destinations) {
    words.places.push_back({destination.code, "destination", "", destination.name});
    words.destinations.push_back(destination.code);
  }
  for (const evidence::Status& status : pack.statuses) {
    words.statuses.push_back(status.code);
  }
  for (const evidence::Sector& sector : pack.sectors) {
    words.sectors.push_back(sector.code);
  }
  return words;
}

std::string age_group_code(int group) {
  if (group >= kAgeGroups - 1) {
    return fmt::format("{}+", kOldestAge);
  }
  return fmt::format("{}-{}", group * 5, group * 5 + 4);
}

}  // namespace corridor::store
