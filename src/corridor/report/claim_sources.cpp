#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "corridor/report/claims.hpp"
#include "corridor/report/question.hpp"

/// What other sources say of the quantity of a claim.
namespace corridor::report {

namespace {

using evidence::Claim;

bool same_time(Month a, Month b) { return std::abs(a - b) < kSameTimeMonths; }

/// A change over a period is no level, and a sum over some months none over others.
bool same_kind_of_period(const Claim& claim, const evidence::Target& target) {
  const auto changes = [](const auto& rule) { return rule == evidence::Aggregation::change; };
  const bool range = target.period.find("..") != std::string::npos;
  return changes(claim.aggregation) == changes(target.aggregation) &&
         is_year(target.period) == is_year(claim.period) &&
         (!range || target.period == claim.period);
}

/// Figures of the pack's targets for one place, near the claim's date. Those that only bound the
/// quantity are no second opinion on its size.
std::vector<const evidence::Target*> near_targets(const Claim& claim,
                                                  const evidence::Pack& pack,
                                                  const std::string& place) {
  std::vector<const evidence::Target*> found;
  for (const evidence::Target& target : pack.targets) {
    if (target.quantity == claim.measure && target.scope == claim.scope &&
        target.bound == evidence::Bound::exact && target.place_text == place &&
        same_kind_of_period(claim, target) &&
        same_time(target.span.last_month(), claim.span.last_month())) {
      found.push_back(&target);
    }
  }
  return found;
}

std::string publisher_of(const evidence::Target& target, const evidence::Pack& pack) {
  for (const evidence::Source& source : pack.sources) {
    if (source.id == target.source) {
      return fmt::format("{}, {}", source.publisher, target.period);
    }
  }
  return target.source;
}

/// The figure whose date is nearest to the claim's.
const evidence::Target* nearest(const std::vector<const evidence::Target*>& targets, Month month) {
  const auto distance = [&](const evidence::Target* target) {
    return std::abs(target->span.last_month() - month);
  };
  return *std::min_element(targets.begin(), targets.end(), [&](const auto* a, const auto* b) {
    return distance(a) < distance(b);
  });
}

/// Figures of the same measure: of the claim's places together, of its only place, or added up
/// over its places where each has one.
void add_targets(const Claim& claim, const evidence::Pack& pack, std::vector<Quote>& quotes) {
  const std::string whole = claim.places.size() == 1 ? claim.places.front() : claim.places_text;
  for (const evidence::Target* target : near_targets(claim, pack, whole)) {
    quotes.push_back({publisher_of(*target, pack), target->value, {}, {}, target->scope});
  }
  if (claim.places.size() < 2) {
    return;
  }
  double sum = 0;
  for (const std::string& place : claim.places) {
    const std::vector<const evidence::Target*> targets = near_targets(claim, pack, place);
    if (targets.empty()) {
      return;
    }
    sum += nearest(targets, claim.span.last_month())->value;
  }
  quotes.push_back({"sum of the published counts by origin", sum, {}, {}, claim.scope});
}

}  // namespace

std::vector<Quote> other_sources(const Claim& claim, const evidence::Pack& pack) {
  std::vector<Quote> quotes;
  for (const Claim& other : pack.claims) {
    const bool same = other.id != claim.id && other.main == claim.main && other.value &&
                      other.quantity == claim.quantity && other.places == claim.places &&
                      other.unit == claim.unit && other.scope == claim.scope;
    if (same && same_time(other.span.last_month(), claim.span.last_month())) {
      quotes.push_back({other.said_by, *other.value, other.low, other.high, other.scope});
    }
  }
  if (!claim.measure.empty()) {
    add_targets(claim, pack, quotes);
  }
  return quotes;
}

}  // namespace corridor::report
