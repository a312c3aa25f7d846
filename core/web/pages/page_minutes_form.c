/* The form for taking minutes, filled; and the page where two people's changes of it are settled. */
#include "page_minutes.h"
#include "templates.h"

#include <string.h>

const char *take_href(struct web_req *q, const char *meeting)
{
	return mb_arena_printf(q->a, "/meetings/%s/minutes/take", web_escape(q->a, meeting));
}

const char *take_saved_words(struct taking *t)
{
	struct web_req *q = t->q;
	struct mb_instant at = mb_now(), then;
	int minute;

	if (!t->now.text)
		return NULL;
	then = (struct mb_instant){ .utc = t->now.saved, .offset = at.offset };
	minute = mb_instant_minute(then);
	return mb_arena_printf(
		q->a, "Saved %02d:%02d%s%s by %s", minute / 60, minute % 60,
		mb_instant_day(then) == mb_instant_day(at) ? "" : " on ",
		mb_instant_day(then) == mb_instant_day(at) ? "" : mb_day_words(q->a, mb_instant_day(then)),
		mb_person_name(q->a, q->g, t->now.person));
}

/* ---- parts of the form ----------------------------------------------------------------------------------- */

static void set(struct taking *t, struct tpl_map *part, const char *key, const char *row, const char *field)
{
	tpl_set_text(part, key, take_of(t, row, field));
}

static void put_alone(struct taking *t, struct tpl_map *page)
{
	static const char *const names[] = { "time", "place", "chair", "public", "others" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *v = take_get(&t->fields, names[i]);

		tpl_set_text(page, names[i], v ? v : "");
	}
}

static void put_people(struct taking *t, struct tpl_map *page)
{
	static const char *const ways[] = { "present", "apologies", "substitute", "absent" };

	for (size_t i = 0; i < t->n_people; i++) {
		const struct take_person *p = &t->people[i];
		struct tpl_map *m = tpl_list_add(page, "people"), *name = tpl_list_add(page, "people_list");
		const char *row = mb_arena_printf(t->q->a, "p-%s", p->id), *as = take_get(&t->fields, row);

		tpl_set_text(m, "id", row);
		tpl_set_text(m, "name", row);
		tpl_set_textf(m, "label", "%s, %s%s%s", p->name, p->role, p->body ? ", " : "",
			      p->body ? p->body : "");
		tpl_set_bool(m, "votes", p->voting);
		for (size_t k = 0; k < sizeof ways / sizeof *ways; k++)
			tpl_set_bool(m, ways[k], mb_streq(as, ways[k]));
		set(t, m, "who", row, "who");
		tpl_set_text(name, "name", p->name);
	}
}

/* Whoever else the partnership knows may come in somebody's place, or have something to do. */
static int put_names(struct taking *t, struct tpl_map *page, struct mb_error *err)
{
	const struct mb_ask ask = { .kind = "person",
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	size_t n;
	int rc = web_list(&rows, &n, t->q, &ask, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		bool there = false;

		for (size_t k = 0; k < t->n_people; k++)
			there |= mb_streq(t->people[k].id, rows[i].id);
		if (!there)
			tpl_set_text(tpl_list_add(page, "people_list"), "name",
				     mb_person_name(t->q->a, t->q->g, rows[i].id));
	}
	return rc;
}

static void put_interests(struct taking *t, struct tpl_map *page)
{
	const char **rows;
	size_t n = take_rows(&rows, t->q->a, &t->fields, "i-");

	for (size_t i = 0; i < n; i++) {
		struct tpl_map *m = tpl_list_add(page, "interests");

		tpl_set_text(m, "id", rows[i]);
		tpl_set_text(m, "name", rows[i]);
		tpl_set_number(m, "number", (long long)i + 1);
		set(t, m, "person", rows[i], "person");
		set(t, m, "item", rows[i], "item");
		set(t, m, "interest", rows[i], "interest");
		set(t, m, "effect", rows[i], "effect");
	}
	tpl_set_textf(page, "add_interest", "i-%s", take_key(t->q->a));
}

static void put_outcomes(struct taking *t, struct tpl_map *d, const char *row)
{
	static const char *const outcomes[][2] = {
		{ "", "As the words say" },	  { "agreed", "Agreed" },     { "noted", "Noted" },
		{ "recommended", "Recommended" }, { "referred", "Referred" }, { "deferred", "Deferred" },
		{ "withdrawn", "Withdrawn" },	  { "lost", "Lost" }
	};

	for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
		struct tpl_map *o = tpl_list_add(d, "outcomes");

		tpl_set_text(o, "value", outcomes[i][0]);
		tpl_set_text(o, "label", outcomes[i][1]);
		tpl_set_bool(o, "chosen", mb_streq(take_of(t, row, "outcome"), outcomes[i][0]));
	}
}

static void put_decisions(struct taking *t, struct tpl_map *item, const char *of)
{
	const char **rows;
	size_t n = take_rows(&rows, t->q->a, &t->fields, mb_arena_printf(t->q->a, "%s-d-", of));

	for (size_t i = 0; i < n; i++) {
		struct tpl_map *m = tpl_list_add(item, "decisions");

		tpl_set_text(m, "id", rows[i]);
		tpl_set_text(m, "name", rows[i]);
		tpl_set_number(m, "number", (long long)i + 1);
		set(t, m, "text", rows[i], "text");
		put_outcomes(t, m, rows[i]);
		set(t, m, "votes_for", rows[i], "for");
		set(t, m, "against", rows[i], "against");
		set(t, m, "abstain", rows[i], "abstain");
		set(t, m, "dissent", rows[i], "dissent");
	}
	tpl_set_textf(item, "add_decision", "%s-d-%s", of, take_key(t->q->a));
	tpl_set_bool(item, "another_decision", n > 0);
}

static void put_actions(struct taking *t, struct tpl_map *item, const char *of)
{
	const char **rows;
	size_t n = take_rows(&rows, t->q->a, &t->fields, mb_arena_printf(t->q->a, "%s-a-", of));

	for (size_t i = 0; i < n; i++) {
		struct tpl_map *m = tpl_list_add(item, "actions");

		tpl_set_text(m, "id", rows[i]);
		tpl_set_text(m, "name", rows[i]);
		tpl_set_number(m, "number", (long long)i + 1);
		set(t, m, "what", rows[i], "what");
		set(t, m, "who", rows[i], "owner");
		set(t, m, "due", rows[i], "due");
	}
	tpl_set_textf(item, "add_action", "%s-a-%s", of, take_key(t->q->a));
	tpl_set_bool(item, "another_action", n > 0);
}

static void hide(struct tpl_map *part, const char *name, const char *value)
{
	struct tpl_map *h = tpl_list_add(part, "hidden");

	tpl_set_text(h, "name", name);
	tpl_set_text(h, "value", value);
}

static long long lines_of(const char *text)
{
	long long n = 3;

	for (const char *p = text; *p && n < 20; p++)
		n += *p == '\n' || (p - text) % 90 == 89;
	return n;
}

static void put_item(struct taking *t, struct tpl_map *page, const char *row)
{
	static const char *const fixed[] = { "number", "title", "paper", "late" };
	struct tpl_map *m = tpl_list_add(page, "items"), *paper;
	const char *number = take_of(t, row, "number"), *title = take_of(t, row, "title"),
		   *late = take_of(t, row, "late");
	bool own = *take_of(t, row, "own");

	tpl_set_text(m, "id", row);
	tpl_set_text(m, "name", row);
	tpl_set_text(m, "number", number);
	tpl_set_text(m, "title", title);
	tpl_set_textf(m, "heading", "%s%s%s", number, *number ? ". " : "", *title ? title : "Another item");
	tpl_set_bool(m, "own", own);
	if (own)
		hide(m, mb_arena_printf(t->q->a, "%s-own", row), "yes");
	for (size_t i = own ? 2 : 0; i < sizeof fixed / sizeof *fixed; i++)
		if (take_get(&t->fields, mb_arena_printf(t->q->a, "%s-%s", row, fixed[i])))
			hide(m, mb_arena_printf(t->q->a, "%s-%s", row, fixed[i]), take_of(t, row, fixed[i]));
	if (*take_of(t, row, "paper")) {
		paper = tpl_map(m, "paper");
		set(t, paper, "text", row, "paper");
		tpl_set_url(paper, "href", show_doc_href(t->q, take_of(t, row, "paper")));
	}
	tpl_set_bool(m, "late", *late || *take_of(t, row, "urgent"));
	if (*late && !mb_streq(late, "yes"))
		tpl_set_textf(m, "late_hint", "This item came in late. What puts it in order: %s.", late);
	set(t, m, "urgent", row, "urgent");
	set(t, m, "discussion", row, "text");
	tpl_set_number(m, "rows", lines_of(take_of(t, row, "text")));
	put_decisions(t, m, row);
	put_actions(t, m, row);
}

/* ---- the form -------------------------------------------------------------------------------------------- */

static void put_about(struct taking *t, struct tpl_map *page)
{
	struct take_quorum quorum;

	if (t->minutes) {
		tpl_set_text(
			page, "late_filed",
			"Minutes of this meeting are filed already. Filing these takes the place of their "
			"text.");
		tpl_set_url(page, "late_href", show_doc_href(t->q, t->minutes));
	}
	if (take_quorum(&quorum, t, NULL) == MB_OK && quorum.line) {
		tpl_set_text(page, "quorum_line", quorum.line);
		tpl_set_bool(page, "quorum_short", quorum.short_of);
	}
	tpl_set_text(page, "saved", take_saved_words(t));
	tpl_set_urlf(page, "paste", "/file?kind=minutes&meeting=%s", t->id);
	if (t->now.text)
		tpl_set_urlf(page, "discard", "/meetings/%s/minutes/discard", t->id);
}

int take_page(struct web_req *q, struct web_res *res, struct taking *t, const struct take_problem *problems,
	      size_t n_problems, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_minutes_edit);
	struct web_head head = WEB_HEAD(.title = mb_arena_printf(q->a, "Take minutes: %s", t->title),
					.section = "/meetings",
					.back = mb_arena_printf(q->a, "/meetings/%s", t->id),
					.command = "file FILE", .wrong = n_problems > 0);
	const char **rows;
	size_t n = take_rows(&rows, q->a, &t->fields, "t-"), before = n;
	int rc;

	if ((rc = take_prepare(t, err)) != MB_OK)
		return rc;
	n = take_rows(&rows, q->a, &t->fields, "t-");
	if (before && n > before)
		tpl_set_textf(page, "changed",
			      "%zu item%s come onto the agenda since this draft was begun: below the others.",
			      n - before, n - before == 1 ? " has" : "s have");
	show_head(page, t->title, "Take minutes", NULL);
	for (size_t i = 0; i < n_problems; i++) {
		struct tpl_map *item = tpl_list_add(tpl_map(page, "errors"), "list");

		tpl_set_text(item, "text", problems[i].text);
		tpl_set_url(item, "href", mb_arena_printf(q->a, "#%s", problems[i].field));
	}
	tpl_set_url(page, "action", take_href(q, t->id));
	tpl_set_urlf(page, "autosave", "/meetings/%s/minutes/draft", t->id);
	tpl_set_text(page, "token", web_token(q, res));
	tpl_set_textf(page, "form_state", "%ld", t->base);
	tpl_set_text(page, "page_key", take_key(q->a));
	put_alone(t, page);
	put_people(t, page);
	if ((rc = put_names(t, page, err)) != MB_OK)
		return rc;
	put_interests(t, page);
	for (size_t i = 0; i < n; i++)
		put_item(t, page, rows[i]);
	tpl_set_textf(page, "add_item", "t-%s", take_key(q->a));
	put_about(t, page);
	return web_render(q, res, &head, page, err);
}

/* ---- two people ------------------------------------------------------------------------------------------ */

static bool is_long(const char *name)
{
	return mb_streq(name, "others") || mb_ends(name, "-text");
}

/* "Item 3, decision: wording" */
static const char *label_of(struct taking *t, const char *name)
{
	static const char *const words[][2] = {
		{ "number", "number" },	      { "title", "title" },	  { "urgent", "why it is urgent" },
		{ "outcome", "outcome" },     { "for", "votes for" },	  { "against", "votes against" },
		{ "abstain", "abstained" },   { "dissent", "dissent" },	  { "what", "what" },
		{ "owner", "who" },	      { "due", "by when" },	  { "person", "who" },
		{ "item", "item" },	      { "interest", "interest" }, { "effect", "what followed" },
		{ "who", "who came instead" }
	};
	const char *last = strrchr(name, '-'), *part = last ? last + 1 : name, *what = NULL;
	struct mb_arena *a = t->q->a;

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (mb_streq(part, words[i][0]))
			what = words[i][1];
	for (size_t i = 0; i < t->n_people; i++) {
		const char *row = mb_arena_printf(a, "p-%s", t->people[i].id);

		if (mb_streq(name, row))
			return t->people[i].name;
		if (mb_starts(name, row) && mb_streq(name + strlen(row), "-who"))
			return mb_arena_printf(a, "%s: %s", t->people[i].name, what);
	}
	if (mb_starts(name, "t-")) {
		const char *row = mb_arena_ndup(a, name, 2 + strcspn(name + 2, "-")),
			   *kind = name + strlen(row);
		bool decision = mb_starts(kind, "-d-"), action = mb_starts(kind, "-a-");

		return mb_arena_printf(a, "Item %s, %s%s", take_of(t, row, "number"),
				       decision ? "a decision: "
				       : action ? "an action: "
						: "",
				       what	  ? what
				       : decision ? "wording"
						  : "discussion");
	}
	if (mb_starts(name, "i-"))
		return mb_arena_printf(a, "Declaration of interest: %s", what);
	return mb_streq(name, "others")	  ? "Also in attendance"
	       : mb_streq(name, "public") ? "Members of the public"
	       : mb_streq(name, "chair")  ? "Who presided"
	       : mb_streq(name, "time")	  ? "Began at"
					  : "Place";
}

static void put_clash(struct taking *t, struct tpl_map *page, const struct take_clash *c, size_t i)
{
	const char *name = mb_arena_printf(t->q->a, "keep-%zu", i);
	struct tpl_map *part = tpl_list_add(page, is_long(c->name) ? "parts" : "facts");

	hide(page, mb_arena_printf(t->q->a, "clash-%zu", i), c->name);
	hide(page, mb_arena_printf(t->q->a, "clash-%zu-mine", i), c->mine);
	hide(page, mb_arena_printf(t->q->a, "clash-%zu-theirs", i), c->theirs);
	tpl_set_text(part, "id", name);
	tpl_set_text(part, "name", name);
	tpl_set_text(part, "label", label_of(t, c->name));
	if (is_long(c->name)) {
		struct tpl_map *clash = tpl_map(part, "clash");

		tpl_set_number(part, "number", (long long)i + 1);
		tpl_set_text(clash, "mine", c->mine);
		tpl_set_text(clash, "theirs", c->theirs);
		return;
	}
	tpl_set_text(part, "mine", *c->mine ? c->mine : "nothing");
	tpl_set_text(part, "theirs", *c->theirs ? c->theirs : "nothing");
}

int take_clash_page(struct web_req *q, struct web_res *res, struct taking *t, const struct web_pairs *merged,
		    const struct take_clash *clashes, size_t n, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_conflict);

	show_head(page, t->title,
		  mb_streq(t->now.person, q->who.person)
			  ? "You have changed the same in another window"
			  : mb_arena_printf(q->a, "You and %s have changed the same",
					    mb_person_name(q->a, q->g, t->now.person)),
		  NULL);
	tpl_set_bool(page, "apart", true);
	tpl_set_textf(page, "sentence", "%s, after you opened these minutes.", take_saved_words(t));
	tpl_set_url(page, "action", take_href(q, t->id));
	tpl_set_text(page, "token", web_token(q, res));
	hide(page, "do", "settle");
	hide(page, "then", web_field_or(q, "do", "save"));
	hide(page, "base", mb_arena_printf(q->a, "%ld", t->now.version));
	hide(page, "page", take_key(q->a));
	for (size_t i = 0; i < merged->n; i++)
		hide(page, merged->list[i].name, merged->list[i].value.p);
	for (size_t i = 0; i < n; i++)
		put_clash(t, page, &clashes[i], i);
	tpl_set_url(page, "cancel", take_href(q, t->id));
	res->status = 409;
	return web_render(q, res,
			  &WEB_HEAD(.title = "Two have changed the same", .section = "/meetings",
				    .back = take_href(q, t->id)),
			  page, err);
}

void take_settle(struct taking *t)
{
	struct web_req *q = t->q;

	for (size_t i = 0; i < q->form.n; i++) {
		const char *clash = mb_arena_printf(q->a, "clash-%zu", i), *name = web_field(q, clash),
			   *keep = web_field(q, mb_arena_printf(q->a, "keep-%zu", i)),
			   *mine = web_field_or(q, mb_arena_printf(q->a, "%s-mine", clash), ""),
			   *theirs = web_field_or(q, mb_arena_printf(q->a, "%s-theirs", clash), "");

		if (!name)
			return;
		if (mb_streq(keep, "theirs"))
			mine = theirs;
		else if (mb_streq(keep, "both"))
			mine = mb_arena_printf(q->a, "%s%s%s", mine, *mine && *theirs ? "\n\n" : "", theirs);
		else if (mb_streq(keep, "own"))
			mine = web_field_or(q, mb_arena_printf(q->a, "keep-%zu-text", i), "");
		take_set(q->a, &t->fields, mb_arena_dup(q->a, name), mine);
	}
}
