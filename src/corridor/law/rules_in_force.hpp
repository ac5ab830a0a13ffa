#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/law/params.hpp"

namespace corridor::law {

inline constexpr int kMaxStatuses = 8;

/// What `sim` tells the law each month.
struct LawInputs {
  double patent_burden = 0;  ///< monthly patent fee over the mean wage
};

/// Chances of one origin's citizens in one month, quantised: a uniform word below an entry means
/// the event.
struct OriginRules {
  std::array<std::uint32_t, kMaxStatuses> arrival{};  ///< cumulative over statuses
  struct FromStatus {
    std::uint32_t removal = 0;
    std::array<std::uint32_t, kMaxStatuses> transition{};  ///< cumulative, starting at removal
    std::uint32_t any = 0;  ///< words from here on mean that nothing happens
    int ban_months = 0;     ///< mean length of the bans in force, by hazard
  };
  std::array<FromStatus, kMaxStatuses> from{};
  std::array<double, kMaxStatuses> arrival_share{};
  double leaving_factor = 1;    ///< on leaving home for anywhere
  double departure_factor = 1;  ///< on leaving for the main destination
  double return_factor = 1;

  /// Status of a newcomer, given a uniform word. The last status of the pack takes the largest word
  /// too, which no threshold is above.
  int arrival_status(std::uint32_t word) const {
    std::size_t status = 0;
    while (word >= arrival[status] && arrival[status] != UINT32_MAX) {
      ++status;
    }
    return static_cast<int>(status);
  }
};

/// The rules in force in a month, by origin (docs/model/law.md, W1 to W4). Arrival shares and
/// transitions into statuses that pay for a patent respond to the burden of its fee (W2). Hazards
/// become probabilities by p = 1 - exp(-h) (W3); factors multiply (W4).
std::vector<OriginRules> rules_in_force(const LawParams& params,
                                        const LawInputs& inputs,
                                        const evidence::Pack& pack,
                                        Month month);

}  // namespace corridor::law
