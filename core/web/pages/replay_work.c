/* A replay of proposed rules at work, in a thread of its own: the record under both versions, each case one line of a file. */
#include "page_rules.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct work {
	struct web_task *task;
	struct mb_arena *a;
	FILE *out;
	struct mb_replay_sum sum;
	char home[PATH_MAX], folder[PATH_MAX], by[200], begun[MB_ISO_DATE];
	mb_day today;
};

static void put_clean(FILE *out, const char *s)
{
	for (; s && *s; s++)
		fputc(*s == '\t' || *s == '\n' || *s == '\r' ? ' ' : *s, out);
}

/* class, event, attempt, recorded, document, rule, file, line, found, why, sentence, paths */
static void write_case(void *ctx, const struct mb_replay_case *c)
{
	struct work *w = ctx;
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
	struct work *w = ctx;

	return web_task_step(w->task, done, all);
}

static void put_number(struct mb_arena *a, struct mb_node *map, const char *key, size_t n)
{
	mb_node_put(a, map, key, mb_node_new_int(a, (long)n));
}

static int note(struct work *w, const char *state, const char *hash, const char *why, struct mb_error *err)
{
	struct mb_node *map = mb_node_new_map(w->a);
	struct mb_buf words;

	mb_node_put(w->a, map, "state", mb_node_new_text(w->a, state));
	mb_node_put(w->a, map, "by", mb_node_new_text(w->a, w->by));
	mb_node_put(w->a, map, "on", mb_node_new_raw(w->a, w->begun));
	mb_node_put(w->a, map, "files", mb_node_new_text(w->a, hash));
	if (why)
		mb_node_put(w->a, map, "why", mb_node_new_text(w->a, why));
	put_number(w->a, map, "events", w->sum.events);
	put_number(w->a, map, "attempts", w->sum.attempts);
	put_number(w->a, map, "enactments", w->sum.enactments);
	for (int i = 0; i < MB_REPLAY_CLASSES; i++)
		put_number(w->a, map, mb_arena_printf(w->a, "class %d", i), w->sum.n[i]);
	mb_buf_init(&words, 0);
	mb_replay_words(&words, &w->sum);
	mb_node_put(w->a, map, "words", mb_node_new_text(w->a, mb_arena_dup(w->a, words.p)));
	mb_buf_free(&words);
	return proposal_set_note(w->a, w->folder, "replay", map, err);
}

static int replay_into(struct work *w, const struct mb_rules_file *files, size_t n, struct mb_error *err)
{
	const char *half = mb_arena_printf(w->a, "%s/replay.half", w->folder);
	struct mb_replay how = {
		.files = files, .n_files = n, .from = MB_NO_DAY, .to = MB_NO_DAY, .step = step
	};
	struct mb_reader *reader;
	struct mb_gate *g = NULL;
	int rc = mb_gate_open(&g, w->home, err);

	if (rc != MB_OK)
		return rc;
	if ((rc = mb_reader_new(&reader, w->a, g, w->by, w->today, err)) != MB_OK) {
		mb_gate_close(g);
		return rc;
	}
	how.reader = reader;
	w->out = fopen(half, "we");
	if (!w->out)
		rc = mb_fail(err, MB_EFAIL, "cannot write the report: %s", strerror(errno));
	else
		rc = mb_gate_replay(&w->sum, g, &how, write_case, w, err);
	if (w->out && (ferror(w->out) | fclose(w->out)) && rc == MB_OK)
		rc = mb_fail(err, MB_EFAIL, "cannot write the report: %s", strerror(errno));
	if (rc == MB_OK && !w->sum.stopped &&
	    rename(half, mb_arena_printf(w->a, "%s/replay.tsv", w->folder)) != 0)
		rc = mb_fail(err, MB_EFAIL, "cannot write the report: %s", strerror(errno));
	mb_gate_close(g);
	return rc;
}

static void work(struct web_task *t, void *arg)
{
	struct work *w = arg;
	struct mb_rules_file *files;
	struct mb_error why = { 0 };
	char hash[MB_SHA256_HEX] = "";
	size_t n;
	int rc;

	w->task = t;
	w->a = mb_arena_new();
	rc = mb_rules_files_of_folder(&files, &n, w->a, mb_arena_printf(w->a, "%s/rules", w->folder), &why);
	if (rc == MB_OK) {
		rules_hash(hash, w->a, files, n);
		if ((rc = note(w, "under way", hash, NULL, &why)) == MB_OK)
			rc = replay_into(w, files, n, &why);
	}
	if (rc != MB_OK)
		(void)note(w, "failed", hash, why.text, NULL);
	else if (!w->sum.stopped)
		(void)note(w, "done", hash, NULL, NULL);
	else
		(void)note(w, web_task_stopped(t) ? "stopped" : "too long", hash, NULL, NULL);
	mb_arena_free(w->a);
}

int replay_start(struct web_req *q, const struct proposal *p, const char *name, struct mb_error *err)
{
	struct work *w = mb_alloc(sizeof *w);
	const char *home = mb_record_home(mb_gate_record(q->g));

	if (strlen(home) >= sizeof w->home || strlen(p->folder) >= sizeof w->folder ||
	    strlen(q->who.person) >= sizeof w->by) {
		free(w);
		return mb_fail(err, MB_EFAIL, "the home's path is too long");
	}
	strcpy(w->home, home);
	strcpy(w->folder, p->folder);
	strcpy(w->by, q->who.person);
	w->today = q->today;
	mb_day_iso(w->begun, q->today);
	return web_task_start(q, name, work, w, err);
}
