#include "corridor/report/country_page.hpp"

#include <fmt/format.h>

#include "corridor/report/charts.hpp"
#include "corridor/report/html.hpp"
#include "corridor/report/map.hpp"
#include "corridor/report/region_table.hpp"
#include "corridor/report/region_values.hpp"

namespace corridor::report {

namespace {

std::string regions_part(const evidence::Pack& pack,
                         const evidence::Origin& origin,
                         ModelValues& values,
                         PageData& data) {
  const std::vector<RegionMeasure> measures = region_measures(pack, origin, values);
  const std::string drawn = map_figure(pack, origin, measures, values.run().id);
  const std::string table = region_table(pack, origin, measures);
  if (!drawn.empty()) {
    data.maps[origin.code] = map_json(pack, origin, measures);
  }
  return drawn.empty() && table.empty() ? "" : "<h3 class=\"group\">Regions</h3>\n" + drawn + table;
}

std::string charts_part(const evidence::Pack& pack,
                        const evidence::Origin& origin,
                        ModelValues& values,
                        PageData& data) {
  std::string text;
  std::string group;
  for (const Chart& chart : charts_of(origin.code, pack, values)) {
    if (chart.group != group) {
      text += fmt::format("{}<h3 class=\"group\">{}</h3>\n<div class=\"charts\">\n",
                          group.empty() ? "" : "</div>\n",
                          escaped(chart.group));
      group = chart.group;
    }
    text += figure(chart_json(chart), origin.name, data.charts);
  }
  return group.empty() ? text : text + "</div>\n";
}

}  // namespace

std::string country_page(const evidence::Pack& pack,
                         const evidence::Origin& origin,
                         ModelValues& values,
                         PageData& data) {
  return fmt::format("<section class=\"page\" id=\"{}\"><h2>{}</h2>\n{}{}</section>\n",
                     escaped(origin.code),
                     escaped(origin.name),
                     regions_part(pack, origin, values, data),
                     charts_part(pack, origin, values, data));
}

}  // namespace corridor::report
