/* place.c: what a path or an id says by its shape alone. */
#include "schema_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARTS_MAX  6
#define SLUG_MAX   80
#define CODE_MAX   12
#define DIGITS_MAX 9

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static char upper(char c)
{
	return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

bool mb_slug_ok(const char *s)
{
	size_t n = 0;

	if (!s || (!is_lower(*s) && !is_digit(*s)))
		return false;
	while (is_lower(s[n]) || is_digit(s[n]) || s[n] == '-')
		n++;
	return s[n] == '\0' && n <= SLUG_MAX && s[n - 1] != '-';
}

bool mb_code_ok(const char *s)
{
	size_t n = 0;

	if (!s || !is_upper(*s))
		return false;
	while (is_upper(s[n]) || is_digit(s[n]))
		n++;
	return s[n] == '\0' && n >= 2 && n <= CODE_MAX;
}

/* At least three digits, and no more zeros in front than that takes: each number is written in one way only. */
static size_t read_number(unsigned *out, const char *s)
{
	size_t n = 0;
	unsigned v = 0;

	for (; is_digit(s[n]) && n < DIGITS_MAX; n++)
		v = v * 10 + (unsigned)(s[n] - '0');
	if (n < 3 || is_digit(s[n]) || v == 0 || (n > 3 && s[0] == '0'))
		return 0;
	*out = v;
	return n;
}

bool mb_id_read(struct mb_idparts *out, const char *s)
{
	size_t i = 0, n;
	int year = 0;

	for (; i < CODE_MAX && (is_upper(upper(s[i])) || is_digit(s[i])); i++)
		out->code[i] = upper(s[i]);
	out->code[i] = '\0';
	if (!mb_code_ok(out->code) || s[i++] != '-')
		return false;
	for (n = 0; n < 4; n++, i++) {
		if (!is_digit(s[i]))
			return false;
		year = year * 10 + (s[i] - '0');
	}
	if (year == 0 || s[i++] != '-')
		return false;
	out->year = year;
	out->letter = upper(s[i]);
	if (!is_upper(out->letter) || (n = read_number(&out->number, s + i + 1)) == 0)
		return false;
	out->n = i + 1 + n;
	return s[out->n] == '\0' || s[out->n] == '-';
}

char *mb_id_write(struct mb_arena *a, const char *code, int year, char letter, unsigned number)
{
	return mb_arena_printf(a, "%s-%04d-%c%03u", code, year, letter, number);
}

bool mb_name_numbered(unsigned *number, const char *s, const char *name)
{
	unsigned v = 0;

	if (!mb_starts(s, name))
		return false;
	s += strlen(name);
	*number = 0;
	if (!*s)
		return true;
	if (*s++ != '-' || *s == '0')
		return false;
	for (; is_digit(*s) && v < 1000; s++)
		v = v * 10 + (unsigned)(*s - '0');
	*number = v;
	return !*s && v >= 2;
}

/* ---- paths ----------------------------------------------------------------------------------------------- */

/* A path cut at its slashes, ".md" off the last part. */
struct parts {
	const char *path, *at[PARTS_MAX];
	size_t n;
};

static bool cut(struct parts *p, struct mb_arena *a, const char *path)
{
	char *s;

	if (!mb_ends(path, ".md") || strlen(path) > MB_PATH_MAX)
		return false;
	*p = (struct parts){ .path = path };
	s = mb_arena_ndup(a, path, strlen(path) - 3);
	for (;;) {
		char *slash = strchr(s, '/');

		if (p->n == PARTS_MAX)
			return false;
		p->at[p->n++] = s;
		if (!slash)
			return true;
		*slash = '\0';
		s = slash + 1;
	}
}

/* The id as it stands in the path, which must be written as an id is. */
static bool is_id_of(struct mb_idparts *id, const char *s, const struct mb_kind *k, const char *year)
{
	char text[8];

	if (!mb_id_read(id, s) || s[id->n] || id->letter != k->letter)
		return false;
	snprintf(text, sizeof text, "%04d", id->year % 10000);
	for (const char *c = s; *c; c++)
		if (is_lower(*c))
			return false;
	return strcmp(text, year) == 0;
}

static bool in_group(const struct parts *p)
{
	return p->n >= 3 && strcmp(p->at[0], "groups") == 0 && mb_slug_ok(p->at[1]);
}

static bool in_year(struct mb_address *at, const char **code, struct mb_arena *a, const struct parts *p,
		    const struct mb_kind *k)
{
	struct mb_idparts id;

	if (!in_group(p) || p->n < 5 || !mb_streq(p->at[2], k->folder) ||
	    !is_id_of(&id, p->at[4], k, p->at[3]))
		return false;
	at->id = p->at[4];
	at->year = id.year;
	at->number = id.number;
	*code = mb_arena_dup(a, id.code);
	return true;
}

static bool in_meeting(struct mb_address *at, const char **code, struct mb_arena *a,
		       const struct mb_schema *s, const struct parts *p, const struct mb_kind *k)
{
	unsigned number;

	if (p->n != 6 || !mb_name_numbered(&number, p->at[5], k->file_name))
		return false;
	for (size_t i = 0; i < s->n_kinds; i++) {
		const struct mb_kind *m = &s->kinds[i];

		if (m->lives != MB_LIVES_FOLDER || !in_year(at, code, a, p, m))
			continue;
		at->meeting = at->id;
		at->id = mb_arena_printf(a, "%s-%s", at->meeting, p->at[5]);
		at->number = number;
		return true;
	}
	return false;
}

static bool at_top(struct mb_address *at, const struct parts *p, const struct mb_kind *k)
{
	if (p->n != 2 || !mb_streq(p->at[0], k->folder) || !mb_slug_ok(p->at[1]))
		return false;
	at->id = p->at[1];
	return true;
}

static bool is_place(struct mb_address *at, const char **code, struct mb_arena *a, const struct mb_schema *s,
		     const struct parts *p, const struct mb_kind *k)
{
	*at = (struct mb_address){ .kind = k, .path = p->path };
	*code = NULL;
	if (k->lives == MB_LIVES_TOP)
		return at_top(at, p, k);
	if (!in_group(p))
		return false;
	at->group = p->at[1];
	switch (k->lives) {
	case MB_LIVES_NUMBERED:
		return p->n == 5 && in_year(at, code, a, p, k);
	case MB_LIVES_FOLDER:
		return p->n == 6 && mb_streq(p->at[5], k->file_name) && in_year(at, code, a, p, k);
	case MB_LIVES_IN_MEETING:
		return in_meeting(at, code, a, s, p, k);
	case MB_LIVES_IN_GROUP:
		if (p->n == 3 && !mb_is_group_kind(k))
			return mb_name_numbered(&at->number, p->at[2], k->file_name);
		at->id = at->group;
		return p->n == 3 && mb_streq(p->at[2], k->file_name);
	case MB_LIVES_TOP:
		break;
	}
	return false;
}

/* A file that has an id's name in a kind's folder (or lies in a folder that has) and is not quite where it ought to be
 * would else become a plain page that no rule looks at. */
static int near_place(struct mb_arena *a, const struct parts *p, const struct mb_kind *k,
		      struct mb_error *err)
{
	struct mb_address at = { .kind = k };
	bool folder = k->lives == MB_LIVES_FOLDER;
	const char *name, *code;
	struct mb_idparts id;

	if ((k->lives != MB_LIVES_NUMBERED && !folder) || !in_group(p) || p->n < (folder ? 5 : 4) ||
	    !mb_streq(p->at[2], k->folder))
		return MB_OK;
	name = p->at[p->n - (folder ? 2 : 1)];
	if (!mb_id_read(&id, name) || name[id.n] || (folder && p->n == 6 && in_year(&at, &code, a, p, k)))
		return MB_OK;
	if (id.letter != k->letter)
		return mb_fail(err, MB_EINVAL, "%s: ids of %s have the letter %c, not %c; rename or move it",
			       p->path, k->plural ? k->plural : k->name, k->letter, id.letter);
	at.group = p->at[1];
	at.year = id.year;
	at.id = mb_id_write(a, id.code, id.year, id.letter, id.number);
	return mb_fail(err, MB_EINVAL, "%s: %s %s of that id lives at %s; move it there", p->path,
		       mb_an(k->name), k->name, mb_place_path(a, &at, NULL));
}

int mb_place_of_path(struct mb_address *at, const char **code, struct mb_arena *a, const struct mb_schema *s,
		     const char *path, struct mb_error *err)
{
	struct mb_address found;
	const char *of = NULL;
	struct parts p;
	int rc = MB_OK;

	if (cut(&p, a, path)) {
		for (size_t i = 0; i < s->n_kinds; i++)
			if (is_place(&found, &of, a, s, &p, &s->kinds[i])) {
				*at = found;
				at->path = mb_arena_dup(a, path);
				*code = of;
				return MB_OK;
			}
		for (size_t i = 0; rc == MB_OK && i < s->n_kinds; i++)
			rc = near_place(a, &p, &s->kinds[i], err);
		if (rc != MB_OK)
			return rc;
	}
	return mb_fail(err, MB_ENOTFOUND, "%.400s is not the place of any kind of document", path);
}

const char *mb_name_in_group(struct mb_arena *a, const struct mb_address *at)
{
	return at->number ? mb_arena_printf(a, "%s-%u", at->kind->file_name, at->number)
			  : at->kind->file_name;
}

const char *mb_place_path(struct mb_arena *a, const struct mb_address *at, const char *meeting_path)
{
	const struct mb_kind *k = at->kind;
	const char *slash = meeting_path ? strrchr(meeting_path, '/') : NULL;
	int folder = slash ? (int)(slash - meeting_path) : 0;

	switch (k->lives) {
	case MB_LIVES_NUMBERED:
		return mb_arena_printf(a, "groups/%s/%s/%04d/%s.md", at->group, k->folder, at->year, at->id);
	case MB_LIVES_FOLDER:
		return mb_arena_printf(a, "groups/%s/%s/%04d/%s/%s.md", at->group, k->folder, at->year,
				       at->id, k->file_name);
	case MB_LIVES_IN_MEETING:
		if (at->number)
			return mb_arena_printf(a, "%.*s/%s-%u.md", folder, meeting_path, k->file_name,
					       at->number);
		return mb_arena_printf(a, "%.*s/%s.md", folder, meeting_path, k->file_name);
	case MB_LIVES_IN_GROUP:
		return mb_arena_printf(a, "groups/%s/%s.md", at->group, mb_name_in_group(a, at));
	case MB_LIVES_TOP:
		break;
	}
	return mb_arena_printf(a, "%s/%s.md", k->folder, at->id);
}

const char *mb_place_pattern(struct mb_arena *a, const struct mb_kind *k)
{
	switch (k->lives) {
	case MB_LIVES_NUMBERED:
		return mb_arena_printf(a, "groups/<group>/%s/<year>/<CODE>-<year>-%c<number>.md", k->folder,
				       k->letter);
	case MB_LIVES_FOLDER:
		return mb_arena_printf(a, "groups/<group>/%s/<year>/<CODE>-<year>-%c<number>/%s.md",
				       k->folder, k->letter, k->file_name);
	case MB_LIVES_IN_MEETING:
		return mb_arena_printf(a, "%s.md in a meeting's folder", k->file_name);
	case MB_LIVES_IN_GROUP:
		return mb_arena_printf(a, "groups/<group>/%s.md", k->file_name);
	case MB_LIVES_TOP:
		break;
	}
	return mb_arena_printf(a, "%s/<id>.md (lower case letters, digits, hyphens)", k->folder);
}
