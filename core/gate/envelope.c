/* prove --envelope: one ruling as a file of its own. The pack holds what judging it again reads, and nothing else. */
#include "envelope.h"

#include <stdlib.h>
#include <string.h>

#define NAMES_DEPTH 12

/* ---- which ruling ---------------------------------------------------------------------------------------- */

static bool records_fact(const struct mb_doc *doc, const char *event)
{
	const struct mb_move *m = doc->kind ? mb_kind_move(doc->kind, event) : NULL;

	return m && m->records;
}

/* The change that recorded the document, or else the last that acted on it, or else the first that it was in. */
static int find_event(struct mb_oid *out, struct mb_arena *a, struct mb_gate *g, const struct mb_doc *doc,
		      long event, struct mb_error *err)
{
	struct mb_version_row *rows;
	bool fact = false, act = false;
	size_t n;
	int rc = mb_index_history(&rows, &n, a, g->ix, doc->path, err);

	if (rc != MB_OK)
		return rc;
	for (size_t i = n; i > 0; i--) {
		struct mb_commit commit;
		struct message_claim claim;

		if (event && rows[i - 1].event.event == event) {
			*out = rows[i - 1].event.commit;
			return MB_OK;
		}
		if (event || mb_record_commit(&commit, a, g->rec, &rows[i - 1].event.commit, NULL) != MB_OK ||
		    message_read(&claim, a, commit.message, NULL) != MB_OK)
			continue;
		for (size_t k = 0; k < claim.n_acts; k++) {
			bool is_fact = records_fact(doc, claim.acts[k].event);

			if (!mb_streq(claim.acts[k].doc, doc->id) || fact || (act && !is_fact))
				continue;
			*out = commit.id;
			act = true;
			fact = is_fact;
		}
	}
	if (event)
		return mb_fail(err, MB_ENOTFOUND, "event %ld did not touch %s (see: minutebook history %s)",
			       event, doc->id, doc->id);
	if (!act)
		*out = rows[0].event.commit;
	return MB_OK;
}

/* ---- names ----------------------------------------------------------------------------------------------- */

struct naming {
	const char **names;
	struct mb_arena *a;
	struct mb_record *rec;
	const struct mb_packed **sorted;
	const struct mb_packed *list;
	size_t n;
};

static int by_id(const void *a, const void *b)
{
	return strcmp((*(const struct mb_packed *const *)a)->id.hex,
		      (*(const struct mb_packed *const *)b)->id.hex);
}

static const char **name_of(struct naming *x, const struct mb_oid *id)
{
	const struct mb_packed key = { .id = *id }, *at = &key;
	const struct mb_packed **found = bsearch(&at, x->sorted, x->n, sizeof *x->sorted, by_id);

	return found ? &x->names[*found - x->list] : NULL;
}

static void name_tree(struct naming *x, const struct mb_oid *tree, const char *path, int depth)
{
	const char **name = name_of(x, tree);
	struct mb_entry *e;
	size_t n;

	/* A tree is looked into once, so that folders which nest in each other cost no more than their entries. */
	if (!name || *name || depth > NAMES_DEPTH)
		return;
	*name = *path ? path : "/";
	if (mb_tree_list(&e, &n, x->a, x->rec, tree, "", NULL) != MB_OK)
		return;
	for (size_t i = 0; i < n; i++) {
		const char *below = mb_arena_printf(x->a, "%s%s%s", path, *path ? "/" : "", e[i].name);

		if (e[i].folder)
			name_tree(x, &e[i].id, below, depth + 1);
		else if ((name = name_of(x, &e[i].id)) && !*name)
			*name = below;
	}
}

void envelope_names(const char **names, struct mb_arena *a, struct mb_record *rec,
		    const struct mb_packed *list, size_t n, const struct remade *r)
{
	struct naming x = { .names = names, .a = a, .rec = rec, .list = list, .n = n };
	struct mb_oid rules = { { 0 } };
	struct mb_commit parent;

	x.sorted = mb_arena_alloc(a, (n + 1) * sizeof *x.sorted);
	for (size_t i = 0; i < n; i++)
		x.sorted[i] = &list[i];
	if (n > 1)
		qsort(x.sorted, n, sizeof *x.sorted, by_id);
	name_tree(&x, &r->commit.tree, "", 0);
	if (r->commit.parent.hex[0] && mb_record_commit(&parent, a, rec, &r->commit.parent, NULL) == MB_OK)
		name_tree(&x, &parent.tree, "", 0);
	if (r->claim.rules && strlen(r->claim.rules) < sizeof rules.hex) {
		memcpy(rules.hex, r->claim.rules, strlen(r->claim.rules));
		name_tree(&x, &rules, "rules", 0);
	}
	for (size_t i = 0; i < n; i++)
		if (!names[i])
			names[i] = "-";
}

/* ---- the page -------------------------------------------------------------------------------------------- */

struct page {
	struct mb_buf *out;
	const struct mb_doc *doc;
	const char *title; /* as it was then */
	const struct remade *r;
	const struct proof_word *words;
	size_t n_words, n_objects, pack_bytes;
};

static void put_plain(struct mb_buf *out, const char *s)
{
	for (; *s && *s != '\n'; s++)
		mb_buf_putc(out, (unsigned char)*s < 32 || *s == 127 ? ' ' : *s);
}

static void put_subject(struct page *p)
{
	char day[MB_LONG_DATE];

	mb_buf_puts(p->out, ENVELOPE_FIRST "\n  What this proves: ");
	put_plain(p->out, p->doc->id);
	mb_buf_puts(p->out, ", \"");
	put_plain(p->out, p->title);
	mb_buf_printf(p->out, "\"\n  Event %ld, recorded on %s: ", p->r->claim.event,
		      mb_day_long(day, mb_instant_day(p->r->commit.recorded)));
	put_plain(p->out, p->r->commit.message);
	if (p->r->claim.rehearsal)
		mb_buf_puts(p->out, "\n  The record is a rehearsal: nothing in it has any effect.");
	mb_buf_puts(p->out, "\n\n  This file is a page (you read it) and, behind it, objects of a git "
			    "repository: the change that\n"
			    "  recorded the event, the state of the record before it, and every document and "
			    "rule that judging it reads.\n"
			    "  The message of the change is its ruling: which rules were asked, what was "
			    "found, what was needed.\n\n"
			    "  To check it with Minutebook, on any machine, with nothing else at hand:\n\n"
			    "      minutebook check-proof FILE\n\n"
			    "  The ruling is then made again from this file alone and must come out the "
			    "same, byte for byte.\n\n");
}

static void put_git_steps(struct page *p)
{
	const char *id = p->r->commit.id.hex;

	mb_buf_printf(p->out,
		      "  To look into it with plain git (2.39 or later):\n\n"
		      "      tail -c %zu FILE > proof.pack\n"
		      "      git init --quiet --bare proof.git\n"
		      "      git -C proof.git config core.repositoryFormatVersion 1\n"
		      "      git -C proof.git config extensions.partialClone origin\n"
		      "      git -C proof.git config remote.origin.promisor true\n"
		      "      git -C proof.git config remote.origin.url /nowhere\n"
		      "      git -C proof.git index-pack --stdin --promisor=proof < proof.pack\n"
		      "      git -C proof.git update-ref refs/heads/proof %s\n"
		      "      git -C proof.git fsck --strict\n"
		      "      git -C proof.git show %s\n\n"
		      "  fsck hashes every object; what is not in this file it knows to be held elsewhere. "
		      "show prints the ruling\n"
		      "  and what the change did. `git -C proof.git cat-file -p ID` prints any object listed "
		      "below; the rules are\n"
		      "  those under rules/.\n\n",
		      p->pack_bytes, id, id);
}

static void put_trust(struct page *p)
{
	mb_buf_printf(p->out,
		      "  What this file alone cannot show:\n\n"
		      "  - that commit %s\n"
		      "    is in the partnership's record. Compare this id with one that was published or "
		      "countersigned, or ask\n"
		      "    anybody who holds a copy of the record whether main leads to it.\n"
		      "  - that what people entered (who came, who signed) is true. It shows what was "
		      "entered, by whom and when,\n"
		      "    and that the rules then in force were applied to it.\n",
		      p->r->commit.id.hex);
	for (size_t i = 0; i < p->n_words; i++) {
		const struct proof_word *w = &p->words[i];

		mb_buf_printf(p->out,
			      "  - that none of %zu other documents of kind %s%s%s, which are not enclosed, "
			      "has %s = ",
			      w->absent, w->kind, w->group ? " of " : "", w->group ? w->group : "", w->field);
		put_plain(p->out, w->value);
		mb_buf_puts(p->out, ".\n");
	}
	if (p->n_words)
		mb_buf_puts(p->out, "    (Names of files are enclosed, these texts are not. `minutebook "
				    "prove --complete` encloses them.)\n");
	mb_buf_putc(p->out, '\n');
}

static void put_program_part(struct page *p, const struct mb_packed *list, const char *const *names,
			     const char *pack)
{
	static const char *const types[] = { "", "commit", "tree", "blob" };
	char sum[MB_SHA256_HEX];

	mb_buf_puts(p->out, ENVELOPE_PROGRAM "Document: ");
	put_plain(p->out, p->doc->id);
	mb_buf_puts(p->out, "\nPath: ");
	put_plain(p->out, p->doc->path);
	mb_buf_printf(p->out, "\nEvent: %ld\nCommit: %s\nRules: %s\nObjects: %zu\n", p->r->claim.event,
		      p->r->commit.id.hex, p->r->claim.rules, p->n_objects);
	for (size_t i = 0; i < p->n_objects; i++) {
		mb_buf_printf(p->out, "%s %s ", types[list[i].type], list[i].id.hex);
		put_plain(p->out, names[i]);
		mb_buf_putc(p->out, '\n');
	}
	mb_sha256_hex(sum, pack, p->pack_bytes);
	mb_buf_printf(p->out, "Pack-Bytes: %zu\n" ENVELOPE_PACK "%s\n", p->pack_bytes, sum);
}

/* ---- putting it together --------------------------------------------------------------------------------- */

/* What the page speaks of and the ruling may not have read. */
static int read_besides(const char **title, struct proof_reader *r, const struct remade *made,
			const struct mb_doc *doc, struct mb_error *err)
{
	const char *const paths[] = { "partnership.yaml", doc->path };
	struct mb_trace *old = mb_record_trace(r->rec, r->trace);
	struct mb_matter m = { 0 };
	struct mb_str text = { 0 };
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < sizeof paths / sizeof *paths; i++) {
		struct mb_entry e;

		if ((rc = mb_tree_entry(&e, r->a, r->rec, &made->commit.tree, paths[i], err)) == MB_OK)
			rc = mb_blob_read(&text, r->a, r->rec, &e.id, err);
	}
	(void)mb_record_trace(r->rec, old);
	if (rc != MB_OK)
		return rc;
	*title = mb_matter_parse(&m, r->a, text.p, text.n, NULL) == MB_OK ? mb_node_text(m.root, "title")
									  : NULL;
	if (!*title)
		*title = m.root && mb_node_text(m.root, "name") ? mb_node_text(m.root, "name") : doc->id;
	return MB_OK;
}

static void count(struct mb_envelope_sum *sum, const struct mb_packed *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		sum->commits += list[i].type == MB_PACKED_COMMIT;
		sum->trees += list[i].type == MB_PACKED_TREE;
		sum->blobs += list[i].type == MB_PACKED_BLOB;
	}
}

/* What whoever opens the pack will have to take on the record's word: found by opening it. */
static int find_words(struct page *p, struct mb_arena *a, const struct mb_buf *pack, struct mb_error *err)
{
	struct mb_record *rec = NULL;
	struct proof_reader opened;
	struct mb_packed *list;
	struct remade again;
	size_t n;
	int rc = mb_pack_read(&rec, &list, &n, a, pack->p, pack->n, "the pack", err);

	if (rc != MB_OK)
		return rc;
	proof_reader_begin(&opened, a, rec);
	opened.complete = true;
	if ((rc = proof_remake(&again, &opened, &p->r->commit.id, err)) == MB_OK) {
		p->words = opened.words;
		p->n_words = opened.n_words;
	}
	proof_reader_end(&opened);
	mb_record_close(rec);
	return rc;
}

static int write_file(struct mb_buf *out, struct mb_envelope_sum *sum, struct proof_reader *r,
		      const struct mb_doc *doc, const char *title, const struct remade *made,
		      struct mb_error *err)
{
	struct page page = { .out = out, .doc = doc, .title = title, .r = made };
	const struct mb_oid *ids;
	struct mb_packed *list;
	const char **names;
	char hash[MB_SHA256_HEX];
	struct mb_buf pack;
	size_t start = out->n;
	int rc;

	page.n_objects = mb_trace_ids(&ids, r->trace);
	mb_buf_init(&pack, MB_PACK_MAX);
	if ((rc = mb_pack_write(&pack, &list, r->a, r->rec, ids, page.n_objects, err)) == MB_OK &&
	    (rc = find_words(&page, r->a, &pack, err)) == MB_OK) {
		for (size_t i = 0; i < page.n_words; i++)
			sum->on_word += page.words[i].absent;
		names = mb_arena_alloc(r->a, (page.n_objects + 1) * sizeof *names);
		envelope_names(names, r->a, r->rec, list, page.n_objects, made);
		page.pack_bytes = sum->pack_bytes = pack.n;
		put_subject(&page);
		put_git_steps(&page);
		put_trust(&page);
		put_program_part(&page, list, names, pack.p);
		mb_sha256_hex(hash, out->p + start, out->n - start);
		mb_buf_printf(out, ENVELOPE_LAST "%s\n", hash);
		mb_buf_put(out, pack.p, pack.n);
		count(sum, list, page.n_objects);
		sum->bytes = out->n - start;
		rc = mb_buf_status(out, err);
	}
	mb_buf_free(&pack);
	return rc;
}

/* Never hand out what does not check. */
static int self_check(const struct mb_buf *out, size_t start, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_proof_check check;
	struct mb_error why;
	int rc = mb_check_proof(&check, a, out->p + start, out->n - start, &why);

	mb_arena_free(a);
	return rc == MB_OK ? rc
			   : mb_fail(err, MB_EFAIL, "the envelope does not check, and is not given out: %s",
				     why.text);
}

int mb_gate_envelope(struct mb_buf *out, struct mb_envelope_sum *sum, struct mb_arena *a, struct mb_gate *g,
		     const struct mb_envelope *how, struct mb_error *err)
{
	struct proof_reader reader;
	const struct mb_doc *doc;
	const char *title;
	struct remade made;
	struct mb_oid id = { { 0 } };
	size_t start = out->n;
	int rc;

	memset(sum, 0, sizeof *sum);
	if ((rc = mb_view_doc(&doc, g->view, how->doc, err)) != MB_OK ||
	    (rc = find_event(&id, a, g, doc, how->event, err)) != MB_OK)
		return rc;
	proof_reader_begin(&reader, a, g->rec);
	reader.complete = how->complete;
	reader.trace = mb_trace_new();
	if ((rc = proof_remake(&made, &reader, &id, err)) != MB_OK)
		goto out;
	if (made.differs) {
		rc = mb_fail(err, MB_EFAIL, "event %ld does not prove: %s", made.claim.event, made.differs);
		goto out;
	}
	sum->commit = made.commit.id;
	sum->event = made.claim.event;
	if ((rc = read_besides(&title, &reader, &made, doc, err)) == MB_OK &&
	    (rc = write_file(out, sum, &reader, doc, title, &made, err)) == MB_OK)
		rc = self_check(out, start, err);
out:
	mb_trace_free(reader.trace);
	proof_reader_end(&reader);
	return rc;
}
