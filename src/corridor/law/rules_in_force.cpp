#include "corridor/law/rules_in_force.hpp"

#include <algorithm>
#include <cmath>

#include "corridor/random/draw.hpp"

namespace corridor::law {

namespace {

using evidence::LawKind;
using evidence::LawRule;

using ByStatus = std::array<double, kMaxStatuses>;

/// Hazards and shares of one origin, before they are quantised.
struct Sums {
  ByStatus arrival{};
  std::array<ByStatus, kMaxStatuses> transition{};
  ByStatus removal{};
  ByStatus ban_hazard_months{};
  std::array<ByStatus, kMaxStatuses> detention{};  ///< shares of those inspected
  ByStatus short_detention{};
  ByStatus repatriation{};
  ByStatus injury{};
  ByStatus prosecution{};
  ByStatus exit_ban{};
  ByStatus exit_ban_share_months{};
  double ban_lifting = 0;
  double inspection = 0;
  double leaving_factor = 1;
  double departure_factor = 1;
  double return_factor = 1;
};

/// Factors on hazards that respond to money.
struct Responses {
  double patent = 1;  ///< eq. W2
  double pay = 1;     ///< recruitment C1
};

/// Calls `action` with every status the rule starts from. No rule reaches the dead.
template <class Action>
void each_from(const LawRule& rule, const evidence::Pack& pack, Action action) {
  for (std::size_t from = 0; from < pack.statuses.size(); ++from) {
    const bool named = rule.status_from < 0 || rule.status_from == static_cast<int>(from);
    if (named && pack.statuses[from].kind != evidence::StatusKind::fallen) {
      action(from);
    }
  }
}

/// Hazard of inspection that a rule adds: constant, or halved every `length` months (eq. W6).
double inspection_of(const LawRule& rule, Month month) {
  return rule.length > 0 ? rule.value * std::exp2(-(month - rule.from) / rule.length) : rule.value;
}

void add(const LawRule& rule,
         Month month,
         const Responses& responses,
         const evidence::Pack& pack,
         Sums& sums) {
  const auto to = static_cast<std::size_t>(std::max(rule.status_to, 0));
  const double uptake = pack.statuses[to].pays_patent ? responses.patent : 1.0;
  const auto add_to = [&](ByStatus& hazards) {
    each_from(rule, pack, [&](std::size_t from) { hazards[from] += rule.value; });
  };
  const auto add_with_ban = [&](ByStatus& hazards, ByStatus& months) {
    add_to(hazards);
    each_from(rule, pack, [&](std::size_t from) { months[from] += rule.value * rule.length; });
  };
  const auto add_moves = [&](std::array<ByStatus, kMaxStatuses>& hazards, double factor) {
    each_from(rule, pack, [&](std::size_t from) {
      hazards[from][to] += from == to ? 0.0 : rule.value * factor;
    });
  };
  switch (rule.kind) {
    case LawKind::arrival:
      sums.arrival[to] += rule.value * uptake;
      break;
    case LawKind::transition:
      add_moves(sums.transition, uptake);
      break;
    case LawKind::enlistment:
      add_moves(sums.transition, responses.pay);
      break;
    case LawKind::removal:
      add_with_ban(sums.removal, sums.ban_hazard_months);
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
    case LawKind::inspection:
      sums.inspection += inspection_of(rule, month);
      break;
    case LawKind::detention:
      add_moves(sums.detention, 1);
      break;
    case LawKind::short_detention:
      add_to(sums.short_detention);
      break;
    case LawKind::repatriation:
      add_to(sums.repatriation);
      break;
    case LawKind::injury:
      add_to(sums.injury);
      break;
    case LawKind::prosecution:
      add_to(sums.prosecution);
      break;
    case LawKind::exit_ban:
      add_with_ban(sums.exit_ban, sums.exit_ban_share_months);
      break;
    case LawKind::ban_lifting:
      sums.ban_lifting += rule.value;
      break;
    case LawKind::contract_pay:
    case LawKind::sector_ban:
      break;  // read by recruitment and by closed_jobs()
  }
}

/// Inspection may meet those who live there as foreigners; what follows it is a part of its hazard
/// (eq. W7).
void inspect(const evidence::Pack& pack, Sums& sums, ByStatus& without_consequence) {
  using evidence::StatusKind;
  for (std::size_t from = 0; from < pack.statuses.size(); ++from) {
    const StatusKind kind = pack.statuses[from].kind;
    if (kind != StatusKind::foreign && kind != StatusKind::controlled) {
      sums.short_detention[from] = 0;
      continue;
    }
    double share = std::min(1.0, sums.short_detention[from]);
    sums.short_detention[from] = share * sums.inspection;
    for (std::size_t to = 0; to < pack.statuses.size(); ++to) {
      const double detained = std::min(1.0 - share, sums.detention[from][to]);
      sums.transition[from][to] += detained * sums.inspection;
      share += detained;
    }
    without_consequence[from] = (1.0 - share) * sums.inspection;
  }
}

/// Cumulative thresholds of one status in the order of OriginRules::FromStatus, and the ban (law W3
/// and W5).
OriginRules::FromStatus quantise_from(const Sums& sums, const ByStatus& checked, std::size_t from) {
  double total = sums.removal[from] + sums.repatriation[from] + sums.short_detention[from] +
                 sums.injury[from] + sums.prosecution[from] + checked[from];
  for (const double hazard : sums.transition[from]) {
    total += hazard;
  }
  OriginRules::FromStatus result;
  if (sums.exit_ban[from] > 0) {
    result.exit_ban = random::threshold(std::min(1.0, sums.exit_ban[from]));
    result.exit_ban_months =
        static_cast<int>(std::lround(sums.exit_ban_share_months[from] / sums.exit_ban[from]));
  }
  if (total <= 0) {
    return result;
  }
  const double per_hazard = (1 - std::exp(-total)) / total;
  double cumulative = 0;
  const auto next = [&](double hazard) {
    cumulative += hazard * per_hazard;
    return random::threshold(cumulative);
  };
  result.removal = next(sums.removal[from]);
  for (std::size_t to = 0; to < kMaxStatuses; ++to) {
    result.transition[to] = next(sums.transition[from][to]);
  }
  result.repatriation = next(sums.repatriation[from]);
  result.short_detention = next(sums.short_detention[from]);
  result.injury = next(sums.injury[from]);
  result.prosecution = next(sums.prosecution[from]);
  result.inspection = next(checked[from]);
  result.any = result.inspection;
  if (sums.removal[from] > 0) {
    result.ban_months =
        static_cast<int>(std::lround(sums.ban_hazard_months[from] / sums.removal[from]));
  }
  return result;
}

/// Shares of arrivals and the factors on leaving and returning (law W1 and W4).
OriginRules quantise(Sums sums, const evidence::Pack& pack) {
  const std::size_t statuses = pack.statuses.size();
  OriginRules rules;
  rules.inspection = sums.inspection;
  rules.ban_lifting = random::threshold(random::probability(sums.ban_lifting));
  ByStatus checked{};
  inspect(pack, sums, checked);
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
    rules.from[status] = quantise_from(sums, checked, status);
  }
  for (std::size_t status = statuses - 1; status < kMaxStatuses; ++status) {
    rules.arrival[status] = UINT32_MAX;
  }
  return rules;
}

bool in_force(const LawRule& rule, Month month) { return rule.from <= month && month <= rule.to; }

double patent_response(const LawParams& params, double burden) {
  return burden > 0
             ? std::pow(burden / params.patent_burden_reference, -params.patent_burden_response)
             : 1.0;
}

}  // namespace

std::vector<OriginRules> rules_in_force(const LawParams& params,
                                        const LawInputs& inputs,
                                        const evidence::Pack& pack,
                                        Month month) {
  const Responses responses = {patent_response(params, inputs.patent_burden),
                               inputs.enlistment_factor};
  std::vector<Sums> sums(pack.origins.size());
  for (const LawRule& rule : pack.law) {
    if (!in_force(rule, month)) {
      continue;
    }
    for (std::size_t origin = 0; origin < sums.size(); ++origin) {
      if (rule.origin < 0 || rule.origin == static_cast<int>(origin)) {
        add(rule, month, responses, pack, sums[origin]);
      }
    }
  }
  std::vector<OriginRules> rules;
  rules.reserve(sums.size());
  for (std::size_t origin = 0; origin < sums.size(); ++origin) {
    sums[origin].inspection *= inputs.attention.empty() ? 1.0 : inputs.attention[origin];
    rules.push_back(quantise(sums[origin], pack));
  }
  return rules;
}

std::vector<double> closed_jobs(const evidence::Pack& pack, Month month) {
  std::vector<double> open(pack.sectors.size(), 1.0);
  for (const LawRule& rule : pack.law) {
    if (rule.kind == LawKind::sector_ban && in_force(rule, month)) {
      open[static_cast<std::size_t>(rule.sector)] *= 1 - rule.value;
    }
  }
  for (double& share : open) {
    share = 1 - share;
  }
  return open;
}

}  // namespace corridor::law
