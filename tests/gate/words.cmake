# A decision is proved after a thousand changes of the rules, and by a release that words everything otherwise.
add_executable(gate_many_rules many_rules.c)
target_link_libraries(gate_many_rules PRIVATE mb_gate mb_flags)
target_include_directories(gate_many_rules PRIVATE ${CMAKE_SOURCE_DIR}/core/record)

# other_release(name): the program, with these files of the gate and the rules as <name>.sed words them.
function(other_release name)
  set(made)
  foreach(file ${ARGN})
    get_filename_component(base ${file} NAME)
    set(out ${CMAKE_CURRENT_BINARY_DIR}/${name}/${base})
    set(in ${CMAKE_SOURCE_DIR}/core/${file})
    set(sed ${CMAKE_CURRENT_SOURCE_DIR}/${name}.sed)
    add_custom_command(OUTPUT ${out} COMMAND ${CMAKE_COMMAND} -DSED=${sed} -DIN=${in} -DOUT=${out}
      -P ${CMAKE_CURRENT_SOURCE_DIR}/reword.cmake DEPENDS ${in} ${sed} ${CMAKE_CURRENT_SOURCE_DIR}/reword.cmake VERBATIM)
    list(APPEND made ${out})
  endforeach()
  # What is linked first is found first: the rooms' own objects of these files stay out.
  add_executable(gate_${name} $<TARGET_OBJECTS:minutebook> ${made})
  target_include_directories(gate_${name} PRIVATE ${CMAKE_SOURCE_DIR}/core/gate ${CMAKE_SOURCE_DIR}/core/rules)
  get_target_property(libraries minutebook LINK_LIBRARIES)
  target_link_libraries(gate_${name} PRIVATE ${libraries} PkgConfig::LUA)
endfunction()
other_release(other_words gate/message.c rules/ruling.c)
other_release(other_canon rules/ruling.c)
gate_trial(words TIMEOUT 480 LONG 3600)
