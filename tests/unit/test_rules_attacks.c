/* The attack suite: every file of tests/rules/attacks is one trick against the rules host. Each is loaded with the
 * standard rules and judges one event in a process of its own, which must end as the file's first lines say, soon, in little
 * memory, with everything else as it was: the innocent rules beside it, and the next set of rules in the same process.
 *
 *   -- expect: broken | load-error | ok | contained | check-error
 *   -- says: words that the message holds
 *   -- each: values, one run each, put in place of @
 *   -- as: path under which it is loaded, if not rules/50-attack.lua
 *   -- seconds: of the processor for one judgement, if not one: for mere volume, which has bounds too
 *   -- bytes: hexadecimal, instead of the text
 *   --[repeat N] a line, N times, with # counting
 *
 * "contained" is for tricks whose answer is a matter of taste; "check-error" for what the checker refuses, and the
 * sandbox stands anyway. */
#include "rules_impl.h"
#include "minutebook/rules.h"
#include "attack_world.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef SANITIZED /* slower, and memory is not what it seems */
#define CPU_MAX_MS 6000
#define RSS_MAX_KB (1024 * 1024)
#else
#define CPU_MAX_MS 1000
#define RSS_MAX_KB (64 * 1024)
#endif

#define ATTACK_MAX ((size_t)4 * 1024 * 1024)

enum expect { BROKEN, LOAD_ERROR, FINE, CONTAINED, CHECK_ERROR };
static const char *const expect_words[] = { "broken", "load-error", "ok", "contained", "check-error" };

struct attack {
	char *name, *text;
	enum expect expect;
	char *says, *each, *as, *bytes;
	long max_ms;
};

/* ---- reading an attack ----------------------------------------------------------------------------------- */

/* The value of "-- key: value" among the first lines; NULL if there is none. */
static char *directive(const char *text, const char *key)
{
	char want[40];
	int n = snprintf(want, sizeof(want), "-- %s: ", key);

	for (const char *p = text; mb_starts(p, "--"); p = strchr(p, '\n') + 1) {
		const char *end = strchr(p, '\n');

		if (!end)
			return NULL;
		if (mb_starts(p, want))
			return mb_strndup(p + n, (size_t)(end - p) - (size_t)n);
	}
	return NULL;
}

static void read_attack(struct attack *a, const char *path, const char *name)
{
	struct mb_error err = { 0 };
	struct mb_buf b;
	char *word, *seconds;

	if (mb_read_file(&b, path, ATTACK_MAX, &err) != MB_OK)
		fail_msg("%s", err.text);
	*a = (struct attack){ .name = mb_strdup(name), .text = mb_buf_take(&b), .expect = 99 };
	word = directive(a->text, "expect");
	for (size_t i = 0; word && i < sizeof(expect_words) / sizeof(expect_words[0]); i++)
		if (strcmp(word, expect_words[i]) == 0)
			a->expect = (enum expect)i;
	if (a->expect > CHECK_ERROR)
		fail_msg("%s does not begin with '-- expect: ...'", name);
	free(word);
	a->says = directive(a->text, "says");
	a->each = directive(a->text, "each");
	a->as = directive(a->text, "as");
	a->bytes = directive(a->text, "bytes");
	seconds = directive(a->text, "seconds");
	a->max_ms = CPU_MAX_MS * (seconds ? strtol(seconds, NULL, 10) : 1);
	free(seconds);
	if (!a->as)
		a->as = mb_strdup("rules/50-attack.lua");
}

static void free_attack(struct attack *a)
{
	free(a->name);
	free(a->text);
	free(a->says);
	free(a->each);
	free(a->as);
	free(a->bytes);
}

static void put_line(struct mb_buf *out, const char *p, const char *end, char mark, const char *value)
{
	for (; p < end; p++)
		if (*p == mark && value)
			mb_buf_puts(out, value);
		else
			mb_buf_putc(out, *p);
	mb_buf_putc(out, '\n');
}

/* The text as it is tried: bytes, repeated lines, and the value of this run. */
static void expand(struct mb_buf *out, const struct attack *a, const char *value)
{
	mb_buf_init(out, ATTACK_MAX);
	if (a->bytes) {
		for (char *p = a->bytes, *end; *p; p = end) {
			mb_buf_putc(out, (char)strtol(p, &end, 16));
			assert_true(end > p);
			end += strspn(end, " ");
		}
		return;
	}
	for (const char *p = a->text, *next; *p; p = next) {
		const char *end = p + strcspn(p, "\n"), *line;
		char *after;

		next = *end ? end + 1 : end;
		if (!mb_starts(p, "--[repeat ")) {
			/* not the other values: what is refused of one may stand in the way of all */
			put_line(out, p, mb_starts(p, "-- each:") ? p + 2 : end, '@', value);
			continue;
		}
		line = strchr(p, ']') + 2;
		for (long i = 1, n = strtol(p + 10, &after, 10); i <= n; i++) {
			char number[24];

			snprintf(number, sizeof(number), "%ld", i);
			put_line(out, line, end, '#', number);
		}
	}
	assert_false(out->over);
}

/* ---- in the child: one run ------------------------------------------------------------------------------- */

static int report = -1; /* a pipe to the parent */

static void die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn));

static void die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vdprintf(report, fmt, ap);
	va_end(ap);
	_exit(1);
}

static long cpu_ms(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000 +
	       (u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1000;
}

static long rss_kb(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return u.ru_maxrss;
}

static void remember_line(void *ctx, const char *line)
{
	mb_buf_puts(ctx, line);
	mb_buf_putc(ctx, '\n');
}

/* Every line of `of` but the first must be among those of `in`. */
static void innocents_stand(const char *in, const char *of)
{
	for (const char *p = strchr(of, '\n') + 1; *p; p = strchr(p, '\n') + 1) {
		struct mb_str line = { p, (size_t)(strchr(p, '\n') + 1 - p) };
		bool found = false;

		for (const char *q = in; *q && !found; q = strchr(q, '\n') + 1)
			found = strncmp(q, line.p, line.n) == 0;
		if (!found)
			die("an innocent rule was changed; expected among the findings\n%.*sbut there is\n%s",
			    (int)line.n, line.p, in);
	}
}

static void check_findings(const struct attack *a, const struct mb_ruling *r)
{
	const struct mb_finding *broken = NULL;

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct mb_finding *f = &r->findings[i];

		if (a->expect == FINE && f->outcome != MB_SATISFIED)
			die("expected all to be well, but '%s' is %s: %s %s", f->rule,
			    mb_outcome_word(f->outcome), f->reason ? f->reason : "",
			    f->remedy ? f->remedy : "");
		if (!mb_starts(f->rule, "attack"))
			continue;
		if (strcmp(f->file, a->as) != 0)
			die("the attack passes for a rule of %s", f->file);
		if (f->outcome == MB_BROKEN &&
		    (!broken || (a->says && f->reason && strstr(f->reason, a->says))))
			broken = f;
	}
	if (a->expect == BROKEN && !broken)
		die("expected the rule to break, but it did not");
	if (!broken)
		return;
	if (!broken->reason || strlen(broken->reason) > 1000 ||
	    mb_text_check(broken->reason, strlen(broken->reason), NULL) != MB_OK ||
	    strpbrk(broken->reason, "\n\r\t"))
		die("the reason is missing, too long, or not one line of text");
	if (a->expect == BROKEN && a->says && !strstr(broken->reason, a->says))
		die("expected '%s' in the reason: %s", a->says, broken->reason);
	if (getenv("MB_ATTACKS_SHOW"))
		dprintf(STDERR_FILENO, "  %s: %s\n", a->name, broken->reason);
}

static void within_time(const char *what, long since, long max_ms)
{
	long ms = cpu_ms() - since;

	if (ms > max_ms)
		die("%s took %ld ms of the processor", what, ms);
}

/* Judge twice: nothing may carry over, and the innocent rules beside the attack must find what they always find. */
static void judge_attack(const struct attack *a, struct mb_rules *rules, const char *innocent)
{
	char *first = NULL;

	for (int turn = 0; turn < 2; turn++) {
		struct mb_arena *arena = mb_arena_new();
		struct mb_ruling ruling = { 0 };
		struct world w = { 0 };
		struct mb_error err = { 0 };
		struct mb_buf b;
		long since = cpu_ms();

		if (world_judge(&ruling, &w, arena, rules, &err) != MB_OK)
			die("%s", err.text);
		within_time("judging", since, a->max_ms);
		check_findings(a, &ruling);
		mb_buf_init(&b, 0);
		mb_ruling_canonical(&b, &ruling);
		innocents_stand(b.p, innocent);
		if (first && strcmp(first, b.p) != 0)
			die("the second time is not as the first:\n%s\n%s", first, b.p);
		if (!first)
			first = mb_strdup(b.p);
		mb_buf_free(&b);
		mb_arena_free(arena);
		world_done(&w);
	}
	free(first);
}

static char *judge_innocents(struct mb_rules *rules)
{
	struct mb_arena *arena = mb_arena_new();
	struct mb_ruling ruling = { 0 };
	struct world w = { 0 };
	struct mb_error err = { 0 };
	struct mb_buf b;

	if (world_judge(&ruling, &w, arena, rules, &err) != MB_OK)
		die("the innocent rules were not evaluated: %s", err.text);
	mb_buf_init(&b, 0);
	mb_ruling_canonical(&b, &ruling);
	mb_arena_free(arena);
	world_done(&w);
	return mb_buf_take(&b);
}

static void check_text_refuses(const struct attack *a, const struct mb_rules_file *f)
{
	struct mb_buf told;

	mb_buf_init(&told, 0);
	if (rules_check_text(f, remember_line, &told) == 0)
		die("expected the checker to refuse this text");
	if (a->says && !strstr(told.p, a->says))
		die("expected '%s' of the checker: %s", a->says, told.p);
	mb_buf_free(&told);
}

static void try_attack(const struct attack *a, struct mb_str text, const char *innocent)
{
	struct mb_rules_file f = { a->as, text };
	struct mb_rules *rules = NULL;
	struct mb_error err = { 0 };
	long since = cpu_ms(), kb = rss_kb();
	int rc = world_load(&rules, &f, &err);

	within_time("loading", since, CPU_MAX_MS);
	if (rc != MB_OK && rc != MB_EINVAL)
		die("loading gives code %d: %s", rc, err.text);
	if (rc == MB_OK && a->expect == LOAD_ERROR)
		die("expected not to load");
	if (rc != MB_OK && (a->expect == BROKEN || a->expect == FINE))
		die("does not load: %s", err.text);
	if (rc != MB_OK && !strstr(err.text, a->as))
		die("the message does not name the file: %s", err.text);
	if (rc != MB_OK && a->says && a->expect == LOAD_ERROR && !strstr(err.text, a->says))
		die("expected '%s' in the message: %s", a->says, err.text);
	if (rc != MB_OK &&
	    (mb_text_check(err.text, strlen(err.text), NULL) != MB_OK || strpbrk(err.text, "\n\r\t")))
		die("the message is not one line of text: %s", err.text);
	if (rc != MB_OK && getenv("MB_ATTACKS_SHOW"))
		dprintf(STDERR_FILENO, "  %s: %s\n", a->name, err.text);
	if (a->expect == CHECK_ERROR)
		check_text_refuses(a, &f);
	if (rc == MB_OK)
		judge_attack(a, rules, innocent);
	mb_rules_free(rules);
	kb = rss_kb() - kb;
	if (kb > RSS_MAX_KB)
		die("took %ld KB of memory", kb);
}

static void child(const struct attack *a, struct mb_str text)
{
	struct rlimit cpu = { 20, 20 };
	struct mb_rules *old = NULL, *fresh = NULL;
	struct mb_error err = { 0 };
	char *before, *after;

	setrlimit(RLIMIT_CPU, &cpu);
	if (world_load(&old, NULL, &err) != MB_OK)
		die("the innocent rules do not load: %s", err.text);
	before = judge_innocents(old);
	if (!mb_starts(before, "accepted\n"))
		die("the innocent rules refuse:\n%s", before);
	try_attack(a, text, before);
	after = judge_innocents(old);
	if (strcmp(before, after) != 0)
		die("a set of rules loaded before was changed:\n%s", after);
	free(after);
	if (world_load(&fresh, NULL, &err) != MB_OK)
		die("the next set of rules does not load: %s", err.text);
	after = judge_innocents(fresh);
	if (strcmp(before, after) != 0)
		die("the next set of rules was changed:\n%s", after);
	free(before);
	free(after);
	mb_rules_free(old);
	mb_rules_free(fresh);
}

/* ---- in the parent --------------------------------------------------------------------------------------- */

static bool run(const struct attack *a, const char *value)
{
	struct mb_buf text;
	char said[4000];
	ssize_t n, got = 0;
	int ends[2], status;
	pid_t pid;

	expand(&text, a, value);
	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(ends[0]);
		report = ends[1];
		child(a, (struct mb_str){ text.p, text.n });
		mb_buf_free(&text);
		exit(0); /* not _exit: leaks are looked for on the way out */
	}
	close(ends[1]);
	while ((n = read(ends[0], said + got, sizeof(said) - 1 - (size_t)got)) > 0 ||
	       (n < 0 && errno == EINTR))
		got += n > 0 ? n : 0;
	said[got] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	mb_buf_free(&text);
	if (status == 0)
		return true;
	if (WIFSIGNALED(status))
		snprintf(said + got, sizeof(said) - (size_t)got, "ended by signal %d (%s)", WTERMSIG(status),
			 strsignal(WTERMSIG(status)));
	print_error("%s%s%s: %s\n", a->name, value ? " with " : "", value ? value : "",
		    said[0] ? said : "ended badly (a leak?)");
	return false;
}

static void is_contained(void **state)
{
	const struct attack *a = *state;
	bool fine = true;

	if (!a->each)
		fine = run(a, NULL);
	for (char *p = a->each, *next; p && *p; p = next) {
		size_t n = strcspn(p, " ");

		next = p + n + strspn(p + n, " ");
		p[n] = '\0';
		fine = run(a, p) && fine;
	}
	assert_true(fine);
}

static int by_name(const void *x, const void *y)
{
	return strcmp(((const struct attack *)x)->name, ((const struct attack *)y)->name);
}

/* With arguments: only the attacks whose names begin with one of them. */
static bool wanted(const char *name, int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		if (mb_starts(name, argv[i]))
			return true;
	return argc < 2;
}

int main(int argc, char **argv)
{
	static const char folder[] = MB_SOURCE_DIR "/tests/rules/attacks";
	struct attack *attacks = NULL;
	struct CMUnitTest *tests;
	size_t n = 0;
	DIR *dir = opendir(folder);
	int failed;

	if (!dir) {
		perror(folder);
		return 1;
	}
	for (struct dirent *d; (d = readdir(dir));) {
		char path[sizeof(folder) + 300];

		if (!mb_ends(d->d_name, ".lua") || !wanted(d->d_name, argc, argv))
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, d->d_name);
		attacks = mb_realloc(attacks, (n + 1) * sizeof(*attacks));
		read_attack(&attacks[n++], path, d->d_name);
	}
	closedir(dir);
	if (n == 0)
		return 1;
	qsort(attacks, n, sizeof(*attacks), by_name);
	world_open();
	tests = mb_alloc(n * sizeof(*tests));
	for (size_t i = 0; i < n; i++)
		tests[i] = (struct CMUnitTest){ attacks[i].name, is_contained, NULL, NULL, &attacks[i] };
	failed = _cmocka_run_group_tests("rules_attacks", tests, n, NULL, NULL);
	world_close();
	for (size_t i = 0; i < n; i++)
		free_attack(&attacks[i]);
	free(attacks);
	free(tests);
	return failed;
}
