#pragma once

#include <algorithm>

#include "corridor/evidence/plan.hpp"
#include "packs/tiny_pack.hpp"

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
  plan.forecast = evidence::ForecastPlan{{0, 1}, {0, 1}, {0.1, 0.2}, 4};
  return plan;
}

/// The invented corridor with intervals around these two parameters.
inline evidence::Pack uncertain() {
  evidence::Pack pack = load_tiny();
  for (evidence::ParameterRow& row : pack.parameters.rows()) {
    if (row.name == "remittances.share_sent" || row.name == "mobility.departure_hazard") {
      row.low = row.value * 0.7;
      row.high = std::min(row.value * 1.3, 0.99);
    }
  }
  return pack;
}

}  // namespace corridor::tests
