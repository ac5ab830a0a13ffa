#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "corridor/base/month.hpp"
#include "corridor/evidence/boundaries.hpp"
#include "corridor/evidence/date_span.hpp"
#include "corridor/evidence/parameter.hpp"
#include "corridor/evidence/posterior.hpp"
#include "corridor/terms/terms.hpp"

/// A data pack in memory: what `docs/formats/data-pack.md` describes, checked and indexed.
/// Vectors over places follow the order of `places.csv`; regions stand grouped by origin.
namespace corridor::evidence {

struct Origin {
  std::string code;  ///< ISO 3166-1 alpha-3
  std::string name;
  std::string currency;  ///< ISO 4217
  int first_region = 0;  ///< index into Pack::regions
  int region_count = 0;
};

struct Region {
  std::string code;  ///< ISO 3166-2
  std::string name;
  int origin = 0;
};

/// The first destination of the pack is the main one: it has law, sectors and monthly wages. The
/// others are described by one wage path each and exist so that people can choose them.
struct Destination {
  std::string code;
  std::string name;
  std::string currency;
};

struct Sector {
  std::string code;
  std::string name;
};

/// Tables of the month have room for so many statuses; a pack with more is refused.
inline constexpr int kMaxStatuses = 12;

/// What a status means for what is counted; what may happen in it is said by dated rules.
enum class StatusKind {
  foreign,              ///< lives and works as a citizen of the origin
  naturalised,          ///< has the citizenship of the destination
  controlled,           ///< on the registry of controlled persons
  detained,             ///< held until removal, release or enlistment
  serving,              ///< under a military contract as a citizen of the origin
  serving_naturalised,  ///< under a military contract or called up, naturalised
  fallen,               ///< killed in military service
};

/// Whether people of this kind can look for work and be at it.
constexpr bool is_civilian(StatusKind kind) {
  using enum StatusKind;
  return kind == foreign || kind == naturalised || kind == controlled;
}

/// Whether people of this kind are in military service.
constexpr bool serves(StatusKind kind) {
  return kind == StatusKind::serving || kind == StatusKind::serving_naturalised;
}

/// A legal status at the main destination.
struct Status {
  std::string code;
  std::string name;
  StatusKind kind = StatusKind::foreign;
  bool valid_stay = true;    ///< false for those without valid papers
  bool counted = true;       ///< counted in the stock by citizenship (false once naturalised)
  bool pays_patent = false;  ///< pays the monthly patent fee
  std::optional<double> transfer_limit;  ///< largest sum sent in a month, destination currency
};

enum class LawKind {
  arrival,     ///< share of new arrivals who take status_to
  transition,  ///< monthly hazard from status_from to status_to
  removal,     ///< monthly hazard of removal from status_from, with an entry ban of `length` months
  leaving,     ///< factor on the hazard to leave home for anywhere
  departure,   ///< factor on leaving for the main destination
  returning,   ///< factor on the hazard to return home
  inspection,  ///< monthly hazard of being inspected; fades with a half-life of `length` months
  detention,   ///< share of those inspected in status_from who are moved to status_to, detained
  short_detention,  ///< share of those inspected in status_from who are held and let go
  repatriation,     ///< monthly hazard of going home under a rule: unpunished, or discharged
  injury,           ///< monthly hazard of injury in service; nothing else changes
  prosecution,      ///< monthly hazard of a criminal case at home for service; nothing else changes
  enlistment,       ///< monthly hazard of signing a contract for its pay (status_from to status_to)
  contract_pay,     ///< pay of a military contract per month
  exit_ban,     ///< share of those who return from status_from who are barred for `length` months
  ban_lifting,  ///< monthly hazard that an entry ban in force is lifted
  sector_ban,   ///< share of the jobs of `sector` closed to those who pay for a patent
};

/// The end of a rule that nobody has ended.
inline constexpr Month kOpenEnd(9999, 12);

/// One dated rule: in force from `from` to `to` inclusive, for `origin` (-1: all).
struct LawRule {
  std::string id;
  LawKind kind = LawKind::arrival;
  int origin = -1;
  int status_from = -1;  ///< index into Pack::statuses, -1: any
  int status_to = -1;
  int sector = -1;  ///< index into Pack::sectors, -1: none
  Month from;
  Month to;
  double value = 0;
  double length = 0;  ///< months of entry ban, or half-life in months; 0 where none
  std::string unit;
  std::string instrument;
  std::string statement;
  std::string source;
  std::string status;
  int line = 0;
};

struct Source {
  std::string id, publisher, title, address, licence, date_read, note;
};

/// How the months of a period make one value.
enum class Aggregation {
  value,   ///< at the last month; of a year by the rule of the measure
  sum,     ///< over the months
  mean,    ///< over the months
  change,  ///< at the last month, less the value before the first
  ratio,   ///< of two sums over the months, in percent
  count,   ///< of dated events
};

/// How a published figure binds what is held against it.
enum class Bound {
  exact,
  at_least,  ///< an incomplete count, as a list of names: the truth lies above
  at_most,
};

/// Whom a figure counts, beside the measure that answers it.
enum class Scope {
  same,
  wider,  ///< more than the measure does, as all foreigners beside the citizens of the origins
};

/// A published figure that the model is held against.
struct Target {
  std::string id;
  std::string quantity;    ///< a measure, or `a+b/c` for a ratio in percent
  std::string place_text;  ///< an origin, a region, or `all`
  std::string period;      ///< YYYY, YYYY-MM, or two of them as `A..B`
  double value = 0;
  std::string unit;
  double error = 0;  ///< relative standard error, 0 where unknown
  std::string kind;  ///< fit, test, report
  std::string source;
  std::string note;
  std::optional<Aggregation> aggregation = {};  ///< nothing: by the rule of the measure
  Bound bound = Bound::exact;
  Scope scope = Scope::same;
  std::vector<std::string> places = {};  ///< that are added up
  DateSpan span = {};                    ///< of the period
};

enum class ClaimKind { numeric, event, qualitative };

/// What somebody says, to be held against the model, other sources and dated events.
struct Claim {
  std::string id;
  std::string main;  ///< the claim it is a variant of; its own id for the claim itself
  ClaimKind kind = ClaimKind::numeric;
  std::string quantity;  ///< what is counted; only equal quantities are compared
  std::string statement;
  std::string measure;  ///< a measure, or `a+b/c+d`; empty where none can speak to the claim
  std::string places_text;
  std::vector<std::string> places;  ///< origins that are added up
  std::string period;
  DateSpan span;  ///< of the period
  std::optional<Aggregation> aggregation;
  std::optional<double> value;
  std::string unit;
  std::optional<double> low, high;  ///< low without high: at least
  Scope scope = Scope::same;
  std::string said_by;
  std::vector<std::string> actors, targets, event_types;  ///< of fitting events; empty: any
  int days = 0;                                           ///< how far from the period they may lie
  std::string source;
  std::string note;
};

/// A dated fact of `events.csv`.
struct Event {
  std::string date;
  DateSpan span;
  std::string actor, target;  ///< country codes, or words for groups of countries
  std::string type;
  std::optional<double> value;  ///< the number the event is about
  std::string statement;
  std::string source;
};

/// What surveys and accounts say of living standards at home in one year.
struct WelfareFigure {
  std::string quantity;
  std::string place;  ///< an origin or a region
  std::string key;    ///< a poverty line or a fifth; empty where the quantity has none
  int year = 0;
  double value = 0;
  std::optional<double> low, high;
  std::string unit;
  std::string source;
  std::string status;
  /// The order of Pack::welfare.
  auto order() const { return std::tie(quantity, place, key, year); }
};

/// How a published result follows from a measure.
enum class PublishedForm {
  level,       ///< the measure itself
  growth,      ///< against the same months a year before, in percent
  factor,      ///< over the same months a year before
  difference,  ///< the run of `scenario` less the run itself
};

/// What a published result is held beside the model for.
enum class PublishedUse {
  report,  ///< its number and its direction
  test,    ///< the same, held out: of a time whose figures may not set parameters
  sign,    ///< its direction alone: the number is of other people or of another year
};

/// A result of somebody else's study, to be held beside what the model says.
struct PublishedResult {
  std::string id;
  std::string study;
  std::string statement;
  std::string measure;  ///< a measure, or `a+b/c+d`; empty where none can speak to the result
  std::string places_text;
  std::vector<std::string> places;  ///< origins that are added up
  std::string period;
  DateSpan span;  ///< of the period
  std::optional<Aggregation> aggregation;
  PublishedForm form = PublishedForm::level;
  std::string scenario;  ///< whose run answers; empty: the baseline
  double value = 0;
  std::string unit;
  std::optional<double> low, high;  ///< one without the other bounds from one side
  Scope scope = Scope::same;
  int sign = 0;      ///< 1 or -1 where the direction is the point, else 0
  std::string than;  ///< result against which the sign is meant; empty: no change
  PublishedUse use = PublishedUse::report;
  std::string source;
  std::string note;
};

/// A yearly figure that forecasts are made from and scored on (`figures.csv`).
struct YearlyFigure {
  std::string quantity;
  std::string place;
  int year = 0;
  std::optional<Month> published;  ///< of a release of its own; nothing: by a publication rule
  Month vintage;                   ///< the release the value was read from
  bool held_out = false;           ///< scored on, never given to anything that fits
  double value = 0;
  std::string unit;
  std::string source;
  std::string status;
};

/// How a driver goes on after its last known value when nobody knows better.
enum class After {
  none,    ///< it does not: the value stays unknown
  last,    ///< the last known value (a random walk)
  season,  ///< the last twelve months, changed as they changed against the twelve before
  mean,    ///< the mean of the last known values
  zero,
  fading,  ///< as `season`, but after `window` cycles growth halves with each further one
};

/// When values of a table become known, and how they go on after that (`publication.csv`). Empty
/// names and sources speak of all.
struct PublicationRule {
  std::string table;  ///< series, targets, figures, welfare, draws
  std::string name;
  std::string of_source;
  /// From the last month of the period to the month it is known in; of draws the length of blocks.
  int delay_months = 0;
  bool driver = false;  ///< given as it came to be when a forecast is made with drivers known
  After after = After::none;
  /// Known values that After::mean takes; cycles over which After::fading keeps its growth; last
  /// years that are drawn from (draws; 0: all).
  int window = 0;
};

/// One monthly or yearly series of the pack (`series.csv`), dense from `first`.
struct Series {
  std::string name;
  std::string place;
  std::string sector;
  std::string unit;
  bool yearly = false;
  Month first;  ///< January of the first year when yearly
  std::vector<double> values;
  int continued = 0;  ///< values at the end that a rule made, beyond those of the pack
  /// Value of the month (or of its year). Throws Error(input) naming the series when the month is
  /// outside.
  double at(Month month) const;
  Month last() const;
  Month last_given() const;  ///< the same without those that a rule made
};

/// National margins used by the synthesis and by births and deaths. Indexed [origin][year -
/// first_year]...
struct Demography {
  int first_year = 0;  ///< of every yearly table below
  int years = 0;
  using BySexAndGroup = std::vector<double>;           ///< kSexes x kAgeGroups
  using BySexAndAge = std::vector<double>;             ///< kSexes x kAges
  std::vector<std::vector<BySexAndGroup>> population;  ///< persons on 1 July, [origin][year]
  std::vector<std::vector<BySexAndAge>>
      single_age;  ///< weights inside the groups, [origin][year] (nearest published)
  std::vector<std::vector<BySexAndAge>>
      mortality;  ///< deaths per person-year by age, [origin][year]
  std::vector<std::vector<std::vector<double>>>
      fertility;  ///< births per woman-year by age (kAges), [origin][year]
  std::vector<std::vector<double>> net_migration;  ///< persons a year, [origin][year]
  std::vector<double> sex_ratio_at_birth;          ///< boys per girl, [origin]
  /// Shares of education by sex and five-year group: [origin][(sex * kAgeGroups + group) *
  /// kEducations + level].
  std::vector<std::vector<double>> education;
  /// Persons by region at the stated rule's level, [region][year - first_year].
  std::vector<std::vector<double>> region_population;
  /// Share of households by size 1..kMaxHouseholdSize, [region][size - 1]; mean agrees with the
  /// region's published mean.
  std::vector<std::vector<double>> household_size;
  std::vector<double> household_mean;  ///< [region]
};
inline constexpr int kMaxHouseholdSize = 15;

/// Relative propensity to be a labour migrant: by region of origin (population-weighted mean 1 in
/// each origin), by sex and single age, by education.
struct MigrantProfile {
  std::vector<double> region;                  ///< [region]
  std::vector<std::vector<double>> sex_age;    ///< [origin][sex * kAges + age]
  std::vector<std::vector<double>> education;  ///< [origin][level]
};

struct Pack {
  std::filesystem::path folder;
  std::string name;
  std::string title;
  std::string version;
  std::vector<int> table_years;   ///< the years a reader wants to see first; may be empty
  std::vector<int> change_years;  ///< two years whose change is told; may be empty
  std::vector<int> crisis_years;  ///< years that forecasts are also scored on apart; may be empty
  std::string digest;             ///< XXH3-128 of all files, hexadecimal
  std::string
      digest_before_posterior;  ///< of all but the posterior: what a calibration starts from
  std::vector<Origin> origins;
  std::vector<Region> regions;
  std::vector<Destination> destinations;
  std::vector<Sector> sectors;
  std::vector<Status> statuses;
  std::vector<LawRule> law;
  std::vector<Source> sources;
  std::vector<Target> targets;
  std::vector<Claim> claims;
  std::vector<Event> events;
  std::vector<WelfareFigure> welfare;  ///< in the order of WelfareFigure::order()
  std::vector<PublishedResult> published;
  Boundaries boundaries;                     ///< empty for a pack without a map
  std::vector<YearlyFigure> figures;         ///< by quantity, place, year and publication
  std::vector<PublicationRule> publication;  ///< in the order of the table
  std::vector<Series> series;
  ParameterSet parameters;
  Posterior posterior;  ///< empty for a pack that was never calibrated
  Demography demography;
  MigrantProfile profile;

  /// The series of that name; throws Error(input) naming the nearest series when there is none.
  const Series& find_series(std::string_view name,
                            std::string_view place,
                            std::string_view sector = {}) const;
  /// The figure whose year is nearest, of two the earlier; nullptr where there is none at all.
  const WelfareFigure* nearest_welfare(std::string_view quantity,
                                       std::string_view place,
                                       std::string_view key,
                                       int year) const;
  int origin_index(std::string_view code) const;  ///< -1 when unknown
  int region_index(std::string_view code) const;
  int status_index(std::string_view code) const;
  /// Every place code with its English name, origins before regions before destinations.
  std::vector<std::pair<std::string, std::string>> places() const;
};

/// Reads and checks a pack folder. All problems of the pack are reported together in one
/// Error(input); a folder or file that cannot be read is Error(files).
Pack load_pack(const std::filesystem::path& folder,
               std::span<const ParameterDeclaration> declarations);

}  // namespace corridor::evidence
