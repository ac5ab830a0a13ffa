#pragma once

#include "corridor/base/month.hpp"
#include "corridor/evidence/pack.hpp"
#include "corridor/recruitment/params.hpp"

namespace corridor::recruitment {

/// Factor on the hazards of enlisting for pay (docs/model/recruitment.md, C1): the pay of a
/// contract in force in `month` over `wage`, what a newcomer expects to earn in major units of the
/// destination's money a month. One where no pay is in force.
double pay_factor(const RecruitmentParams& params,
                  double wage,
                  const evidence::Pack& pack,
                  Month month);

/// Whether military service takes a person of this sex (1: male) and age in completed years (C2).
bool may_serve(const RecruitmentParams& params, int sex, int age);

}  // namespace corridor::recruitment
