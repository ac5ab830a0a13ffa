# One binary per kind of test; a kind whose folder is empty has none. Binaries run whole: one CTest entry per binary keeps
# the output short, and GoogleTest names the case that failed.
find_package(GTest REQUIRED)

function(corridor_test_binary name label)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${ARGN})
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  target_link_libraries(${name} PRIVATE corridor GTest::gtest GTest::gtest_main)
  target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE CORRIDOR_SOURCE_DIR="${CMAKE_CURRENT_SOURCE_DIR}")
  # Tests ask for answers, not for speed; the library they link is optimised as ever.
  target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # At -O1, GCC 12 warns of uninitialised values inside Eigen on paths that cannot occur.
    target_compile_options(${name} PRIVATE -Wno-maybe-uninitialized)
  endif()
  # Test files name their helpers as they like, so they are never compiled together.
  set_target_properties(${name} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests UNITY_BUILD OFF)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT 900)
endfunction()

set(tests ${CMAKE_CURRENT_SOURCE_DIR}/tests)
corridor_test_binary(corridor_unit_tests fast ${tests}/unit/test_*.cpp)
# The packaged generator that ours is held against has a form for processors with instructions for AES alone.
find_path(RANDOM123_INCLUDE_DIR Random123/ars.h REQUIRED)
target_include_directories(corridor_unit_tests SYSTEM PRIVATE ${RANDOM123_INCLUDE_DIR})
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  set_source_files_properties(${tests}/unit/random/test_packaged_ars.cpp PROPERTIES COMPILE_OPTIONS "-maes")
endif()
corridor_test_binary(corridor_error_tests fast ${tests}/errors/test_*.cpp)
corridor_test_binary(corridor_golden_tests fast ${tests}/golden/test_*.cpp)
corridor_test_binary(corridor_metamorphic_tests slow ${tests}/metamorphic/test_*.cpp)
corridor_test_binary(corridor_statistical_tests slow ${tests}/statistical/test_*.cpp)
