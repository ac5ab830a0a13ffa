#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "corridor/population/bitmap.hpp"
#include "corridor/population/place.hpp"
#include "corridor/sim/member_flags.hpp"
#include "corridor/sim/stripe_scan.hpp"
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

/// Households with none of these are settled: income is told by their place alone.
constexpr std::uint64_t kUnsettled =
    kCountsOf[bit(kAway) | bit(kSeeks) | bit(kLately)] * kMembersMask;

/// The households of one stripe of a district: in a year every second stripe is asked, a twelfth of
/// them each month, and the others in the year after, so that every region is asked in every month
/// and every household once in two years.
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
        begin_(boundary(stripe_of(tables.month))),
        end_(boundary(stripe_of(tables.month) + 1)),
        scratch_(scratch) {}

  void count() {
    if (begin_ == end_) {
      return;
    }
    prefetch_places();
    sort_members();
    note_returnees();
    const std::size_t spells = note_spells();
    add_up_members();
    std::size_t unsettled = 0;
    std::uint32_t begin = begin_;
    const auto sort = [&](std::uint32_t end) {
      unsettled += sort_household(begin, end, unsettled) ? 1 : 0;
      begin = end;
    };
    population::for_each_bit(district_.heads, begin_ + 1, end_, sort);
    sort(end_);
    for (std::size_t i = 0; i < unsettled; ++i) {
      look_up_amounts(i);
    }
    count_unsettled(world_.path,
                    scratch_.unsettled,
                    unsettled,
                    tables_.welfare.standards.origins[origin_],
                    scratch_.tallies[district_.region]);
    forget_spells(spells);
  }

 private:
  /// First person of a stripe, or one past the last of the stripe before.
  std::uint32_t boundary(int stripe) const {
    const auto at = static_cast<std::uint32_t>(std::uint64_t{district_.laid_out} *
                                               static_cast<unsigned>(stripe) / kStripes);
    return at == 0 || at >= district_.laid_out || district_.is_head(at)
               ? at
               : district_.household_end(at);
  }

  /// Asks for the counts of settled households by place: each will be added to one of them, which
  /// nobody can foresee.
  void prefetch_places() const {
    constexpr std::size_t kLine = 64 / sizeof(SettledCounts);
    const auto& places = scratch_.settled[district_.region];
    for (std::size_t place = 0; place < places.size(); place += kLine) {
      __builtin_prefetch(&places[place], 1);
    }
  }

  /// What everybody in the stripe is.
  void sort_members() {
    const std::size_t count = end_ - begin_;
    scratch_.grow(count);
    const population::BirthRange adults =
        world_.calendar.births_of_ages(kGrown, kRetired - 1, tables_.month);
    flag_members(world_.path,
                 district_.classes.data() + begin_,
                 district_.attributes.data() + begin_,
                 count,
                 {static_cast<std::uint16_t>(adults.begin),
                  static_cast<std::uint16_t>(adults.end - adults.begin)},
                 scratch_.flags.data());
  }

  /// Returns how many spells of the stripe are left in the list of those found.
  std::size_t note_spells() {
    const std::vector<std::int64_t>& expected = tables_.welfare.expected[origin_];
    return each_in_stripe(district_.spells, [&](const population::Spell& spell, std::size_t at) {
      scratch_.received[at] =
          expected[expected_cell(world_.pack->sectors.size(), world_.pack->statuses.size(), spell)];
      const bool lately = tables_.now - spell.arrived < kMemberMonths;
      scratch_.flags[at] =
          static_cast<std::uint8_t>(scratch_.flags[at] | (lately ? bit(kAwayLately) : 0));
    });
  }

  /// Receipts are all zero between stripes, since few have any.
  void forget_spells(std::size_t found) {
    for (std::size_t i = 0; i < found; ++i) {
      scratch_.received[district_.spells[scratch_.found[i]].person - begin_] = 0;
    }
  }

  /// Later homecomings overwrite earlier ones of the same person.
  void note_returnees() {
    each_in_stripe(district_.returnees, [&](const population::Returnee& returnee, std::size_t at) {
      if ((scratch_.flags[at] & bit(kHome)) != 0) {
        const int months = tables_.now - returnee.returned;
        const int others = scratch_.flags[at] & ~(bit(kSeeks) | bit(kLately));
        scratch_.flags[at] =
            static_cast<std::uint8_t>(others | (seeks(returnee, months) ? bit(kSeeks) : 0) |
                                      (months < kLossMonths ? bit(kLately) : 0));
      }
    });
  }

  /// Calls visit(item, place in the stripe) for everything in the list that is of a person in it,
  /// in its order. Returns how many were found.
  template <class List, class Visit>
  std::size_t each_in_stripe(const List& list, const Visit& visit) {
    scratch_.grow_found(list.size());
    std::uint32_t* found = scratch_.found.data();
    const std::size_t count =
        list_within(world_.path, PersonList(list), begin_, end_ - begin_, found);
    for (std::size_t i = 0; i < count; ++i) {
      const auto& item = list[found[i]];
      visit(item, item.person - std::size_t{begin_});
    }
    return count;
  }

  /// Whether a returnee has found no work after so many months (welfare H8).
  bool seeks(const population::Returnee& returnee, int months) const {
    const std::uint32_t luck =
        population::person_word(world_.request.seed + static_cast<std::uint64_t>(returnee.returned),
                                district_,
                                returnee.person);
    const auto& still = (*tables_.welfare.still_seeking)[district_.region];
    return luck < still[static_cast<std::size_t>(std::min(months, kSearchMonths))];
  }

  /// Running sums, so that those of a household need no loop over it.
  void add_up_members() {
    std::uint64_t members = 0;
    for (std::size_t i = 0; i < end_ - begin_; ++i) {
      scratch_.members_before[i] = members;
      members += kCountsOf[scratch_.flags[i]];
    }
    scratch_.members_before[end_ - begin_] = members;
  }

  /// Counts a settled household, without a branch, since nobody can foresee which are; true for
  /// another one with somebody at home, noted as the next of the unsettled.
  bool sort_household(std::uint32_t begin, std::uint32_t end, std::size_t next) {
    const std::size_t first = begin - begin_;
    const std::size_t past = end - begin_;
    const std::uint64_t sum = scratch_.members_before[past] - scratch_.members_before[first];
    const auto place = static_cast<std::uint32_t>(welfare::place_step(
        population::household_place(seed_of_people(world_), district_, begin, end)));
    const auto of = [sum](int flag) { return static_cast<std::uint64_t>(members(sum, flag)); };
    const std::uint64_t word = SettledCounts::word(of(kHome), of(kChild), of(kAdult));
    // A product and no choice, of which compilers make a branch.
    const std::uint64_t home = of(kHome) > 0 ? 1 : 0;
    const std::uint64_t settled = (sum & kUnsettled) == 0 ? 1 : 0;
    scratch_.settled[district_.region][place].add(word * (settled & home));
    scratch_.unsettled.members[next] = sum;
    scratch_.unsettled.first[next] = first;
    scratch_.unsettled.past[next] = past;
    scratch_.unsettled.place[next] = place;
    return ((settled ^ 1) & home) != 0;
  }

  void look_up_amounts(std::size_t unsettled) {
    UnsettledHouseholds& of = scratch_.unsettled;
    of.income[unsettled] =
        tables_.welfare.standards.own_income[district_.region][of.place[unsettled]];
    const std::int64_t* received = scratch_.received.data();
    of.received[unsettled] = std::accumulate(
        received + of.first[unsettled], received + of.past[unsettled], std::int64_t{0});
  }

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
