/* A ruling of the past made again and held against the one stored, with a note of what was read for it. */
#include "proof.h"

#include <stdlib.h>
#include <string.h>

#define RULES_DEPTH 3

void proof_reader_begin(struct proof_reader *r, struct mb_arena *a, struct mb_record *rec)
{
	*r = (struct proof_reader){ .a = a, .rec = rec, .g = mb_alloc(sizeof(struct mb_gate)) };
	r->g->rec = rec;
}

void proof_reader_end(struct proof_reader *r)
{
	if (!r->g)
		return;
	r->g->rec = NULL; /* borrowed */
	mb_gate_close(r->g);
	r->g = NULL;
}

/* ---- a view that notes what is read ---------------------------------------------------------------------- */

struct noting {
	struct proof_reader *r;
	struct mb_view *tree;
	struct mb_oid id;
};

static void note_path(struct proof_reader *r, const char *path)
{
	for (size_t i = 0; i < r->n_paths; i++)
		if (mb_streq(r->paths[i], path))
			return;
	*MB_PUSH(r->a, r->paths, r->n_paths) = mb_arena_dup(r->a, path);
}

static int noting_read(struct mb_view *v, struct mb_str *out, struct mb_arena *a, const char *path,
		       struct mb_error *err)
{
	struct noting *n = v->self;
	struct mb_entry e;
	int rc = n->tree->ops->read(n->tree, out, a, path, err);

	if (rc == MB_OK)
		note_path(n->r, path);
	if (rc == MB_EFAIL && mb_tree_entry(&e, a, n->r->rec, &n->id, path, NULL) == MB_OK)
		return mb_fail(err, MB_EFAIL, "%s is needed and not at hand, or not the file that was judged",
			       path);
	return rc;
}

static int noting_files(struct mb_view *v, const char ***paths, size_t *count, struct mb_arena *a,
			const char *folder, struct mb_error *err)
{
	struct noting *n = v->self;

	return n->tree->ops->files(n->tree, paths, count, a, folder, err);
}

static void on_word(struct proof_reader *r, const struct mb_query *q, size_t absent)
{
	if (!absent)
		return;
	for (size_t i = 0; i < r->n_words; i++)
		if (mb_streq(r->words[i].kind, q->kind) && mb_streq(r->words[i].group, q->group) &&
		    mb_streq(r->words[i].field, q->field) && mb_streq(r->words[i].value, q->value)) {
			if (r->words[i].absent < absent)
				r->words[i].absent = absent;
			return;
		}
	*MB_PUSH(r->a, r->words, r->n_words) = (struct proof_word){ mb_arena_dup(r->a, q->kind),
								    mb_arena_dup(r->a, q->group),
								    mb_arena_dup(r->a, q->field),
								    mb_arena_dup(r->a, q->value), absent };
}

/* Does the i-th of a list belong to it? A text that is not at hand does not, on the record's word. */
static int belongs(bool *yes, size_t *absent, struct noting *n, const struct mb_query *q, const char *path,
		   struct mb_error *err)
{
	struct proof_reader *r = n->r;
	struct mb_arena *a = mb_arena_new();
	struct mb_trace *trace = r->trace;
	const struct mb_doc *d;
	struct mb_entry e;
	int rc = mb_tree_entry(&e, a, r->rec, &n->id, path, err);

	*yes = false;
	if (rc == MB_OK && !mb_object_there(r->rec, &e.id)) {
		++*absent;
	} else if (rc == MB_OK) {
		if (!r->complete)
			trace = mb_record_trace(r->rec, NULL);
		rc = mb_view_doc(&d, n->tree, path, err);
		*yes = rc == MB_OK && mb_query_fits(q, d);
		if (rc == MB_OK && !*yes && !r->complete)
			++*absent; /* it will be, in the envelope */
		if (!r->complete)
			(void)mb_record_trace(r->rec, trace);
	}
	mb_arena_free(a);
	return rc;
}

static int noting_list(struct mb_view *v, const char ***paths, size_t *count, struct mb_arena *a,
		       const struct mb_query *q, struct mb_error *err)
{
	struct noting *n = v->self;
	const struct mb_query all = { .kind = q->kind, .group = q->group };
	const char **found;
	size_t n_found, absent = 0;
	int rc = n->tree->ops->list(n->tree, &found, &n_found, a, &all, err);

	*paths = NULL;
	*count = 0;
	for (size_t i = 0; rc == MB_OK && i < n_found; i++) {
		bool yes = true;

		if (q->field && q->value)
			rc = belongs(&yes, &absent, n, q, found[i], err);
		if (rc == MB_OK && yes)
			*MB_PUSH(a, *paths, *count) = found[i];
	}
	on_word(n->r, q, absent);
	return rc;
}

static void noting_free(struct mb_view *v)
{
	struct noting *n = v->self;

	mb_view_free(n->tree);
	free(n);
}

static const struct mb_view_ops noting_ops = {
	.read = noting_read, .list = noting_list, .free = noting_free, .files = noting_files
};

static int look(struct mb_view **out, struct past *p, const struct mb_oid *tree, const struct mb_schema *s,
		struct mb_error *err)
{
	struct noting *n = mb_alloc(sizeof *n);
	int rc = mb_view_of_tree(&n->tree, p->rec, tree, s, err);

	if (rc != MB_OK) {
		free(n);
		return rc;
	}
	n->r = p->look_arg;
	n->id = *tree;
	*out = mb_view_new(&noting_ops, s, n);
	return MB_OK;
}

/* ---- what differs ---------------------------------------------------------------------------------------- */

static char *next_line(char **at)
{
	char *line = *at, *end = line ? strchr(line, '\n') : NULL;

	if (!line || !*line)
		return NULL;
	if (end)
		*end++ = '\0';
	*at = end;
	return line;
}

/* The first line that only one of two canonical rulings has; both are sorted. */
static void compare(struct remade *out, struct mb_arena *a, const char *stored, const char *made)
{
	char *old = mb_arena_dup(a, stored), *new = mb_arena_dup(a, made);
	char *x = next_line(&old), *y = next_line(&new);

	while (x && y && mb_streq(x, y)) {
		x = next_line(&old);
		y = next_line(&new);
	}
	if (x || y)
		out->differs = mb_arena_printf(a, "the ruling says '%s', and made again it says '%s'",
					       x ? x : "nothing more", y ? y : "nothing more");
}

static void compare_rulings(struct remade *out, struct mb_arena *a)
{
	struct mb_buf canonical;

	mb_buf_init(&canonical, 0);
	mb_ruling_canonical(&canonical, &out->ruling);
	compare(out, a, out->claim.ruling, canonical.p);
	mb_buf_free(&canonical);
}

/* The files of the change must be what rules and effects make of it. */
static int compare_files(struct remade *out, struct mb_arena *a, struct draft *d, struct mb_error *err)
{
	struct mb_file *files;
	size_t n, met = 0;

	draft_files(&files, &n, d);
	for (size_t i = 0; i < out->n_diff; i++) {
		bool found = false;

		for (size_t k = 0; k < n && !found; k++) {
			struct mb_oid id = { { 0 } };
			int rc;

			if (!mb_streq(files[k].path, out->diff[i].path))
				continue;
			if (!files[k].remove &&
			    (rc = mb_blob_id(&id, files[k].data.p, files[k].data.n, err)) != MB_OK)
				return rc;
			found = mb_streq(id.hex, out->diff[i].after.hex);
		}
		met += found;
		if (!found && !out->differs) {
			out->input = out->diff[i].path;
			out->differs = mb_arena_printf(a, "%s is not what the rules make of this change",
						       out->input);
		}
	}
	if (!out->differs && met != n)
		out->differs = "the rules ask for files that the change does not have";
	return MB_OK;
}

static const char *refusal(struct mb_arena *a, const struct mb_ruling *r)
{
	for (size_t i = 0; i < r->n_findings; i++) {
		const struct mb_finding *x = &r->findings[i];

		if (x->outcome == MB_UNSATISFIED || x->outcome == MB_BROKEN)
			return mb_arena_printf(
				a, "the rules refuse what the record shows as accepted: %s (%s:%d); found %s",
				x->rule, x->file, x->line, x->found && *x->found ? x->found : "nothing");
	}
	return "the gate refuses what the record shows as accepted";
}

/* ---- once more ------------------------------------------------------------------------------------------- */

/* What judges: rules/tests/ does not, and an envelope does without. */
static int judging_files(struct mb_rules_file **files, size_t *n, struct mb_arena *a, struct mb_record *rec,
			 const struct mb_oid *tree, const char *prefix, int depth, struct mb_error *err)
{
	struct mb_entry *e;
	size_t count;
	int rc = mb_tree_list(&e, &count, a, rec, tree, "", err);

	for (size_t i = 0; rc == MB_OK && i < count; i++) {
		const char *path = mb_arena_printf(a, "%s/%s", prefix, e[i].name);

		if (e[i].folder && depth < RULES_DEPTH && !mb_streq(path, "rules/tests")) {
			rc = judging_files(files, n, a, rec, &e[i].id, path, depth + 1, err);
		} else if (!e[i].folder && mb_ends(path, ".lua")) {
			struct mb_rules_file *f = MB_PUSH(a, *files, *n);

			f->path = path;
			rc = mb_blob_read(&f->text, a, rec, &e[i].id, err);
		}
	}
	return rc;
}

static int load_rules(struct proof_reader *r, const char *tree, struct mb_error *err)
{
	struct mb_gate *g = r->g;
	struct mb_rules_file *files = NULL;
	struct mb_oid id = { { 0 } };
	struct mb_rules *rules;
	struct mb_arena *a;
	size_t n = 0;
	int rc;

	for (size_t i = 0; i < g->n_versions; i++)
		if (mb_streq(g->versions[i].tree.hex, tree))
			return MB_OK;
	if (g->n_versions == MB_VERSIONS_MAX || strlen(tree) >= sizeof id.hex)
		return MB_OK; /* the gate makes room, or says what is wrong */
	memcpy(id.hex, tree, strlen(tree));
	a = mb_arena_new();
	if ((rc = judging_files(&files, &n, a, r->rec, &id, "rules", 0, err)) == MB_OK &&
	    (rc = mb_rules_load(&rules, files, n, err)) == MB_OK)
		g->versions[g->n_versions++] = (struct rules_version){ id, rules, ++g->uses };
	mb_arena_free(a);
	return rc;
}

/* The first change of a record is laid down, not judged: its rules are those that lie in it. */
static void remake_founding(struct remade *out, struct proof_reader *r)
{
	struct mb_entry rules;

	if (mb_tree_entry(&rules, r->a, r->rec, &out->commit.tree, "rules", NULL) != MB_OK ||
	    !mb_streq(rules.id.hex, out->claim.rules))
		out->differs = "the rules named are not the ones laid down";
}

static void remake(struct remade *out, struct proof_reader *r, struct past *p)
{
	struct mb_error why;
	long before = mb_trailer_event(p->parent.message);
	int rc = load_rules(r, p->claim.rules, &why);

	p->look = look;
	p->look_arg = r;
	if (rc == MB_OK)
		rc = past_judge(p, r->a, NULL, &why);
	out->ruling = p->result.ruling;
	if (rc == MB_EREFUSED && out->ruling.n_findings)
		out->differs = refusal(r->a, &out->ruling);
	else if (rc != MB_OK)
		out->differs = mb_arena_dup(r->a, why.text);
	else if (out->claim.event != before + 1)
		out->differs = mb_arena_printf(r->a, "its number does not follow event %ld", before);
	else
		compare_rulings(out, r->a);
	if (rc == MB_OK && compare_files(out, r->a, &p->d, &why) != MB_OK && !out->differs)
		out->differs = mb_arena_dup(r->a, why.text);
	past_close(p);
}

int proof_remake(struct remade *out, struct proof_reader *r, const struct mb_oid *id, struct mb_error *err)
{
	struct mb_trace *old = mb_record_trace(r->rec, r->trace);
	struct mb_error why;
	struct past p;
	int rc;

	memset(out, 0, sizeof *out);
	rc = past_open(&p, r->a, r->g, r->rec, id, &why);
	out->commit = p.commit;
	out->claim = p.claim;
	out->diff = p.diff;
	out->n_diff = p.n_diff;
	if (rc != MB_OK && !p.commit.id.hex[0]) {
		(void)mb_record_trace(r->rec, old);
		return mb_fail(err, rc, "%s", why.text);
	}
	if (rc != MB_OK) {
		memset(&out->claim, 0, sizeof out->claim);
		out->differs = rc == MB_EINVAL
				       ? mb_arena_printf(r->a, "%.12s passed no gate: %s", id->hex, why.text)
				       : mb_arena_dup(r->a, why.text);
	} else if (!p.commit.parent.hex[0]) {
		remake_founding(out, r);
	} else {
		remake(out, r, &p);
	}
	(void)mb_record_trace(r->rec, old);
	return MB_OK;
}

const struct message_act *proof_act(const struct message_claim *c, const char *doc)
{
	for (size_t i = 0; i < c->n_acts; i++)
		if (mb_streq(c->acts[i].doc, doc))
			return &c->acts[i];
	return NULL;
}
