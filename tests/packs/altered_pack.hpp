#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

#include "corridor/base/check.hpp"
#include "corridor/evidence/pack.hpp"

/// Changes to a pack in memory, so that a test can take chance or a process away.
namespace corridor::tests {

inline void set_parameter(evidence::Pack& pack, std::string_view name, double value) {
  bool found = false;
  for (evidence::ParameterRow& row : pack.parameters.rows()) {
    if (row.name == name) {
      row.value = value;
      found = true;
    }
  }
  invariant(found, "the parameter that a test changes is in the pack");
}

/// Every value of a series, in every place and sector.
inline void set_series(evidence::Pack& pack, std::string_view name, double value) {
  bool found = false;
  for (evidence::Series& series : pack.series) {
    if (series.name == name) {
      std::fill(series.values.begin(), series.values.end(), value);
      found = true;
    }
  }
  invariant(found, "the series that a test changes is in the pack");
}

inline void set_all(std::vector<std::vector<std::vector<double>>>& table, double value) {
  for (auto& years : table) {
    for (std::vector<double>& cells : years) {
      std::fill(cells.begin(), cells.end(), value);
    }
  }
}

/// So many persons in the place of each, in every origin and region.
inline void multiply_population(evidence::Pack& pack, int times) {
  const auto multiply = [times](std::vector<double>& persons) {
    for (double& count : persons) {
      count *= times;
    }
  };
  for (auto& years : pack.demography.population) {
    std::for_each(years.begin(), years.end(), multiply);
  }
  std::for_each(
      pack.demography.region_population.begin(), pack.demography.region_population.end(), multiply);
}

inline void set_mortality(evidence::Pack& pack, double per_year) {
  set_all(pack.demography.mortality, per_year);
}

inline void set_fertility(evidence::Pack& pack, double per_year) {
  set_all(pack.demography.fertility, per_year);
}

/// Everybody has the same propensity to migrate, small children included; only for packs without
/// births, because a newborn of the year cannot leave.
inline void set_flat_profile(evidence::Pack& pack) {
  std::fill(pack.profile.region.begin(), pack.profile.region.end(), 1.0);
  for (std::vector<double>& ages : pack.profile.sex_age) {
    std::fill(ages.begin(), ages.end(), 1.0);
  }
  for (std::vector<double>& levels : pack.profile.education) {
    std::fill(levels.begin(), levels.end(), 1.0);
  }
}

/// Leaves of the law what needs no inspection, no detention, no registry and no war: arrivals,
/// lapsed patents, and removal of those without valid papers.
inline void keep_plain_law(evidence::Pack& pack) {
  std::erase_if(pack.law, [](const evidence::LawRule& rule) {
    return rule.kind != evidence::LawKind::arrival && rule.id != "lapse.patent" &&
           rule.id != "removal.no_valid_status";
  });
}

/// Takes away every rule of one kind.
inline void remove_law(evidence::Pack& pack, evidence::LawKind kind) {
  std::erase_if(pack.law, [&](const evidence::LawRule& rule) { return rule.kind == kind; });
}

/// A rule on everybody from the first month of `from` on, with an open end.
inline evidence::LawRule law_rule(evidence::LawKind kind,
                                  int status_from,
                                  int status_to,
                                  double value,
                                  Month from = Month(2009, 1),
                                  Month to = Month(2099, 12)) {
  evidence::LawRule made;
  made.id = "made";
  made.kind = kind;
  made.status_from = status_from;
  made.status_to = status_to;
  made.value = value;
  made.from = from;
  made.to = to;
  return made;
}

/// Nobody is abroad and nobody leaves.
inline void close_border(evidence::Pack& pack) {
  set_parameter(pack, "mobility.departure_hazard", 0);
  set_parameter(pack, "mobility.start_share_abroad", 0);
}

/// One hazard of departure to the main destination and one of return for everybody, no births, no
/// feedback, no law that ends a stay.
inline void set_plain_mobility(evidence::Pack& pack, double leave, double come_back) {
  set_flat_profile(pack);
  set_fertility(pack, 0);
  for (const std::string_view name : {"mobility.wage_response",
                                      "mobility.network_response",
                                      "mobility.household_response",
                                      "mobility.return_wage_response",
                                      "mobility.destination_wage_response"}) {
    set_parameter(pack, name, 0);
  }
  set_parameter(pack, "mobility.repeat_factor", 1);
  set_parameter(pack, "mobility.departure_hazard", leave);
  set_parameter(pack, "mobility.return_hazard", come_back);
  set_parameter(pack, "mobility.other_destination_constant", -1000);
  std::erase_if(pack.law, [](const evidence::LawRule& rule) {
    return rule.kind != evidence::LawKind::arrival;
  });
}

}  // namespace corridor::tests
