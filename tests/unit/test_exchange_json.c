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

/* ---- reading --------------------------------------------------------------------------------------------- */

static const struct read_row {
	const char *name, *json;
	int rc;
	const char *says; /* within the error */
} reads[] = {
	{ "an object is read", "{\"a\": [1, 2.5, true, null, \"x\"]}", MB_OK, NULL },
	{ "a bare value is read", "\"x\"", MB_OK, NULL },
	{ "brackets and commas within a text do not count",
	  "[\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[,,,\"]", MB_OK, NULL },
	{ "a quote behind a backslash does not end a text",
	  "[\"\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"]", MB_OK, NULL },
	{ "a backslash behind a backslash does not hide the quote",
	  "[\"\\\\\", [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", MB_EINVAL, "nested" },
	{ "nothing is no JSON", "", MB_EINVAL, "line 1" },
	{ "half an object is no JSON", "{\"a\": 1", MB_EINVAL, "line 1" },
	{ "something behind it is no JSON", "{} {}", MB_EINVAL, "end of file" },
	{ "a key twice is refused", "{\"a\": 1, \"a\": 2}", MB_EINVAL, "duplicate" },
	{ "a NUL is refused", "[\"a\\u0000b\"]", MB_EINVAL, "NUL" },
	{ "a control character is refused", "[\"a\\u0007b\"]", MB_EINVAL, "control" },
	{ "a control character in a key is refused", "{\"a\\u0007\": 1}", MB_EINVAL, "control" },
	{ "half a surrogate pair is refused", "[\"\\ud800\"]", MB_EINVAL, "line 1" },
	{ "what is not UTF-8 is refused", "[\"\xff\"]", MB_EINVAL, "line 1" },
	{ "a number beyond measure is refused", "[1e999]", MB_EINVAL, "line 1" },
	{ "a whole number beyond measure is refused", "[99999999999999999999]", MB_EINVAL, "line 1" },
	{ "the line of the fault is said", "{\n\"a\":\n!}", MB_EINVAL, "line 3" },
};

static void read_row(void **state)
{
	const struct read_row *row = *state;
	struct mb_arena *a = mb_arena_new();
	struct mb_error err = { 0 };
	struct mb_json_value v;

	assert_int_equal(mb_json_read(&v, a, row->json, strlen(row->json), &err), row->rc);
	if (row->says && !strstr(err.text, row->says))
		fail_msg("'%s' does not say '%s'", err.text, row->says);
	mb_arena_free(a);
}

static void what_is_read_is_what_was_sent(void **state)
{
	static const char json[] =
		"{\"t\":\"a\\u00e9\",\"w\":-7,\"r\":2.5,\"y\":true,\"n\":null,\"l\":[\"x\",{\"k\":[]}]}";
	struct mb_arena *a = mb_arena_new();
	struct mb_json_value v;

	assert_int_equal(mb_json_read(&v, a, json, strlen(json), NULL), MB_OK);
	assert_int_equal(v.type, MB_J_OBJECT);
	assert_int_equal(v.n, 6);
	assert_string_equal(v.keys[5], "l");
	assert_string_equal(mb_json_get(&v, "t")->text, "a\u00e9");
	assert_int_equal(mb_json_get(&v, "w")->whole, -7);
	assert_string_equal(mb_json_get(&v, "r")->text, "2.5");
	assert_int_equal(mb_json_get(&v, "y")->type, MB_J_BOOL);
	assert_int_equal(mb_json_get(&v, "n")->type, MB_J_NULL);
	assert_int_equal(mb_json_get(&v, "l")->items[1].items[0].type, MB_J_LIST);
	assert_null(mb_json_get(&v, "z"));
	assert_null(mb_json_get(NULL, "z"));
	assert_null(mb_json_get(mb_json_get(&v, "l"), "z"));
	mb_arena_free(a);
}

static void too_deep_and_too_many_are_refused_before_anything_is_made(void **state)
{
	enum { N = 2 * MB_JSON_VALUES + 2 };
	struct mb_arena *a = mb_arena_new();
	char *p = mb_arena_alloc(a, N + 1);
	struct mb_error err;
	struct mb_json_value v;

	for (size_t i = 0; i < N; i++)
		p[i] = '[';
	assert_int_equal(mb_json_read(&v, a, p, N, &err), MB_EINVAL);
	assert_non_null(strstr(err.text, "nested"));
	for (size_t i = 1; i < N; i++)
		p[i] = i % 2 ? '1' : ',';
	assert_int_equal(mb_json_read(&v, a, p, N, &err), MB_EINVAL);
	assert_non_null(strstr(err.text, "more than"));
	/* as deep as may be */
	memset(p, '[', MB_JSON_DEPTH);
	memset(p + MB_JSON_DEPTH, ']', MB_JSON_DEPTH);
	assert_int_equal(mb_json_read(&v, a, p, 2 * (size_t)MB_JSON_DEPTH, NULL), MB_OK);
	mb_arena_free(a);
}

static void what_was_sent_becomes_front_matter(void **state)
{
	static const char json[] = "{\"title\":\"yes\",\"amount\":12.50,\"n\":3,\"open\":true,\"none\":null,"
				   "\"of\":[\"a\",\"b\"]}";
	struct mb_arena *a = mb_arena_new();
	struct mb_json_value v;
	struct mb_buf out;

	mb_buf_init(&out, 0);
	assert_int_equal(mb_json_read(&v, a, json, strlen(json), NULL), MB_OK);
	mb_yaml_write(&out, mb_json_node(a, &v));
	assert_string_equal(out.p, "title: \"yes\"\namount: 12.5\nn: 3\nopen: true\nof: [a, b]\n");
	mb_buf_free(&out);
	mb_arena_free(a);
}

int main(void)
{
	enum {
		READS = sizeof reads / sizeof *reads,
		FIXED = 8,
		TEXTS = sizeof texts / sizeof *texts,
		NUMBERS = sizeof numbers / sizeof *numbers
	};
	struct CMUnitTest t[FIXED + TEXTS + NUMBERS + READS] = {
		cmocka_unit_test(keys_stay_in_the_order_they_were_set),
		cmocka_unit_test(days_are_iso_or_null),
		cmocka_unit_test(a_yaml_value_keeps_its_shape),
		cmocka_unit_test(parts_belong_to_the_whole),
		cmocka_unit_test(a_line_past_the_maximum_is_an_error),
		cmocka_unit_test(what_is_read_is_what_was_sent),
		cmocka_unit_test(too_deep_and_too_many_are_refused_before_anything_is_made),
		cmocka_unit_test(what_was_sent_becomes_front_matter),
	};

	for (size_t i = 0; i < TEXTS; i++)
		t[FIXED + i] = (struct CMUnitTest){ texts[i].name, text_row, NULL, NULL, (void *)&texts[i] };
	for (size_t i = 0; i < NUMBERS; i++)
		t[FIXED + TEXTS + i] = (struct CMUnitTest){ numbers[i].name, number_row, NULL, NULL,
							    (void *)&numbers[i] };
	for (size_t i = 0; i < READS; i++)
		t[FIXED + TEXTS + NUMBERS + i] = (struct CMUnitTest){ reads[i].name, read_row, NULL, NULL,
								      (void *)(uintptr_t)&reads[i] };
	return cmocka_run_group_tests_name("exchange json", t, NULL, NULL);
}
