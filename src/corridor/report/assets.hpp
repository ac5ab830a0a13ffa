#pragma once

#include <string_view>

/// The files of the report page, put into the program by module.cmake.
namespace corridor::report::assets {

extern const std::string_view kReport;         ///< report.html.in
extern const std::string_view kCompare;        ///< compare.html.in
extern const std::string_view kPublished;      ///< published.html.in
extern const std::string_view kStyle;          ///< report.css
extern const std::string_view kScript;         ///< report.js
extern const std::string_view kCountryStyle;   ///< country.css
extern const std::string_view kCountryScript;  ///< country.js
extern const std::string_view kCharts;         ///< Chart.js, MIT licence, stated at its top

}  // namespace corridor::report::assets
