/* check-proof: an envelope opened in memory and its ruling made again, with nothing else at hand. The file may come from anybody. */
#include "envelope.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_MAX ((size_t)8 * 1024 * 1024)

/* What the part for programs says. */
struct listed {
	const char *type, *id, *path;
};

struct opened {
	struct mb_arena *a;
	char *page; /* a copy, cut into lines */
	const char *doc, *path, *commit, *rules, *pack_sum;
	long event;
	size_t n, pack_bytes;
	struct listed *list;
	const char *pack;
	size_t pack_at_hand;
};

/* ---- the page -------------------------------------------------------------------------------------------- */

static int not_one(struct mb_error *err)
{
	return mb_fail(
		err, MB_EINVAL,
		"this is no proof of Minutebook, or its first part is cut off (its first line is \"%.*s\")",
		(int)strlen(ENVELOPE_FIRST) - 1, ENVELOPE_FIRST);
}

/* Cut the file into page and pack; the page must hash to what its last line says. */
static int split(struct opened *x, const char *p, size_t n, struct mb_error *err)
{
	static const char last[] = "\n" ENVELOPE_LAST;
	size_t first = strlen(ENVELOPE_FIRST), room = n < PAGE_MAX ? n : PAGE_MAX, page;
	char sum[MB_SHA256_HEX];
	const char *at;

	if (n < first || memcmp(p, ENVELOPE_FIRST, first) != 0)
		return not_one(err);
	at = memmem(p, room, last, strlen(last));
	if (!at)
		return mb_fail(err, MB_EINVAL,
			       "the page of this proof is cut short or damaged: its last line is missing");
	page = (size_t)(at - p) + 1;
	at += strlen(last);
	if ((size_t)(p + n - at) < MB_SHA256_HEX || at[MB_SHA256_HEX - 1] != '\n')
		return mb_fail(err, MB_EINVAL,
			       "the page of this proof is cut short or damaged: its last line is not whole");
	mb_sha256_hex(sum, p, page);
	if (memcmp(sum, at, MB_SHA256_HEX - 1) != 0)
		return mb_fail(err, MB_EINVAL,
			       "the page of this proof was changed: its bytes do not hash to what its last "
			       "line says");
	x->page = mb_arena_copy(x->a, p, page);
	x->pack = at + MB_SHA256_HEX;
	x->pack_at_hand = n - (size_t)(x->pack - p);
	return MB_OK;
}

/* The value of the next line, which must have this key. */
static const char *take(char **at, const char *key)
{
	char *line = *at, *end = strchr(line, '\n');

	if (!end || !mb_starts(line, key))
		return NULL;
	*end = '\0';
	*at = end + 1;
	return line + strlen(key);
}

static bool take_number(size_t *out, char **at, const char *key)
{
	const char *text = take(at, key);
	char *end;

	if (!text || *text < '0' || *text > '9' || strlen(text) > 12)
		return false;
	*out = (size_t)strtoull(text, &end, 10);
	return *end == '\0';
}

static bool take_object(struct listed *out, char **at)
{
	const char *line = take(at, "");
	char *id = line ? strchr(line, ' ') : NULL, *path = id ? strchr(id + 1, ' ') : NULL;

	if (!path)
		return false;
	*id++ = *path++ = '\0';
	*out = (struct listed){ line, id, path };
	return true;
}

static int read_page(struct opened *x, struct mb_error *err)
{
	char *at = strstr(x->page, "\n" ENVELOPE_PROGRAM);
	size_t event = 0;
	bool fine;

	if (!at)
		return mb_fail(err, MB_EINVAL, "the page of this proof has no part for the program");
	at += 1 + strlen(ENVELOPE_PROGRAM);
	fine = (x->doc = take(&at, "Document: ")) && (x->path = take(&at, "Path: ")) &&
	       take_number(&event, &at, "Event: ") && (x->commit = take(&at, "Commit: ")) &&
	       (x->rules = take(&at, "Rules: ")) && take_number(&x->n, &at, "Objects: ") &&
	       x->n <= MB_PACK_OBJECTS && strlen(x->commit) < sizeof(struct mb_oid) &&
	       mb_path_check(x->path, NULL) == MB_OK;
	if (fine)
		x->list = mb_arena_alloc(x->a, (x->n + 1) * sizeof *x->list);
	for (size_t i = 0; fine && i < x->n; i++)
		fine = take_object(&x->list[i], &at);
	fine = fine && take_number(&x->pack_bytes, &at, "Pack-Bytes: ") &&
	       (x->pack_sum = take(&at, ENVELOPE_PACK)) && !*at;
	x->event = (long)event;
	return fine ? MB_OK
		    : mb_fail(err, MB_EINVAL,
			      "the part for the program in this proof is not one that this version reads");
}

/* ---- the pack -------------------------------------------------------------------------------------------- */

static const char *object_words(struct opened *x, size_t i)
{
	const struct listed *l = &x->list[i];

	return mb_arena_printf(x->a, "%s %.12s%s%s", l->type, l->id, mb_streq(l->path, "-") ? "" : ", ",
			       mb_streq(l->path, "-") ? "" : l->path);
}

/* A name on the page has its control characters made blank. */
static bool same_plain(const char *name, const char *on_page)
{
	for (; *name && *name != '\n'; name++, on_page++)
		if (*on_page != ((unsigned char)*name < 32 || *name == 127 ? ' ' : *name))
			return false;
	return *on_page == '\0';
}

/* The first object that is not the one the page lists there; n when all are. */
static size_t first_other(const struct opened *x, const struct mb_packed *list, size_t n)
{
	size_t i = 0;

	while (i < n && i < x->n && mb_streq(list[i].id.hex, x->list[i].id))
		i++;
	return i;
}

static int open_pack(struct mb_record **out, struct mb_packed **packed, struct opened *x,
		     struct mb_error *err)
{
	char sum[MB_SHA256_HEX];
	struct mb_packed *list;
	struct mb_error why;
	size_t n, other;
	bool whole;
	int rc;

	if (x->pack_at_hand < x->pack_bytes)
		return mb_fail(err, MB_EINVAL,
			       "the pack of this proof is cut short: %zu of %zu bytes are there",
			       x->pack_at_hand, x->pack_bytes);
	if (x->pack_at_hand > x->pack_bytes)
		return mb_fail(err, MB_EINVAL, "%zu bytes stand behind the pack of this proof",
			       x->pack_at_hand - x->pack_bytes);
	mb_sha256_hex(sum, x->pack, x->pack_bytes);
	whole = mb_streq(sum, x->pack_sum);
	rc = mb_pack_read(out, &list, &n, x->a, x->pack, x->pack_bytes, "the pack of this proof", &why);
	other = first_other(x, list, n);
	if (other < n && other < x->n)
		return mb_fail(err, MB_EINVAL, "the pack was changed: in place of %s it holds %.12s",
			       object_words(x, other), list[other].id.hex);
	if (rc != MB_OK && n < x->n)
		return mb_fail(err, rc, "%s (it should be %s)", why.text, object_words(x, n));
	if (rc != MB_OK)
		return mb_fail(err, rc, "%s", why.text);
	if (n != x->n)
		return mb_fail(err, MB_EINVAL, "the pack holds %zu objects, and the page lists %zu", n, x->n);
	if (!whole)
		return mb_fail(
			err, MB_EINVAL,
			"the pack of this proof was changed: its bytes do not hash to what the page says");
	*packed = list;
	return MB_OK;
}

/* ---- what it says ---------------------------------------------------------------------------------------- */

static void hold(struct mb_proof_check *out, struct opened *x, const char *sentence)
{
	*MB_PUSH(x->a, out->checked, out->n_checked) = sentence;
}

static const char *short_day(struct mb_arena *a, mb_day d)
{
	char text[MB_LONG_DATE];

	return mb_arena_dup(a, mb_day_short(text, d));
}

static int check_document(struct mb_proof_check *out, struct opened *x, struct mb_record *rec,
			  const struct remade *r, struct mb_error *err)
{
	struct mb_matter m;
	struct mb_entry e;
	struct mb_str text;
	const char *id, *state;
	struct mb_error why;
	int rc = mb_tree_entry(&e, x->a, rec, &r->commit.tree, x->path, &why);

	if (rc == MB_OK)
		rc = mb_blob_read(&text, x->a, rec, &e.id, &why);
	if (rc != MB_OK)
		return mb_fail(err, MB_EFAIL, "the document %s is not in that commit, or not enclosed: %s",
			       x->path, why.text);
	if (mb_matter_parse(&m, x->a, text.p, text.n, &why) != MB_OK)
		return mb_fail(err, MB_EFAIL, "%s: %s", x->path, why.text);
	id = mb_node_text(m.root, "id");
	state = mb_node_text(m.root, "state");
	if (id && !mb_streq(id, x->doc))
		return mb_fail(err, MB_EFAIL, "%s is %s and not %s, as the page says", x->path, id, x->doc);
	hold(out, x,
	     mb_arena_printf(x->a, "%s stands in that commit as %s%s%s; the file's bytes are enclosed",
			     x->doc, x->path, state ? ", " : "", state ? state : ""));
	return MB_OK;
}

/* Each object must lie where the page says that it does, in that commit, the one before it, or the rules. */
static int check_names(struct opened *x, struct mb_record *rec, const struct mb_packed *list,
		       const struct remade *r, struct mb_error *err)
{
	const char **names = mb_arena_alloc(x->a, (x->n + 1) * sizeof *names);

	envelope_names(names, x->a, rec, list, x->n, r);
	for (size_t i = 0; i < x->n; i++) {
		bool commit = list[i].type == MB_PACKED_COMMIT;

		if (commit ? !mb_streq(list[i].id.hex, r->commit.id.hex) &&
				     !mb_streq(list[i].id.hex, r->commit.parent.hex)
			   : mb_streq(names[i], "-"))
			return mb_fail(err, MB_EFAIL,
				       "%s is enclosed, but neither that commit nor the one before it has it",
				       object_words(x, i));
		if (!commit && !same_plain(names[i], x->list[i].path))
			return mb_fail(err, MB_EFAIL, "the page calls an object %s that is %s",
				       x->list[i].path, names[i]);
	}
	return MB_OK;
}

static void partnership(struct mb_proof_check *out, struct opened *x, struct mb_record *rec,
			const struct remade *r)
{
	struct mb_node *root = NULL;
	struct mb_entry e;
	struct mb_str text;

	if (mb_tree_entry(&e, x->a, rec, &r->commit.tree, "partnership.yaml", NULL) == MB_OK &&
	    mb_blob_read(&text, x->a, rec, &e.id, NULL) == MB_OK &&
	    mb_yaml_parse(&root, x->a, text.p, text.n, NULL) == MB_OK)
		out->partnership = mb_node_text(root, "name");
}

static void trust(struct mb_proof_check *out, struct opened *x, const struct proof_reader *reader)
{
	*MB_PUSH(x->a, out->trust, out->n_trust) = mb_arena_printf(
		x->a,
		"that commit %s is in the partnership's record: compare this id with one published or "
		"countersigned, or with a copy of "
		"the record",
		out->commit.hex);
	*MB_PUSH(x->a, out->trust,
		 out->n_trust) = "that what people entered is true: what is shown is what was entered, by "
				 "whom and when, and how the rules judged it";
	for (size_t i = 0; i < reader->n_words; i++) {
		const struct proof_word *w = &reader->words[i];

		*MB_PUSH(x->a, out->trust,
			 out->n_trust) = mb_arena_printf(x->a,
							 "that none of %zu other documents of kind %s%s%s, "
							 "whose texts are not enclosed, has %s = %s",
							 w->absent, w->kind, w->group ? " of " : "",
							 w->group ? w->group : "", w->field, w->value);
	}
}

/* Does the page speak of what the commit is? */
static int check_claims(const struct opened *x, const struct remade *r, struct mb_error *err)
{
	if (r->claim.event && r->claim.event != x->event)
		return mb_fail(err, MB_EFAIL, "the page speaks of event %ld, and the commit is event %ld",
			       x->event, r->claim.event);
	if (r->claim.event && !mb_streq(r->claim.rules, x->rules))
		return mb_fail(err, MB_EFAIL, "the page speaks of rules %.12s, and the ruling of %.12s",
			       x->rules, r->claim.rules);
	if (r->differs)
		return mb_fail(err, MB_EFAIL, "event %ld does not prove: %s", x->event, r->differs);
	return MB_OK;
}

static void tell(struct mb_proof_check *out, struct opened *x, const struct remade *r)
{
	if (!r->commit.parent.hex[0]) {
		hold(out, x, "it is the first change of a record: its documents were laid down, not judged");
		return;
	}
	hold(out, x,
	     mb_arena_printf(x->a,
			     "rules %.12s were in force on %s by the record's own list, and are enclosed",
			     x->rules, short_day(x->a, out->recorded)));
	hold(out, x,
	     mb_arena_printf(
		     x->a,
		     "judged again from this file alone the ruling is the same, byte for byte: %zu findings, "
		     "%zu effects",
		     r->ruling.n_findings, r->ruling.n_effects));
	hold(out, x,
	     mb_arena_printf(x->a, "the %zu file%s of the change are what the rules make of it", r->n_diff,
			     r->n_diff == 1 ? "" : "s"));
}

static int judge(struct mb_proof_check *out, struct opened *x, struct mb_record *rec,
		 const struct mb_packed *list, struct mb_error *err)
{
	struct proof_reader reader;
	struct mb_oid id = { { 0 } };
	struct remade r;
	int rc;

	memcpy(id.hex, x->commit, strlen(x->commit));
	proof_reader_begin(&reader, x->a, rec);
	reader.complete = true;
	if (proof_remake(&r, &reader, &id, NULL) != MB_OK) {
		rc = mb_fail(err, MB_EFAIL, "the commit %s that the page names is not enclosed", x->commit);
		goto out;
	}
	if ((rc = check_names(x, rec, list, &r, err)) != MB_OK || (rc = check_claims(x, &r, err)) != MB_OK)
		goto out;
	*out = (struct mb_proof_check){ .doc = x->doc,
					.headline = mb_arena_ndup(x->a, r.commit.message,
								  strcspn(r.commit.message, "\n")),
					.by = r.claim.by,
					.event = r.claim.event,
					.on = r.claim.on,
					.recorded = mb_instant_day(r.commit.recorded),
					.rehearsal = r.claim.rehearsal,
					.founding = r.claim.founding,
					.commit = r.commit.id,
					.ruling = r.claim.ruling };
	memcpy(out->rules.hex, x->rules, strlen(x->rules) + 1);
	hold(out, x,
	     mb_arena_printf(
		     x->a,
		     "the file is whole: %zu objects, each with the id its bytes hash to, each where the "
		     "page says",
		     x->n));
	if ((rc = check_document(out, x, rec, &r, err)) != MB_OK)
		goto out;
	tell(out, x, &r);
	partnership(out, x, rec, &r);
	trust(out, x, &reader);
out:
	proof_reader_end(&reader);
	return rc;
}

int mb_check_proof(struct mb_proof_check *out, struct mb_arena *a, const void *p, size_t n,
		   struct mb_error *err)
{
	struct opened x = { .a = a };
	struct mb_record *rec = NULL;
	struct mb_packed *list = NULL;
	int rc;

	memset(out, 0, sizeof *out);
	if ((rc = split(&x, p, n, err)) == MB_OK && (rc = read_page(&x, err)) == MB_OK &&
	    (rc = open_pack(&rec, &list, &x, err)) == MB_OK)
		rc = judge(out, &x, rec, list, err);
	mb_record_close(rec);
	return rc;
}
