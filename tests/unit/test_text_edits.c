/* Thousands of random edits over awkward front matter: what is accepted reads back as meant and touches only its own
 * entry; what is refused leaves the text as it was. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <minutebook/text.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* In all of them a line that starts in column 0 with a letter or a quote starts a top-level entry. */
static const char *const awkward[] = {
	"kind: decision   # what it is\n"
	"title: 'Children''s plan'  # as agreed\n"
	"# between keys\n"
	"date: 2026-05-14\n"
	"\n"
	"reasons: \"one \\\"two\\\" \\u00e9\"\n"
	"unknown-key:   {x:  1,y: [a,  b ]}   # odd blanks\n"
	"empty:\n"
	"tilde: ~ # none\n",

	"attendance:\n"
	"- person: ann-lowe # chair\n"
	"  as: present\n"
	"# a comment in column 0\n"
	"- {person: bob, as: absent}   # flow\n"
	"-\n"
	"  person: cy\n"
	"  # inside\n"
	"  as: 'apologies'\n"
	"items:\n"
	"   -   wide\n"
	"   -   \"quoted: yes\"\n"
	"   # behind the last\n"
	"last: 1\n",

	"text: |\n"
	"  first\n"
	"    indented\n"
	"\n"
	"  third\n"
	"\n"
	"folded: >-   # with a comment\n"
	"  one\n"
	"  two\n"
	"\n"
	"kept: |+\n"
	"  x\n"
	"\n"
	"plain: goes on\n"
	"  and on # here\n"
	"single: 'over\n"
	"  lines'\n"
	"end: |-\n"
	"  z\n",

	"meta:\n"
	"    deep:\n"
	"        deeper: {a: 1,\n"
	"            b: 2, # two\n"
	"            c: [x,\n"
	"                y,\n"
	"            ]}\n"
	"        list:\n"
	"        - - a\n"
	"          - b\n"
	"        - c\n"
	"    other: x\n"
	"\"quoted key\": 1\n"
	"'single key': [ ]\n"
	"map: { }\n",

	"a: !!str 12\n"
	"b: &anchor value\n"
	"c: &list [1, 2]\n"
	"d: [k: v, w]\n"
	"e: {n, m: }\n"
	"\n"
	"# the end\n"
	"\n",

	"",
	"# nothing but a comment\n",
	"one: 1\n",
	"umlaut: \xc3\xa4 # \xe2\x80\xa8# \xc3\xb6\n"
	"emoji: [\xf0\x9f\x98\x80, '\xf0\x9f\x98\x80\xf0\x9f\x98\x80'] # \xf0\x9f\x98\x80\n"
	"nbsp: a\xc2\xa0"
	"b\n",
};

static uint64_t seed = 14052026;

static unsigned pick(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 11) % n;
}

/* ---- random documents, places, values --------------------------------------------------------------------- */

static void put_document(struct mb_buf *b, const char *matter)
{
	bool crlf = pick(3) == 0, bom = pick(4) == 0;
	const char *end = pick(4) ? "---\nBody\n---\n" : pick(2) ? "...\n" : "---";
	struct mb_buf t;

	mb_buf_init(&t, 0);
	mb_buf_printf(&t, "%s---\n%s%s", bom ? "\xef\xbb\xbf" : "", matter, end);
	mb_buf_init(b, 0);
	for (size_t i = 0; i < t.n; i++) {
		if (crlf && t.p[i] == '\n')
			mb_buf_putc(b, '\r');
		mb_buf_putc(b, t.p[i]);
	}
	mb_buf_free(&t);
}

struct path {
	char step[8][40];
	size_t n;
};

/* Down from the root, each time by an existing child, sometimes ending at a new key. */
static void random_path(struct path *p, const struct mb_node *n)
{
	p->n = 0;
	while (p->n < 7) {
		unsigned i;

		if (n->type == MB_TEXT || (n->n && pick(7) == 0 && p->n))
			return;
		if (n->n == 0 || pick(8) == 0) {
			strcpy(p->step[p->n++], n->type == MB_LIST ? "9" : pick(2) ? "fresh" : "new key");
			return;
		}
		i = pick((unsigned)n->n);
		if (n->type == MB_MAP)
			snprintf(p->step[p->n], sizeof p->step[0], "%s", n->keys[i]);
		else
			snprintf(p->step[p->n], sizeof p->step[0], "%u", i);
		p->n++;
		n = n->items[i];
	}
}

static char *joined(struct mb_arena *a, const struct path *p)
{
	char *s = mb_arena_dup(a, p->step[0]);

	for (size_t i = 1; i < p->n; i++)
		s = mb_arena_printf(a, "%s/%s", s, p->step[i]);
	return s;
}

static const char long_text[] = "a long text that goes on for more than a hundred bytes, so that "
				"it must be written in double quotes on one line";

static struct mb_node *random_value(struct mb_arena *a, int depth)
{
	static const char *const texts[] = {
		"word",	     "two words",   "it's",   "no",	"",
		"x: y",	     "# x",	    "[x",     "a, b",	"\xc3\xa9t\xc3\xa9",
		"one\ntwo",  "one\ntwo\n",  " lead",  "trail ", "\ttab",
		"say \"x\"", "back\\slash", "- dash", "\n",	"x\r\ny",
		long_text,
	};
	static const char *const raws[] = { "2026-05-14", "12", "true", "-4", "" };
	unsigned what = pick(depth ? 9 : 5);
	struct mb_node *n;

	if (what < 4)
		return mb_node_new_text(a, texts[pick(sizeof texts / sizeof texts[0])]);
	if (what < 5)
		return mb_node_new_raw(a, raws[pick(sizeof raws / sizeof raws[0])]);
	n = what < 7 ? mb_node_new_list(a) : mb_node_new_map(a);
	for (unsigned k = pick(4); k > 0; k--) {
		const char *key = pick(2) ? "person" : pick(2) ? "as" : "on behalf of";
		struct mb_node *part = random_value(
			a, depth - 1); /* in order: a seed gives one run everywhere */

		if (what < 7)
			mb_node_push(a, n, part);
		else
			mb_node_put(a, n, key, part);
	}
	return n;
}

/* ---- the same edit on a plain tree ------------------------------------------------------------------------ */

static struct mb_node *child(struct mb_node *n, const char *step, size_t *at)
{
	for (*at = 0; *at < n->n; ++*at)
		if (n->type == MB_MAP ? !strcmp(n->keys[*at], step) : (size_t)atoi(step) == *at)
			return n->items[*at];
	return NULL;
}

static bool is_null(const struct mb_node *n)
{
	return n->type == MB_TEXT && (!n->text[0] || !strcmp(n->text, "~"));
}

static struct mb_node *wrapped(struct mb_arena *a, const struct path *p, size_t from, struct mb_node *value)
{
	for (size_t i = p->n; i-- > from;) {
		struct mb_node *map = mb_node_new_map(a);

		mb_node_put(a, map, p->step[i], value);
		value = map;
	}
	return value;
}

static struct mb_node *listed(struct mb_arena *a, char op, struct mb_node *value)
{
	struct mb_node *list = op == 'a' ? mb_node_new_list(a) : value;

	if (op == 'a')
		mb_node_push(a, list, value);
	return list;
}

static void remove_child(struct mb_node *n, size_t at)
{
	for (size_t i = at; i + 1 < n->n; i++) {
		n->items[i] = n->items[i + 1];
		if (n->type == MB_MAP)
			n->keys[i] = n->keys[i + 1];
	}
	n->n--;
}

static void model(struct mb_arena *a, struct mb_node *root, char op, const struct path *p,
		  struct mb_node *value)
{
	struct mb_node *n = root;

	for (size_t i = 0; i < p->n; i++) {
		size_t at;
		struct mb_node *c = child(n, p->step[i], &at);
		bool last = i + 1 == p->n;

		if (!c) {
			mb_node_put(a, n, p->step[i], wrapped(a, p, i + 1, listed(a, op, value)));
			return;
		}
		if (last && op == 'r')
			remove_child(n, at);
		else if (last && op == 'a' && c->type == MB_LIST)
			mb_node_push(a, c, value);
		else if (last || is_null(c))
			n->items[at] = wrapped(a, p, i + 1, listed(a, op, value));
		if (last || is_null(c))
			return;
		n = c;
	}
}

/* ---- lines ------------------------------------------------------------------------------------------------ */

static struct mb_str line_at(struct mb_str s, size_t i)
{
	const char *lf = memchr(s.p + i, '\n', s.n - i);

	return (struct mb_str){ s.p + i, lf ? (size_t)(lf - s.p) + 1 - i : s.n - i };
}

/* The bytes of the top-level entry, comments below it included; from is the end of the front matter if there is none. */
static void entry_bytes(size_t *from, size_t *to, struct mb_str s, const struct mb_matter *m, const char *key)
{
	size_t len = strlen(key);

	*from = *to = m->yaml_to;
	for (size_t i = m->yaml_from; i < m->yaml_to; i += line_at(s, i).n) {
		const char *p = s.p + i;
		bool quoted = *p == '"' || *p == '\'';
		bool starts = quoted || ((*p | 0x20) >= 'a' && (*p | 0x20) <= 'z');

		if (starts && !strncmp(p + quoted, key, len) &&
		    (p[quoted + len] == ':' || (quoted && p[1 + len] == *p)))
			*from = i;
		else if (starts && *from < i && *to == m->yaml_to)
			*to = i;
	}
}

static bool holds_line(struct mb_str text, struct mb_str line)
{
	for (size_t i = 0; i < text.n; i += line_at(text, i).n) {
		struct mb_str l = line_at(text, i);

		if (l.n == line.n && !memcmp(l.p, line.p, l.n))
			return true;
	}
	return false;
}

/* Lines outside the entry are the same bytes, in the same order; new ones stand at the end of the entry. */
static void assert_only_the_entry_changed(struct mb_str a, struct mb_str b, const struct mb_matter *m,
					  const char *key)
{
	size_t from, to;

	entry_bytes(&from, &to, a, m, key);
	if (from == m->yaml_to) { /* a new entry: nothing of the old text is lost */
		for (from = 0; from < a.n && from < b.n && a.p[from] == b.p[from];)
			from++;
		to = from;
	}
	if (b.n < from + (a.n - to) || memcmp(a.p, b.p, from) != 0 ||
	    memcmp(a.p + to, b.p + b.n - (a.n - to), a.n - to) != 0)
		fail_msg("more than \"%s\" changed:\n%.*s\n-- became --\n%.*s", key, (int)a.n, a.p, (int)b.n,
			 b.p);
}

/* ---- the test --------------------------------------------------------------------------------------------- */

struct tally {
	int accepted, refused;
};

/* A comment next to a scalar that is set stays, wherever it stands. */
static void assert_comments_stay(struct mb_str old, struct mb_str now)
{
	for (size_t i = 0; i < old.n; i += line_at(old, i).n)
		if (old.p[i] == '#')
			assert_true(holds_line(now, line_at(old, i)));
}

struct trial {
	struct mb_arena *a;
	struct mb_matter m; /* before */
	char op;
	struct path p;
	char *path;
	struct mb_node *value;
};

static void assert_as_meant(struct trial *t, const struct mb_buf *old, const struct mb_buf *text)
{
	struct mb_node *want = mb_node_copy(t->a, t->m.root);
	struct mb_matter after;

	assert_int_equal(mb_matter_parse(&after, t->a, text->p, text->n, NULL), MB_OK);
	model(t->a, want, t->op, &t->p, t->value);
	if (!mb_node_same(want, after.root))
		fail_msg("%c %s did not come out as meant:\n%s\n-- became --\n%s", t->op, t->path, old->p,
			 text->p);
}

static void edit(struct trial *t, struct mb_buf *text, struct tally *tally, bool tame)
{
	struct mb_str before, now;
	struct mb_error err = { 0 };
	struct mb_buf old;
	int rc;

	mb_buf_init(&old, 0);
	mb_buf_put(&old, text->p, text->n);
	rc = t->op == 's'   ? mb_matter_set(text, t->path, t->value, &err)
	     : t->op == 'a' ? mb_matter_append(text, t->path, t->value, &err)
			    : mb_matter_remove(text, t->path, &err);
	before = (struct mb_str){ old.p, old.n };
	now = (struct mb_str){ text->p, text->n };
	if (rc != MB_OK) {
		assert_int_equal(now.n, before.n);
		assert_memory_equal(now.p, before.p, now.n);
		assert_int_not_equal(err.text[0], '\0');
		tally->refused += strstr(err.text, "in place") != NULL;
	} else {
		const struct mb_node *n = mb_node_get(t->m.root, t->path);

		tally->accepted++;
		assert_as_meant(t, &old, text);
		if (tame)
			assert_only_the_entry_changed(before, now, &t->m, t->p.step[0]);
		if (tame && t->op == 's' && n && n->type == MB_TEXT)
			assert_comments_stay(before, now);
	}
	mb_buf_free(&old);
}

static void edit_somewhere(struct mb_buf *text, struct mb_arena *a, struct tally *tally, bool tame)
{
	struct trial t = { .a = a, .op = "ssar"[pick(4)] };

	if (mb_matter_parse(&t.m, a, text->p, text->n, NULL) != MB_OK || !t.m.root) {
		assert_false(tame);
		return;
	}
	random_path(&t.p, t.m.root);
	for (size_t i = 0; i < t.p.n; i++)
		if (!t.p.step[i][0] || strchr(t.p.step[i], '/'))
			return; /* a path in words cannot name such a key */
	t.path = joined(a, &t.p);
	t.value = t.op == 'r' ? NULL : random_value(a, 2);
	edit(&t, text, tally, tame);
}

static void random_edits_touch_only_their_entry(void **state)
{
	struct tally tally = { 0 };

	print_message("seed %llu\n", (unsigned long long)seed);
	for (int round = 0; round < 4000; round++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_buf text;

		put_document(&text, awkward[pick(sizeof awkward / sizeof awkward[0])]);
		for (unsigned k = 1 + pick(6); k > 0; k--)
			edit_somewhere(&text, a, &tally, true);
		mb_buf_free(&text);
		mb_arena_free(a);
	}
	print_message("%d accepted, %d could not be done in place\n", tally.accepted, tally.refused);
	assert_true(tally.accepted > 8000);
	assert_true(tally.refused * 50 < tally.accepted);
}

static void mutate(struct mb_buf *text)
{
	static const char *const bits[] = {
		" ",	    "  ",  "\n",  "\r",	 "\t", ":",  ": ",  "- ",  "-", "? ",
		"#",	    " #",  "'",	  "\"",	 "[",  "]",  "{",   "}",   ",", "|\n",
		">",	    "&a ", "*a ", "!t ", "~",  "\\", "---", "...", "%", "\xe2\x80\xa8",
		"\xc3\xa4",
	};
	struct mb_buf made;
	/* the opening mark mostly stays, or there would be little to edit */
	size_t at = text->n > 4 ? 4 + pick((unsigned)text->n - 4) : text->n, cut = pick(3);

	mb_buf_init(&made, 0);
	mb_buf_put(&made, text->p, at);
	if (pick(4))
		mb_buf_puts(&made, bits[pick(sizeof bits / sizeof bits[0])]);
	if (at + cut < text->n)
		mb_buf_put(&made, text->p + at + cut, text->n - at - cut);
	mb_buf_clear(text);
	mb_buf_put(text, made.p, made.n);
	mb_buf_free(&made);
}

static void mutated_texts_are_edited_as_meant_or_refused(void **state)
{
	struct tally tally = { 0 };

	print_message("seed %llu\n", (unsigned long long)seed);
	for (int round = 0; round < 12000; round++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_buf text;

		put_document(&text, awkward[pick(sizeof awkward / sizeof awkward[0])]);
		for (unsigned k = 1 + pick(3); k > 0; k--)
			mutate(&text);
		edit_somewhere(&text, a, &tally, false);
		mb_buf_free(&text);
		mb_arena_free(a);
	}
	print_message("%d accepted, %d could not be done in place\n", tally.accepted, tally.refused);
	assert_true(tally.accepted > 2000);
}

/* Several keys at once leave the bytes that they leave one by one, or nothing at all. */
static void keys_set_at_once_are_keys_set_one_by_one(void **state)
{
	static const char *const texts[] = {
		"---\nid: X\nstate: waiting # so far\ntitle: \"A: b\"\n---\n# Body\n",
		"---\r\nid: X\r\nstate: 'waiting'\r\n---\r\nBody\r\n",
		"---\nstate: waiting\nrows:\n  - {a: 1}\n---",
		"---\nmeeting: M2\nstate: waiting\n\n# end\n---\nBody",
		"---\n---\nBody\n",
		"Only a body\n",
		"---\n{id: X, state: waiting}\n---\n",
		"---\nstate: |\n  long\n  words\nmeeting: M1\n---\n",
		"---\nstate: &a waiting\n---\n",
		"---\nstate: placed\nmeeting: M1\non: 2005-10-03\n---\n",
	};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct mb_arena *a = mb_arena_new();
		struct mb_node *map = mb_node_new_map(a);
		struct mb_buf one, all, known;
		struct mb_matter m, after;
		struct mb_error err;
		int rc = MB_OK, rc_all, rc_known;

		mb_node_put(a, map, "state", mb_node_new_text(a, "placed"));
		mb_node_put(a, map, "meeting", mb_node_new_raw(a, "M1"));
		mb_node_put(a, map, "on", mb_node_new_raw(a, "2005-10-03"));
		mb_buf_init(&one, 0);
		mb_buf_puts(&one, texts[i]);
		mb_buf_init(&all, 0);
		mb_buf_puts(&all, texts[i]);
		mb_buf_init(&known, 0);
		mb_buf_puts(&known, texts[i]);
		assert_int_equal(mb_matter_parse(&m, a, known.p, known.n, &err), MB_OK);
		for (size_t k = 0; rc == MB_OK && k < map->n; k++)
			rc = mb_matter_set(&one, map->keys[k], map->items[k], &err);
		rc_all = mb_matter_set_all(&all, map, &err);
		rc_known = mb_matter_set_known(&after, &known, a, &m, map, &err);
		if (rc != rc_all || rc != rc_known)
			fail_msg("%s: %d, at once %d, known %d", texts[i], rc, rc_all, rc_known);
		if (rc == MB_OK) {
			assert_string_equal(all.p, one.p);
			assert_string_equal(known.p, one.p);
			assert_string_equal(mb_node_text(after.root, "state"), "placed");
		} else {
			assert_string_equal(all.p, texts[i]);
			assert_string_equal(known.p, texts[i]);
		}
		mb_buf_free(&known);
		mb_buf_free(&all);
		mb_buf_free(&one);
		mb_arena_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest t[] = {
		cmocka_unit_test(keys_set_at_once_are_keys_set_one_by_one),
		cmocka_unit_test(random_edits_touch_only_their_entry),
		cmocka_unit_test(mutated_texts_are_edited_as_meant_or_refused),
	};
	return cmocka_run_group_tests_name("text_edits", t, NULL, NULL);
}
