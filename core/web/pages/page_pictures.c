/* What the pages look like: pictures of our own pages (pictures/pictures.txt), all on one page and each below the page of the
 * handbook it belongs to. They show the program and an invented partnership, never this record, so anybody may see them. */
#include "assets.h"
#include "show.h"
#include "templates.h"

#include <string.h>

static struct tpl_map *picture(struct tpl_map *section, const struct web_picture *p)
{
	struct tpl_map *f = tpl_list_add(tpl_map(section, "figures_part"), "figures");

	tpl_set_url(f, "src", web_asset_path(p->asset));
	tpl_set_number(f, "width", p->width);
	tpl_set_number(f, "height", p->height);
	tpl_set_text(f, "alt", p->seen);
	tpl_set_text(f, "title", p->title);
	tpl_set_text(f, "text", p->says);
	tpl_set_text(f, "large", "Larger");
	return f;
}

static void more(struct web_req *q, struct tpl_map *part, const char *text, const char *href)
{
	struct tpl_map *m;

	if (!web_there(q, href))
		return;
	m = tpl_list_add(part, "more");
	tpl_set_text(m, "text", text);
	tpl_set_url(m, "href", href);
}

void show_pictures(struct web_req *q, struct tpl_map *page, const char *path)
{
	struct tpl_map *section = NULL;

	for (const struct web_picture *p = web_pictures; p->asset; p++) {
		if (!web_picture_of(p, path))
			continue;
		if (!section)
			section = show_section(page, "pictures", "What it looks like");
		(void)picture(section, p);
	}
	if (section)
		more(q, section, "What the other pages look like", "/pictures");
}

/* The pages of the handbook that tell more, where this record has them and this reader may read them. */
static void handbook(struct web_req *q, struct tpl_map *figure, const char *paths)
{
	for (const char *p = paths + strspn(paths, " "); *p; p += strcspn(p, " "), p += strspn(p, " ")) {
		const char *path = mb_arena_ndup(q->a, p, strcspn(p, " "));
		const struct mb_doc *d;
		struct mb_error none;

		if (web_doc(&d, q, path, &none) == MB_OK)
			more(q, figure, show_title(q, mb_arena_dup(q->a, d->title)), show_doc_href(q, path));
	}
}

static int pictures(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *section = NULL;
	const char *reader = NULL;
	int n = 0;

	show_head(page, NULL, "What the pages look like",
		  "The main pages of this program, with the record of an invented partnership.");
	for (const struct web_picture *p = web_pictures; p->asset; p++) {
		if (!mb_streq(p->reader, reader))
			section = show_section(page, mb_arena_printf(q->a, "part-%d", ++n), p->reader);
		reader = p->reader;
		handbook(q, picture(section, p), p->handbook);
	}
	return web_render(q, res, &WEB_HEAD(.title = "What the pages look like"), page, err);
}

const struct web_route pictures_routes[] = {
	{ WEB_GET, "/pictures", pictures, WEB_ANYONE, WEB_CACHED },
	{ 0 },
};
