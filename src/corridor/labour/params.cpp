#include "corridor/labour/params.hpp"

#include <fmt/format.h>

namespace corridor::labour {

namespace {

using evidence::KeyedBy;
using evidence::ParameterDeclaration;

constexpr std::array kDeclarations = {
    ParameterDeclaration{
        "labour.sector_share",
        "lambda_s",
        "share",
        0,
        1,
        KeyedBy::sector,
        "Share of newcomers who start in a sector when activity and relative wages are at base.",
        "labour L1"},
    ParameterDeclaration{"labour.sector_wage_factor",
                         "mu_s",
                         "factor",
                         0.2,
                         2,
                         KeyedBy::sector,
                         "Wage of a migrant over the published mean wage of the sector.",
                         "labour L4"},
    ParameterDeclaration{"labour.status_wage_factor",
                         "mu_l",
                         "factor",
                         0.2,
                         2,
                         KeyedBy::status,
                         "Wage under a legal status over that of a patent holder.",
                         "labour L4"},
    ParameterDeclaration{
        "labour.status_employment",
        "e_l",
        "factor",
        0,
        1.5,
        KeyedBy::status,
        "Chance of work under a legal status over that of a patent holder; zero for the detained, "
        "those in military service and the fallen.",
        "labour L3"},
    ParameterDeclaration{
        "labour.wage_log_sd",
        "sigma_w",
        "log points",
        0,
        1.5,
        KeyedBy::nothing,
        "Standard deviation of the log wage between migrants of one sector and status.",
        "labour L4"},
    ParameterDeclaration{"labour.employment_share",
                         "e_0",
                         "share",
                         0.1,
                         1,
                         KeyedBy::nothing,
                         "Share of migrants at work in a mean month at the reference unemployment.",
                         "labour L3"},
    ParameterDeclaration{"labour.employment_season",
                         "E",
                         "factor",
                         0.3,
                         2,
                         KeyedBy::month_of_year,
                         "Calendar pattern of the share at work, mean one.",
                         "labour L3"},
    ParameterDeclaration{"labour.unemployment_reference",
                         "u_0",
                         "share",
                         0.005,
                         0.5,
                         KeyedBy::nothing,
                         "Unemployment at the destination at which tightness has no effect.",
                         "labour L2"},
    ParameterDeclaration{"labour.employment_tightness",
                         "eta_e",
                         "elasticity",
                         0,
                         2,
                         KeyedBy::nothing,
                         "Elasticity of the share at work with respect to tightness.",
                         "labour L3"},
    ParameterDeclaration{
        "labour.wage_tightness",
        "eta_w",
        "elasticity",
        0,
        2,
        KeyedBy::nothing,
        "Elasticity of migrant wages, over published wages, with respect to tightness.",
        "labour L4"},
    ParameterDeclaration{
        "labour.activity_response",
        "epsilon",
        "elasticity",
        0,
        5,
        KeyedBy::nothing,
        "Elasticity of demand for migrant work with respect to activity of the sector.",
        "labour L1"},
    ParameterDeclaration{
        "labour.relative_wage_response",
        "sigma",
        "elasticity",
        0,
        5,
        KeyedBy::nothing,
        "Elasticity of demand with respect to the sector's wage over the mean, taken negative.",
        "labour L1"},
    ParameterDeclaration{"labour.migrants_reference",
                         "N_0",
                         "persons",
                         1,
                         1e9,
                         KeyedBy::nothing,
                         "Migrants at the destination at whom supply and demand are in balance "
                         "when activity and relative wages are at base.",
                         "labour L2"},
    ParameterDeclaration{"labour.crowding",
                         "chi",
                         "elasticity",
                         0,
                         2,
                         KeyedBy::nothing,
                         "Elasticity of tightness with respect to demand for migrant work over "
                         "migrants in the sector.",
                         "labour L2"},
    ParameterDeclaration{"labour.job_search",
                         "m",
                         "share",
                         0,
                         1,
                         KeyedBy::nothing,
                         "Share of migrants out of work in a month who look for work in all "
                         "sectors from the next month on.",
                         "labour L3"},
};

}  // namespace

std::span<const ParameterDeclaration> declarations() { return kDeclarations; }

LabourParams read_params(const evidence::Pack& pack) {
  const auto get = [&](std::string_view name) { return pack.parameters.value(name); };
  LabourParams params;
  for (const evidence::Sector& sector : pack.sectors) {
    params.sector_share.push_back(pack.parameters.value("labour.sector_share", sector.code));
    params.sector_wage_factor.push_back(
        pack.parameters.value("labour.sector_wage_factor", sector.code));
  }
  for (const evidence::Status& status : pack.statuses) {
    params.status_wage_factor.push_back(
        pack.parameters.value("labour.status_wage_factor", status.code));
    params.status_employment.push_back(
        pack.parameters.value("labour.status_employment", status.code));
  }
  params.wage_log_sd = get("labour.wage_log_sd");
  params.employment_share = get("labour.employment_share");
  for (std::size_t i = 0; i < params.employment_season.size(); ++i) {
    params.employment_season[i] =
        pack.parameters.value("labour.employment_season", fmt::format("{:02d}", i + 1));
  }
  params.unemployment_reference = get("labour.unemployment_reference");
  params.employment_tightness = get("labour.employment_tightness");
  params.wage_tightness = get("labour.wage_tightness");
  params.activity_response = get("labour.activity_response");
  params.relative_wage_response = get("labour.relative_wage_response");
  params.migrants_reference = get("labour.migrants_reference");
  params.crowding = get("labour.crowding");
  params.job_search = get("labour.job_search");
  return params;
}

}  // namespace corridor::labour
