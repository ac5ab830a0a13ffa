#pragma once

#include <array>
#include <span>
#include <string_view>

#include "corridor/evidence/pack.hpp"

namespace corridor::diplomacy {

/// What a state does about the treatment of its citizens. All but the reply are acts of the origin;
/// an advisory speaks to its own citizens, talks are held by both sides, a reply is the answer of
/// the main destination.
enum class Act { statement, summons, protest_note, advisory, talks, reply };
inline constexpr int kActs = 6;
inline constexpr std::array<std::string_view, kActs> kActNames = {
    "statement", "summons", "protest note", "advisory", "talks", "reply"};

/// Acts with an intensity of their own; replies follow notes and summonses.
inline constexpr int kFreeActs = kActs - 1;

/// What stays fixed about incidents and what states make of them (docs/model/diplomacy.md).
struct DiplomacyParams {
  double incidents_per_inspection = 0;
  double incidents_per_detention = 0;
  double incidents_per_detention_in_order = 0;
  double reported_share = 0;
  double reports_reference = 0;
  std::array<double, kFreeActs> log_rate{};  ///< in the order of Act
  double report_response = 0;
  double acts_max = 0;
  double reply_probability = 0;
  double reply_same_month_share = 0;
  double softening_per_reply = 0;
  double softening_kept = 0;
  double softening_max = 0;
};

std::span<const evidence::ParameterDeclaration> declarations();
DiplomacyParams read_params(const evidence::Pack& pack);

}  // namespace corridor::diplomacy
