# Compiler settings shared by every target of ours. Packaged headers are SYSTEM, so our warnings never judge them.
if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Build type" FORCE)
endif()
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
# Results must not depend on the machine, so neither may the code: no -march=native.
set(CORRIDOR_OPTIMISATION "-O3" CACHE STRING "Optimisation of release builds; no effect on results")
set(CMAKE_CXX_FLAGS_RELEASE "${CORRIDOR_OPTIMISATION}")
set(CMAKE_C_FLAGS_RELEASE "-O3")

add_library(corridor_options INTERFACE)
target_compile_features(corridor_options INTERFACE cxx_std_20)
# Contraction of a*b+c into one rounding differs between machines; results must not.
target_compile_options(corridor_options INTERFACE
  -ffp-contract=off -Wall -Wextra -Wconversion -Wshadow -Werror)
if(CORRIDOR_CHECKED)
  target_compile_definitions(corridor_options INTERFACE CORRIDOR_CHECKED)
endif()
if(NOT CORRIDOR_SIMD)
  target_compile_definitions(corridor_options INTERFACE CORRIDOR_NO_SIMD)
endif()
if(CORRIDOR_SANITIZE)
  target_compile_options(corridor_options INTERFACE
    -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(corridor_options INTERFACE -fsanitize=address,undefined)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # After inlining std::string and fmt, GCC 12 warns of overlaps and overflows on paths that cannot occur.
  target_compile_options(corridor_options INTERFACE -Wno-restrict -Wno-stringop-overflow)
  if(CORRIDOR_SANITIZE)
    # The sanitizers' extra branches make it warn of uninitialised values in the same way.
    target_compile_options(corridor_options INTERFACE -Wno-maybe-uninitialized)
  endif()
endif()
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # GCC does not count a change of sign as a conversion; both compilers shall ask for the same.
  target_compile_options(corridor_options INTERFACE -Wno-sign-conversion)
endif()
set(CMAKE_CXX_EXTENSIONS OFF)
