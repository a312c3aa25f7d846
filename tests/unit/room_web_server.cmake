if(TARGET mb_web)
  foreach(name web_form web_target web_route web_conns web_cache web_coding web_head web_accounts web_rules_keep web_take web_tasks web_until web_visit)
    mb_unit_test(${name} ROOMS mb_web)
    target_include_directories(test_${name} PRIVATE ${CMAKE_SOURCE_DIR}/core/web ${CMAKE_SOURCE_DIR}/core/web/server
      ${CMAKE_SOURCE_DIR}/core/web/show ${CMAKE_SOURCE_DIR}/core/web/pages ${CMAKE_SOURCE_DIR}/core/web/api)
  endforeach()
endif()
