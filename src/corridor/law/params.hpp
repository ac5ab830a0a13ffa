#pragma once

#include <span>

#include "corridor/evidence/pack.hpp"

namespace corridor::law {

/// What stays fixed about status and stay during a run (docs/model/law.md). The rules themselves
/// are dated rows.
struct LawParams {
  double patent_burden_reference = 0;
  double patent_burden_response = 0;
};

std::span<const evidence::ParameterDeclaration> declarations();
LawParams read_params(const evidence::Pack& pack);

}  // namespace corridor::law
