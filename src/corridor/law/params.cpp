#include "corridor/law/params.hpp"

#include <array>

namespace corridor::law {

namespace {

using evidence::KeyedBy;
using evidence::ParameterDeclaration;

constexpr std::array kDeclarations = {
    ParameterDeclaration{
        "law.patent_burden_reference",
        "b_0",
        "share",
        0.001,
        1,
        KeyedBy::nothing,
        "Monthly patent fee over the mean wage at which the dated uptake shares hold.",
        "law W2"},
    ParameterDeclaration{
        "law.patent_burden_response",
        "eta_p",
        "elasticity",
        0,
        3,
        KeyedBy::nothing,
        "Elasticity of patent uptake with respect to the fee over the wage, taken negative.",
        "law W2"},
};

}  // namespace

std::span<const ParameterDeclaration> declarations() { return kDeclarations; }

LawParams read_params(const evidence::Pack& pack) {
  LawParams params;
  params.patent_burden_reference = pack.parameters.value("law.patent_burden_reference");
  params.patent_burden_response = pack.parameters.value("law.patent_burden_response");
  return params;
}

}  // namespace corridor::law
