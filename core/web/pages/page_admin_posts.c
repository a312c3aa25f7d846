/* Posts that serve every group: who holds them, and saying who does from a day on. Read by those who look after the server, changed by
 * the holder of the clerk's post, as the gate says. */
#include "page_admin.h"
#include "templates.h"

#include <string.h>

/* What the form asks. */
struct wish {
	const char *post, *person, *ends, *from, *decision;
};

/* Whoever keeps the record need not look after the server. */
#define POSTS_HEAD(...)                                                                                      \
	WEB_HEAD(.section = q->who.admin ? "/admin" : "/groups",                                             \
		 .crumbs = q->who.admin ? admin_crumbs : NULL, .n_crumbs = q->who.admin ? 1 : 0,             \
		 __VA_ARGS__)

#define EVERYBODY "*" /* values of the field "ends" that are no person */
#define NOBODY	  "-"

static int allowed(struct web_req *q, struct mb_error *err)
{
	return q->who.admin || q->who.clerk
		       ? MB_OK
		       : mb_fail(err, MB_EREFUSED,
				 "This page is for those who look after the record or this server.");
}

static const char *given(struct web_req *q, const char *name)
{
	const char *v = web_field(q, name) ? web_field(q, name) : web_query(q, name);

	return v && *v ? v : NULL;
}

static const char *change_href(struct web_req *q, const char *post)
{
	return mb_arena_printf(q->a, "/admin/posts/change?post=%s", web_escape(q->a, post));
}

/* ---- the list -------------------------------------------------------------------------------------------- */

enum when { HELD, COMING, PAST };

static enum when when_of(struct web_req *q, const struct mb_post *x)
{
	return mb_post_held(x, q->today) ? HELD : x->from != MB_NO_DAY && x->from > q->today ? COMING : PAST;
}

static void put_day(struct web_req *q, struct tpl_map *row, mb_day day)
{
	tpl_set_bool(admin_cell(row, mb_day_words(q->a, day), NULL, false), "date", true);
}

static void put_row(struct web_req *q, struct tpl_map *table, const struct mb_post *x)
{
	struct tpl_map *row = tpl_list_add(table, "rows");
	const struct mb_doc *d;

	admin_cell(row, show_title(q, x->role), NULL, true);
	admin_cell(row, mb_person_name(q->a, q->g, x->person), show_person_href(q, x->person), false);
	put_day(q, row, x->from);
	put_day(q, row, x->until);
	if (x->decision && web_doc(&d, q, x->decision, NULL) == MB_OK)
		admin_cell(row, x->decision, show_doc_href(q, x->decision), false);
	else
		admin_cell(row, "", NULL, false);
	if (q->who.clerk && when_of(q, x) != PAST)
		admin_cell(row, "Change who holds it", change_href(q, x->role), false);
}

/* A post that was held and is held by nobody today: once, by its last holding. */
static bool vacant(struct web_req *q, const struct mb_post *list, size_t n, size_t at)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(list[i].role, list[at].role) && (when_of(q, &list[i]) == HELD || i > at))
			return false;
	return true;
}

static void put_vacant(struct web_req *q, struct tpl_map *table, const char *role)
{
	struct tpl_map *row = tpl_list_add(table, "rows");

	admin_cell(row, show_title(q, role), NULL, true);
	admin_tag(admin_cell(row, NULL, NULL, false), "Nobody", "yellow");
	for (int i = 0; i < 3; i++)
		admin_cell(row, "", NULL, false);
	if (q->who.clerk)
		admin_cell(row, "Change who holds it", change_href(q, role), false);
}

static void put_part(struct web_req *q, struct tpl_map *page, const struct mb_post *list, size_t n,
		     enum when when)
{
	static const char *const columns[] = { "Post", "Held by", "From", "Until", "By decision", NULL },
				 *const and_change[] = { "Post",	"Held by", "From", "Until",
							 "By decision", "Change",  NULL };
	static const struct {
		const char *id, *title, *none;
	} parts[] = { { "held", "Held today", "No post is held by anybody." },
		      { "coming", "From a later day", NULL },
		      { "past", "Held before", NULL } };
	struct tpl_map *s = NULL, *table = NULL;

	for (size_t i = 0; i < n; i++) {
		bool open = when == HELD && vacant(q, list, n, i);

		if (when_of(q, &list[i]) != when && !open)
			continue;
		if (!s) {
			s = show_section(page, parts[when].id, parts[when].title);
			table = admin_table(tpl_map(s, "table_part"),
					    mb_arena_printf(q->a, "t-%s", parts[when].id), parts[when].title,
					    q->who.clerk && when != PAST ? and_change : columns);
		}
		if (open)
			put_vacant(q, table, list[i].role);
		else
			put_row(q, table, &list[i]);
	}
	if (!s && parts[when].none)
		tpl_set_text(show_section(page, parts[when].id, parts[when].title), "empty",
			     parts[when].none);
}

/* "Only the board officer changes posts: Beth Corrigan." */
static const char *who_changes(struct web_req *q, const struct mb_post *list, size_t n)
{
	const char *clerk = mb_gate_partnership(q->g)->clerk_post, *names = NULL;

	for (size_t i = 0; i < n; i++)
		if (mb_streq(list[i].role, clerk) && when_of(q, &list[i]) == HELD)
			names = mb_arena_printf(q->a, "%s%s%s", names ? names : "", names ? ", " : "",
						mb_person_name(q->a, q->g, list[i].person));
	return mb_arena_printf(q->a, "Only the %s changes who holds a post: %s.", clerk ? clerk : "clerk",
			       names ? names : "nobody holds that one");
}

static int posts(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static const char about[] =
		"Posts that serve every group. Chairs, vice chairs and members stand on the "
		"page of their group.";
	struct tpl_map *page = tpl_data(q->a, &tpl_page);
	struct mb_post *list;
	size_t n;
	int rc = allowed(q, err);

	if (rc != MB_OK || (rc = mb_gate_posts(&list, &n, q->a, q->g, err)) != MB_OK)
		return rc;
	show_head(page, NULL, "Posts",
		  q->who.clerk ? about : mb_arena_printf(q->a, "%s %s", about, who_changes(q, list, n)));
	if (q->who.clerk)
		show_act(q, page, "Say who holds a post", "/admin/posts/change", false);
	for (enum when w = HELD; w <= PAST; w++)
		put_part(q, page, list, n, w);
	return web_render(q, res, &POSTS_HEAD(.title = "Posts", .command = "posts --all"), page, err);
}

/* ---- the form -------------------------------------------------------------------------------------------- */

static struct wish wish_of(struct web_req *q)
{
	return (struct wish){ given(q, "post"), given(q, "person"), given(q, "ends"), given(q, "from"),
			      given(q, "decision") };
}

static struct tpl_map *field(struct tpl_map *s, const char *id, const char *label, const char *hint)
{
	struct tpl_map *f = tpl_list_add(s, "fields");

	tpl_set_text(f, "id", id);
	tpl_set_text(f, "name", id);
	tpl_set_text(f, "label", label);
	tpl_set_text(f, "hint", hint);
	return f;
}

static void option(struct tpl_map *choice, const char *value, const char *label, const char *chosen)
{
	struct tpl_map *item = tpl_list_add(choice, "items");

	tpl_set_text(item, "value", value);
	tpl_set_text(item, "label", label);
	tpl_set_bool(item, "chosen", mb_streq(value, chosen));
}

static bool among(const char *const *words, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(words[i], word))
			return true;
	return false;
}

/* Those that somebody held or will hold; then roles of which only the rules know. */
static void put_posts(struct web_req *q, struct tpl_map *s, const struct mb_post *list, size_t n,
		      const char *chosen)
{
	const struct mb_schema *schema = mb_gate_schema(q->g);
	const char **names = NULL, **titles = NULL;
	size_t count = 0, n_titles = 0;

	for (size_t i = 0; i < n + schema->n_roles; i++) {
		const char *role = i < n ? list[i].role : schema->roles[i - n];

		if (among(names, count, role))
			continue;
		*MB_PUSH(q->a, names, count) = role;
		*MB_PUSH(q->a, titles, n_titles) = show_title(q, role);
	}
	show_choice(s, "post", "Post", names, titles, count, chosen, "Choose a post");
}

/* Whose holding ends: of the post that is chosen already, else of any. */
static void put_ends(struct web_req *q, struct tpl_map *s, const struct mb_post *list, size_t n,
		     const struct wish *w)
{
	struct tpl_map *choice = tpl_map(
		field(s, "ends", "Whose time ends the day before",
		      "Where several hold a post, one of them may be followed, or another one added."),
		"choice");
	const char *chosen = w->ends ? w->ends : EVERYBODY;
	const char **seen = NULL;
	size_t n_seen = 0;

	option(choice, EVERYBODY, "Whoever then holds it", chosen);
	for (size_t i = 0; i < n; i++) {
		if (when_of(q, &list[i]) == PAST || among(seen, n_seen, list[i].person) ||
		    (w->post && !mb_streq(w->post, list[i].role)))
			continue;
		*MB_PUSH(q->a, seen, n_seen) = list[i].person;
		option(choice, list[i].person,
		       mb_arena_printf(q->a, "Only that of %s", mb_person_name(q->a, q->g, list[i].person)),
		       chosen);
	}
	option(choice, NOBODY, "Nobody's: it is held beside those who hold it", chosen);
}

static void put_input(struct tpl_map *s, const char *id, const char *label, const char *hint,
		      const char *type, const char *value)
{
	struct tpl_map *in = tpl_map(field(s, id, label, hint), "input");

	tpl_set_text(in, "type", type);
	tpl_set_text(in, "width", mb_streq(type, "date") ? "10" : "20");
	tpl_set_bool(in, "code", !mb_streq(type, "date"));
	tpl_set_text(in, "value", value);
}

static int form(struct web_req *q, struct web_res *res, const struct wish *w, const char *problem,
		struct mb_error *err)
{
	const char *group = mb_node_text(mb_gate_partnership(q->g)->root, "posts_decided_by");
	struct tpl_map *page = tpl_data(q->a, &tpl_form), *s = tpl_list_add(page, "sections"), *item;
	struct mb_post *list;
	size_t n;
	int rc = mb_gate_posts(&list, &n, q->a, q->g, err);

	if (rc != MB_OK)
		return rc;
	show_head(page, NULL, "Say who holds a post",
		  q->who.clerk ? "From the day on that you say. What was done before stays as it was."
			       : who_changes(q, list, n));
	if (problem) {
		item = tpl_list_add(tpl_map(page, "errors"), "list");
		tpl_set_text(item, "text", problem);
		tpl_set_url(item, "href", "#post");
		res->status = 400;
	}
	put_posts(q, s, list, n, w->post);
	if ((rc = admin_choose_person(q, s, "person", "Who takes it up", w->person,
				      "Nobody: the post stays open", err)) != MB_OK)
		return rc;
	put_input(s, "from", "From", "Left empty: today.", "date", w->from);
	put_ends(q, s, list, n, w);
	put_input(s, "decision", "By decision",
		  group ? mb_arena_printf(q->a, "Of %s, such as %s. Without one nobody may take up a post.",
					  mb_group_title(q->a, q->g, group), "CTB-2005-D003")
			: "Its number, such as CTB-2005-D003, where there is one.",
		  "text", w->decision);
	tpl_set_url(page, "action", "/admin/posts/change");
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_key", web_form_key(q, res));
	tpl_set_text(page, "submit", "Go on");
	tpl_set_url(page, "cancel", "/admin/posts");
	show_link(q, page, "Somebody who is not in the list: add a person first", "/new/person");
	return web_render(q, res,
			  &POSTS_HEAD(.title = "Say who holds a post", .back = "/admin/posts",
				      .wrong = problem != NULL,
				      .command = "post give POST PERSON --from DAY"),
			  page, err);
}

static int blank(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct wish w = wish_of(q);
	int rc = allowed(q, err);

	return rc == MB_OK ? form(q, res, &w, NULL, err) : rc;
}

/* ---- looked at, then done -------------------------------------------------------------------------------- */

static const char *command(struct web_req *q, const struct mb_post_change *how, const char *from)
{
	return mb_arena_printf(q->a, "post %s \"%s\"%s%s%s%s%s%s%s%s",
			       !how->person  ? "end"
			       : how->beside ? "add"
					     : "give",
			       how->role, how->person ? " " : "", how->person ? how->person : "",
			       how->instead ? " " : "", how->instead ? how->instead : "",
			       from ? " --from " : "", from ? from : "", how->decision ? " --decision " : "",
			       how->decision ? how->decision : "");
}

static int confirm(struct web_req *q, struct web_res *res, const struct wish *w,
		   const struct mb_post_change *how, const struct mb_result *r, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_confirm);

	show_head(page, "Post", "Is this right?", NULL);
	tpl_set_textf(tpl_list_add(page, "what"), "text", "In the record it will say: “%s”.", r->headline);
	for (size_t i = 0; i < r->n_notes; i++)
		tpl_set_textf(tpl_list_add(page, "what"), "text", "%s.", show_named(q, r->notes[i]));
	tpl_set_textf(tpl_list_add(page, "what"), "text", "From that day on %s may do what the post may do.",
		      how->person ? mb_person_name(q->a, q->g, how->person) : "nobody");
	if (how->person && !how->beside)
		tpl_set_text(tpl_list_add(page, "what"), "text",
			     "Whoever's time ends may do it no longer. What was done before stays.");
	show_hidden(page, "post", w->post);
	show_hidden(page, "person", w->person);
	show_hidden(page, "ends", w->ends);
	show_hidden(page, "from", w->from);
	show_hidden(page, "decision", w->decision);
	show_hidden(page, "sure", "yes");
	tpl_set_url(page, "action", "/admin/posts/change");
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_text(page, "form_key", web_form_key(q, res));
	tpl_set_text(page, "submit", "Record it");
	tpl_set_url(page, "cancel", "/admin/posts");
	return web_render(q, res,
			  &POSTS_HEAD(.title = "Is this right?", .back = "/admin/posts",
				      .command = command(q, how, w->from)),
			  page, err);
}

/* What the form says as the gate takes it. *problem: why it cannot be; NULL */
static void read_wish(struct mb_post_change *how, const char **problem, struct web_req *q,
		      const struct wish *w)
{
	const struct mb_doc *d;

	*how = (struct mb_post_change){ .role = w->post,
					.person = w->person,
					.instead = w->ends && !mb_streq(w->ends, EVERYBODY) &&
								   !mb_streq(w->ends, NOBODY)
							   ? w->ends
							   : NULL,
					.beside = w->person && mb_streq(w->ends, NOBODY),
					.from = MB_NO_DAY,
					.decision = w->decision };
	if (!w->post)
		*problem = "Choose a post.";
	else if (w->from && !mb_day_parse(&how->from, w->from))
		*problem = "Say the day as a date that exists, such as 2006-01-17.";
	else if (w->decision && web_doc(&d, q, w->decision, NULL) != MB_OK)
		*problem = mb_arena_printf(q->a, "There is no decision %s that you may read.", w->decision);
}

static int change(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	bool sure = mb_streq(web_field(q, "sure"), "yes");
	struct wish w = wish_of(q);
	struct mb_post_change how;
	const char *problem = NULL;
	struct mb_result r = { 0 };
	struct mb_error low = { 0 };
	struct mb_actor actor;
	int rc = allowed(q, err);

	if (rc != MB_OK)
		return rc;
	read_wish(&how, &problem, q, &w);
	if (problem)
		return form(q, res, &w, problem, err);
	if ((rc = web_actor(&actor, q, err)) != MB_OK)
		return rc;
	rc = mb_gate_change_post(&r, q->a, q->g, &how, &actor, sure ? 0 : MB_DRY_RUN, &low);
	if (rc == MB_EFAIL)
		return mb_fail(err, rc, "%s", low.text);
	if (rc != MB_OK)
		return form(q, res, &w, show_title(q, show_named(q, low.text)), err);
	if (!sure)
		return confirm(q, res, &w, &how, &r, err);
	web_notice(q, "success", "%s.", r.headline ? r.headline : "Done");
	return web_see(res, "/admin/posts");
}

const struct web_route admin_posts_routes[] = {
	{ WEB_GET, "/admin/posts", posts, WEB_SIGNED_IN, 0 },
	{ WEB_GET, "/admin/posts/change", blank, WEB_SIGNED_IN, 0 },
	{ WEB_POST, "/admin/posts/change", change, WEB_SIGNED_IN, WEB_ONCE },
	{ 0 },
};
