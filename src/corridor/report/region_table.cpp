#include "corridor/report/region_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "corridor/report/html.hpp"
#include "corridor/report/table.hpp"

namespace corridor::report {

namespace {

std::string cell(const RegionMeasure& measure,
                 std::optional<double> value,
                 const std::optional<Range>& band) {
  if (!value) {
    return "<td class=\"none\">–</td>";
  }
  if (!band) {
    return fmt::format("<td data-value=\"{:.6g}\">{}</td>", *value, measure.text(value));
  }
  return fmt::format(
      "<td data-value=\"{:.6g}\" data-low=\"{:.6g}\" data-high=\"{:.6g}\">{}"
      "<span class=\"band\">{}</span></td>",
      *value,
      band->low,
      band->high,
      measure.text(value),
      measure.band_text(*band));
}

std::string heading(const RegionMeasure& measure) {
  return fmt::format(
      "<th scope=\"col\"><button type=\"button\">{}</button><span class=\"unit\">{}</span>"
      "{}</th>",
      escaped(measure.label),
      escaped(measure.unit),
      grade_badge(measure.grade));
}

}  // namespace

std::string region_table(const evidence::Pack& pack,
                         const evidence::Origin& origin,
                         const std::vector<RegionMeasure>& measures) {
  std::vector<const RegionMeasure*> columns;
  for (const RegionMeasure& measure : measures) {
    if (measure.in_table) {
      columns.push_back(&measure);
    }
  }
  if (columns.empty()) {
    return {};
  }
  std::string head;
  std::string body;
  std::string foot;
  bool has_bands = false;
  for (const RegionMeasure* column : columns) {
    has_bands = has_bands || std::ranges::any_of(column->bands,
                                                 [](const auto& band) { return band.has_value(); });
    head += heading(*column);
    foot += cell(*column, column->country, column->country_band);
  }
  for (int i = 0; i < origin.region_count; ++i) {
    const int region_index = origin.first_region + i;
    const evidence::Region& region = pack.regions[static_cast<std::size_t>(region_index)];
    body += fmt::format("<tr data-code=\"{}\"><th scope=\"row\">{}</th>",
                        escaped(region.code),
                        escaped(region.name));
    for (const RegionMeasure* column : columns) {
      const auto region_number = static_cast<std::size_t>(i);
      body += cell(*column, column->regions[region_number], column->bands[region_number]);
    }
    body += "</tr>\n";
  }
  return fmt::format(
      "<div class=\"scroll\"><table class=\"regions\"><caption>{0} by region, {1}{6} "
      "<button type=\"button\" class=\"copy\">Copy as CSV</button>"
      "<span role=\"status\"></span></caption>\n"
      "<thead><tr><th scope=\"col\"><button type=\"button\">Region</button></th>{2}</tr></thead>\n"
      "<tbody>\n{3}</tbody>\n<tfoot><tr data-code=\"{4}\"><th scope=\"row\">{0}</th>{5}</tr>"
      "</tfoot></table></div>\n",
      escaped(origin.name),
      escaped(columns.front()->period),
      head,
      body,
      escaped(origin.code),
      foot,
      has_bands ? fmt::format("; medians, and {:.0f} % of members", 100 * kShownBand) : "");
}

}  // namespace corridor::report
