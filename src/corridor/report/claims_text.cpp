#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "corridor/report/claims.hpp"
#include "corridor/report/html.hpp"
#include "corridor/report/table.hpp"

/// The claims as people read them: in the terminal and on the HTML page.
namespace corridor::report {

namespace {

struct OutcomeWords {
  Outcome outcome;
  std::string_view words;
  std::string_view shade;  ///< class of the cell on the page
};

constexpr std::array kOutcomes = {
    OutcomeWords{Outcome::agrees, "agree", "close"},
    OutcomeWords{Outcome::within_spread, "within the spread of sources", "near"},
    OutcomeWords{Outcome::consistent, "consistent as a part", "near"},
    OutcomeWords{Outcome::contradicted, "contradicted", "far"},
    OutcomeWords{Outcome::events_agree, "agree with dated events", "close"},
    OutcomeWords{Outcome::no_event, "without a dated event", "far"},
    OutcomeWords{Outcome::cannot_say, "cannot be said", "none"},
};

/// A column of the closing table; an outcome twice fills the array.
struct TallyColumn {
  std::string_view head;
  std::array<Outcome, 3> outcomes;
};

constexpr int kTallyWidth = 16;
constexpr std::array kTally = {
    TallyColumn{"agree", {Outcome::agrees, Outcome::within_spread, Outcome::events_agree}},
    TallyColumn{"consistent", {Outcome::consistent, Outcome::consistent, Outcome::consistent}},
    TallyColumn{"contradicted",
                {Outcome::contradicted, Outcome::contradicted, Outcome::contradicted}},
    TallyColumn{"cannot be said", {Outcome::no_event, Outcome::cannot_say, Outcome::cannot_say}},
};

std::string spread_text(const std::optional<Spread>& spread) {
  if (!spread || spread->low == spread->high) {
    return "-";
  }
  return figure_text(spread->low) + " to " + figure_text(spread->high);
}

}  // namespace

std::string claims_summary(std::span<const ClaimRow> rows) {
  std::string text;
  for (const OutcomeWords& words : kOutcomes) {
    std::size_t count = 0;
    for (const ClaimRow& row : rows) {
      count += row.outcome == words.outcome ? 1U : 0U;
    }
    if (count > 0) {
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, words.words);
    }
  }
  return rows.empty() ? "" : fmt::format("Claims: {} ({}).\n", rows.size(), text);
}

std::string claims_tally(std::span<const ClaimRow> rows) {
  std::string text = fmt::format("{:<14}", "");
  for (const TallyColumn& column : kTally) {
    text += fmt::format("{:>{}}", column.head, kTallyWidth);
  }
  text += "\n";
  for (const bool main : {true, false}) {
    text += fmt::format("{:<14}", main ? "main claims" : "variants");
    for (const TallyColumn& column : kTally) {
      const auto fits = [&](const ClaimRow& row) {
        const auto& outcomes = column.outcomes;
        return (row.claim->id == row.claim->main) == main &&
               std::find(outcomes.begin(), outcomes.end(), row.outcome) != outcomes.end();
      };
      text += fmt::format("{:>{}}", std::count_if(rows.begin(), rows.end(), fits), kTallyWidth);
    }
    text += "\n";
  }
  return text;
}

std::string claims_text(std::span<const ClaimRow> rows) {
  std::string text = fmt::format("{:<6}{:<17} {:<16}{:>11} {:<8} {:<24}{:>11} {:<5}  {}\n",
                                 "claim",
                                 "period",
                                 "places",
                                 "quoted",
                                 "unit",
                                 "sources",
                                 "model",
                                 "grade",
                                 "verdict");
  text += std::string(121, '-') + "\n";
  std::string main;
  for (const ClaimRow& row : rows) {
    const evidence::Claim& claim = *row.claim;
    if (claim.main != main) {
      main = claim.main;
      text += fmt::format("{}: {}\n", main, claim.statement);
    }
    text += fmt::format("  {:<6}{:<17} {:<16}{:>9} {:<8} {:<24}{:>11} {:<5}  {}\n",
                        claim.id,
                        claim.period,
                        claim.places_text,
                        figure_text(claim.value),
                        claim.unit,
                        spread_text(row.spread),
                        figure_text(row.model),
                        row.grade,
                        row.verdict);
  }
  return text + "\n" + claims_summary(rows) + "\n" + claims_tally(rows);
}

std::string claims_html(std::span<const ClaimRow> rows) {
  std::string text;
  std::string main;
  for (const ClaimRow& row : rows) {
    const evidence::Claim& claim = *row.claim;
    std::string_view shade = "none";
    for (const OutcomeWords& words : kOutcomes) {
      shade = words.outcome == row.outcome ? words.shade : shade;
    }
    text += fmt::format(
        "<tr{}><th scope=\"row\">{}</th><td class=\"word\">{}<br><small>{}{}{}</small></td>"
        "<td>{}</td><td>{}<br><small>{}</small></td><td>{}</td><td>{}{}</td><td class=\"word "
        "{}\">{}</td></tr>\n",
        claim.main != main ? " class=\"first\"" : "",
        escaped(claim.id),
        escaped(claim.statement),
        escaped(claim.said_by),
        claim.note.empty() ? "" : "; ",
        escaped(claim.note),
        escaped(claim.period),
        escaped(figure_text(claim.value)),
        escaped(claim.unit),
        escaped(spread_text(row.spread)),
        escaped(figure_text(row.model)),
        grade_badge(row.grade),
        shade,
        escaped(row.verdict));
    main = claim.main;
  }
  return text;
}

}  // namespace corridor::report
