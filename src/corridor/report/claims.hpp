#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/report/check.hpp"

/// Holds what a public text claims against the model, against other sources of the same quantity
/// and against dated events.
namespace corridor::report {

/// A claim agrees with the model when they differ by at most this share of the quoted value.
inline constexpr double kClaimTolerance = 0.15;
/// A quote that counts more than the model does is consistent with a model value from this share of
/// it up to all of it.
inline constexpr double kLeastPart = 0.5;
/// Sources speak of the same time when their periods end less than this many months apart.
inline constexpr int kSameTimeMonths = 12;

enum class Outcome {
  agrees,
  within_spread,
  consistent,  ///< the quote counts more than the model does, and the model lies below it
  contradicted,
  events_agree,
  no_event,
  cannot_say
};

/// What one source says of a quantity. `low` without `high` means at least.
struct Quote {
  std::string said_by;
  double value = 0;
  std::optional<double> low, high;
  evidence::Scope scope = evidence::Scope::same;
};

struct Judgement {
  Outcome outcome = Outcome::cannot_say;
  std::string verdict;  ///< in words
};

/// Lowest and highest figure of the quote and the other sources.
struct Spread {
  double low = 0;
  double high = 0;
};

Spread spread_of(const Quote& quote, std::span<const Quote> others);

/// `agrees`, `agrees: the source says at least …`, `within the spread of sources`, or `contradicted
/// by the model (below by 34 %)`, to which sources are added that differ from the quote in the same
/// direction. A quote that counts more than the model does is `consistent with: …` or contradicted.
Judgement judge(const Quote& quote, std::span<const Quote> others, double model);

/// `dated events agree: …`, `contradicted by dated events: …` where the number differs, or `no
/// dated event found`.
Judgement judge_event(const evidence::Claim& claim, std::span<const evidence::Event> events);

/// Other claims and targets that speak of the same quantity, places and time.
std::vector<Quote> other_sources(const evidence::Claim& claim, const evidence::Pack& pack);

struct ClaimRow {
  const evidence::Claim* claim = nullptr;
  std::optional<Spread> spread;
  std::optional<double> model;
  std::string grade;  ///< evidence grade of the model's measure; empty without a number of it
  Outcome outcome = Outcome::cannot_say;
  std::string verdict;
};

/// Every claim of the pack, in its order. The rows point into the pack.
std::vector<ClaimRow> check_claims(ModelValues& values, const evidence::Pack& pack);

/// One line: how many claims there are, by verdict.
std::string claims_summary(std::span<const ClaimRow> rows);
/// How many main claims, and how many variants of them, agree, are consistent, are contradicted,
/// or cannot be answered.
std::string claims_tally(std::span<const ClaimRow> rows);
/// The table as people read it.
std::string claims_text(std::span<const ClaimRow> rows);
/// The rows of the table on the HTML page.
std::string claims_html(std::span<const ClaimRow> rows);

}  // namespace corridor::report
