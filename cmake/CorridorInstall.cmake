# What `cmake --install` copies besides the program, its man page and completion (see apps/cli): packs and scenarios.
set(CORRIDOR_INSTALL_SHARE ${CMAKE_INSTALL_DATADIR}/corridor)
if(TARGET corridor_cli)
  install(TARGETS corridor_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY data/ DESTINATION ${CORRIDOR_INSTALL_SHARE}/data)
install(DIRECTORY scenarios/ DESTINATION ${CORRIDOR_INSTALL_SHARE}/scenarios)
install(DIRECTORY calibrations/ DESTINATION ${CORRIDOR_INSTALL_SHARE}/calibrations)
install(FILES LICENSE CITATION.cff README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
