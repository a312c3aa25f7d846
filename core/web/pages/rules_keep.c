/* What is kept beside the files of a proposal of rules: texts that they had, notes and reports of work on it. All of it is bounded, and
 * goes with the proposal. */
#include "rules_store.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOTE_BYTES ((size_t)1024 * 1024)
#define OWN_BYTES  80

/* ---- texts ----------------------------------------------------------------------------------------------- */

static bool hash_ok(const char *hash)
{
	return strlen(hash) == MB_SHA256_HEX - 1 && strspn(hash, "0123456789abcdef") == MB_SHA256_HEX - 1;
}

int proposal_keep(struct mb_arena *a, const char *folder, struct mb_str text, struct mb_error *err)
{
	const char *kept = mb_arena_printf(a, "%s/kept", folder), *path;
	char hash[MB_SHA256_HEX];

	mb_sha256_hex(hash, text.p, text.n);
	path = mb_arena_printf(a, "%s/%s", kept, hash);
	if (utimensat(AT_FDCWD, path, NULL, 0) == 0)
		return MB_OK;
	if (mkdir(kept, 0700) != 0 && errno != EEXIST)
		return mb_fail(err, MB_EFAIL, "cannot make %s: %s", kept, strerror(errno));
	return mb_write_file(path, text.p, text.n, 0600, err);
}

int proposal_kept(struct mb_str *out, struct mb_arena *a, const char *folder, const char *hash,
		  struct mb_error *err)
{
	struct mb_buf text;
	int rc;

	*out = (struct mb_str){ "", 0 };
	if (!hash || !*hash)
		return MB_OK;
	if (!hash_ok(hash))
		return mb_fail(err, MB_ENOTFOUND, "The form is of another file: open it again.");
	rc = mb_read_file(&text, mb_arena_printf(a, "%s/kept/%s", folder, hash), RULES_FILE_BYTES, err);
	if (rc == MB_OK)
		*out = (struct mb_str){ mb_arena_ndup(a, text.p, text.n), text.n };
	mb_buf_free(&text);
	return rc;
}

/* ---- notes ----------------------------------------------------------------------------------------------- */

const struct mb_node *proposal_note(struct mb_arena *a, const char *folder, const char *name)
{
	struct mb_node *root = NULL;
	struct mb_buf text;

	if (mb_read_file(&text, mb_arena_printf(a, "%s/%s.yaml", folder, name), NOTE_BYTES, NULL) == MB_OK &&
	    mb_yaml_parse(&root, a, mb_arena_copy(a, text.p, text.n), text.n, NULL) != MB_OK)
		root = NULL;
	mb_buf_free(&text);
	return root;
}

int proposal_set_note(struct mb_arena *a, const char *folder, const char *name, const struct mb_node *map,
		      struct mb_error *err)
{
	struct mb_buf text;
	int rc;

	mb_buf_init(&text, NOTE_BYTES);
	mb_yaml_write(&text, map);
	if ((rc = mb_buf_status(&text, err)) == MB_OK)
		rc = mb_write_file(mb_arena_printf(a, "%s/%s.yaml", folder, name), text.p, text.n, 0600, err);
	mb_buf_free(&text);
	return rc;
}

const char *proposal_own(struct mb_arena *a, const char *what, const char *person)
{
	char hash[MB_SHA256_HEX];
	size_t n = strlen(person);

	if (n > 0 && n <= OWN_BYTES && strspn(person, "abcdefghijklmnopqrstuvwxyz0123456789-") == n)
		return mb_arena_printf(a, "%s.%s", what, person);
	mb_sha256_hex(hash, person, n);
	return mb_arena_printf(a, "%s.=%s", what, hash); /* no id looks like this */
}

/* ---- taking away ----------------------------------------------------------------------------------------- */

struct aged {
	const char *name;
	struct timespec at;
};

static int newest_first(const void *x, const void *y)
{
	const struct aged *a = x, *b = y;

	if (a->at.tv_sec != b->at.tv_sec)
		return a->at.tv_sec < b->at.tv_sec ? 1 : -1;
	return (a->at.tv_nsec < b->at.tv_nsec) - (a->at.tv_nsec > b->at.tv_nsec);
}

void proposal_prune(struct mb_arena *a, const char *folder, const char *begins, const char *ends, size_t most)
{
	DIR *dir = opendir(folder);
	struct aged *all = NULL;
	struct dirent *e;
	struct stat st;
	size_t n = 0;

	while (dir && (e = readdir(dir)))
		if (e->d_name[0] != '.' && mb_starts(e->d_name, begins) && mb_ends(e->d_name, ends) &&
		    fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
			*MB_PUSH(a, all, n) = (struct aged){ mb_arena_dup(a, e->d_name), st.st_mtim };
	if (n > most)
		qsort(all, n, sizeof *all, newest_first);
	for (size_t i = most; i < n; i++)
		(void)unlinkat(dirfd(dir), all[i].name, 0);
	if (dir)
		closedir(dir);
}

static int erase_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)remove(path); /* what cannot go is in nobody's way */
	return 0;
}

void proposal_erase(const char *folder)
{
	(void)nftw(folder, erase_one, 8, FTW_DEPTH | FTW_PHYS);
}

void proposal_strip(struct mb_arena *a, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *e;

	while (dir && (e = readdir(dir)))
		if (!mb_streq(e->d_name, ".") && !mb_streq(e->d_name, "..") &&
		    !mb_streq(e->d_name, "rules") && !mb_streq(e->d_name, "about.yaml"))
			proposal_erase(mb_arena_printf(a, "%s/%s", folder, e->d_name));
	if (dir)
		closedir(dir);
}

/* Under the lock, so that nobody's half-made proposal goes under their hands. */
void proposals_tidy(const char *home)
{
	struct mb_arena *a = mb_arena_new();
	const char *all = mb_arena_printf(a, "%s/proposals", home);
	int fd = open(mb_arena_printf(a, "%s/lock", all), O_RDWR | O_CLOEXEC);
	DIR *dir = fd >= 0 && flock(fd, LOCK_EX) == 0 ? opendir(all) : NULL;
	struct dirent *e;

	if (dir)
		proposal_erase(mb_arena_printf(a, "%s/" PROPOSAL_HALF, all));
	while (dir && (e = readdir(dir)))
		if (e->d_name[0] == 'p') /* a report that was being written when the server was killed */
			proposal_prune(a, mb_arena_printf(a, "%s/%s", all, e->d_name), "", ".half", 0);
	if (dir)
		closedir(dir);
	if (fd >= 0)
		close(fd);
	mb_arena_free(a);
}
