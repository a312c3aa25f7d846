/* A folder of past minutes, taken over meeting by meeting, the oldest first. Every change stands on its own: stopped or killed
 * anywhere, the record is whole, and the next run goes on where this one ended. */
#include "gate_impl.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define DEPTH_MAX 8

struct source_file {
	const char *disk, *path;
	char hash[MB_SHA256_HEX];
	mb_day date;
	const char *why; /* left out; NULL: it can be tried */
	const char *is;	 /* "already here" when that is the reason */
	const char *id, *meeting;
};

struct taken_over { /* a text that the record has */
	const char *hash, *id, *meeting;
};

struct importing {
	struct mb_arena *a;
	struct mb_gate *g;
	const struct mb_import *how;
	const struct mb_actor *actor;
	struct source_file *files;
	size_t n;
	struct taken_over *here;
	size_t n_here;
	size_t refused;
};

/* ---- the folder ------------------------------------------------------------------------------------------ */

static bool is_text(const char *name)
{
	static const char *const ends[] = { ".md", ".txt", ".markdown", ".text" };
	size_t n = strlen(name);

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (n > strlen(ends[i]) && strcasecmp(name + n - strlen(ends[i]), ends[i]) == 0)
			return true;
	return false;
}

static int scan(struct importing *x, const char *disk, const char *path, int depth, struct mb_error *err)
{
	DIR *dir = opendir(disk);
	struct dirent *e;
	int rc = MB_OK;

	if (!dir)
		return mb_fail(err, errno == ENOENT || errno == ENOTDIR ? MB_ENOTFOUND : MB_EFAIL, "%s: %s",
			       disk, strerror(errno));
	while (rc == MB_OK && (e = readdir(dir))) {
		const char *full = mb_arena_printf(x->a, "%s/%s", disk, e->d_name);
		const char *below = mb_arena_printf(x->a, "%s%s%s", path, *path ? "/" : "", e->d_name);
		struct source_file *f;
		struct stat st;

		if (e->d_name[0] == '.' || lstat(full, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode) && depth < DEPTH_MAX) {
			rc = scan(x, full, below, depth + 1, err);
			continue;
		}
		if (x->n == MB_IMPORT_FILES_MAX) {
			rc = mb_fail(err, MB_EINVAL, "%s holds more than %d files: import it in parts",
				     x->how->folder, MB_IMPORT_FILES_MAX);
			continue;
		}
		f = MB_PUSH(x->a, x->files, x->n);
		*f = (struct source_file){ .disk = full, .path = below, .date = MB_NO_DAY };
		if (!S_ISREG(st.st_mode))
			f->why = "not a file: links are not followed";
		else if (!is_text(e->d_name))
			f->why = "not a text file: save it as text (.md or .txt)";
		else if ((size_t)st.st_size > MB_DOC_MAX)
			f->why = "larger than one document may be";
	}
	closedir(dir);
	return rc;
}

/* ---- what each file is ----------------------------------------------------------------------------------- */

static const char *not_minutes(struct importing *x, const struct mb_reading *r)
{
	if (mb_streq(r->kind, "agenda"))
		return "an agenda and no minutes: it says what was to be done, and not what was";
	if (mb_streq(r->kind, "unknown"))
		return "what this is could not be read out of it";
	return mb_arena_printf(x->a, "not minutes, but %s: file it", r->kind);
}

static const char *not_text(struct importing *x, struct mb_str s, const struct mb_error *err)
{
	bool words = s.n > 1 && ((unsigned char)s.p[0] == 0xff || (unsigned char)s.p[0] == 0xfe);

	return mb_arena_printf(x->a, "not UTF-8: save as UTF-8%s (%s)", words ? ", not as UTF-16" : "",
			       err->text);
}

static void read_one(struct importing *x, struct source_file *f, struct mb_str text)
{
	struct mb_arena *one = mb_arena_new();
	struct mb_reading *r, *near;
	struct mb_matter matter;
	struct mb_error err;

	if (mb_trim(text).n == 0) {
		f->why = "empty";
	} else if (mb_text_check(text.p, text.n, &err) != MB_OK) {
		f->why = not_text(x, text, &err);
	} else if (mb_matter_parse(&matter, one, text.p, text.n, &err) != MB_OK) {
		f->why = mb_arena_dup(x->a, err.text);
	} else {
		const char *body = text.p + matter.body_from;
		size_t n = text.n - matter.body_from;

		mb_read_text(&r, one, body, n, NULL, MB_NO_DAY);
		f->date = r->date;
		if (!mb_streq(r->kind, "minutes")) {
			f->why = not_minutes(x, r);
		} else if (r->date == MB_NO_DAY) {
			mb_read_text(&near, one, body, n, NULL, mb_instant_day(x->actor->recorded));
			f->why = near->date == MB_NO_DAY
					 ? "no date of the meeting could be read: put it into the heading"
					 : mb_arena_printf(x->a,
							   "its date, '%.60s', has no year, and the year is "
							   "not guessed",
							   near->date_text ? near->date_text : "");
		}
	}
	mb_arena_free(one);
}

static const struct taken_over *find_here(const struct importing *x, const char *hash)
{
	for (size_t from = 0, to = x->n_here; from < to;) {
		size_t middle = (from + to) / 2;
		int order = strcmp(hash, x->here[middle].hash);

		if (order == 0)
			return &x->here[middle];
		if (order < 0)
			to = middle;
		else
			from = middle + 1;
	}
	return NULL;
}

static void look_at(struct importing *x, struct source_file *f)
{
	const struct taken_over *here;
	struct mb_error err;
	struct mb_buf text;

	if (f->why)
		return;
	if (mb_read_file(&text, f->disk, MB_DOC_MAX, &err) != MB_OK) {
		f->why = mb_arena_dup(x->a, err.text);
		return;
	}
	mb_sha256_hex(f->hash, text.p ? text.p : "", text.n);
	if ((here = find_here(x, f->hash))) {
		f->why = "this very text was taken over before";
		f->is = "already here";
		f->id = here->id;
		f->meeting = here->meeting;
	} else {
		read_one(x, f, (struct mb_str){ text.p ? text.p : "", text.n });
	}
	mb_buf_free(&text);
}

static int by_hash(const void *a, const void *b)
{
	return strcmp(((const struct taken_over *)a)->hash, ((const struct taken_over *)b)->hash);
}

static int read_here(struct importing *x, struct mb_error *err)
{
	const struct mb_query q = { .kind = "minutes" };
	const struct mb_doc **docs;
	size_t n;
	int rc;

	if ((rc = mb_gate_refresh(x->g, err)) != MB_OK ||
	    (rc = mb_view_list(&docs, &n, x->g->view, &q, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < n; i++)
		if (mb_doc_field(docs[i], "received_text"))
			*MB_PUSH(x->a, x->here, x->n_here) = (struct taken_over){
				mb_arena_dup(x->a, mb_doc_field(docs[i], "received_text")),
				mb_arena_dup(x->a, docs[i]->id),
				mb_arena_dup(x->a, mb_doc_field(docs[i], "meeting"))
			};
	if (x->n_here)
		qsort(x->here, x->n_here, sizeof *x->here, by_hash);
	return MB_OK;
}

/* The oldest first, so that minutes find those that they approve; what is left out stands behind. */
static int by_date(const void *a, const void *b)
{
	const struct source_file *x = a, *y = b;

	if ((x->why != NULL) != (y->why != NULL))
		return x->why ? 1 : -1;
	if (x->date != y->date)
		return x->date < y->date ? -1 : 1;
	return strcmp(x->path, y->path);
}

static int by_text(const void *a, const void *b)
{
	const struct source_file *x = *(struct source_file *const *)a, *y = *(struct source_file *const *)b;
	int order = strcmp(x->hash, y->hash);

	return order ? order : strcmp(x->path, y->path);
}

static void find_twins(struct importing *x)
{
	struct source_file **list = mb_arena_alloc(x->a, (x->n + 1) * sizeof *list);
	size_t n = 0;

	for (size_t i = 0; i < x->n; i++)
		if (!x->files[i].why)
			list[n++] = &x->files[i];
	if (n)
		qsort(list, n, sizeof *list, by_text);
	for (size_t i = 1, first = 0; i < n; i++) {
		if (strcmp(list[i]->hash, list[first]->hash) == 0)
			list[i]->why = mb_arena_printf(x->a, "the same text as %s", list[first]->path);
		else
			first = i;
	}
}

/* ---- taking over ----------------------------------------------------------------------------------------- */

static void keep_result(struct mb_import_file *out, struct importing *x, const struct mb_result *r)
{
	struct mb_question *list = NULL;

	out->event = r->event;
	for (size_t i = 0; i < r->n_touched; i++) {
		const struct mb_touched *t = &r->touched[i];

		out->decisions += mb_streq(t->kind, "decision") && mb_streq(t->change, "added");
		out->actions += mb_streq(t->kind, "action") && mb_streq(t->change, "added");
		out->followed_up += mb_streq(t->kind, "action") && mb_streq(t->change, "changed");
		if (mb_streq(t->kind, "minutes"))
			out->minutes = mb_arena_dup(x->a, t->id);
		if (mb_streq(t->kind, "meeting"))
			out->meeting = mb_arena_dup(x->a, t->id);
	}
	for (size_t i = 0; i < r->n_questions; i++) {
		struct mb_question *q = MB_PUSH(x->a, list, out->n_likely);

		*q = r->questions[i];
		q->answer = mb_arena_dup(x->a, q->answer);
		q->words = mb_arena_dup(x->a, q->words);
		q->item = mb_arena_dup(x->a, q->item);
		q->suggestion = mb_arena_dup(x->a, q->suggestion);
		q->doc = mb_arena_dup(x->a, q->doc);
		q->what = mb_arena_dup(x->a, q->what);
		q->choices = NULL; /* the suggestion names them */
		q->n_choices = 0;
	}
	out->likely = list;
	for (size_t i = 0; i < r->n_notes; i++)
		*MB_PUSH(x->a, out->notes, out->n_notes) = mb_arena_dup(x->a, r->notes[i]);
}

/* A refusal by a rule says which, and what would do. */
static const char *refusal(struct importing *x, const struct mb_result *r, const struct mb_error *err)
{
	for (size_t i = 0; i < r->ruling.n_findings; i++) {
		const struct mb_finding *f = &r->ruling.findings[i];

		if (f->outcome == MB_UNSATISFIED || f->outcome == MB_BROKEN)
			return mb_arena_printf(x->a, "refused by the rules: %s%s%s", f->rule,
					       f->remedy ? ": " : "", f->remedy ? f->remedy : "");
	}
	return mb_arena_dup(x->a, err->text);
}

/* @return MB_OK also when it was left out; what the machine refuses ends the import */
static int take_over(struct mb_import_file *out, struct importing *x, const struct source_file *f,
		     struct mb_error *err)
{
	struct mb_arena *one = mb_arena_new();
	struct mb_result result = { 0 };
	struct mb_buf text;
	int rc = mb_read_file(&text, f->disk, MB_DOC_MAX, err);

	if (rc == MB_OK) {
		const struct mb_filing filing = { .text = { text.p ? text.p : "", text.n },
						  .file_name = f->path,
						  .group = x->how->group,
						  .as_kind = "minutes",
						  .accept_likely = x->how->accept_likely,
						  .received = true };

		rc = mb_gate_file(&result, one, x->g, &filing, x->actor, x->how->dry ? MB_DRY_RUN : 0, err);
		mb_buf_free(&text);
	}
	if (rc == MB_OK) {
		out->what = "imported";
		keep_result(out, x, &result);
	} else if (rc != MB_EFAIL) {
		out->what = "left out";
		out->why = refusal(x, &result, err);
		x->refused += rc == MB_EREFUSED;
		rc = MB_OK;
	}
	mb_arena_free(one);
	return rc;
}

static void add_up(struct mb_import_sum *sum, const struct mb_import_file *f)
{
	sum->imported += mb_streq(f->what, "imported");
	sum->here += mb_streq(f->what, "already here");
	sum->left_out += mb_streq(f->what, "left out");
	sum->decisions += f->decisions;
	sum->actions += f->actions;
	sum->likely += f->n_likely;
}

static int take_all(struct mb_import_sum *out, struct importing *x, struct mb_error *err)
{
	size_t all = 0;
	int rc = MB_OK;

	while (all < x->n && !x->files[all].why)
		all++;
	for (size_t i = 0; rc == MB_OK && i < x->n; i++) {
		const struct source_file *f = &x->files[i];
		struct mb_import_file *file;

		if (!f->why && x->how->step && !x->how->step(x->how->ctx, i, all)) {
			out->stopped = true;
			while (i + 1 < x->n && !x->files[i + 1].why)
				i++;
			continue;
		}
		file = MB_PUSH(x->a, out->files, out->n_files);
		*file = (struct mb_import_file){ .path = f->path, .date = f->date };
		if (f->why) {
			file->what = f->is ? f->is : "left out";
			file->why = f->why;
			file->minutes = f->id;
			file->meeting = f->meeting;
		} else {
			rc = take_over(file, x, f, err);
		}
		if (rc == MB_OK)
			add_up(out, file);
		else
			out->n_files--;
	}
	return rc;
}

int mb_gate_import(struct mb_import_sum *out, struct mb_arena *a, struct mb_gate *g,
		   const struct mb_import *how, const struct mb_actor *actor, struct mb_error *err)
{
	struct importing x = { .a = a, .g = g, .how = how, .actor = actor };
	int rc;

	memset(out, 0, sizeof *out);
	if ((rc = scan(&x, how->folder, "", 0, err)) != MB_OK || (rc = read_here(&x, err)) != MB_OK)
		return rc;
	for (size_t i = 0; i < x.n; i++)
		look_at(&x, &x.files[i]);
	find_twins(&x);
	if (x.n)
		qsort(x.files, x.n, sizeof *x.files, by_date);
	rc = take_all(out, &x, err);
	if (rc == MB_OK && x.refused && !out->imported && !how->dry)
		return mb_fail(err, MB_EREFUSED,
			       "nothing was taken over: the rules refused every text that could be");
	return rc;
}
