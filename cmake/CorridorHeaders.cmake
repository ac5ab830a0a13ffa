# Every header compiles alone. A source that includes its own header before anything else proves it for that header; for
# the others there is one generated source each, gathered in an object library that the default build makes.
file(GLOB_RECURSE corridor_headers CONFIGURE_DEPENDS
     RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/src ${CMAKE_CURRENT_SOURCE_DIR}/src/corridor/*.hpp)
set(header_sources "")
foreach(header IN LISTS corridor_headers)
  # Highway's per-target files are included once per instruction set and are not headers in this sense.
  if(header MATCHES "-inl\\.hpp$")
    continue()
  endif()
  string(REGEX REPLACE "hpp$" "cpp" own_source ${CMAKE_CURRENT_SOURCE_DIR}/src/${header})
  if(EXISTS ${own_source})
    file(STRINGS ${own_source} first_include REGEX "^#include" LIMIT_COUNT 1)
    if(first_include STREQUAL "#include \"${header}\"")
      continue()
    endif()
  endif()
  string(REPLACE "/" "_" name ${header})
  set(header_source ${CMAKE_BINARY_DIR}/header_alone/${name}.cpp)
  file(CONFIGURE OUTPUT ${header_source} CONTENT "#include \"${header}\"\n#include \"${header}\"\n" @ONLY)
  list(APPEND header_sources ${header_source})
endforeach()
add_library(corridor_headers OBJECT ${header_sources})
set_target_properties(corridor_headers PROPERTIES UNITY_BUILD OFF)
target_link_libraries(corridor_headers PRIVATE corridor)
# Only the front end matters here, so no time goes into optimising.
target_compile_options(corridor_headers PRIVATE -O0)
