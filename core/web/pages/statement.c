/* The accessibility statement. What it claims is what tests/web finds out (web.gallery_*, web.serve_axe). */
#include "server.h"
#include "templates.h"

/* What no test of ours passes, told to those whom it concerns. */
static const char *const known[] = {
	"The drawing of the map of groups cannot be followed line by line; the list below it says the same "
	"and more.",
	"No test with people who use screen readers, magnifiers or voice control has been made yet.",
};

static int statement(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const struct mb_partnership *p = mb_gate_partnership(q->g);
	const char *contact = mb_node_text(p->root, "contact");
	struct tpl_map *page = tpl_data(q->a, &tpl_accessibility);
	size_t kinds = 0;

	while (tpl_all[kinds])
		kinds++;
	tpl_set_text(page, "partnership", p->name);
	tpl_set_text(page, "contact",
		     contact ? contact
			     : "Tell whoever sent you the link to this record, or the officer who takes the "
			       "minutes.");
	tpl_set_text(page, "version", MB_VERSION);
	tpl_set_number(page, "pages", (long long)kinds - 1); /* the layout is around all, and no page */
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		tpl_set_text(tpl_list_add(page, "known"), "text", known[i]);
	return web_render(q, res, &WEB_HEAD(.title = "Accessibility statement"), page, err);
}

const struct web_route statement_routes[] = {
	{ WEB_GET, "/accessibility", statement, WEB_ANYONE, WEB_CACHED },
	{ 0 },
};
