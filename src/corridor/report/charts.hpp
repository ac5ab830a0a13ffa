#pragma once

#include <nlohmann/json.hpp>

#include "corridor/evidence/pack.hpp"
#include "corridor/report/check.hpp"

namespace corridor::report {

/// The charts of one origin, as the page's script reads them: title, unit, grade, source line,
/// periods and lines. A chart whose measure the run does not report is left out.
nlohmann::json charts_of(const std::string& place, const evidence::Pack& pack, ModelValues& values);

}  // namespace corridor::report
