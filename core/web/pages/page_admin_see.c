/* What can this person see? In words, by kind and state, and for any one document with the reason. What the administrator may not
 * read is neither counted nor answered for. */
#include "page_admin.h"
#include "templates.h"

#include <string.h>

struct looked {
	struct web_req *q;
	struct mb_reader *them;
	const char *name;
};

/* ---- in words -------------------------------------------------------------------------------------------- */

static void add_line(struct tpl_map *fact, const char *text, const char *href)
{
	struct tpl_map *line = tpl_list_add(fact, "lines");

	tpl_set_text(line, "text", text);
	if (href)
		tpl_set_url(line, "href", href);
}

static struct tpl_map *add_fact(struct tpl_map *part, const char *key)
{
	struct tpl_map *fact = tpl_list_add(part, "summary");

	tpl_set_text(fact, "key", key);
	return fact;
}

static const char *what_they_are(const struct mb_reader_about *x)
{
	if (!x->known)
		return "Nobody the record knows today (not there, or has left): sees no more than the public "
		       "does.";
	if (!x->inside)
		return "A person of the record without a seat or a post, who works for none of the partners: "
		       "sees what "
		       "everybody sees, and what names this person.";
	return x->n_posts ? "Holds a post that serves every group: sees what any group sees, but not what "
			    "only named "
			    "people may read."
			  : "One of the partnership: sees what is for everybody and for the partnership, "
			    "what is for the "
			    "groups below, and what names this person.";
}

static void put_words(struct looked *x, struct tpl_map *page)
{
	struct web_req *q = x->q;
	struct tpl_map *s = show_section(page, "words", mb_arena_printf(q->a, "What %s is today", x->name)),
		       *part, *fact;
	struct mb_reader_about about;

	mb_reader_about(&about, q->a, x->them);
	tpl_set_text(s, "intro", what_they_are(&about));
	part = tpl_map(s, "summary_part");
	fact = add_fact(part, "Groups");
	for (size_t i = 0; i < about.n_groups; i++)
		add_line(fact, mb_group_title(q->a, q->g, about.groups[i]),
			 show_group_href(q, about.groups[i]));
	if (!about.n_groups)
		tpl_set_text(fact, "value", "none");
	fact = add_fact(part, "Posts that serve every group");
	for (size_t i = 0; i < about.n_posts; i++)
		add_line(fact, about.posts[i], NULL);
	if (!about.n_posts)
		tpl_set_text(fact, "value", "none");
	fact = add_fact(part, "Audiences");
	add_line(fact, "Everybody", NULL);
	if (about.inside)
		add_line(fact, "The partnership", NULL);
	for (size_t i = 0; i < about.n_audiences; i++)
		add_line(fact, about.audiences[i], NULL);
}

/* ---- how much -------------------------------------------------------------------------------------------- */

static bool both_may(void *ctx, const struct mb_version_row *row)
{
	const struct looked *x = ctx;

	return mb_may_read(x->q->reader, row) && mb_may_read(x->them, row);
}

static bool i_may(void *ctx, const struct mb_version_row *row)
{
	const struct looked *x = ctx;

	return mb_may_read(x->q->reader, row);
}

static int count(size_t *n, struct looked *x, const char *kind, const char *state, mb_keep keep,
		 struct mb_error *err)
{
	const struct mb_ask ask = { .kind = kind,
				    .state = state,
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY,
				    .keep = keep,
				    .keep_ctx = x };

	return mb_index_count(n, mb_gate_index(x->q->g), &ask, err);
}

static int put_count(struct looked *x, struct tpl_map *table, const char *title, const char *kind,
		     const char *state, struct mb_error *err)
{
	struct tpl_map *row;
	size_t seen, all;
	int rc = count(&all, x, kind, state, i_may, err);

	if (rc != MB_OK || all == 0 || (rc = count(&seen, x, kind, state, both_may, err)) != MB_OK)
		return rc;
	row = tpl_list_add(table, "rows");
	admin_cell(row, title, NULL, true);
	admin_cell(row, state ? state : "", NULL, false);
	tpl_set_bool(admin_cell(row, mb_arena_printf(x->q->a, "%zu", seen), NULL, false), "number", true);
	tpl_set_bool(admin_cell(row, mb_arena_printf(x->q->a, "%zu", all), NULL, false), "number", true);
	return MB_OK;
}

static int put_counts(struct looked *x, struct tpl_map *page, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(x->q->g);
	const char *columns[] = { "Kind", "State", mb_arena_printf(x->q->a, "#%s may read", x->name),
				  "#You may read", NULL };
	struct tpl_map *section = show_section(page, "counts", "How much of it"), *table;
	int rc = MB_OK;

	tpl_set_text(section, "intro",
		     "Counted is what you may read yourself; there may be more that is open to this "
		     "person and not to you.");
	table = admin_table(tpl_map(section, "table_part"), "t-counts", "How much of it", columns);
	for (size_t i = 0; rc == MB_OK && i < s->n_kinds; i++) {
		const struct mb_kind *k = &s->kinds[i];

		if (!k->n_states)
			rc = put_count(x, table, k->title, k->name, NULL, err);
		for (size_t w = 0; rc == MB_OK && w < k->n_states; w++)
			rc = put_count(x, table, k->title, k->name, k->states[w], err);
	}
	return rc == MB_OK ? put_count(x, table, "Page without a kind", "", NULL, err) : rc;
}

/* ---- one document ---------------------------------------------------------------------------------------- */

static void put_answer(struct looked *x, struct tpl_map *page, const char *asked)
{
	struct tpl_map *s, *part, *fact, *tag;
	struct web_req *q = x->q;
	struct mb_may_why why;
	const struct mb_doc *d;

	if (web_doc(&d, q, asked, NULL) != MB_OK) {
		s = show_section(page, "one", "One document");
		tpl_set_textf(s, "empty", "There is no document \"%s\", or it is not for you to see.", asked);
		return;
	}
	s = show_section(page, "one", mb_arena_printf(q->a, "May %s read %s?", x->name, d->id));
	mb_may_explain(&why, q->a, x->them, d);
	part = tpl_map(s, "summary_part");
	fact = add_fact(part, "Answer");
	tag = tpl_map(fact, "tag");
	tpl_set_text(tag, "text", why.may ? "Yes" : "No");
	tpl_set_text(tag, "colour", why.may ? "green" : "red");
	fact = add_fact(part, "Document");
	tpl_set_text(fact, "value", *d->title ? show_title(q, d->title) : d->id);
	tpl_set_url(fact, "href", show_doc_href(q, d->id));
	show_fact_text(part, "Who it is for", why.whom);
	show_fact_text(part, "Where that is said", why.from);
	show_fact_text(part, "Why", why.reason);
}

/* ---- the page -------------------------------------------------------------------------------------------- */

static int see(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *person = web_query(q, "person"), *asked = web_query(q, "q");
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *filter = tpl_map(page, "filter");
	struct looked x = { .q = q };
	const struct mb_doc *d;
	bool any = person && *person;
	int rc;

	tpl_set_url(filter, "action", "/admin/see");
	tpl_set_bool(filter, "open", true);
	if ((rc = admin_choose_person(q, filter, "person", "Person", any ? person : NULL,
				      "Nobody: the public", err)) != MB_OK)
		return rc;
	show_words(q, filter, "q", "One document, by its number",
		   "For example CTB-2005-P001; may be left empty");
	if (any) {
		if ((rc = web_doc(&d, q, mb_arena_printf(q->a, "people/%s.md", person), err)) != MB_OK)
			return rc;
		x.name = mb_arena_dup(q->a, d->title);
		show_link(q, page, mb_arena_printf(q->a, "The page of %s", x.name),
			  show_person_href(q, person));
		show_link(q, page, "Account",
			  mb_arena_printf(q->a, "/admin/accounts/%s", web_escape(q->a, person)));
	} else {
		x.name = "the public";
	}
	show_head(page, NULL,
		  any ? mb_arena_printf(q->a, "What can %s see?", x.name) : "What can somebody see?",
		  "Worked out by the same decision that every page of the record asks.");
	if ((rc = mb_reader_new(&x.them, q->a, q->g, any ? person : NULL, q->today, err)) != MB_OK)
		return rc;
	if (asked && *asked)
		put_answer(&x, page, asked);
	if (any)
		put_words(&x, page);
	if ((rc = put_counts(&x, page, err)) != MB_OK)
		return rc;
	return web_render(q, res,
			  &ADMIN_HEAD(.title = any ? mb_arena_printf(q->a, "What can %s see?", x.name)
						   : "What can somebody see?"),
			  page, err);
}

const struct web_route admin_see_routes[] = {
	{ WEB_GET, "/admin/see", see, WEB_ADMIN, WEB_SLOW },
	{ 0 },
};
