#include "corridor/report/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace corridor::report {

namespace {

int year_of(const std::string& period) { return std::atoi(period.substr(0, 4).c_str()); }

/// The figure of the year; where a year has several dates, the latest of them, because the table
/// shows one. Parts of a year and figures that only bound the model are not for it.
const CheckRow* row_of(const Check& check,
                       const std::string& place,
                       std::string_view quantity,
                       int year) {
  const CheckRow* best = nullptr;
  for (const CheckRow& row : check.rows) {
    const bool shown = !row.holds && row.period.find("..") == std::string::npos;
    const bool fits =
        shown && row.place == place && row.quantity == quantity && year_of(row.period) == year;
    if (fits && (best == nullptr || row.period > best->period)) {
      best = &row;
    }
  }
  return best;
}

Pair pair_of(const Check& check,
             ModelValues& values,
             const std::string& place,
             std::string_view quantity,
             int year) {
  Pair pair;
  if (const CheckRow* row = row_of(check, place, quantity, year)) {
    return {row->period, row->source, row->published, row->model, row->kind == "test", row->band};
  }
  pair.period = std::to_string(year);
  pair.model = values.value(std::string(quantity), place, pair.period);
  pair.band = pair.model ? values.year_band(std::string(quantity), place, year) : std::nullopt;
  return pair;
}

std::vector<store::Place> origins_of(const ModelValues& values) {
  std::vector<store::Place> origins;
  for (store::Place& place : values.store().places(values.run())) {
    if (place.kind == "origin") {
      origins.push_back(std::move(place));
    }
  }
  return origins;
}

std::string grouped(double value) {
  std::string digits = fmt::format("{:.0f}", std::abs(value));
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), " ");
  }
  return (std::round(value) < 0 ? "-" : "") + digits;
}

/// The 80 % band below the numbers it belongs to, and the narrowest band with the figure.
std::string bands_line(const YearLine& line) {
  if (!line.present.band && !line.receipts.band && !line.share.band) {
    return "";
  }
  return fmt::format("{:<14} {:<4} | {:>37} | {:>27} | {:>21}\n",
                     "",
                     "",
                     band_text(line.present, persons_text),
                     band_text(line.receipts, money_text),
                     band_text(line.share, percent_text));
}

std::string line_text(const YearLine& line, bool first_of_place) {
  const std::string stock_date = line.present.published ? line.present.period : "";
  const bool held_out = line.present.held_out || line.receipts.held_out || line.share.held_out;
  return fmt::format(
      "{:<14} {} | {:<7} {:>10} {:>10} {:>7} | {:>9} {:>9} {:>7} | {:>6} {:>6} {:>7}{}\n",
      first_of_place ? line.name : "",
      line.year,
      stock_date,
      persons_text(line.present.published),
      persons_text(line.present.model),
      difference_text(line.present),
      money_text(line.receipts.published),
      money_text(line.receipts.model),
      difference_text(line.receipts),
      percent_text(line.share.published),
      percent_text(line.share.model),
      difference_text(line.share),
      held_out ? "  held out" : "");
}

std::string years_table(const std::vector<YearLine>& lines, const ModelValues& values) {
  const auto head = [&](std::string_view words, std::string_view measure) {
    return fmt::format("{} ({})", words, grade_of(values, measure));
  };
  std::string text = fmt::format(
      "{:<14} {:<4} | {:<38}| {:<28}| {}\n{:<14} {:<4} | {:<7} {:>10} {:>10} {:>7} | "
      "{:>9} {:>9} {:>7} | {:>6} {:>6} {:>7}\n",
      "",
      "",
      head("migrants present, persons", kPresent),
      head("receipts, million USD", kReceipts),
      head("receipts, % of GDP", kShare),
      "country",
      "year",
      "date",
      "published",
      "model",
      "differs",
      "published",
      "model",
      "differs",
      "publ.",
      "model",
      "differs");
  text += std::string(112, '-') + "\n";
  std::string place;
  for (const YearLine& line : lines) {
    text += line_text(line, line.place != place);
    text += bands_line(line);
    place = line.place;
  }
  text +=
      "Grades in brackets: A calibrated and tested on data held apart, B calibrated, C assumed.\n";
  return text;
}

std::string errors_table(const Check& check, ModelValues& values) {
  std::string text =
      "Mean absolute error over the figures of kind `fit`, percent (number of figures)\n";
  const std::vector<FitError> errors = fit_errors(check);
  for (const store::Place& place : origins_of(values)) {
    std::string cells;
    for (const FitError& error : errors) {
      if (error.place == place.code) {
        cells += fmt::format("  {} {:.1f} ({})", error.quantity, error.percent, error.figures);
      }
    }
    if (!cells.empty()) {
      text += fmt::format("{:<14}{}\n", place.name, cells);
    }
  }
  return errors.empty() ? "" : text;
}

std::string change_table(const Check& check, ModelValues& values, const std::vector<int>& years) {
  if (years.size() != 2) {
    return {};
  }
  std::string text;
  for (const ChangeLine& line : receipts_change(check, values, years[0], years[1])) {
    if (line.model) {
      const std::string published =
          line.published ? fmt::format("{:+.0f}", *line.published) : std::string("-");
      text += fmt::format(
          "{:<14}   published {:>4}   model {:>+4.0f}\n", line.name, published, *line.model);
    }
  }
  const std::string title =
      fmt::format("Change of receipts from {} to {}, percent\n", years[0], years[1]);
  return text.empty() ? "" : title + text;
}

std::string left_out_text(const Check& check) {
  std::string text;
  for (const auto& [quantity, count] : check.not_modelled) {
    text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", quantity, count);
  }
  return text.empty() ? "" : "Published figures without a model value in this run: " + text + ".\n";
}

std::string row_text(const CheckRow& row) {
  const bool whole = std::abs(row.published) >= 1000;
  const auto number = [&](double value) {
    return whole ? grouped(value) : fmt::format("{:.1f}", value);
  };
  std::string band;
  if (row.band) {
    const auto [low, high] = ensemble::band_of(row.band->quantiles, kShownBand);
    band = fmt::format(
        "; 80 %: {} to {}, {}", number(low), number(high), within_text(*row.band, row.published));
  }
  return fmt::format("{:<44} {:<16} {:>16} {:>16}  {} (grade {}){}\n",
                     row.id,
                     row.period,
                     number(row.published),
                     number(row.model),
                     row.verdict,
                     row.grade,
                     band);
}

std::string rows_text(const Check& check, std::string_view subject) {
  std::string text;
  for (const CheckRow& row : check.rows) {
    text += row.subject == subject ? row_text(row) : "";
  }
  return text;
}

/// The errors of each part of the model, for a reader who does not want every figure.
std::string subjects_table(const Check& check) {
  const std::vector<SubjectErrors> errors = errors_by_subject(check);
  std::string text = "Every published figure, by part of the model\n";
  for (const SubjectErrors& part : errors) {
    text += fmt::format("{:<18}  {}\n", part.subject, subject_text(part));
  }
  return errors.empty() ? "" : text;
}

}  // namespace

std::string subject_text(const SubjectErrors& errors) {
  std::string text;
  if (errors.figures > 0) {
    text = fmt::format("{} figure{}, absolute error: median {:.1f} %, mean {:.1f} %",
                       errors.figures,
                       errors.figures == 1 ? "" : "s",
                       errors.median,
                       errors.mean);
  }
  if (errors.bounds > 0) {
    text += fmt::format(
        "{}{} of {} bounds kept", text.empty() ? "" : "; ", errors.bounds_kept, errors.bounds);
  }
  return text;
}

std::vector<YearLine> year_lines(const Check& check,
                                 ModelValues& values,
                                 const std::vector<int>& years) {
  std::vector<YearLine> lines;
  for (const store::Place& place : origins_of(values)) {
    for (const int year : years) {
      YearLine line{place.code, place.name, year, {}, {}, {}};
      line.present = pair_of(check, values, place.code, kPresent, year);
      line.receipts = pair_of(check, values, place.code, kReceipts, year);
      line.share = pair_of(check, values, place.code, kShare, year);
      if (line.present.model || line.receipts.model || line.share.model) {
        lines.push_back(line);
      }
    }
  }
  return lines;
}

std::vector<ChangeLine> receipts_change(const Check& check, ModelValues& values, int from, int to) {
  std::vector<ChangeLine> lines;
  const auto change = [](std::optional<double> before, std::optional<double> after) {
    return before && after && *before != 0 ? std::optional((*after / *before - 1) * 100)
                                           : std::nullopt;
  };
  for (const store::Place& place : origins_of(values)) {
    const Pair before = pair_of(check, values, place.code, kReceipts, from);
    const Pair after = pair_of(check, values, place.code, kReceipts, to);
    lines.push_back({place.code,
                     place.name,
                     change(before.published, after.published),
                     change(before.model, after.model)});
  }
  return lines;
}

std::string persons_text(std::optional<double> value) { return value ? grouped(*value) : "-"; }

std::string money_text(std::optional<double> value) { return value ? grouped(*value / 1e6) : "-"; }

std::string percent_text(std::optional<double> value) {
  return value ? fmt::format("{:.1f}", *value) : "-";
}

std::string figure_text(std::optional<double> value) {
  if (!value) {
    return "-";
  }
  const double size = std::abs(*value);
  if (size >= 1000) {
    return persons_text(value);
  }
  if (*value == std::round(*value)) {
    return fmt::format("{:.0f}", *value);
  }
  return size < 1 ? fmt::format("{:.2g}", *value) : fmt::format("{:.1f}", *value);
}

std::string band_text(const Pair& pair, std::string (*number)(std::optional<double>)) {
  if (!pair.band) {
    return "";
  }
  const auto [low, high] = ensemble::band_of(pair.band->quantiles, kShownBand);
  const std::string within =
      pair.published ? ", " + within_text(*pair.band, *pair.published) : std::string();
  return fmt::format("{} to {}{}", number(low), number(high), within);
}

std::string difference_text(const Pair& pair) {
  if (!pair.published || !pair.model || *pair.published == 0) {
    return "-";
  }
  // A model a little below is not away by minus nothing.
  const double percent = std::round((*pair.model / *pair.published - 1) * 100);
  return fmt::format("{:+.0f} %", percent + 0.0);
}

std::string summary_text(const Check& check,
                         ModelValues& values,
                         const std::vector<int>& years,
                         const std::vector<int>& change_years) {
  const std::vector<YearLine> lines = year_lines(check, values, years);
  std::string text;
  if (lines.empty()) {
    text = "The run covers none of the years asked for.\n";
  } else {
    text = years_table(lines, values);
  }
  const std::vector<std::string> blocks = {errors_table(check, values),
                                           subjects_table(check),
                                           coverage_text(coverage(check, values.run())),
                                           change_table(check, values, change_years),
                                           left_out_text(check)};
  for (const std::string& block : blocks) {
    text += block.empty() ? "" : "\n" + block;
  }
  return text;
}

std::string full_text(const Check& check) {
  std::string text = fmt::format(
      "{:<44} {:<16} {:>16} {:>16}  {}\n", "figure", "period", "published", "model", "verdict");
  for (const SubjectErrors& errors : errors_by_subject(check)) {
    text += fmt::format("\n{}: {}\n", errors.subject, subject_text(errors));
    text += rows_text(check, errors.subject);
  }
  const std::string others = rows_text(check, {});
  text += others.empty() ? "" : "\nof no part of the model\n" + others;
  return text + "\n" + left_out_text(check);
}

}  // namespace corridor::report
