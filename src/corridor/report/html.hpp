#pragma once

#include <nlohmann/json.hpp>
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

/// The facts of a run, as the entries of a definition list.
std::string facts(const store::RunInfo& run);

/// A figure with a canvas for the chart, which is added to `data`, from where the page's script
/// draws it.
std::string figure(nlohmann::json chart, const std::string& subject, nlohmann::json& data);

/// The mark of an evidence grade; nothing for no grade.
std::string grade_badge(const std::string& grade);

/// Text made safe to stand in HTML, also inside a quoted attribute.
std::string escaped(std::string_view text);

/// JSON made safe to stand inside a script element.
std::string script_safe(const std::string& json_text);

/// `template_text` with every `{{name}}` replaced. A name without value is an InvariantError.
std::string filled(std::string_view template_text,
                   const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace corridor::report
