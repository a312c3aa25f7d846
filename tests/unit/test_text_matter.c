/* Front matter: splitting a document, and editing it in place. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <minutebook/text.h>

#include <string.h>

/* ---- splitting ------------------------------------------------------------------------------------------- */

static const struct split {
	const char *name, *text;
	int rc;
	const char *body; /* or what the error says */
	int body_line;
	size_t keys; /* in the root; 99: there is no root */
} splits[] = {
	{ "a document", "---\na: 1\nb: 2\n---\nText\n", MB_OK, "Text\n", 5, 2 },
	{ "dots close", "---\na: 1\n...\nText\n", MB_OK, "Text\n", 4, 1 },
	{ "CRLF", "---\r\na: 1\r\n---\r\nText\r\n", MB_OK, "Text\r\n", 4, 1 },
	{ "BOM", "\xef\xbb\xbf---\na: 1\n---\nText\n", MB_OK, "Text\n", 4, 1 },
	{ "blanks behind the marks", "--- \na: 1\n---\t \nText\n", MB_OK, "Text\n", 4, 1 },
	{ "no final line end", "---\na: 1\n---", MB_OK, "", 3, 1 },
	{ "no front matter", "Text\n---\n", MB_OK, "Text\n---\n", 1, 99 },
	{ "BOM alone", "\xef\xbb\xbfText\n", MB_OK, "Text\n", 1, 99 },
	{ "nothing", "", MB_OK, "", 1, 99 },
	{ "empty front matter", "---\n---\nText\n", MB_OK, "Text\n", 3, 0 },
	{ "only a comment", "---\n# none\n---\nText\n", MB_OK, "Text\n", 4, 0 },
	{ "a rule in a block text cannot be", "---\na: |\n  x\n---\n  y\n---\n", MB_OK, "  y\n---\n", 5, 1 },
	{ "four dashes are text", "----\na: 1\n", MB_OK, "----\na: 1\n", 1, 99 },
	{ "never closed", "---\na: 1\n", MB_EINVAL, "line 1: the front matter opens", 0, 0 },
	{ "a list", "---\n- a\n---\n", MB_EINVAL, "line 2: front matter must be lines of", 0, 0 },
	{ "a text", "---\nhello\n---\n", MB_EINVAL, "line 2: front matter must be lines of", 0, 0 },
	{ "a key twice", "---\na: 1\nb: 2\na: 3\n---\n", MB_EINVAL,
	  "line 4: the key \"a\" stands already on line 2", 0, 0 },
	{ "bad UTF-8 in the body", "---\na: 1\n---\n\xc3\x28\n", MB_EINVAL, "line 4", 0, 0 },
};

static void a_document_is_split(void **state)
{
	const struct split *r = *state;
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	struct mb_matter m;
	int rc = mb_matter_parse(&m, a, r->text, strlen(r->text), &err);

	if (rc != r->rc)
		fail_msg("%d, not %d: %s", rc, r->rc, err.text);
	if (rc != MB_OK) {
		if (!strstr(err.text, r->body))
			fail_msg("\"%s\" should say \"%s\"", err.text, r->body);
	} else {
		assert_string_equal(r->text + m.body_from, r->body);
		assert_int_equal(m.body_line, r->body_line);
		assert_int_equal(m.root ? m.root->n : 99, r->keys);
		if (!m.root)
			assert_int_equal(m.yaml_to, m.body_from);
	}
	mb_arena_free(a);
}

/* ---- edits ----------------------------------------------------------------------------------------------- */

/* The value is YAML; "text: ..." makes a text that may need quotes, "raw: ..." one that goes as it stands. */
static struct mb_node *value_of(struct mb_arena *a, const char *s)
{
	struct mb_node *n = NULL;

	if (mb_starts(s, "text: "))
		return mb_node_new_text(a, s + 6);
	if (mb_starts(s, "raw: "))
		return mb_node_new_raw(a, s + 5);
	assert_int_equal(mb_yaml_parse(&n, a, s, strlen(s), NULL), MB_OK);
	return n;
}

static const struct edit {
	const char *name, *before;
	char op; /* s set, a append, r remove */
	const char *path, *value;
	const char *after; /* the front matter without its marks; or "!" and what the refusal says */
} edits[] = {
	{ "set plain", "a: x # why\nb: y\n", 's', "a", "text: z", "a: z # why\nb: y\n" },
	{ "set single", "a: 'x'\n", 's', "a", "text: it's", "a: 'it''s'\n" },
	{ "set double", "a: \"x\"\n", 's', "a", "text: y", "a: \"y\"\n" },
	{ "set plain that needs quotes", "a: x\n", 's', "a", "text: x: y", "a: \"x: y\"\n" },
	{ "set single with a line end", "a: 'x'\n", 's', "a", "text: x\ny", "a: \"x\\ny\"\n" },
	{ "set a date", "a: 2026-01-01\n", 's', "a", "raw: 2026-05-14", "a: 2026-05-14\n" },
	{ "a long text", "a: x\n", 's', "a",
	  "text: ten chars ten chars ten chars ten chars ten chars ten chars ten chars ten chars ten chars "
	  "ten chars ten",
	  "a: \"ten chars ten chars ten chars ten chars ten chars ten chars ten chars ten chars ten chars "
	  "ten chars ten\"\n" },
	{ "set null", "a: # why\nb: y\n", 's', "a", "text: z", "a: z # why\nb: y\n" },
	{ "set null to a list of maps", "a: # why\nb: y\n", 's', "a", "[{p: x}]",
	  "a: # why\n  - {p: x}\nb: y\n" },
	{ "set null to a list of texts", "a:\n", 's', "a", "[x, 'y z', 'y, z']", "a: [x, y z, \"y, z\"]\n" },
	{ "set to empty", "a: x\n", 's', "a", "text: ", "a: \"\"\n" },
	{ "add", "a: x\n", 's', "b", "text: z", "a: x\nb: z\n" },
	{ "add a key with a blank", "a: x\n", 's', "b c", "text: z", "a: x\nb c: z\n" },
	{ "add a key that needs quotes", "a: x\n", 's', "b: c", "text: z", "a: x\n\"b: c\": z\n" },
	{ "add behind a block text", "a: |\n  x\n\n", 's', "b", "text: z", "a: |\n  x\nb: z\n\n" },
	{ "add behind a kept block text", "a: |+\n  x\n\n", 's', "b", "text: z", "a: |+\n  x\n\nb: z\n" },
	{ "add to nothing", "", 's', "a", "text: x", "a: x\n" },
	{ "add below a comment", "# none yet\n", 's', "a", "text: x", "# none yet\na: x\n" },
	{ "add in CRLF", "a: x\r\n", 's', "b", "[{c: d}]", "a: x\r\nb:\r\n  - {c: d}\r\n" },
	{ "add nested", "m:\n    a: 1 # one\nb: y\n", 's', "m/c", "raw: 2",
	  "m:\n    a: 1 # one\n    c: 2\nb: y\n" },
	{ "add below null", "m: # why\nb: y\n", 's', "m/c", "raw: 2", "m: {c: 2} # why\nb: y\n" },
	{ "add below nothing", "b: y\n", 's', "m/c/d", "raw: 2", "b: y\nm:\n  c: {d: 2}\n" },
	{ "add in a flow map", "m: {a: 1}\n", 's', "m/c", "text: x, y", "m: {a: 1, c: \"x, y\"}\n" },
	{ "add in an empty flow map", "m: {}\n", 's', "m/c", "raw: 2", "m: {c: 2}\n" },
	{ "add behind an empty flow value", "m: {a: }\n", 's', "m/c", "raw: 2", "m: {a: , c: 2 }\n" },
	{ "set a key without value in flow", "m: {a}\n", 's', "m/a", "raw: 2", "m: {a: 2}\n" },
	{ "set in a flow map over lines", "m: {a: 1, # one\n    b: 2}\n", 's', "m/b", "raw: 3",
	  "m: {a: 1, # one\n    b: 3}\n" },
	{ "set in a pair", "m: [a: 1]\n", 's', "m/0/a", "raw: 3", "m: [a: 3]\n" },
	{ "set an item", "l: [a, 'b', c]\n", 's', "l/1", "text: z", "l: [a, 'z', c]\n" },
	{ "set a block item", "l:\n- a # one\n- b\n", 's', "l/0", "{p: q}", "l:\n- {p: q} # one\n- b\n" },
	{ "set a block map item", "l:\n- a: 1\n  b: 2\n- c\n", 's', "l/0", "text: z", "l:\n- z\n- c\n" },
	{ "set a list: only what differs is touched",
	  "l: # why\n- a\n# between\n- p: x # two\n  q: 'y'\n- {r: s, t: u} # three\nm: 1\n", 's', "l",
	  "[a, {p: x, q: z}, {r: s, t: w}]",
	  "l: # why\n- a\n# between\n- p: x # two\n  q: 'z'\n- {r: s, t: w} # three\nm: 1\n" },
	{ "set a list: more behind", "l:\n- {p: x} # one\nm: 1\n", 's', "l", "[{p: x}, {p: z}, {p: w}]",
	  "l:\n- {p: x} # one\n- {p: z}\n- {p: w}\nm: 1\n" },
	{ "set a list: some out", "l:\n- a # one\n- b\n- c\n- d # four\nm: 1\n", 's', "l", "[a, d]",
	  "l:\n- a # one\n- d # four\nm: 1\n" },
	{ "set a list: one between", "l: # why\n- a # one\n- b\nm: 1\n", 's', "l", "[{p: q}, {r: s}, {t: u}]",
	  "l: # why\n  - {p: q}\n  - {r: s}\n  - {t: u}\nm: 1\n" },
	{ "set a list: none", "l: # why\n- a\n- b\nm: 1\n", 's', "l", "[]", "l: [] # why\nm: 1\n" },
	{ "set a map: a key more, one less", "m:\n  a: 1 # one\n  b: 2\nn: 1\n", 's', "m", "{a: '1', c: d}",
	  "m:\n  a: 1 # one\n  c: d\nn: 1\n" },
	{ "set the same", "l: ['a',b]\n", 's', "l", "[a, b]", "l: ['a',b]\n" },
	{ "set a text over a list", "l: # why\n- a\n- b\nm: 1\n", 's', "l", "text: x", "l: x # why\nm: 1\n" },
	{ "set a list over a text", "l: x # why\nm: 1\n", 's', "l", "[{p: q}]",
	  "l: # why\n  - {p: q}\nm: 1\n" },
	{ "set a list over a flow list", "l: [a,\n  b] # why\nm: 1\n", 's', "l", "[{p: q}]",
	  "l: # why\n  - {p: q}\nm: 1\n" },
	{ "set a map over a map", "m:\n  a: 1\n  b: 2\nc: 3\n", 's', "m", "{x: z}", "m:\n  x: z\nc: 3\n" },
	{ "set a block text", "a: | # why\n  x\n  y\n\nb: 1\n", 's', "a", "text: one\ntwo\n",
	  "a: |\n  one\n  two\n\nb: 1\n" },
	{ "set a block text to a word", "a: |\n  x\n\nb: 1\n", 's', "a", "text: one", "a: one\n\nb: 1\n" },
	{ "set a block text to a list", "a: |\n  x\n\nb: 1\n", 's', "a", "[{p: q}]",
	  "a:\n  - {p: q}\n\nb: 1\n" },
	{ "set a folded text", "a: >-\n  x\nb: 1\n", 's', "a", "text: one\ntwo",
	  "a: |-\n  one\n  two\nb: 1\n" },
	{ "set a tagged value", "a: !!str x\nb: 1\n", 's', "a", "text: z", "a: z\nb: 1\n" },
	{ "set a value on the next line", "a:\n  x\nb: 1\n", 's', "a", "text: z", "a:\n  z\nb: 1\n" },
	{ "set beside aliases' cousins", "a: &m x\nb: 1\n", 's', "b", "raw: 2", "a: &m x\nb: 2\n" },
	{ "an anchored value", "a: &m x\n", 's', "a", "text: z",
	  "!line 2: the value of \"a\" is anchored (&m)" },
	{ "below a text", "a: x\n", 's', "a/b", "text: z", "!below a value that is neither" },
	{ "an item that is not there", "a: [x]\n", 's', "a/1", "text: z", "!\"1\" is not there" },
	{ "an empty path", "a: x\n", 's', "", "text: z", "!is no path" },
	{ "an empty step", "a: x\n", 's', "a//b", "text: z", "!is no path" },

	{ "append to maps in lines", "l:\n  - p: x # chair\n    q: y\n# end\nb: 1\n", 'a', "l",
	  "{p: z, q: w}", "l:\n  - p: x # chair\n    q: y\n  - p: z\n    q: w\n# end\nb: 1\n" },
	{ "append to maps in brackets", "l:\n- {p: x}\nb: 1\n", 'a', "l", "{p: z}",
	  "l:\n- {p: x}\n- {p: z}\nb: 1\n" },
	{ "append wide", "l:\n  -   x\n", 'a', "l", "text: z", "l:\n  -   x\n  -   z\n" },
	{ "append to a flow list", "l: [x, y] # why\n", 'a', "l", "text: z", "l: [x, y, z] # why\n" },
	{ "append to null", "l: # why\nb: 1\n", 'a', "l", "{p: z}", "l: # why\n  - {p: z}\nb: 1\n" },
	{ "append to ~", "l: ~\nb: 1\n", 'a', "l", "{p: z}", "l:\n  - {p: z}\nb: 1\n" },
	{ "append to []", "l: [] # why\nb: 1\n", 'a', "l", "{p: z}", "l: # why\n  - {p: z}\nb: 1\n" },
	{ "append to nothing", "b: 1\n", 'a', "l", "{p: z}", "b: 1\nl:\n  - {p: z}\n" },
	{ "append below nothing", "b: 1\n", 'a', "m/l", "text: z", "b: 1\nm: {l: [z]}\n" },
	{ "append in a flow map", "m: {l: []}\n", 'a', "m/l", "{p: z}", "m: {l: [{p: z}]}\n" },
	{ "append to a map", "l: {a: 1}\n", 'a', "l", "text: z", "!is not a list" },
	{ "append to a text", "l: x\n", 'a', "l", "text: z", "!is not a list" },

	{ "remove", "a: 1\n# about b\nb: 2 # two\nc: 3\n", 'r', "b", NULL, "a: 1\n# about b\nc: 3\n" },
	{ "remove the first", "a: 1\nb: 2\n", 'r', "a", NULL, "b: 2\n" },
	{ "remove the only key", "# top\na: 1\n", 'r', "a", NULL, "# top\n" },
	{ "remove a block", "a:\n  - x\n  - y\n\nb: 2\n", 'r', "a", NULL, "\nb: 2\n" },
	{ "remove an item", "l:\n- x\n- y # two\n- z\n", 'r', "l/1", NULL, "l:\n- x\n- z\n" },
	{ "remove the last item", "l: # why\n- x # one\nb: 1\n", 'r', "l/0", NULL, "l: [] # why\nb: 1\n" },
	{ "remove the last nested key", "m:\n  a: 1\nb: 1\n", 'r', "m/a", NULL, "m: {}\nb: 1\n" },
	{ "remove the first key of an item", "l:\n- a: 1\n  b: 2\n", 'r', "l/0/a", NULL, "l:\n- b: 2\n" },
	{ "remove the only key of an item", "l:\n- a: 1\n- b\n", 'r', "l/0/a", NULL, "l:\n- {}\n- b\n" },
	{ "remove from flow", "l: [x, y, z]\n", 'r', "l/1", NULL, "l: [x, z]\n" },
	{ "remove the end of flow", "l: [x, y]\n", 'r', "l/1", NULL, "l: [x]\n" },
	{ "remove all of flow", "l: {x: y,}\n", 'r', "l/x", NULL, "l: {}\n" },
	{ "remove an anchored value", "a: &m 1\nb: 2\n", 'r', "a", NULL, "b: 2\n" },
	{ "remove what is not there", "a: 1\n", 'r', "b", NULL, "!\"b\" is not there" },
	{ "remove below what is not there", "a: 1\n", 'r', "b/c", NULL, "!\"b\" is not there" },
};

static void put_document(struct mb_buf *b, const char *matter, bool crlf)
{
	const char *lf = crlf ? "\r\n" : "\n";

	mb_buf_init(b, 0);
	mb_buf_printf(b, "---%s%s---%sBody --- here%s", lf, matter, lf, lf);
}

static int apply(struct mb_buf *text, char op, const char *path, const struct mb_node *value,
		 struct mb_error *err)
{
	return op == 's'   ? mb_matter_set(text, path, value, err)
	       : op == 'a' ? mb_matter_append(text, path, value, err)
			   : mb_matter_remove(text, path, err);
}

static void an_edit_changes_just_that(void **state)
{
	const struct edit *r = *state;
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	struct mb_buf text, want;
	bool crlf = strchr(r->before, '\r') != NULL;
	int rc;

	put_document(&text, r->before, crlf);
	put_document(&want, r->after[0] == '!' ? r->before : r->after, crlf);
	rc = apply(&text, r->op, r->path, r->value ? value_of(a, r->value) : NULL, &err);
	if (r->after[0] != '!' && rc != MB_OK)
		fail_msg("refused: %s", err.text);
	if (r->after[0] == '!') {
		assert_int_not_equal(rc, MB_OK);
		if (!strstr(err.text, r->after + 1))
			fail_msg("\"%s\" should say \"%s\"", err.text, r->after + 1);
		if (r->op == 'r')
			assert_int_equal(rc, MB_ENOTFOUND);
	}
	assert_string_equal(text.p, want.p);
	mb_buf_free(&text);
	mb_buf_free(&want);
	mb_arena_free(a);
}

static void assert_edit(const char *before, char op, const char *path, const char *value, const char *after)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	struct mb_buf text;

	mb_buf_init(&text, 0);
	mb_buf_puts(&text, before);
	if (apply(&text, op, path, value_of(a, value), &err) != MB_OK)
		fail_msg("refused: %s", err.text);
	assert_string_equal(text.p, after);
	mb_buf_free(&text);
	mb_arena_free(a);
}

static void a_document_without_front_matter_gets_one(void **state)
{
	assert_edit("# Title\n", 's', "kind", "text: page", "---\nkind: page\n---\n# Title\n");
	assert_edit("\xef\xbb\xbf# Title\r\n", 's', "a", "[{b: c}]",
		    "\xef\xbb\xbf---\r\na:\r\n  - {b: c}\r\n---\r\n# Title\r\n");
	assert_edit("", 'a', "tags", "text: x", "---\ntags: [x]\n---\n");
	assert_edit("Text", 's', "a/b", "text: c", "---\na: {b: c}\n---\nText");
}

static void a_front_matter_that_is_one_flow_map_is_edited_too(void **state)
{
	assert_edit("---\n{a: 1}\n---\n", 's', "b", "raw: 2", "---\n{a: 1, b: 2}\n---\n");
	assert_edit("---\n{}\n---", 's', "b", "raw: 2", "---\n{b: 2}\n---");
}

static void a_result_over_the_maximum_is_refused(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	struct mb_buf text;

	mb_buf_init(&text, 20);
	mb_buf_puts(&text, "---\na: 1\n---\n");
	assert_int_equal(mb_matter_set(&text, "b", mb_node_new_text(a, "far too long"), &err), MB_EINVAL);
	assert_string_equal(text.p, "---\na: 1\n---\n");
	assert_int_equal(mb_buf_status(&text, NULL), MB_OK);
	mb_buf_free(&text);
	mb_arena_free(a);
}

static void a_value_with_control_characters_is_refused(void **state)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	struct mb_buf text;

	mb_buf_init(&text, 0);
	mb_buf_puts(&text, "---\na: 1\n---\n");
	assert_int_equal(mb_matter_set(&text, "a", mb_node_new_text(a, "x\033[31m"), &err), MB_EINVAL);
	assert_int_equal(mb_matter_set(&text, "a", mb_node_new_text(a, "x\xff"), &err), MB_EINVAL);
	assert_string_equal(text.p, "---\na: 1\n---\n");
	mb_buf_free(&text);
	mb_arena_free(a);
}

/* ---- the body -------------------------------------------------------------------------------------------- */

static void assert_body(const char *before, const char *body, const char *after)
{
	struct mb_error err = { 0 };
	struct mb_buf text;
	int rc;

	mb_buf_init(&text, 0);
	mb_buf_puts(&text, before);
	rc = mb_matter_set_body(&text, body, strlen(body), &err);
	assert_int_equal(rc, after ? MB_OK : MB_EINVAL);
	assert_string_equal(text.p, after ? after : before);
	mb_buf_free(&text);
}

static void a_new_body_leaves_the_front_matter_alone(void **state)
{
	assert_body("---\r\na:  1 # x\r\n---\r\nOld\r\n", "New\n", "---\r\na:  1 # x\r\n---\r\nNew\n");
	assert_body("---\na: 1\n---", "New\n", "---\na: 1\n---\nNew\n");
	assert_body("Old\n", "New\n", "New\n");
	assert_body("\xef\xbb\xbfOld\n", "New\n", "\xef\xbb\xbfNew\n");
	assert_body("---\na: 1\n---\nOld\n", "", "---\na: 1\n---\n");
	assert_body("---\na: 1\n---\nOld\n", "---\nb: 2\n---\n", "---\na: 1\n---\n---\nb: 2\n---\n");
	assert_body("Old\n", "---\nb: 2\n---\n", NULL);
	assert_body("---\na: 1\n---\nOld\n", "\xff", NULL);
}

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

int main(void)
{
	static struct CMUnitTest t[COUNT(splits) + COUNT(edits) + 5];
	size_t n = 0;

	for (size_t i = 0; i < COUNT(splits); i++)
		t[n++] = (struct CMUnitTest){ splits[i].name, a_document_is_split, NULL, NULL,
					      (void *)&splits[i] };
	for (size_t i = 0; i < COUNT(edits); i++)
		t[n++] = (struct CMUnitTest){ edits[i].name, an_edit_changes_just_that, NULL, NULL,
					      (void *)&edits[i] };
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_document_without_front_matter_gets_one);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_front_matter_that_is_one_flow_map_is_edited_too);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_result_over_the_maximum_is_refused);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_value_with_control_characters_is_refused);
	t[n++] = (struct CMUnitTest)cmocka_unit_test(a_new_body_leaves_the_front_matter_alone);
	return cmocka_run_group_tests_name("text_matter", t, NULL, NULL);
}
