/* template: pages from templates that were read and checked when the program was built (core/web/templates).
 *
 * A template is a strict subset of Mustache. It declares its keys; templates/compile.c turns it into a table at build
 * time, and a key that is not declared, a section that is not closed, or a text where only an address or safe HTML may
 * stand is a build error. Here such a table is filled with values and written out.
 *
 *	struct tpl_map *page = tpl_data(arena, &tpl_decision);
 *	tpl_set_text(page, "title", doc->title);
 *	for (...) {
 *		struct tpl_map *row = tpl_list_add(page, "rows");
 *		tpl_set_urlf(row, "href", "/d/%s", id);
 *	}
 *	rc = tpl_render(out, page, err);
 *
 * Which keys a template has stands above its name in the generated templates.h, with those of its partials. A key that
 * is not among them, a value of the wrong type, or a required key (no `?`) that is used and was never set is a mistake
 * of ours: a debug build stops with a message, a release build says so on standard error and leaves the place empty. */
#ifndef MINUTEBOOK_WEB_TEMPLATE_H
#define MINUTEBOOK_WEB_TEMPLATE_H

#include <minutebook/base.h>

struct tpl;	/* a template as built in: &tpl_decision; see templates.h */
struct tpl_map; /* values for one template or one part of it; lives in the arena it was made in */

/** HTML that may be written as it is. Nothing but tpl_markdown() makes one (tests/house/safe_html.sh). */
struct safe_html {
	const char *trusted;
	size_t trusted_n;
};
/** A Markdown body as HTML: dangerous links dropped, raw HTML shown as text. Headings start at `top` (1 to 6: 2 under a
 *  page's own title), so that a page keeps one outline. The bytes live in the arena. */
struct safe_html tpl_markdown(struct mb_arena *a, const char *body, size_t n, int top);
/** The same of a file of the record: a link beside it ("../early-years/group.md") leads to /record/<its path>.
 * @param folder  of the file: "groups/strategy-board"; NULL: links stay as they are */
struct safe_html tpl_markdown_in(struct mb_arena *a, const char *body, size_t n, int top, const char *folder);

/** Its name: "decision". */
const char *tpl_name(const struct tpl *t);
/** Values for template t, none set yet. */
struct tpl_map *tpl_data(struct mb_arena *a, const struct tpl *t);

/* Values. Texts are borrowed until the page is written: literals, or of the same arena. NULL leaves the key unset. */
void tpl_set_text(struct tpl_map *m, const char *key, const char *s);
void tpl_set_str(struct tpl_map *m, const char *key, struct mb_str s);
void tpl_set_textf(struct tpl_map *m, const char *key, const char *fmt, ...)
	__attribute__((format(printf, 3, 4))); /* into the arena */
void tpl_set_number(struct tpl_map *m, const char *key, long long v);
void tpl_set_bool(struct tpl_map *m, const char *key, bool v);
void tpl_set_html(struct tpl_map *m, const char *key, struct safe_html h);

/** Another page's whole output in this place (declared `page`): how a layout gets its content. Filled before or after. */
void tpl_set_page(struct tpl_map *m, const char *key, const struct tpl_map *page);

/** An address. Let through: "/path", "?query", "#place", http:, https:, mailto:. Anything else (javascript:, data:,
 *  "//host", control characters) becomes "#address-not-allowed".
 *  @return whether it was let through */
bool tpl_set_url(struct tpl_map *m, const char *key, const char *url);
/** An address made of parts: each %s is percent-encoded (also "/"), %d is an int, %% a percent sign. The result is
 *  checked as above. */
bool tpl_set_urlf(struct tpl_map *m, const char *key, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/** The check alone, for addresses in headers. */
bool tpl_url_ok(const char *url);

/** The part `key` (declared `map`); made at the first call, the same afterwards. */
struct tpl_map *tpl_map(struct tpl_map *m, const char *key);
/** One more item of `key` (declared `list`). */
struct tpl_map *tpl_list_add(struct tpl_map *m, const char *key);

/** Of what type is this key ("text", "number", "bool", "html", "url", "list", "map", "page")? NULL: there is none. */
const char *tpl_type_name(const struct tpl_map *m, const char *key);
/** Does this part have such a key? For functions that fill what several templates share. */
bool tpl_has(const struct tpl_map *m, const char *key);
/** Was it set to something (a list: has items; a text: is not empty)? */
bool tpl_is_set(const struct tpl_map *m, const char *key);

/** Write the page. m: what tpl_data() gave, filled. MB_OK, or MB_EINVAL when out is over its maximum. */
int tpl_render(struct mb_buf *out, const struct tpl_map *m, struct mb_error *err);
/** The one escaper, for text and for attribute values in double or single quotes: & < > " ' become references,
 *  control characters and bytes that are no UTF-8 become U+FFFD. */
void tpl_escape(struct mb_buf *out, const char *p, size_t n);

#endif
