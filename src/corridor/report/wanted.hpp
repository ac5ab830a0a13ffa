#pragma once

#include <string>
#include <utility>
#include <vector>

#include "corridor/evidence/pack.hpp"

namespace corridor::report {

/// The measures and places (empty: all origins together) whose values an ensemble has to keep by
/// month and member, so that bands are exact where months are put together otherwise than into
/// years: what targets, claims and published results of the pack ask for, and what a comparison
/// shows by default. Each pair once.
std::vector<std::pair<std::string, std::string>> wanted_by_member(const evidence::Pack& pack);

}  // namespace corridor::report
