#include <algorithm>
#include <cmath>

#include "corridor/population/place.hpp"
#include "corridor/sim/welfare.hpp"
#include "corridor/sim/world.hpp"

namespace corridor::sim {

namespace {

using population::ClassByte;
using population::District;

/// Ages that decide whether somebody counts as a child or as somebody who could earn.
constexpr int kGrown = 18;
constexpr int kRetired = 65;
/// Homecomings are remembered for a year as a loss of money from abroad, and for two as a search
/// for work; who has found none by then has stopped to look.
constexpr int kLossMonths = 12;
/// Who has been away for a year is no member of the household for a census or survey.
constexpr int kMemberMonths = 12;

/// Members of a household, by what they are, in one word: sums of a household cannot overflow,
/// since nothing in it has more than 255 persons.
constexpr std::uint32_t kHome = 1;
constexpr std::uint32_t kChild = 1U << 8;
constexpr std::uint32_t kAdult = 1U << 16;
constexpr std::uint32_t kAway = 1U << 24;
constexpr int field(std::uint32_t sum, std::uint32_t unit) {
  return static_cast<int>(sum / unit & 0xFF);
}

/// The households of one stripe of a district: a twelfth of it, another one each month of the year,
/// so that every household is asked once a year, in every region in every month.
class Stripe {
 public:
  Stripe(const World& world,
         const MonthTables& tables,
         const District& district,
         WelfareScratch& scratch)
      : world_(world),
        tables_(tables),
        district_(district),
        origin_(static_cast<std::size_t>(world.pack->regions[district.region].origin)),
        begin_(boundary(tables.month.month_of_year() - 1)),
        end_(boundary(tables.month.month_of_year())),
        scratch_(scratch) {}

  void count() {
    if (begin_ == end_) {
      return;
    }
    sort_members();
    note_returnees();
    note_spells();
    welfare::Tally& tally = scratch_.tallies[district_.region];
    std::uint32_t end = begin_;
    for (std::uint32_t begin = begin_; begin < end_; begin = end) {
      end = district_.household_end(begin);
      count_household(begin, end, tally);
    }
  }

 private:
  /// First person of the stripe of a month, or one past the last of the month before.
  std::uint32_t boundary(int month) const {
    const auto at = static_cast<std::uint32_t>(std::uint64_t{district_.laid_out} *
                                               static_cast<unsigned>(month) / 12);
    return at == 0 || at >= district_.laid_out || district_.is_head(at)
               ? at
               : district_.household_end(at);
  }

  /// What everybody in the stripe is, and nothing yet of their money.
  void sort_members() {
    const std::size_t count = end_ - begin_;
    scratch_.grow(count);
    std::fill_n(scratch_.received.begin(), count, 0);
    std::fill_n(scratch_.returned.begin(), count, std::uint8_t{0});
    const population::BirthRange adults =
        world_.calendar.births_of_ages(kGrown, kRetired - 1, tables_.month);
    const auto adult_begin = static_cast<std::uint32_t>(adults.begin);
    const auto adult_end = static_cast<std::uint32_t>(adults.end);
    const ClassByte* classes = district_.classes.data() + begin_;
    const population::Attributes* attributes = district_.attributes.data() + begin_;
    std::uint32_t* members = scratch_.members.data();
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint32_t cohort = classes[i] & population::kCohortBits;
      const std::uint32_t birth =
          cohort * population::kCohortMonths + (attributes[i] & population::kCohortMonthBits);
      const bool away = (attributes[i] & population::kAwayBit) != 0;
      const std::uint32_t adult = birth - adult_begin < adult_end - adult_begin ? kAdult : 0;
      const std::uint32_t child = birth >= adult_end ? kChild : 0;
      const std::uint32_t member = adult + (away ? kAway : kHome + child);
      members[i] = cohort == population::kCohortBits ? 0 : member;
    }
  }

  void note_spells() {
    const std::vector<std::int64_t>& expected = tables_.welfare.expected[origin_];
    const std::size_t length = end_ - begin_;
    for (const population::Spell& spell : district_.spells) {
      const std::size_t at = spell.person - std::size_t{begin_};
      if (at < length) {
        scratch_.received[at] = expected[expected_cell(
            world_.pack->sectors.size(), world_.pack->statuses.size(), spell)];
        scratch_.returned[at] = tables_.now - spell.arrived < kMemberMonths ? kAwayLately : 0;
      }
    }
  }

  /// Later homecomings overwrite earlier ones of the same person.
  void note_returnees() {
    const std::size_t length = end_ - begin_;
    for (const population::Returnee& returnee : district_.returnees) {
      const std::size_t at = returnee.person - std::size_t{begin_};
      if (at < length) {
        const int months = tables_.now - returnee.returned;
        const std::uint32_t luck = population::person_word(
            world_.request.seed + static_cast<std::uint64_t>(returnee.returned),
            district_,
            returnee.person);
        const bool seeks =
            luck < tables_.welfare.still_seeking[district_.region][static_cast<std::size_t>(
                       std::min(months, kSearchMonths))];
        scratch_.returned[at] =
            static_cast<std::uint8_t>((seeks ? kSeeks : 0) | (months < kLossMonths ? kLately : 0));
      }
    }
  }

  void count_household(std::uint32_t begin, std::uint32_t end, welfare::Tally& tally) {
    std::uint32_t sum = 0;
    std::uint8_t returned = 0;
    for (std::uint32_t i = begin - begin_; i < end - begin_; ++i) {
      sum += scratch_.members[i];
      returned |= scratch_.returned[i];
    }
    if (field(sum, kHome) == 0) {
      return;
    }
    const std::size_t place = welfare::place_step(
        population::household_place(world_.request.seed, district_, begin, end));
    if (field(sum, kAway) == 0 && returned == 0) {
      scratch_.settled[district_.region][place].add(
          sum & 0xFF, sum / kChild & 0xFF, sum / kAdult & 0xFF);
      return;
    }
    welfare::Household household;
    household.income = tables_.welfare.standards.own_income[district_.region][place];
    household.home = field(sum, kHome);
    household.children = field(sum, kChild);
    household.adults = field(sum, kAdult);
    household.away = field(sum, kAway);
    for (std::uint32_t i = begin - begin_; i < end - begin_; ++i) {
      const bool home = field(scratch_.members[i], kHome) != 0;
      household.received += scratch_.received[i];
      household.seeking += home && (scratch_.returned[i] & kSeeks) != 0 ? 1 : 0;
      household.away_lately += (scratch_.returned[i] & kAwayLately) != 0 ? 1 : 0;
      household.returned += home && (scratch_.returned[i] & kLately) != 0 ? 1 : 0;
    }
    welfare::count(household, tables_.welfare.standards.origins[origin_], tally);
  }

  static constexpr std::uint8_t kSeeks = 1;
  static constexpr std::uint8_t kLately = 2;
  static constexpr std::uint8_t kAwayLately = 4;

  const World& world_;
  const MonthTables& tables_;
  const District& district_;
  std::size_t origin_;
  std::uint32_t begin_;
  std::uint32_t end_;
  WelfareScratch& scratch_;
};

}  // namespace

void welfare_month(const World& world,
                   const MonthTables& tables,
                   const population::District& district,
                   WelfareScratch& scratch) {
  Stripe(world, tables, district, scratch).count();
}

}  // namespace corridor::sim
