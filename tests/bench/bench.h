/* Shared by the benchmarks beside it: a clock, samples, and one line a number: what it is, its aim, and whether it is met. */
#ifndef MB_BENCH_H
#define MB_BENCH_H

#include <minutebook/base.h>

#define BENCH_SAMPLES_MAX 4000

struct samples {
	double us[BENCH_SAMPLES_MAX];
	size_t n;
};
/* Where nothing waits for a disk, CPU time: other work on the machine shows less in it. */
double cpu_us(void);
double wall_us(void);
void sample(struct samples *s, double us);
double at_part(struct samples *s, double part); /* 0.5: the median; sorts */

enum unit { MICRO, MILLI, SECONDS, TIMES, MEGABYTES };
/** Print a number that is measured for its own sake. */
void show(const char *what, double value, enum unit unit);
/** Print a number and whether it is at most (at_least: at least) what was aimed at. */
void show_most(const char *what, double value, enum unit unit, double most);
void show_least(const char *what, double value, enum unit unit, double least);

/** Run it in a process of its own, and say how much memory that took at most. */
double peak_megabytes(int (*what)(void *arg), void *arg, int *status);

void must(int rc, const struct mb_error *err, const char *doing); /* or end with a message */

#endif
