/* Every template with sample values as static pages, so that all of them can be looked at and tested before anything
 * serves them: gallery SAMPLES OUT. A sample is SAMPLES/<template>[-<variant>].json: {"layout": {...}, "page": {...}}; what
 * its layout leaves out comes from SAMPLES/layout.json. A template without a sample is a failure. */
#include "assets.h"
#include "template.h"
#include "templates.h"

#include <minutebook/base.h>

#include <jansson.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static void die(const char *what, const char *which)
{
	(void)fprintf(stderr, "gallery: %s: %s\n", what, which);
	exit(1);
}

static void fill(struct mb_arena *a, struct tpl_map *m, const json_t *values, const char *where);

static void set(struct mb_arena *a, struct tpl_map *m, const char *key, const json_t *v, const char *where)
{
	const char *type = tpl_type_name(m, key), *text = json_string_value(v);

	if (!type)
		die(where, mb_arena_printf(a, "no key '%s'", key));
	if (mb_streq(type, "text") && text)
		tpl_set_text(m, key, mb_arena_dup(a, text));
	else if (mb_streq(type, "number") && json_is_integer(v))
		tpl_set_number(m, key, json_integer_value(v));
	else if (mb_streq(type, "bool") && json_is_boolean(v))
		tpl_set_bool(m, key, json_is_true(v));
	else if (mb_streq(type, "html") && text)
		tpl_set_html(m, key, tpl_markdown(a, text, strlen(text), 3));
	else if (mb_streq(type, "html") && json_is_object(v)) {
		const char *body = json_string_value(json_object_get(v, "markdown"));

		tpl_set_html(m, key,
			     tpl_markdown(a, body, strlen(body),
					  (int)json_integer_value(json_object_get(v, "top"))));
	} else if (mb_streq(type, "url") && text && tpl_set_url(m, key, mb_arena_dup(a, text)))
		;
	else if (mb_streq(type, "map") && json_is_object(v))
		fill(a, tpl_map(m, key), v, mb_arena_printf(a, "%s.%s", where, key));
	else if (mb_streq(type, "list") && json_is_array(v))
		for (size_t i = 0; i < json_array_size(v); i++)
			fill(a, tpl_list_add(m, key), json_array_get(v, i),
			     mb_arena_printf(a, "%s.%s", where, key));
	else
		die(where, mb_arena_printf(a, "'%s' is %s", key, type));
}

static void fill(struct mb_arena *a, struct tpl_map *m, const json_t *values, const char *where)
{
	const char *key;
	json_t *v;

	json_object_foreach((json_t *)values, key, v)
	{
		if (!json_is_null(v)) /* a variant takes something out of what all have */
			set(a, m, key, v, where);
	}
}

static json_t *load(const char *path)
{
	json_error_t e;
	json_t *j = json_load_file(path, JSON_REJECT_DUPLICATES, &e);

	if (!j)
		(void)fprintf(stderr, "line %d: %s\n", e.line, e.text);
	if (!j)
		die("cannot read", path);
	return j;
}

static void write_file(const char *path, const void *p, size_t n)
{
	struct mb_error err;

	if (mb_write_file(path, p, n, 0644, &err) != MB_OK)
		die(path, err.text);
}

static const struct tpl *template_of(const char *sample)
{
	size_t n = strcspn(sample, "-.");

	for (const struct tpl *const *t = tpl_all; *t; t++)
		if (strlen(tpl_name(*t)) == n && !strncmp(tpl_name(*t), sample, n))
			return *t;
	die("no such template", sample);
	return NULL;
}

static void one(const char *folder, const char *sample, const json_t *common, const char *out)
{
	struct mb_arena *a = mb_arena_new();
	json_t *j = load(mb_arena_printf(a, "%s/%s", folder, sample)), *layout = json_object_get(j, "layout");
	struct tpl_map *page = tpl_data(a, template_of(sample)), *frame = tpl_data(a, &tpl_layout);
	struct mb_buf b;

	mb_buf_init(&b, 0);
	fill(a, page, json_object_get(j, "page"), sample);
	json_t *whole = json_copy((json_t *)common);

	if (layout)
		(void)json_object_update(whole, layout);
	fill(a, frame, whole, sample);
	json_decref(whole);
	tpl_set_url(frame, "css", web_asset_path("app.css"));
	tpl_set_url(frame, "js", web_asset_path("app.js"));
	tpl_set_url(frame, "init", web_asset_path("init.js"));
	tpl_set_url(frame, "icon", web_asset_path("icon.svg"));
	tpl_set_url(frame, "brand", "/brand.css");
	if (tpl_is_set(frame, "print"))
		tpl_set_url(frame, "print", web_asset_path("print.css"));
	tpl_set_page(frame, "content", page);
	if (tpl_render(&b, frame, NULL) != MB_OK)
		die("too large", sample);
	write_file(mb_arena_printf(a, "%s/%.*s.html", out, (int)(strlen(sample) - 5), sample), b.p, b.n);
	mb_buf_free(&b);
	json_decref(j);
	mb_arena_free(a);
}

static void assets(const char *out)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_buf b;

	(void)mkdir(mb_arena_printf(a, "%s/assets", out), 0755);
	for (const struct web_asset *x = web_assets; x->name; x++)
		write_file(mb_arena_printf(a, "%s%s", out, x->path), x->bytes, x->n);
	/* what samples show as the drawing of the map */
	write_file(mb_arena_printf(a, "%s/map.svg", out), web_asset_at(web_asset_path("icon.svg"))->bytes,
		   web_asset_at(web_asset_path("icon.svg"))->n);
	mb_buf_init(&b, 0);
	(void)web_brand_css(&b, "#0b4a58");
	write_file(mb_arena_printf(a, "%s/brand.css", out), b.p, b.n);
	mb_buf_free(&b);
	mb_arena_free(a);
}

int main(int argc, char **argv)
{
	bool seen[256] = { false };
	struct dirent **entry = NULL;
	char path[4096];
	json_t *common;
	int n, bad = 0;

	if (argc != 3)
		die("usage", "gallery SAMPLES OUT");
	(void)mkdir(argv[2], 0755);
	(void)snprintf(path, sizeof path, "%s/layout.json", argv[1]);
	common = load(path);
	n = scandir(argv[1], &entry, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		const char *name = entry[i]->d_name;

		if (mb_ends(name, ".json") && !mb_streq(name, "layout.json")) {
			const struct tpl *t = template_of(name);

			one(argv[1], name, common, argv[2]);
			for (size_t k = 0; tpl_all[k] && k < sizeof seen; k++)
				seen[k] = seen[k] || tpl_all[k] == t;
		}
		free(entry[i]);
	}
	free(entry);
	json_decref(common);
	assets(argv[2]);
	for (size_t k = 0; tpl_all[k] && k < sizeof seen; k++)
		if (!seen[k] && tpl_all[k] != &tpl_layout) {
			(void)fprintf(stderr, "gallery: template %s has no sample\n", tpl_name(tpl_all[k]));
			bad = 1;
		}
	return bad;
}
