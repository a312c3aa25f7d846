/* What is built in: found by its address, compressed, with the partnership's colour. */
#include "assets.h"

#include <minutebook/base.h>

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

static void each_is_found_at_an_address_with_its_hash(void **state)
{
	size_t n = 0;

	for (const struct web_asset *x = web_assets; x->name; x++, n++) {
		char hash[MB_SHA256_HEX];

		mb_sha256_hex(hash, x->bytes, x->n);
		assert_memory_equal(hash, x->etag, strlen(x->etag));
		assert_ptr_equal(web_asset_at(x->path), x);
		assert_string_equal(web_asset_path(x->name), x->path);
		hash[12] = '\0';
		assert_non_null(strstr(x->path, hash));
		assert_true(mb_starts(x->path, "/assets/"));
	}
	assert_true(n >= 4);
	assert_null(web_asset_at("/assets/app.css"));
	assert_null(web_asset_at(""));
}

static void style_names_no_other_file_and_no_font_that_is_not_ours(void **state)
{
	const struct web_asset *x = web_asset_at(web_asset_path("app.css"));

	assert_non_null(x);
	assert_null(memmem(x->bytes, x->n, "url(", 4));
	assert_null(memmem(x->bytes, x->n, "GDS Transport", 13));
	assert_null(memmem(x->bytes, x->n, "crest", 5));
	assert_non_null(memmem(x->bytes, x->n, "Atkinson Hyperlegible", 21));
}

static void what_is_compressed_is_gzip_and_smaller(void **state)
{
	const struct web_asset *x = web_asset_at(web_asset_path("app.css"));

	assert_non_null(x->gzip);
	assert_true(x->gzip_n < x->n / 4);
	assert_int_equal(x->gzip[0], 0x1F);
	assert_int_equal(x->gzip[1], 0x8B);
}

static void each_picture_is_built_in_with_its_size_and_its_words(void **state)
{
	size_t n = 0;

	for (const struct web_picture *p = web_pictures; p->asset; p++, n++) {
		const struct web_asset *x = web_asset_at(web_asset_path(p->asset));

		assert_non_null(x);
		assert_string_equal(x->type, "image/png");
		assert_null(x->gzip);
		assert_memory_equal(x->bytes, "\x89PNG\r\n\x1a\n", 8);
		assert_int_equal(p->width, 820);
		assert_int_equal(p->height, (unsigned)x->bytes[22] << 8 | x->bytes[23]);
		assert_true(*p->reader && *p->title && *p->says && strlen(p->seen) > 40);
		assert_true(mb_starts(p->handbook, "handbook/"));
	}
	assert_true(n >= 12);
}

static void a_picture_belongs_to_whole_names_of_pages(void **state)
{
	const struct web_picture p = { .handbook = "handbook/a.md handbook/b.md" };

	assert_true(web_picture_of(&p, "handbook/a.md"));
	assert_true(web_picture_of(&p, "handbook/b.md"));
	assert_false(web_picture_of(&p, "handbook/a"));
	assert_false(web_picture_of(&p, "b.md"));
	assert_false(web_picture_of(&p, ""));
	assert_false(web_picture_of(&p, "handbook/c.md"));
}

static const struct row {
	const char *name, *colour, *css;
	bool taken;
} rows[] = {
	{ "a dark colour has white text", "#0b4a58",
	  ":root{--govuk-brand-colour:#0b4a58;--mb-on-brand:#ffffff}\n", true },
	{ "a light colour has black text", "#FFD400",
	  ":root{--govuk-brand-colour:#FFD400;--mb-on-brand:#0b0c0c}\n", true },
	{ "none gives ours", NULL, ":root{--govuk-brand-colour:#0b4a58;--mb-on-brand:#ffffff}\n", false },
	{ "a name gives ours", "red", ":root{--govuk-brand-colour:#0b4a58;--mb-on-brand:#ffffff}\n", false },
	{ "more than a colour gives ours", "#fff}*{x:y",
	  ":root{--govuk-brand-colour:#0b4a58;--mb-on-brand:#ffffff}\n", false },
	{ "no hex gives ours", "#12345g", ":root{--govuk-brand-colour:#0b4a58;--mb-on-brand:#ffffff}\n",
	  false },
};

static void check_colour(void **state)
{
	const struct row *r = *state;
	struct mb_buf b;

	mb_buf_init(&b, 0);
	assert_int_equal(web_brand_css(&b, r->colour), r->taken);
	assert_string_equal(b.p, r->css);
	mb_buf_free(&b);
}

enum { FIXED = 5 };

int main(void)
{
	struct CMUnitTest t[FIXED + sizeof rows / sizeof rows[0]] = {
		cmocka_unit_test(each_is_found_at_an_address_with_its_hash),
		cmocka_unit_test(style_names_no_other_file_and_no_font_that_is_not_ours),
		cmocka_unit_test(what_is_compressed_is_gzip_and_smaller),
		cmocka_unit_test(each_picture_is_built_in_with_its_size_and_its_words),
		cmocka_unit_test(a_picture_belongs_to_whole_names_of_pages),
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		t[FIXED + i] = (struct CMUnitTest){ rows[i].name, check_colour, NULL, NULL,
						    (void *)&rows[i] };
	return cmocka_run_group_tests_name("assets", t, NULL, NULL);
}
