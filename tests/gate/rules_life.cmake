# The life of the rules: proposed, replayed, enacted, upgraded. Included by the CMakeLists.txt beside it.
gate_trial(rules_life TIMEOUT 600)
gate_trial(rules_replay TIMEOUT 300)
