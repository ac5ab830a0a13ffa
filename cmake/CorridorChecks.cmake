# Rules a program can check, each as a test: who may include whom, documents, words, layout; and the proof that they bite.
find_program(CORRIDOR_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
if(NOT CORRIDOR_PYTHON)
  find_program(CORRIDOR_PYTHON NAMES python3 REQUIRED)
endif()

function(corridor_check name)
  add_test(NAME ${name} COMMAND ${ARGN} WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS "fast;checks" TIMEOUT 300)
endfunction()

foreach(check IN ITEMS check_layers check_docs check_words)
  corridor_check(${check} ${CORRIDOR_PYTHON} ${CMAKE_CURRENT_SOURCE_DIR}/tools/${check})
endforeach()
corridor_check(check_format ${CMAKE_CURRENT_SOURCE_DIR}/tools/check_format)
corridor_check(checks_bite ${CORRIDOR_PYTHON} -m pytest -q ${CMAKE_CURRENT_SOURCE_DIR}/tests/checks)
