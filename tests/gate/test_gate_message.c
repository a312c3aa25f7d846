/* Inside the gate: the message of a change is read back as it was written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "gate_impl.h"

#include <stdlib.h>
#include <string.h>

#define N(a) (sizeof(a) / sizeof((a)[0]))

static struct mb_kind paper = { .name = "paper", .title = "Paper" };
static struct mb_kind decision = { .name = "decision", .title = "Decision" };

static struct mb_doc doc(const struct mb_kind *kind, const char *id)
{
	return (struct mb_doc){ .id = id, .path = id, .title = id, .kind = kind };
}

/* ---- verbs ----------------------------------------------------------------------------------------------- */

static void moves_have_their_past(void **state)
{
	static const struct {
		const char *move, *past;
	} rows[] = {
		{ "approve", "approved" },	{ "publish", "published" }, { "submit", "submitted" },
		{ "ratify", "ratified" },	{ "delay", "delayed" },	    { "send_back", "sent back" },
		{ "hold", "recorded as held" }, { "withdraw", "withdrew" }, { "create", "filed" },
		{ "sign", "signed off" },	{ "extend", "extended" },   { "call", "called" },
	};
	struct mb_arena *a = mb_arena_new();

	for (size_t i = 0; i < N(rows); i++)
		assert_string_equal(message_past(a, rows[i].move), rows[i].past);
	mb_arena_free(a);
}

/* ---- messages -------------------------------------------------------------------------------------------- */

struct written {
	struct mb_arena *a;
	struct mb_gate gate;
	struct mb_result result;
	struct mb_actor actor;
	struct draft d;
	struct mb_buf text;
};

static int write_up(void **state)
{
	struct written *w = mb_alloc(sizeof *w);

	w->a = mb_arena_new();
	w->actor = (struct mb_actor){ .by = "helen-marsh", .entered_by = "beth-corrigan" };
	mb_day_make(&w->d.on, 2005, 9, 23);
	w->actor.recorded = (struct mb_instant){ 1127473200, 60 }; /* 2005-09-23T12:00:00+01:00 */
	w->d.g = &w->gate;
	w->d.a = w->a;
	w->d.actor = &w->actor;
	w->d.out = &w->result;
	w->d.event = 42;
	memset(w->d.rules_tree.hex, 'a', 40);
	w->result.ruling.accepted = true;
	mb_buf_init(&w->text, 0);
	*state = w;
	return 0;
}

static int write_down(void **state)
{
	struct written *w = *state;

	mb_buf_free(&w->text);
	mb_arena_free(w->a);
	free(w);
	return 0;
}

static struct message_claim round_trip(struct written *w, const struct mb_event *events, size_t n)
{
	struct message_claim claim;
	struct mb_error err = { 0 };

	mb_buf_clear(&w->text);
	message_write(&w->text, &w->d, events, n);
	if (message_read(&claim, w->a, w->text.p, &err) != MB_OK)
		fail_msg("%s:\n%s", err.text, w->text.p);
	return claim;
}

static void what_was_claimed_is_read_back(void **state)
{
	struct written *w = *state;
	static const char *waives[] = { "a paper has the parts a decision needs", "notice of a meeting" };
	struct mb_doc p = doc(&paper, "CTB-2005-P001"), q = doc(&decision, "CTB-2005-D001");
	struct mb_event events[] = { { .name = "sign", .role = "finance lead", .before = &p, .after = &p },
				     { .name = "agree", .after = &q, .follows = true } };
	struct message_claim c;

	w->actor.reason = "it cannot wait";
	w->actor.waives = waives;
	w->actor.n_waives = N(waives);
	w->d.rehearsal = true;
	c = round_trip(w, events, N(events));
	assert_int_equal(c.event, 42);
	assert_int_equal(c.on, w->d.on);
	assert_string_equal(c.by, "helen-marsh");
	assert_string_equal(c.entered_by, "beth-corrigan");
	assert_string_equal(c.reason, "it cannot wait");
	assert_string_equal(c.rules, w->d.rules_tree.hex);
	assert_true(c.rehearsal && !c.founding && !c.daily);
	assert_int_equal(c.n_waives, 2);
	assert_string_equal(c.waives[0], waives[0]);
	assert_string_equal(c.waives[1], waives[1]);
	assert_int_equal(c.n_acts, 2);
	assert_string_equal(c.acts[0].event, "sign");
	assert_string_equal(c.acts[0].doc, "CTB-2005-P001");
	assert_string_equal(c.acts[0].role, "finance lead");
	assert_false(c.acts[0].follows);
	assert_string_equal(c.acts[1].event, "agree");
	assert_null(c.acts[1].role);
	assert_true(c.acts[1].follows && !c.acts[1].second);
	assert_true(strstr(c.ruling, "accepted") != NULL);
}

static void the_second_round_is_marked(void **state)
{
	struct written *w = *state;
	struct mb_doc p = doc(&paper, "CTB-2005-P001");
	struct mb_event e = { .name = "publish", .before = &p, .after = &p, .follows = true };
	struct draft_file f = { .path = "CTB-2005-P001", .second = true }, *files[] = { &f };
	struct message_claim c;

	w->d.files = files;
	w->d.n = 1;
	c = round_trip(w, &e, 1);
	assert_true(c.acts[0].follows && c.acts[0].second);
	assert_string_equal(c.acts[0].event, "publish");
}

static void a_change_without_reason_or_events_is_read_back(void **state)
{
	struct written *w = *state;
	struct message_claim c;

	w->d.daily = true;
	c = round_trip(w, NULL, 0);
	assert_null(c.reason);
	assert_int_equal(c.n_acts, 0);
	assert_int_equal(c.n_waives, 0);
	assert_true(c.daily);
}

/* Whoever chooses words for a reason, a title or a rule's name chooses words, and no trailers. */
static void typed_words_cannot_forge_trailers(void **state)
{
	struct written *w = *state;
	static const char *waives[] = { "a rule\nBy: lucy-tran\nRuling: 1" };
	struct mb_doc p = doc(&paper, "CTB-2005-P001");
	struct mb_event e = { .name = "approve", .before = &p, .after = &p };
	struct mb_finding found = { .rule = "a rule\n\nEvent: 7",
				    .doc = "CTB-2005-P001",
				    .outcome = MB_IRREGULAR,
				    .marks = "a mark\n\nBy: lucy-tran",
				    .found = "this\n\nEvent: 7\nBy: lucy-tran" };
	struct message_claim c;

	p.title = "A title\n\nEvent: 7\nBy: lucy-tran\nRuling: 1\n accepted";
	w->actor.reason = "because\n\nEvent: 7\nBy: lucy-tran\nRules: none";
	w->actor.waives = waives;
	w->actor.n_waives = 1;
	w->result.ruling.findings = &found;
	w->result.ruling.n_findings = 1;
	c = round_trip(w, &e, 1);
	assert_int_equal(c.event, 42);
	assert_string_equal(c.by, "helen-marsh");
	assert_string_equal(c.rules, w->d.rules_tree.hex);
	assert_int_equal(c.n_acts, 1);
	assert_int_equal(c.n_waives, 1);
}

/* Which program and which Lua judged is said beside the ruling, and another release makes no other ruling of it. */
static void the_release_stands_outside_the_ruling(void **state)
{
	struct written *w = *state;
	struct mb_doc p = doc(&paper, "CTB-2005-P001");
	struct mb_event e = { .name = "approve", .before = &p, .after = &p };
	struct message_claim c = round_trip(w, &e, 1), other;
	char *line = strstr(w->text.p, "\nJudged-With: minutebook "),
	     *end = line ? strchr(line + 1, '\n') : NULL;
	struct mb_error err;

	assert_non_null(end);
	assert_non_null(
		memmem(line, (size_t)(end - line), mb_rules_lua_release(), strlen(mb_rules_lua_release())));
	assert_null(strstr(c.ruling, "Lua"));
	memset(line + strlen("\nJudged-With: "), 'x', (size_t)(end - line) - strlen("\nJudged-With: "));
	assert_int_equal(message_read(&other, w->a, w->text.p, &err), MB_OK);
	assert_string_equal(other.ruling, c.ruling);
	assert_string_equal(other.rules, c.rules);
	assert_int_equal(other.event, c.event);
}

static void a_message_that_lacks_a_part_is_none(void **state)
{
	static const char whole[] =
		"Somebody did something\n\nEvent: 3\nOn: 2005-09-23\nBy: a\nEntered-By: b\n"
		"Acts: 0\nRules: c\nRuling: 1\n accepted\n";
	static const char *const parts[] = {
		"Event: 3\n",	   "On: 2005-09-23\n", "By: a\n",
		"Entered-By: b\n", "Rules: c\n",       "Ruling: 1\n accepted\n"
	};
	static const char *const bad[] = {
		"",
		"\n",
		"one line",
		"A\n\nEvent: 0\nOn: 2005-09-23\nBy: a\nEntered-By: b\nRules: c\nRuling: 1\n",
		"A\n\nEvent: 3\nOn: 2005-02-30\nBy: a\nEntered-By: b\nRules: c\nRuling: 1\n",
		"A\n\nEvent: 3\nOn: 2005-02-03\nBy: a\nEntered-By: b\nRules: c\nRuling: 2\n"
	};
	struct mb_arena *a = mb_arena_new();
	struct message_claim c;
	struct mb_error err;

	assert_int_equal(message_read(&c, a, whole, &err), MB_OK);
	for (size_t i = 0; i < N(parts); i++) {
		const char *at = strstr(whole, parts[i]);
		char *cut = mb_arena_printf(a, "%.*s%s", (int)(at - whole), whole, at + strlen(parts[i]));

		assert_int_equal(message_read(&c, a, cut, &err), MB_EINVAL);
	}
	for (size_t i = 0; i < N(bad); i++)
		assert_int_equal(message_read(&c, a, bad[i], &err), MB_EINVAL);
	mb_arena_free(a);
}

int main(void)
{
#define T(f) cmocka_unit_test(f)
#define M(f) cmocka_unit_test_setup_teardown(f, write_up, write_down)
	const struct CMUnitTest tests[] = {
		T(moves_have_their_past),
		M(what_was_claimed_is_read_back),
		M(the_second_round_is_marked),
		M(a_change_without_reason_or_events_is_read_back),
		M(typed_words_cannot_forge_trailers),
		M(the_release_stands_outside_the_ruling),
		T(a_message_that_lacks_a_part_is_none),
	};

	return cmocka_run_group_tests_name("gate_message", tests, NULL, NULL);
}
