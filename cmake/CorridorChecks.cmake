# Rules a program can check, each as a test: who may include whom, documents, words.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
foreach(check IN ITEMS check_layers check_docs check_words)
  if(EXISTS ${CMAKE_CURRENT_SOURCE_DIR}/tools/${check})
    add_test(NAME ${check} COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/tools/${check}
             WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    set_tests_properties(${check} PROPERTIES LABELS fast)
  endif()
endforeach()
