# Version and commit as compiled constants. The commit is read at build time and the file rewritten only when it changed,
# so a build after a commit recompiles the few users of the header and nothing else.
set(CORRIDOR_GENERATED ${CMAKE_BINARY_DIR}/generated)
set(version_arguments
  -DINPUT=${CMAKE_CURRENT_SOURCE_DIR}/cmake/version.hpp.in
  -DOUTPUT=${CORRIDOR_GENERATED}/corridor/base/version.hpp
  -DVERSION=${PROJECT_VERSION}
  -DSOURCE=${CMAKE_CURRENT_SOURCE_DIR}
  -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/write_version.cmake)
add_custom_target(corridor_version
  COMMAND ${CMAKE_COMMAND} ${version_arguments}
  BYPRODUCTS ${CORRIDOR_GENERATED}/corridor/base/version.hpp
  COMMENT "Reading the commit")
execute_process(COMMAND ${CMAKE_COMMAND} ${version_arguments})
