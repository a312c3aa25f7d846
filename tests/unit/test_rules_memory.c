/* The memory of a Lua state and the compiled files that a process keeps: what comes out is what would have come without them. */
#include <rules_impl.h>
#include <shipped/shipped.h>

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* ---- heap ------------------------------------------------------------------------------------------------ */

#define THINGS 400

static uint32_t dice(uint32_t *seed)
{
	*seed = *seed * 1664525U + 1013904223U;
	return *seed >> 8;
}

/* Blocks of all sizes around the limit between slabs and malloc, made larger, smaller and freed in no order. */
static void blocks_keep_their_bytes_and_share_none(void **state)
{
	static struct {
		unsigned char *p, fill;
		size_t n;
	} things[THINGS];
	struct heap h = { 0 };
	uint32_t seed = 7;

	for (int step = 0; step < 40000; step++) {
		size_t i = dice(&seed) % THINGS, n = 1 + dice(&seed) % (HEAP_SMALL + 200);

		if (things[i].p && dice(&seed) % 3 == 0) {
			heap_free(&h, things[i].p, things[i].n);
			things[i].p = NULL;
			continue;
		}
		if (things[i].p) {
			size_t kept = n < things[i].n ? n : things[i].n;

			things[i].p = heap_resize(&h, things[i].p, things[i].n, n);
			for (size_t k = 0; k < kept; k++)
				assert_int_equal(things[i].p[k], things[i].fill);
		} else {
			things[i].p = heap_new(&h, n);
		}
		assert_non_null(things[i].p);
		assert_int_equal((uintptr_t)things[i].p % 16, 0);
		things[i].n = n;
		things[i].fill = (unsigned char)dice(&seed);
		memset(things[i].p, things[i].fill, n);
	}
	for (size_t i = 0; i < THINGS; i++) {
		for (size_t k = 0; things[i].p && k < things[i].n; k++)
			assert_int_equal(things[i].p[k], things[i].fill);
		heap_free(&h, things[i].p, things[i].n);
	}
	heap_end(&h);
	assert_null(h.slabs);
}

static void nothing_may_be_freed(void **state)
{
	struct heap h = { 0 };

	heap_free(&h, NULL, 0);
	heap_end(&h);
}

/* ---- compiled files -------------------------------------------------------------------------------------- */

#define KIND "kind 'risk' { lives = 'numbered', folder = 'risks', letter = 'K', fields = { owner = '%s' } }"

/* The error of loading this text, "" when it loads; type: of the field `owner`. */
static const char *load(enum mb_type *type, const char *path, const char *text)
{
	static _Thread_local char says[sizeof(((struct mb_error *)0)->text)];
	struct mb_rules_file file = { path, mb_str(text) };
	struct mb_error err = { 0 };
	struct mb_rules *r;

	if (mb_rules_load(&r, &file, 1, &err) != MB_OK) {
		snprintf(says, sizeof says, "%s", err.text);
		return says;
	}
	if (type)
		*type = mb_kind_field(mb_schema_kind(mb_rules_schema(r), "risk"), "owner")->type;
	mb_rules_free(r);
	return "";
}

static bool known(const char *path, const char *text)
{
	struct mb_rules_file file = { path, mb_str(text) };
	bool again, code;
	struct chunk *c = chunk_of(&again, &file);

	code = chunk_code(c).p != NULL;
	chunk_done(c);
	return code;
}

static void a_file_loaded_again_declares_the_same(void **state)
{
	char person[200], text[200];
	enum mb_type type = MB_T_TEXT;

	snprintf(person, sizeof person, KIND, "person");
	snprintf(text, sizeof text, KIND, "text");
	for (int i = 0; i < 4; i++) {
		assert_string_equal(load(&type, "rules/10-a.lua", person), "");
		assert_int_equal(type, MB_T_PERSON);
	}
	assert_true(known("rules/10-a.lua", person));
	assert_false(known("rules/10-a.lua", text));
	assert_string_equal(load(&type, "rules/10-a.lua", text), "");
	assert_int_equal(type, MB_T_TEXT); /* one word differs: it is another file */
}

/* Each file that the program comes with is known before it was ever loaded, and only as it is, where it is. */
static void shipped_files_are_compiled_already(void **state)
{
	size_t n = 0;

	for (const struct shipped_rule *s = shipped_rules; s->path; s++, n++) {
		struct mb_rules_file file = { s->path, s->text };
		struct mb_buf changed;
		char *whole;
		bool again;
		struct chunk *c = chunk_of(&again, &file);

		assert_ptr_equal(chunk_code(c).p, s->code.p);
		chunk_done(c);
		mb_buf_init(&changed, 0);
		mb_buf_put(&changed, s->text.p, s->text.n);
		changed.p[s->text.n / 2] ^= 1;
		if (known(s->path, changed.p))
			fail_msg("%s: another text is taken for it", s->path);
		mb_buf_free(&changed);
		whole = mb_strndup(s->text.p, s->text.n);
		if (known("rules/99-elsewhere.lua", whole))
			fail_msg("%s is taken for another file", s->path);
		free(whole);
	}
	assert_true(n > 10);
}

static const struct {
	const char *name, *text;
} faults[] = {
	{ "a slip in what is declared", "\n\nkind 'x' { lives = 'botom', folder = 'x' }" },
	{ "a fault while it runs", "\n\nlocal x = nil\nkind(x.y)" },
	{ "no Lua at all", "\n\nkind 'x' {" },
	{ "what begins like bytecode", "\x1bLua and so on" },
};

static void a_fault_is_told_at_the_same_place_however_often(void **state)
{
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		char first[800];

		snprintf(first, sizeof first, "%s", load(NULL, "rules/20-fault.lua", faults[i].text));
		if (!strstr(first, "rules/20-fault.lua"))
			fail_msg("%s: %s", faults[i].name, first);
		for (int k = 0; k < 3; k++)
			assert_string_equal(load(NULL, "rules/20-fault.lua", faults[i].text), first);
	}
}

static void the_same_text_elsewhere_says_where_it_is(void **state)
{
	for (int k = 0; k < 3; k++) {
		assert_non_null(strstr(load(NULL, "rules/30-a.lua", faults[1].text), "rules/30-a.lua:4"));
		assert_non_null(strstr(load(NULL, "rules/30-b.lua", faults[1].text), "rules/30-b.lua:4"));
	}
}

/* Each thread goes through files of its own and some that all share; together they are more than is kept. */
static void *go_through(void *arg)
{
	static char filler[40001];
	size_t offset = (size_t)(uintptr_t)arg;

	for (size_t i = 0; i < 300; i++) {
		char *text = malloc(sizeof filler + 400);
		enum mb_type type = MB_T_TEXT;
		int n = snprintf(text, 400, KIND "\n-- %zu ", "person", i % 3 == 0 ? i % 7 : offset + i);

		memset(text + n, 'x', sizeof filler);
		text[(size_t)n + sizeof filler - 1] = '\0';
		if (load(&type, "rules/40-many.lua", text)[0] || type != MB_T_PERSON)
			abort();
		free(text);
	}
	return NULL;
}

static void many_files_in_many_threads_push_each_other_out(void **state)
{
	pthread_t threads[4];

	for (size_t i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, go_through, (void *)(uintptr_t)(i * 1000)),
				 0);
	for (size_t i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	assert_false(known("rules/10-a.lua", KIND)); /* and what was never loaded is not known */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_keep_their_bytes_and_share_none),
		cmocka_unit_test(nothing_may_be_freed),
		cmocka_unit_test(shipped_files_are_compiled_already),
		cmocka_unit_test(a_file_loaded_again_declares_the_same),
		cmocka_unit_test(a_fault_is_told_at_the_same_place_however_often),
		cmocka_unit_test(the_same_text_elsewhere_says_where_it_is),
		cmocka_unit_test(many_files_in_many_threads_push_each_other_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
