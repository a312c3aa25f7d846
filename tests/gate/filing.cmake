# What is read out of a text again: the same item with clearly the same words, and questions.
add_executable(test_gate_filing test_gate_filing.c)
target_include_directories(test_gate_filing PRIVATE ${CMAKE_SOURCE_DIR}/core/gate)
target_link_libraries(test_gate_filing PRIVATE mb_gate mb_flags PkgConfig::CMOCKA)
add_test(NAME gate.filing COMMAND test_gate_filing)
set_tests_properties(gate.filing PROPERTIES LABELS "gate;unit" TIMEOUT 120)

# Which words a correction of minutes takes out and puts in.
add_executable(test_gate_corrections test_gate_corrections.c)
target_include_directories(test_gate_corrections PRIVATE ${CMAKE_SOURCE_DIR}/core/gate)
target_link_libraries(test_gate_corrections PRIVATE mb_gate mb_flags PkgConfig::CMOCKA)
add_test(NAME gate.corrections COMMAND test_gate_corrections)
set_tests_properties(gate.corrections PROPERTIES LABELS "gate;unit" TIMEOUT 60)
