#include "run_json.hpp"

namespace corridor::cli {

using nlohmann::ordered_json;

ordered_json run_json(const store::RunInfo& run) {
  return {{"run", run.id},
          {"scenario", run.scenario},
          {"from", run.from.text()},
          {"to", run.last_month.text()},
          {"sample", run.sample},
          {"seed", run.seed},
          {"pack_digest", run.pack_digest}};
}

ordered_json json_or_null(const std::optional<double>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json json_or_null(const std::optional<bool>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

}  // namespace corridor::cli
