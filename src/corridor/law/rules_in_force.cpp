#include "corridor/law/rules_in_force.hpp"

#include <algorithm>
#include <cmath>

#include "corridor/random/draw.hpp"

namespace corridor::law {

namespace {

using evidence::LawKind;
using evidence::LawRule;

/// Hazards and shares of one origin, before they are quantised.
struct Sums {
  std::array<double, kMaxStatuses> arrival{};
  std::array<std::array<double, kMaxStatuses>, kMaxStatuses> transition{};
  std::array<double, kMaxStatuses> removal{};
  std::array<double, kMaxStatuses> ban_hazard_months{};
  double leaving_factor = 1;
  double departure_factor = 1;
  double return_factor = 1;
};

void add_removal(const LawRule& rule, std::size_t statuses, Sums& sums) {
  for (std::size_t from = 0; from < statuses; ++from) {
    if (rule.status_from < 0 || rule.status_from == static_cast<int>(from)) {
      sums.removal[from] += rule.value;
      sums.ban_hazard_months[from] += rule.value * rule.length;
    }
  }
}

void add(const LawRule& rule, double uptake, const evidence::Pack& pack, Sums& sums) {
  const auto to = static_cast<std::size_t>(std::max(rule.status_to, 0));
  switch (rule.kind) {
    case LawKind::arrival:
      sums.arrival[to] += rule.value * (pack.statuses[to].pays_patent ? uptake : 1.0);
      break;
    case LawKind::transition:
      for (std::size_t from = 0; from < pack.statuses.size(); ++from) {
        if (from != to && (rule.status_from < 0 || rule.status_from == static_cast<int>(from))) {
          sums.transition[from][to] += rule.value * (pack.statuses[to].pays_patent ? uptake : 1.0);
        }
      }
      break;
    case LawKind::removal:
      add_removal(rule, pack.statuses.size(), sums);
      break;
    case LawKind::leaving:
      sums.leaving_factor *= rule.value;
      break;
    case LawKind::departure:
      sums.departure_factor *= rule.value;
      break;
    case LawKind::returning:
      sums.return_factor *= rule.value;
      break;
  }
}

/// Cumulative thresholds of one status: removal first, then transitions in the order of statuses,
/// and the ban (law W3 and W5).
OriginRules::FromStatus quantise_from(const Sums& sums, std::size_t from) {
  double total = sums.removal[from];
  for (const double hazard : sums.transition[from]) {
    total += hazard;
  }
  OriginRules::FromStatus result;
  if (total <= 0) {
    return result;
  }
  const double per_hazard = (1 - std::exp(-total)) / total;
  double cumulative = sums.removal[from] * per_hazard;
  result.removal = random::threshold(cumulative);
  for (std::size_t to = 0; to < kMaxStatuses; ++to) {
    cumulative += sums.transition[from][to] * per_hazard;
    result.transition[to] = random::threshold(cumulative);
  }
  result.any = result.transition.back();
  if (sums.removal[from] > 0) {
    result.ban_months =
        static_cast<int>(std::lround(sums.ban_hazard_months[from] / sums.removal[from]));
  }
  return result;
}

/// Shares of arrivals and the factors on leaving and returning (law W1 and W4).
OriginRules quantise(const Sums& sums, std::size_t statuses) {
  OriginRules rules;
  rules.leaving_factor = sums.leaving_factor;
  rules.departure_factor = sums.departure_factor;
  rules.return_factor = sums.return_factor;
  double total = 0;
  for (const double share : sums.arrival) {
    total += share;
  }
  double cumulative = 0;
  for (std::size_t status = 0; status < statuses; ++status) {
    // Without any rule newcomers take the last status of the pack.
    const double share =
        total > 0 ? sums.arrival[status] / total : (status + 1 == statuses ? 1.0 : 0.0);
    cumulative += share;
    rules.arrival_share[status] = share;
    rules.arrival[status] = random::threshold(cumulative);
    rules.from[status] = quantise_from(sums, status);
  }
  for (std::size_t status = statuses - 1; status < kMaxStatuses; ++status) {
    rules.arrival[status] = UINT32_MAX;
  }
  return rules;
}

}  // namespace

std::vector<OriginRules> rules_in_force(const LawParams& params,
                                        const LawInputs& inputs,
                                        const evidence::Pack& pack,
                                        Month month) {
  const double uptake = inputs.patent_burden > 0
                            ? std::pow(inputs.patent_burden / params.patent_burden_reference,
                                       -params.patent_burden_response)
                            : 1.0;
  std::vector<Sums> sums(pack.origins.size());
  for (const LawRule& rule : pack.law) {
    if (month < rule.from || month > rule.to) {
      continue;
    }
    for (std::size_t origin = 0; origin < sums.size(); ++origin) {
      if (rule.origin < 0 || rule.origin == static_cast<int>(origin)) {
        add(rule, uptake, pack, sums[origin]);
      }
    }
  }
  std::vector<OriginRules> rules;
  rules.reserve(sums.size());
  for (const Sums& of_origin : sums) {
    rules.push_back(quantise(of_origin, pack.statuses.size()));
  }
  return rules;
}

}  // namespace corridor::law
