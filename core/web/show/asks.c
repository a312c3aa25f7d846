/* What a move asks for: fields made from the declarations, read back as evidence, and told apart from what else is not met. */
#include "acts.h"

#include <string.h>

const char *acts_given(struct web_req *q, const char *name)
{
	const char *v = web_field(q, name) ? web_field(q, name) : web_query(q, name);

	return v && *v ? v : NULL;
}

static bool asks_for(const struct mb_move *m, const char *name)
{
	for (size_t i = 0; m && i < m->n_asks; i++)
		if (mb_streq(m->asks[i], name))
			return true;
	return false;
}

/* ---- fields ---------------------------------------------------------------------------------------------- */

static struct tpl_map *field(struct tpl_map *page, const char *id, const char *label, const char *hint)
{
	struct tpl_map *f = tpl_list_add(page, "fields");

	tpl_set_text(f, "id", id);
	tpl_set_text(f, "name", id);
	tpl_set_text(f, "label", label);
	tpl_set_text(f, "hint", hint);
	return f;
}

static void area(struct web_req *q, struct tpl_map *f, const char *name)
{
	struct tpl_map *part = tpl_map(f, "area");

	tpl_set_text(part, "value", acts_given(q, name));
	tpl_set_number(part, "rows", 3);
}

static void input(struct web_req *q, struct tpl_map *f, const char *name, const char *type, const char *width)
{
	struct tpl_map *part = tpl_map(f, "input");

	tpl_set_text(part, "type", type);
	tpl_set_text(part, "width", width);
	tpl_set_text(part, "value", acts_given(q, name));
}

static void option(struct web_req *q, struct tpl_map *choice, const char *name, const char *value,
		   const char *label)
{
	struct tpl_map *item = tpl_list_add(choice, "items");

	tpl_set_text(item, "value", value);
	tpl_set_text(item, "label", label);
	tpl_set_bool(item, "chosen", mb_streq(acts_given(q, name) ? acts_given(q, name) : "", value));
}

/* Which of the rows that are still open is meant. */
static void rows(struct web_req *q, struct tpl_map *page, const struct mb_doc *d, const struct mb_move *m)
{
	const struct mb_node *list = mb_doc_node(d, m->completes.rows);
	struct tpl_map *choice = tpl_map(field(page, "row", "Which", NULL), "choice");

	for (size_t i = 0; list && list->type == MB_LIST && i < list->n; i++)
		if (!mb_node_text(list->items[i], m->completes.on))
			option(q, choice, "row", mb_arena_printf(q->a, "%zu", i + 1),
			       mb_arena_printf(q->a, "%zu: %s", i + 1,
					       mb_node_text(list->items[i], "text")
						       ? mb_node_text(list->items[i], "text")
						       : "no words"));
}

static int people(struct web_req *q, struct tpl_map *f, const char *name, struct mb_error *err)
{
	const struct mb_ask ask = { .kind = "person",
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct tpl_map *choice = tpl_map(f, "choice");
	struct mb_version_row *list;
	size_t n;
	int rc = web_list(&list, &n, q, &ask, err);

	option(q, choice, name, "", "Nobody");
	for (size_t i = 0; rc == MB_OK && i < n; i++)
		option(q, choice, name, list[i].id, list[i].title);
	return rc;
}

/* The day that was asked for stands there already. */
static void extension(struct web_req *q, struct tpl_map *f, const struct mb_doc *d)
{
	mb_day wish = mb_doc_day(d, "asked_until"), due = mb_doc_day(d, "due");
	struct tpl_map *part = tpl_map(f, "input");
	char iso[MB_ISO_DATE];

	tpl_set_text(part, "type", "date");
	tpl_set_text(part, "width", "10");
	if (acts_given(q, "due"))
		tpl_set_text(part, "value", acts_given(q, "due"));
	else if (wish != MB_NO_DAY && (due == MB_NO_DAY || wish > due))
		tpl_set_text(part, "value", mb_arena_dup(q->a, mb_day_iso(iso, wish)));
}

static int one(struct web_req *q, struct tpl_map *page, const struct mb_doc *d, const struct mb_move *m,
	       const char *name, struct mb_error *err)
{
	const struct mb_field *f = mb_kind_field(d->kind, name);
	const char *hint = f ? f->about : NULL;
	bool extends = mb_kind_field(d->kind, "extensions");

	if (mb_streq(name, "row")) {
		rows(q, page, d, m);
		return MB_OK;
	}
	if (extends && mb_streq(name, "due")) {
		extension(q,
			  field(page, name, "New day by which it is due",
				"The day that was promised first stays in the record."),
			  d);
		return MB_OK;
	}
	if (!f) {
		input(q, field(page, name, mb_label(q->a, name), "The id of the decision, where one did."),
		      name, "text", "20");
		return MB_OK;
	}
	switch (f->type) {
	case MB_T_DATE:
		input(q, field(page, name, mb_field_label(q->a, f), hint), name, "date", "10");
		return MB_OK;
	case MB_T_PERSON:
		return people(q, field(page, name, mb_field_label(q->a, f), hint), name, err);
	case MB_T_TEXT:
		area(q, field(page, name, mb_field_label(q->a, f), hint), name);
		return MB_OK;
	case MB_T_DOC:
		input(q,
		      field(page, name, mb_field_label(q->a, f),
			    hint ? hint : "Its id, such as CTB-2005-D012."),
		      name, "text", "20");
		return MB_OK;
	case MB_T_LIST:
	case MB_T_DOCS:
	case MB_T_PEOPLE:
	case MB_T_GROUPS:
		input(q, field(page, name, mb_field_label(q->a, f), "Several with commas between them."),
		      name, "text", NULL);
		return MB_OK;
	default:
		input(q, field(page, name, mb_field_label(q->a, f), hint), name, "text", "20");
		return MB_OK;
	}
}

int acts_fields(struct web_req *q, struct tpl_map *page, const struct mb_doc *d, const struct mb_move *m,
		struct mb_error *err)
{
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && m && i < m->n_asks; i++)
		if (!mb_streq(m->asks[i], "reason"))
			rc = one(q, page, d, m, m->asks[i], err);
	if (rc == MB_OK)
		area(q,
		     field(page, "reason",
			   asks_for(m, "reason") ? "Why (it stands in the record)"
						 : "Why (optional; it stands in the record)",
			   NULL),
		     "reason");
	return rc;
}

/* ---- evidence -------------------------------------------------------------------------------------------- */

/* Dates, numbers and ids stand without quotes; whatever else is typed does not. */
static struct mb_node *scalar(struct web_req *q, const char *v, bool text)
{
	bool plain = !text && strspn(v, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") ==
				      strlen(v);

	return plain ? mb_node_new_raw(q->a, v) : mb_node_new_text(q->a, v);
}

static struct mb_node *list_of(struct web_req *q, const char *v, bool text)
{
	struct mb_node *list = mb_node_new_list(q->a);

	while (*v) {
		size_t n = strcspn(v, ",");
		struct mb_str s = mb_trim((struct mb_str){ v, n });

		if (s.n)
			mb_node_push(q->a, list, scalar(q, mb_arena_ndup(q->a, s.p, s.n), text));
		v += n + (v[n] == ',');
	}
	return list;
}

struct mb_node *acts_evidence(struct web_req *q, const struct mb_kind *k, const struct mb_move *m)
{
	struct mb_node *map = NULL;

	for (size_t i = 0; m && i < m->n_asks; i++) {
		const char *name = m->asks[i], *v = acts_given(q, name);
		const struct mb_field *f = mb_kind_field(k, name);
		enum mb_type type = f ? f->type
				      : MB_T_DATE; /* none of the kind's: what the engine itself keeps */
		bool many = type == MB_T_LIST || type == MB_T_DOCS || type == MB_T_PEOPLE ||
			    type == MB_T_GROUPS;

		if (!v || mb_streq(name, "reason"))
			continue;
		if (!map)
			map = mb_node_new_map(q->a);
		mb_node_put(q->a, map, name,
			    many ? list_of(q, v, type == MB_T_LIST) : scalar(q, v, type == MB_T_TEXT));
	}
	return map;
}

static const char *ask_label(struct web_req *q, const struct mb_kind *k, const char *name)
{
	const struct mb_field *f = k ? mb_kind_field(k, name) : NULL;

	return f ? mb_field_label(q->a, f) : mb_label(q->a, name);
}

const char *acts_kept(struct web_req *q, const struct mb_kind *k, const struct mb_move *m)
{
	const char *kept = NULL;

	for (size_t i = 0; m && i < m->n_asks; i++)
		if (!mb_streq(m->asks[i], "reason") && web_field(q, m->asks[i]) && *web_field(q, m->asks[i]))
			kept = mb_arena_printf(q->a, "%s%s%s: %s", kept ? kept : "", kept ? "; " : "",
					       ask_label(q, k, m->asks[i]), web_field(q, m->asks[i]));
	if (web_field(q, "reason") && *web_field(q, "reason"))
		kept = mb_arena_printf(q->a, "%s%s%s", kept ? kept : "", kept ? "; " : "",
				       web_field(q, "reason"));
	return kept ? mb_arena_printf(q->a, "What you typed, should you need it: %s", kept) : NULL;
}

/* ---- findings -------------------------------------------------------------------------------------------- */

/* Does the form ask for what a requirement lacks? */
static bool asked_here(const struct mb_finding *f, const char *doc, const struct mb_move *m)
{
	for (size_t i = 0; mb_streq(f->doc, doc) && i < f->n_ways; i++)
		if ((mb_streq(f->ways[i].act, "say") && mb_streq(f->ways[i].what, "reason")) ||
		    (mb_streq(f->ways[i].act, "fill") && mb_streq(f->ways[i].doc, doc) &&
		     asks_for(m, f->ways[i].what)))
			return true;
	return false;
}

bool acts_only_asked(const struct mb_ruling *r, const char *doc, const struct mb_move *m)
{
	for (size_t i = 0; i < r->n_findings; i++)
		if (r->findings[i].outcome == MB_BROKEN ||
		    (r->findings[i].outcome == MB_UNSATISFIED && !asked_here(&r->findings[i], doc, m)))
			return false;
	return true;
}

struct mb_ruling acts_unasked(struct web_req *q, const struct mb_ruling *r, const char *doc,
			      const struct mb_move *m)
{
	struct mb_ruling rest = { .accepted = r->accepted };

	for (size_t i = 0; i < r->n_findings; i++)
		if (r->findings[i].outcome != MB_UNSATISFIED || !asked_here(&r->findings[i], doc, m))
			*MB_PUSH(q->a, rest.findings, rest.n_findings) = r->findings[i];
	return rest;
}

const char *acts_missing(struct web_req *q, const struct mb_ruling *r)
{
	const char *all = NULL;

	for (size_t i = 0; i < r->n_findings; i++) {
		const struct mb_finding *f = &r->findings[i];
		const char *one = mb_streq(f->requirement, "check") && *f->needed ? f->needed : f->remedy;

		if (f->outcome == MB_UNSATISFIED)
			all = mb_arena_printf(q->a, "%s%s%s", all ? all : "", all ? "; " : "",
					      show_named(q, one ? one : f->rule));
	}
	return mb_arena_printf(q->a, "Still needed: %s.", all ? all : "more than this");
}
