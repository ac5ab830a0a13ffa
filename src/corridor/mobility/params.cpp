#include "corridor/mobility/params.hpp"

#include <fmt/format.h>

#include "corridor/base/error.hpp"

namespace corridor::mobility {

namespace {

using evidence::KeyedBy;
using evidence::ParameterDeclaration;

constexpr std::array kDeclarations = {
    ParameterDeclaration{
        "mobility.departure_hazard",
        "h_o",
        "per month",
        0,
        0.2,
        KeyedBy::origin,
        "Hazard of leaving home for work abroad of a person with all factors at one.",
        "mobility M1"},
    ParameterDeclaration{"mobility.departure_season",
                         "S",
                         "factor",
                         0,
                         5,
                         KeyedBy::month_of_year,
                         "Calendar pattern of departures, mean one.",
                         "mobility M1"},
    ParameterDeclaration{"mobility.wage_ratio_reference",
                         "W",
                         "ratio",
                         0.1,
                         20,
                         KeyedBy::nothing,
                         "Net wage abroad over wage at home at which the wage factor is one.",
                         "mobility M2"},
    ParameterDeclaration{"mobility.wage_response",
                         "beta_w",
                         "elasticity",
                         0,
                         5,
                         KeyedBy::nothing,
                         "Elasticity of the hazard to leave with respect to the wage ratio.",
                         "mobility M1"},
    ParameterDeclaration{
        "mobility.network_response",
        "beta_n",
        "per unit share",
        0,
        20,
        KeyedBy::nothing,
        "Response of the log hazard to the share of the region's adults abroad last month.",
        "mobility M1"},
    ParameterDeclaration{"mobility.household_response",
                         "beta_h",
                         "log points",
                         0,
                         3,
                         KeyedBy::nothing,
                         "Addition to the log hazard where a member of the household is abroad.",
                         "mobility M1"},
    ParameterDeclaration{
        "mobility.repeat_factor",
        "f",
        "factor",
        1,
        200,
        KeyedBy::nothing,
        "Hazard of leaving again of those who were abroad before, over that of others.",
        "mobility M1"},
    ParameterDeclaration{
        "mobility.return_for_good",
        "phi",
        "share",
        0,
        1,
        KeyedBy::nothing,
        "Share of those who return of their own will who then leave no more readily than others.",
        "mobility M4"},
    ParameterDeclaration{"mobility.expectation_months",
                         "k",
                         "months",
                         1,
                         12,
                         KeyedBy::nothing,
                         "Months over which people average the exchange rate they expect.",
                         "mobility M2"},
    ParameterDeclaration{"mobility.other_destination_constant",
                         "alpha_od",
                         "log points",
                         -10,
                         10,
                         KeyedBy::origin_destination,
                         "Attraction of a destination other than the main one at equal wages.",
                         "mobility M3"},
    ParameterDeclaration{"mobility.destination_wage_response",
                         "beta_d",
                         "elasticity",
                         0,
                         5,
                         KeyedBy::nothing,
                         "Response of the choice of destination to the log of its wage.",
                         "mobility M3"},
    ParameterDeclaration{
        "mobility.inclusive_value",
        "kappa_d",
        "exponent",
        0.01,
        1,
        KeyedBy::nothing,
        "Exponent of the inclusive value: at one, whom an obstacle to one destination deters stays "
        "home; the smaller it is, the more of them go elsewhere.",
        "mobility M3"},
    ParameterDeclaration{"mobility.return_hazard",
                         "g_o",
                         "per month",
                         0,
                         0.5,
                         KeyedBy::origin,
                         "Hazard of returning home with all factors at one.",
                         "mobility M4"},
    ParameterDeclaration{"mobility.return_stay_factor",
                         "D",
                         "factor",
                         0,
                         10,
                         KeyedBy::stay_band,
                         "Dependence of return on the months spent abroad.",
                         "mobility M4"},
    ParameterDeclaration{"mobility.return_season",
                         "R",
                         "factor",
                         0,
                         5,
                         KeyedBy::month_of_year,
                         "Calendar pattern of returns, mean one.",
                         "mobility M4"},
    ParameterDeclaration{
        "mobility.return_wage_response",
        "gamma_w",
        "elasticity",
        0,
        5,
        KeyedBy::nothing,
        "Elasticity of the hazard to return with respect to the wage ratio, taken negative.",
        "mobility M4"},
    ParameterDeclaration{"mobility.return_status_factor",
                         "gamma_s",
                         "factor",
                         0,
                         10,
                         KeyedBy::status,
                         "Hazard of return under a legal status, over that of a patent holder.",
                         "mobility M4"},
    ParameterDeclaration{"mobility.start_share_abroad",
                         "n_0",
                         "share",
                         0,
                         0.5,
                         KeyedBy::origin,
                         "Share of the population abroad for work when the run starts.",
                         "mobility M5"},
    ParameterDeclaration{
        "mobility.start_experience_ratio",
        "x_0",
        "ratio",
        0,
        10,
        KeyedBy::nothing,
        "Persons at home who were abroad before, over persons abroad, when the run starts.",
        "mobility M5"},
    ParameterDeclaration{
        "mobility.risk_response",
        "beta_e",
        "per unit share",
        0,
        20,
        KeyedBy::nothing,
        "Response of the log of leaving for the main destination to the risk of removal people "
        "believe in, taken negative.",
        "mobility M3"},
    ParameterDeclaration{
        "mobility.risk_return_response",
        "gamma_e",
        "per unit share",
        0,
        20,
        KeyedBy::nothing,
        "Response of the log hazard to return from the main destination to that risk.",
        "mobility M4"},
    ParameterDeclaration{"mobility.risk_half_life",
                         "k_e",
                         "months",
                         0.5,
                         120,
                         KeyedBy::nothing,
                         "Months after which a homecoming counts half in what people believe.",
                         "mobility M6"},
    ParameterDeclaration{
        "mobility.risk_pseudo_count",
        "c_e",
        "persons",
        0,
        1000000,
        KeyedBy::nothing,
        "Persons by which the share of a region is drawn towards that of its origin.",
        "mobility M6"},
};

void check_destinations(const evidence::Pack& pack) {
  if (pack.destinations.size() > kMaxDestinations) {
    fail_input({"places.csv",
                fmt::format("{} destinations", pack.destinations.size()),
                fmt::format("are more than the model holds (allowed: 1 to {}).", kMaxDestinations),
                "Put the smaller ones together as one destination."});
  }
}

std::vector<double> by_origin(const evidence::Pack& pack, std::string_view name) {
  std::vector<double> values;
  for (const evidence::Origin& origin : pack.origins) {
    values.push_back(pack.parameters.value(name, origin.code));
  }
  return values;
}

/// [origin][destination - 1]; nothing stands for a country as a destination of its own people.
std::vector<std::vector<double>> by_origin_and_destination(const evidence::Pack& pack,
                                                           std::string_view name) {
  std::vector<std::vector<double>> values(pack.origins.size());
  for (std::size_t origin = 0; origin < values.size(); ++origin) {
    const std::string& from = pack.origins[origin].code;
    for (std::size_t d = 1; d < pack.destinations.size(); ++d) {
      const std::string& to = pack.destinations[d].code;
      const std::string key = evidence::origin_destination_key(from, to);
      values[origin].push_back(from == to ? 0 : pack.parameters.value(name, key));
    }
  }
  return values;
}

std::array<double, 12> by_month(const evidence::Pack& pack, std::string_view name) {
  std::array<double, 12> values{};
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = pack.parameters.value(name, fmt::format("{:02d}", i + 1));
  }
  return values;
}

}  // namespace

std::span<const ParameterDeclaration> declarations() { return kDeclarations; }

MobilityParams read_params(const evidence::Pack& pack) {
  check_destinations(pack);
  const auto get = [&](std::string_view name) { return pack.parameters.value(name); };
  MobilityParams params;
  params.departure_hazard = by_origin(pack, "mobility.departure_hazard");
  params.departure_season = by_month(pack, "mobility.departure_season");
  params.wage_ratio_reference = get("mobility.wage_ratio_reference");
  params.wage_response = get("mobility.wage_response");
  params.network_response = get("mobility.network_response");
  params.household_response = get("mobility.household_response");
  params.repeat_factor = get("mobility.repeat_factor");
  params.return_for_good = get("mobility.return_for_good");
  params.expectation_months = get("mobility.expectation_months");
  params.other_destination_constant =
      by_origin_and_destination(pack, "mobility.other_destination_constant");
  params.destination_wage_response = get("mobility.destination_wage_response");
  params.inclusive_value = get("mobility.inclusive_value");
  params.return_hazard = by_origin(pack, "mobility.return_hazard");
  for (std::size_t band = 0; band < kStayBands; ++band) {
    params.return_stay_factor[band] =
        pack.parameters.value("mobility.return_stay_factor", kStayBandKeys[band]);
  }
  params.return_season = by_month(pack, "mobility.return_season");
  params.return_wage_response = get("mobility.return_wage_response");
  for (const evidence::Status& status : pack.statuses) {
    params.return_status_factor.push_back(
        pack.parameters.value("mobility.return_status_factor", status.code));
  }
  params.start_share_abroad = by_origin(pack, "mobility.start_share_abroad");
  params.start_experience_ratio = get("mobility.start_experience_ratio");
  params.risk_response = get("mobility.risk_response");
  params.risk_return_response = get("mobility.risk_return_response");
  params.risk_half_life = get("mobility.risk_half_life");
  params.risk_pseudo_count = get("mobility.risk_pseudo_count");
  return params;
}

}  // namespace corridor::mobility
