mb_unit_test(gate_may ROOMS mb_gate)
