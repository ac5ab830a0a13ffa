#pragma once

#include <span>

#include "corridor/evidence/pack.hpp"

namespace corridor::origins {

/// What stays fixed about the economies at home during a run (docs/model/origins.md).
struct OriginParams {
  double wage_response = 0;
  double price_response = 0;
};

std::span<const evidence::ParameterDeclaration> declarations();

/// Throws Error(input) when a parameter has no row, or when the pack lacks a figure of an origin
/// that its response to money from abroad needs.
OriginParams read_params(const evidence::Pack& pack);

}  // namespace corridor::origins
