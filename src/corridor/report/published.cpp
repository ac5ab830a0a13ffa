#include "corridor/report/published.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "corridor/report/claims.hpp"
#include "corridor/report/table.hpp"

namespace corridor::report {

namespace {

using evidence::PublishedForm;
using evidence::PublishedResult;
using evidence::PublishedUse;

constexpr std::string_view kPercent = "percent";

bool is_ratio(const PublishedResult& result) {
  return result.measure.find('/') != std::string::npos;
}

/// A level of all the people that the model holds a part of. Growth and shares of more people are
/// not bounds of those of fewer.
bool holds_a_part(const PublishedResult& result) {
  return result.scope == evidence::Scope::wider && result.form == PublishedForm::level &&
         !is_ratio(result);
}

bool in_range(const PublishedResult& result, double model) {
  return (result.low || result.high) && (!result.low || model >= *result.low) &&
         (!result.high || model <= *result.high);
}

/// The same months a year before.
Question year_before(Question question) {
  const auto day = [](Month month, std::chrono::day of_month) {
    return std::chrono::year(month.year()) /
           std::chrono::month(static_cast<unsigned>(month.month_of_year())) / of_month;
  };
  const std::chrono::day first(1);
  question.span = {day(question.span.first_month() - kMonthsPerYear, first),
                   day(question.span.last_month() - kMonthsPerYear, first)};
  return question;
}

/// True when a difference is told in percent of the run itself.
bool is_relative(const PublishedResult& result, const std::string& unit) {
  return result.form == PublishedForm::difference && result.unit == kPercent && unit != kPercent;
}

/// The unit in which the run has the measure of a result; empty where it does not report it.
std::string unit_of(const PublishedResult& result, const ModelValues& values) {
  if (is_ratio(result)) {
    return std::string(kPercent);
  }
  const store::MeasureInfo* info =
      values.measure(result.measure.substr(0, result.measure.find('+')));
  return info == nullptr ? std::string() : info->unit;
}

Answer level(const PublishedResult& result, ModelValues& values) {
  Answer found = answer(question_of(result), values);
  const std::string unit = unit_of(result, values);
  if (found.value && unit != result.unit && !is_relative(result, unit)) {
    return {std::nullopt,
            fmt::format("published in {}, while {} is in {}", result.unit, result.measure, unit)};
  }
  return found;
}

/// Growth in percent, or the factor, against the same months a year before.
Answer against_year_before(const PublishedResult& result, ModelValues& values) {
  const Question question = question_of(result);
  Answer now = answer(question, values);
  if (!now.value) {
    return now;
  }
  Answer before = answer(year_before(question), values);
  if (!before.value) {
    before.reason = "of the year before: " + before.reason;
    return before;
  }
  if (*before.value == 0) {
    return {std::nullopt, "the model counts nothing a year before"};
  }
  const double factor = *now.value / *before.value;
  return {result.form == PublishedForm::factor ? factor : 100 * (factor - 1), ""};
}

Answer difference(const PublishedResult& result, ModelValues& values, ScenarioRuns& scenarios) {
  Answer base = level(result, values);
  if (!base.value) {
    return base;
  }
  if (values.run().scenario == result.scenario) {
    return {std::nullopt, "this run is of the scenario itself; choose one of the baseline"};
  }
  ModelValues* other = scenarios.find(result.scenario);
  if (other == nullptr) {
    return {std::nullopt,
            fmt::format("no run of {} beside this one; first do `{}`",
                        result.scenario,
                        scenarios.command(result.scenario))};
  }
  Answer changed = level(result, *other);
  if (!changed.value) {
    changed.reason = fmt::format("in {}: {}", other->run().id, changed.reason);
    return changed;
  }
  const double by = *changed.value - *base.value;
  if (!is_relative(result, unit_of(result, values))) {
    return {by, ""};
  }
  return *base.value == 0 ? Answer{std::nullopt, "the model counts nothing to divide by"}
                          : Answer{100 * by / *base.value, ""};
}

/// Whether the model's direction is that of the result; a reason where it cannot be said.
struct Direction {
  std::optional<bool> right;
  std::string words;
};

Direction direction(const PublishedResult& result,
                    double model,
                    const std::map<std::string, Answer>& answers) {
  double against = result.form == PublishedForm::factor ? 1 : 0;
  if (!result.than.empty()) {
    const Answer& other = answers.at(result.than);
    if (!other.value) {
      return {std::nullopt, fmt::format("sign cannot be said: {} has no answer", result.than)};
    }
    against = *other.value;
  }
  const bool right = result.sign > 0 ? model > against : model < against;
  return {right, right ? "sign right" : "sign wrong"};
}

PublishedRow row_of(const PublishedResult& result, const std::map<std::string, Answer>& answers) {
  PublishedRow row;
  row.result = &result;
  const Answer& found = answers.at(result.id);
  row.model = found.value;
  if (!found.value) {
    row.verdict = "cannot be said: " + found.reason;
    return row;
  }
  if (result.use != PublishedUse::sign) {
    Closeness near = closeness(result, *found.value);
    row.within = near.within;
    row.verdict = std::move(near.words);
  }
  if (result.sign != 0) {
    const Direction found_sign = direction(result, *found.value, answers);
    row.sign_right = found_sign.right;
    row.verdict += (row.verdict.empty() ? "" : "; ") + found_sign.words;
  }
  if (result.use == PublishedUse::test) {
    row.verdict.insert(0, "held out: ");
  }
  return row;
}

}  // namespace

Closeness closeness(const PublishedResult& result, double model) {
  if (holds_a_part(result)) {
    Judgement judgement =
        judge({result.study, result.value, result.low, result.high, result.scope}, {}, model);
    return {judgement.outcome == Outcome::consistent, std::move(judgement.verdict)};
  }
  if (in_range(result, model)) {
    return {true, "within the range"};
  }
  const double distance = std::abs(model - result.value);
  if (distance <= kPublishedTolerance * std::abs(result.value)) {
    return {true, fmt::format("within {:.0f} %", kPublishedTolerance * 100)};
  }
  const std::string_view side = model > result.value ? "above" : "below";
  if (result.form == PublishedForm::growth) {
    return {false, fmt::format("{} by {:.1f} points", side, distance)};
  }
  if (result.value == 0) {
    return {false, fmt::format("{} by {}", side, figure_text(distance))};
  }
  return {false, fmt::format("{} by {:.0f} %", side, 100 * distance / std::abs(result.value))};
}

struct ScenarioRuns::Opened {
  Opened(const store::Store& store, store::RunInfo found)
      : run(std::move(found)), values(store, run) {}
  store::RunInfo run;
  ModelValues values;  // refers to the run
};

ScenarioRuns::ScenarioRuns(const store::Store& store, const store::RunInfo& base)
    : store_(store), base_(base) {}

ModelValues* ScenarioRuns::find(const std::string& scenario) {
  const auto [entry, is_new] = opened_.try_emplace(scenario);
  if (is_new) {
    std::vector<store::RunInfo> runs = store_.runs();  // oldest first
    const auto found = std::find_if(runs.rbegin(), runs.rend(), [&](const store::RunInfo& run) {
      return run.scenario == scenario && run.status == store::RunStatus::complete &&
             run.pack_digest == base_.pack_digest && run.from == base_.from &&
             run.seed == base_.seed && run.sample == base_.sample && run.members == base_.members;
    });
    if (found != runs.rend()) {
      entry->second = std::make_shared<Opened>(store_, std::move(*found));
    }
  }
  return entry->second ? &entry->second->values : nullptr;
}

std::string ScenarioRuns::command(const std::string& scenario) const {
  return fmt::format(
      "corridor run {} --pack {} --from {} --to {} --sample 1/{} --seed {} --store {}",
      scenario,
      base_.pack_folder,
      base_.from.text(),
      base_.to.text(),
      base_.sample,
      base_.seed,
      store_.path().string());
}

Answer answer(const PublishedResult& result, ModelValues& values, ScenarioRuns& scenarios) {
  if (result.measure.empty()) {
    return {std::nullopt, result.note};
  }
  switch (result.form) {
    case PublishedForm::level:
      return level(result, values);
    case PublishedForm::growth:
    case PublishedForm::factor:
      return against_year_before(result, values);
    case PublishedForm::difference:
      return difference(result, values, scenarios);
  }
  return {};
}

std::vector<PublishedRow> check_published(const store::Store& store,
                                          const store::RunInfo& run,
                                          const evidence::Pack& pack) {
  ModelValues values(store, run);
  ScenarioRuns scenarios(store, run);
  std::map<std::string, Answer> answers;
  for (const PublishedResult& result : pack.published) {
    answers.emplace(result.id, answer(result, values, scenarios));
  }
  std::vector<PublishedRow> rows;
  for (const PublishedResult& result : pack.published) {
    rows.push_back(row_of(result, answers));
  }
  return rows;
}

PublishedTally tally(std::span<const PublishedRow> rows) {
  PublishedTally sums;
  for (const PublishedRow& row : rows) {
    const bool held_out = row.result->use == PublishedUse::test && row.within;
    ++sums.results;
    sums.beyond += row.result->measure.empty() ? 1 : 0;
    sums.answered += row.model ? 1 : 0;
    sums.compared += row.within ? 1 : 0;
    sums.within += row.within.value_or(false) ? 1 : 0;
    sums.signs += row.sign_right ? 1 : 0;
    sums.signs_right += row.sign_right.value_or(false) ? 1 : 0;
    sums.held_out += held_out ? 1 : 0;
    sums.held_out_within += held_out && *row.within ? 1 : 0;
  }
  return sums;
}

}  // namespace corridor::report
