# The gate in the future tense.
add_executable(countdown countdown.c)
target_link_libraries(countdown PRIVATE mb_gate mb_flags)
gate_trial(countdown TIMEOUT 120)
