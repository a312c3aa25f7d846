/* audience.c: what a document says of its readers, and what the partnership declares. Who belongs to an audience is worked out
 * by the gate, which can ask the index. */
#include "schema_impl.h"

#include <string.h>

static const char *const standing[] = { "public", "partnership", "group" };

const char *mb_audience_of(struct mb_arena *a, const struct mb_doc *d)
{
	const struct mb_node *audience = mb_doc_node(d, "audience"), *readers = mb_doc_node(d, "readers");
	const char *line = "@", *sep = "";

	if (readers && (readers->type != MB_TEXT || readers->text[0])) {
		/* Whoever cannot be read out of the list is not on it: a slip narrows, and never widens. */
		for (size_t i = 0; readers->type == MB_LIST && i < readers->n; i++)
			if (readers->items[i]->type == MB_TEXT && mb_slug_ok(readers->items[i]->text)) {
				line = mb_arena_printf(a, "%s%s%s", sep[0] ? line : "@", sep,
						       readers->items[i]->text);
				sep = " @";
			}
		return line;
	}
	if (audience && (audience->type != MB_TEXT || audience->text[0]))
		return audience->type == MB_TEXT && mb_slug_ok(audience->text) ? audience->text : "@";
	return mb_yes(mb_doc_field(d, "exempt"), false) ? "group" : "";
}

int mb_check_audience(const struct mb_check *c, const struct mb_node *value)
{
	const struct mb_node *declared;
	const char **names = NULL;
	struct mb_partnership p;
	size_t n = 0;
	int rc;

	if (value->type != MB_TEXT)
		return mb_wrong(c, value, "audience must be one word; people are named under `readers`");
	for (size_t i = 0; i < sizeof standing / sizeof standing[0]; i++)
		*MB_PUSH(c->a, names, n) = standing[i];
	rc = mb_partnership_read(&p, c->v, c->err);
	if (rc != MB_OK && rc != MB_ENOTFOUND)
		return rc;
	declared = rc == MB_OK ? mb_node_get(p.root, "audiences") : NULL;
	for (size_t i = 0; declared && declared->type == MB_LIST && i < declared->n; i++)
		if (mb_node_text(declared->items[i], "id"))
			*MB_PUSH(c->a, names, n) = mb_node_text(declared->items[i], "id");
	for (size_t i = 0; i < n; i++)
		if (mb_streq(names[i], value->text))
			return MB_OK;
	return mb_wrong(c, value, "there is no audience '%.80s' in partnership.yaml%s", value->text,
			mb_meant(c->a, value->text, names, n));
}
