/* Memory that gives out at any point is a clean answer: loading stops with a message, a rule is broken and says so, and the next
 * one, with memory again, is judged as if nothing had been. */
#include "rules_impl.h"
#include "rules_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char workflows[] =
	"workflow 'paper' { states = { 'draft', 'approved' }, ends = { 'approved' },\n"
	"  moves = { approve = move { from = 'draft', to = 'approved', who = 'chair' } } }\n";

#define PAPER(state)                                                                                         \
	"---\nid: CTB-2005-P001\nkind: paper\nstate: " state "\ntitle: Teams\nauthor: ann\n---\n\n# Teams\n"

static const struct act approve = { .event = "approve",
				    .doc = "groups/board/papers/2005/CTB-2005-P001.md",
				    .by = "cath",
				    .on = "2005-10-03",
				    .before = PAPER("draft"),
				    .after = PAPER("approved") };

static void loading_stops_wherever_memory_gives_out(void **state)
{
	const char *texts[] = { workflows, "local t = {} for i = 1, 200 do t[i] = { i, ('x'):rep(i) } end" };
	struct mb_rules_file files[32];
	size_t n = pack_files(files, texts, 2), stopped = 0;
	bool whole = false;

	for (size_t spare = 0; !whole; spare += 128 + spare / 128) {
		char text[ERROR_TEXT] = "";
		enum vm_end end = VM_FINE;
		struct vm *vm;

		assert_int_equal(vm_new(&vm, NULL), MB_OK);
		vm->max = vm->used + spare;
		for (size_t i = 0; end == VM_FINE && i < n; i++) {
			struct lib_file file = { .file = &files[i] };

			vm_clock_start(vm);
			end = vm_run(vm, lib_load_file, &file, VM_LOAD_STEPS, text);
			vm_done(vm);
		}
		if (end == VM_FINE) {
			end = vm_run(vm, guard_build, NULL, VM_LOAD_STEPS, text);
			vm_done(vm);
		}
		whole = end == VM_FINE;
		if (!whole) {
			stopped++;
			assert_int_equal(end, VM_LIMIT);
			assert_non_null(strstr(text, "out of memory"));
		}
		assert_true(vm->used <= vm->max);
		vm_free(vm);
	}
	assert_true(stopped > 100);
}

static void judge(struct mb_buf *out, struct mb_rules *r, enum mb_outcome *outcome, char *reason)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_ruling ruling;

	assert_int_equal(act_judge(out, &ruling, a, r, world, &approve, NULL), MB_OK);
	*outcome = MB_SATISFIED;
	*reason = '\0';
	for (size_t i = 0; i < ruling.n_findings; i++)
		if (ruling.findings[i].outcome == MB_BROKEN) {
			*outcome = MB_BROKEN;
			strncat(reason, ruling.findings[i].reason ? ruling.findings[i].reason : "", 200);
		}
	assert_int_equal(ruling.accepted, *outcome == MB_SATISFIED);
	mb_arena_free(a);
}

/* Sentences of the record, tables and texts of the rule's own: each is refused memory at some point. */
static void a_rule_without_memory_is_broken_and_leaves_nothing(void **state)
{
	const char *texts[] = {
		workflows,
		"rule 'r' { authority = 'x', before = 'paper.approve', requires = { not_by 'author',\n"
		"check { 'c', function(r, e) local t = {} for i = 1, 60 do t[i] = { r.title .. i, "
		"r.group.title } end\n"
		"return #t == 60 and people.name(e.by) ~= '' end } } }"
	};
	struct mb_rules *r = NULL;
	struct mb_buf whole, out;
	enum mb_outcome outcome;
	size_t broken = 0;
	char reason[256];

	assert_int_equal(pack_load(&r, texts, 2, NULL), MB_OK);
	judge(&whole, r, &outcome, reason);
	assert_int_equal(outcome, MB_SATISFIED);
	for (size_t spare = 0;; spare += 64 + spare / 64) {
		struct vm *vm;

		assert_int_equal(rules_vm(&vm, r, NULL), MB_OK);
		lua_gc(vm->L, LUA_GCCOLLECT);
		vm->max = vm->used + spare;
		judge(&out, r, &outcome, reason);
		mb_buf_free(&out);
		if (outcome == MB_SATISFIED)
			break;
		broken++;
		assert_non_null(strstr(reason, "out of memory"));
		judge(&out, r, &outcome, reason); /* the state was thrown away: the next has its memory */
		assert_int_equal(outcome, MB_SATISFIED);
		assert_string_equal(out.p, whole.p);
		mb_buf_free(&out);
	}
	assert_true(broken > 20);
	mb_buf_free(&whole);
	mb_rules_free(r);
}

static int open_pack(void **state)
{
	pack_open();
	return 0;
}

static int close_pack(void **state)
{
	pack_close();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loading_stops_wherever_memory_gives_out),
		cmocka_unit_test(a_rule_without_memory_is_broken_and_leaves_nothing),
	};

	return cmocka_run_group_tests_name("rules_starve", tests, open_pack, close_pack);
}
