/* The compiler of templates refuses what could go wrong on a page, and names the place. */
#include <minutebook/base.h>

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct row {
	const char *name;
	const char *text;
	const char *says; /* NULL: compiles */
} rows[] = {
	{ "takes what is declared", "{{! What for.\nkeys:\n  a text\n}}\n<p>{{a}}</p>\n", NULL },
	{ "an unknown key, with what was meant", "{{!\nkeys:\n  title text\n}}\n<p>{{titel}}</p>",
	  "t.mustache:5: error: 'titel' is not declared (did you mean 'title'?)" },
	{ "an unknown section", "<p>{{#a}}x{{/a}}</p>", "t.mustache:1: error: 'a' is not declared" },
	{ "a key of a part outside it", "{{!\nkeys:\n  r list\n    x text\n}}\n{{#r}}{{x}}{{/r}}\n{{x}}",
	  "t.mustache:7: error: 'x' is not declared" },
	{ "a section never closed", "{{!\nkeys:\n  a text\n}}\n\n{{#a}}<p>",
	  "t.mustache:6: error: section 'a' is never closed" },
	{ "a section closed by another name", "{{!\nkeys:\n  a text\n  b text\n}}\n{{#a}}{{#b}}{{/a}}{{/b}}",
	  "t.mustache:6: error: {{/a}} where 'b' of line 6 is open" },
	{ "a close without a section", "<p>\n{{/a}}", "t.mustache:2: error: {{/a}} closes nothing" },
	{ "a tag never closed", "<p>\n{{a", "t.mustache:2: error: {{ is never closed" },
	{ "a plain text as raw HTML", "{{!\nkeys:\n  a text\n}}\n<p>{{{a}}}</p>",
	  "t.mustache:5: error: 'a' is no safe HTML, so write {{a}}" },
	{ "an ampersand as raw HTML", "{{!\nkeys:\n  a text\n}}\n<p>{{&a}}</p>",
	  "t.mustache:5: error: {{& is not in" },
	{ "safe HTML as text", "{{!\nkeys:\n  a html\n}}\n<p>{{a}}</p>",
	  "'a' is safe HTML, so write {{{a}}}" },
	{ "safe HTML in an attribute", "{{!\nkeys:\n  a html\n}}\n<p title=\"{{{a}}}\"></p>",
	  "safe HTML may stand in text only" },
	{ "a text in an address", "{{!\nkeys:\n  a text\n}}\n<a href=\"{{a}}\">x</a>",
	  "t.mustache:5: error: 'a' stands in the address href=, so it must be declared as url" },
	{ "a text behind a path", "{{!\nkeys:\n  a text\n}}\n<a href=\"/d/{{a}}\">x</a>",
	  "must be declared as url" },
	{ "an address behind others", "{{!\nkeys:\n  a url\n}}\n<a href=\"/x{{a}}\">x</a>",
	  "the address 'a' must be the whole of href=" },
	{ "a text behind #", "{{!\nkeys:\n  a text\n}}\n<a href=\"#{{a}}\">x</a>", NULL },
	{ "a number behind a path", "{{!\nkeys:\n  a number\n}}\n<a href=\"/d?p={{a}}\">x</a>", NULL },
	{ "a number as an address", "{{!\nkeys:\n  a number\n}}\n<a href=\"{{a}}\">x</a>",
	  "must be declared as url" },
	{ "a text in a form's address", "{{!\nkeys:\n  a text\n}}\n<form action=\"{{a}}\"></form>",
	  "must be declared as url" },
	{ "an attribute without quotes", "{{!\nkeys:\n  a text\n}}\n<p title={{a}}></p>",
	  "'a' stands in an attribute without quotes" },
	{ "a literal without quotes", "<p title=x></p>", "the value of title= is not in quotes" },
	{ "a value in a tag", "{{!\nkeys:\n  a text\n}}\n<p {{a}}></p>", "'a' stands in a tag" },
	{ "a value in a name", "{{!\nkeys:\n  a text\n}}\n<p data-{{a}}=\"x\"></p>",
	  "'a' stands in the name of an attribute" },
	{ "a value in a comment", "{{!\nkeys:\n  a text\n}}\n<!-- {{a}} -->", "'a' stands in a comment" },
	{ "a value in a script", "{{!\nkeys:\n  a text\n}}\n<script>{{a}}</script>",
	  "no value may stand in <script>" },
	{ "a value in a style", "{{!\nkeys:\n  a text\n}}\n<p style=\"color:{{a}}\"></p>",
	  "no value may stand in style=" },
	{ "a value in an event", "{{!\nkeys:\n  a text\n}}\n<p onclick=\"{{a}}\"></p>",
	  "no value may stand in onclick=" },
	{ "a section that ends in a tag", "{{!\nkeys:\n  a text\n}}\n{{#a}}<p {{/a}}>",
	  "section 'a' begins in text and ends in a tag" },
	{ "a section of an attribute", "{{!\nkeys:\n  a bool\n}}\n<input{{#a}} checked{{/a}}>", NULL },
	{ "a bool has no text", "{{!\nkeys:\n  a bool\n}}\n<p>{{a}}</p>", "it has no text of its own" },
	{ "a key declared twice", "{{!\nkeys:\n  a text\n  a text\n}}\n{{a}}",
	  "t.mustache:4: error: 'a' is declared twice" },
	{ "a key never used", "{{!\nkeys:\n  a text\n}}\n",
	  "t.mustache:3: error: 'a' is declared and never used" },
	{ "an unknown type", "{{!\nkeys:\n  a string\n}}\n{{a}}", "'string' is no type of value" },
	{ "keys below a text", "{{!\nkeys:\n  a text\n    b text\n}}\n{{a}}",
	  "'a' above is neither list nor map" },
	{ "an indent that fits nothing", "{{!\nkeys:\n  a list\n    b text\n   c text\n}}\n",
	  "the indent fits no key above" },
	{ "a partial that is not there", "{{> nothing}}", "_nothing.mustache" },
	{ "a partial that includes itself", "{{> self}}", "_self.mustache:1: error: 'self' includes itself" },
	{ "a partial of other types", "{{!\nkeys:\n  name number\n}}\n{{> part}}",
	  "t.mustache:5: error: 'name' is number here, and text in" },
	{ "a partial in an attribute", "<p title=\"{{> part}}\">", "a partial may stand in text only" },
	{ "a partial brings its keys", "{{!\nkeys:\n  r list\n}}\n{{#r}}{{> part}}{{name}}{{/r}}", NULL },
	{ "an open tag at the end", "<p", "ends in the name of a tag" },
};

static char folder[] = "/tmp/mb-compile-XXXXXX";

static void put(const char *name, const char *text)
{
	char path[512];

	(void)snprintf(path, sizeof path, "%s/%s", folder, name);
	assert_int_equal(mb_write_file(path, text, strlen(text), 0600, NULL), MB_OK);
}

static void check(void **state)
{
	const struct row *r = *state;
	char command[2048], said[4096] = "";
	FILE *f;
	size_t n;

	put("t.mustache", r->text);
	(void)snprintf(command, sizeof command, "'%s' '%s' '%s/out.c' '%s/out.h' t 2>&1", MB_COMPILER, folder,
		       folder, folder);
	f = popen(command, "r");
	assert_non_null(f);
	n = fread(said, 1, sizeof said - 1, f);
	said[n] = '\0';
	if (r->says) {
		assert_int_not_equal(pclose(f), 0);
		if (!strstr(said, r->says))
			fail_msg("said: %s", said);
	} else {
		assert_string_equal(said, "");
		assert_int_equal(pclose(f), 0);
	}
}

static int begin(void **state)
{
	if (!mkdtemp(folder))
		return -1;
	put("_part.mustache", "{{!\nkeys:\n  name text\n}}\n<b>{{name}}</b>\n");
	put("_self.mustache", "{{> self}}\n");
	return 0;
}

static int end(void **state)
{
	static const char *const made[] = { "t.mustache", "_part.mustache", "_self.mustache", "out.c",
					    "out.h" };
	char path[512];

	for (size_t i = 0; i < sizeof made / sizeof made[0]; i++) {
		(void)snprintf(path, sizeof path, "%s/%s", folder, made[i]);
		(void)unlink(path);
	}
	return rmdir(folder);
}

int main(void)
{
	struct CMUnitTest t[sizeof rows / sizeof rows[0]];

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
	return cmocka_run_group_tests_name("compile", t, begin, end);
}
