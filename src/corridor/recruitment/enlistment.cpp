#include "corridor/recruitment/enlistment.hpp"

#include <algorithm>
#include <cmath>

namespace corridor::recruitment {

double pay_factor(const RecruitmentParams& params,
                  double wage,
                  const evidence::Pack& pack,
                  Month month) {
  double pay = 0;
  for (const evidence::LawRule& rule : pack.law) {
    const bool in_force = rule.from <= month && month <= rule.to;
    if (rule.kind == evidence::LawKind::contract_pay && in_force) {
      pay = std::max(pay, rule.value);
    }
  }
  return pay > 0 && wage > 0
             ? std::pow(pay / wage / params.contract_pay_reference, params.contract_pay_response)
             : 1.0;
}

bool may_serve(const RecruitmentParams& params, int sex, int age) {
  return sex == 1 && age >= params.age_first && age <= params.age_last;
}

}  // namespace corridor::recruitment
