/* Fields of a filter, and the links to the pages of a long list. */
#include "show.h"

static struct tpl_map *field(struct tpl_map *part, const char *id, const char *label)
{
	struct tpl_map *f = tpl_list_add(part, "fields");

	tpl_set_text(f, "id", id);
	tpl_set_text(f, "name", id);
	tpl_set_text(f, "label", label);
	return f;
}

void show_choice(struct tpl_map *part, const char *id, const char *label, const char *const *values,
		 const char *const *labels, size_t n, const char *chosen, const char *any)
{
	struct tpl_map *c = tpl_map(field(part, id, label), "choice"), *item;

	item = tpl_list_add(c, "items");
	tpl_set_text(item, "value", "");
	tpl_set_text(item, "label", any);
	tpl_set_bool(item, "chosen", !chosen);
	for (size_t i = 0; i < n; i++) {
		item = tpl_list_add(c, "items");
		tpl_set_text(item, "value", values[i]);
		tpl_set_text(item, "label", labels[i]);
		tpl_set_bool(item, "chosen", mb_streq(values[i], chosen));
	}
}

int show_groups(struct web_req *q, struct tpl_map *part, const char *chosen, struct mb_error *err)
{
	const struct mb_ask ask = { .kind = "group",
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	const char **slugs = NULL, **titles = NULL;
	struct mb_version_row *rows;
	size_t n, n_slugs = 0, n_titles = 0;
	int rc = web_list(&rows, &n, q, &ask, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		*MB_PUSH(q->a, slugs, n_slugs) = rows[i].group;
		*MB_PUSH(q->a, titles, n_titles) = rows[i].title;
	}
	if (n_slugs)
		show_choice(part, "group", "Group", slugs, titles, n_slugs, chosen, "All groups");
	return rc;
}

void show_hidden(struct tpl_map *page, const char *name, const char *value)
{
	struct tpl_map *h;

	if (!value)
		return;
	h = tpl_list_add(page, "hidden");
	tpl_set_text(h, "name", name);
	tpl_set_text(h, "value", value);
}

void show_day(struct web_req *q, struct tpl_map *part, const char *id, const char *label)
{
	struct tpl_map *in = tpl_map(field(part, id, label), "input");

	tpl_set_text(in, "type", "date");
	tpl_set_text(in, "width", "10");
	tpl_set_text(in, "value", web_query(q, id));
}

void show_words(struct web_req *q, struct tpl_map *part, const char *id, const char *label, const char *hint)
{
	struct tpl_map *f = field(part, id, label), *in = tpl_map(f, "input");

	tpl_set_text(f, "hint", hint);
	tpl_set_text(in, "width", "20");
	tpl_set_bool(in, "code", true);
	tpl_set_text(in, "value", web_query(q, id));
}

void show_chosen(struct web_req *q, struct tpl_map *filter, const char *name, const char *words)
{
	struct tpl_map *c = tpl_list_add(filter, "chosen");

	tpl_set_text(c, "text", words);
	tpl_set_url(c, "without", show_query_with(q, name, NULL));
	tpl_set_url(filter, "clear", q->path);
}

void show_pages(struct web_req *q, struct tpl_map *page, size_t at, size_t rows, size_t total)
{
	size_t last = total ? (total - 1) / rows : 0;
	struct tpl_map *pages;

	if (last == 0)
		return;
	pages = tpl_map(page, "pages");
	tpl_set_textf(pages, "showing", "%zu to %zu of %zu", at * rows + 1,
		      at * rows + rows < total ? at * rows + rows : total, total);
	if (at > 0)
		tpl_set_url(pages, "previous", show_query_with(q, "page", mb_arena_printf(q->a, "%zu", at)));
	if (at < last)
		tpl_set_url(pages, "next", show_query_with(q, "page", mb_arena_printf(q->a, "%zu", at + 2)));
	for (size_t i = 0, before = 0; i <= last; i++) {
		struct tpl_map *n;

		if (i > 0 && i < last && (i + 2 < at || i > at + 2))
			continue;
		n = tpl_list_add(pages, "numbers");
		tpl_set_number(n, "number", (long long)i + 1);
		tpl_set_url(n, "href", show_query_with(q, "page", mb_arena_printf(q->a, "%zu", i + 1)));
		tpl_set_bool(n, "current", i == at);
		tpl_set_bool(n, "gap", i > before + 1);
		before = i;
	}
}
