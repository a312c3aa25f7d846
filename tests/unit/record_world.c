#include "record_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int world_up(void **state)
{
	struct world *w = mb_alloc(sizeof(*w));
	const char *tmp = getenv("TMPDIR");

	w->a = mb_arena_new();
	w->dir = mb_arena_printf(w->a, "%s/mb-record-XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(w->dir));
	w->home = mb_arena_printf(w->a, "%s/home", w->dir);
	/* Whoever runs the tests may have settings of their own. */
	setenv("HOME", w->dir, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	unsetenv("GIT_DIR");
	unsetenv("GIT_QUARANTINE_PATH");
	must(w,
	     "git config --global user.name 'Gwen Test' && git config --global user.email gwen@example.org "
	     "&& "
	     "git config --global init.defaultBranch main && git config --global protocol.file.allow always");
	assert_ok(w, mb_zone_set("Europe/London", &w->err));
	assert_ok(w, mb_home_init(w->home, &w->err));
	assert_ok(w, mb_record_open(&w->rec, w->home, &w->err));
	*state = w;
	return 0;
}

int world_down(void **state)
{
	struct world *w = *state;

	mb_record_close(w->rec);
	sh(w, "chmod -R u+rwX . ; find . -mindepth 1 -delete");
	rmdir(w->dir);
	mb_arena_free(w->a);
	free(w);
	return 0;
}

__attribute__((format(printf, 2, 0))) static char *command(struct world *w, const char *fmt, va_list ap)
{
	char *line = NULL;

	assert_true(vasprintf(&line, fmt, ap) >= 0);
	return line;
}

static int run(struct world *w, const char *line, const char *redirect)
{
	char *whole = mb_arena_printf(w->a, "cd '%s' && { %s ; } %s", w->dir, line, redirect);
	int status = system(whole);

	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int sh(struct world *w, const char *fmt, ...)
{
	va_list ap;
	char *line;
	int status;

	va_start(ap, fmt);
	line = command(w, fmt, ap);
	va_end(ap);
	status = run(w, line, ">/dev/null 2>&1");
	free(line);
	return status;
}

void must(struct world *w, const char *fmt, ...)
{
	va_list ap;
	char *line;
	int status;

	va_start(ap, fmt);
	line = command(w, fmt, ap);
	va_end(ap);
	status = run(w, line, ">out.txt 2>&1 || { cat out.txt >&2; false; }");
	if (status != 0)
		fail_msg("exit %d: %s", status, line);
	free(line);
}

const char *out_of(struct world *w, const char *fmt, ...)
{
	char *line, *whole, buf[8192];
	va_list ap;
	FILE *f;
	size_t n;

	va_start(ap, fmt);
	line = command(w, fmt, ap);
	va_end(ap);
	whole = mb_arena_printf(w->a, "cd '%s' && %s", w->dir, line);
	free(line);
	assert_non_null(f = popen(whole, "r"));
	n = fread(buf, 1, sizeof(buf) - 1, f);
	pclose(f);
	while (n > 0 && buf[n - 1] == '\n')
		n--;
	return mb_arena_ndup(w->a, buf, n);
}

struct mb_file put(const char *path, const char *text)
{
	return (struct mb_file){ .path = path, .data = mb_str(text) };
}

struct mb_file gone(const char *path)
{
	return (struct mb_file){ .path = path, .remove = true };
}

struct mb_landing landing(struct world *w, const struct mb_file *files, size_t n)
{
	struct mb_commit *base = mb_arena_alloc(w->a, sizeof(*base));
	mb_day on;

	if (mb_record_tip(base, w->a, w->rec, &w->err) == MB_ENOTFOUND)
		base = NULL;
	assert_true(mb_day_make(&on, 2026, 5, 14));
	return (struct mb_landing){ .base = base,
				    .files = files,
				    .n_files = n,
				    .author = "Nia Pryce",
				    .author_mail = "nia.pryce@example.org",
				    .on = on,
				    .recorded = mb_instant_at(on + 1, 9 * 60),
				    .message = "Nia Pryce filed a paper\n\nEvent: 1\n" };
}

struct mb_commit land(struct world *w, const struct mb_file *files, size_t n)
{
	struct mb_landing l = landing(w, files, n);
	struct mb_commit c;

	assert_ok(w, mb_record_land(&c, w->a, w->rec, &l, &w->err));
	return c;
}

struct mb_commit land_first(struct world *w)
{
	const struct mb_file files[] = {
		put("partnership.yaml", "format: 1\nname: Cwm Board\n"),
		put("handbook/welcome.md", "# Welcome\n"),
	};

	return land(w, files, N(files));
}

void assert_says(const struct mb_error *err, const char *part)
{
	if (!strstr(err->text, part))
		fail_msg("the message should say '%s', but is: %s", part, err->text);
	assert_null(strchr(err->text, '\n'));
}
