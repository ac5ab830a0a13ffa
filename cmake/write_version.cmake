# Script: writes OUTPUT from INPUT with VERSION and the commit of SOURCE.
set(COMMIT unknown)
find_program(git git)
if(git)
  execute_process(COMMAND ${git} -C ${SOURCE} rev-parse --short=12 HEAD
                  OUTPUT_VARIABLE head OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_QUIET)
  if(NOT failed)
    set(COMMIT ${head})
    execute_process(COMMAND ${git} -C ${SOURCE} diff-index --quiet HEAD -- src apps cmake CMakeLists.txt
                    RESULT_VARIABLE changed ERROR_QUIET OUTPUT_QUIET)
    if(changed)
      string(APPEND COMMIT "+changes")
    endif()
  endif()
endif()
configure_file(${INPUT} ${OUTPUT} @ONLY)
