/* Damage is found and named; refused attempts are kept apart; bodies are merged by lines. */
#include "record_world.h"

#include <stdio.h>
#include <string.h>

/* ---- damage ---------------------------------------------------------------------------------------------- */

static void collect(void *ctx, const char *line)
{
	struct mb_buf *b = ctx;

	mb_buf_puts(b, line);
	mb_buf_putc(b, '\n');
}

static const char *object_file(struct world *w, const char *rev)
{
	const char *id = out_of(w, "git -C home/record.git rev-parse %s", rev);

	return mb_arena_printf(w->a, "home/record.git/objects/%.2s/%s", id, id + 2);
}

static void damaged_objects_are_named(void **state)
{
	struct world *w = *state;
	static const struct row {
		const char *rev, *damage, *what, *place;
	} rows[] = {
		{ "main:handbook/welcome.md", "echo garbage >$f", "is corrupt",
		  "(handbook/welcome.md as at commit " },
		{ "main:handbook/welcome.md", ": >$f", "is corrupt", "handbook/welcome.md" },
		{ "main:handbook/welcome.md", "rm $f", "is missing", "handbook/welcome.md" },
		/* A sound object under a wrong name: only the hash tells. */
		{ "main:handbook/welcome.md", "cp home/record.git/objects/other $f", "is corrupt",
		  "handbook/welcome.md" },
		{ "main:handbook", "rm $f", "is missing", "(handbook as at commit " },
		{ "main^{tree}", "rm $f", "tree ", "is missing" },
		{ "main~1", "rm $f", "commit ", "is missing" },
	};
	const struct mb_file more[] = { put("handbook/more.md", "more\n") };
	struct mb_buf told;
	const char *file;

	land_first(w);
	land(w, more, N(more));
	must(w, "cp -r home sound && id=$(echo other | git -C home/record.git hash-object -w --stdin) && "
		"mv home/record.git/objects/$(echo $id | cut -c1-2)/$(echo $id | cut -c3-) "
		"sound/record.git/objects/other");
	for (size_t i = 0; i < N(rows); i++) {
		must(w, "rm -rf home && cp -r sound home");
		file = object_file(w, rows[i].rev);
		must(w, "chmod u+w %s", file);
		must(w, "f=%s; %s", file, rows[i].damage);
		mb_record_close(w->rec);
		w->rec = NULL;
		if (mb_record_open(&w->rec, w->home, &w->err) != MB_OK) {
			assert_string_equal(rows[i].rev, "main^{tree}"); /* told at the door already */
			assert_says(&w->err, rows[i].place);
			continue;
		}
		mb_buf_init(&told, 0);
		assert_int_equal(mb_record_check(w->rec, collect, &told, &w->err), MB_EFAIL);
		assert_says(&w->err, "1 of the record's objects");
		if (!strstr(told.p, rows[i].what) || !strstr(told.p, rows[i].place))
			fail_msg("%s: %s", rows[i].rev, told.p);
		mb_buf_free(&told);
	}
}

static void reading_a_corrupt_blob_names_it(void **state)
{
	struct world *w = *state;
	struct mb_commit c = land_first(w);
	const char *file = object_file(w, "main:handbook/welcome.md");
	struct mb_entry e;
	struct mb_str text;

	assert_ok(w, mb_tree_entry(&e, w->a, w->rec, &c.tree, "handbook/welcome.md", &w->err));
	must(w, "chmod u+w %s && echo garbage >%s", file, file);
	assert_int_equal(mb_blob_read(&text, w->a, w->rec, &e.id, &w->err), MB_EFAIL);
	assert_says(&w->err, e.id.hex);
	assert_says(&w->err, "is corrupt");
}

static void landing_on_a_damaged_object_is_refused(void **state)
{
	struct world *w = *state;
	const struct mb_file f[] = { put("handbook/new.md", "a text of its own\n") };
	struct mb_commit c, tip = land_first(w);
	struct mb_landing l = landing(w, f, N(f));
	const char *id = out_of(w,
				"echo 'a text of its own' | git -C home/record.git hash-object -w --stdin");

	/* An empty file where the text's object would be, as a crash leaves it: git takes it for written. */
	must(w, "cd home/record.git/objects/%.2s && chmod u+w %s && : >%s", id, id + 2, id + 2);
	assert_int_equal(mb_record_land(&c, w->a, w->rec, &l, &w->err), MB_EFAIL);
	assert_says(&w->err, id);
	assert_says(&w->err, "nothing was changed");
	assert_string_equal(out_of(w, "git -C home/record.git rev-parse main"), tip.id.hex);
}

static void a_packed_record_with_merges_is_sound(void **state)
{
	struct world *w = *state;
	struct mb_oid second;
	struct mb_landing l;
	struct mb_commit c;

	land_first(w);
	must(w, "git clone -q home/record.git clone && cd clone && git commit -q --allow-empty -m one && "
		"git push -q origin HEAD:refs/heads/in");
	strcpy(second.hex, out_of(w, "git -C clone rev-parse HEAD"));
	l = landing(w, NULL, 0);
	l.second = &second;
	assert_ok(w, mb_record_land(&c, w->a, w->rec, &l, &w->err));
	must(w, "git -C home/record.git branch -D in && git -C home/record.git gc -q");
	assert_ok(w, mb_record_check(w->rec, NULL, NULL, &w->err));
}

/* ---- attempts -------------------------------------------------------------------------------------------- */

static void attempts_are_kept_apart(void **state)
{
	struct world *w = *state;
	const struct mb_file f[] = { put("handbook/refused.md", "a refused text\n"),
				     gone("handbook/welcome.md") };
	struct mb_commit tip, *list = NULL;
	struct mb_record *attempts = NULL, *clone = NULL;
	struct mb_landing l;
	struct mb_difference *d = NULL;
	struct mb_str text;
	size_t n = 9;

	assert_ok(w, mb_attempt_list(&list, &n, w->a, w->rec, &w->err));
	assert_int_equal(n, 0);
	l = landing(w, NULL, 0);
	l.message = "Refused: before the first change\n";
	assert_ok(w, mb_attempt_keep(w->rec, &l, &w->err));
	tip = land_first(w);
	l = landing(w, f, N(f));
	l.message = "Refused: two others must sign\n";
	l.recorded.utc += 3600;
	assert_ok(w, mb_attempt_keep(w->rec, &l, &w->err));
	assert_ok(w, mb_attempt_keep(w->rec, &l, &w->err)); /* the same again is the same */
	l.recorded.utc -= 60;
	l.files = NULL;
	l.message = "Refused: not a member\n";
	assert_ok(w, mb_attempt_keep(w->rec, &l, &w->err));

	assert_ok(w, mb_attempt_list(&list, &n, w->a, w->rec, &w->err));
	assert_int_equal(n, 3);
	assert_string_equal(list[0].message, "Refused: before the first change\n");
	assert_string_equal(list[1].message, "Refused: not a member\n");
	assert_string_equal(list[1].tree.hex, tip.tree.hex);
	assert_string_equal(list[2].message, "Refused: two others must sign\n");
	assert_string_equal(list[2].parent.hex, tip.id.hex);
	assert_string_equal(
		out_of(w, "git -C home/attempts.git for-each-ref --format='%%(refname)' | tail -1"),
		mb_arena_printf(w->a, "refs/attempts/20260515T090000-%.8s", list[2].id.hex));

	/* Nothing of it is in the record's own store; through the attempts' view all can be read. */
	assert_int_not_equal(sh(w, "git -C home/record.git cat-file -e %s", list[2].id.hex), 0);
	assert_ok(w, mb_attempts_open(&attempts, w->rec, &w->err));
	assert_ok(w, mb_tree_diff(&d, &n, w->a, attempts, &tip.tree, &list[2].tree, &w->err));
	assert_int_equal(n, 2);
	assert_string_equal(d[0].path, "handbook/refused.md");
	assert_ok(w, mb_blob_read(&text, w->a, attempts, &d[0].after, &w->err));
	assert_string_equal(text.p, "a refused text\n");
	assert_int_equal(mb_record_land(&tip, w->a, attempts, &l, &w->err), MB_EREFUSED);
	mb_record_close(attempts);
	assert_string_equal(out_of(w, "git -C home/record.git for-each-ref | wc -l"), "1");
	must(w, "git -C home/attempts.git fsck --strict --no-dangling && git -C home/record.git fsck "
		"--strict --no-dangling");

	must(w, "git clone -q home/record.git clone");
	assert_ok(w, mb_record_open(&clone, mb_arena_printf(w->a, "%s/clone", w->dir), &w->err));
	assert_int_equal(mb_attempt_list(&list, &n, w->a, clone, &w->err), MB_ENOTFOUND);
	mb_record_close(clone);
	must(w, "rm -rf home/attempts.git");
	assert_int_equal(mb_attempt_keep(w->rec, &l, &w->err), MB_ENOTFOUND);
	assert_says(&w->err, "attempts.git is missing");
}

/* A text that was refused first and accepted later must stand in the record's own store. */
static void a_text_once_refused_lands_whole(void **state)
{
	struct world *w = *state;
	const struct mb_file f[] = { put("handbook/refused.md", "refused at first\n") };
	struct mb_landing l;

	land_first(w);
	l = landing(w, f, N(f));
	assert_ok(w, mb_attempt_keep(w->rec, &l, &w->err));
	land(w, f, N(f));
	must(w, "rm -rf home/attempts.git && git -C home/record.git fsck --strict --no-dangling");
	assert_ok(w, mb_record_check(w->rec, NULL, NULL, &w->err));
}

/* ---- merging --------------------------------------------------------------------------------------------- */

static void bodies_are_merged_by_lines(void **state)
{
	static const struct row {
		const char *name, *base, *ours, *theirs, *merged;
		bool clash;
	} rows[] = {
		{ "far apart", "a\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "A\nb\nc\nd\nE\n",
		  false },
		{ "the same edit", "a\nb\n", "a\nB\n", "a\nB\n", "a\nB\n", false },
		{ "only theirs", "a\n", "a\n", "a\nb\n", "a\nb\n", false },
		{ "from nothing", "", "", "new\n", "new\n", false },
		{ "to nothing", "a\n", "", "a\n", "", false },
		{ "no last newline", "a\nb\nc", "a\nb\nc", "A\nb\nc", "A\nb\nc", false },
		{ "one line, two ways", "a\nb\nc\n", "a\nX\nc\n", "a\nY\nc\n",
		  "a\n<<<<<<< this edit\nX\n=======\nY\n>>>>>>> the record meanwhile\nc\n", true },
		{ "edited and removed", "a\nb\nc\n", "a\nX\nc\n", "a\nc\n",
		  "a\n<<<<<<< this edit\nX\n=======\n>>>>>>> the record meanwhile\nc\n", true },
	};

	for (size_t i = 0; i < N(rows); i++) {
		struct mb_error err = { 0 };
		struct mb_buf out;
		bool clash = !rows[i].clash;

		mb_buf_init(&out, 0);
		if (mb_body_merge(&out, &clash, mb_str(rows[i].base), mb_str(rows[i].ours),
				  mb_str(rows[i].theirs), &err))
			fail_msg("%s: %s", rows[i].name, err.text);
		assert_string_equal(out.p, rows[i].merged);
		assert_int_equal(clash, rows[i].clash);
		mb_buf_free(&out);
	}
}

static void a_merge_is_bounded(void **state)
{
	struct mb_error err = { 0 };
	struct mb_buf out;
	bool clash;

	mb_buf_init(&out, 4);
	assert_int_equal(mb_body_merge(&out, &clash, (struct mb_str){ "x", MB_DOC_MAX + 1 }, mb_str(""),
				       mb_str(""), &err),
			 MB_EINVAL);
	assert_int_equal(
		mb_body_merge(&out, &clash, mb_str("long\n"), mb_str("long\n"), mb_str("longer\n"), &err),
		MB_EINVAL);
	mb_buf_free(&out);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, world_up, world_down)
	const struct CMUnitTest tests[] = {
		T(damaged_objects_are_named),
		T(reading_a_corrupt_blob_names_it),
		T(landing_on_a_damaged_object_is_refused),
		T(a_packed_record_with_merges_is_sound),
		T(attempts_are_kept_apart),
		T(a_text_once_refused_lands_whole),
		cmocka_unit_test(bodies_are_merged_by_lines),
		cmocka_unit_test(a_merge_is_bounded),
	};

	return cmocka_run_group_tests_name("record_check", tests, NULL, NULL);
}
