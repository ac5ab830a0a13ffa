#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/store/store.hpp"

namespace corridor::report {

/// One self-contained page about a run: what it is, the comparison with published figures, charts
/// by origin. It needs no network: style, script and chart library stand inside.
std::string html_report(const store::Store& store,
                        const store::RunInfo& run,
                        const evidence::Pack& pack,
                        const std::vector<int>& years);

/// Text made safe to stand in HTML, also inside a quoted attribute.
std::string escaped(std::string_view text);

/// JSON made safe to stand inside a script element.
std::string script_safe(const std::string& json_text);

/// `template_text` with every `{{name}}` replaced. A name without value is an InvariantError.
std::string filled(std::string_view template_text,
                   const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace corridor::report
