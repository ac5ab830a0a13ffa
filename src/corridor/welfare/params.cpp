#include "corridor/welfare/params.hpp"

#include <array>
#include <cmath>

namespace corridor::welfare {

namespace {

using evidence::KeyedBy;
using evidence::ParameterDeclaration;

constexpr std::array kDeclarations = {
    ParameterDeclaration{"welfare.own_income_mean",
                         "mu_o",
                         "PPP 2021 USD per day",
                         0.1,
                         200,
                         KeyedBy::origin,
                         "Mean income of households without money from abroad, per head, in the "
                         "base year, were nobody away.",
                         "welfare H2"},
    ParameterDeclaration{"welfare.own_income_spread",
                         "s_o",
                         "log points",
                         0.05,
                         2,
                         KeyedBy::origin,
                         "Standard deviation of the logarithm of that income inside a region.",
                         "welfare H1"},
    ParameterDeclaration{"welfare.base_year",
                         "t_0",
                         "year",
                         1990,
                         2100,
                         KeyedBy::origin,
                         "Year in which the mean of own income was fitted.",
                         "welfare H2"},
    ParameterDeclaration{"welfare.growth_share",
                         "chi_o",
                         "share",
                         0,
                         2,
                         KeyedBy::origin,
                         "Growth of own income over growth of real product per head.",
                         "welfare H2"},
    ParameterDeclaration{"welfare.receipts_seen",
                         "eta_o",
                         "share",
                         0,
                         1,
                         KeyedBy::origin,
                         "Part of the money received that enters the budgets of households as "
                         "surveys record them.",
                         "welfare H4"},
    ParameterDeclaration{"welfare.receipts_share",
                         "r_o",
                         "share",
                         0,
                         0.8,
                         KeyedBy::origin,
                         "Share of consumption paid from abroad in the base year; tells own income "
                         "of a region from its consumption.",
                         "welfare H2"},
    ParameterDeclaration{"welfare.absent_share",
                         "phi_h",
                         "share",
                         0,
                         1,
                         KeyedBy::nothing,
                         "Part of what an adult earns at home on average that a migrant earned "
                         "before leaving.",
                         "welfare H3"},
    ParameterDeclaration{"welfare.returnee_pay",
                         "omega",
                         "ratio",
                         0,
                         2,
                         KeyedBy::nothing,
                         "What a migrant would bring home from work there, over the mean wage of "
                         "employees, chance of work included.",
                         "welfare H7"},
};

}  // namespace

std::span<const ParameterDeclaration> declarations() { return kDeclarations; }

WelfareParams read_params(const evidence::Pack& pack) {
  WelfareParams params;
  for (const evidence::Origin& origin : pack.origins) {
    const auto get = [&](std::string_view name) {
      return pack.parameters.value(name, origin.code);
    };
    params.own_income_mean.push_back(get("welfare.own_income_mean"));
    params.own_income_spread.push_back(get("welfare.own_income_spread"));
    params.base_year.push_back(static_cast<int>(std::lround(get("welfare.base_year"))));
    params.growth_share.push_back(get("welfare.growth_share"));
    params.receipts_seen.push_back(get("welfare.receipts_seen"));
    params.receipts_share.push_back(get("welfare.receipts_share"));
  }
  params.absent_share = pack.parameters.value("welfare.absent_share");
  params.returnee_pay = pack.parameters.value("welfare.returnee_pay");
  return params;
}

}  // namespace corridor::welfare
