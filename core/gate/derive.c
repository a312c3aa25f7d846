/* What deriving shares: names to people, likeness of texts, fields that a hand has not changed. */
#include "gate_impl.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct mb_node *derive_text(struct draft *d, const char *s)
{
	return s && *s ? mb_node_new_text(d->a, s) : NULL;
}

void derive_put(struct draft *d, struct mb_node *map, const char *key, const char *value)
{
	if (value && *value)
		mb_node_put(d->a, map, key, mb_node_new_text(d->a, value));
}

int derive_say(struct draft *d, struct draft_file *f, const struct mb_doc *before, const char *field,
	       struct mb_node *value, struct mb_error *err)
{
	const struct mb_doc *now;
	const struct mb_node *has, *had = before ? mb_doc_node(before, field) : NULL;
	int rc = draft_doc(&now, d, f, err);

	if (rc != MB_OK)
		return rc;
	has = mb_doc_node(now, field);
	if (has && !mb_node_same(has, had))
		return MB_OK;
	if (!value && !had)
		return MB_OK;
	return draft_put(d, f, field, value, err);
}

/* ---- people ---------------------------------------------------------------------------------------------- */

static bool is_member(struct draft *d, const char *person, const char *group, mb_day on)
{
	return group && mb_role_holds(d->base, person, "member", group, on);
}

const char *derive_person(struct draft *d, const char *printed, const char *group, mb_day on)
{
	const struct mb_query q = { .kind = "person" };
	const struct mb_doc **people, *best = NULL;
	struct mb_error ignored;
	int best_score = 0;
	bool tie = false;
	size_t n;

	if (!printed || mb_view_list(&people, &n, d->base, &q, &ignored) != MB_OK)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		int fits = mb_name_fits(printed, people[i]->title, mb_doc_field(people[i], "initials")),
		    score;

		if (mb_streq(printed, people[i]->id))
			fits = 3;
		if (!fits)
			continue;
		score = 2 * fits + is_member(d, people[i]->id, group, on);
		tie = score == best_score;
		if (score > best_score) {
			best = people[i];
			best_score = score;
		}
	}
	if (best && tie) {
		draft_note(d, "'%s' fits more than one person: left as text", printed);
		return NULL;
	}
	return best ? best->id : NULL;
}

/* ---- likeness -------------------------------------------------------------------------------------------- */

#define WORDS_MAX 400

static int by_word(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t words_of(char **out, char *s)
{
	size_t n = 0;

	for (char *p = s; *p && n < WORDS_MAX;) {
		while (*p && !isalnum((unsigned char)*p) && (unsigned char)*p < 128)
			p++;
		if (!*p)
			break;
		out[n++] = p;
		while (*p && (isalnum((unsigned char)*p) || (unsigned char)*p >= 128)) {
			*p = (char)tolower((unsigned char)*p);
			p++;
		}
		if (*p)
			*p++ = '\0';
	}
	qsort(out, n, sizeof *out, by_word);
	return n;
}

int derive_alike(const char *a, const char *b)
{
	char *x = mb_strdup(a), *y = mb_strdup(b), *in_x[WORDS_MAX], *in_y[WORDS_MAX];
	size_t nx = words_of(in_x, x), ny = words_of(in_y, y), common = 0;

	for (size_t i = 0, k = 0; i < nx && k < ny;) {
		int order = strcmp(in_x[i], in_y[k]);

		common += order == 0;
		i += order <= 0;
		k += order >= 0;
	}
	free(x);
	free(y);
	return nx + ny ? (int)(200 * common / (nx + ny)) : 100;
}

/* ---- what a corrected draft says again ------------------------------------------------------------------- */

#define ALIKE 60 /* per cent of words in common that make a corrected text the same decision or action */

const struct mb_doc *derive_same(const struct mb_doc *const *old, bool *taken, size_t n, const char *field,
				 const char *text, const char *item)
{
	long best = -1;
	int best_alike = 0;

	for (size_t i = 0; i < n; i++) {
		const char *had = mb_doc_field(old[i], field), *under = mb_doc_field(old[i], "item");
		int alike;

		if (taken[i] || !had || !mb_streq(under ? under : "", item ? item : ""))
			continue;
		alike = mb_streq(had, text) ? 101 : derive_alike(had, text);
		if (alike >= ALIKE && alike > best_alike) {
			best = (long)i;
			best_alike = alike;
		}
	}
	if (best < 0)
		return NULL;
	taken[best] = true;
	return old[best];
}

struct mb_node *derive_place(struct mb_arena *a, const struct mb_place *at)
{
	struct mb_node *map = mb_node_new_map(a);

	mb_node_put(a, map, "line", mb_node_new_int(a, at->line));
	mb_node_put(a, map, "length", mb_node_new_int(a, (long)at->length));
	return map;
}
