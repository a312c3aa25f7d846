#include "registers_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FIXTURES MB_SOURCE_DIR "/tests/fixtures/registers"

mb_day world_day(const char *iso)
{
	mb_day d = MB_NO_DAY;

	assert_true(!iso || mb_day_parse(&d, iso));
	return d;
}

static void must(int rc, const struct mb_error *err)
{
	if (rc != MB_OK)
		fail_msg("%s", err->text);
}

void world_open(struct world *w)
{
	const char *packs[] = { FIXTURES "/pack" };
	struct mb_init how = { .template_dir = FIXTURES "/template",
			       .name = "Harbour",
			       .packs = packs,
			       .n_packs = 1,
			       .rehearsal = true };
	struct mb_error err;

	memset(w, 0, sizeof *w);
	strcpy(w->top, "/tmp/mb-registers-XXXXXX");
	assert_non_null(mkdtemp(w->top));
	snprintf(w->home, sizeof w->home, "%s/home", w->top);
	how.dir = w->home;
	how.recorded.utc = (int64_t)world_day("2005-01-01") * 86400 + 43200;
	must(mb_gate_init(&how, &err), &err);
	must(mb_gate_open(&w->g, w->home, &err), &err);
	w->a = mb_arena_new();
	w->event = 1;
	w->tip = *mb_gate_tip(w->g);
	w->rules = mb_trailer(w->a, w->tip.message, "Rules");
	w->from = (struct mb_standpoint){ .as_at = MB_NO_DAY,
					  .known_at = MB_NO_DAY,
					  .today = world_day("2006-03-01") };
}

void world_close(struct world *w)
{
	char command[128];

	mb_gate_close(w->g);
	mb_arena_free(w->a);
	snprintf(command, sizeof command, "rm -rf '%s'", w->top);
	assert_int_equal(system(command), 0);
}

void world_put(struct world *w, const char *path, const char *text)
{
	struct mb_file *f = MB_PUSH(w->a, w->staged, w->n_staged);

	f->path = mb_arena_dup(w->a, path);
	f->data = mb_str(mb_arena_dup(w->a, text));
}

void world_doc(struct world *w, const char *kind, const char *id, const char *state, const char *fields)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(w->g), kind);

	assert_non_null(k);
	world_put(
		w,
		mb_arena_printf(w->a, "groups/%s/%s/%.4s/%s.md", mb_starts(id, "HEX") ? "executive" : "board",
				k->folder, id + 4, id),
		mb_arena_printf(w->a, "---\nid: %s\nkind: %s\nstate: %s\n%s---\n", id, kind, state, fields));
}

void world_land(struct world *w, const char *on, const char *recorded)
{
	struct mb_landing l = { .base = &w->tip,
				.files = w->staged,
				.n_files = w->n_staged,
				.author = "Ann Hale",
				.author_mail = "ann-hale@people.invalid",
				.on = world_day(on) };
	struct mb_error err;

	l.recorded.utc = (int64_t)world_day(recorded) * 86400 + 43200;
	w->event++;
	l.message = mb_arena_printf(
		w->a,
		"Ann Hale filed something\n\nEvent: %ld\nOn: %s\nBy: ann-hale\nEntered-By: ann-hale\n"
		"Rules: %s\nRuling: 1\n accepted\n",
		w->event, on, w->rules);
	must(mb_record_land(&w->tip, w->a, mb_gate_record(w->g), &l, &err), &err);
	w->staged = NULL;
	w->n_staged = 0;
	must(mb_gate_refresh(w->g, &err), &err);
}

struct mb_register world_ask(struct world *w, const struct mb_register_ask *ask)
{
	struct mb_register r;
	struct mb_error err;

	must(mb_register_read(&r, w->a, w->g, &w->from, ask, &err), &err);
	return r;
}

struct mb_register world_register(struct world *w, const char *name)
{
	const struct mb_register_ask ask = { .name = name, .since = MB_NO_DAY, .until = MB_NO_DAY };

	return world_ask(w, &ask);
}

const char *world_column(struct world *w, const struct mb_register *r, const char *key)
{
	const char *all = "";
	size_t at = SIZE_MAX;

	for (size_t i = 0; i < r->n_columns; i++)
		if (mb_streq(r->columns[i].key, key))
			at = i;
	assert_true(at != SIZE_MAX);
	for (size_t i = 0; i < r->n_rows; i++)
		all = mb_arena_printf(w->a, "%s%s%s %s", all, i ? "; " : "", r->rows[i].id,
				      r->rows[i].cells[at].text ? r->rows[i].cells[at].text : "-");
	return all;
}

const char *world_notes(struct world *w, const struct mb_register *r)
{
	const char *all = "";

	for (size_t i = 0; i < r->n_notes; i++)
		all = mb_arena_printf(w->a, "%s%s%s", all, i ? " " : "", r->notes[i]);
	return all;
}
