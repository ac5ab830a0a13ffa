#include "corridor/report/claims.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "corridor/report/question.hpp"

namespace corridor::report {

namespace {

using evidence::Claim;
using evidence::Event;

constexpr std::size_t kNamedEvents = 3;

std::string signed_distance(double quoted, double model) {
  if (quoted == 0) {
    return "the quoted value is zero";
  }
  return fmt::format("{} by {:.0f} %",
                     model > quoted ? "above" : "below",
                     std::abs(model - quoted) / std::abs(quoted) * 100);
}

bool near(double quoted, double other) {
  return std::abs(other - quoted) <= kClaimTolerance * std::abs(quoted);
}

bool in_own_bounds(const Quote& quote, double value) {
  return near(quote.value, value) ||
         (quote.low && quote.high && value >= *quote.low && value <= *quote.high);
}

bool among(const std::vector<std::string>& names, const std::string& name) {
  return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
}

/// An event answers when all its days lie in the period or within the claim's days of it, so one
/// that is known only by its month does not answer for a day.
bool answers(const Event& event, const Claim& claim) {
  return among(claim.actors, event.actor) && among(claim.targets, event.target) &&
         among(claim.event_types, event.type) &&
         event.span.first >= claim.span.first - std::chrono::days(claim.days) &&
         event.span.last <= claim.span.last + std::chrono::days(claim.days);
}

std::string event_name(const Event& event) {
  std::string type = event.type;
  std::replace(type.begin(), type.end(), '_', ' ');
  return fmt::format("{} {} to {}, {}", event.date, event.actor, event.target, type);
}

std::string event_names(const std::vector<const Event*>& events) {
  std::string text;
  for (std::size_t i = 0; i < std::min(events.size(), kNamedEvents); ++i) {
    text += (i == 0 ? "" : "; ") + event_name(*events[i]);
  }
  return events.size() <= kNamedEvents
             ? text
             : fmt::format("{}; and {} more", text, events.size() - kNamedEvents);
}

/// True when the number of an event claim is what the events say, or when they say none.
bool number_agrees(const Claim& claim, const std::vector<const Event*>& events) {
  if (!claim.value || !claim.aggregation) {
    return true;
  }
  if (*claim.aggregation == evidence::Aggregation::count) {
    return static_cast<double>(events.size()) == *claim.value;
  }
  const Quote quote{claim.said_by, *claim.value, claim.low, claim.high};
  const bool says_one = std::any_of(
      events.begin(), events.end(), [](const Event* event) { return event->value.has_value(); });
  return !says_one || std::any_of(events.begin(), events.end(), [&](const Event* event) {
    return event->value && in_own_bounds(quote, *event->value);
  });
}

Quote quote_of(const Claim& claim) {
  return {claim.said_by, claim.value.value_or(0), claim.low, claim.high, claim.scope};
}

/// Sources that differ from the quote in the same direction as the model, once each.
std::string others_against(const Quote& quote, std::span<const Quote> others, double model) {
  std::vector<std::string> named;
  for (const Quote& other : others) {
    const bool same_direction = (other.value > quote.value) == (model > quote.value);
    if (same_direction && !in_own_bounds(quote, other.value) &&
        std::find(named.begin(), named.end(), other.said_by) == named.end()) {
      named.push_back(other.said_by);
    }
  }
  return named.empty() ? "" : fmt::format(" and by {}", fmt::join(named, "; "));
}

/// The model's persons are a part of those the quote counts.
Judgement judge_part(const Quote& quote, double model) {
  if (model >= kLeastPart * quote.value && model <= quote.value) {
    return {Outcome::consistent,
            fmt::format("consistent with: the quoted number counts more than the model does "
                        "(the model has {:.0f} % of it)",
                        model / quote.value * 100)};
  }
  return {Outcome::contradicted,
          fmt::format("contradicted by the model ({}, though the quoted number counts more than "
                      "the model does)",
                      signed_distance(quote.value, model))};
}

}  // namespace

Spread spread_of(const Quote& quote, std::span<const Quote> others) {
  Spread spread{quote.low.value_or(quote.value), quote.high.value_or(quote.value)};
  for (const Quote& other : others) {
    spread.low = std::min(spread.low, other.low.value_or(other.value));
    spread.high = std::max(spread.high, other.high.value_or(other.value));
  }
  return spread;
}

Judgement judge(const Quote& quote, std::span<const Quote> others, double model) {
  if (quote.scope == evidence::Scope::wider) {
    return judge_part(quote, model);
  }
  if (in_own_bounds(quote, model)) {
    return {Outcome::agrees, "agrees"};
  }
  const Spread spread = spread_of(quote, others);
  constexpr double kRounding = 0.01;  // figures are printed with two or three digits
  if (model >= spread.low * (1 - kRounding) && model <= spread.high * (1 + kRounding)) {
    return {Outcome::within_spread, "within the spread of sources"};
  }
  if (quote.low && !quote.high && model >= *quote.low) {
    return {Outcome::agrees, fmt::format("agrees: the source says at least {:g}", *quote.low)};
  }
  return {Outcome::contradicted,
          fmt::format("contradicted by the model ({})", signed_distance(quote.value, model)) +
              others_against(quote, others, model)};
}

Judgement judge_event(const Claim& claim, std::span<const Event> events) {
  std::vector<const Event*> found;
  for (const Event& event : events) {
    if (answers(event, claim)) {
      found.push_back(&event);
    }
  }
  if (found.empty()) {
    return {Outcome::no_event, "no dated event found"};
  }
  if (!number_agrees(claim, found)) {
    return {Outcome::contradicted, "contradicted by dated events: " + event_names(found)};
  }
  return {Outcome::events_agree, "dated events agree: " + event_names(found)};
}

namespace {

Answer answer_of(const Claim& claim, ModelValues& values) {
  return claim.measure.empty() ? Answer{std::nullopt, claim.note}
                               : answer(question_of(claim), values);
}

}  // namespace

std::vector<ClaimRow> check_claims(ModelValues& values, const evidence::Pack& pack) {
  std::vector<ClaimRow> rows;
  for (const Claim& claim : pack.claims) {
    ClaimRow row;
    row.claim = &claim;
    const Answer model = answer_of(claim, values);
    row.model = model.value;
    row.grade = model.value ? grade_of(values, claim.measure) : std::string();
    Judgement judgement{Outcome::cannot_say, "cannot be said: " + model.reason};
    if (claim.kind == evidence::ClaimKind::event) {
      judgement = judge_event(claim, pack.events);
    } else if (claim.kind == evidence::ClaimKind::numeric) {
      const std::vector<Quote> others = other_sources(claim, pack);
      row.spread = spread_of(quote_of(claim), others);
      judgement = model.value ? judge(quote_of(claim), others, *model.value) : judgement;
    } else {
      judgement.verdict = "cannot be said: " + claim.note;
    }
    row.outcome = judgement.outcome;
    row.verdict = std::move(judgement.verdict);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace corridor::report
