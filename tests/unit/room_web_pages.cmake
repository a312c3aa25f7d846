# Templates of its own for the test of the compiler and of what writes pages.
if(TARGET mb_pages)
  mb_templates(OUT_DIR ${CMAKE_CURRENT_BINARY_DIR}/pages FOLDER ${CMAKE_CURRENT_LIST_DIR}/pages)
  mb_unit_test(web_template ROOMS mb_pages mb_text mb_base SOURCES ${CMAKE_CURRENT_BINARY_DIR}/pages/templates.c)
  target_include_directories(test_web_template BEFORE PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/pages)
  mb_unit_test(web_compile ROOMS mb_base)
  target_compile_definitions(test_web_compile PRIVATE MB_COMPILER="$<TARGET_FILE:mb_template_compiler>")
  add_dependencies(test_web_compile mb_template_compiler)
endif()
