#include "corridor/report/map.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "corridor/report/classes.hpp"
#include "corridor/report/html.hpp"
#include "corridor/report/map_drawing.hpp"
#include "corridor/report/table.hpp"

namespace corridor::report {

namespace {

using nlohmann::json;

/// What is drawn before anybody chooses: the first share, because numbers of persons and sums of
/// money show above all how large a region is.
std::size_t first_shown(const std::vector<RegionMeasure>& measures) {
  const auto share =
      std::find_if(measures.begin(), measures.end(), [](const RegionMeasure& measure) {
        return measure.unit == "percent";
      });
  return share == measures.end() ? 0 : static_cast<std::size_t>(share - measures.begin());
}

std::string options(const std::vector<RegionMeasure>& measures, std::size_t chosen) {
  std::string text;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    text += fmt::format(
        "<option{}>{}</option>\n", i == chosen ? " selected" : "", escaped(measures[i].label));
  }
  return text;
}

json measure_json(const evidence::Pack& pack,
                  const evidence::Origin& origin,
                  const RegionMeasure& measure) {
  const Classes classes(measure.regions);
  json borders = json::array();
  for (int i = 0; i < kClasses; ++i) {
    borders.push_back(classes.text(i));
  }
  json regions = json::object();
  for (std::size_t i = 0; i < measure.regions.size(); ++i) {
    const evidence::Region& region =
        pack.regions[static_cast<std::size_t>(origin.first_region) + i];
    const std::optional<double> value = measure.regions[i];
    std::string told = value ? measure.text(value) + " " + measure.unit : "no value";
    if (measure.bands[i]) {
      told += fmt::format("; {:.0f} %: {}", 100 * kShownBand, measure.band_text(*measure.bands[i]));
    }
    regions[region.code] = {{"title", region.name + ": " + told},
                            {"shade", value ? classes.of(*value) : -1}};
  }
  return {{"name", measure.name},
          {"label", measure.label},
          {"unit", measure.unit},
          {"grade", measure.grade},
          {"period", measure.period},
          {"description", measure.description},
          {"classes", borders},
          {"regions", regions}};
}

std::string legend(const json& shown) {
  std::string text = "<ol class=\"classes\">\n";
  for (int i = 0; i < kClasses; ++i) {
    text += fmt::format("<li><span class=\"swatch shade-{}\"></span><span>{}</span></li>\n",
                        i,
                        escaped(shown["classes"][static_cast<std::size_t>(i)].get<std::string>()));
  }
  return text + "<li><span class=\"swatch shade-none\"></span><span>no value</span></li>\n</ol>\n";
}

/// Which units are circles, and in which of the others they lie; nothing where all have borders.
std::string seats_text(const evidence::Pack& pack, const evidence::Origin& origin) {
  std::string text;
  for (int i = 0; i < origin.region_count; ++i) {
    const int region_index = origin.first_region + i;
    const auto region = static_cast<std::size_t>(region_index);
    const evidence::RegionShape& shape = pack.boundaries.regions[region];
    if (shape.inside) {
      text += fmt::format("{}{} in {}",
                          text.empty() ? "" : ", ",
                          pack.regions[region].name,
                          pack.regions[static_cast<std::size_t>(*shape.inside)].name);
    }
  }
  return text.empty() ? text
                      : "Circles are regions without a border on this map: " + text +
                            ". The area around a circle is shaded with the value of the region "
                            "that it is named for, the circle with its own.";
}

}  // namespace

json map_json(const evidence::Pack& pack,
              const evidence::Origin& origin,
              const std::vector<RegionMeasure>& measures) {
  json result = json::array();
  for (const RegionMeasure& measure : measures) {
    result.push_back(measure_json(pack, origin, measure));
  }
  return result;
}

std::string map_figure(const evidence::Pack& pack,
                       const evidence::Origin& origin,
                       const std::vector<RegionMeasure>& measures,
                       const std::string& run) {
  if (!pack.boundaries.drawn() || measures.empty()) {
    return {};
  }
  const std::size_t chosen = first_shown(measures);
  const RegionMeasure& first = measures[chosen];
  const json shown = measure_json(pack, origin, first);
  const std::string seats = seats_text(pack, origin);
  return fmt::format(
      "<figure class=\"map\" data-map=\"{0}\"><figcaption><h3>{1}</h3>"
      "<span class=\"unit\">{2}, {3}</span>"
      "{4}<label>Show <select>\n{5}</select></label></figcaption>\n"
      "<div class=\"drawing\">{6}<div class=\"legend\">\n<p class=\"unit\">{2}, {3}</p>\n{7}"
      "<p class=\"note\">{8}</p></div></div>\n<p class=\"source\">"
      "<span class=\"description\">{9}</span> Model: run {10}. {11}.</p></figure>\n",
      escaped(origin.code),
      escaped(first.label),
      escaped(first.unit),
      escaped(first.period),
      grade_badge(first.grade),
      options(measures, chosen),
      country_drawing(pack, origin, shown),
      legend(shown),
      escaped(seats),
      escaped(first.description),
      escaped(run),
      escaped(pack.boundaries.credit));
}

}  // namespace corridor::report
