# Proof: the chain behind documents, envelopes, and those who forge them.
add_executable(gate_proof_flips proof_flips.c)
target_link_libraries(gate_proof_flips PRIVATE mb_gate mb_flags)
gate_trial(prove TIMEOUT 480 LONG 1200)
