#include "corridor/evidence/as_of.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <span>

#include "corridor/base/check.hpp"
#include "corridor/evidence/schema.hpp"

namespace corridor::evidence {

namespace {

constexpr std::string_view kOutlook = "_outlook";

Month december(int year) { return {year, kMonthsPerYear}; }

/// How well a rule fits a row: 0 when it does not, more the more it names.
int fit_of(const PublicationRule& rule, const DatedRow& row) {
  if (rule.table != row.table || (!rule.name.empty() && rule.name != row.name) ||
      (!rule.of_source.empty() && rule.of_source != row.source)) {
    return 0;
  }
  return 1 + (rule.name.empty() ? 0 : 1) + (rule.of_source.empty() ? 0 : 2);
}

/// How many values of a series were known.
std::size_t known_values(const Pack& pack, const AsOf& when, const Series& series) {
  const DatedRow heading{"series", series.name, {}, series.first};
  const PublicationRule& rule = publication_rule(pack, heading);
  if (rule.driver && when.drivers == Drivers::known) {
    return series.values.size();
  }
  const int step = series.yearly ? kMonthsPerYear : 1;
  // The last month of the first value's period is known `delay` later, each further one a step on.
  const int since = when.month - (series.first + (step - 1)) - rule.delay_months;
  const int known = since < 0 ? 0 : since / step + 1;
  return std::min(series.values.size(), static_cast<std::size_t>(known));
}

void continue_series(const AsOf& when, Pack& pack) {
  std::vector<continuation::Line> lines;
  for (Series& series : pack.series) {
    const std::size_t known = known_values(pack, when, series);
    if (when.to) {
      lengthen(series, *when.to);
    }
    lines.push_back(line_of(pack, known, series));
    continuation::apply_rule(lines.back());
  }
  if (when.draw) {
    continuation::apply_draw(pack, *when.draw, lines);
  }
}

bool same_cell(const YearlyFigure& a, const YearlyFigure& b) {
  return a.quantity == b.quantity && a.place == b.place && a.year == b.year;
}

DatedRow dated(const YearlyFigure& figure) {
  return {"figures", figure.quantity, figure.source, december(figure.year)};
}

bool is_outlook(const YearlyFigure& figure) { return figure.quantity.ends_with(kOutlook); }

/// The release of one cell that holds at the month, nullptr where none was known. Rows with a date
/// of publication are earlier releases of the row without one.
const YearlyFigure* release(const Pack& pack,
                            const AsOf& when,
                            std::span<const YearlyFigure> cell) {
  const YearlyFigure* newest = nullptr;
  const YearlyFigure* of_the_time = nullptr;
  for (const YearlyFigure& figure : cell) {
    if (!figure.published) {
      newest = &figure;
    } else if (*figure.published <= when.month) {
      of_the_time = &figure;  // in order of publication
    }
  }
  if (newest == nullptr || is_outlook(cell.front())) {
    return of_the_time;
  }
  const PublicationRule& rule = publication_rule(pack, dated(*newest));
  const bool given = rule.driver && when.drivers == Drivers::known;
  const bool known = given || known_from(pack, dated(*newest)) <= when.month;
  const bool superseded = of_the_time != nullptr && when.month < newest->vintage;
  if (when.revisions == Revisions::of_the_time && superseded && !given) {
    return of_the_time;
  }
  return known ? newest : nullptr;
}

const YearlyFigure* find_outlook(const std::vector<YearlyFigure>& figures,
                                 const YearlyFigure& of,
                                 int year) {
  const std::string wanted = of.quantity + std::string(kOutlook);
  for (const YearlyFigure& figure : figures) {
    if (figure.quantity == wanted && figure.place == of.place && figure.year == year) {
      return &figure;
    }
  }
  return nullptr;
}

continuation::Line line_of(const PublicationRule& rule,
                           const YearlyFigure& first,
                           std::size_t known,
                           std::vector<double>& values) {
  const std::span<const FigureSchema> all = figure_quantities();
  const auto schema = std::find_if(all.begin(), all.end(), [&](const FigureSchema& one) {
    return one.quantity == first.quantity;
  });
  invariant(schema != all.end(), "figures of a pack are those of the schema");
  return {
      &values, known, rule.after, rule.window, true, first.year, schema->minimum, schema->maximum};
}

/// Continues the figures of one quantity and place, which end at `figures.back()`, to `last_year`.
void continue_figures(const Pack& pack,
                      const AsOf& when,
                      const std::vector<YearlyFigure>& outlooks,
                      int last_year,
                      std::size_t first,
                      std::vector<YearlyFigure>& figures) {
  const PublicationRule& rule = publication_rule(pack, dated(figures.back()));
  if (rule.after == After::none) {
    return;
  }
  const int last_known = figures.back().year;
  std::vector<double> values;
  for (std::size_t i = first; i < figures.size(); ++i) {
    values.push_back(figures[i].value);
  }
  const std::size_t known = values.size();
  values.resize(known + static_cast<std::size_t>(std::max(0, last_year - last_known)));
  const continuation::Line line = line_of(rule, figures[first], known, values);
  continuation::apply_rule(line);
  for (std::size_t i = known; i < values.size(); ++i) {
    YearlyFigure next = figures.back();
    ++next.year;
    next.published.reset();
    next.status = "assumed";
    const YearlyFigure* outlook = find_outlook(outlooks, next, next.year);
    values[i] = outlook == nullptr ? values[i] : outlook->value;
    figures.push_back(std::move(next));
  }
  if (when.draw) {
    continuation::apply_draw(pack, *when.draw, {&line, 1});
  }
  for (std::size_t i = known; i < values.size(); ++i) {
    figures[first + i].value = values[i];
  }
}

std::vector<YearlyFigure> figures_as_of(const Pack& pack, const AsOf& when) {
  std::vector<YearlyFigure> one_each;
  const std::span<const YearlyFigure> all(pack.figures);
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    while (end < all.size() && same_cell(all[begin], all[end])) {
      ++end;
    }
    const YearlyFigure* chosen = release(pack, when, all.subspan(begin, end - begin));
    if (chosen != nullptr && !chosen->held_out) {
      one_each.push_back(*chosen);
      if (!is_outlook(*chosen)) {
        // Whoever goes further back from here dates the figure by its rule.
        one_each.back().published.reset();
      }
    }
  }
  std::vector<YearlyFigure> result;
  for (std::size_t begin = 0, end = 0; begin < one_each.size(); begin = end) {
    const std::size_t first = result.size();
    const YearlyFigure& head = one_each[begin];
    while (end < one_each.size() && one_each[end].quantity == head.quantity &&
           one_each[end].place == head.place) {
      result.push_back(one_each[end++]);
    }
    int last_year = result.back().year;
    for (const YearlyFigure& figure : all) {
      if (figure.quantity == head.quantity && figure.place == head.place) {
        last_year = std::max(last_year, figure.year);
      }
    }
    continue_figures(pack, when, one_each, last_year, first, result);
  }
  return result;
}

void law_as_of(const AsOf& when, std::vector<LawRule>& law) {
  if (when.drivers == Drivers::known) {
    return;
  }
  std::erase_if(law, [&](const LawRule& rule) { return rule.from > when.month; });
  for (LawRule& rule : law) {
    rule.to = rule.to > when.month ? kOpenEnd : rule.to;
  }
}

}  // namespace

const PublicationRule& publication_rule(const Pack& pack, const DatedRow& row) {
  const PublicationRule* best = nullptr;
  int fit = 0;
  for (const PublicationRule& rule : pack.publication) {
    if (fit_of(rule, row) > fit) {
      best = &rule;
      fit = fit_of(rule, row);
    }
  }
  if (best == nullptr) {
    throw InvariantError(fmt::format("publication.csv has no rule for a row of {}", row.table));
  }
  return *best;
}

Month known_from(const Pack& pack, const DatedRow& row) {
  return row.last + publication_rule(pack, row).delay_months;
}

Pack as_of(const Pack& pack, const AsOf& when) {
  Pack result = pack;
  std::erase_if(result.targets, [&](const Target& target) {
    const DatedRow row{"targets", target.quantity, target.source, target.span.last_month()};
    return target.kind == "test" || known_from(pack, row) > when.month;
  });
  std::erase_if(result.welfare, [&](const WelfareFigure& figure) {
    const DatedRow row{"welfare", figure.quantity, figure.source, december(figure.year)};
    return known_from(pack, row) > when.month;
  });
  std::erase_if(result.events,
                [&](const Event& event) { return event.span.first_month() > when.month; });
  result.claims.clear();
  result.published.clear();
  continue_series(when, result);
  result.figures = figures_as_of(pack, when);
  law_as_of(when, result.law);
  return result;
}

}  // namespace corridor::evidence
