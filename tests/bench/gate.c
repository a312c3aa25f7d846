/* What the gate, the index and reading cost: bench_gate HOME WORKTREE. HOME is a generated record that may be written to,
 * WORKTREE a git clone of it with files, in which git itself is measured. */
#include "bench.h"

#include <minutebook/gate.h>
#include <index_impl.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILINGS	 150
#define GIT_RUNS 15
#define STEPS	 200 /* commits indexed one by one */
#define ROUNDS	 9

static struct mb_error err;

/* ---- filing ---------------------------------------------------------------------------------------------- */

static const char *paper(struct mb_arena *a, int i)
{
	struct mb_buf text;
	const char *out;

	mb_buf_init(&text, 0);
	mb_buf_printf(&text,
		      "# Filing %d\n\n**For Decision**\n\n## Summary\n\nOne of many.\n\n## "
		      "Recommendations\n\nThe Board "
		      "is asked to agree:\n\n1. That paper %d be kept.\n\n## Reasons\n\n",
		      i, i);
	while (text.n < 7000)
		mb_buf_printf(&text,
			      "Paragraph %zu of paper %d says a little more of what families were told.\n\n",
			      text.n, i);
	out = mb_arena_copy(a, text.p, text.n);
	mb_buf_free(&text);
	return out;
}

static double file_one(struct mb_gate *g, int i)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_filing how = { .group = "strategy-board", .as_kind = "paper", .text = mb_str(paper(a, i)) };
	struct mb_actor who = { .by = "paul-okafor", .entered_by = "paul-okafor", .on = MB_NO_DAY };
	struct mb_result r;
	double begin;

	who.recorded = mb_instant_at(mb_instant_day(mb_gate_tip(g)->recorded), 23 * 60 + 59);
	begin = wall_us();
	must(mb_gate_file(&r, a, g, &how, &who, 0, &err), &err, "filing");
	begin = wall_us() - begin;
	if (!r.landed) /* a home measured before has the paper already: then nothing would be measured */
		must(MB_EFAIL, &(struct mb_error){ .text = "nothing landed; give a fresh copy" }, "filing");
	mb_arena_free(a);
	return begin;
}

/* As the disk does it: append 8 KB, wait for it. */
static double append_one(int fd)
{
	static const char page[8192] = { 1 };
	double begin = wall_us();

	if (write(fd, page, sizeof page) != sizeof page || fdatasync(fd) != 0) {
		fprintf(stderr, "bench: the disk does not take 8 KB\n");
		exit(1);
	}
	return wall_us() - begin;
}

static double commit_one(const char *tree, int i)
{
	char command[1200];
	double begin;

	snprintf(command, sizeof command,
		 "cd '%s' && mkdir -p groups/strategy-board/papers/bench && head -c 7000 /dev/urandom | "
		 "base64 "
		 "> groups/strategy-board/papers/bench/%d.md",
		 tree, i);
	if (system(command) != 0)
		exit(1);
	snprintf(command, sizeof command,
		 "cd '%s' && git -c core.fsync=all add groups/strategy-board/papers/bench/%d.md && git -c "
		 "core.fsync=all -c "
		 "user.name=bench -c user.email=bench@example.org -c gc.auto=0 commit -qm bench",
		 tree, i);
	begin = wall_us();
	if (system(command) != 0)
		exit(1);
	return wall_us() - begin;
}

static void measure_filing(const char *home, const char *tree)
{
	static struct samples gate, disk, git;
	struct mb_arena *a = mb_arena_new();
	const char *name = mb_arena_printf(a, "%s/bench.bytes", home);
	struct mb_gate *g;
	int fd = open(name, O_WRONLY | O_CREAT | O_APPEND, 0600);

	must(mb_gate_open(&g, home, &err), &err, "opening the record");
	for (int i = 0; i < FILINGS; i++) { /* turn by turn: what else the machine does meets all of them */
		sample(&gate, file_one(g, i));
		sample(&disk, append_one(fd));
		if (i % (FILINGS / GIT_RUNS) == 0)
			sample(&git, commit_one(tree, i));
	}
	close(fd);
	unlink(name);
	mb_gate_close(g);
	mb_arena_free(a);
	show("8 KB written and fdatasync: p50", at_part(&disk, 0.5), MILLI);
	show("one paper filed through the gate, durable: p50", at_part(&gate, 0.5), MILLI);
	show_most("   p99 against its own p50", at_part(&gate, 0.99) / at_part(&gate, 0.5), TIMES, 6);
	show_most("   p50 against 8 KB written and fdatasync", at_part(&gate, 0.5) / at_part(&disk, 0.5),
		  TIMES, 2);
	show("git add and commit of one file, core.fsync=all: p50", at_part(&git, 0.5), MILLI);
	show_least("   against the gate (git's p50 / the gate's p50)",
		   at_part(&git, 0.5) / at_part(&gate, 0.5), TIMES, 100);
}

/* ---- the index ------------------------------------------------------------------------------------------- */

static int last_commits(struct mb_oid *out, int n, struct mb_record *rec)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_commit c;
	int i = n;

	must(mb_record_tip(&c, a, rec, &err), &err, "reading main");
	for (; i-- > 0; must(mb_record_commit(&c, a, rec, &c.parent, &err), &err, "reading a commit"))
		out[i] = c.id;
	mb_arena_free(a);
	return n;
}

static void measure_catching_up(struct mb_gate *g)
{
	static struct mb_oid ids[STEPS + 1];
	static struct samples t;
	struct mb_index *ix = ix_new(mb_gate_record(g), mb_gate_schema(g), NULL, NULL);

	last_commits(ids, STEPS + 1, mb_gate_record(g));
	must(ix_open_memory(ix, &err), &err, "opening an index in memory");
	must(ix_catch_up(ix, &ids[0], &err), &err, "indexing");
	for (int i = 1; i <= STEPS; i++) {
		double begin = cpu_us();

		must(ix_catch_up(ix, &ids[i], &err), &err, "indexing");
		sample(&t, cpu_us() - begin);
	}
	mb_index_close(ix);
	show_most("the index follows one event: p50", at_part(&t, 0.5), MILLI, 1000);
}

static void measure_rebuild(struct mb_gate *g)
{
	static struct samples t;
	double begin;
	size_t rows = 0;
	char what[80];

	for (int i = 0; i < 3; i++) {
		begin = cpu_us();
		must(mb_index_rebuild(mb_gate_index(g), &rows, &err), &err, "building the index");
		sample(&t, cpu_us() - begin);
	}
	snprintf(what, sizeof what, "the index built anew, %zu versions", rows);
	show(what, at_part(&t, 0.5), SECONDS);
}

/* ---- reading --------------------------------------------------------------------------------------------- */

static void measure_reading(struct mb_gate *g, const char *home)
{
	static struct samples list, one, doc;
	struct mb_ask ask = { .kind = "decision",
			      .since = MB_NO_DAY,
			      .until = MB_NO_DAY,
			      .as_at = MB_NO_DAY,
			      .known_at = MB_NO_DAY };
	struct mb_version_row *rows, *events;
	const struct mb_doc *d;
	size_t n = 0, n_events;
	char what[80];

	for (int i = 0; i < ROUNDS; i++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_gate *other;
		double begin = cpu_us();

		must(mb_index_list(&rows, &n, a, mb_gate_index(g), &ask, &err), &err, "listing decisions");
		sample(&list, cpu_us() - begin);
		begin = cpu_us();
		must(mb_index_history(&events, &n_events, a, mb_gate_index(g), rows[n / 2].path, &err), &err,
		     "a history");
		sample(&one, cpu_us() - begin);
		must(mb_gate_open(&other, home, &err), &err, "opening the record");
		begin = cpu_us();
		must(mb_view_doc(&d, mb_gate_view(other), rows[n / 2].id, &err), &err, "showing");
		sample(&doc, cpu_us() - begin);
		mb_gate_close(other);
		mb_arena_free(a);
	}
	snprintf(what, sizeof what, "%zu decisions listed", n);
	show(what, at_part(&list, 0.5), MILLI);
	show("the history of one decision", at_part(&one, 0.5), MICRO);
	show("one document shown (found by its id, read, parsed; cold view)", at_part(&doc, 0.5), MICRO);
}

int main(int argc, char **argv)
{
	struct mb_gate *g;

	if (argc != 3) {
		fprintf(stderr, "bench_gate HOME WORKTREE\n");
		return MB_EUSAGE;
	}
	measure_filing(argv[1], argv[2]);
	must(mb_gate_open(&g, argv[1], &err), &err, "opening the record");
	measure_catching_up(g);
	measure_reading(g, argv[1]);
	measure_rebuild(g);
	mb_gate_close(g);
	return 0;
}
