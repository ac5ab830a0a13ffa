#include <fmt/format.h>

#include "corridor/evidence/detail/reading.hpp"

namespace corridor::evidence::detail {

namespace {

/// What a rule refuses: its id before what is wrong, at its row.
class Refusal {
 public:
  Refusal(Reading& reading, const Table& table, std::size_t row, const LawRule& rule)
      : reading_(reading), table_(table), row_(row), rule_(rule) {}
  void operator()(std::string what, std::string why, std::string remedy) const {
    reading_.findings.add({reading_.where(table_, row_),
                           rule_.id + ": " + std::move(what),
                           std::move(why),
                           std::move(remedy)});
  }

 private:
  Reading& reading_;
  const Table& table_;
  std::size_t row_;
  const LawRule& rule_;
};

/// Unit, size and dates.
void check_value(const Table& table,
                 std::size_t row,
                 const LawRule& rule,
                 const LawSchema& kind,
                 const Refusal& refuse) {
  if (rule.unit != kind.unit) {
    refuse(fmt::format("unit \"{}\"", rule.unit),
           fmt::format("is not the unit of {} ({}).", kind.kind, kind.unit),
           "Convert the value and write that unit.");
  }
  if (rule.value > kind.maximum) {
    refuse(fmt::format("value {}", table.cell(row, "value").text),
           fmt::format("is out of range for {} (allowed: {} {}).",
                       kind.kind,
                       range_text(0, kind.maximum),
                       kind.unit),
           "Correct the value, or the unit it was taken from.");
  }
  if (rule.from > rule.to) {
    refuse(fmt::format("from {}", rule.from.text()),
           fmt::format("is later than to {}.", rule.to.text()),
           "Swap them, or correct one.");
  }
  if (rule.length > 0 && kind.length.empty()) {
    refuse("length", fmt::format("is given, but {} has none.", kind.kind), "Leave it empty.");
  }
}

/// Whom the rule is about.
void check_codes(const LawRule& rule, const LawSchema& kind, const Refusal& refuse) {
  if (kind.needs_from() && rule.status_from < 0) {
    refuse("status_from",
           fmt::format("is empty, but {} needs it.", kind.kind),
           "Name a status of statuses.csv.");
  }
  const auto needs = [&](std::string_view column, bool needed, bool given, std::string_view file) {
    if (needed != given) {
      refuse(std::string(column),
             needed ? fmt::format("is empty, but {} needs it.", kind.kind)
                    : fmt::format("is given, but {} has none.", kind.kind),
             needed ? fmt::format("Name a code of {}.", file) : "Leave it empty.");
    }
  };
  needs("status_to", kind.takes_to(), rule.status_to >= 0, "statuses.csv");
  needs("sector", kind.has_sector(), rule.sector >= 0, "sectors.csv");
  if (kind.for_everybody() && (rule.origin >= 0 || rule.status_from >= 0)) {
    refuse(rule.origin >= 0 ? "place" : "status_from",
           fmt::format("is given, but {} binds everybody.", kind.kind),
           "Leave it empty.");
  }
}

/// Detention leads into detention, and enlistment into service; elsewhere neither would be counted.
void check_outcome(const Pack& pack, const LawRule& rule, const Refusal& refuse) {
  if (rule.status_to < 0) {
    return;
  }
  const Status& to = pack.statuses[static_cast<std::size_t>(rule.status_to)];
  if ((rule.kind == LawKind::detention && to.kind != StatusKind::detained) ||
      (rule.kind == LawKind::enlistment && !serves(to.kind))) {
    refuse(fmt::format("status_to {}", to.code),
           rule.kind == LawKind::detention ? "is not a status of the kind detained."
                                           : "is not a status of a kind that serves.",
           "Name one whose kind in statuses.csv fits, or make the rule a transition.");
  }
}

void check_rule(Reading& reading, const Table& table, std::size_t row, const LawRule& rule) {
  const LawSchema& kind = law_kinds()[static_cast<std::size_t>(rule.kind)];
  const Refusal refuse(reading, table, row, rule);
  check_value(table, row, rule, kind, refuse);
  check_codes(rule, kind, refuse);
  check_outcome(reading.pack, rule, refuse);
}

}  // namespace

void build_law(Reading& reading) {
  if (!reading.sound("law.csv")) {
    return;
  }
  const Table& table = reading.table("law.csv");
  const auto text = [&](std::size_t row, std::string_view column) {
    return std::string(table.cell(row, column).text);
  };
  for (std::size_t row = 0; row < table.rows(); ++row) {
    LawRule rule;
    rule.id = text(row, "id");
    rule.kind = static_cast<LawKind>(table.cell(row, "kind").code);
    rule.origin = table.cell(row, "place").code;
    rule.status_from = table.cell(row, "status_from").code;
    rule.status_to = table.cell(row, "status_to").code;
    rule.sector = table.cell(row, "sector").code;
    rule.from = Month::from_index(table.cell(row, "from").code);
    const Cell& to = table.cell(row, "to");
    rule.to = to.text.empty() ? kOpenEnd : Month::from_index(to.code);
    rule.value = table.cell(row, "value").number;
    rule.length = table.cell(row, "length").number;
    rule.unit = text(row, "unit");
    rule.instrument = text(row, "instrument");
    rule.statement = text(row, "statement");
    rule.source = text(row, "source");
    rule.status = text(row, "status");
    rule.line = table.line(row);
    check_rule(reading, table, row, rule);
    reading.pack.law.push_back(std::move(rule));
  }
}

}  // namespace corridor::evidence::detail
