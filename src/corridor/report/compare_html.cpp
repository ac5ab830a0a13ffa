#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "corridor/report/assets.hpp"
#include "corridor/report/chart.hpp"
#include "corridor/report/compare.hpp"
#include "corridor/report/html.hpp"
#include "corridor/report/table.hpp"

namespace corridor::report {

namespace {

using nlohmann::json;

/// The rows of one measure and place, one after the other.
struct Line {
  std::string place;
  std::string name;
  std::vector<CompareRow> rows;
};

std::vector<Line> lines_of(const Comparison& comparison,
                           const std::string& measure,
                           const std::vector<store::Place>& places) {
  std::vector<Line> lines;
  for (const CompareRow& row : comparison.rows) {
    if (row.measure != measure) {
      continue;
    }
    if (lines.empty() || lines.back().place != row.place) {
      const auto place = std::find_if(places.begin(), places.end(), [&](const store::Place& known) {
        return known.code == row.place;
      });
      lines.push_back({row.place, place == places.end() ? "All origins" : place->name, {}});
    }
    lines.back().rows.push_back(row);
  }
  return lines;
}

json periods_of(const Line& line) {
  json periods = json::array();
  for (const CompareRow& row : line.rows) {
    periods.push_back(row.period);
  }
  return periods;
}

json chart(const std::string& title,
           const Line& periods,
           const Scale& scale,
           const std::string& grade,
           json drawn) {
  return {{"title", title},
          {"unit", scale.unit},
          {"grade", grade},
          {"source", "Second run less first, or both runs, by month."},
          {"stacked", false},
          {"yearly", false},
          {"periods", periods_of(periods)},
          {"lines", std::move(drawn)},
          {"published", json::array()}};
}

template <typename Value>
json drawn_line(const std::string& label, const Line& line, double divisor, const Value& value) {
  json numbers = json::array();
  for (const CompareRow& row : line.rows) {
    numbers.push_back(rounded(value(row) / divisor));
  }
  return {{"label", label}, {"values", numbers}};
}

/// The 80 % band of the differences of members, where every row has one.
void add_band(const Line& line, double divisor, json& drawn) {
  json low = json::array();
  json high = json::array();
  for (const CompareRow& row : line.rows) {
    if (!row.band) {
      return;
    }
    const auto [from, to] = ensemble::band_of(*row.band, kShownBand);
    low.push_back(rounded(from / divisor));
    high.push_back(rounded(to / divisor));
  }
  drawn["bands"] = json::array({{{"label", "80 % of members"}, {"low", low}, {"high", high}}});
}

/// Differences of all places in one chart; all origins together would hide the others.
json difference_chart(const std::vector<Line>& lines, const std::string& grade) {
  double most = 0;
  for (const Line& line : lines) {
    for (const CompareRow& row : line.rows) {
      most = std::max(most, std::abs(row.difference()));
    }
  }
  const Scale scale = scale_of(most, lines.front().rows.front().unit);
  json drawn = json::array();
  for (const Line& line : lines) {
    if (!line.place.empty() || lines.size() == 1) {
      drawn.push_back(drawn_line(
          line.name, line, scale.divisor, [](const CompareRow& row) { return row.difference(); }));
      add_band(line, scale.divisor, drawn.back());
    }
  }
  return chart("Difference", lines.front(), scale, grade, std::move(drawn));
}

json level_chart(const Line& line, const Comparison& comparison, const std::string& grade) {
  double most = 0;
  for (const CompareRow& row : line.rows) {
    most = std::max({most, std::abs(row.first), std::abs(row.second)});
  }
  const Scale scale = scale_of(most, line.rows.front().unit);
  const auto label = [](const store::RunInfo& run) {
    return fmt::format("{} ({})", run.scenario, run.id);
  };
  json drawn = json::array();
  drawn.push_back(
      drawn_line(label(comparison.first), line, scale.divisor, [](const CompareRow& row) {
        return row.first;
      }));
  drawn.push_back(
      drawn_line(label(comparison.second), line, scale.divisor, [](const CompareRow& row) {
        return row.second;
      }));
  return chart(line.name, line, scale, grade, std::move(drawn));
}

std::string band_cell(const CompareRow& row, const Comparison& comparison) {
  if (!row.band) {
    return comparison.ensembles ? "<td class=\"none\">–</td>" : "";
  }
  const auto [low, high] = ensemble::band_of(*row.band, kShownBand);
  return fmt::format("<td>{} to {}</td>", signed_text(low), signed_text(high));
}

std::string table_rows(const std::vector<Line>& lines, const Comparison& comparison) {
  std::string text;
  for (const Line& line : lines) {
    bool begins = true;
    for (const CompareRow& row : line.rows) {
      const std::optional<double> percent = row.percent();
      text += fmt::format(
          "<tr{}><th scope=\"row\">{}</th><td class=\"year\">{}</td><td>{}</td><td>{}</td>"
          "<td>{}</td><td>{}</td>{}</tr>\n",
          begins ? " class=\"first\"" : "",
          begins ? escaped(line.name) : "",
          row.period,
          number_text(row.first),
          number_text(row.second),
          signed_text(row.difference()),
          percent ? fmt::format("{:+.1f}", *percent) : "–",
          band_cell(row, comparison));
      begins = false;
    }
  }
  return text;
}

std::string section(const store::MeasureInfo& measure,
                    const std::vector<Line>& table,
                    const std::vector<Line>& months,
                    const Comparison& comparison,
                    json& data) {
  std::string text =
      fmt::format("<section id=\"{0}\"><h2>{0}</h2><p>{1}</p><div class=\"charts\">\n",
                  escaped(measure.name),
                  escaped(measure.description));
  if (!months.empty()) {
    text += figure(difference_chart(months, measure.grade), measure.name, data);
  }
  for (const Line& line : months) {
    text += figure(level_chart(line, comparison, measure.grade), measure.name, data);
  }
  return text + fmt::format(
                    "</div><details><summary>Numbers, {}</summary><div class=\"scroll\"><table>"
                    "<thead><tr><th>Place</th><th>Period</th><th>first</th><th>second</th>"
                    "<th>difference</th><th>%</th>{}</tr></thead><tbody>\n{}</tbody></table></div>"
                    "</details></section>\n",
                    escaped(measure.unit),
                    comparison.ensembles ? "<th>80 % of members</th>" : "",
                    table_rows(table, comparison));
}

std::string notes(const Comparison& comparison) {
  std::string text;
  for (const std::string& warning : comparison.warnings) {
    text += fmt::format("<p><b>Warning:</b> {}; draws are not shared, so chance differs too.</p>\n",
                        escaped(warning));
  }
  if (comparison.ensembles) {
    text += fmt::format("<p>{}</p>\n", escaped(pairing_text(comparison)));
  }
  if (comparison.identical) {
    text += "<p><b>Identical:</b> every number of both runs is the same.</p>\n";
  }
  if (!comparison.same_until.empty()) {
    text += fmt::format("<p>What is shown is the same until {} and left out.</p>\n",
                        escaped(comparison.same_until));
  }
  for (const std::string& name : comparison.left_out) {
    text +=
        fmt::format("<p>{} is not kept by both runs in the detail asked for.</p>\n", escaped(name));
  }
  return text;
}

}  // namespace

std::string compare_html(const store::Store& store,
                         const store::RunInfo& first,
                         const store::RunInfo& second,
                         const CompareRequest& request) {
  constexpr int kMonthsBefore = 12;
  const Comparison comparison = from_first_difference(compare(store, first, second, request),
                                                      request.monthly ? kMonthsBefore : 1);
  CompareRequest by_month = request;
  by_month.monthly = true;
  const Comparison months =
      from_first_difference(compare(store, first, second, by_month), kMonthsBefore);
  const std::vector<store::Place> places = store.places(first);
  json data = json::array();
  std::string sections;
  std::string links;
  for (const std::string& name : request.measures.empty() ? default_measures() : request.measures) {
    const std::vector<Line> table = lines_of(comparison, name, places);
    const std::vector<Line> drawn = lines_of(months, name, places);
    if (!drawn.empty()) {
      links += fmt::format("<a href=\"#{0}\">{0}</a>\n", escaped(name));
      sections += section(store.measure(first, name), table, drawn, comparison, data);
    }
  }
  return filled(assets::kCompare,
                {{"first", escaped(first.id)},
                 {"second", escaped(second.id)},
                 {"first_scenario", escaped(first.scenario)},
                 {"second_scenario", escaped(second.scenario)},
                 {"question", escaped(second.question)},
                 {"links", links},
                 {"notes", notes(comparison)},
                 {"measures", sections},
                 {"first_facts", facts(first)},
                 {"second_facts", facts(second)},
                 {"data", script_safe(data.dump())},
                 {"style", std::string(assets::kStyle)},
                 {"library", std::string(assets::kCharts)},
                 {"script", std::string(assets::kScript)}});
}

}  // namespace corridor::report
