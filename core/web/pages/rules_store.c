/* Proposals of rules on disk. Whoever changes one holds the lock of all, for as long as a file takes to be written. */
#include "rules_store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define ABOUT_BYTES ((size_t)256 * 1024)
#define TITLE_BYTES 150
#define NAME_BYTES  100
#define NAME_PARTS  3

static const char *all_of(struct web_req *q)
{
	return mb_arena_printf(q->a, "%s/proposals", mb_record_home(mb_gate_record(q->g)));
}

static int make_folder(const char *path, struct mb_error *err)
{
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return mb_fail(err, MB_EFAIL, "cannot make %s: %s", path, strerror(errno));
	return MB_OK;
}

static int lock(int *fd, struct web_req *q, struct mb_error *err)
{
	int rc = make_folder(all_of(q), err);

	*fd = -1;
	if (rc != MB_OK)
		return rc;
	*fd = open(mb_arena_printf(q->a, "%s/lock", all_of(q)), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd < 0 || flock(*fd, LOCK_EX) != 0)
		return mb_fail(err, MB_EFAIL, "cannot lock the proposals: %s", strerror(errno));
	return MB_OK;
}

static void unlock(int fd)
{
	if (fd >= 0)
		close(fd);
}

/* ---- names ----------------------------------------------------------------------------------------------- */

static bool id_ok(const char *id)
{
	size_t n = id ? strlen(id) : 0;

	return n >= 2 && n <= 9 && id[0] == 'p' && id[1] != '0' && strspn(id + 1, "0123456789") == n - 1;
}

static bool part_ok(const char *p, size_t n)
{
	if (n == 0 || p[0] == '-' || p[0] == '_')
		return false;
	for (size_t i = 0; i < n; i++)
		if (!(p[i] >= 'a' && p[i] <= 'z') && !(p[i] >= '0' && p[i] <= '9') && p[i] != '-' &&
		    p[i] != '_')
			return false;
	return true;
}

int rules_path(const char **out, struct mb_arena *a, const char *given, struct mb_error *err)
{
	const char *name = given && mb_starts(given, "rules/") ? given + strlen("rules/") : given, *p = name;
	size_t parts = 0, n = name ? strlen(name) : 0;
	bool ok = n > strlen(".lua") && n <= NAME_BYTES && mb_ends(name, ".lua");

	while (ok) {
		size_t part = strcspn(p, "/");
		bool last = p[part] == '\0';

		ok = ++parts <= NAME_PARTS && part_ok(p, last ? part - strlen(".lua") : part);
		if (last)
			break;
		p += part + 1;
	}
	if (!ok)
		return mb_fail(err, MB_EINVAL,
			       "A file is named like 12-large-sums.lua or tests/large_sums_test.lua: small "
			       "letters, digits, "
			       "- and _, a folder at most two deep, and .lua at the end.");
	*out = mb_arena_printf(a, "rules/%s", name);
	return MB_OK;
}

static const char *on_disk(struct web_req *q, const struct proposal *p, const char *path)
{
	return mb_arena_printf(q->a, "%s/%s", p->folder, path);
}

/* ---- what is known of one -------------------------------------------------------------------------------- */

static mb_day day_of(const struct mb_node *map, const char *key)
{
	const char *text = mb_node_text(map, key);
	mb_day day;

	return text && mb_day_parse(&day, text) ? day : MB_NO_DAY;
}

static int read_about(struct proposal *out, struct web_req *q, const char *id, struct mb_error *err)
{
	const struct mb_node *rows;
	struct mb_node *root = NULL;
	struct mb_buf text;
	int rc;

	*out = (struct proposal){ .id = mb_arena_dup(q->a, id) };
	out->folder = mb_arena_printf(q->a, "%s/%s", all_of(q), id);
	out->rules = mb_arena_printf(q->a, "%s/rules", out->folder);
	rc = mb_read_file(&text, mb_arena_printf(q->a, "%s/about.yaml", out->folder), ABOUT_BYTES, err);
	if (rc == MB_OK)
		rc = mb_yaml_parse(&root, q->a, mb_arena_copy(q->a, text.p, text.n), text.n, err);
	mb_buf_free(&text);
	if (rc != MB_OK)
		return rc == MB_ENOTFOUND ? mb_fail(err, rc, "There is no such proposal of rules.") : rc;
	out->title = mb_node_text(root, "title");
	out->owner = mb_node_text(root, "owner");
	out->base = mb_node_text(root, "base");
	out->made = day_of(root, "made");
	if (!out->title || !out->owner || !out->base)
		return mb_fail(err, MB_EFAIL, "%s/about.yaml is not whole", out->folder);
	rows = mb_node_get(root, "changes");
	for (size_t i = 0; rows && rows->type == MB_LIST && i < rows->n; i++) {
		struct proposal_change c = { mb_node_text(rows->items[i], "file"),
					     mb_node_text(rows->items[i], "by"), day_of(rows->items[i], "on"),
					     mb_streq(mb_node_text(rows->items[i], "removed"), "true") };

		if (c.file && c.by)
			*MB_PUSH(q->a, out->changes, out->n_changes) = c;
	}
	return MB_OK;
}

static int write_about(struct web_req *q, const struct proposal *p, struct mb_error *err)
{
	struct mb_node *root = mb_node_new_map(q->a), *rows = mb_node_new_list(q->a);
	struct mb_buf text;
	int rc;

	mb_node_put(q->a, root, "title", mb_node_new_text(q->a, p->title));
	mb_node_put(q->a, root, "owner", mb_node_new_text(q->a, p->owner));
	mb_node_put(q->a, root, "made", mb_node_new_day(q->a, p->made));
	mb_node_put(q->a, root, "base", mb_node_new_text(q->a, p->base));
	for (size_t i = 0; i < p->n_changes; i++) {
		struct mb_node *row = mb_node_new_map(q->a);

		mb_node_put(q->a, row, "file", mb_node_new_text(q->a, p->changes[i].file));
		mb_node_put(q->a, row, "by", mb_node_new_text(q->a, p->changes[i].by));
		mb_node_put(q->a, row, "on", mb_node_new_day(q->a, p->changes[i].on));
		if (p->changes[i].removed)
			mb_node_put(q->a, row, "removed", mb_node_new_raw(q->a, "true"));
		mb_node_push(q->a, rows, row);
	}
	if (p->n_changes)
		mb_node_put(q->a, root, "changes", rows);
	mb_buf_init(&text, ABOUT_BYTES);
	mb_yaml_write(&text, root);
	if ((rc = mb_buf_status(&text, err)) == MB_OK)
		rc = mb_write_file(mb_arena_printf(q->a, "%s/about.yaml", p->folder), text.p, text.n, 0600,
				   err);
	mb_buf_free(&text);
	return rc;
}

static int newest_first(const void *a, const void *b)
{
	long x = strtol(((const struct proposal *)a)->id + 1, NULL, 10),
	     y = strtol(((const struct proposal *)b)->id + 1, NULL, 10);

	return (x < y) - (x > y);
}

int proposals_list(struct proposal **out, size_t *n, struct web_req *q, struct mb_error *err)
{
	DIR *dir = opendir(all_of(q));
	struct dirent *e;
	int rc = MB_OK;

	*out = NULL;
	*n = 0;
	if (!dir)
		return errno == ENOENT ? MB_OK : mb_fail(err, MB_EFAIL, "%s: %s", all_of(q), strerror(errno));
	while (rc == MB_OK && (e = readdir(dir)))
		if (id_ok(e->d_name)) {
			struct proposal p;

			/* one being made or put aside this moment has no say */
			if (read_about(&p, q, e->d_name, err) == MB_OK)
				*MB_PUSH(q->a, *out, *n) = p;
		}
	closedir(dir);
	if (*n)
		qsort(*out, *n, sizeof **out, newest_first);
	return rc;
}

int proposal_open(struct proposal *out, struct web_req *q, struct mb_error *err)
{
	const char *id = web_param(q, "proposal");

	if (!id_ok(id))
		return mb_fail(err, MB_ENOTFOUND, "There is no such proposal of rules.");
	return read_about(out, q, id, err);
}

int proposal_files(struct mb_rules_file **out, size_t *n, struct web_req *q, const struct proposal *p,
		   struct mb_error *err)
{
	return mb_rules_files_of_folder(out, n, q->a, p->rules, err);
}

/* ---- files ----------------------------------------------------------------------------------------------- */

static int write_below(struct web_req *q, const struct proposal *p, const char *path, struct mb_str text,
		       struct mb_error *err)
{
	const char *whole = on_disk(q, p, path);
	int rc = MB_OK;

	for (const char *slash = strchr(path, '/'); rc == MB_OK && slash; slash = strchr(slash + 1, '/'))
		rc = make_folder(on_disk(q, p, mb_arena_ndup(q->a, path, (size_t)(slash - path))), err);
	return rc == MB_OK ? mb_write_file(whole, text.p, text.n, 0600, err) : rc;
}

int proposal_read(struct mb_str *out, char hash[MB_SHA256_HEX], struct web_req *q, const struct proposal *p,
		  const char *path, struct mb_error *err)
{
	struct mb_buf text;
	int rc = mb_read_file(&text, on_disk(q, p, path), RULES_FILE_BYTES, err);

	if (rc == MB_OK) {
		*out = (struct mb_str){ mb_arena_ndup(q->a, text.p, text.n), text.n };
		mb_sha256_hex(hash, out->p, out->n);
	} else if (rc == MB_ENOTFOUND) {
		*out = (struct mb_str){ "", 0 };
		*hash = '\0';
		rc = mb_fail(err, rc, "This proposal has no file %s.", path);
	}
	mb_buf_free(&text);
	return rc;
}

static int text_ok(struct mb_str text, struct mb_error *err)
{
	struct mb_error why;

	if (text.n > RULES_FILE_BYTES)
		return mb_fail(
			err, MB_EINVAL,
			"This is %zu kB. A rule file has at most 64 kB: put the rules into several files.",
			text.n / 1024);
	if (mb_text_check(text.p, text.n, &why) != MB_OK)
		return mb_fail(err, MB_EINVAL, "%s", why.text);
	return MB_OK;
}

static void note_change(struct web_req *q, struct proposal *p, const char *path, bool removed)
{
	struct proposal_change *c = NULL;

	for (size_t i = 0; i < p->n_changes; i++)
		if (mb_streq(p->changes[i].file, path))
			c = &p->changes[i];
	if (!c)
		c = MB_PUSH(q->a, p->changes, p->n_changes);
	*c = (struct proposal_change){ path, q->who.person, q->today, removed };
}

/* Under the lock: is it still what the edit began from? The text that goes is kept first. */
static int replace(struct web_req *q, struct proposal *p, const char *path, struct mb_str text,
		   const char *base, struct mb_error *err)
{
	char now[MB_SHA256_HEX];
	struct mb_rules_file *files;
	struct mb_str was;
	size_t n;
	int rc = proposal_read(&was, now, q, p, path, err);

	if (rc != MB_OK && rc != MB_ENOTFOUND)
		return rc;
	if (rc == MB_OK && text.p && was.n == text.n && memcmp(was.p, text.p, text.n) == 0)
		return MB_OK; /* sent twice, or both wrote the same */
	if (rc == MB_ENOTFOUND && !text.p)
		return MB_OK;
	if (!mb_streq(base, now))
		return mb_fail(err, MB_ECONFLICT, "Somebody else saved %s after you opened it.", path);
	if (rc == MB_ENOTFOUND && (rc = proposal_files(&files, &n, q, p, err)) == MB_OK &&
	    n >= RULES_FILES_MOST)
		return mb_fail(err, MB_EINVAL, "A proposal has at most %d files.", RULES_FILES_MOST);
	if (*now && (rc = proposal_keep(q->a, p->folder, was, err)) != MB_OK)
		return rc;
	if (!text.p)
		rc = unlink(on_disk(q, p, path)) == 0
			     ? MB_OK
			     : mb_fail(err, MB_EFAIL, "cannot take %s away: %s", path, strerror(errno));
	else if ((rc = proposal_keep(q->a, p->folder, text, err)) == MB_OK)
		rc = write_below(q, p, path, text, err);
	if (rc != MB_OK)
		return rc;
	proposal_prune(q->a, mb_arena_printf(q->a, "%s/kept", p->folder), "", "", KEPT_MOST);
	note_change(q, p, path, !text.p);
	return write_about(q, p, err);
}

int proposal_save(struct web_req *q, const struct proposal *p, const char *path, struct mb_str text,
		  const char *base, struct mb_error *err)
{
	struct proposal fresh;
	int fd, rc = text.p ? text_ok(text, err) : MB_OK;

	if (rc != MB_OK)
		return rc;
	if ((rc = lock(&fd, q, err)) == MB_OK && (rc = read_about(&fresh, q, p->id, err)) == MB_OK)
		rc = replace(q, &fresh, path, text, base ? base : "", err);
	unlock(fd);
	return rc;
}

/* ---- a whole one ----------------------------------------------------------------------------------------- */

/* One more than any there is, also of those put aside: a number is never given twice. */
static long next_number(struct web_req *q, size_t *n)
{
	const char *folders[] = { all_of(q), mb_arena_printf(q->a, "%s/deleted", all_of(q)) };
	long last = 0;

	*n = 0;
	for (size_t i = 0; i < 2; i++) {
		DIR *dir = opendir(folders[i]);
		struct dirent *e;

		while (dir && (e = readdir(dir)))
			if (id_ok(e->d_name)) {
				long k = strtol(e->d_name + 1, NULL, 10);

				last = k > last ? k : last;
				*n += i == 0;
			}
		if (dir)
			closedir(dir);
	}
	return last + 1;
}

/* Made whole under another name, then given its own: what was broken off half-way is no proposal and counts for none. */
static int lay_out(struct web_req *q, struct proposal *p, const struct mb_rules_file *files, size_t n,
		   struct mb_error *err)
{
	const char *whole = p->folder;
	int rc;

	p->folder = mb_arena_printf(q->a, "%s/" PROPOSAL_HALF, all_of(q));
	proposal_erase(p->folder);
	rc = make_folder(p->folder, err);
	for (size_t i = 0; rc == MB_OK && i < n; i++)
		rc = write_below(q, p, files[i].path, files[i].text, err);
	if (rc == MB_OK && (rc = write_about(q, p, err)) == MB_OK && rename(p->folder, whole) != 0)
		rc = mb_fail(err, MB_EFAIL, "cannot make %s: %s", whole, strerror(errno));
	if (rc != MB_OK)
		proposal_erase(p->folder);
	p->folder = whole;
	return rc;
}

static int title_ok(const char *title, struct mb_error *err)
{
	if (!title || !*title)
		return mb_fail(err, MB_EINVAL, "Say in a few words what the proposal is about.");
	if (strlen(title) > TITLE_BYTES || strpbrk(title, "\n\t"))
		return mb_fail(err, MB_EINVAL, "The title is one line of at most %d letters.", TITLE_BYTES);
	return mb_text_check(title, strlen(title), err);
}

int proposal_new(const char **id, struct web_req *q, const char *title, const char *base,
		 const struct mb_rules_file *files, size_t n, struct mb_error *err)
{
	struct proposal p = { .title = title, .owner = q->who.person, .made = q->today, .base = base };
	size_t there;
	int fd, rc = title_ok(title, err);

	if (rc != MB_OK)
		return rc;
	if ((rc = lock(&fd, q, err)) == MB_OK) {
		p.id = mb_arena_printf(q->a, "p%ld", next_number(q, &there));
		p.folder = mb_arena_printf(q->a, "%s/%s", all_of(q), p.id);
		if (there >= PROPOSALS_MAX)
			rc = mb_fail(err, MB_EINVAL, "There are %zu proposals already: delete one first.",
				     there);
		else
			rc = lay_out(q, &p, files, n, err);
	}
	unlock(fd);
	*id = p.id;
	return rc;
}

int proposal_delete(struct web_req *q, const struct proposal *p, struct mb_error *err)
{
	const char *aside = mb_arena_printf(q->a, "%s/deleted", all_of(q)), *to;
	int fd, rc = lock(&fd, q, err);

	to = mb_arena_printf(q->a, "%s/%s", aside, p->id);
	if (rc == MB_OK && (rc = make_folder(aside, err)) == MB_OK) {
		if (rename(p->folder, to) == 0)
			proposal_strip(q->a, to);
		else if (errno != ENOENT)
			rc = mb_fail(err, MB_EFAIL, "cannot put %s aside: %s", p->folder, strerror(errno));
	}
	unlock(fd);
	return rc;
}

void rules_hash(char hash[MB_SHA256_HEX], struct mb_arena *a, const struct mb_rules_file *files, size_t n)
{
	struct mb_buf all;

	mb_buf_init(&all, 0);
	for (size_t i = 0; i < n; i++) {
		mb_buf_printf(&all, "%s %zu\n", files[i].path, files[i].text.n);
		mb_buf_put(&all, files[i].text.p, files[i].text.n);
	}
	mb_sha256_hex(hash, all.p, all.n);
	mb_buf_free(&all);
}

const struct mb_rules_file *rules_file(const struct mb_rules_file *files, size_t n, const char *path)
{
	for (size_t i = 0; i < n; i++)
		if (mb_streq(files[i].path, path))
			return &files[i];
	return NULL;
}
