/* A document read: kind and place, id, state, title, and the hash a sign-off binds. */
#include "schema_world.h"

#include <stdlib.h>
#include <string.h>

#define PAPER "groups/board/papers/2005/CTB-2005-P001.md"
#define TERMS "groups/board/terms-of-reference.md"

static const struct row {
	const char *name, *path, *text;
	int rc;
	const char *kind, *id, *state, *title, *group; /* when it reads */
	const char *says;			       /* when it does not */
} rows[] = {
	{ "a paper", PAPER, "---\nkind: paper\ntitle: Budget\n---\nText\n", MB_OK, "paper", "CTB-2005-P001",
	  "draft", "Budget", "board", NULL },
	{ "a state that is given", PAPER, "---\nkind: paper\nstate: approved\n---\n# One\n", MB_OK, "paper",
	  "CTB-2005-P001", "approved", "One", "board", NULL },
	{ "no title at all: the id", PAPER, "---\nkind: paper\n---\nText\n", MB_OK, "paper", "CTB-2005-P001",
	  "draft", "CTB-2005-P001", "board", NULL },
	{ "a kind without workflow has no state", "people/ann-holt.md",
	  "---\nkind: person\nname: Ann Holt\n---\n", MB_OK, "person", "ann-holt", NULL, "Ann Holt", NULL,
	  NULL },
	{ "a group", "groups/board/group.md", "---\nkind: group\nname: Board\ncode: CTB\n---\n", MB_OK,
	  "group", "board", NULL, "Board", "board", NULL },
	{ "a meeting", "groups/board/meetings/2005/CTB-2005-M001/meeting.md", "---\nkind: meeting\n---\n",
	  MB_OK, "meeting", "CTB-2005-M001", NULL, "CTB-2005-M001", "board", NULL },
	{ "a supplement", "groups/board/meetings/2005/CTB-2005-M001/agenda-2.md", "---\nkind: agenda\n---\n",
	  MB_OK, "agenda", "CTB-2005-M001-agenda-2", NULL, "CTB-2005-M001-agenda-2", "board", NULL },
	{ "terms of reference that say their id", TERMS,
	  "---\nkind: terms-of-reference\nid: CTB-terms-of-reference\n---\n", MB_OK, "terms-of-reference",
	  "CTB-terms-of-reference", "draft", "CTB-terms-of-reference", "board", NULL },
	{ "terms of reference that do not", TERMS, "---\nkind: terms-of-reference\n---\n", MB_OK,
	  "terms-of-reference", "board-terms-of-reference", "draft", "board-terms-of-reference", "board",
	  NULL },
	{ "a page", "handbook/welcome.md", "# Welcome\n", MB_OK, NULL, "handbook/welcome.md", NULL, "Welcome",
	  NULL, NULL },
	{ "a page beside a meeting", "groups/board/meetings/2005/CTB-2005-M001/notes.md", "Rough\n", MB_OK,
	  NULL, "groups/board/meetings/2005/CTB-2005-M001/notes.md", NULL,
	  "groups/board/meetings/2005/CTB-2005-M001/notes.md", "board", NULL },
	{ "a page among papers that has no id's name", "groups/board/papers/2005/about.md", "# About\n",
	  MB_OK, NULL, "groups/board/papers/2005/about.md", NULL, "About", "board", NULL },
	{ "a file that is no Markdown", "partnership.yaml", "---\nformat: 1\n", MB_OK, NULL,
	  "partnership.yaml", NULL, "partnership.yaml", NULL, NULL },
	{ "nothing in it", "handbook/empty.md", "", MB_OK, NULL, "handbook/empty.md", NULL,
	  "handbook/empty.md", NULL, NULL },

	{ "a kind that is not declared", PAPER, "---\ntitle: x\nkind: papr\n---\n", MB_EINVAL,
	  .says = PAPER " line 3: kind 'papr' is not one this record knows; did you mean 'paper'?" },
	{ "no kind where one lives", PAPER, "---\ntitle: x\n---\n", MB_EINVAL,
	  .says = "add the line `kind: paper`" },
	{ "no front matter where a kind lives", PAPER, "Text\n", MB_EINVAL,
	  .says = "add the line `kind: paper`" },
	{ "another kind's place", PAPER, "---\nkind: decision\n---\n", MB_EINVAL,
	  .says = "line 2: this is the place of a paper, not of a decision" },
	{ "a kind in no place", "handbook/welcome.md", "---\nkind: agenda\n---\n", MB_EINVAL,
	  .says = "an agenda does not live here but at agenda.md in a meeting's folder" },
	{ "a person's id in capitals", "people/Ann.md", "---\nkind: person\n---\n", MB_EINVAL,
	  .says = "people/<id>.md (lower case letters, digits, hyphens)" },
	{ "the wrong year's folder", "groups/board/papers/2004/CTB-2005-P001.md", "---\nkind: paper\n---\n",
	  MB_EINVAL, .says = "lives at groups/board/papers/2005/CTB-2005-P001.md; move it there" },
	{ "no year's folder, and no kind either", "groups/board/papers/CTB-2005-P001.md", "Text\n", MB_EINVAL,
	  .says = "lives at groups/board/papers/2005/CTB-2005-P001.md" },
	{ "a letter of another kind", "groups/board/papers/2005/CTB-2005-D001.md", "---\nkind: paper\n---\n",
	  MB_EINVAL, .says = "ids of papers have the letter P, not D" },
	{ "minutes in the wrong year's folder", "groups/board/meetings/2004/CTB-2005-M001/minutes.md",
	  "Text\n", MB_EINVAL, .says = "lives at groups/board/meetings/2005/CTB-2005-M001/meeting.md" },
	{ "an id in small letters", "groups/board/papers/2005/ctb-2005-p001.md", "---\nkind: paper\n---\n",
	  MB_EINVAL, .says = "lives at groups/board/papers/2005/CTB-2005-P001.md" },
	{ "an id that is not the path's", PAPER, "---\nkind: paper\nid: CTB-2005-P002\n---\n", MB_EINVAL,
	  .says = "line 3: the id is CTB-2005-P002 but the path says CTB-2005-P001" },
	{ "terms with a strange id", TERMS, "---\nkind: terms-of-reference\nid: CTB-terms\n---\n", MB_EINVAL,
	  .says = "must be <CODE>-terms-of-reference" },
	{ "front matter that does not read", PAPER, "---\nkind: paper\nkind: paper\n---\n", MB_EINVAL,
	  .says = PAPER " line 3: " },
	{ "a kind that is a list", PAPER, "---\nkind: [paper]\n---\n", MB_EINVAL,
	  .says = "line 2: kind must be one word" },
};

static void check(void **state)
{
	const struct row *r = *state;
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	struct mb_doc *d = NULL;
	int rc = mb_doc_parse(&d, a, &trust_schema, r->path, mb_str(r->text), &err);

	if (rc != r->rc)
		fail_msg("%d, not %d: %s", rc, r->rc, err.text);
	if (rc != MB_OK) {
		says(&err, r->says);
	} else {
		assert_true(mb_streq(d->kind ? d->kind->name : NULL, r->kind));
		assert_string_equal(d->id, r->id);
		assert_true(mb_streq(d->state, r->state));
		assert_string_equal(d->title, r->title);
		assert_true(mb_streq(d->group, r->group));
		assert_int_equal(strlen(d->text), r->kind ? 64 : 0);
	}
	mb_arena_free(a);
}

static void a_document_over_the_limit_is_refused(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	char *text = mb_alloc(MB_DOC_MAX + 2);
	struct mb_doc *d;

	memset(text, 'x', MB_DOC_MAX + 1);
	assert_int_equal(mb_doc_parse(&d, a, &trust_schema, "handbook/a.md",
				      (struct mb_str){ text, MB_DOC_MAX + 1 }, &err),
			 MB_EINVAL);
	says(&err, "larger than");
	free(text);
	mb_arena_free(a);
}

/* ---- the hash -------------------------------------------------------------------------------------------- */

static const char *hash_of(struct mb_arena *a, const char *text)
{
	struct mb_error err = { 0 };
	struct mb_doc *d;

	if (mb_doc_parse(&d, a, &trust_schema, PAPER, mb_str(text), &err) != MB_OK)
		fail_msg("%s", err.text);
	return d->text;
}

/* The canonical form written out by hand: this must never change. */
static void the_canonical_form_is_frozen(void **state)
{
	static const char form[] = "kind paper\n"
				   "risks={\"a \\\"big\\\" one\":[\"x\",\"y\"],\"b\":\"back\\\\slash\"}\n"
				   "themes=[\"money\",\"care\"]\n"
				   "title=\"Budget\"\n"
				   "\n"
				   "\nWe ask.\n  \nTwice.\n";
	struct mb_arena *a = mb_arena_new();
	char want[MB_SHA256_HEX];

	mb_sha256_hex(want, form, sizeof(form) - 1);
	assert_string_equal(hash_of(a, "---\nkind: paper\ntitle: Budget\nrisks:\n  b: 'back\\slash'\n"
				       "  'a \"big\" one': [x, y]\n"
				       "themes: [money, care]\ncost:\n---\n\nWe ask.\n  \nTwice.\n\n\n"),
			    want);
	mb_arena_free(a);
}

static const struct pair {
	const char *name, *one, *other;
	bool same;
} pairs[] = {
	{ "line ends do not count", "---\nkind: paper\ntitle: x\n---\na\nb\n",
	  "---\r\nkind: paper\r\ntitle: x\r\n---\r\na\r\nb", true },
	{ "a lone CR is a line end", "---\nkind: paper\n---\na\nb\n", "---\nkind: paper\n---\na\rb", true },
	{ "quoting and order do not count", "---\nkind: paper\ntitle: x\ncost: 1\n---\n",
	  "---\nkind: paper\ncost: \"1\" # a note\ntitle: 'x'\n---\n", true },
	{ "managed fields do not count", "---\nkind: paper\n---\n",
	  "---\nkind: paper\nid: CTB-2005-P001\nstate: approved\npublished_on: 2005-01-01\n---\n", true },
	{ "fields outside the text do not count", "---\nkind: paper\n---\n",
	  "---\nkind: paper\nauthor: ann-holt\nnote: hello\n---\n", true },
	{ "undeclared fields do not count", "---\nkind: paper\n---\n", "---\nkind: paper\ncolour: red\n---\n",
	  true },
	{ "empty and absent are one", "---\nkind: paper\n---\n",
	  "---\nkind: paper\nthemes: []\nrisks: {}\ncost: \"\"\n---\n", true },
	{ "a title counts", "---\nkind: paper\ntitle: x\n---\n", "---\nkind: paper\ntitle: y\n---\n", false },
	{ "order in a list counts", "---\nkind: paper\nthemes: [a, b]\n---\n",
	  "---\nkind: paper\nthemes: [b, a]\n---\n", false },
	{ "one item with a comma is not two", "---\nkind: paper\nthemes: ['a,b']\n---\n",
	  "---\nkind: paper\nthemes: [a, b]\n---\n", false },
	{ "the body counts", "---\nkind: paper\n---\na\n", "---\nkind: paper\n---\nb\n", false },
	{ "a field is not the body", "---\nkind: paper\ntitle: x\n---\n",
	  "---\nkind: paper\n---\ntitle=\"x\"\n", false },
};

static void check_pair(void **state)
{
	const struct pair *p = *state;
	struct mb_arena *a = mb_arena_new();

	assert_int_equal(strcmp(hash_of(a, p->one), hash_of(a, p->other)) == 0, p->same);
	mb_arena_free(a);
}

static void fields_are_read_as_they_stand(void **state)
{
	static const char text[] = "---\nkind: meeting\ndate: 2005-10-03\nplace:\nstart: 9\n---\n";
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	struct mb_doc *d;

	assert_int_equal(mb_doc_parse(&d, a, &trust_schema,
				      "groups/board/meetings/2005/CTB-2005-M001/meeting.md", mb_str(text),
				      &err),
			 MB_OK);
	assert_int_equal(mb_doc_day(d, "date"), day_of("2005-10-03"));
	assert_int_equal(mb_doc_day(d, "start"), MB_NO_DAY);
	assert_int_equal(mb_doc_day(d, NULL), MB_NO_DAY);
	assert_null(mb_doc_field(d, "place"));
	assert_non_null(mb_doc_node(d, "place"));
	assert_null(mb_doc_node(d, "absent"));
	assert_int_equal(mb_doc_node(d, "start")->line, 5);
	mb_arena_free(a);
}

static void declarations_are_found_by_name(void **state)
{
	const struct mb_kind *k = mb_schema_kind(&trust_schema, "paper");
	const struct mb_field *common;

	assert_non_null(k);
	assert_null(mb_schema_kind(&trust_schema, "papr"));
	assert_null(mb_schema_kind(&trust_schema, NULL));
	assert_int_equal(mb_kind_field(k, "cost")->type, MB_T_NUMBER);
	assert_null(mb_kind_field(k, "state"));
	assert_string_equal(mb_kind_move(k, "approve")->to, "approved");
	assert_null(mb_kind_move(k, "burn"));
	assert_non_null(mb_schema_param(&trust_schema, "quorum"));
	assert_int_equal(mb_common_fields(&common), 14);
	assert_true(mb_common_field("signoffs")->managed);
	assert_false(mb_common_field("author")->managed);
	assert_null(mb_common_field("title"));
}

int main(void)
{
	struct CMUnitTest t[COUNT(rows) + COUNT(pairs) + 4];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		t[n++] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	for (size_t i = 0; i < COUNT(pairs); i++)
		t[n++] = (struct CMUnitTest){ pairs[i].name, check_pair, NULL, NULL, (void *)&pairs[i] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_document_over_the_limit_is_refused);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(the_canonical_form_is_frozen);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(fields_are_read_as_they_stand);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(declarations_are_found_by_name);
	return cmocka_run_group_tests_name("schema_doc", t, NULL, NULL);
}
