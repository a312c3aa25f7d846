/* Inside the gate: a corrected draft finds its decisions again, or asks; answers are taken by what they answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "gate_impl.h"

#include <stdlib.h>
#include <string.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* ---- likeness -------------------------------------------------------------------------------------------- */

static void texts_are_alike_by_their_words(void **state)
{
	static const struct {
		const char *a, *b;
		int least, most;
	} rows[] = {
		{ "", "", 100, 100 },
		{ "five joint teams be formed", "", 0, 0 },
		{ "five joint teams be formed", "five joint teams be formed", 100, 100 },
		{ "Five joint teams, be formed!", "five JOINT teams be formed", 100, 100 },
		{ "be formed teams joint five", "five joint teams be formed", 100,
		  100 },			      /* order does not count */
		{ "the the the the", "the", 40, 40 }, /* a word counts as often as it stands in both */
		{ "café", "cafe", 0, 0 },
		/* clearly the same: a word put in, an amount put right, a slip of the pen */
		{ "That a grant of £12,000 be made to the Wendlebury Play Association for 2006/07.",
		  "That a grant of up to £12,000 be made to the Wendlebury Play Association for 2006/07.",
		  MB_ALIKE_SAME, 99 },
		{ "That a grant of £12,000 be made to the Wendlebury Play Association for 2006/07.",
		  "That a grant of £21,000 be made to the Wendlebury Play Association for 2006/07.",
		  MB_ALIKE_SAME, 99 },
		{ "That the plan be noted", "That the plan is noted", MB_ALIKE_SAME, 99 },
		/* doubtful: the same form of words about something else, or the other way round */
		{ "That a grant of £12,000 be made to the Wendlebury Play Association for 2006/07.",
		  "That a grant of £9,500 be made to the Oakfield Chess Club for 2007/08.", 0,
		  MB_ALIKE_SAME - 1 },
		{ "That the plan be agreed", "That the plan be deferred", MB_ALIKE_ASK, MB_ALIKE_SAME - 1 },
		{ "That the officers report back in March", "That the officers come back with costs",
		  MB_ALIKE_ASK, MB_ALIKE_SAME - 1 },
		/* other words: what they share is what any resolution shares */
		{ "That the report be noted", "That the budget be agreed", 0, MB_ALIKE_ASK - 1 },
		{ "five joint teams be formed", "a grant of £12,000 be made", 0, MB_ALIKE_ASK - 1 },
	};

	for (size_t i = 0; i < N(rows); i++) {
		int got = mb_words_alike(rows[i].a, rows[i].b);

		if (got < rows[i].least || got > rows[i].most)
			fail_msg("'%s' and '%s': %d", rows[i].a, rows[i].b, got);
		assert_int_equal(mb_words_alike(rows[i].b, rows[i].a), got);
	}
}

static void a_long_text_is_looked_at_in_part(void **state)
{
	struct mb_buf b;

	mb_buf_init(&b, 0);
	for (int i = 0; i < 5000; i++)
		mb_buf_printf(&b, "word%d ", i);
	assert_int_equal(mb_words_alike(b.p, b.p), 100);
	mb_buf_free(&b);
}

static void an_action_is_known_in_a_paragraph_about_it(void **state)
{
	static const char action[] = "send the opening dates of the centres to all schools";

	assert_true(derive_held(action, "Jane Whitlock had sent the opening dates of the centres to all the "
					"schools; closed.") >= 60);
	assert_true(
		derive_held(action, "The agency's notice came on 3 October, and the places come to an end.") <
		60);
	assert_int_equal(derive_held("", "anything"), 0);
}

/* ---- the same decision again ----------------------------------------------------------------------------- */

static struct mb_kind decision = { .name = "decision", .title = "Decision" };

struct world {
	struct mb_arena *a;
	struct mb_gate gate;
	struct mb_result result;
	struct mb_filing filing;
	struct mb_actor actor;
	struct draft d;
	struct mb_reading before, now;
	struct minutes m;
	struct mb_doc docs[8];
	const struct mb_doc *old[8];
	size_t n;
	bool taken[8];
};

static int up(void **state)
{
	struct world *w = mb_alloc(sizeof *w);

	w->a = mb_arena_new();
	w->d = (struct draft){
		.g = &w->gate, .a = w->a, .actor = &w->actor, .out = &w->result, .filing = &w->filing
	};
	w->m = (struct minutes){ .d = &w->d, .r = &w->now, .r_before = &w->before };
	*state = w;
	return 0;
}

static int down(void **state)
{
	struct world *w = *state;

	mb_arena_free(w->a);
	free(w);
	return 0;
}

static void had(struct world *w, const char *id, const char *item, const char *text)
{
	struct mb_doc *d = &w->docs[w->n];

	*d = (struct mb_doc){ .id = id, .path = id, .title = id, .kind = &decision, .state = "recorded" };
	d->matter.root = mb_node_new_map(w->a);
	mb_node_put(w->a, d->matter.root, "text", mb_node_new_text(w->a, text));
	if (item)
		mb_node_put(w->a, d->matter.root, "item", mb_node_new_text(w->a, item));
	w->old[w->n++] = d;
}

static void says(struct world *w, struct same *finds, size_t n)
{
	assert_int_equal(derive_match(&w->m, finds, n, w->old, w->taken, w->n, "text", "same decision"),
			 MB_OK);
}

static void answers(struct world *w, const char *const *list, size_t n)
{
	w->filing.accept = list;
	w->filing.n_accept = n;
	w->d.used = mb_arena_alloc(w->a, n + 1);
}

static const char *id_of(const struct same *s)
{
	return s->doc ? s->doc->id : "none";
}

static void the_very_words_win_over_nearly_the_same_that_stand_first(void **state)
{
	struct world *w = *state;
	struct same finds[] = { { .text = "five joint teams be formed with effect from May", .item = "4" },
				{ .text = "five joint teams be formed with effect from June", .item = "4" } };

	had(w, "D1", "4", "five joint teams be formed with effect from April");
	had(w, "D2", "4", "five joint teams be formed with effect from May");
	says(w, finds, N(finds));
	assert_string_equal(id_of(&finds[0]), "D2");
	assert_string_equal(id_of(&finds[1]), "D1");
	assert_int_equal(w->result.n_questions, 0);
}

static void the_closest_pair_is_taken_first(void **state)
{
	struct world *w = *state;
	struct same finds[] = {
		{ .text = "the two posts of worker in the north team be filled by May at once", .item = "4" },
		{ .text = "the two posts of worker in the south team be filled by May", .item = "4" }
	};

	had(w, "D1", "4", "the two posts of worker in the south team be filled by April");
	had(w, "D2", "4", "the two posts of worker in the north team be filled by April at once");
	says(w, finds, N(finds));
	assert_string_equal(id_of(&finds[0]), "D2");
	assert_string_equal(id_of(&finds[1]), "D1");
}

static void other_words_are_another_decision(void **state)
{
	struct world *w = *state;
	struct same finds[] = { { .text = "That the budget be agreed", .item = "4" } };

	had(w, "D1", "4", "That the report be noted");
	says(w, finds, N(finds));
	assert_string_equal(id_of(&finds[0]), "none");
	assert_int_equal(w->result.n_questions, 0);
	assert_false(w->taken[0]);
}

static void doubtful_words_are_asked_about_and_wait(void **state)
{
	struct world *w = *state;
	struct same finds[] = { { .text = "That the plan be deferred", .item = "4", .line = 7 } };
	struct mb_error err;

	had(w, "D1", "4", "That the plan be agreed");
	says(w, finds, N(finds));
	assert_string_equal(id_of(&finds[0]), "none");
	assert_int_equal(w->result.n_questions, 1);
	assert_string_equal(w->result.questions[0].answer, "D1");
	assert_true(w->result.questions[0].must);
	assert_int_equal(questions_end(&w->d, &err), MB_EINVAL);
}

static void yes_moves_the_id_and_no_does_not(void **state)
{
	struct world *w = *state;
	static const char *const yes[] = { "D1" }, *const no[] = { "D1=new" };
	struct same finds[] = { { .text = "That the plan be deferred", .item = "4" } },
		    again[] = { finds[0] };
	struct mb_error err;

	had(w, "D1", "4", "That the plan be agreed");
	answers(w, yes, 1);
	says(w, finds, N(finds));
	assert_string_equal(id_of(&finds[0]), "D1");
	assert_int_equal(questions_end(&w->d, &err), MB_OK);
	w->taken[0] = false;
	answers(w, no, 1);
	says(w, again, N(again));
	assert_string_equal(id_of(&again[0]), "none");
	assert_int_equal(questions_end(&w->d, &err), MB_OK);
	assert_int_equal(w->result.n_questions, 0);
}

static void the_same_words_under_another_item_are_asked_about(void **state)
{
	struct world *w = *state;
	struct same finds[] = { { .text = "That the report be noted", .item = "6" } };

	had(w, "D1", "5", "That the report be noted");
	says(w, finds, N(finds));
	assert_string_equal(id_of(&finds[0]), "none");
	assert_int_equal(w->result.n_questions, 1);
}

static void an_item_with_the_same_title_is_the_same_whatever_its_number(void **state)
{
	struct world *w = *state;
	struct mb_found_item was[] = { { .number = "5", .title = "Grant to the Play Association" } },
			     is[] = { { .number = "5", .title = "Matters arising" },
				      { .number = "6", .title = "Grant to the play association" } };
	struct same finds[] = { { .text = "That the report be noted", .item = "5" },
				{ .text = "That the report be noted", .item = "6" } };

	w->before.items = was;
	w->before.n_items = N(was);
	w->now.items = is;
	w->now.n_items = N(is);
	had(w, "D1", "5", "That the report be noted");
	says(w, finds, N(finds));
	assert_string_equal(id_of(&finds[0]), "none"); /* its number now stands over another title */
	assert_string_equal(id_of(&finds[1]), "D1");
	assert_int_equal(w->result.n_questions, 0);
}

static void what_was_dropped_comes_back_only_with_clearly_the_same_words(void **state)
{
	struct world *w = *state;
	struct same doubtful[] = { { .text = "That the plan be deferred", .item = "4" } },
		    same[] = { { .text = "That the plan is agreed", .item = "4" } };

	had(w, "D1", "4", "That the plan be agreed");
	w->docs[0].state = "dropped from draft";
	says(w, doubtful, 1);
	assert_string_equal(id_of(&doubtful[0]), "none");
	assert_int_equal(w->result.n_questions, 0);
	says(w, same, 1);
	assert_string_equal(id_of(&same[0]), "D1");
}

/* ---- questions ------------------------------------------------------------------------------------------- */

static void numbers_of_likely_finds_stay_whatever_was_answered_before(void **state)
{
	struct world *w = *state;
	const struct mb_question q = { .what = "decision", .words = "x" };
	static const char *const third[] = { "3" };
	struct mb_error err;

	answers(w, third, 1);
	assert_false(ask_likely(&w->d, &q, false));
	assert_true(ask_likely(&w->d, &q, true)); /* accepted when the text was filed before */
	assert_true(ask_likely(&w->d, &q, false));
	assert_int_equal(w->result.n_questions, 1);
	assert_string_equal(w->result.questions[0].answer, "1");
	assert_int_equal(questions_end(&w->d, &err), MB_OK);
}

static void a_name_is_asked_about_once_and_answered_by_whom_it_means(void **state)
{
	struct world *w = *state;
	const char *choices[] = { "helen-marsh", "henry-marsh" };
	static const char *const henry[] = { "H Marsh=henry-marsh" };

	assert_null(ask_name(&w->d, "H Marsh", choices, 2, 4));
	assert_null(ask_name(&w->d, "H Marsh", choices, 2, 9));
	assert_int_equal(w->result.n_questions, 1);
	assert_non_null(strstr(w->result.questions[0].suggestion, "helen-marsh or henry-marsh"));
	answers(w, henry, 1);
	assert_string_equal(ask_name(&w->d, "H Marsh", choices, 2, 4), "henry-marsh");
}

static void a_name_is_never_accepted_with_the_rest(void **state)
{
	struct world *w = *state;
	const char *choices[] = { "helen-marsh", "henry-marsh" };

	w->filing.accept_likely = true;
	assert_null(ask_name(&w->d, "H Marsh", choices, 2, 4));
}

static void an_answer_to_no_question_is_refused(void **state)
{
	struct world *w = *state;
	const struct mb_question q = { .what = "decision", .words = "x" };
	static const char *const second[] = { "2" };
	struct mb_error err;

	answers(w, second, 1);
	assert_false(ask_likely(&w->d, &q, false));
	assert_int_equal(questions_end(&w->d, &err), MB_EINVAL);
	assert_non_null(strstr(err.text, "open are: 1"));
}

int main(void)
{
#define T(f) cmocka_unit_test(f)
#define W(f) cmocka_unit_test_setup_teardown(f, up, down)
	const struct CMUnitTest tests[] = {
		T(texts_are_alike_by_their_words),
		T(a_long_text_is_looked_at_in_part),
		T(an_action_is_known_in_a_paragraph_about_it),
		W(the_very_words_win_over_nearly_the_same_that_stand_first),
		W(the_closest_pair_is_taken_first),
		W(other_words_are_another_decision),
		W(doubtful_words_are_asked_about_and_wait),
		W(yes_moves_the_id_and_no_does_not),
		W(the_same_words_under_another_item_are_asked_about),
		W(an_item_with_the_same_title_is_the_same_whatever_its_number),
		W(what_was_dropped_comes_back_only_with_clearly_the_same_words),
		W(numbers_of_likely_finds_stay_whatever_was_answered_before),
		W(a_name_is_asked_about_once_and_answered_by_whom_it_means),
		W(a_name_is_never_accepted_with_the_rest),
		W(an_answer_to_no_question_is_refused),
	};

	return cmocka_run_group_tests_name("gate_filing", tests, NULL, NULL);
}
