#pragma once

#include <array>
#include <cstdint>

#include "corridor/base/month.hpp"
#include "corridor/diplomacy/params.hpp"

/// How the treatment of an origin's citizens turns into acts of states, and acts into milder
/// inspection (docs/model/diplomacy.md, D1 to D6). Exploratory: everything here is of grade C.
namespace corridor::diplomacy {

/// Reports act on the hazard of acts in the month they arrive and in the two that follow.
inline constexpr int kReportMonths = 3;

/// What was done to the citizens of one origin at the main destination in one month, in real
/// persons: the sampling weight is applied. Detentions count those in order too.
struct Treatment {
  double inspections = 0;
  double detentions = 0;
  double detentions_in_order = 0;
};

/// What an origin remembers from month to month.
struct OriginState {
  std::array<std::int64_t, kReportMonths - 1> earlier_reports{};  ///< last month's first
  std::int64_t awaited = 0;  ///< notes and summonses whose answer is to come
  double softening = 0;      ///< of log inspection in the coming month
};

struct OriginMonth {
  std::int64_t incidents = 0;
  std::int64_t reports = 0;  ///< of this month's incidents
  std::array<int, kActs> acts{};
};

/// Incidents to be expected of a month (diplomacy D1).
double expected_incidents(const DiplomacyParams& params, const Treatment& treatment);

/// Rate per month of an act that has one of its own, given the reports of three months (diplomacy
/// D4). `act` is not a reply.
double act_rate(const DiplomacyParams& params, Act act, std::int64_t recent_reports);

/// Advances the state by one month. Pure given seed, month and origin: every draw has an address in
/// Stream::diplomacy. What it changes, it changes for the months to come.
OriginMonth advance(const DiplomacyParams& params,
                    const Treatment& treatment,
                    OriginState& state,
                    std::uint64_t seed,
                    Month month,
                    int origin);

/// Factor on inspection of that nationality in the coming month, in (0, 1] (diplomacy D6).
double inspection_factor(const DiplomacyParams& params, const OriginState& state);

}  // namespace corridor::diplomacy
