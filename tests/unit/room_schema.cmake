foreach(part doc check address view people partnership tree follow)
  mb_unit_test(schema_${part} ROOMS mb_schema SOURCES schema_world.c)
endforeach()
mb_unit_test(calendar_vectors ROOMS mb_schema)
