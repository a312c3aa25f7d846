# What is read out of a text again: the same item with clearly the same words, and questions.
add_executable(test_gate_filing test_gate_filing.c)
target_include_directories(test_gate_filing PRIVATE ${CMAKE_SOURCE_DIR}/core/gate)
target_link_libraries(test_gate_filing PRIVATE mb_gate mb_flags PkgConfig::CMOCKA)
add_test(NAME gate.filing COMMAND test_gate_filing)
set_tests_properties(gate.filing PROPERTIES LABELS "gate;unit" TIMEOUT 120)
