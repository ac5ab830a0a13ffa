#pragma once

#include <span>

#include "corridor/evidence/pack.hpp"

namespace corridor::recruitment {

/// What stays fixed about enlistment during a run (docs/model/recruitment.md). Its hazards are
/// dated rows.
struct RecruitmentParams {
  double contract_pay_reference = 0;
  double contract_pay_response = 0;
  double age_first = 0;  ///< completed years
  double age_last = 0;
};

std::span<const evidence::ParameterDeclaration> declarations();
RecruitmentParams read_params(const evidence::Pack& pack);

}  // namespace corridor::recruitment
