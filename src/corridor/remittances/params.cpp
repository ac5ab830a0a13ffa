#include "corridor/remittances/params.hpp"

#include <array>

namespace corridor::remittances {

namespace {

using evidence::KeyedBy;
using evidence::ParameterDeclaration;

constexpr std::array kDeclarations = {
    ParameterDeclaration{"remittances.living_cost_factor",
                         "kappa",
                         "factor",
                         0,
                         3,
                         KeyedBy::nothing,
                         "What a migrant spends to live, over the published subsistence minimum.",
                         "remittances R1"},
    ParameterDeclaration{"remittances.share_sent",
                         "s_0",
                         "share",
                         0,
                         1,
                         KeyedBy::nothing,
                         "Share of the wage left after living cost and patent that is sent home.",
                         "remittances R2"},
    ParameterDeclaration{"remittances.status_share_factor",
                         "s_l",
                         "factor",
                         0,
                         2,
                         KeyedBy::status,
                         "Share sent under a legal status over that of a patent holder.",
                         "remittances R2"},
    ParameterDeclaration{"remittances.other_net_share",
                         "s_d",
                         "share",
                         0,
                         1,
                         KeyedBy::origin,
                         "Share of the wage sent home from destinations other than the main one.",
                         "remittances R3"},
    ParameterDeclaration{
        "remittances.recorded_share",
        "v_o",
        "share",
        0,
        2,
        KeyedBy::origin,
        "Receipts that statistics record over receipts, where one exchange rate holds.",
        "remittances R5"},
    ParameterDeclaration{"remittances.status_recorded",
                         "v_l",
                         "factor",
                         0,
                         2,
                         KeyedBy::status,
                         "Recorded share under a legal status over that of a patent holder.",
                         "remittances R5"},
    ParameterDeclaration{
        "remittances.premium_response",
        "zeta",
        "per unit premium",
        0,
        3,
        KeyedBy::nothing,
        "Fall of the log recorded share per unit of market premium over the official rate.",
        "remittances R5"},
};

}  // namespace

std::span<const ParameterDeclaration> declarations() { return kDeclarations; }

RemittanceParams read_params(const evidence::Pack& pack) {
  const evidence::ParameterSet& set = pack.parameters;
  RemittanceParams params;
  params.living_cost_factor = set.value("remittances.living_cost_factor");
  params.share_sent = set.value("remittances.share_sent");
  for (const evidence::Status& status : pack.statuses) {
    params.status_share_factor.push_back(set.value("remittances.status_share_factor", status.code));
    params.status_recorded.push_back(set.value("remittances.status_recorded", status.code));
  }
  for (const evidence::Origin& origin : pack.origins) {
    params.other_net_share.push_back(set.value("remittances.other_net_share", origin.code));
    params.recorded_share.push_back(set.value("remittances.recorded_share", origin.code));
  }
  params.premium_response = set.value("remittances.premium_response");
  return params;
}

}  // namespace corridor::remittances
