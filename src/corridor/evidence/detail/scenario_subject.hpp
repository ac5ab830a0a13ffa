#pragma once

#include <toml++/toml.h>

#include "corridor/evidence/detail/scenario_problems.hpp"
#include "corridor/evidence/scenario.hpp"

/// Holds one change of a scenario against the pack it will be applied to.
namespace corridor::evidence::detail {

/// Names, keys and ranges of a change whose form is sound.
void check_subject(const toml::table& table,
                   const Change& change,
                   const Pack& pack,
                   ScenarioProblems& problems);

/// The keys that only a rule added to the law may have, `kind` being the one that says so.
inline const std::vector<std::string> kRuleKeys = {
    "kind", "place", "status_from", "status_to", "length"};  // a sector may be said of a series too

/// Reads the rule that a change adds: its id is `change.law`, its window that of the change, its
/// value the change's amount.
void read_new_rule(const toml::table& table,
                   const Pack& pack,
                   Change& change,
                   ScenarioProblems& problems);

}  // namespace corridor::evidence::detail
