#include "run_json.hpp"

namespace corridor::cli {

using nlohmann::ordered_json;

ordered_json run_json(const store::RunInfo& run) {
  ordered_json result = {{"run", run.id},
                         {"scenario", run.scenario},
                         {"from", run.from.text()},
                         {"to", run.last_month.text()},
                         {"sample", run.sample},
                         {"seed", run.seed},
                         {"pack_digest", run.pack_digest}};
  if (run.members > 0) {
    result["members"] = run.members;
    result["parameters"] = run.parameters;
  }
  return result;
}

void add_band(const ensemble::Quantiles& quantiles,
              const ensemble::MonteCarloError& error,
              ordered_json& row) {
  for (std::size_t level = 0; level < ensemble::kLevels.size(); ++level) {
    row[ensemble::kLevelNames[level]] = quantiles[level];
  }
  row["se_q100"] = error.low;
  row["se_q500"] = error.median;
  row["se_q900"] = error.high;
}

ordered_json json_or_null(const std::optional<double>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json json_or_null(const std::optional<bool>& value) {
  return value ? ordered_json(*value) : ordered_json(nullptr);
}

}  // namespace corridor::cli
