#include "corridor/report/region_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "corridor/report/chart.hpp"
#include "corridor/report/classes.hpp"
#include "corridor/report/question.hpp"
#include "corridor/report/table.hpp"

namespace corridor::report {

namespace {

constexpr std::string_view kReceivedMain = "received_usd";
constexpr std::string_view kReceivedElsewhere = "received_elsewhere_usd";
constexpr std::string_view kPopulation = "population";
constexpr std::string_view kWithMigrant = "households_with_migrant_pct";
constexpr std::string_view kDependence = "receipts_share_of_income_pct";
constexpr std::string_view kPoverty = "poverty_420_pct";
constexpr std::string_view kPovertyNational = "poverty_national_pct";
constexpr double kThousand = 1000;

/// A measure, a sum of two, or a sum over another measure.
struct Formula {
  std::string_view name;
  std::string_view label;  ///< `{}` stands for the main destination
  bool in_table = false;
  std::array<std::string_view, 2> sum;
  std::string_view over = {};
  double factor = 1;
  std::string_view unit = {};         ///< empty: that of the first measure
  std::string_view description = {};  ///< empty: that of the first measure
};

constexpr Formula plain(std::string_view name, std::string_view label, bool in_table = false) {
  return {name, label, in_table, {name, {}}};
}

/// In the order in which people choose them, which is that of the columns of the table too.
constexpr std::array kFormulas = {
    plain(kPresent, "Migrants in {}", true),
    plain("migrants_elsewhere", "Migrants elsewhere", true),
    Formula{"migrants_per_thousand",
            "Migrants in {} per thousand inhabitants",
            false,
            {kPresent, {}},
            kPopulation,
            kThousand,
            "per thousand",
            "Citizens present at the main destination over persons alive."},
    Formula{"received_all_usd",
            "Receipts, recorded or not",
            true,
            {kReceivedMain, kReceivedElsewhere},
            {},
            1,
            {},
            "Money received from all destinations, less fees, recorded or not."},
    Formula{"received_per_head_usd",
            "Receipts per head",
            true,
            {kReceivedMain, kReceivedElsewhere},
            kPopulation,
            1,
            "USD per head",
            "Money received from all destinations over persons alive, those abroad included."},
    plain(kDependence, "Receipts in the income of households", true),
    plain(kPoverty, "Poverty at 4.20 PPP dollars a day", true),
    plain(kPovertyNational, "Poverty at the national line", true),
    plain(kWithMigrant, "Households with a migrant", true),
    plain("households_receiving_pct", "Households that receive money"),
    plain("poverty_300_pct", "Poverty at 3.00 PPP dollars a day"),
    plain("poverty_830_pct", "Poverty at 8.30 PPP dollars a day"),
    plain("poverty_420_without_receipts_pct", "Poverty at 4.20 PPP dollars without receipts"),
    plain("children_poor_420_pct", "Children in poverty at 4.20 PPP dollars a day"),
    plain("consumption_ppp_per_day", "Consumption per head"),
    plain("gini_pct", "Inequality (Gini index)"),
    plain("unemployment_home_pct", "Unemployment at home"),
    plain("perceived_risk_pct", "Risk of removal that people believe in"),
    plain(kPopulation, "Population"),
};

/// The last year of which all months were simulated, else the last month.
std::string period_of(const store::RunInfo& run) {
  const int year = run.last_month.year() - (run.last_month.month_of_year() == 12 ? 0 : 1);
  const std::string whole = std::to_string(year);
  return covers(run, whole, sim::OverYear::sum) ? whole : run.last_month.text();
}

/// What each member says of a year; empty where the run keeps none. Members are added up and
/// divided one by one: medians of parts say nothing of the whole.
std::vector<double> members_of(const Formula& formula,
                               const std::string& place,
                               int year,
                               const ModelValues& values) {
  std::vector<double> result;
  for (const std::string_view part : formula.sum) {
    if (part.empty()) {
      continue;
    }
    const std::vector<double> members = values.year_members(std::string(part), place, year);
    if (members.empty()) {
      return {};
    }
    result.resize(members.size(), 0);
    std::transform(
        result.begin(), result.end(), members.begin(), result.begin(), std::plus<double>());
  }
  if (!formula.over.empty()) {
    const std::vector<double> over = values.year_members(std::string(formula.over), place, year);
    result.resize(over.size());
    const auto divided = [](double sum, double by) {
      return by == 0 ? std::numeric_limits<double>::quiet_NaN() : sum / by;
    };
    std::transform(result.begin(), result.end(), over.begin(), result.begin(), divided);
  }
  for (double& value : result) {
    value *= formula.factor;
  }
  return result;
}

/// The number of a run that keeps no members.
std::optional<double> value_of(const Formula& formula,
                               const std::string& place,
                               const std::string& period,
                               ModelValues& values) {
  double sum = 0;
  for (const std::string_view part : formula.sum) {
    if (part.empty()) {
      continue;
    }
    const std::optional<double> value = values.value(std::string(part), place, period);
    if (!value) {
      return std::nullopt;
    }
    sum += *value;
  }
  if (formula.over.empty()) {
    return sum * formula.factor;
  }
  const std::optional<double> over = values.value(std::string(formula.over), place, period);
  return over && *over != 0 ? std::optional<double>(sum / *over * formula.factor) : std::nullopt;
}

struct Number {
  std::optional<double> value;
  std::optional<Range> band;
};

/// The median and the band of members, or the one value there is.
Number number_of(const Formula& formula,
                 const std::string& place,
                 const std::string& period,
                 ModelValues& values) {
  if (is_year(period)) {
    if (const auto band = band_of(members_of(formula, place, std::stoi(period), values))) {
      const auto [low, high] = ensemble::band_of(band->quantiles, kShownBand);
      return {band->quantiles[ensemble::kMedian], Range{low, high}};
    }
  }
  return {value_of(formula, place, period, values), std::nullopt};
}

/// The weakest of what takes part. Parameters are fitted to figures of countries, and where in one
/// migrants come from is assumed: only the number of inhabitants keeps the grade of the country.
std::string grade_in_regions(const Formula& formula, const ModelValues& values) {
  std::string grade = formula.sum[0] == kPopulation ? "" : "C";
  for (const std::string_view part : {formula.sum[0], formula.sum[1], formula.over}) {
    grade = std::max(grade, grade_of(values, part));
  }
  return grade;
}

/// Counts values in thousands or millions and finds how many digits they need.
void scale(RegionMeasure& measure) {
  double most = 0;
  for (const std::optional<double>& value : measure.regions) {
    most = std::max(most, std::abs(value.value_or(0)));
  }
  const bool counted = measure.unit == "persons";
  const Scale scale = counted ? Scale{1, measure.unit} : scale_of(most, measure.unit);
  const auto divide = [&](std::optional<double>& value, std::optional<Range>& band) {
    if (value) {
      *value /= scale.divisor;
    }
    if (band) {
      band = Range{band->low / scale.divisor, band->high / scale.divisor};
    }
  };
  for (std::size_t i = 0; i < measure.regions.size(); ++i) {
    divide(measure.regions[i], measure.bands[i]);
  }
  divide(measure.country, measure.country_band);
  measure.unit = scale.unit;
  measure.digits = counted ? 0 : std::max(Classes(measure.regions).digits(), 1);
}

}  // namespace

std::string RegionMeasure::text(std::optional<double> value) const {
  return value ? grouped(*value, digits) : "–";
}

std::string RegionMeasure::band_text(const Range& band) const {
  return grouped(band.low, digits) + " to " + grouped(band.high, digits);
}

std::vector<RegionMeasure> region_measures(const evidence::Pack& pack,
                                           const evidence::Origin& origin,
                                           ModelValues& values) {
  std::vector<RegionMeasure> result;
  const std::string period = period_of(values.run());
  const std::string destination = pack.destinations.empty() ? "" : pack.destinations[0].name;
  for (const Formula& formula : kFormulas) {
    const store::MeasureInfo* info = values.measure(formula.sum[0]);
    if (info == nullptr) {
      continue;
    }
    RegionMeasure measure;
    measure.name = formula.name;
    measure.label = fmt::format(fmt::runtime(formula.label), destination);
    measure.unit = formula.unit.empty() ? info->unit : std::string(formula.unit);
    measure.grade = grade_in_regions(formula, values);
    measure.period = period;
    measure.description =
        formula.description.empty() ? info->description : std::string(formula.description);
    measure.in_table = formula.in_table;
    for (int i = 0; i < origin.region_count; ++i) {
      const int region_index = origin.first_region + i;
      const auto region = static_cast<std::size_t>(region_index);
      const Number number = number_of(formula, pack.regions[region].code, period, values);
      measure.regions.push_back(number.value);
      measure.bands.push_back(number.band);
    }
    const Number of_country = number_of(formula, origin.code, period, values);
    measure.country = of_country.value;
    measure.country_band = of_country.band;
    if (std::any_of(measure.regions.begin(), measure.regions.end(), [](const auto& value) {
          return value.has_value();
        })) {
      scale(measure);
      result.push_back(std::move(measure));
    }
  }
  return result;
}

}  // namespace corridor::report
