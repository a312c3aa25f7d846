foreach(name registers_effect registers_list registers_map)
  mb_unit_test(${name} ROOMS mb_registers SOURCES ${CMAKE_CURRENT_LIST_DIR}/registers_world.c)
endforeach()
mb_unit_test(registers_csv ROOMS mb_registers)
