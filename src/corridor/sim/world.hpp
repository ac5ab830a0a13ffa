#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "corridor/diplomacy/acts.hpp"
#include "corridor/diplomacy/params.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/labour/market.hpp"
#include "corridor/labour/params.hpp"
#include "corridor/law/params.hpp"
#include "corridor/law/rules_in_force.hpp"
#include "corridor/mobility/decisions.hpp"
#include "corridor/mobility/params.hpp"
#include "corridor/mobility/risk.hpp"
#include "corridor/origins/economy.hpp"
#include "corridor/origins/params.hpp"
#include "corridor/origins/response.hpp"
#include "corridor/parallel/threads.hpp"
#include "corridor/population/district.hpp"
#include "corridor/population/params.hpp"
#include "corridor/population/people.hpp"
#include "corridor/population/rates.hpp"
#include "corridor/population/scan.hpp"
#include "corridor/recruitment/params.hpp"
#include "corridor/remittances/params.hpp"
#include "corridor/remittances/sending.hpp"
#include "corridor/sim/abroad_scan.hpp"
#include "corridor/sim/run.hpp"
#include "corridor/sim/welfare.hpp"
#include "corridor/welfare/params.hpp"

namespace corridor::sim {

inline constexpr std::size_t kPyramid = static_cast<std::size_t>(kSexes) * population::kBirthMonths;
static_assert(kPyramid <= UINT16_MAX, "lists of those who died hold cells in 16 bits");
constexpr std::size_t pyramid_cell(int sex, int birth) {
  return static_cast<std::size_t>(sex) * population::kBirthMonths + static_cast<std::size_t>(birth);
}

/// Parameters of every module, read once.
struct Params {
  population::PopulationParams population;
  mobility::MobilityParams mobility;
  labour::LabourParams labour;
  law::LawParams law;
  diplomacy::DiplomacyParams diplomacy;
  recruitment::RecruitmentParams recruitment;
  remittances::RemittanceParams remittances;
  welfare::WelfareParams welfare;
  origins::OriginParams origins;
};
Params read_params(const evidence::Pack& pack);

/// What the law and the war do to persons, counted as it happens.
enum class LegalEvent {
  inspected,
  detained,               ///< after an inspection, to be expelled
  held_briefly,           ///< after an inspection, and let go
  held_briefly_in_order,  ///< of these, with valid papers
  expelled,               ///< removed from detention, on the order of a court
  barred,                 ///< an entry ban imposed
  ban_lifted,             ///< before its end
  legalised,              ///< from having no valid papers to a valid status
  naturalised,
  enlisted,  ///< as a citizen of the origin
  enlisted_naturalised,
  fallen,
  fallen_naturalised,
  discharged,  ///< from service, for home
  injured,
  prosecuted,
};
inline constexpr std::size_t kLegalEvents = 16;
using LegalCounts = std::array<std::int64_t, kLegalEvents>;
constexpr std::size_t index(LegalEvent event) { return static_cast<std::size_t>(event); }
/// Whether a change of status leads into military service.
bool enlists(const evidence::Status& from, const evidence::Status& to);
/// What a change of status counts as, besides an entry into the new one.
void count_change(evidence::StatusKind from, const evidence::Status& to, LegalCounts& counts);

/// What one region counted in one month: flows of the month, and stocks at its end.
struct RegionTally {
  std::vector<std::uint16_t> died;  ///< pyramid_cell() of everybody who died, in no order
  std::int64_t births = 0;
  std::int64_t boys = 0;  ///< of births
  std::int64_t deaths = 0;
  std::int64_t departures = 0;  ///< to the main destination
  std::array<std::int64_t, mobility::kMaxDestinations> departures_elsewhere{};
  std::int64_t returns = 0;  ///< from the main destination, of free will
  std::int64_t returns_elsewhere = 0;
  std::int64_t removals = 0;
  std::int64_t spells_ended_by_death = 0;
  LegalCounts legal{};                                    ///< [LegalEvent]
  std::array<std::int64_t, law::kMaxStatuses> entries{};  ///< into each status, arrivals included
  std::array<std::int64_t, std::size_t{law::kMaxStatuses} * kSexes>
      stock{};  ///< at the main destination, [status * kSexes + sex]
  std::array<std::int64_t, labour::kMaxSectors> stock_sector{};
  std::array<std::int64_t, kSexGroupCells> stock_age{};  ///< counted foreigners, Decembers only
  std::array<std::int64_t, mobility::kMaxDestinations> stock_elsewhere{};
  std::int64_t barred = 0;                         ///< entry bans in force
  std::array<Earned, law::kMaxStatuses> earned{};  ///< at the main destination, [status]
  std::int64_t households = 0;
  std::int64_t households_with_migrant = 0;

  /// Adds the counts of another thread.
  void add(const RegionTally& other);
  /// The same without the list of those who died.
  void add_counts(const RegionTally& other);
  void clear();
  std::int64_t present() const;  ///< everybody at the main destination
};

/// What a region remembers between months.
struct RegionState {
  std::vector<std::int32_t> alive;  ///< persons alive, [pyramid_cell()]
  std::int64_t persons = 0;
  std::int64_t adults = 0;                  ///< of them, those born in the range below
  population::BirthRange births_of_adults;  ///< of the month the adults were counted for
  std::int64_t abroad = 0;                  ///< spells, all destinations
  double share_abroad = 0;                  ///< of adults, at the end of last month
  mobility::RiskMemory homecomings;
  double perceived_risk = 0;  ///< of removal, at the end of last month
};

/// The chances of one month, quantised, for the loop over districts.
struct MonthTables {
  Month month;
  std::int16_t now = 0;                                ///< months since the start of the run
  std::span<const population::OriginRates> rates;      ///< of the year, in the world, [origin]
  std::vector<law::OriginRules> rules;                 ///< [origin]
  std::vector<mobility::RegionDepartures> departures;  ///< [region]
  std::vector<mobility::RegionReturns> returns;        ///< [region]
  labour::LabourSignals labour;
  remittances::RemittanceSignals remittances;
  WelfareTables welfare;
  std::vector<std::array<std::uint32_t, population::kClasses>>
      ceiling;                                 ///< [region], of all chances together
  std::vector<population::ByteBounds> bounds;  ///< [region]
  std::vector<std::uint8_t> age_groups;        ///< [birth index], Decembers only
};

/// What is known of an economy at home in one year.
struct EconomyYear {
  origins::EconomyFigures figures;
  double product_usd = 0;  ///< of the year
};
/// Published shares of one place in one year; nothing where none are.
struct HomeMarket {
  double unemployment = 0;
  double participation = 0;
};
/// What was looked up for a year and is asked for month by month.
template <class Known>
struct OfYear {
  int year = 0;
  std::vector<Known> known;
};

/// Everything that evolves, and what it evolves under.
struct World {
  const evidence::Pack* pack = nullptr;
  RunRequest request;
  Params params;
  population::Calendar calendar;
  std::vector<population::District> districts;
  std::vector<RegionState> regions;
  /// Persons alive in all regions of an origin, [origin][pyramid_cell()].
  std::vector<std::vector<std::int32_t>> alive_of_origin;
  std::vector<double> migrants_by_sector;                ///< at the end of last month, real persons
  std::vector<LegalCounts> legal_so_far;                 ///< since the start of the run, [origin]
  std::vector<diplomacy::OriginState> diplomacy;         ///< [origin]
  std::vector<diplomacy::OriginMonth> diplomatic_month;  ///< of the month just simulated, [origin]
  origins::OriginState origins;
  welfare::StandardsTable standards;
  std::vector<std::vector<population::OriginRates>> rates;  ///< [year of the run][origin]
  std::vector<SearchTable> search;                          ///< [year of the run]
  bool asks_households = true;  ///< whether anything that is wanted needs their answers
  WelfareYear welfare_year;
  random::Path path = random::Path::vector;
  std::vector<origins::ResponseMemory> responses;     ///< of economies at home, [origin]
  OfYear<EconomyYear> economies;                      ///< [origin]
  OfYear<std::optional<HomeMarket>> markets_at_home;  ///< [place]
};

/// Whether the person of a spell was killed in service and keeps an entry only.
inline bool has_fallen(const World& world, const population::Spell& spell) {
  return spell.destination == 0 &&
         world.pack->statuses[spell.status].kind == evidence::StatusKind::fallen;
}

/// Persons of one sex whose birth index lies in the range.
std::int64_t count_alive(std::span<const std::int32_t> alive,
                         int sex,
                         const population::BirthRange& births);

/// Buffers of one thread.
struct Scratch {
  std::vector<std::uint16_t> indices;
  std::vector<std::uint32_t> eventful;  ///< spells in whose month something happens
  std::vector<std::uint32_t> hired;     ///< spells of those who find a sector
  std::vector<std::uint32_t> hired_words;
  std::vector<std::uint8_t> bytes;
  std::vector<population::ClassByte> classes;
  std::array<std::vector<std::uint32_t>, 4> words;
  Counts abroad;                     ///< all zero between districts
  std::vector<RegionTally> tallies;  ///< [region]
  WelfareScratch welfare;
  explicit Scratch(const evidence::Pack& pack);
  void grow(std::size_t persons);
};

/// Creates the population and the spells abroad under way on the first day (eq. M5).
World make_world(const evidence::Pack& pack, const RunRequest& request, parallel::Threads& threads);

/// The chances of the month from published drivers and the signals of last month.
MonthTables month_tables(const World& world, Month month);

/// One month of one district: bans, households, events at home, spells abroad.
void district_month(const World& world,
                    const MonthTables& tables,
                    population::District& district,
                    Scratch& scratch);
/// Births, deaths and departures of a district.
void events_at_home(const World& world,
                    const MonthTables& tables,
                    population::District& district,
                    Scratch& scratch);
/// Everybody abroad: removal or change of status, return, work; spells that end leave the list.
void spells_abroad(const World& world,
                   const MonthTables& tables,
                   population::District& district,
                   Scratch& scratch);
/// Seed of who everybody is and of births, deaths and households.
inline std::uint64_t seed_of_people(const World& world) {
  return world.request.people ? world.request.people->request().seed : world.request.seed;
}
/// Whether the words that decide on departures are those that decide on births and deaths too, so
/// that the beginning of their range is taken; with another seed they are not, and all is free.
inline bool words_tell_of_people(const World& world) {
  return seed_of_people(world) == world.request.seed;
}
/// Draws of a district in the month of the tables.
inline random::Key month_key(const World& world,
                             const MonthTables& tables,
                             const population::District& district,
                             random::Stream stream) {
  return {world.request.seed, stream, tables.month, district.number};
}

/// Values of the month in ascending order; also moves the origins' state.
std::vector<Value> month_values(World& world,
                                const MonthTables& tables,
                                const std::vector<RegionTally>& tallies);

/// Adds what the month's money does to the economies at home, held against the baseline of the run
/// (docs/model/origins.md, O4 to O7), to the values of the month, and keeps it for the next one.
void write_economy(World& world, Month month, std::vector<Value>& values);

/// Signals for the next month from the counts of this one.
void update_regions(World& world, Month month, const std::vector<RegionTally>& tallies);

/// Conservation after every month of checked runs. Throws InvariantError naming month and place.
void check_month(const World& world,
                 const MonthTables& tables,
                 const std::vector<RegionTally>& tallies,
                 std::span<const std::int64_t> persons_before,
                 std::span<const std::int64_t> abroad_before);
/// The same of what households answered in the month, [region]: those asked are those who lie in
/// the month's twelfth and are at home, money and steps add up (docs/model/welfare.md, H5 and H6).
void check_welfare(const World& world,
                   const MonthTables& tables,
                   const std::vector<welfare::Tally>& answers);

}  // namespace corridor::sim
