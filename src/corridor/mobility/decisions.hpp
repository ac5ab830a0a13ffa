#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/mobility/params.hpp"
#include "corridor/random/choose.hpp"
#include "corridor/random/draw.hpp"
#include "corridor/terms/terms.hpp"

namespace corridor::mobility {

using evidence::kMaxStatuses;

/// What `sim` tells mobility each month, all of last month or published.
struct MobilityInputs {
  Month month;
  std::vector<double>
      wage_ratio;  ///< [origin] expected net wage at the main destination over home wage
  std::vector<std::vector<double>>
      other_wage_ratio;                  ///< [origin][destination - 1] the same elsewhere
  std::vector<double> leaving_factor;    ///< [origin] from law, on leaving for anywhere
  std::vector<double> departure_factor;  ///< [origin] from law, on the main destination
  std::vector<double> return_factor;     ///< [origin] from law
  std::vector<double> share_abroad;      ///< [region] of adults, last month
  std::vector<double> perceived_risk;    ///< [region] of removal, learnt up to last month
};

/// Who leaves one region in one month: a hazard that all share times what a person is. Chances are
/// worked out when somebody is asked about, as far fewer are than there are kinds of persons.
struct RegionDepartures {
  double hazard = 0;  ///< per month, of a person whose factors are one
  const std::vector<double>* by_sex_age = nullptr;    ///< [sex_age_cell] factors of the origin
  const std::vector<double>* by_education = nullptr;  ///< [education] factors of the origin
  std::array<double, 2> by_experience = {1, 1};       ///< [ready to leave again] factors
  std::array<double, 2> by_household = {1, 1};        ///< [with a member abroad] factors
  std::array<std::uint32_t, kMaxDestinations> destination{};  ///< cumulative over destinations

  /// Hazard of this person to leave (eq. M1).
  double hazard_of(int sex, int age, int education, bool experienced, bool household) const {
    return of_kind(hazard * (*by_sex_age)[sex_age_cell(sex, age)] *
                       (*by_education)[static_cast<std::size_t>(education)],
                   experienced,
                   household);
  }
  /// A hazard with what a person has behind them and at home.
  double of_kind(double hazard_of_traits, bool experienced, bool household) const {
    return hazard_of_traits * by_experience[experienced ? 1 : 0] * by_household[household ? 1 : 0];
  }
  /// Quantised probability to leave within the month at such a hazard.
  static std::uint32_t leave(double hazard_of_person);
  std::uint32_t leave(int sex, int age, int education, bool experienced, bool household) const {
    return leave(hazard_of(sex, age, education, experienced, household));
  }
  /// False for words that are not below it, and for nearly no other: the probability at hazard h is
  /// at most h.
  static bool may_leave(std::uint64_t word, double hazard_of_person) {
    return static_cast<double>(word) <= hazard_of_person * 0x1p32 + 1;
  }
  /// Whether the word is below it. The probability is not below h - h^2 / 2 either, so that few
  /// words need an exponential.
  static bool leaves(std::uint64_t word, double hazard_of_person) {
    const double least = hazard_of_person * 0x1p32 * (1 - hazard_of_person / 2) - 1;
    return may_leave(word, hazard_of_person) &&
           (static_cast<double>(word) < least || word < leave(hazard_of_person));
  }

  /// A bound of leave() that needs no exponential: never below it, and above by at most
  /// a 24th of the fourth power of the hazard.
  static std::uint32_t leave_at_most(double hazard_of_person) {
    const double h = hazard_of_person;
    if (!(h > 0)) {
      return 0;
    }
    // The series of 1 - exp(-h) alternates, so that it is above where it ends with a plus. One word
    // more for what rounding may have taken.
    return 1 + (h < 1 ? random::threshold(h * (1 - h / 2 * (1 - h / 3))) : leave(h));
  }
  /// Largest hazard of a person of any education whose other factors are one.
  double largest_hazard() const;

  /// Where a leaver goes, given a uniform word.
  std::uint8_t destination_for(std::uint32_t word) const {
    return static_cast<std::uint8_t>(random::choose(destination, word));
  }
};

/// Who returns: quantised probabilities of one region in one month.
struct RegionReturns {
  std::array<std::array<std::uint32_t, kStayBands>, kMaxStatuses> main{};
  std::array<std::uint32_t, kStayBands> elsewhere{};
  std::uint32_t for_good =
      0;  ///< of those who return, a word below means no readiness to leave again
};

/// Departure probabilities of every region (docs/model/mobility.md, M1 to M3). They point into the
/// pack, which must outlive them.
std::vector<RegionDepartures> departures(const MobilityParams& params,
                                         const MobilityInputs& inputs,
                                         const evidence::Pack& pack);
/// Return probabilities of every region (eq. M4).
std::vector<RegionReturns> returns(const MobilityParams& params,
                                   const MobilityInputs& inputs,
                                   const evidence::Pack& pack);

/// Log of a wage ratio over the reference, bounded so that an empty market cannot break the
/// exponential (eq. M2).
double wage_signal(const MobilityParams& params, double wage_ratio);

}  // namespace corridor::mobility
