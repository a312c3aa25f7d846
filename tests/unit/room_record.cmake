foreach(part home land tree check merge)
  mb_unit_test(record_${part} ROOMS mb_record SOURCES record_world.c)
endforeach()
mb_unit_test(record_path ROOMS mb_record SOURCES record_world.c)
