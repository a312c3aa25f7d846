# The running server, spoken to as browsers and strangers do.
find_package(Python3 COMPONENTS Interpreter QUIET)
add_test(NAME web.serve COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/serve.py $<TARGET_FILE:minutebook>)
set_tests_properties(web.serve PROPERTIES LABELS web TIMEOUT 300)
add_test(NAME web.pages COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/pages.py $<TARGET_FILE:minutebook> ${CMAKE_SOURCE_DIR})
set_tests_properties(web.pages PROPERTIES LABELS web TIMEOUT 300)
add_test(NAME web.access COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/access.py $<TARGET_FILE:minutebook> ${CMAKE_SOURCE_DIR})
set_tests_properties(web.access PROPERTIES LABELS web TIMEOUT 300)
