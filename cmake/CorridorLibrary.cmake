# The library: every source below src/corridor. A folder may bring a module.cmake for sources it generates; those go into
# the list CORRIDOR_EXTRA_SOURCES.
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
pkg_check_modules(XXHASH REQUIRED libxxhash)
find_path(TOMLPLUSPLUS_INCLUDE_DIR toml++/toml.h REQUIRED)

file(GLOB_RECURSE corridor_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/corridor/*.cpp)
if(NOT corridor_sources)
  message(FATAL_ERROR "No sources below src/corridor: this checkout is incomplete.")
endif()
set(CORRIDOR_EXTRA_SOURCES "")
file(GLOB module_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/corridor/*/module.cmake)
foreach(module_file IN LISTS module_files)
  include(${module_file})
endforeach()

add_library(corridor STATIC ${corridor_sources} ${CORRIDOR_EXTRA_SOURCES})
add_dependencies(corridor corridor_version)
target_include_directories(corridor PUBLIC src ${CORRIDOR_GENERATED})
target_include_directories(corridor SYSTEM PUBLIC
  ${TOMLPLUSPLUS_INCLUDE_DIR} ${XXHASH_INCLUDE_DIRS})
target_link_libraries(corridor PUBLIC
  corridor_options fmt::fmt SQLite::SQLite3 nlohmann_json::nlohmann_json Eigen3::Eigen Threads::Threads)
# Builds that are asked for answers may compile several sources at once (presets `sanitize` and `reference`). Highway's
# sources include themselves once per instruction set and stay alone.
foreach(source IN LISTS corridor_sources)
  file(STRINGS ${source} per_target REGEX "hwy/foreach_target\\.h" LIMIT_COUNT 1)
  if(per_target)
    set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
endforeach()
if(CORRIDOR_SIMD)
  # Highway compiles each hot loop for several instruction sets and picks one at run time.
  pkg_check_modules(HWY REQUIRED IMPORTED_TARGET libhwy)
  target_link_libraries(corridor PUBLIC PkgConfig::HWY)
  # Ask for the target with byte permutations too, which Highway leaves out by itself. All sources must ask for the same
  # targets: the library picks one for the program, and a source without it would call nothing.
  target_compile_definitions(corridor PRIVATE HWY_WANT_AVX3_DL)
endif()
