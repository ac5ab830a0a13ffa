#include "corridor/diplomacy/acts.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "corridor/base/check.hpp"
#include "corridor/diplomacy/counts.hpp"

namespace corridor::diplomacy {

namespace {

constexpr std::size_t index_of(Act act) { return static_cast<std::size_t>(act); }

random::Words words_of(const random::Key& key, DrawBlock block, std::int64_t index = 0) {
  return random::draw(key, draw_index(block, static_cast<std::uint32_t>(index)));
}

/// How many of `trials` succeed, each with a draw of its own.
std::int64_t successes(const random::Key& key,
                       DrawBlock block,
                       std::int64_t trials,
                       double probability) {
  // A certain event has no threshold: no word is above the largest one.
  if (probability >= 1) {
    return trials;
  }
  const std::uint32_t threshold = random::threshold(probability);
  std::int64_t count = 0;
  for (std::int64_t trial = 0; trial < trials; ++trial) {
    count += words_of(key, block, trial)[0] < threshold ? 1 : 0;
  }
  return count;
}

/// Reported and unreported incidents are independent Poisson counts (diplomacy D2).
void draw_incidents(const DiplomacyParams& params,
                    const Treatment& treatment,
                    const random::Key& key,
                    OriginMonth& month) {
  const double expected = expected_incidents(params, treatment);
  month.reports = poisson(expected * params.reported_share, words_of(key, DrawBlock::reported));
  month.incidents = month.reports + poisson(expected * (1 - params.reported_share),
                                            words_of(key, DrawBlock::unreported));
}

void draw_acts(const DiplomacyParams& params,
               std::int64_t recent_reports,
               const random::Key& key,
               OriginMonth& month) {
  const auto most = static_cast<std::int64_t>(params.acts_max);
  for (std::size_t act = 0; act < kFreeActs; ++act) {
    const double rate = act_rate(params, static_cast<Act>(act), recent_reports);
    const std::int64_t count =
        poisson(rate, words_of(key, DrawBlock::acts, static_cast<std::int64_t>(act)));
    month.acts[act] = static_cast<int>(std::min(count, most));
  }
}

/// Some notes and summonses will be answered; of the answers awaited a share comes this month
/// (diplomacy D5).
void draw_replies(const DiplomacyParams& params,
                  const random::Key& key,
                  OriginMonth& month,
                  OriginState& state) {
  const int asked = month.acts[index_of(Act::summons)] + month.acts[index_of(Act::protest_note)];
  state.awaited += successes(key, DrawBlock::answered, asked, params.reply_probability);
  const std::int64_t arrived =
      successes(key, DrawBlock::arrived, state.awaited, params.reply_same_month_share);
  state.awaited -= arrived;
  month.acts[index_of(Act::reply)] = static_cast<int>(arrived);
}

/// Replies and talks soften inspection from next month on, and that fades (diplomacy D6).
void soften(const DiplomacyParams& params, const OriginMonth& month, OriginState& state) {
  const int mild = month.acts[index_of(Act::reply)] + month.acts[index_of(Act::talks)];
  state.softening =
      std::min(params.softening_max,
               params.softening_kept * state.softening + params.softening_per_reply * mild);
}

}  // namespace

double expected_incidents(const DiplomacyParams& params, const Treatment& treatment) {
  expect(treatment.detentions_in_order <= treatment.detentions,
         "those detained in order are among those detained");
  return params.incidents_per_inspection * treatment.inspections +
         params.incidents_per_detention * treatment.detentions +
         params.incidents_per_detention_in_order * treatment.detentions_in_order;
}

double act_rate(const DiplomacyParams& params, Act act, std::int64_t recent_reports) {
  expect(act != Act::reply, "a reply has no rate of its own");
  const double ratio = (static_cast<double>(recent_reports) + 1) / (params.reports_reference + 1);
  return std::exp(params.log_rate[index_of(act)] + params.report_response * std::log(ratio));
}

OriginMonth advance(const DiplomacyParams& params,
                    const Treatment& treatment,
                    OriginState& state,
                    std::uint64_t seed,
                    Month month,
                    int origin) {
  const random::Key key = draw_key(seed, month, origin);
  OriginMonth result;
  draw_incidents(params, treatment, key, result);
  // The reports that drive the month: its own and those of two months before (diplomacy D3).
  const std::int64_t recent_reports =
      std::accumulate(state.earlier_reports.begin(), state.earlier_reports.end(), result.reports);
  draw_acts(params, recent_reports, key, result);
  draw_replies(params, key, result, state);
  soften(params, result, state);
  std::shift_right(state.earlier_reports.begin(), state.earlier_reports.end(), 1);
  state.earlier_reports.front() = result.reports;
  return result;
}

double inspection_factor(const DiplomacyParams& params, const OriginState& state) {
  expect(state.softening <= params.softening_max, "softening stays below its largest value");
  return std::exp(-state.softening);
}

}  // namespace corridor::diplomacy
