#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double clock_us(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

double wall_us(void)
{
	return clock_us(CLOCK_MONOTONIC);
}

double cpu_us(void)
{
	return clock_us(CLOCK_PROCESS_CPUTIME_ID);
}

void sample(struct samples *s, double us)
{
	if (s->n < BENCH_SAMPLES_MAX)
		s->us[s->n++] = us;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double at_part(struct samples *s, double part)
{
	size_t i = (size_t)(part * (double)s->n);

	if (s->n == 0)
		return 0;
	qsort(s->us, s->n, sizeof *s->us, by_size);
	return s->us[i < s->n ? i : s->n - 1];
}

static void number(char *out, size_t size, double value, enum unit unit)
{
	static const char *const names[] = { "us", "ms", "s", "x", "MB" };
	double shown = unit == MILLI ? value / 1e3 : unit == SECONDS ? value / 1e6 : value;

	snprintf(out, size, "%.*f %s", shown < 10 ? 2 : shown < 100 ? 1 : 0, shown, names[unit]);
}

static void line(const char *what, double value, enum unit unit, const char *sign, double aim, bool met)
{
	char is[40], wanted[40] = "", both[48] = "";

	number(is, sizeof is, value, unit);
	if (sign) {
		number(wanted, sizeof wanted, aim, unit);
		snprintf(both, sizeof both, "%s %s", sign, wanted);
	}
	printf("%-62s %12s   %-12s %s\n", what, is, both, !sign ? "" : met ? "met" : "not met");
	fflush(stdout);
}

void show(const char *what, double value, enum unit unit)
{
	line(what, value, unit, NULL, 0, true);
}

void show_most(const char *what, double value, enum unit unit, double most)
{
	line(what, value, unit, "<=", most, value <= most);
}

void show_least(const char *what, double value, enum unit unit, double least)
{
	line(what, value, unit, ">=", least, value >= least);
}

double peak_megabytes(int (*what)(void *arg), void *arg, int *status)
{
	struct rusage use = { 0 };
	pid_t child;

	fflush(stdout);
	if ((child = fork()) == 0)
		_exit(what(arg));
	if (child < 0 || wait4(child, status, 0, &use) != child)
		*status = -1;
	return (double)use.ru_maxrss / 1024;
}

void must(int rc, const struct mb_error *err, const char *doing)
{
	if (rc == MB_OK)
		return;
	fprintf(stderr, "bench: %s: %s\n", doing, err->text);
	exit(1);
}
