/* Atom feeds (RFC 4287): what is new of a kind, and a person's own by a token in the address. Titles and links only; what a feed may
 * show is asked of mb_may_read() as everywhere. */
#include "server.h"

#include <minutebook/registers.h>

#include <stdlib.h>
#include <string.h>

#define ENTRIES 50

/* An id that stays: made of the record's first change and the name of the thing. RFC 9562, version 8. */
static const char *uuid(struct web_req *q, const char *root, const char *what)
{
	char hash[MB_SHA256_HEX];
	const char *both = mb_arena_printf(q->a, "%s %s", root, what);

	mb_sha256_hex(hash, both, strlen(both));
	hash[12] = '8';
	hash[16] = "89ab"[hash[16] % 4];
	return mb_arena_printf(q->a, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", hash, hash + 8, hash + 12,
			       hash + 16, hash + 20);
}

static void put(struct mb_buf *out, const char *tag, const char *text)
{
	mb_buf_printf(out, "<%s>", tag);
	tpl_escape(out, text, strlen(text));
	mb_buf_printf(out, "</%s>\n", tag);
}

static void put_link(struct web_req *q, struct mb_buf *out, const char *rel, const char *path)
{
	const char *origin = q->web->how->origin ? q->web->how->origin
						 : mb_arena_printf(q->a, "http://%s", q->in->host);

	mb_buf_printf(out, "<link rel=\"%s\" href=\"", rel);
	tpl_escape(out, origin, strlen(origin));
	tpl_escape(out, path, strlen(path));
	mb_buf_puts(out, "\"/>\n");
}

static void put_entry(struct web_req *q, struct mb_buf *out, const char *root, const struct mb_version_row *v)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(q->g), v->kind);
	char when[MB_ISO_TIME];

	mb_buf_puts(out, "<entry>\n");
	put(out, "id", uuid(q, root, v->id));
	put(out, "title", mb_arena_printf(q->a, "%s %s: %s", k ? k->title : "Page", v->id, v->title));
	put(out, "updated", mb_instant_iso(when, v->event.recorded));
	put_link(q, out, "alternate", mb_arena_printf(q->a, "/d/%s", web_escape(q->a, v->id)));
	put(out, "summary",
	    mb_arena_printf(
		    q->a, "%s%s%s%s%s%s", k ? k->title : "Page", *v->group ? ", " : "",
		    *v->group ? mb_group_title(q->a, q->g, v->group) : "", *v->state ? ", " : "", v->state,
		    v->date != MB_NO_DAY ? mb_arena_printf(q->a, ", %s", mb_day_words(q->a, v->date)) : ""));
	mb_buf_puts(out, "</entry>\n");
}

/* ---- what it holds --------------------------------------------------------------------------------------- */

struct feed {
	const char *title;
	struct mb_version_row *rows;
	size_t n;
	bool mine;   /* only of the groups that the reader belongs to */
	bool open;   /* only what is not done with */
	bool people; /* also people and the like, which are in no group */
};

static int newest_first(const void *x, const void *y)
{
	const struct mb_version_row *a = x, *b = y;

	return a->seq != b->seq ? (a->seq < b->seq ? 1 : -1) : strcmp(a->id, b->id);
}

static bool wanted(struct web_req *q, const struct feed *f, const struct mb_version_row *v)
{
	const struct mb_kind *k = mb_schema_kind(mb_gate_schema(q->g), v->kind);

	for (size_t i = 0; f->open && k && i < k->n_ends; i++)
		if (mb_streq(k->ends[i], v->state))
			return false;
	return (!f->mine || (*v->group && mb_reader_in(q->reader, v->group))) &&
	       (f->people || !k || k->lives != MB_LIVES_TOP);
}

static int fill(struct feed *f, struct web_req *q, const struct mb_ask *ask, struct mb_error *err)
{
	struct mb_version_row *all;
	size_t n;
	int rc = web_list(&all, &n, q, ask, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (wanted(q, f, &all[i]))
			*MB_PUSH(q->a, f->rows, f->n) = all[i];
	if (f->n)
		qsort(f->rows, f->n, sizeof *f->rows, newest_first);
	f->n = f->n < ENTRIES ? f->n : ENTRIES;
	return rc;
}

/* "decisions.atom" by the kinds there are; "new.atom": all of them; of one's own also "groups.atom", "actions.atom". */
static int read_feed(struct feed *f, struct web_req *q, const char *file, bool own, struct mb_error *err)
{
	struct mb_ask ask = {
		.since = MB_NO_DAY, .until = MB_NO_DAY, .as_at = MB_NO_DAY, .known_at = MB_NO_DAY
	};
	const struct mb_schema *s = mb_gate_schema(q->g);
	struct mb_wherefield owner = { "owner", q->who.person };
	const char *what = mb_ends(file, ".atom") ? mb_arena_ndup(q->a, file, strlen(file) - 5) : "";

	*f = (struct feed){ 0 };
	if (mb_streq(what, "new") || (own && mb_streq(what, "groups"))) {
		f->mine = mb_streq(what, "groups");
		f->title = f->mine ? "New in my groups" : "New";
		return fill(f, q, &ask, err);
	}
	for (size_t i = 0; i < s->n_kinds && !ask.kind; i++)
		if (mb_streq(s->kinds[i].plural, what) || mb_streq(s->kinds[i].name, what)) {
			ask.kind = s->kinds[i].name;
			f->title = mb_label(q->a, s->kinds[i].plural ? s->kinds[i].plural : s->kinds[i].name);
		}
	if (!ask.kind)
		return mb_fail(err, MB_ENOTFOUND, "There is no such feed.");
	f->people = true;
	if (own && mb_kind_field(mb_schema_kind(s, ask.kind), "owner")) {
		f->title = mb_arena_printf(q->a, "My %s", s->n_kinds ? what : "");
		f->open = true;
		ask.where = &owner;
		ask.n_where = 1;
	}
	return fill(f, q, &ask, err);
}

/* ---- the feed -------------------------------------------------------------------------------------------- */

static int send_feed(struct web_req *q, struct web_res *res, const struct feed *f, const char *self,
		     struct mb_error *err)
{
	const struct mb_partnership *p = mb_gate_partnership(q->g);
	struct mb_event_row *first;
	struct mb_buf *out = &res->body;
	char when[MB_ISO_TIME];
	size_t n;
	int rc = mb_index_events(&first, &n, q->a, mb_gate_index(q->g), 1, err);

	if (rc != MB_OK)
		return rc;
	mb_buf_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed "
			 "xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en-GB\">\n");
	put(out, "id",
	    uuid(q, n ? first[0].commit.hex : p->name,
		 mb_arena_printf(q->a, "feed %s %s", q->who.person ? q->who.person : "", f->title)));
	put(out, "title",
	    mb_arena_printf(q->a, "%s%s: %s", p->rehearsal ? "Rehearsal, of no effect: " : "", p->name,
			    f->title));
	put(out, "updated",
	    mb_instant_iso(when, f->n ? f->rows[0].event.recorded
				 : n  ? first[0].recorded
				      : q->now));
	put_link(q, out, "self", self);
	put_link(q, out, "alternate", "/");
	mb_buf_puts(out, "<author>");
	put(out, "name", p->name);
	mb_buf_puts(out, "</author>\n");
	for (size_t i = 0; i < f->n; i++)
		put_entry(q, out, n ? first[0].commit.hex : p->name, &f->rows[i]);
	mb_buf_puts(out, "</feed>\n");
	res->type = "application/atom+xml; charset=utf-8";
	res->fresh =
		!q->web->how
			 ->origin; /* its links then say what the asker called us: nobody else's business */
	res->keeping = q->who.person ? WEB_KEEP_OWN : WEB_KEEP_TAGGED;
	return MB_OK;
}

static int shared(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct feed f;
	int rc = read_feed(&f, q, web_param(q, "what"), false, err);

	return rc == MB_OK ? send_feed(q, res, &f, q->path, err) : rc;
}

/* The token stands for its person, for reading this and nothing else. */
static int own(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	const char *key = mb_arena_printf(q->a, "token %s", q->in->address);
	const struct known_person *known;
	int64_t now = mb_now().utc;
	struct feed f;
	bool admin;
	int rc;

	if (guesses_wait(q->web->guesses, key, TRIES_ADDRESS, now)) {
		q->early_status = 429;
		return mb_fail(err, MB_EREFUSED,
			       "Too many feeds were asked for that are not known. Try again in a minute.");
	}
	q->who = (struct web_who){ 0 };
	rc = token_find(&q->who.person, &admin, q->a, q->accounts, "feed", web_param(q, "key"), now, err);
	if (rc == MB_ENOTFOUND) {
		guesses_failed(q->web->guesses, key, now);
		return mb_fail(err, MB_ENOTFOUND, "This feed has ended, or never was.");
	}
	if (rc != MB_OK || (rc = worker_knows(&known, q->worker, q->who.person, q->today, err)) != MB_OK)
		return rc;
	q->reader = known->reader;
	if ((rc = read_feed(&f, q, web_param(q, "what"), true, err)) != MB_OK)
		return rc;
	return send_feed(q, res, &f, q->path, err);
}

const struct web_route feeds_routes[] = {
	{ WEB_GET, "/feeds/{what}", shared, WEB_READER, WEB_CACHED },
	{ WEB_GET, "/feeds/{key}/{what}", own, WEB_ANYONE, 0 },
	{ 0 },
};
