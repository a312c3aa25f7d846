/* Who may read what: every kind of reader against every kind of document, in both forms (a document, a row of the index). */
#include <minutebook/gate.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char top[] = "/tmp/mb-may-XXXXXX";
static struct mb_gate *gate;
static struct mb_arena *arena;
static mb_day today;

/* Readers. helen-marsh chairs the strategy board; beth-corrigan is the board officer, a post that serves every group. */
enum { PUBLIC, CHAIR, OFFICER, STRANGER, AUTHOR, LAPSED, GHOST, READERS };
static const char *const who[READERS] = { NULL,		 "helen-marsh", "beth-corrigan", "pat-outsider",
					  "nora-author", "leo-lapsed",	"nobody-known" };
static const char *const label[READERS] = { "the public",	"chair",  "board officer",
					    "of another group", "author", "no seat any more",
					    "unknown" };

static const struct row {
	const char *what, *path, *head;
	const char *yes; /* a + for each reader who may */
} rows[] = {
	/*                                                                                        PUBLIC OFF: pcosalg */
	{ "a draft paper is for its group and its author",
	  "groups/strategy-board/papers/2005/CTB-2005-P001.md",
	  "kind: paper\nid: CTB-2005-P001\ntitle: T\nstate: draft\nauthor: nora-author\n", "-++-+--" },
	{ "one in clearance too", "groups/strategy-board/papers/2005/CTB-2005-P052.md",
	  "kind: paper\nid: CTB-2005-P052\ntitle: T\nstate: in clearance\n", "-++----" },
	{ "a published paper is for everybody", "groups/strategy-board/papers/2005/CTB-2005-P051.md",
	  "kind: paper\nid: CTB-2005-P051\ntitle: T\nstate: published\n", "+++++++" },
	{ "unless it says that it is for its group", "groups/strategy-board/papers/2005/CTB-2005-P051.md",
	  "kind: paper\nid: CTB-2005-P051\ntitle: T\nstate: published\naudience: group\n", "-++----" },
	{ "or for the partnership", "groups/strategy-board/papers/2005/CTB-2005-P051.md",
	  "kind: paper\nid: CTB-2005-P051\ntitle: T\nstate: published\naudience: partnership\n", "-++++--" },
	{ "a draft may say that it is for the partnership",
	  "groups/strategy-board/papers/2005/CTB-2005-P051.md",
	  "kind: paper\nid: CTB-2005-P051\ntitle: T\nstate: draft\naudience: partnership\n", "-++++--" },
	{ "named readers are the only ones", "groups/strategy-board/papers/2005/CTB-2005-P051.md",
	  "kind: paper\nid: CTB-2005-P051\ntitle: T\nstate: published\nreaders: [pat-outsider]\n",
	  "---+---" },
	{ "also against an audience", "groups/strategy-board/papers/2005/CTB-2005-P051.md",
	  "kind: paper\nid: CTB-2005-P051\ntitle: T\nstate: published\naudience: public\nreaders: "
	  "[pat-outsider]\n",
	  "---+---" },
	{ "a name that begins like another is another", "groups/strategy-board/papers/2005/CTB-2005-P051.md",
	  "kind: paper\nid: CTB-2005-P051\ntitle: T\nstate: published\nreaders: [pat-outsider-2, helen]\n",
	  "-------" },
	{ "readers that cannot be read are nobody", "groups/strategy-board/papers/2005/CTB-2005-P051.md",
	  "kind: paper\nid: CTB-2005-P051\ntitle: T\nstate: published\nreaders: everyone\n", "-------" },
	{ "an audience that is no word is nobody", "groups/strategy-board/papers/2005/CTB-2005-P051.md",
	  "kind: paper\nid: CTB-2005-P051\ntitle: T\nstate: published\naudience: [public]\n", "-------" },
	{ "one that nobody declared is nobody", "groups/strategy-board/papers/2005/CTB-2005-P051.md",
	  "kind: paper\nid: CTB-2005-P051\ntitle: T\nstate: published\naudience: publik\n", "-------" },
	{ "an audience of the partnership's own", "groups/strategy-board/papers/2005/CTB-2005-P051.md",
	  "kind: paper\nid: CTB-2005-P051\ntitle: T\nstate: draft\naudience: leads\n", "-+-+---" },
	{ "a withdrawn paper is for its group", "groups/strategy-board/papers/2005/CTB-2005-P051.md",
	  "kind: paper\nid: CTB-2005-P051\ntitle: T\nstate: withdrawn\n", "-++----" },
	{ "a decision is for everybody", "groups/strategy-board/decisions/2005/CTB-2005-D050.md",
	  "kind: decision\nid: CTB-2005-D050\ndate: 2005-10-11\ntext: T\noutcome: agreed\nstate: recorded\n",
	  "+++++++" },
	{ "an exempt decision is for its group", "groups/strategy-board/decisions/2005/CTB-2005-D050.md",
	  "kind: decision\nid: CTB-2005-D050\ndate: 2005-10-11\ntext: T\noutcome: agreed\nstate: "
	  "recorded\nexempt: true\n",
	  "-++----" },
	{ "draft minutes are for their group", "groups/strategy-board/meetings/2005/CTB-2005-M001/minutes.md",
	  "kind: minutes\nid: CTB-2005-M001-minutes\nmeeting: CTB-2005-M001\nstate: draft\n", "-++----" },
	{ "a person's page is for the partnership", "people/helen-marsh.md", "kind: person\nname: H\n",
	  "-++++--" },
	{ "a page without a kind too", "handbook/how.md", "title: How\n", "-++++--" },
	{ "a page in a group's folder too", "groups/strategy-board/notes.md", "title: Notes\n", "-++++--" },
};

static void must(int rc, const struct mb_error *err)
{
	if (rc != MB_OK)
		fail_msg("%s", err->text);
}

static struct mb_str as_text(const char *head)
{
	return mb_str(mb_arena_printf(arena, "---\n%s---\n\n# T\n", head));
}

static struct mb_reader *reader(const char *person)
{
	struct mb_reader *r = NULL;
	struct mb_error err;

	must(mb_reader_new(&r, arena, gate, person, today, &err), &err);
	return r;
}

static void the_matrix_holds(void **state)
{
	const struct row *x = *state;
	struct mb_doc *d = NULL;
	struct mb_error err;

	must(mb_doc_parse(&d, arena, mb_gate_schema(gate), x->path, as_text(x->head), &err), &err);
	for (int i = 0; i < READERS; i++) {
		const struct mb_reader *r = reader(who[i]);
		struct mb_version_row row = { .path = d->path,
					      .kind = d->kind ? d->kind->name : "",
					      .group = d->group ? d->group : "",
					      .state = d->state ? d->state : "",
					      .audience = mb_audience_of(arena, d) };
		bool may = x->yes[i] == '+';
		struct mb_may_why why;

		if (i == PUBLIC) /* the record of these tests has public pages on */
			assert_true(
				mb_streq(mb_node_text(mb_gate_partnership(gate)->root, "public"), "true"));
		if (mb_may(r, "read", d) != may)
			fail_msg("%s: %s", label[i], may ? "may not read it and should" : "reads it");
		row.now_state = row.state;
		row.now_audience = row.audience;
		if (mb_may_read(r, &row) != may)
			fail_msg("%s, by the row: %s", label[i],
				 may ? "may not read it and should" : "reads it");
		mb_may_explain(&why, arena, r, d);
		if (why.may != may)
			fail_msg("%s, explained: %s", label[i], why.reason);
		if (!may)
			assert_false(mb_may(r, "edit", d));
	}
}

static void what_was_taken_out_of_sight_stays_so_in_the_past(void **state)
{
	struct mb_version_row row = { .path = "groups/strategy-board/papers/2005/CTB-2005-P051.md",
				      .kind = "paper",
				      .group = "strategy-board",
				      .state = "published",
				      .audience = "",
				      .until = 9,
				      .now_state = "published",
				      .now_audience = "" };

	assert_true(mb_may_read(reader(NULL), &row));
	row.now_state = "withdrawn";
	assert_false(mb_may_read(reader(NULL), &row));
	assert_true(mb_may_read(reader("helen-marsh"), &row));
	row.now_state = "published";
	row.now_audience = "group";
	assert_false(mb_may_read(reader(NULL), &row));
	row.state = "draft"; /* and what was a draft then is no business of the public's now */
	row.now_audience = "";
	assert_false(mb_may_read(reader(NULL), &row));
}

static void doing_needs_the_role_and_the_state(void **state)
{
	struct mb_doc *draft = NULL, *out = NULL, *person = NULL;
	struct mb_error err;

	must(mb_doc_parse(&draft, arena, mb_gate_schema(gate), rows[0].path, as_text(rows[0].head), &err),
	     &err);
	must(mb_doc_parse(&out, arena, mb_gate_schema(gate), rows[2].path, as_text(rows[2].head), &err),
	     &err);
	must(mb_doc_parse(&person, arena, mb_gate_schema(gate), "people/helen-marsh.md",
			  as_text("kind: person\nname: H\n"), &err),
	     &err);
	assert_true(mb_may(reader("beth-corrigan"), "edit",
			   person)); /* no workflow says who: who keeps the record */
	assert_false(mb_may(reader("helen-marsh"), "edit", person));
	assert_false(mb_may(reader(NULL), "edit", person));
	assert_true(mb_may(reader("nora-author"), "edit", draft));
	assert_true(mb_may(reader("beth-corrigan"), "edit", draft));
	assert_false(mb_may(reader("helen-marsh"), "edit", draft));
	assert_true(mb_may(reader("helen-marsh"), "approve", draft));
	assert_false(mb_may(reader("nora-author"), "approve", draft));
	assert_false(mb_may(reader("helen-marsh"), "approve", out));
	assert_true(mb_may(reader("farah-nazir"), "sign", draft));
	assert_false(mb_may(reader("helen-marsh"), "sign", draft));
	assert_false(mb_may(reader("farah-nazir"), "sign", out));
	assert_false(mb_may(reader("pat-outsider"), "submit", draft));
	assert_false(mb_may(reader(NULL), "approve", draft));
	assert_false(mb_may(reader("helen-marsh"), "no such move", draft));
	/* what is not there yet: by the roles of the moves that make it */
	assert_true(mb_may_make(reader("beth-corrigan"), "minutes", "strategy-board"));
	assert_true(mb_may_make(reader("helen-marsh"), "minutes", "strategy-board"));
	assert_false(mb_may_make(reader("helen-marsh"), "minutes", "early-years"));
	assert_false(mb_may_make(reader("nora-author"), "minutes", "strategy-board"));
	assert_false(mb_may_make(reader(NULL), "minutes", "strategy-board"));
	assert_false(mb_may_make(reader("beth-corrigan"), "no such kind", "strategy-board"));
}

static bool keep(void *ctx, const struct mb_version_row *row)
{
	return mb_may_read(ctx, row);
}

static size_t papers(const char *person, size_t limit, size_t skip)
{
	struct mb_ask ask = { .kind = "paper",
			      .since = MB_NO_DAY,
			      .until = MB_NO_DAY,
			      .as_at = MB_NO_DAY,
			      .known_at = MB_NO_DAY,
			      .limit = limit,
			      .skip = skip,
			      .keep = keep,
			      .keep_ctx = reader(person) };
	struct mb_version_row *list;
	struct mb_error err;
	size_t n, all;

	must(mb_index_list(&list, &n, arena, mb_gate_index(gate), &ask, &err), &err);
	must(mb_index_count(&all, mb_gate_index(gate), &ask, &err), &err);
	if (!limit && !skip)
		assert_int_equal(n, all);
	return n;
}

static void lists_and_counts_hold_what_the_reader_may_see(void **state)
{
	assert_int_equal(papers("helen-marsh", 0, 0), 3);
	assert_int_equal(papers("nora-author", 0, 0), 3);
	assert_int_equal(papers("pat-outsider", 0, 0), 0);
	assert_int_equal(papers(NULL, 0, 0), 0);
	assert_int_equal(papers("helen-marsh", 2, 0), 2);
	assert_int_equal(papers("helen-marsh", 2, 2), 1);
	assert_int_equal(papers("helen-marsh", 2, 3), 0);
}

static size_t finds(const char *person, size_t limit, size_t skip)
{
	struct mb_hit *hits;
	struct mb_error err;
	size_t n;

	must(mb_index_search_kept(&hits, &n, arena, mb_gate_index(gate), "heron", limit, skip, keep,
				  reader(person), &err),
	     &err);
	return n;
}

static void a_search_finds_what_the_reader_may_see(void **state)
{
	assert_int_equal(finds("helen-marsh", 0, 0), 3);
	assert_int_equal(finds("helen-marsh", 2, 0), 2);
	assert_int_equal(finds("helen-marsh", 2, 2), 1);
	assert_int_equal(finds("pat-outsider", 0, 0), 0);
	assert_int_equal(finds(NULL, 0, 0), 0);
}

/* ---- the record ------------------------------------------------------------------------------------------ */

static void edit_settings(const char *dir)
{
	const char *path = mb_arena_printf(arena, "%s/partnership.yaml.in", dir), *at;
	struct mb_error err;
	struct mb_buf b, changed;

	must(mb_read_file(&b, path, MB_DOC_MAX, &err), &err);
	mb_buf_init(&changed, 0);
	at = strstr(b.p, "public: false");
	assert_non_null(at);
	mb_buf_put(&changed, b.p, (size_t)(at - b.p));
	mb_buf_puts(&changed, "public: true");
	mb_buf_puts(&changed, at + strlen("public: false"));
	mb_buf_puts(&changed,
		    "  - {id: leads, title: Leads, people: [pat-outsider], groups: [strategy-board]}\n");
	must(mb_write_file(path, changed.p, changed.n, 0644, &err), &err);
	mb_buf_free(&b);
	mb_buf_free(&changed);
}

static void write_person(const char *dir, const char *id, const char *more)
{
	const char *text = mb_arena_printf(arena, "---\nkind: person\nid: %s\nname: %s\n%s---\n\n# P\n", id,
					   id, more);
	struct mb_error err;

	must(mb_write_file(mb_arena_printf(arena, "%s/people/%s.md", dir, id), text, strlen(text), 0644,
			   &err),
	     &err);
}

static void file_paper(int i)
{
	const struct mb_filing filing = {
		.text = mb_str(mb_arena_printf(
			arena,
			"---\nkind: paper\ntitle: About number %d\nauthor: nora-author\n---\n\n# About "
			"number %d\n\n## Summary\n\nThe heron stands.\n",
			i, i)),
		.group = "strategy-board",
		.as_kind = "paper",
	};
	struct mb_actor actor = { .by = "nora-author", .entered_by = "nora-author", .on = MB_NO_DAY };
	struct mb_result result;
	struct mb_error err;

	actor.recorded = mb_instant_at(today, 600 + i);
	must(mb_gate_file(&result, arena, gate, &filing, &actor, 0, &err), &err);
}

static int make_record(void **state)
{
	const char *pack = MB_SOURCE_DIR "/plugins/childrens-trust", *template, *home;
	struct mb_init init = { .name = "Wendlebury", .packs = &pack, .n_packs = 1, .rehearsal = true };
	struct mb_error err;

	arena = mb_arena_new();
	assert_non_null(mkdtemp(top));
	assert_true(mb_day_parse(&today, "2005-10-20"));
	template = mb_arena_printf(arena, "%s/template", top);
	home = mb_arena_printf(arena, "%s/home", top);
	assert_int_equal(
		system(mb_arena_printf(arena, "cp -r '%s/repo-template' '%s'", MB_SOURCE_DIR, template)), 0);
	edit_settings(template);
	write_person(template, "pat-outsider", "organisation: borough-council\n");
	write_person(template, "nora-author", "organisation: borough-council\n");
	write_person(template, "leo-lapsed", "organisation: borough-council\nuntil: 2005-06-30\n");
	init.template_dir = template;
	init.dir = home;
	init.recorded = mb_instant_at(today, 540);
	must(mb_gate_init(&init, &err), &err);
	must(mb_gate_open(&gate, home, &err), &err);
	for (int i = 1; i <= 3; i++)
		file_paper(i);
	return 0;
}

static int drop_record(void **state)
{
	mb_gate_close(gate);
	assert_int_equal(system(mb_arena_printf(arena, "rm -rf '%s'", top)), 0);
	mb_arena_free(arena);
	return 0;
}

int main(void)
{
	enum { N = sizeof rows / sizeof rows[0] };
	struct CMUnitTest t[N + 4] = { 0 };

	for (size_t i = 0; i < N; i++)
		t[i] = (struct CMUnitTest){ rows[i].what, the_matrix_holds, NULL, NULL, (void *)&rows[i] };
	t[N] = (struct CMUnitTest)cmocka_unit_test(what_was_taken_out_of_sight_stays_so_in_the_past);
	t[N + 1] = (struct CMUnitTest)cmocka_unit_test(doing_needs_the_role_and_the_state);
	t[N + 2] = (struct CMUnitTest)cmocka_unit_test(lists_and_counts_hold_what_the_reader_may_see);
	t[N + 3] = (struct CMUnitTest)cmocka_unit_test(a_search_finds_what_the_reader_may_see);
	return cmocka_run_group_tests_name("may", t, make_record, drop_record);
}
