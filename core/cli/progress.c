/* A sign of life on standard error when it is a terminal and the work takes over a second. */
#include "cli.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static const char *doing;
static volatile sig_atomic_t shown;

static void put(const char *s)
{
	ssize_t ignored = write(STDERR_FILENO, s, strlen(s));

	(void)ignored;
}

static void tick(int signal_number)
{
	if (!shown) {
		put(doing);
		put(" ");
		shown = 1;
	}
	put(".");
}

void progress_begin(const char *what)
{
	const struct itimerval each_second = { { 1, 0 }, { 1, 0 } };
	struct sigaction act;

	if (!isatty(STDERR_FILENO))
		return;
	doing = what;
	shown = 0;
	memset(&act, 0, sizeof act);
	act.sa_handler = tick;
	act.sa_flags = SA_RESTART;
	sigaction(SIGALRM, &act, NULL);
	setitimer(ITIMER_REAL, &each_second, NULL);
}

void progress_bar(const char *what, size_t done, size_t all)
{
	char line[160], bar[31];
	size_t full = all ? 30 * done / all : 30;

	if (!isatty(STDERR_FILENO))
		return;
	memset(bar, '.', 30);
	memset(bar, '#', full > 30 ? 30 : full);
	bar[30] = '\0';
	snprintf(line, sizeof line, "\r%.60s [%s] %zu of %zu%s", what, bar, done, all,
		 done >= all ? "\n" : "");
	put(line);
}

void progress_end(void)
{
	const struct itimerval never = { { 0, 0 }, { 0, 0 } };

	if (!doing)
		return;
	setitimer(ITIMER_REAL, &never, NULL);
	if (shown)
		put("\n");
	doing = NULL;
	shown = 0;
}
