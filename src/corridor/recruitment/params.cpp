#include "corridor/recruitment/params.hpp"

#include <array>

namespace corridor::recruitment {

namespace {

using evidence::KeyedBy;
using evidence::ParameterDeclaration;

constexpr std::array kDeclarations = {
    ParameterDeclaration{
        "recruitment.contract_pay_reference",
        "c_0",
        "ratio",
        0.1,
        20,
        KeyedBy::nothing,
        "Pay of a military contract over the wage a newcomer expects at which dated hazards hold.",
        "recruitment C1"},
    ParameterDeclaration{"recruitment.contract_pay_response",
                         "eta_c",
                         "elasticity",
                         0,
                         5,
                         KeyedBy::nothing,
                         "Elasticity of enlisting for pay with respect to that ratio.",
                         "recruitment C1"},
    ParameterDeclaration{"recruitment.age_first",
                         "a_1",
                         "years",
                         0,
                         100,
                         KeyedBy::nothing,
                         "Youngest age at which men are taken into military service.",
                         "recruitment C2"},
    ParameterDeclaration{"recruitment.age_last",
                         "a_2",
                         "years",
                         0,
                         100,
                         KeyedBy::nothing,
                         "Oldest age at which men are taken into military service.",
                         "recruitment C2"},
};

}  // namespace

std::span<const ParameterDeclaration> declarations() { return kDeclarations; }

RecruitmentParams read_params(const evidence::Pack& pack) {
  RecruitmentParams params;
  params.contract_pay_reference = pack.parameters.value("recruitment.contract_pay_reference");
  params.contract_pay_response = pack.parameters.value("recruitment.contract_pay_response");
  params.age_first = pack.parameters.value("recruitment.age_first");
  params.age_last = pack.parameters.value("recruitment.age_last");
  return params;
}

}  // namespace corridor::recruitment
