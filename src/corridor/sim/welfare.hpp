#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "corridor/evidence/pack.hpp"
#include "corridor/population/district.hpp"
#include "corridor/sim/unsettled_count.hpp"
#include "corridor/welfare/standards.hpp"
#include "corridor/welfare/tally.hpp"

/// Households are asked about their means month by month, half of each district in a year
/// (docs/model/welfare.md).
namespace corridor::sim {

struct World;
struct MonthTables;

/// A household that is asked stands for so many: of the stripes of a month one is asked in a year.
inline constexpr int kStripesPerMonth = 2;
inline constexpr unsigned kStripes = 12 * kStripesPerMonth;
/// The stripe of each district that is asked in a month.
inline int stripe_of(Month month) {
  return kStripesPerMonth * (month.month_of_year() - 1) + month.year() % kStripesPerMonth;
}

/// Who has found no work so many months after coming home has stopped to look.
inline constexpr int kSearchMonths = 24;

/// Thresholds: a returnee whose word is below has found no work, [region][months at home].
using SearchTable = std::vector<std::array<std::uint32_t, kSearchMonths + 1>>;
SearchTable search_table(const evidence::Pack& pack, int year);

/// What households live on in one month.
struct WelfareTables {
  welfare::Standards standards;
  /// Minor units of local money that a migrant may be expected to send to the household a month,
  /// fees deducted, [origin][expected_cell()].
  std::vector<std::vector<std::int64_t>> expected;
  const SearchTable* still_seeking = nullptr;  ///< of the year
};
WelfareTables welfare_tables(const World& world, const MonthTables& tables);

/// Where a spell stands in WelfareTables::expected: those at the main destination by sector, status
/// and skill, then the other destinations.
std::size_t expected_cell(std::size_t sectors,
                          std::size_t statuses,
                          const population::Spell& spell);

/// Settled households of one region by place, counted together in one word.
class SettledCounts {
 public:
  /// One household.
  static std::uint64_t word(std::uint64_t persons, std::uint64_t children, std::uint64_t adults) {
    return std::uint64_t{1} << 48 | persons << 32 | children << 16 | adults;
  }
  void add(std::uint64_t word) { word_ += word; }
  void add(const SettledCounts& other) { word_ += other.word_; }
  bool any() const { return word_ != 0; }
  /// What was counted since the last time.
  welfare::Settled take(std::int64_t income) {
    const auto part = [this](int shift) {
      return static_cast<std::int64_t>(word_ >> shift & 0xFFFF);
    };
    const welfare::Settled settled{income, part(48), part(32), part(16), part(0)};
    word_ = 0;
    return settled;
  }

 private:
  std::uint64_t word_ = 0;
};

/// Buffers and sums of one thread. Buffers are by person of the stripe.
struct WelfareScratch {
  std::vector<std::uint8_t> flags;            ///< what they are
  std::vector<std::uint64_t> members_before;  ///< counts of flags before them
  std::vector<std::int64_t> received;         ///< by them; all zero between stripes
  std::vector<std::uint32_t> found;           ///< entries of a list that are of the stripe
  UnsettledHouseholds unsettled;              ///< in their order
  std::vector<welfare::Tally> tallies;        ///< since the quarter began, [region]
  std::vector<std::array<SettledCounts, welfare::kPlaces>> settled;  ///< [region][place]
  explicit WelfareScratch(std::size_t regions) : tallies(regions), settled(regions) {}
  void grow(std::size_t persons);
  /// Makes room for the places of all entries of a list, see list_within().
  void grow_found(std::size_t entries);
  /// Adds the settled households that another thread has met, and empties them there.
  void take_settled(WelfareScratch& other);
  /// The same of everybody counted in the tallies.
  void take_tallies(WelfareScratch& other);
  /// Counts the settled households of the month at its incomes; they are empty afterwards.
  void count_settled(const WelfareTables& tables, const evidence::Pack& pack);
};

/// Asks the households of this month's stripe of a district.
void welfare_month(const World& world,
                   const MonthTables& tables,
                   const population::District& district,
                   WelfareScratch& scratch);

/// Households are reported when a quarter of the calendar ends.
constexpr bool ends_quarter(Month month) { return month.month_of_year() % 3 == 0; }

/// The answers of the last four quarters of the calendar; one household in kStripesPerMonth was
/// asked in them.
class WelfareYear {
 public:
  /// The answers of a quarter, [region], of all threads together and of so many months, take the
  /// place of those of a year ago; they are empty afterwards.
  void add_quarter(int months, std::vector<welfare::Tally>& answers);
  /// Whether the quarters hold twelve months: the first of a run may be cut.
  bool complete() const;
  /// Sums over them, [region].
  const std::vector<welfare::Tally>& sums() const { return sums_; }

 private:
  struct Quarter {
    int months = 0;
    std::vector<welfare::Tally> answers;
  };
  std::array<Quarter, 4> quarters_;  ///< in a ring
  std::size_t next_ = 0;             ///< where the oldest stands
  std::vector<welfare::Tally> sums_;
};

}  // namespace corridor::sim
