#ifndef MB_BENCH_PLAIN_LUA_H
#define MB_BENCH_PLAIN_LUA_H

#include "bench.h"

void measure_sandbox(void);

#endif
