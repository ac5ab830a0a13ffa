#pragma once

#include <string>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/report/chart.hpp"
#include "corridor/report/check.hpp"

namespace corridor::report {

/// The charts of one origin. A chart whose first measure the run does not report is left out.
std::vector<Chart> charts_of(const std::string& place,
                             const evidence::Pack& pack,
                             ModelValues& values);

}  // namespace corridor::report
