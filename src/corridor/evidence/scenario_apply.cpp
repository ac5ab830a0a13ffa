#include <algorithm>

#include "corridor/evidence/scenario.hpp"

namespace corridor::evidence {

namespace {

void change_value(const Change& change, double& value) {
  value = change.how == Change::How::factor ? value * change.amount : change.amount;
}

/// A change of all keys reaches every row; a change of one key reaches its row, or makes one out of
/// the general row.
void apply_parameter(Pack& pack, const Change& change) {
  std::vector<ParameterRow>& rows = pack.parameters.rows();
  const ParameterRow* general = nullptr;
  for (ParameterRow& row : rows) {
    if (row.name != change.parameter) {
      continue;
    }
    if (row.key.empty()) {
      general = &row;
    }
    if (change.key.empty() || row.key == change.key) {
      change_value(change, row.value);
      if (!change.key.empty()) {
        return;
      }
    }
  }
  if (!change.key.empty() && general != nullptr) {
    ParameterRow row = *general;
    row.key = change.key;
    change_value(change, row.value);
    rows.push_back(std::move(row));
  }
}

/// A yearly series changes in every year the window touches.
void apply_series(Pack& pack, const Change& change) {
  for (Series& series : pack.series) {
    const bool meant = series.name == change.series &&
                       (change.key.empty() || series.place == change.key) &&
                       (change.sector.empty() || series.sector == change.sector);
    const Month from = std::max(change.from, series.first);
    const Month to = std::min(change.to, series.last());
    if (!meant || from > to) {
      continue;
    }
    const int first = series.yearly ? from.year() - series.first.year() : from - series.first;
    const int last = series.yearly ? to.year() - series.first.year() : to - series.first;
    for (int i = first; i <= last; ++i) {
      change_value(change, series.values[static_cast<std::size_t>(i)]);
    }
  }
}

void apply_law(Pack& pack, const Change& change) {
  if (change.how == Change::How::add) {
    pack.law.push_back(change.rule);
    return;
  }
  if (change.how == Change::How::remove) {
    std::erase_if(pack.law, [&](const LawRule& rule) { return rule.id == change.law; });
    return;
  }
  for (LawRule& rule : pack.law) {
    if (rule.id == change.law) {
      change_value(change, rule.value);
      if (change.dated) {
        rule.from = change.from;
        rule.to = change.to;
      }
    }
  }
}

}  // namespace

Pack apply(Pack pack, const Scenario& scenario) {
  for (const Change& change : scenario.changes) {
    if (!change.parameter.empty()) {
      apply_parameter(pack, change);
    } else if (!change.series.empty()) {
      apply_series(pack, change);
    } else {
      apply_law(pack, change);
    }
  }
  return pack;
}

}  // namespace corridor::evidence
