# Puts the page's template, style and script and the packaged chart library into the program, so that a report needs
# neither network nor installed files.
find_file(CORRIDOR_CHART_LIBRARY chart.min.js PATHS /usr/share/javascript/chart.js NO_DEFAULT_PATH)
if(NOT CORRIDOR_CHART_LIBRARY)
  message(FATAL_ERROR "Chart.js is missing. Install it with: apt-get install libjs-chart.js")
endif()
set(report_folder ${CMAKE_CURRENT_SOURCE_DIR}/src/corridor/report)
set(report_source "#include \"corridor/report/assets.hpp\"\n\nnamespace corridor::report::assets {\n")
foreach(entry IN ITEMS kReport:${report_folder}/report.html.in kCompare:${report_folder}/compare.html.in
                       kPublished:${report_folder}/published.html.in
                       kStyle:${report_folder}/report.css
                       kScript:${report_folder}/report.js
                       kCountryStyle:${report_folder}/country.css kCountryScript:${report_folder}/country.js
                       kCharts:${CORRIDOR_CHART_LIBRARY})
  string(REGEX MATCH "^([^:]+):(.*)$" matched ${entry})
  set(name ${CMAKE_MATCH_1})
  set(file ${CMAKE_MATCH_2})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} content)
  string(APPEND report_source
         "\nconst std::string_view ${name} = R\"CORRIDOR_ASSET(${content})CORRIDOR_ASSET\";\n")
endforeach()
string(APPEND report_source "\n}  // namespace corridor::report::assets\n")
set(report_assets ${CMAKE_CURRENT_BINARY_DIR}/report_assets.cpp)
file(CONFIGURE OUTPUT ${report_assets} CONTENT "@report_source@" @ONLY)
list(APPEND CORRIDOR_EXTRA_SOURCES ${report_assets})
