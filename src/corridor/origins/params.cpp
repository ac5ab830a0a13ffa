#include "corridor/origins/params.hpp"

#include <array>

#include "corridor/origins/economy.hpp"

namespace corridor::origins {

namespace {

using evidence::KeyedBy;
using evidence::ParameterDeclaration;

constexpr std::array kDeclarations = {
    ParameterDeclaration{"origins.wage_response",
                         "epsilon_w",
                         "elasticity",
                         0,
                         2,
                         KeyedBy::nothing,
                         "Elasticity of next month's wage at home with respect to product.",
                         "origins O5"},
    ParameterDeclaration{
        "origins.price_response",
        "epsilon_p",
        "elasticity",
        0,
        2,
        KeyedBy::nothing,
        "Elasticity of next month's prices at home with respect to household consumption.",
        "origins O5"},
};

}  // namespace

std::span<const ParameterDeclaration> declarations() { return kDeclarations; }

OriginParams read_params(const evidence::Pack& pack) {
  for (std::size_t origin = 0; origin < pack.origins.size(); ++origin) {
    economy_figures(pack, origin, pack.demography.first_year);
  }
  OriginParams params;
  params.wage_response = pack.parameters.value("origins.wage_response");
  params.price_response = pack.parameters.value("origins.price_response");
  return params;
}

}  // namespace corridor::origins
