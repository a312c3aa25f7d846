#include <minutebook/index.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define TITLE "The chair approved CTB-2005-P031\n\n"

static const struct row {
	const char *name, *message, *key, *value;
	long event;
} rows[] = {
	{ "plain", TITLE "Event: 12\nOn: 2005-10-03\n", "On", "2005-10-03", 12 },
	{ "no final newline", TITLE "Event: 12\nOn: 2005-10-03", "On", "2005-10-03", 12 },
	{ "blank lines at the end", TITLE "Event: 12\nOn: 2005-10-03\n\n\n", "On", "2005-10-03", 12 },
	{ "DOS line ends", "Title\r\n\r\nEvent: 12\r\nOn: 2005-10-03\r\n", "On", "2005-10-03", 12 },
	{ "folded", TITLE "Event: 12\nRuling: 1\n first  line\n  second\n \nBy: x\n", "Ruling",
	  "1\nfirst  line\n second\n", 12 },
	{ "folded, at the end", TITLE "Event: 12\nRuling: 1\n one\n two\n", "Ruling", "1\none\ntwo", 12 },
	{ "folded below an empty value", TITLE "Event: 12\nRuling:\n one\n", "Ruling", "\none", 12 },
	{ "the line inside a folded value is none", TITLE "Event: 12\nRuling: 1\n By: mallory\n", "By", NULL,
	  12 },
	{ "only the last paragraph", TITLE "By: mallory\n\nEvent: 12\n", "By", NULL, 12 },
	{ "the first of two", TITLE "Event: 12\nBy: a\nBy: b\n", "By", "a", 12 },
	{ "absent", TITLE "Event: 12\n", "By", NULL, 12 },
	{ "a longer key is another", TITLE "Event: 12\nBy-The-Way: x\n", "By", NULL, 12 },
	{ "a title is no trailer", "Event: 12\n", "Event", NULL, -1 },
	{ "prose is no trailer", TITLE "Event: 12\nand so we went home\n", "Event", NULL, -1 },
	{ "prose in front is no trailer", TITLE "so we say\nEvent: 12\n", "Event", NULL, -1 },
	{ "a foreign commit", "Fix typo\n\nSigned-off-by: A N Other\n", "On", NULL, -1 },
	{ "an event that is no number", TITLE "Event: 12a\n", "Event", "12a", -1 },
	{ "an event without end", TITLE "Event: 99999999999999999999\n", "Event", "99999999999999999999",
	  -1 },
	{ "an empty event", TITLE "Event:\nBy: x\n", "By", "x", -1 },
	{ "an empty message", "", "Event", NULL, -1 },
	{ "line ends alone", "\n\n\n", "Event", NULL, -1 },
};

static void check(void **state)
{
	const struct row *r = *state;
	struct mb_arena *a = mb_arena_new();
	const char *value = mb_trailer(a, r->message, r->key);

	if (r->value) {
		assert_non_null(value);
		assert_string_equal(value, r->value);
	} else {
		assert_null(value);
	}
	assert_int_equal(mb_trailer_event(r->message), r->event);
	mb_arena_free(a);
}

int main(void)
{
	struct CMUnitTest t[sizeof rows / sizeof rows[0]];

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	return cmocka_run_group_tests_name("index_trailer", t, NULL, NULL);
}
