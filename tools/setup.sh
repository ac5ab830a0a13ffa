# Sourced by corridor-run and corridor-test: installs what is missing, builds presets. Debian 12 packages only.
# shellcheck shell=bash

# The compiler and the packaged libraries; docs/decisions/0001-libraries.md says why each.
CORRIDOR_BUILD_PACKAGES=(
  g++ cmake ninja-build pkg-config python3
  libfmt-dev libsqlite3-dev libhwy-dev librandom123-dev nlohmann-json3-dev libtomlplusplus-dev
  libxxhash-dev libeigen3-dev libcli11-dev libgtest-dev libbenchmark-dev libjs-chart.js
)
# What the tests add: a second compiler and its sanitizers, the pinned checkers, pytest, a browser for the pages.
CORRIDOR_TEST_PACKAGES=(
  python3-pytest chromium clang-14 libclang-rt-14-dev clang-tidy-14 clang-format-14
)
# The packaged interpreter sees the packaged pytest, whatever other Python stands earlier in PATH.
CORRIDOR_PYTHON=/usr/bin/python3
CORRIDOR_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CORRIDOR_JOBS=$(nproc)

corridor_say() { printf '%s: %s\n' "${0##*/}" "$*"; }

# Prints the packages among its arguments that are not installed.
corridor_missing() {
  local package
  for package in "$@"; do
    if [[ $(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null) != installed ]]; then
      printf '%s\n' "$package"
    fi
  done
}

corridor_quietly() {
  local log=$1
  shift
  if ! "$@" >>"$log" 2>&1 </dev/null; then
    tail -n 30 "$log" >&2
    corridor_say "failed: $* (whole output in $log)" >&2
    return 1
  fi
}

# corridor_install PACKAGE...: installs what is missing. Says what it does, does nothing when all is there.
corridor_install() {
  local missing=() log=$CORRIDOR_ROOT/build/setup.log
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    corridor_say "this script installs Debian packages and found no apt-get; install these by hand: $*" >&2
    exit 4
  fi
  mapfile -t missing < <(corridor_missing "$@")
  if ((${#missing[@]} == 0)); then
    return 0
  fi
  if ((EUID != 0)); then
    corridor_say "packages are missing and only root may install them. Run this once, then come back:" >&2
    printf '    sudo apt-get update && sudo apt-get install -y %s\n' "${missing[*]}" >&2
    exit 4
  fi
  mkdir -p "$CORRIDOR_ROOT/build"
  corridor_say "installing ${#missing[@]} packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  local install=(apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300)
  # The lists of a fresh machine are empty or old, so a first failure is answered by reading them anew.
  if ! "${install[@]}" "${missing[@]}" >"$log" 2>&1 </dev/null; then
    corridor_say "reading the package lists"
    corridor_quietly "$log" apt-get update -qq -o DPkg::Lock::Timeout=300 || exit 4
    corridor_quietly "$log" "${install[@]}" "${missing[@]}" || exit 4
  fi
}

# corridor_build PRESET [TARGET...]: configures and builds below build/PRESET.
corridor_build() {
  local preset=$1 log=$CORRIDOR_ROOT/build/$1.log started=$SECONDS
  shift
  mkdir -p "$CORRIDOR_ROOT/build"
  : >"$log"
  corridor_say "building $preset${*:+ ($*)} with $CORRIDOR_JOBS jobs"
  (
    cd "$CORRIDOR_ROOT" || exit 4
    corridor_quietly "$log" cmake --preset "$preset" || exit 4
    if (($#)); then
      corridor_quietly "$log" cmake --build "build/$preset" -j "$CORRIDOR_JOBS" --target "$@"
    else
      corridor_quietly "$log" cmake --build "build/$preset" -j "$CORRIDOR_JOBS"
    fi
  ) || return 1
  corridor_say "built $preset in $((SECONDS - started)) s"
}
