#include "corridor/report/html.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "corridor/base/check.hpp"
#include "corridor/report/assets.hpp"
#include "corridor/report/check.hpp"
#include "corridor/report/claims.hpp"
#include "corridor/report/country_page.hpp"
#include "corridor/report/table.hpp"

namespace corridor::report {

namespace {

using nlohmann::json;

std::string fact(std::string_view name, const std::string& value) {
  return fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", name, escaped(value));
}

std::string cell(const std::string& text) {
  return text == "-" ? "<td class=\"none\">–</td>" : fmt::format("<td>{}</td>", escaped(text));
}

/// Published, model and difference; the difference is shaded by its size.
std::string cells(const Pair& pair, std::string (*number)(std::optional<double>)) {
  const std::string published = number(pair.published);
  const std::string model = number(pair.model);
  const std::string band = band_text(pair, number);
  const std::string difference = difference_text(pair);
  std::string shade = "none";
  if (difference != "-") {
    const std::string words = verdict(*pair.published, *pair.model, "fit");
    shade = words == "within 10 %" ? "close" : words == "within 20 %" ? "near" : "far";
  }
  const std::string model_cell =
      band.empty()
          ? cell(model)
          : fmt::format(
                "<td>{}<br><small class=\"band\">{}</small></td>", escaped(model), escaped(band));
  return cell(published) + model_cell +
         fmt::format("<td class=\"{}\">{}{}</td>",
                     shade,
                     difference == "-" ? "–" : escaped(difference),
                     pair.held_out
                         ? " <abbr title=\"held out: never used to set parameters\">h</abbr>"
                         : "");
}

std::string summary_rows(const std::vector<YearLine>& lines) {
  std::string text;
  std::string place;
  for (const YearLine& line : lines) {
    const bool first = line.place != place;
    place = line.place;
    text += first ? "<tr class=\"first\">" : "<tr>";
    text += fmt::format("<th scope=\"row\">{}</th><td class=\"year\">{}</td>",
                        first ? escaped(line.name) : "",
                        line.year);
    text += cell(line.present.published ? line.present.period : "-");
    text += cells(line.present, persons_text) + cells(line.receipts, money_text) +
            cells(line.share, percent_text);
    text += "</tr>\n";
  }
  return text;
}

std::string error_rows(const Check& check, const std::vector<store::Place>& places) {
  std::string text;
  for (const FitError& error : fit_errors(check)) {
    std::string name = error.place;
    for (const store::Place& place : places) {
      name = place.code == error.place ? place.name : name;
    }
    text += fmt::format(
        "<tr><th scope=\"row\">{}</th><td "
        "class=\"word\">{}{}</td><td>{}</td><td>{:.1f}</td></tr>\n",
        escaped(name),
        escaped(error.quantity),
        grade_badge(error.grade),
        error.figures,
        error.percent);
  }
  return text;
}

/// What the bands are and how sure they are; nothing for a run that is no ensemble.
std::string bands_note(const Coverage& coverage) {
  if (coverage.members == 0) {
    return "";
  }
  return fmt::format(
      "<p class=\"bands\">Numbers are medians of {} members, which differ in parameters and "
      "chance; "
      "the line below a number is the band of the middle 80 % of them, with the narrowest of the "
      "50, 80 and 95 % bands that holds the published figure. In charts 80 % is dark and 95 % "
      "light. {}</p>\n",
      coverage.members,
      escaped(coverage_text(coverage)));
}

/// Nothing for a pack without claims.
std::string claims_section(const std::vector<ClaimRow>& rows) {
  if (rows.empty()) {
    return "";
  }
  return fmt::format(
      "<section id=\"claims\"><h2>Claims</h2><p>What a public text says, beside other sources of "
      "the same quantity near the same date, the model, and dated events. A claim agrees when the "
      "model is within {:.0f} % of the quoted value. {}</p>\n<div class=\"scroll\"><table "
      "class=\"claims\"><thead><tr><th>Claim</th><th>What is said</th><th>Period</th>"
      "<th>Quoted</th><th>Sources</th><th>Model</th><th>Verdict</th></tr></thead><tbody>\n"
      "{}</tbody></table></div></section>\n",
      kClaimTolerance * 100,
      escaped(claims_summary(rows)),
      claims_html(rows));
}

}  // namespace

std::string facts(const store::RunInfo& run) {
  std::string text;
  text += fact("Run", fmt::format("{} ({})", run.id, store::status_text(run)));
  text += fact("Scenario", run.scenario);
  text += fact("Months", fmt::format("{} to {}", run.from.text(), run.last_month.text()));
  text += fact("Data pack", fmt::format("{} {}", run.pack, run.pack_version));
  text += fact("Pack digest", run.pack_digest);
  text += fact("Scale",
               run.sample == 1 ? "one simulated person for each person"
                               : fmt::format("one simulated person for {}", run.sample));
  text += fact("Seed", std::to_string(run.seed));
  if (run.members > 0) {
    text += fact("Members", std::to_string(run.members));
    text += fact("Parameters", run.parameters);
  }
  text += fact("Program", run.version);
  text += fact("Machine", run.machine);
  return text + fact("Computed", run.created);
}

std::string figure(json chart, const std::string& subject, json& data) {
  std::string text = fmt::format(
      "<figure><figcaption><h3>{}</h3><span class=\"unit\">{}</span>"
      "{}</figcaption>"
      "<div class=\"canvas\"><canvas data-chart=\"{}\" role=\"img\" "
      "aria-label=\"{}\"></canvas></div><p class=\"source\">{}</p></figure>\n",
      escaped(chart["title"].get<std::string>()),
      escaped(chart["unit"].get<std::string>()),
      grade_badge(chart["grade"].get<std::string>()),
      data.size(),
      escaped(subject + ": " + chart["title"].get<std::string>()),
      escaped(chart["source"].get<std::string>()));
  data.push_back(std::move(chart));
  return text;
}

std::string grade_badge(const std::string& grade) {
  return grade.empty()
             ? std::string()
             : fmt::format("<span class=\"grade grade-{0}\" title=\"evidence grade\">{0}</span>",
                           escaped(grade));
}

std::string escaped(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&#39;";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string script_safe(const std::string& json_text) {
  std::string result;
  for (const char c : json_text) {
    // A `<` could close the script element or open a comment in it; JSON reads the escape as the
    // same text.
    result += c == '<' ? "\\u003c" : std::string(1, c);
  }
  return result;
}

std::string filled(std::string_view template_text,
                   const std::vector<std::pair<std::string, std::string>>& values) {
  std::string result;
  std::size_t at = 0;
  while (true) {
    const std::size_t open = template_text.find("{{", at);
    if (open == std::string_view::npos) {
      return result + std::string(template_text.substr(at));
    }
    const std::size_t close = template_text.find("}}", open);
    invariant(close != std::string_view::npos, "report template: an opening {{ without }}");
    const std::string_view name = template_text.substr(open + 2, close - open - 2);
    const std::string* value = nullptr;
    for (const auto& [known, text] : values) {
      value = known == name ? &text : value;
    }
    invariant(value != nullptr, "report template: no value for " + std::string(name));
    result += template_text.substr(at, open - at);
    result += *value;
    at = close + 2;
  }
}

std::string html_report(const store::Store& store,
                        const store::RunInfo& run,
                        const evidence::Pack& pack,
                        const std::vector<int>& years) {
  const Check compared = check(store, run, pack);
  ModelValues values(store, run);
  const std::vector<store::Place> places = store.places(run);
  const std::vector<ClaimRow> claims = check_claims(values, pack);
  PageData data;
  std::string sections;
  std::string links = claims.empty() ? "" : "<a href=\"#claims\">Claims</a>\n";
  for (const evidence::Origin& origin : pack.origins) {
    sections += country_page(pack, origin, values, data);
    links += fmt::format("<a href=\"#{}\">{}</a>\n", escaped(origin.code), escaped(origin.name));
  }
  const std::string destination = pack.destinations.empty() ? "" : pack.destinations[0].name;
  return filled(assets::kReport,
                {{"title", escaped(pack.title)},
                 {"question", escaped(run.question)},
                 {"run", escaped(run.id)},
                 {"facts", facts(run)},
                 {"links", links},
                 {"destination", escaped(destination)},
                 {"summary", summary_rows(year_lines(compared, values, years))},
                 {"errors", error_rows(compared, places)},
                 {"grade_present", grade_badge(grade_of(values, kPresent))},
                 {"grade_receipts", grade_badge(grade_of(values, kReceipts))},
                 {"grade_share", grade_badge(grade_of(values, kShare))},
                 {"bands", bands_note(coverage(compared, run))},
                 {"claims", claims_section(claims)},
                 {"countries", sections},
                 {"data", script_safe(data.charts.dump())},
                 {"maps", script_safe(data.maps.dump())},
                 {"style", std::string(assets::kStyle)},
                 {"library", std::string(assets::kCharts)},
                 {"script", std::string(assets::kScript)},
                 {"country_script", std::string(assets::kCountryScript)},
                 {"country_style", std::string(assets::kCountryStyle)}});
}

}  // namespace corridor::report
