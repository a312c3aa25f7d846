/* What checks and tests say of rules, taken apart for pages, and the bits that pages about proposals share. */
#include "page_rules.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct rules_place rules_place(struct mb_arena *a, const char *said)
{
	struct rules_place out = { NULL, said, 0 };
	const char *lua = strstr(said, ".lua:"), *from = lua;
	char *end;

	if (!lua)
		return out;
	while (from > said && (isalnum((unsigned char)from[-1]) || strchr("/-_.", from[-1])))
		from--;
	out.line = (int)strtol(lua + 5, &end, 10);
	if (end == lua + 5)
		return (struct rules_place){ NULL, said, 0 };
	out.file = mb_arena_ndup(a, from, (size_t)(lua + 4 - from));
	if (from == said && mb_starts(end, ": "))
		out.says = end + 2;
	return out;
}

void rules_hear(void *ctx, const char *line)
{
	struct rules_said *x = ctx;

	*MB_PUSH(x->a, x->lines, x->n) = mb_arena_dup(x->a, line);
}

int rules_slips(struct rules_said *out, struct web_req *q, const struct mb_rules_file *files, size_t n,
		struct mb_error *err)
{
	struct mb_error low = { 0 };
	int rc;

	*out = (struct rules_said){ .a = q->a };
	if (n == 0) {
		rules_hear(out, "the proposal holds no rule files");
		return MB_OK;
	}
	rc = mb_rules_check(files, n, rules_hear, out, &low);
	if (rc == MB_OK)
		rc = mb_rules_check_record(files, n, mb_gate_record(q->g), &mb_gate_tip(q->g)->tree, q->today,
					   rules_hear, out, &low);
	if (rc == MB_EINVAL && out->n == 0)
		rules_hear(out, low.text);
	return rc == MB_OK || rc == MB_EINVAL ? MB_OK : mb_fail(err, rc, "%s", low.text);
}

const char *rules_unwritten(struct web_req *q, const struct mb_error *why, const char *what)
{
	const char *last = strrchr(why->text, ':');

	return mb_arena_printf(
		q->a, "The server could not write it (%s). %s Make room on the server, then try again.",
		last && last[1] == ' ' ? last + 2 : why->text, what);
}

void rules_put_handbook(struct web_req *q, struct tpl_map *page)
{
	static const char path[] = "handbook/writing-rules.md";
	const struct mb_doc *d;

	if (web_doc(&d, q, path, NULL) == MB_OK)
		show_link(q, page, "How a rule is written, step by step (handbook)", show_doc_href(q, path));
}

/* ---- addresses and forms --------------------------------------------------------------------------------- */

const char *proposal_href(struct web_req *q, const struct proposal *p, const char *tail)
{
	return mb_arena_printf(q->a, "/rules/proposals/%s%s", p->id, tail);
}

const char *proposal_file_href(struct web_req *q, const struct proposal *p, const char *what,
			       const char *file)
{
	return mb_arena_printf(q->a, "/rules/proposals/%s/%s/%s", p->id, what,
			       mb_starts(file, "rules/") ? file + strlen("rules/") : file);
}

struct web_head proposal_head(struct web_req *q, const struct proposal *p, const char *title,
			      const char *command)
{
	struct web_link *crumbs = mb_arena_alloc(q->a, 3 * sizeof *crumbs);

	crumbs[0] = (struct web_link){ "Rules", "/rules" };
	crumbs[1] = (struct web_link){ "Proposals", "/rules/proposals" };
	crumbs[2] = (struct web_link){ p->title, proposal_href(q, p, "") };
	return WEB_HEAD(.title = mb_arena_printf(q->a, "%s: %s", title, p->title), .section = "/rules",
			.crumbs = crumbs, .n_crumbs = mb_streq(title, "Proposal") ? 2 : 3,
			.command = command);
}

void rules_error(struct tpl_map *page, const char *text, const char *href)
{
	struct tpl_map *item = tpl_list_add(tpl_map(page, "errors"), "list");

	tpl_set_text(item, "text", text);
	tpl_set_url(item, "href", href);
}

struct tpl_map *rules_field(struct tpl_map *to, const char *id, const char *label, const char *hint)
{
	struct tpl_map *f = tpl_list_add(to, "fields");

	tpl_set_text(f, "id", id);
	tpl_set_text(f, "name", id);
	tpl_set_text(f, "label", label);
	tpl_set_text(f, "hint", hint);
	return f;
}
