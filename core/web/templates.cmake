# Pages: templates read and checked now, by a small program of our own, into tables that template.c writes out.
add_executable(mb_template_compiler templates/compile.c templates/compile_keys.c templates/compile_html.c templates/compile_parse.c)
target_link_libraries(mb_template_compiler PRIVATE mb_base mb_flags)

# mb_templates(OUT_DIR dir FOLDER folder): <dir>/templates.c and .h from all pages of the folder (a leading _ is a partial).
function(mb_templates)
  cmake_parse_arguments(T "" "OUT_DIR;FOLDER" "" ${ARGN})
  file(GLOB files CONFIGURE_DEPENDS ${T_FOLDER}/*.mustache)
  set(names)
  foreach(file ${files})
    get_filename_component(name ${file} NAME_WE)
    if(NOT name MATCHES "^_")
      list(APPEND names ${name})
    endif()
  endforeach()
  file(MAKE_DIRECTORY ${T_OUT_DIR})
  add_custom_command(OUTPUT ${T_OUT_DIR}/templates.c ${T_OUT_DIR}/templates.h
    COMMAND mb_template_compiler ${T_FOLDER} ${T_OUT_DIR}/templates.c ${T_OUT_DIR}/templates.h ${names}
    DEPENDS mb_template_compiler ${files} VERBATIM)
endfunction()

mb_templates(OUT_DIR ${CMAKE_CURRENT_BINARY_DIR}/generated FOLDER ${CMAKE_CURRENT_SOURCE_DIR}/templates)
add_library(mb_pages STATIC template.c template_safe.c ${CMAKE_CURRENT_BINARY_DIR}/generated/templates.c
  ${CMAKE_CURRENT_BINARY_DIR}/generated/templates.h)
target_include_directories(mb_pages PUBLIC ${CMAKE_CURRENT_SOURCE_DIR} ${CMAKE_CURRENT_BINARY_DIR}/generated)
target_link_libraries(mb_pages PUBLIC mb_text mb_base PRIVATE mb_flags)
