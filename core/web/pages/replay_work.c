/* A replay of proposed rules at work, in a thread of its own: the record under both versions, each case one line of a file. */
#include "page_rules.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct replaying {
	struct rules_work w;
	FILE *out;
	struct mb_replay_sum sum;
};

const char *replay_task(struct web_req *q, const struct proposal *p)
{
	return mb_arena_printf(q->a, "replay %s %s", p->id, q->who.person);
}

static void put_clean(FILE *out, const char *s)
{
	for (; s && *s; s++)
		fputc(*s == '\t' || *s == '\n' || *s == '\r' ? ' ' : *s, out);
}

/* class, event, attempt, recorded, document, rule, file, line, found, why, sentence, paths */
static void write_case(void *ctx, const struct mb_replay_case *c)
{
	struct replaying *w = ctx;
	char day[MB_ISO_DATE];
	const char *texts[] = { c->doc, c->rule, c->file };

	fprintf(w->out, "%d\t%ld\t%d\t%s", (int)c->class, c->event, c->attempt, mb_day_iso(day, c->recorded));
	for (size_t i = 0; i < 3; i++) {
		fputc('\t', w->out);
		put_clean(w->out, texts[i]);
	}
	fprintf(w->out, "\t%d\t", c->file ? c->line : 0);
	put_clean(w->out, c->found);
	fputc('\t', w->out);
	put_clean(w->out, c->why);
	fputc('\t', w->out);
	put_clean(w->out, c->sentence);
	fputc('\t', w->out);
	for (size_t i = 0; i < c->n_paths; i++) {
		put_clean(w->out, c->paths[i]);
		fputc('|', w->out);
	}
	fputc('\n', w->out);
}

static bool step(void *ctx, size_t done, size_t all)
{
	struct replaying *x = ctx;

	return web_task_step(x->w.task, "Events judged", done, all);
}

static void put_number(struct mb_arena *a, struct mb_node *map, const char *key, size_t n)
{
	mb_node_put(a, map, key, mb_node_new_int(a, (long)n));
}

static struct mb_node *sums(struct replaying *x)
{
	struct mb_arena *a = x->w.a;
	struct mb_node *map = mb_node_new_map(a);
	struct mb_buf words;

	put_number(a, map, "events", x->sum.events);
	put_number(a, map, "attempts", x->sum.attempts);
	put_number(a, map, "enactments", x->sum.enactments);
	for (int i = 0; i < MB_REPLAY_CLASSES; i++)
		put_number(a, map, mb_arena_printf(a, "class %d", i), x->sum.n[i]);
	mb_buf_init(&words, 0);
	mb_replay_words(&words, &x->sum);
	mb_node_put(a, map, "words", mb_node_new_text(a, mb_arena_dup(a, words.p)));
	mb_buf_free(&words);
	return map;
}

static int replay_into(struct replaying *x, const char *half, struct mb_gate *g, struct mb_error *err)
{
	struct mb_replay how = {
		.files = x->w.files, .n_files = x->w.n, .from = MB_NO_DAY, .to = MB_NO_DAY, .step = step
	};
	struct mb_reader *reader;
	int rc = mb_reader_new(&reader, x->w.a, g, x->w.by, x->w.today, err);

	if (rc != MB_OK)
		return rc;
	how.reader = reader;
	x->out = fopen(half, "we");
	if (!x->out)
		return mb_fail(err, MB_EFAIL, "cannot write the report: %s", strerror(errno));
	rc = mb_gate_replay(&x->sum, g, &how, write_case, x, err);
	if ((ferror(x->out) | fclose(x->out)) && rc == MB_OK)
		rc = mb_fail(err, MB_EFAIL, "cannot write the report: %s", strerror(errno));
	return rc;
}

/* A report is whole or is not there; and of a proposal the newest are kept, whosever they are. */
static int replay(struct replaying *x, struct mb_error *err)
{
	const char *whole = mb_arena_printf(x->w.a, "%s/%s.tsv", x->w.folder, x->w.note),
		   *half = mb_arena_printf(x->w.a, "%s/%s.half", x->w.folder, x->w.note);
	struct mb_gate *g = NULL;
	int rc = mb_gate_open(&g, x->w.home, err);

	if (rc != MB_OK)
		return rc;
	rc = replay_into(x, half, g, err);
	mb_gate_close(g);
	if (rc == MB_OK && !x->sum.stopped && rename(half, whole) != 0)
		rc = mb_fail(err, MB_EFAIL, "cannot write the report: %s", strerror(errno));
	if (rc != MB_OK || x->sum.stopped)
		(void)unlink(half);
	else
		proposal_prune(x->w.a, x->w.folder, "replay.", ".tsv", REPORTS_MOST);
	return rc;
}

static void run(struct web_task *t, void *arg)
{
	struct replaying *x = arg;
	struct mb_error why = { 0 };

	if (rules_work_open(&x->w, t)) {
		if (replay(x, &why) != MB_OK)
			(void)rules_work_note(&x->w, "failed", NULL, why.text, NULL);
		else if (x->sum.stopped)
			rules_work_ended(&x->w, NULL);
		else
			(void)rules_work_note(&x->w, "done", sums(x), NULL, NULL);
	}
	rules_work_close(&x->w);
}

int replay_start(struct web_req *q, const struct proposal *p, struct mb_error *err)
{
	struct replaying *x = mb_alloc(sizeof *x);

	return rules_work_begin(q, p, WEB_LANE_LONG, replay_task(q, p),
				proposal_own(q->a, "replay", q->who.person), run, &x->w, err);
}
