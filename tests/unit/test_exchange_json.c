/* JSON out: one line an object, whatever the values hold. */
#include <minutebook/exchange.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void expect(struct mb_json *j, const char *line)
{
	struct mb_error err = { 0 };
	struct mb_buf out;

	mb_buf_init(&out, 0);
	assert_int_equal(mb_json_line(&out, j, &err), MB_OK);
	assert_string_equal(out.p, line);
	mb_buf_free(&out);
	mb_json_free(j);
}

static void keys_stay_in_the_order_they_were_set(void **state)
{
	struct mb_json *j = mb_json_object();

	mb_json_set_text(j, "z", "last letter");
	mb_json_set_text(j, "a", NULL);
	mb_json_set_int(j, "m", -3);
	mb_json_set_bool(j, "b", true);
	mb_json_set_text(j, "z", "again");
	expect(j, "{\"z\":\"again\",\"a\":null,\"m\":-3,\"b\":true}\n");
}

static void days_are_iso_or_null(void **state)
{
	struct mb_json *j = mb_json_object();
	mb_day day;

	assert_true(mb_day_parse(&day, "2005-10-11"));
	mb_json_set_day(j, "on", day);
	mb_json_set_day(j, "none", MB_NO_DAY);
	expect(j, "{\"on\":\"2005-10-11\",\"none\":null}\n");
}

static const struct row {
	const char *name, *in, *out;
} texts[] = {
	{ "line ends and quotes are escaped", "a\n\"b\"\t\\", "{\"t\":\"a\\n\\\"b\\\"\\t\\\\\"}\n" },
	{ "UTF-8 stays", "\xc2\xa3\x31\x32 caf\xc3\xa9", "{\"t\":\"\xc2\xa3\x31\x32 caf\xc3\xa9\"}\n" },
	{ "a stray byte becomes U+FFFD", "a\xe9z", "{\"t\":\"a\xef\xbf\xbdz\"}\n" },
	{ "an overlong form becomes U+FFFD", "\xc0\xaf!", "{\"t\":\"\xef\xbf\xbd\xef\xbf\xbd!\"}\n" },
	{ "a surrogate becomes U+FFFD", "\xed\xa0\x80",
	  "{\"t\":\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"}\n" },
	{ "a cut sequence becomes U+FFFD", "a\xe2\x82", "{\"t\":\"a\xef\xbf\xbd\xef\xbf\xbd\"}\n" },
	{ "an escape sequence is escaped", "\x1b[31m", "{\"t\":\"\\u001B[31m\"}\n" },
};

static void text_row(void **state)
{
	const struct row *r = *state;
	struct mb_json *j = mb_json_object();

	mb_json_set_text(j, "t", r->in);
	expect(j, r->out);
}

static const struct row numbers[] = {
	{ "a whole number", "45000", "{\"n\":45000}\n" },
	{ "a negative one", "-7", "{\"n\":-7}\n" },
	{ "a real one", "12.5", "{\"n\":12.5}\n" },
	{ "words stay text", "about 12", "{\"n\":\"about 12\"}\n" },
	{ "nothing stays text", "", "{\"n\":\"\"}\n" },
	{ "infinity stays text", "inf", "{\"n\":\"inf\"}\n" },
	{ "a long one is not rounded into a wrong whole number", "99999999999999999999", "{\"n\":1e20}\n" },
};

static void number_row(void **state)
{
	const struct row *r = *state;
	struct mb_json *j = mb_json_object();

	mb_json_set_number(j, "n", r->in);
	expect(j, r->out);
}

static void a_yaml_value_keeps_its_shape(void **state)
{
	static const char yaml[] = "rows:\n  - {id: X-1, of: [a, b]}\n  - {id: yes, empty: }\nmap: {k: 06}\n";
	struct mb_arena *a = mb_arena_new();
	struct mb_json *j = mb_json_object();
	struct mb_node *root;

	assert_int_equal(mb_yaml_parse(&root, a, yaml, strlen(yaml), NULL), MB_OK);
	mb_json_set_node(j, "v", root);
	mb_json_set_node(j, "none", NULL);
	expect(j, "{\"v\":{\"rows\":[{\"id\":\"X-1\",\"of\":[\"a\",\"b\"]},{\"id\":\"yes\",\"empty\":\"\"}],"
		  "\"map\":{\"k\":\"06\"}},\"none\":null}\n");
	mb_arena_free(a);
}

static void parts_belong_to_the_whole(void **state)
{
	static const char *const two[] = { "a", "b" };
	struct mb_json *j = mb_json_object(), *list;

	mb_json_set_int(mb_json_set_object(j, "o"), "k", 1);
	list = mb_json_set_array(j, "l");
	mb_json_push_text(list, "x");
	mb_json_set_null(mb_json_push_object(list), "n");
	mb_json_set_texts(j, "t", two, 2);
	mb_json_set_str(j, "s", (struct mb_str){ "a\0b", 3 });
	expect(j, "{\"o\":{\"k\":1},\"l\":[\"x\",{\"n\":null}],\"t\":[\"a\",\"b\"],\"s\":\"a\\u0000b\"}\n");
}

static void a_line_past_the_maximum_is_an_error(void **state)
{
	struct mb_json *j = mb_json_object();
	struct mb_error err = { 0 };
	struct mb_buf out;

	mb_json_set_text(j, "t", "more than fits");
	mb_buf_init(&out, 8);
	assert_int_equal(mb_json_line(&out, j, &err), MB_EINVAL);
	mb_buf_free(&out);
	mb_json_free(j);
	mb_json_free(NULL);
}

int main(void)
{
	enum { FIXED = 5, TEXTS = sizeof texts / sizeof *texts, NUMBERS = sizeof numbers / sizeof *numbers };
	struct CMUnitTest t[FIXED + TEXTS + NUMBERS] = {
		cmocka_unit_test(keys_stay_in_the_order_they_were_set),
		cmocka_unit_test(days_are_iso_or_null),
		cmocka_unit_test(a_yaml_value_keeps_its_shape),
		cmocka_unit_test(parts_belong_to_the_whole),
		cmocka_unit_test(a_line_past_the_maximum_is_an_error),
	};

	for (size_t i = 0; i < TEXTS; i++)
		t[FIXED + i] = (struct CMUnitTest){ texts[i].name, text_row, NULL, NULL, (void *)&texts[i] };
	for (size_t i = 0; i < NUMBERS; i++)
		t[FIXED + TEXTS + i] = (struct CMUnitTest){ numbers[i].name, number_row, NULL, NULL,
							    (void *)&numbers[i] };
	return cmocka_run_group_tests_name("exchange json", t, NULL, NULL);
}
