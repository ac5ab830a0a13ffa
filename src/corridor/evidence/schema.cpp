#include "corridor/evidence/schema.hpp"

#include <fmt/format.h>

#include <array>

#include "corridor/base/check.hpp"
#include "corridor/evidence/parameter.hpp"
#include "corridor/terms/terms.hpp"

namespace corridor::evidence {

namespace {

using Name = std::string_view;
using enum ColumnType;

constexpr std::array<Name, 4> kEvidenceStatuses = {
    "measured", "estimated", "assumed", "calibrated"};
constexpr std::array<Name, 3> kPlaceKinds = {"origin", "region", "destination"};
constexpr std::array<Name, 3> kDimensions = {"region", "sex_age", "education"};
constexpr std::array<Name, 17> kLawKinds = {"arrival",
                                            "transition",
                                            "removal",
                                            "leaving",
                                            "departure",
                                            "returning",
                                            "inspection",
                                            "detention",
                                            "short_detention",
                                            "repatriation",
                                            "injury",
                                            "prosecution",
                                            "enlistment",
                                            "contract_pay",
                                            "exit_ban",
                                            "ban_lifting",
                                            "sector_ban"};
/// In the order of StatusKind.
constexpr std::array<Name, 7> kStatusKinds = {
    "foreign", "naturalised", "controlled", "detained", "serving", "serving_naturalised", "fallen"};
constexpr std::array<Name, 3> kGrades = {"A", "B", "C"};
constexpr std::array<Name, 3> kTargetKinds = {"fit", "test", "report"};
constexpr std::array<Name, 3> kClaimKinds = {"numeric", "event", "qualitative"};
constexpr std::array<Name, 6> kAggregations = {"value", "sum", "mean", "change", "ratio", "count"};
constexpr std::array<Name, 3> kBounds = {"exact", "at_least", "at_most"};
constexpr std::array<Name, 2> kScopes = {"same", "wider"};
/// In the order of PublishedForm.
constexpr std::array<Name, 4> kForms = {"level", "growth", "factor", "difference"};
constexpr std::array<Name, 2> kSigns = {"+", "-"};
/// In the order of PublishedUse.
constexpr std::array<Name, 3> kUses = {"report", "test", "sign"};
constexpr std::array<Name, 2> kFigureKinds = {"fit", "test"};
constexpr std::array<Name, 5> kDatedTables = {"series", "targets", "figures", "welfare", "draws"};
/// In the order of After, which begins with none: an empty field.
constexpr std::array<Name, 5> kAfter = {"last", "season", "mean", "zero", "fading"};

constexpr ColumnSchema one_of(Name name, std::span<const Name> choices, bool optional = false) {
  return {.name = name, .type = choice, .optional = optional, .choices = choices};
}
constexpr ColumnSchema place_of(Name name, unsigned kinds, bool optional = false) {
  return {.name = name, .type = place, .optional = optional, .places = kinds};
}
constexpr ColumnSchema numeric(Name name, double minimum, double maximum, bool optional = false) {
  return {
      .name = name, .type = number, .optional = optional, .minimum = minimum, .maximum = maximum};
}
constexpr ColumnSchema age_column(Name name, bool optional) {
  return {.name = name, .type = whole, .optional = optional, .minimum = 0, .maximum = kOldestAge};
}

constexpr ColumnSchema kSex = one_of("sex", kSexCodes);
constexpr ColumnSchema kAgeFrom = age_column("age_from", false);
constexpr ColumnSchema kAgeTo = age_column("age_to", true);
constexpr ColumnSchema kYear = {.name = "period", .type = year};
constexpr ColumnSchema kOriginColumn = place_of("place", origin_place);
constexpr ColumnSchema kUnit = {.name = "unit"};
constexpr ColumnSchema kSource = {.name = "source", .type = source};
constexpr ColumnSchema kStatus = one_of("status", kEvidenceStatuses);
constexpr ColumnSchema kRule = {.name = "rule", .optional = true};
constexpr ColumnSchema kNote = {.name = "note", .optional = true};
constexpr ColumnSchema kPositive = numeric("value", 0, kUnbounded);
constexpr ColumnSchema kShare = numeric("value", 0, 1);

constexpr auto kPlaces =
    std::to_array<ColumnSchema>({{.name = "code"},
                                 one_of("kind", kPlaceKinds),
                                 {.name = "parent", .optional = true},
                                 {.name = "currency", .type = currency, .optional = true},
                                 {.name = "name_en"},
                                 {.name = "name_ru", .optional = true},
                                 {.name = "name_local", .optional = true},
                                 kSource});
constexpr auto kSectors = std::to_array<ColumnSchema>(
    {{.name = "code"}, {.name = "isic", .optional = true}, {.name = "name_en"}, kSource});
constexpr auto kStatuses =
    std::to_array<ColumnSchema>({{.name = "code"},
                                 {.name = "name_en"},
                                 one_of("kind", kStatusKinds),
                                 {.name = "valid_stay", .type = flag},
                                 {.name = "counted", .type = flag},
                                 {.name = "pays_patent", .type = flag},
                                 numeric("transfer_limit", 0, kUnbounded, true),
                                 kSource});
constexpr auto kSources = std::to_array<ColumnSchema>({{.name = "id"},
                                                       {.name = "publisher"},
                                                       {.name = "title"},
                                                       {.name = "address", .optional = true},
                                                       {.name = "licence"},
                                                       {.name = "date_read", .optional = true},
                                                       kNote});
constexpr auto kPopulation = std::to_array<ColumnSchema>(
    {kOriginColumn, kYear, kSex, kAgeFrom, kAgeTo, kPositive, kUnit, kSource, kStatus, kRule});
constexpr auto kRegionPopulation = std::to_array<ColumnSchema>(
    {place_of("place", region_place), kYear, kPositive, kUnit, kSource, kStatus, kRule});
constexpr auto kHouseholdSize =
    std::to_array<ColumnSchema>({place_of("place", origin_place | region_place),
                                 {.name = "size", .type = whole, .minimum = 1, .maximum = 15},
                                 kShare,
                                 kUnit,
                                 kSource,
                                 kStatus,
                                 kRule});
constexpr auto kHouseholdMean =
    std::to_array<ColumnSchema>({place_of("place", origin_place | region_place),
                                 kYear,
                                 numeric("value", 1, 15),
                                 kUnit,
                                 kSource,
                                 kStatus,
                                 kRule});
constexpr auto kEducation = std::to_array<ColumnSchema>({kOriginColumn,
                                                         kSex,
                                                         kAgeFrom,
                                                         kAgeTo,
                                                         one_of("level", kEducationCodes),
                                                         kShare,
                                                         kUnit,
                                                         kSource,
                                                         kStatus,
                                                         kRule});
constexpr auto kFertility = std::to_array<ColumnSchema>(
    {kOriginColumn, kYear, kAgeFrom, kAgeTo, kShare, kUnit, kSource, kStatus, kRule});
constexpr auto kSeries =
    std::to_array<ColumnSchema>({{.name = "series"},
                                 place_of("place", any_place),
                                 {.name = "sector", .type = sector, .optional = true},
                                 {.name = "period", .type = period},
                                 numeric("value", -kUnbounded, kUnbounded),
                                 kUnit,
                                 kSource,
                                 kStatus,
                                 kRule});
constexpr auto kProfile =
    std::to_array<ColumnSchema>({place_of("place", origin_place | region_place),
                                 one_of("dimension", kDimensions),
                                 one_of("sex", kSexCodes, true),
                                 age_column("age_from", true),
                                 kAgeTo,
                                 one_of("key", kEducationCodes, true),
                                 kPositive,
                                 kUnit,
                                 kSource,
                                 kStatus,
                                 kRule});
constexpr auto kLaw = std::to_array<ColumnSchema>(
    {{.name = "id"},
     one_of("kind", kLawKinds),
     place_of("place", origin_place, true),
     {.name = "status_from", .type = status, .optional = true},
     {.name = "status_to", .type = status, .optional = true},
     {.name = "sector", .type = sector, .optional = true},
     {.name = "from", .type = month},
     {.name = "to", .type = month, .optional = true},
     {.name = "length", .type = whole, .optional = true, .minimum = 0, .maximum = 1200},
     {.name = "instrument"},
     {.name = "statement"},
     kPositive,
     kUnit,
     kSource,
     kStatus,
     kRule});
constexpr auto kParameters =
    std::to_array<ColumnSchema>({{.name = "name"},
                                 {.name = "key", .optional = true},
                                 {.name = "symbol", .optional = true},
                                 numeric("value", -kUnbounded, kUnbounded),
                                 numeric("low", -kUnbounded, kUnbounded, true),
                                 numeric("high", -kUnbounded, kUnbounded, true),
                                 numeric("coverage", 0.5, 0.999, true),
                                 kUnit,
                                 one_of("distribution", kDistributions, true),
                                 kSource,
                                 kStatus,
                                 one_of("grade", kGrades),
                                 kNote});
constexpr auto kTargets = std::to_array<ColumnSchema>({{.name = "id"},
                                                       {.name = "quantity"},
                                                       {.name = "place"},
                                                       {.name = "period"},
                                                       one_of("aggregation", kAggregations, true),
                                                       numeric("value", -kUnbounded, kUnbounded),
                                                       kUnit,
                                                       one_of("bound", kBounds),
                                                       one_of("scope", kScopes),
                                                       numeric("error", 0, kUnbounded, true),
                                                       one_of("kind", kTargetKinds),
                                                       kSource,
                                                       kStatus,
                                                       kNote});

constexpr auto kClaims = std::to_array<ColumnSchema>(
    {{.name = "id"},
     {.name = "main"},
     one_of("kind", kClaimKinds),
     {.name = "quantity"},
     {.name = "statement"},
     {.name = "measure", .optional = true},
     {.name = "places", .optional = true},
     {.name = "period"},
     one_of("aggregation", kAggregations, true),
     numeric("value", -kUnbounded, kUnbounded, true),
     {.name = "unit", .optional = true},
     numeric("low", -kUnbounded, kUnbounded, true),
     numeric("high", -kUnbounded, kUnbounded, true),
     one_of("scope", kScopes, true),
     {.name = "said_by"},
     {.name = "actor", .optional = true},
     {.name = "target", .optional = true},
     {.name = "type", .optional = true},
     {.name = "days", .type = whole, .optional = true, .minimum = 0, .maximum = 366},
     kSource,
     kNote});
constexpr auto kEvents =
    std::to_array<ColumnSchema>({{.name = "date"},
                                 {.name = "actor"},
                                 {.name = "target"},
                                 {.name = "type"},
                                 numeric("value", -kUnbounded, kUnbounded, true),
                                 {.name = "statement"},
                                 kSource});

constexpr auto kWelfare =
    std::to_array<ColumnSchema>({{.name = "quantity"},
                                 place_of("place", origin_place | region_place),
                                 kYear,
                                 {.name = "key", .optional = true},
                                 numeric("low", -kUnbounded, kUnbounded, true),
                                 numeric("high", -kUnbounded, kUnbounded, true),
                                 numeric("value", -kUnbounded, kUnbounded),
                                 kUnit,
                                 kSource,
                                 kStatus,
                                 kRule});
constexpr auto kPublished =
    std::to_array<ColumnSchema>({{.name = "id"},
                                 {.name = "study"},
                                 {.name = "statement"},
                                 {.name = "measure", .optional = true},
                                 {.name = "places", .optional = true},
                                 {.name = "period"},
                                 one_of("aggregation", kAggregations, true),
                                 one_of("form", kForms),
                                 {.name = "scenario", .optional = true},
                                 numeric("value", -kUnbounded, kUnbounded),
                                 {.name = "unit"},
                                 numeric("low", -kUnbounded, kUnbounded, true),
                                 numeric("high", -kUnbounded, kUnbounded, true),
                                 one_of("scope", kScopes, true),
                                 one_of("sign", kSigns, true),
                                 {.name = "than", .optional = true},
                                 one_of("kind", kUses),
                                 kSource,
                                 kNote});

constexpr auto kFigures =
    std::to_array<ColumnSchema>({{.name = "quantity"},
                                 place_of("place", origin_place | destination_place),
                                 kYear,
                                 {.name = "published", .type = month, .optional = true},
                                 {.name = "vintage", .type = month},
                                 one_of("kind", kFigureKinds),
                                 numeric("value", -kUnbounded, kUnbounded),
                                 kUnit,
                                 kSource,
                                 kStatus,
                                 kRule});
constexpr auto kPublication = std::to_array<ColumnSchema>(
    {one_of("table", kDatedTables),
     {.name = "name", .optional = true},
     {.name = "of_source", .type = source, .optional = true},
     {.name = "driver", .type = flag},
     one_of("after", kAfter, true),
     {.name = "window", .type = whole, .optional = true, .minimum = 1, .maximum = 60},
     numeric("value", 0, 120),
     kUnit,
     kSource,
     kStatus,
     kRule});

constexpr auto kCodeKey = std::to_array<Name>({"code"});
constexpr auto kIdKey = std::to_array<Name>({"id"});
constexpr auto kPlacesKey = std::to_array<Name>({"code", "kind"});
constexpr auto kAgeKey = std::to_array<Name>({"place", "period", "sex", "age_from"});
constexpr auto kFertilityKey = std::to_array<Name>({"place", "period", "age_from"});
constexpr auto kYearKey = std::to_array<Name>({"place", "period"});
constexpr auto kSizeKey = std::to_array<Name>({"place", "size"});
constexpr auto kEducationKey = std::to_array<Name>({"place", "sex", "age_from", "level"});
constexpr auto kSeriesKey = std::to_array<Name>({"series", "place", "sector", "period"});
constexpr auto kProfileKey = std::to_array<Name>({"place", "dimension", "sex", "age_from", "key"});
constexpr auto kEventsKey = std::to_array<Name>({"date", "actor", "target", "type", "statement"});
constexpr auto kWelfareKey = std::to_array<Name>({"quantity", "place", "period", "key"});
constexpr auto kFiguresKey = std::to_array<Name>({"quantity", "place", "period", "published"});
constexpr auto kPublicationKey = std::to_array<Name>({"table", "name", "of_source"});
constexpr auto kParametersKey = std::to_array<Name>({"name", "key"});

using enum UnitRule;
constexpr auto kTables = std::to_array<TableSchema>({
    {"places.csv", "origins, their regions, destinations", none, {}, kPlaces, kPlacesKey},
    {"sectors.csv", "sectors of work at the main destination", none, {}, kSectors, kCodeKey},
    {"statuses.csv", "legal statuses at the main destination", none, {}, kStatuses, kCodeKey},
    {"sources.csv", "where every value comes from", none, {}, kSources, kIdKey},
    {"population.csv",
     "population on 1 July by sex and five-year age group",
     fixed,
     "persons",
     kPopulation,
     kAgeKey},
    {"population_age1.csv",
     "population on 1 July by sex and single age",
     fixed,
     "persons",
     kPopulation,
     kAgeKey},
    {"region_population.csv",
     "population of the regions on 1 July",
     fixed,
     "persons",
     kRegionPopulation,
     kYearKey},
    {"household_size.csv", "share of households by size", fixed, "share", kHouseholdSize, kSizeKey},
    {"household_mean.csv",
     "mean persons per household",
     fixed,
     "persons",
     kHouseholdMean,
     kYearKey},
    {"education.csv",
     "share of the population by level of education",
     fixed,
     "share",
     kEducation,
     kEducationKey},
    {"fertility.csv",
     "births per woman-year by age of the mother",
     fixed,
     "births per woman-year",
     kFertility,
     kFertilityKey},
    {"mortality.csv",
     "deaths per person-year by sex and age",
     fixed,
     "deaths per person-year",
     kPopulation,
     kAgeKey},
    {"series.csv", "drivers by month or year", by_series, {}, kSeries, kSeriesKey},
    {"migrant_profile.csv",
     "relative propensity to be a labour migrant",
     fixed,
     "ratio",
     kProfile,
     kProfileKey},
    {"law.csv", "dated rules", by_law, {}, kLaw, kIdKey},
    {"parameters.csv", "model parameters", by_name, {}, kParameters, kParametersKey},
    {"targets.csv", "published figures the model is held against", free, {}, kTargets, kIdKey},
    {"claims.csv", "claims of a public text and other statements", free, {}, kClaims, kIdKey},
    {"events.csv", "dated facts", none, {}, kEvents, kEventsKey},
    {"welfare.csv",
     "living standards, poverty and money received at home",
     by_welfare,
     {},
     kWelfare,
     kWelfareKey},
    {"published.csv", "results of studies", free, {}, kPublished, kIdKey},
    {"figures.csv", "yearly figures that forecasts are scored on", free, {}, kFigures, kFiguresKey},
    {"publication.csv",
     "when values become known, and how drivers go on",
     fixed,
     "months",
     kPublication,
     kPublicationKey},
});

}  // namespace

int TableSchema::column(std::string_view name) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == name) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

std::span<const TableSchema> pack_tables() { return kTables; }

const TableSchema& pack_table(std::string_view file) {
  const TableSchema* found = nullptr;
  for (const TableSchema& table : kTables) {
    found = table.file == file ? &table : found;
  }
  invariant(found != nullptr, "every table asked for is declared in the schema");
  return *found;
}

std::string range_text(double minimum, double maximum) {
  if (minimum == -kUnbounded && maximum == kUnbounded) {
    return "any number";
  }
  if (maximum == kUnbounded) {
    return fmt::format("{} or more", minimum);
  }
  if (minimum == -kUnbounded) {
    return fmt::format("{} or less", maximum);
  }
  return fmt::format("{} to {}", minimum, maximum);
}

}  // namespace corridor::evidence
