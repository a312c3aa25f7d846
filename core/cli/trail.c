/* A document's whole trail: what it came of, and what came of it. */
#include "cli.h"

#include <string.h>

struct trail {
	struct cli *c;
	const struct mb_doc *d;
	mb_day as_at;
	const struct mb_doc *paper, *meeting, *minutes; /* what the document names; NULL when it does not */
};

static const struct mb_doc *named(struct trail *t, const char *field)
{
	const char *id = mb_doc_field(t->d, field);
	const struct mb_doc *doc;
	struct mb_error ignored;

	return id && cli_doc_at(&doc, NULL, t->c, id, t->as_at, &ignored) == MB_OK ? doc : NULL;
}

static void begin(struct trail *t, struct cli *c, const struct mb_doc *d, mb_day as_at)
{
	*t = (struct trail){ .c = c, .d = d, .as_at = as_at };
	t->paper = named(t, "paper");
	t->meeting = named(t, "meeting");
	t->minutes = named(t, "minutes");
}

static long number(const struct mb_node *map, const char *key)
{
	const char *text = mb_node_text(map, key);
	long n = 0;

	for (; text && *text >= '0' && *text <= '9' && n < 100000000; text++)
		n = n * 10 + (*text - '0');
	return n;
}

/* The minutes' own words at the place the document names: the line, then as many bytes as were read. */
static struct mb_str very_words(const struct trail *t)
{
	const struct mb_node *place = mb_doc_node(t->d, "place");
	const char *said = mb_doc_field(t->d, "text") ? mb_doc_field(t->d, "text") : t->d->title;
	struct mb_str body, line, none = { NULL, 0 };
	long at = number(place, "line"), length = number(place, "length");
	size_t head = strcspn(said, " ");
	const char *from;

	if (!t->minutes || at < 1 || length < 1)
		return none;
	for (body = t->minutes->body; at > 1; at--) {
		const char *nl = memchr(body.p, '\n', body.n);

		if (!nl)
			return none;
		body = (struct mb_str){ nl + 1, body.n - (size_t)(nl + 1 - body.p) };
	}
	from = memchr(body.p, '\n', body.n);
	line = (struct mb_str){ body.p, from ? (size_t)(from - body.p) : body.n };
	from = memmem(line.p, line.n, said, head);
	if (!from)
		from = line.p;
	body.n -= (size_t)(from - body.p);
	return mb_trim((struct mb_str){ from, (size_t)length < body.n ? (size_t)length : body.n });
}

/* ---- what it came of, for people ------------------------------------------------------------------------- */

static const char *with_title(struct cli *c, const struct mb_doc *d)
{
	return mb_arena_printf(c->a, "%s \"%s\"%s%s", d->id, d->title, d->state ? ", " : "",
			       d->state ? d->state : "");
}

static const char *votes_words(struct cli *c, const struct mb_node *votes)
{
	const char *all = mb_node_text(votes, "said"); /* the minutes' own words, where they have some */

	if (all)
		return all;
	for (size_t i = 0; votes && votes->type == MB_MAP && i < votes->n; i++) {
		const char *value = votes->items[i]->type == MB_TEXT ? votes->items[i]->text : "";

		all = mb_arena_printf(c->a, "%s%s%s %s", all ? all : "", all ? "; " : "", value,
				      votes->keys[i]);
	}
	return all;
}

static void put_meeting(struct trail *t)
{
	struct cli *c = t->c;
	const struct mb_finding *quorum;
	const char *chair;

	if (!t->meeting)
		return;
	cli_fact(c, "Meeting", with_title(c, t->meeting));
	if (!mb_streq(t->d->kind->name, "decision"))
		return;
	if ((chair = mb_doc_field(t->meeting, "chaired_by")))
		cli_fact(c, "Presided", cli_person_name(c, chair));
	cli_attendance(c, t->meeting);
	if ((quorum = cli_stored_finding(c, t->d, "quorate", t->as_at))) {
		const bool source = *quorum->source && !strstr(quorum->needed, quorum->source);

		cli_fact(c, "Quorum",
			 mb_arena_printf(c->a, "%s: found %s; needed %s%s%s%s",
					 mb_outcome_word(quorum->outcome), quorum->found, quorum->needed,
					 source ? " (" : "", source ? quorum->source : "",
					 source ? ")" : ""));
	}
}

static void put_words(struct trail *t)
{
	struct mb_str words = very_words(t);
	struct cli *c = t->c;

	if (!t->minutes)
		return;
	cli_fact(c, "Minutes", with_title(c, t->minutes));
	if (words.n)
		cli_fact(c, "The very words",
			 mb_arena_printf(c->a, "\"%s\" (line %ld of the minutes)",
					 mb_arena_ndup(c->a, words.p, words.n),
					 number(mb_doc_node(t->d, "place"), "line")));
	else if (mb_doc_field(t->d, "text"))
		cli_fact(c, "The words", mb_doc_field(t->d, "text"));
}

/* ---- what came of it ------------------------------------------------------------------------------------- */

typedef int (*each_linked)(void *ctx, struct trail *t, const struct mb_kind *k, const char *field,
			   const struct mb_version_row *rows, size_t n, struct mb_error *err);

/* Every kind's fields that can name a document of this kind, asked in turn. */
static int linked(struct trail *t, each_linked tell_one, void *ctx, struct mb_error *err)
{
	const struct mb_schema *s = mb_gate_schema(t->c->g);

	for (size_t i = 0; i < s->n_kinds; i++)
		for (size_t k = 0; k < s->kinds[i].n_fields; k++) {
			const struct mb_field *f = &s->kinds[i].fields[k];
			struct mb_version_row *rows;
			size_t n;
			int rc;

			if ((f->type != MB_T_DOC && f->type != MB_T_DOCS) ||
			    (f->of && !mb_streq(f->of, t->d->kind->name)))
				continue;
			rc = cli_linked(&rows, &n, t->c, s->kinds[i].name, f->name, t->d->id, t->as_at, err);
			if (rc == MB_OK && n)
				rc = tell_one(ctx, t, &s->kinds[i], f->name, rows, n, err);
			if (rc != MB_OK)
				return rc;
		}
	return MB_OK;
}

static const char *particulars(struct cli *c, const struct mb_doc *d)
{
	static const char *const dates[] = {
		"due", "first_due", "considered", "approved", "published", NULL
	};
	const char *all = mb_doc_field(d, "purpose");

	if (mb_doc_field(d, "owner"))
		all = mb_arena_printf(c->a, "%s%s%s", all ? all : "", all ? ", " : "",
				      cli_person_name(c, mb_doc_field(d, "owner")));
	for (const char *const *field = dates; *field; field++) {
		mb_day day = mb_doc_day(d, *field);

		if (day == MB_NO_DAY || (mb_streq(*field, "first_due") && day == mb_doc_day(d, "due")))
			continue;
		all = mb_arena_printf(c->a, "%s%s%s %s", all ? all : "", all ? ", " : "",
				      mb_streq(*field, "first_due") ? "first due" : *field,
				      cli_day_words(c, day));
	}
	return all;
}

static int put_linked(void *ctx, struct trail *t, const struct mb_kind *k, const char *field,
		      const struct mb_version_row *rows, size_t n, struct mb_error *err)
{
	struct cli *c = t->c;

	for (size_t i = 0; i < n; i++) {
		const struct mb_doc *doc;
		const char *more, *marks;
		int rc = cli_doc_of(&doc, c, &rows[i], err);

		if (rc != MB_OK)
			return rc;
		more = particulars(c, doc);
		marks = cli_open_marks(c, doc);
		cli_fact(c, i ? "" : cli_label(c, n == 1 || !k->plural ? k->name : k->plural),
			 mb_arena_printf(
				 c->a, "%s, %s%s%s: %s%s%s%s%s%s", doc->id, doc->state ? doc->state : "",
				 mb_streq(doc->group, t->d->group) ? "" : ", ",
				 mb_streq(doc->group, t->d->group) ? "" : cli_group_title(c, doc->group),
				 doc->title, more ? " (" : "", more ? more : "", more ? ")" : "",
				 marks ? " - " : "", marks ? marks : ""));
	}
	return MB_OK;
}

int cli_trail(struct cli *c, const struct mb_doc *d, mb_day as_at, struct mb_error *err)
{
	struct trail t;

	if (!d->kind)
		return MB_OK;
	begin(&t, c, d, as_at);
	if (t.paper) {
		cli_fact(c, "Paper", with_title(c, t.paper));
		cli_signoffs(c, t.paper);
	}
	if (mb_doc_node(d, "place"))
		put_meeting(&t);
	cli_fact(c, "Votes", votes_words(c, mb_doc_node(d, "votes")));
	put_words(&t);
	return linked(&t, put_linked, NULL, err);
}

/* ---- for programs ---------------------------------------------------------------------------------------- */

static int push_linked(void *ctx, struct trail *t, const struct mb_kind *k, const char *field,
		       const struct mb_version_row *rows, size_t n, struct mb_error *err)
{
	struct mb_json *list = ctx;

	for (size_t i = 0; i < n; i++) {
		struct mb_json *j = mb_json_push_object(list);
		const struct mb_doc *doc;
		int rc = cli_doc_of(&doc, t->c, &rows[i], err);

		if (rc != MB_OK)
			return rc;
		mb_json_set_text(j, "id", doc->id);
		mb_json_set_text(j, "kind", k->name);
		mb_json_set_text(j, "field", field);
		mb_json_set_text(j, "group", doc->group);
		mb_json_set_text(j, "state", doc->state);
		mb_json_set_text(j, "title", doc->title);
		mb_json_set_text(j, "purpose", mb_doc_field(doc, "purpose"));
		mb_json_set_text(j, "owner", mb_doc_field(doc, "owner"));
		mb_json_set_day(j, "due", mb_doc_day(doc, "due"));
		mb_json_set_day(j, "first_due", mb_doc_day(doc, "first_due"));
	}
	return MB_OK;
}

static void set_meeting(struct mb_json *trail, struct trail *t)
{
	struct mb_json *j = mb_json_set_object(trail, "meeting");
	const struct mb_finding *quorum = cli_stored_finding(t->c, t->d, "quorate", t->as_at);

	mb_json_set_text(j, "id", t->meeting->id);
	mb_json_set_day(j, "date", mb_doc_day(t->meeting, "date"));
	mb_json_set_text(j, "chaired_by", mb_doc_field(t->meeting, "chaired_by"));
	mb_json_set_node(j, "attendance", mb_doc_node(t->meeting, "attendance"));
	if (!quorum) {
		mb_json_set_null(j, "quorum");
		return;
	}
	j = mb_json_set_object(j, "quorum");
	mb_json_set_text(j, "outcome", mb_outcome_word(quorum->outcome));
	mb_json_set_text(j, "found", quorum->found);
	mb_json_set_text(j, "needed", quorum->needed);
	mb_json_set_text(j, "source", quorum->source);
}

int cli_trail_json(struct mb_json *object, struct cli *c, const struct mb_doc *d, mb_day as_at,
		   struct mb_error *err)
{
	struct mb_json *trail = mb_json_set_object(object, "trail"), *j;
	struct trail t;

	if (!d->kind)
		return MB_OK;
	begin(&t, c, d, as_at);
	mb_json_set_text(trail, "paper", t.paper ? t.paper->id : NULL);
	mb_json_set_node(trail, "signoffs", mb_doc_node(t.paper ? t.paper : d, "signoffs"));
	if (t.meeting)
		set_meeting(trail, &t);
	else
		mb_json_set_null(trail, "meeting");
	mb_json_set_node(trail, "votes", mb_doc_node(d, "votes"));
	if (t.minutes && mb_doc_node(d, "place")) {
		j = mb_json_set_object(trail, "words");
		mb_json_set_text(j, "minutes", t.minutes->id);
		mb_json_set_int(j, "line", number(mb_doc_node(d, "place"), "line"));
		mb_json_set_int(j, "length", number(mb_doc_node(d, "place"), "length"));
		mb_json_set_str(j, "text", very_words(&t));
	} else {
		mb_json_set_null(trail, "words");
	}
	return linked(&t, push_linked, mb_json_set_array(trail, "linked"), err);
}
