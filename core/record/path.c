/* Which paths the record may hold, and whether one may stand in a given tree. */
#include "record_impl.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

const char *mb_mode_word(unsigned mode)
{
	switch (mode & 0170000) {
	case 0040000:
		return "a folder";
	case 0120000:
		return "a symbolic link";
	case 0160000:
		return "a link to another repository";
	default:
		return "a file";
	}
}

/* ---- the path alone -------------------------------------------------------------------------------------- */

/* One code point of valid UTF-8. */
static unsigned decode(const char **p)
{
	const unsigned char *s = (const unsigned char *)*p;
	unsigned n = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;
	unsigned c = n == 1 ? s[0] : s[0] & (0xffu >> (n + 1));

	for (unsigned i = 1; i < n; i++)
		c = c << 6 | (s[i] & 0x3f);
	*p += n;
	return c;
}

/* Characters that are not seen, or turn what is: two names would look alike, and HFS+ reads ".g<U+200C>it" as .git. */
static bool is_invisible(unsigned c)
{
	return c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

/* Every spelling some system takes for .git: letter case, NTFS short names, streams, blanks and dots at the end. */
static bool is_dot_git(const char *part, size_t n)
{
	size_t at;

	if (n >= 4 && strncasecmp(part, ".git", 4) == 0)
		at = 4;
	else if (n >= 5 && strncasecmp(part, "git~1", 5) == 0)
		at = 5;
	else
		return false;
	while (at < n && (part[at] == '.' || part[at] == ' '))
		at++;
	return at == n || part[at] == ':';
}

static int check_part(const char *path, const char *part, size_t n, struct mb_error *err)
{
	if (n == 0)
		return mb_fail(err, MB_EINVAL, "the path '%s' has an empty part (a slash too many)", path);
	if ((n == 1 && part[0] == '.') || (n == 2 && part[0] == '.' && part[1] == '.'))
		return mb_fail(err, MB_EINVAL, "the path '%s' may not contain the part '%.*s'", path, (int)n,
			       part);
	if (is_dot_git(part, n))
		return mb_fail(err, MB_EINVAL,
			       "the path '%s' may not contain '%.*s', which git keeps for itself", path,
			       (int)n, part);
	return MB_OK;
}

int mb_path_check(const char *path, struct mb_error *err)
{
	size_t n = path ? strlen(path) : 0, part = 0;
	int rc;

	if (n == 0)
		return mb_fail(err, MB_EINVAL, "a path may not be empty");
	if (n > MB_PATH_MAX)
		return mb_fail(err, MB_EINVAL, "a path that starts '%.80s' is %zu bytes long; %d is the most",
			       path, n, MB_PATH_MAX);
	/* Not mb_text_check()'s words: the path goes into the message only once it is known to be one clean line. */
	if (mb_text_check(path, n, NULL) != MB_OK || strpbrk(path, "\t\r\n"))
		return mb_fail(err, MB_EINVAL, "a path may hold only UTF-8 text without control characters");
	for (const char *p = path; *p;) {
		unsigned c = decode(&p);

		if (c == '\\')
			return mb_fail(err, MB_EINVAL,
				       "the path '%s' has a backslash; folders are parted by /", path);
		if (c >= 0x7f && c < 0xa0)
			return mb_fail(err, MB_EINVAL,
				       "a path may hold only UTF-8 text without control characters");
		if (is_invisible(c))
			return mb_fail(err, MB_EINVAL, "the path '%s' has an invisible character (U+%04X)",
				       path, c);
	}
	if (path[0] == '/')
		return mb_fail(err, MB_EINVAL, "the path '%s' must not start with a slash", path);
	for (size_t i = 0; i <= n; i++)
		if (path[i] == '/' || !path[i]) {
			if ((rc = check_part(path, path + part, i - part, err)) != MB_OK)
				return rc;
			part = i + 1;
		}
	return MB_OK;
}

/* ---- the path in a tree ---------------------------------------------------------------------------------- */

/* Lower case where a file system of Windows or a Mac would see no difference: Latin (with Welsh), Greek, Cyrillic. */
static unsigned fold(unsigned c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9) ||
	    (c >= 0x410 && c <= 0x42f))
		return c + 32;
	if ((c >= 0x100 && c <= 0x12f) || (c >= 0x132 && c <= 0x137) || (c >= 0x14a && c <= 0x177) ||
	    (c >= 0x460 && c <= 0x481) || (c >= 0x48a && c <= 0x4bf) || (c >= 0x1e00 && c <= 0x1e95) ||
	    (c >= 0x1ea0 && c <= 0x1eff))
		return c | 1;
	if (c >= 0x400 && c <= 0x40f)
		return c + 80;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c + (c & 1);
	return c == 0x178 ? 0xff : c;
}

/* p holds n bytes of a checked path; name comes from a tree and may be anything. */
static bool same_but_case(const char *p, size_t n, const char *name)
{
	const char *end = p + n;

	if (mb_text_check(name, strlen(name), NULL) != MB_OK)
		return false;
	while (p < end && *name)
		if (fold(decode(&p)) != fold(decode(&name)))
			return false;
	return p == end && !*name;
}

/* One folder on the way. *found: the very name is there; then *mode and *id are its. */
static int fits_folder(bool *found, unsigned *mode, git_oid *id, struct mb_record *rec, const char *path,
		       size_t at, size_t n, struct mb_error *err)
{
	git_odb_object *obj = NULL;
	struct mb_tree_it it;
	int more, rc = mb_tree_read(&obj, rec, id, err);

	if (rc != MB_OK)
		return rc;
	*found = false;
	mb_tree_it(&it, obj);
	while (rc == MB_OK && (more = mb_tree_next(&it)) != 0) {
		if (more < 0) {
			rc = mb_tree_malformed(err, obj);
		} else if (it.n == n && memcmp(it.name, path + at, n) == 0) {
			*found = true;
			*mode = it.mode;
			*id = it.id;
		} else if (same_but_case(path + at, n, it.name)) {
			rc = mb_fail(err, MB_EINVAL,
				     "'%.*s' differs only in letter case from '%.*s%s', which is there "
				     "already; use that "
				     "spelling, or another name",
				     (int)(at + n), path, (int)at, path, it.name);
		}
	}
	git_odb_object_free(obj);
	return rc;
}

int mb_path_fits(struct mb_record *rec, const struct mb_oid *tree, const char *path, struct mb_error *err)
{
	git_oid id;
	int rc = mb_path_check(path, err);

	if (rc != MB_OK || !tree->hex[0])
		return rc;
	if ((rc = mb_oid_in(&id, tree, err)) != MB_OK)
		return rc;
	for (size_t at = 0;;) {
		size_t n = strcspn(path + at, "/");
		bool found = false, last = !path[at + n];
		unsigned mode = 0;

		if ((rc = fits_folder(&found, &mode, &id, rec, path, at, n, err)) != MB_OK || !found)
			return rc;
		if (last && (mode & 0170000) == 0100000)
			return MB_OK;
		if (last)
			return mb_fail(err, MB_EINVAL, "'%s' is %s in the record, not a file", path,
				       mb_mode_word(mode));
		if (!mb_mode_folder(mode))
			return mb_fail(err, MB_EINVAL, "'%s' cannot stand there: '%.*s' is %s, not a folder",
				       path, (int)(at + n), path, mb_mode_word(mode));
		at += n + 1;
	}
}
