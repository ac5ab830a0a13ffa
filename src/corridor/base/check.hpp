#pragma once

#include <stdexcept>
#include <string>

namespace corridor {

/// A broken promise of our own code (exit code 5): never the fault of the input.
class InvariantError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Always on. `what` says which promise broke; callers add month, place and the two numbers. A
/// literal stays one as long as the promise holds: a string made of it each time is memory asked
/// for and given back.
inline void invariant(bool holds, const char* what) {
  if (!holds) {
    throw InvariantError(what);
  }
}
inline void invariant(bool holds, const std::string& what) { invariant(holds, what.c_str()); }

/// Contracts of checked builds (CORRIDOR_CHECKED): what a function expects of its caller.
#ifdef CORRIDOR_CHECKED
inline constexpr bool kChecked = true;
#else
inline constexpr bool kChecked = false;
#endif

inline void expect(bool holds, const char* what) {
  if constexpr (kChecked) {
    invariant(holds, what);
  }
}

}  // namespace corridor
