#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/law/params.hpp"
#include "corridor/random/choose.hpp"

namespace corridor::law {

using evidence::kMaxStatuses;

/// What `sim` tells the law each month.
struct LawInputs {
  double patent_burden = 0;       ///< monthly patent fee over the mean wage
  double enlistment_factor = 1;   ///< on hazards of enlistment, from the pay of a contract
  std::vector<double> attention;  ///< factor on inspection, [origin]; empty: one
};

/// Chances of one origin's citizens in one month, quantised: a uniform word below an entry means
/// the event.
struct OriginRules {
  std::array<std::uint32_t, kMaxStatuses> arrival{};  ///< cumulative over statuses
  /// Cumulative in this order (eq. W3). A transition into a status of detention or service is told
  /// apart by the kind of that status.
  struct FromStatus {
    std::uint32_t removal = 0;
    std::array<std::uint32_t, kMaxStatuses> transition{};
    std::uint32_t repatriation = 0;
    std::uint32_t short_detention = 0;
    std::uint32_t injury = 0;
    std::uint32_t prosecution = 0;
    std::uint32_t inspection = 0;  ///< inspected, and nothing follows
    std::uint32_t any = 0;         ///< words from here on mean that nothing happens
    int ban_months = 0;            ///< mean length of the bans in force, by hazard
    std::uint32_t exit_ban = 0;    ///< of those who return of their own will
    int exit_ban_months = 0;       ///< mean length of those bans, by share
  };
  std::array<FromStatus, kMaxStatuses> from{};
  std::array<double, kMaxStatuses> arrival_share{};
  double inspection = 0;          ///< hazard per month, of those whom it may meet
  std::uint32_t ban_lifting = 0;  ///< of each ban in force
  double leaving_factor = 1;      ///< on leaving home for anywhere
  double departure_factor = 1;    ///< on leaving for the main destination
  double return_factor = 1;

  /// Status of a newcomer, given a uniform word.
  std::uint8_t arrival_status(std::uint32_t word) const {
    return static_cast<std::uint8_t>(random::choose(arrival, word));
  }
};

/// The rules in force in a month, by origin (docs/model/law.md). Arrival shares and transitions
/// into statuses that pay for a patent respond to the burden of its fee (W2). Hazards become
/// probabilities by p = 1 - exp(-h) (W3); factors multiply (W4); bans have the mean length of those
/// in force (law W5); inspections fade and lead to detention (law W6, W7).
std::vector<OriginRules> rules_in_force(const LawParams& params,
                                        const LawInputs& inputs,
                                        const evidence::Pack& pack,
                                        Month month);

/// Share of the jobs of each sector that is closed to holders of patents (law W8).
std::vector<double> closed_jobs(const evidence::Pack& pack, Month month);

}  // namespace corridor::law
