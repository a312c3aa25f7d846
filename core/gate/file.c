/* Filing a text: what kind it is, whose it is, whether it is new or a corrected draft of what is there. */
#include "filing.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* What another program wrote in front of a past text means nothing here. */
static const char *given(const struct filing *x, const char *option, const char *key)
{
	return option || x->how->received ? option : mb_node_text(x->matter.root, key);
}

/* ---- what is it ------------------------------------------------------------------------------------------ */

static int find_kind(struct filing *x, struct mb_error *err)
{
	const char *name = given(x, x->how->as_kind, "kind");
	const struct mb_schema *schema = mb_rules_schema(x->d->rules);
	const char *names[64];
	size_t n = 0;

	filed_read(x, name);
	if (name)
		name = filed_kind(x, name);
	else if (!mb_streq(x->r->kind, "unknown"))
		name = x->r->kind;
	if (!name)
		return mb_fail(err, MB_EINVAL,
			       "what kind of document this is could not be read out of it: say so, for "
			       "instance --as-kind paper");
	if (!given(x, x->how->as_kind, "kind") && x->r->kind_sure == MB_LIKELY)
		draft_note(x->d, "taken for %s by its form: if it is something else, say --as-kind", name);
	if (mb_streq(name, "decision-record"))
		name = "decision";
	if ((x->kind = mb_schema_kind(schema, name)))
		return MB_OK;
	for (; n < schema->n_kinds && n < 64; n++)
		names[n] = schema->kinds[n].name;
	if (mb_nearest(name, names, n))
		return mb_fail(err, MB_EINVAL, "'%s' is no kind of document here; did you mean '%s'?", name,
			       mb_nearest(name, names, n));
	return mb_fail(err, MB_EINVAL, "'%s' is no kind of document that this record knows", name);
}

/* ---- whose is it ----------------------------------------------------------------------------------------- */

static bool same_words(const char *a, const char *b)
{
	while (*a && *b) {
		unsigned char x = (unsigned char)*a, y = (unsigned char)*b;

		if (tolower(x) != tolower(y))
			return false;
		a++;
		b++;
	}
	return *a == *b;
}

/* "The Executive" and "Executive" are one body. */
static const char *plain_name(const char *s)
{
	return strncasecmp(s, "the ", 4) == 0 ? s + 4 : s;
}

static const char *group_named(struct filing *x, const char *name)
{
	const struct mb_query q = { .kind = "group" };
	const struct mb_doc **groups;
	struct mb_error ignored;
	size_t n;

	if (!name || mb_view_list(&groups, &n, x->d->base, &q, &ignored) != MB_OK)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		const char *brief = mb_doc_field(groups[i], "short");

		if (same_words(plain_name(groups[i]->title), plain_name(name)) ||
		    (brief && same_words(brief, plain_name(name))))
			return groups[i]->group;
	}
	return NULL;
}

static int find_meeting(struct filing *x, struct mb_error *err)
{
	const char *id = given(x, x->how->meeting, "meeting");
	const struct mb_query q = { .kind = "meeting", .group = x->group };
	const struct mb_doc **list;
	size_t n;
	int rc;

	if (id) {
		if ((rc = mb_view_doc(&x->meeting, x->d->base, id, err)) == MB_ENOTFOUND)
			return mb_fail(err, MB_ENOTFOUND,
				       "there is no meeting '%s' (see: minutebook meetings)", id);
		if (rc == MB_OK && (!x->meeting->kind || !mb_streq(x->meeting->kind->name, "meeting")))
			return mb_fail(err, MB_EINVAL, "%s is no meeting", id);
		return rc;
	}
	if (!x->group || (x->r->date == MB_NO_DAY && !x->yearless))
		return MB_OK;
	if ((rc = mb_view_list(&list, &n, x->d->base, &q, err)) != MB_OK)
		return rc;
	if (x->yearless && x->kind->lives == MB_LIVES_IN_MEETING)
		return filed_without_year(x, list, n, err);
	for (size_t i = 0; i < n; i++)
		if (mb_doc_day(list[i], "date") == x->r->date)
			x->meeting = list[i];
	return MB_OK;
}

static int find_group(struct filing *x, struct mb_error *err)
{
	const char *name = given(x, x->how->group, "group");
	const struct mb_doc *group;
	int rc;

	if (name) {
		rc = mb_view_doc(&group, x->d->base, name, err);
		if (rc == MB_OK && group->kind && mb_streq(group->kind->name, "group")) {
			x->group = group->group;
			return MB_OK;
		}
		if (!(x->group = group_named(x, name)))
			return mb_fail(err, MB_ENOTFOUND, "there is no group '%s' (see: minutebook groups)",
				       name);
		return MB_OK;
	}
	x->group = group_named(x, x->r->body);
	return MB_OK;
}

/* A text that names another body than it is filed for: past minutes are left out, others are filed as asked, which is said. */
static int other_body(struct filing *x, struct mb_error *err)
{
	const char *named = x->group ? group_named(x, x->r->body) : NULL;

	if (x->kind->lives != MB_LIVES_IN_MEETING || !x->r->body || !x->group || mb_streq(named, x->group))
		return MB_OK;
	if (named && x->how->received)
		return mb_fail(err, MB_EINVAL, "the text is of '%.80s' (%s), and was to be taken over for %s",
			       x->r->body, named, x->group);
	draft_note(x->d, "the text says that it is of '%.80s'; it is filed for %s, as asked", x->r->body,
		   x->group);
	return MB_OK;
}

/* A group lives in the folder that is named after it. */
static bool is_group(const struct mb_kind *k)
{
	return k->lives == MB_LIVES_IN_GROUP && mb_streq(k->file_name, "group");
}

static int find_home(struct filing *x, struct mb_error *err)
{
	int rc;

	if (x->how->fresh && is_group(x->kind))
		return MB_OK;
	rc = find_group(x, err);
	if (rc != MB_OK || (rc = find_meeting(x, err)) != MB_OK)
		return rc;
	if (x->meeting && x->group && !mb_streq(x->meeting->group, x->group))
		return mb_fail(err, MB_EINVAL, "meeting %s is one of %s, not of %s", x->meeting->id,
			       x->meeting->group, x->group);
	if (x->meeting)
		x->group = x->meeting->group;
	if ((rc = other_body(x, err)) != MB_OK)
		return rc;
	if (x->kind->lives == MB_LIVES_IN_MEETING && !x->meeting && x->group && x->how->received &&
	    x->r->date != MB_NO_DAY)
		return filed_meeting(x, err);
	if (!x->group && x->r->body && x->kind->lives != MB_LIVES_TOP)
		return filed_unknown_body(x, err);
	if (x->kind->lives == MB_LIVES_IN_MEETING && !x->meeting)
		return mb_fail(err, x->group ? MB_ENOTFOUND : MB_EINVAL,
			       "which meeting these %s are of could not be found: say --meeting (a meeting "
			       "is made with: minutebook meeting new)",
			       x->kind->plural ? x->kind->plural : x->kind->name);
	if (x->kind->lives != MB_LIVES_TOP && !x->group)
		return mb_fail(err, MB_EINVAL,
			       "which group this %s is for could not be read out of it: say --group",
			       x->kind->name);
	return MB_OK;
}

/* ---- is it there already --------------------------------------------------------------------------------- */

static bool may_be_edited(const struct mb_doc *doc)
{
	for (size_t i = 0; i < doc->kind->n_edit_in; i++)
		if (mb_streq(doc->kind->edit_in[i], doc->state))
			return true;
	return false;
}

static int by_id(const struct mb_doc **out, struct filing *x, const char *id, struct mb_error *err)
{
	int rc = mb_view_doc(out, x->d->base, id, err);

	if (rc == MB_ENOTFOUND)
		return mb_fail(err, MB_EINVAL,
			       "the text gives itself the id '%s', which is no document here: ids are given "
			       "by the record; leave `id:` out",
			       id);
	if (rc == MB_OK && (*out)->kind != x->kind)
		return mb_fail(err, MB_EINVAL, "the id '%s' is already used by a %s", id,
			       (*out)->kind ? (*out)->kind->name : "page");
	return rc;
}

static int in_meeting(const struct mb_doc **out, struct filing *x, struct mb_error *err)
{
	const struct mb_query q = {
		.kind = x->kind->name, .group = x->group, .field = "meeting", .value = x->meeting->id
	};
	const struct mb_doc **list, *last = NULL;
	size_t n;
	int rc = mb_view_list(&list, &n, x->d->base, &q, err);

	if (rc != MB_OK)
		return rc;
	for (size_t i = 0; i < n;
	     i++) /* agenda.md sorts behind agenda-2.md: the longest, then greatest, path is the last */
		if (!last || strlen(list[i]->path) > strlen(last->path) ||
		    (strlen(list[i]->path) == strlen(last->path) && strcmp(list[i]->path, last->path) > 0))
			last = list[i];
	/* what went out stays as it went out: a further agenda is a supplement; minutes have no supplement */
	if (last && mb_kind_field(x->kind, "supplements") && !may_be_edited(last))
		last = NULL;
	*out = last;
	return MB_OK;
}

/* The index knows all titles; only what bears this one is read. Of several the last by path. */
static int with_same_title(const struct mb_doc **out, struct filing *x, struct mb_error *err)
{
	const char *title = mb_node_text(x->matter.root, "title");
	const struct mb_ask ask = { .kind = x->kind->name,
				    .group = x->group,
				    .since = MB_NO_DAY,
				    .until = MB_NO_DAY,
				    .as_at = MB_NO_DAY,
				    .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	const struct mb_doc *doc;
	size_t n;
	int rc;

	if (!title)
		title = x->r->title;
	if (!title)
		return MB_OK;
	if ((rc = mb_index_list(&rows, &n, x->d->a, x->d->g->ix, &ask, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++) {
		if (!same_words(rows[i].title, title))
			continue;
		if ((rc = mb_view_doc(&doc, x->d->base, rows[i].path, err)) != MB_OK)
			return rc;
		if ((may_be_edited(doc) ||
		     (doc->body.n == x->body.n && memcmp(doc->body.p, x->body.p, x->body.n) == 0)) &&
		    (!*out || strcmp(doc->path, (*out)->path) > 0))
			*out = doc;
	}
	return MB_OK;
}

/* A proposal is corrected; beside what is in force a new text is a new proposal. The last by number that may be edited. */
static int of_group(const struct mb_doc **out, struct filing *x, struct mb_error *err)
{
	const struct mb_query q = { .kind = x->kind->name, .group = x->group };
	const struct mb_doc **list;
	size_t n;
	int rc = mb_view_list(&list, &n, x->d->base, &q, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if ((may_be_edited(list[i]) ||
		     (list[i]->body.n == x->body.n && memcmp(list[i]->body.p, x->body.p, x->body.n) == 0)) &&
		    (!*out || may_be_edited(list[i])))
			*out = list[i];
	return rc;
}

static int find_present(const struct mb_doc **out, struct filing *x, struct mb_error *err)
{
	const char *id = x->how->received ? NULL : mb_node_text(x->matter.root, "id");

	*out = NULL;
	if (x->made_meeting) /* it came into being a moment ago */
		return MB_OK;
	if (x->how->fresh &&
	    (x->kind->lives == MB_LIVES_NUMBERED || x->kind->lives == MB_LIVES_TOP || is_group(x->kind)))
		return MB_OK;
	if (id && x->kind->lives != MB_LIVES_TOP)
		return by_id(out, x, id, err);
	if (x->kind->lives == MB_LIVES_IN_MEETING)
		return in_meeting(out, x, err);
	if (x->kind->lives == MB_LIVES_IN_GROUP)
		return of_group(out, x, err);
	if (x->kind->lives == MB_LIVES_NUMBERED)
		return with_same_title(out, x, err);
	return MB_OK;
}

/* ---- putting it in --------------------------------------------------------------------------------------- */

static bool is_managed(const struct mb_kind *k, const char *key)
{
	const struct mb_field *f = mb_kind_field(k, key);

	if (!f)
		f = mb_common_field(key);
	return f && f->managed;
}

static int take_front_matter(struct filing *x, struct draft_file *f, const struct mb_doc *present,
			     struct mb_error *err)
{
	const struct mb_node *map = x->matter.root;
	const struct mb_doc *now;
	int rc = draft_doc(&now, x->d, f, err);

	if (rc == MB_OK && x->how->received) {
		/* what another program wrote there means something else: it is kept, and means nothing here */
		if (map && map->n && (rc = draft_set(x->d, f, "received_fields", map, err)) != MB_OK)
			return rc;
		return draft_set_raw(x->d, f, "author", x->d->actor->by, err);
	}
	for (size_t i = 0; rc == MB_OK && map && i < map->n; i++) {
		const char *key = map->keys[i];

		if (mb_streq(key, "id") || mb_streq(key, "kind") || mb_streq(key, "group"))
			continue;
		if (mb_node_same(mb_doc_node(now, key), map->items[i]))
			continue;
		if (is_managed(x->kind, key))
			return mb_fail(err, MB_EREFUSED,
				       "`%s` (line %d) is not typed by hand: it changes by moves and by the "
				       "minutes; leave it out",
				       key, map->items[i]->line);
		rc = draft_set(x->d, f, key, map->items[i], err);
	}
	if (rc == MB_OK && !present && !mb_node_get(map, "author"))
		rc = draft_set_raw(x->d, f, "author", x->d->actor->by, err);
	return rc;
}

int draft_typed(struct draft *d, struct draft_file *f, struct mb_error *err)
{
	const struct mb_node *list;
	const struct mb_doc *doc;
	int rc;

	if (mb_streq(d->actor->by, d->actor->entered_by))
		return MB_OK;
	if ((rc = draft_doc(&doc, d, f, err)) != MB_OK)
		return rc;
	list = mb_doc_node(doc, "typed_by");
	for (size_t i = 0; list && list->type == MB_LIST && i < list->n; i++)
		if (mb_streq(list->items[i]->text, d->actor->entered_by))
			return MB_OK;
	return draft_append(d, f, "typed_by", mb_node_new_raw(d->a, d->actor->entered_by), err);
}

static const char *slug_of(struct filing *x)
{
	const char *id = mb_node_text(x->matter.root, "id"), *name = mb_node_text(x->matter.root, "name");
	char *slug;
	size_t n = 0;

	name = name ? name : mb_node_text(x->matter.root, "title");
	if (id || !(name = name ? name : x->r->title))
		return id;
	slug = mb_arena_alloc(x->d->a, strlen(name) + 1);
	for (; *name; name++)
		if (isalnum((unsigned char)*name))
			slug[n++] = (char)tolower((unsigned char)*name);
		else if (n && slug[n - 1] != '-')
			slug[n++] = '-';
	while (n && slug[n - 1] == '-')
		slug[--n] = '\0';
	return slug;
}

static int year_of(const struct filing *x)
{
	mb_day day = x->meeting ? mb_doc_day(x->meeting, "date") : x->how->fresh ? MB_NO_DAY : x->r->date;

	return mb_day_year(day == MB_NO_DAY ? x->d->on : day);
}

/* What comes in by a move that stamps a day bears it from the first. */
static int stamp_new(struct filing *x, struct draft_file *f, struct mb_error *err)
{
	const struct mb_kind *k = x->kind;

	for (size_t i = 0; i < k->n_moves && k->n_states; i++) {
		const struct mb_move *m = &k->moves[i];

		if (!m->stamp || !mb_streq(m->to, k->states[0]) || !mb_streq(m->from[0], "new") ||
		    mb_node_get(x->matter.root, m->stamp))
			continue;
		return draft_set_day(x->d, f, m->stamp,
				     m->dated_act ? x->d->on : mb_instant_day(x->d->actor->recorded), err);
	}
	return MB_OK;
}

static int make_new(struct draft_file **f, struct filing *x, struct mb_error *err)
{
	struct draft *d = x->d;
	struct mb_address at;
	const char *meeting = x->meeting ? x->meeting->id : x->made_meeting;
	int rc;

	if (x->kind->lives == MB_LIVES_FOLDER)
		return mb_fail(err, MB_EUSAGE, "a %s is made with: minutebook %s new GROUP DATE",
			       x->kind->name, x->kind->name);
	rc = draft_new(f, &at, d, x->kind->name, x->group, year_of(x),
		       x->kind->lives == MB_LIVES_IN_MEETING ? meeting : NULL, slug_of(x), err);
	if (rc != MB_OK)
		return rc;
	if (meeting && mb_kind_field(x->kind, "meeting") &&
	    (rc = draft_set_raw(d, *f, "meeting", meeting, err)) != MB_OK)
		return rc;
	if (at.number > 1 && mb_kind_field(x->kind, "supplements") &&
	    (rc = draft_set_raw(d, *f, "supplements",
				mb_arena_printf(d->a, "%s-%s", meeting, x->kind->file_name), err)) != MB_OK)
		return rc;
	(*f)->what = at.number > 1 && x->kind->lives == MB_LIVES_IN_MEETING ? "filed as a supplement"
									    : "filed";
	if (!x->how->received)
		return stamp_new(x, *f, err);
	(*f)->what = "taken over, on trust";
	return filed_received(x, *f, err);
}

/* One blank line stands between front matter and text, whether it is filed for the first time or again. */
static int put_body(struct filing *x, struct draft_file *f, bool fresh, struct mb_error *err)
{
	bool gap = x->body.n && x->body.p[0] != '\n' && x->body.p[0] != '\r';
	const char *body = mb_arena_printf(x->d->a, "%s%.*s", gap ? "\n" : "", (int)x->body.n, x->body.p);

	x->d->stale = true;
	x->d->line_shift = x->matter.body_line - 1 - gap;
	if (!fresh)
		return mb_matter_set_body(&f->text, body, x->body.n + gap, err);
	mb_buf_put(&f->text, body, x->body.n + gap);
	return MB_OK;
}

/* What minutes record happened on the day of their meeting, whenever they are filed. */
static void date_the_fact(struct filing *x, const struct mb_doc *present)
{
	mb_day day = x->made_meeting ? x->r->date : x->meeting ? mb_doc_day(x->meeting, "date") : MB_NO_DAY;

	if (present && mb_doc_field(present, "received"))
		return; /* whoever takes up past minutes again does so today */
	if (day == MB_NO_DAY || day > mb_instant_day(x->d->actor->recorded))
		return;
	for (size_t i = 0; i < x->kind->n_moves; i++)
		if (x->kind->moves[i].records && x->kind->moves[i].dated_act &&
		    mb_streq(x->kind->moves[i].from[0], "new"))
			x->d->on = day;
}

static int build(struct draft *d, void *arg, struct mb_error *err)
{
	const struct mb_filing *how = arg;
	struct filing x = { .how = how, .d = d };
	const struct mb_doc *present;
	struct draft_file *f;
	int rc;

	d->filing = how;
	d->on_trust = how->received;
	d->used = mb_arena_alloc(d->a, how->n_accept + 1);
	if (how->text.n > MB_DOC_MAX)
		return mb_fail(err, MB_EINVAL,
			       "%s is larger than %zu bytes, the most that one document may have",
			       how->file_name ? how->file_name : "the text", MB_DOC_MAX);
	if ((rc = mb_text_check(how->text.p, how->text.n, err)) != MB_OK ||
	    (rc = mb_matter_parse(&x.matter, d->a, how->text.p, how->text.n, err)) != MB_OK)
		return rc;
	x.body = (struct mb_str){ how->text.p + x.matter.body_from, how->text.n - x.matter.body_from };
	if ((rc = find_kind(&x, err)) != MB_OK || (rc = find_home(&x, err)) != MB_OK ||
	    (rc = find_present(&present, &x, err)) != MB_OK)
		return rc;
	if (present && how->fresh)
		return mb_fail(err, MB_ECONFLICT, "there is %s already: change that one", present->id);
	if ((rc = filed_alone(&x, present, err)) != MB_OK)
		return rc;
	date_the_fact(&x, present);
	filed_cut_short(&x);
	rc = present ? draft_open(&f, d, present->path, err) : make_new(&f, &x, err);
	if (rc != MB_OK)
		return rc;
	if (present)
		f->what = "corrected";
	if ((rc = put_body(&x, f, !present, err)) != MB_OK ||
	    (rc = take_front_matter(&x, f, present, err)) != MB_OK)
		return rc;
	if (present && f->before.n == f->text.n && memcmp(f->before.p, f->text.p, f->text.n) == 0) {
		draft_note(d, "%s already says exactly this", present->id);
		f->what = "read again";
		f->again_read = may_be_edited(present); /* what was not certain may be accepted now */
		return MB_OK;
	}
	return draft_typed(d, f, err);
}

int mb_gate_file(struct mb_result *out, struct mb_arena *a, struct mb_gate *g, const struct mb_filing *filing,
		 const struct mb_actor *actor, unsigned flags, struct mb_error *err)
{
	return gate_run(out, a, g, actor, flags, build, (void *)filing, err);
}
