#pragma once

#include <cstdint>

#include "corridor/base/month.hpp"
#include "corridor/diplomacy/params.hpp"

/// Days for reading. The model steps by months and knows no day; a chronicle gives each act one, by
/// a pure function of seed, month, origin, kind of act and its number, that no result depends on.
namespace corridor::diplomacy {

/// Day of the incidents that start the month's story, 1 or later (diplomacy D7).
int incident_day(std::uint64_t seed, Month month, int origin);

/// Day of the `number`-th act of a kind in the month (diplomacy D7). No statement comes before the
/// incidents, no summons before a statement, no protest note before a summons, no reply before a
/// protest note; advisories and talks fall on any day from the incidents on.
int act_day(std::uint64_t seed, Month month, int origin, Act act, int number);

}  // namespace corridor::diplomacy
