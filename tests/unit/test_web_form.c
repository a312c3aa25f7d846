/* Forms as they arrive: what is taken, what is refused whole. */
#include "server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define PART(name, more, value)                                                                              \
	"--B\r\nContent-Disposition: form-data; name=\"" name "\"" more "\r\n\r\n" value "\r\n"

static const struct row {
	const char *name, *type, *body, *fields; /* "a=1|b=2"; NULL: refused */
	const char *files;			 /* "field:name:bytes|" */
} rows[] = {
	{ "one field", "application/x-www-form-urlencoded", "a=1", "a=1|", "" },
	{ "plus and percent", "application/x-www-form-urlencoded; charset=UTF-8", "a=x+y%20z&b=%C3%A9",
	  "a=x y z|b=\xc3\xa9|", "" },
	{ "a name without a value", "application/x-www-form-urlencoded", "a&b=", "a=|b=|", "" },
	{ "empty pieces are passed over", "application/x-www-form-urlencoded", "&&a=1&", "a=1|", "" },
	{ "nothing", "application/x-www-form-urlencoded", "", "", "" },
	{ "a value may hold the sign", "application/x-www-form-urlencoded", "a=b=c", "a=b=c|", "" },
	{ "line ends become one", "application/x-www-form-urlencoded", "a=1%0D%0A2%0D3%0A4", "a=1\n2\n3\n4|",
	  "" },
	{ "a name twice", "application/x-www-form-urlencoded", "a=1&a=2", "a=1|a=2|", "" },
	{ "half a percent sign", "application/x-www-form-urlencoded", "a=%4", NULL, "" },
	{ "a percent sign with no digits", "application/x-www-form-urlencoded", "a=%zz", NULL, "" },
	{ "a NUL", "application/x-www-form-urlencoded", "a=%00", NULL, "" },
	{ "no UTF-8", "application/x-www-form-urlencoded", "a=%ff", NULL, "" },
	{ "a control character", "application/x-www-form-urlencoded", "a=%07", NULL, "" },
	{ "another type", "text/plain", "a=1", NULL, "" },
	{ "a type that begins like it", "application/x-www-form-urlencodedx", "a=1", NULL, "" },
	{ "parts", "multipart/form-data; boundary=B", PART("a", "", "1") PART("b", "", "2") "--B--\r\n",
	  "a=1|b=2|", "" },
	{ "a boundary in quotes", "multipart/form-data; boundary=\"B\"", PART("a", "", "1") "--B--", "a=1|",
	  "" },
	{ "an empty part", "multipart/form-data; boundary=B", PART("a", "", "") "--B--\r\n", "a=|", "" },
	{ "no parts", "multipart/form-data; boundary=B", "--B--\r\n", "", "" },
	{ "what looks like a boundary within", "multipart/form-data; boundary=B",
	  PART("a", "", "x\r\n--C\r\n--Bx") "--B--\r\n", "a=x\n--C\n--Bx|", "" },
	{ "what follows the end is passed over", "multipart/form-data; boundary=B",
	  PART("a", "", "1") "--B--\r\nmore", "a=1|", "" },
	{ "a file", "multipart/form-data; boundary=B", PART("f", "; filename=\"x.md\"", "bytes") "--B--\r\n",
	  "", "f:x.md:5|" },
	{ "a file's name loses its folders", "multipart/form-data; boundary=B",
	  PART("f", "; filename=\"C:\\temp\\..\\x.md\"", "b")
		  PART("g", "; filename=\"../../etc/passwd\"", "") "--B--\r\n",
	  "", "f:x.md:1|g:passwd:0|" },
	{ "no file was chosen", "multipart/form-data; boundary=B",
	  PART("f", "; filename=\"\"", "") "--B--\r\n", "", "f::0|" },
	{ "field and file", "multipart/form-data; boundary=B",
	  PART("a", "", "1") PART("f", "; filename=\"x\"", "y") "--B--", "a=1|", "f:x:1|" },
	{ "cut short", "multipart/form-data; boundary=B", PART("a", "", "1"), NULL, "" },
	{ "cut within the boundary", "multipart/form-data; boundary=BB", "--B", NULL, "" },
	{ "cut within a head", "multipart/form-data; boundary=B", "--B\r\nContent-Dispo", NULL, "" },
	{ "no boundary said", "multipart/form-data", PART("a", "", "1") "--B--", NULL, "" },
	{ "an empty boundary", "multipart/form-data; boundary=", PART("a", "", "1") "--B--", NULL, "" },
	{ "a part without a name", "multipart/form-data; boundary=B",
	  "--B\r\nContent-Type: text/plain\r\n\r\nx\r\n--B--", NULL, "" },
	{ "a part whose name is no UTF-8", "multipart/form-data; boundary=B", PART("\xff", "", "1") "--B--",
	  NULL, "" },
	{ "something before the first boundary", "multipart/form-data; boundary=B",
	  "x" PART("a", "", "1") "--B--", NULL, "" },
};

static void check(void **state)
{
	const struct row *r = *state;
	struct mb_arena *a = mb_arena_new();
	struct web_pairs fields = { 0 };
	struct web_file *files = NULL;
	struct mb_error err = { 0 };
	struct mb_buf said;
	size_t n = 0;
	int rc = form_parse(&fields, &files, &n, a, r->type, r->body, strlen(r->body), &err);

	if (!r->fields) {
		assert_int_not_equal(rc, MB_OK);
		assert_true(err.text[0]);
		mb_arena_free(a);
		return;
	}
	assert_int_equal(rc, MB_OK);
	mb_buf_init(&said, 0);
	for (size_t i = 0; i < fields.n; i++)
		mb_buf_printf(&said, "%s=%s|", fields.list[i].name, fields.list[i].value.p);
	assert_string_equal(said.p, r->fields);
	mb_buf_clear(&said);
	for (size_t i = 0; i < n; i++)
		mb_buf_printf(&said, "%s:%s:%zu|", files[i].field, files[i].name, files[i].data.n);
	assert_string_equal(said.p, r->files);
	mb_buf_free(&said);
	mb_arena_free(a);
}

static int parse_many(size_t parts, const char *part, bool take_files)
{
	struct mb_arena *a = mb_arena_new();
	struct web_pairs fields = { 0 };
	struct web_file *files = NULL;
	struct mb_buf body;
	size_t n = 0;
	int rc;

	mb_buf_init(&body, 0);
	for (size_t i = 0; i < parts; i++)
		mb_buf_puts(&body, part);
	mb_buf_puts(&body, "--B--\r\n");
	rc = form_parse(&fields, take_files ? &files : NULL, &n, a, "multipart/form-data; boundary=B", body.p,
			body.n, NULL);
	mb_buf_free(&body);
	mb_arena_free(a);
	return rc;
}

static void parts_are_counted(void **state)
{
	assert_int_equal(parse_many(MAX_FIELDS, PART("a", "", ""), false), MB_OK);
	assert_int_equal(parse_many(MAX_FIELDS + 1, PART("a", "", ""), false), MB_EINVAL);
	assert_int_equal(parse_many(MAX_FILES, PART("a", "; filename=\"x\"", "y"), true), MB_OK);
	assert_int_equal(parse_many(MAX_FILES + 1, PART("a", "; filename=\"x\"", "y"), true), MB_EINVAL);
	assert_int_equal(parse_many(1, PART("a", "; filename=\"x\"", "y"), false), MB_EINVAL);
}

static void a_nul_within_a_file_stays_and_within_a_field_does_not(void **state)
{
	static const char file[] = PART("f", "; filename=\"x\"", "a\0b") "--B--",
			  field[] = PART("f", "", "a\0b") "--B--";
	struct mb_arena *a = mb_arena_new();
	struct web_pairs fields = { 0 };
	struct web_file *files = NULL;
	size_t n = 0;

	assert_int_equal(form_parse(&fields, &files, &n, a, "multipart/form-data; boundary=B", file,
				    sizeof file - 1, NULL),
			 MB_OK);
	assert_int_equal(files[0].data.n, 3);
	assert_memory_equal(files[0].data.p, "a\0b", 3);
	assert_int_equal(form_parse(&fields, &files, &n, a, "multipart/form-data; boundary=B", field,
				    sizeof field - 1, NULL),
			 MB_EINVAL);
	mb_arena_free(a);
}

int main(void)
{
	enum { N = sizeof rows / sizeof rows[0] };
	struct CMUnitTest t[N + 2] = { 0 };

	for (size_t i = 0; i < N; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	t[N] = (struct CMUnitTest)cmocka_unit_test(parts_are_counted);
	t[N + 1] = (struct CMUnitTest)cmocka_unit_test(a_nul_within_a_file_stays_and_within_a_field_does_not);
	return cmocka_run_group_tests_name("form", t, NULL, NULL);
}
