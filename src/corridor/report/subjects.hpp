#pragma once

#include <cstddef>
#include <span>
#include <string_view>

/// Which part of the model a measure speaks of, so that its errors stand together.
namespace corridor::report {

/// In the order in which people read them: people first, then law, war, states, money.
std::span<const std::string_view> subjects();

/// The place of a subject among them; one past the last for none.
std::size_t subject_order(std::string_view subject);

/// The subject of a measure, or of the first one of `a+b/c`; empty when it has none.
std::string_view subject_of(std::string_view quantity);

}  // namespace corridor::report
