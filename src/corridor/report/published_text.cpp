#include <fmt/format.h>

#include "corridor/report/assets.hpp"
#include "corridor/report/html.hpp"
#include "corridor/report/published.hpp"
#include "corridor/report/table.hpp"

/// Published results as people read them: in the terminal, in Markdown and on a page.
namespace corridor::report {

namespace {

using evidence::PublishedForm;
using evidence::PublishedResult;

/// `24 (24 to 28)`, `50 (at least 50)`, `-10 (at most -10)`.
std::string published_value(const PublishedResult& result) {
  const std::string value = figure_text(result.value);
  if (result.low && result.high) {
    return fmt::format("{} ({} to {})", value, figure_text(result.low), figure_text(result.high));
  }
  if (result.low) {
    return fmt::format("{} (at least {})", value, figure_text(result.low));
  }
  return result.high ? fmt::format("{} (at most {})", value, figure_text(result.high)) : value;
}

/// The unit, and what the number is against.
std::string unit_words(const PublishedResult& result) {
  switch (result.form) {
    case PublishedForm::level:
      return result.unit;
    case PublishedForm::growth:
      return result.unit + " on the year before";
    case PublishedForm::factor:
      return "times the year before";
    case PublishedForm::difference:
      return fmt::format("{}, {} less this run", result.unit, result.scenario);
  }
  return result.unit;
}

std::string share_text(int part, int whole) {
  return fmt::format("{:.0f} %", 100.0 * part / whole);
}

std::string_view reached(bool is) { return is ? "reached" : "not reached"; }

/// A cell of a Markdown table: a bar would end it, a line break the row, a `<` begin markup.
std::string markdown_cell(const std::string& text) {
  std::string result;
  for (const char c : text) {
    result += c == '|' ? "\\|" : c == '\n' ? " " : c == '<' ? "&lt;" : std::string(1, c);
  }
  return result.empty() ? "–" : result;
}

std::string with_note(const PublishedResult& result) {
  // Without a measure the note is the verdict.
  return result.note.empty() || result.measure.empty() ? "" : fmt::format(" ({})", result.note);
}

std::string_view shade(const PublishedRow& row) {
  if (!row.model) {
    return "none";
  }
  const bool wrong = row.within == false || row.sign_right == false;
  return wrong ? "far" : "close";
}

std::string html_row(const PublishedRow& row, bool is_first) {
  const PublishedResult& result = *row.result;
  return fmt::format(
      "<tr{}><th scope=\"row\">{}</th><td class=\"word\">{}<br><small>{}{}</small></td>"
      "<td>{}</td><td>{}</td><td>{}</td><td>{}<br><small>{}</small></td><td>{}</td>"
      "<td class=\"word {}\">{}</td></tr>\n",
      is_first ? " class=\"first\"" : "",
      escaped(result.id),
      escaped(result.statement),
      escaped(result.study),
      escaped(with_note(result)),
      escaped(result.places_text.empty() ? "–" : result.places_text),
      escaped(result.period),
      escaped(published_value(result)),
      escaped(figure_text(row.model)),
      escaped(unit_words(result)),
      result.use == evidence::PublishedUse::test
          ? "<abbr title=\"held out: of a time whose figures may not set parameters\">h</abbr>"
          : "",
      shade(row),
      escaped(row.verdict));
}

}  // namespace

std::string published_summary(std::span<const PublishedRow> rows) {
  const PublishedTally sums = tally(rows);
  std::string text = fmt::format(
      "Published results: {}. Answered by this run: {}; not answered: {}; beyond any measure: {}.",
      sums.results,
      sums.answered,
      sums.results - sums.answered - sums.beyond,
      sums.beyond);
  if (sums.compared > 0) {
    text +=
        fmt::format(" Within the published range or {:.0f} %: {} of {} ({}; aim two thirds: {}).",
                    kPublishedTolerance * 100,
                    sums.within,
                    sums.compared,
                    share_text(sums.within, sums.compared),
                    reached(sums.within >= kAimedShare * sums.compared));
  }
  if (sums.signs > 0) {
    text += fmt::format(" Signs right: {} of {} (aim all: {}).",
                        sums.signs_right,
                        sums.signs,
                        reached(sums.signs_right == sums.signs));
  }
  if (sums.held_out > 0) {
    text +=
        fmt::format(" Of those held out, within: {} of {}.", sums.held_out_within, sums.held_out);
  }
  return text;
}

std::string published_text(std::span<const PublishedRow> rows) {
  std::string text = fmt::format("  {:<7}{:<17} {:<12}{:>22} {:>13}  {}\n{}\n",
                                 "result",
                                 "period",
                                 "places",
                                 "published",
                                 "model",
                                 "verdict",
                                 std::string(112, '-'));
  std::string study;
  std::string head;
  for (const PublishedRow& row : rows) {
    const PublishedResult& result = *row.result;
    if (result.study != study) {
      study = result.study;
      head.clear();
      text += study + "\n";
    }
    if (const std::string own = result.statement + ", " + unit_words(result); own != head) {
      head = own;
      text += " " + head + "\n";
    }
    text += fmt::format("  {:<7}{:<17} {:<12}{:>22} {:>13}  {}\n",
                        result.id,
                        result.period,
                        result.places_text.empty() ? "-" : result.places_text,
                        published_value(result),
                        figure_text(row.model),
                        row.verdict);
  }
  return text + "\n" + published_summary(rows) + "\n";
}

std::string published_markdown(const store::RunInfo& run, std::span<const PublishedRow> rows) {
  std::string text = fmt::format(
      "# Results of studies beside the model\n\n{}; pack digest `{}`.\n\n{}\n\n"
      "| result | what was found | study | places | period | unit | published | model | verdict |\n"
      "| --- | --- | --- | --- | --- | --- | ---: | ---: | --- |\n",
      store::run_text(run),
      run.pack_digest,
      published_summary(rows));
  for (const PublishedRow& row : rows) {
    const PublishedResult& result = *row.result;
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
                        markdown_cell(result.id),
                        markdown_cell(result.statement + with_note(result)),
                        markdown_cell(result.study),
                        markdown_cell(result.places_text),
                        markdown_cell(result.period),
                        markdown_cell(unit_words(result)),
                        markdown_cell(published_value(result)),
                        row.model ? markdown_cell(figure_text(row.model)) : "–",
                        markdown_cell(row.verdict));
  }
  return text;
}

std::string published_html(const store::RunInfo& run,
                           const evidence::Pack& pack,
                           std::span<const PublishedRow> rows) {
  std::string table;
  const std::string* study = nullptr;
  for (const PublishedRow& row : rows) {
    table += html_row(row, study == nullptr || *study != row.result->study);
    study = &row.result->study;
  }
  return filled(assets::kPublished,
                {{"title", escaped(pack.title)},
                 {"question", escaped(run.question)},
                 {"run", escaped(run.id)},
                 {"summary", escaped(published_summary(rows))},
                 {"tolerance", fmt::format("{:.0f}", kPublishedTolerance * 100)},
                 {"rows", table},
                 {"facts", facts(run)},
                 {"style", std::string(assets::kStyle)}});
}

}  // namespace corridor::report
