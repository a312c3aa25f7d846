foreach(name index_trailer index_open index_ask index_news index_everyday index_search index_view index_check)
  mb_unit_test(${name} ROOMS mb_index SOURCES ${CMAKE_CURRENT_LIST_DIR}/index_world.c)
endforeach()
target_link_libraries(test_index_open PRIVATE PkgConfig::SQLITE) # to damage rows
target_link_libraries(test_index_check PRIVATE PkgConfig::SQLITE)
