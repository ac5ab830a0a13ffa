#pragma once

#include "corridor/evidence/plan.hpp"

namespace corridor::tests {

/// Two parameters and the two figures of the invented corridor that are fitted.
inline evidence::CalibrationPlan tiny_plan() {
  evidence::CalibrationPlan plan;
  plan.name = "tiny";
  plan.from = Month(2013, 1);
  plan.members = 8;
  plan.seed = 3;
  plan.evaluations = 3;
  plan.parameters = {"mobility.departure_hazard", "remittances.share_sent"};
  plan.targets = {{"migrants_present", {"AAA"}, {}, {}, false, ""},
                  {"receipts_recorded_usd", {"AAA"}, {}, {}, false, ""}};
  plan.forecast = evidence::ForecastPlan{{0, 1}, {1, 0.5}, {0.1, 0.2}, {0.05}, 0.3, 4};
  return plan;
}

}  // namespace corridor::tests
