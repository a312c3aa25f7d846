/* Owners of actions who are nobody here: neither in the record, nor among the people whom the paper itself names. */
#include "check.h"

#include <ctype.h>
#include <string.h>

#define OWNERS_MAX 64
#define CELLS_MAX  12

struct owners {
	struct ck_doc *d;
	size_t n;
};

static size_t cells_of(struct mb_str row, struct mb_str *cells, size_t max)
{
	size_t n = 0;

	while (n < max) {
		const char *tab = row.n ? memchr(row.p, '\t', row.n) : NULL;
		size_t len = tab ? (size_t)(tab - row.p) : row.n;

		cells[n++] = mb_trim((struct mb_str){ row.p, len });
		if (!tab)
			break;
		row.p += len + 1;
		row.n -= len + 1;
	}
	return n;
}

static bool is_owner_head(struct mb_str s)
{
	static const char *const heads[] = { "owner",
					     "who",
					     "lead",
					     "responsible",
					     "responsible officer",
					     "lead officer",
					     "by whom",
					     "action by",
					     "owner(s)",
					     "responsibility",
					     "lead person",
					     "person responsible",
					     NULL };

	return ck_in(s, heads);
}

/* "Ann Bell", "Cllr A Bell": two or three capitalised words, none of which names an office or a body. */
static bool is_person(struct mb_str s)
{
	static const char *const offices[] = {
		"head",		"director",    "officer",	 "chair",     "vice",	     "manager",
		"board",	"group",       "committee",	 "council",   "trust",	     "team",
		"clerk",	"secretariat", "lead",		 "leader",    "member",	     "members",
		"partners",	"service",     "services",	 "forum",     "police",	     "school",
		"schools",	"authority",   "executive",	 "all",	      "partnership", "chief",
		"care",		"panel",       "superintendent", "secretary", "treasurer",   "commander",
		"co-ordinator", "coordinator", "adviser",	 "sector",    "health",	     "education",
		"finance",	"legal",       "commissioning",	 "governors", "headteacher", "heads",
		"unit",		"department",  "network",	 NULL
	};
	size_t words = 0;

	for (size_t i = 0; i < s.n;) {
		size_t from = i;

		while (i < s.n && s.p[i] != ' ')
			i++;
		if (i > from) {
			struct mb_str w = { s.p + from, i - from };

			if (!isupper((unsigned char)w.p[0]) || ck_in(w, offices))
				return false;
			for (size_t k = 0; k < w.n; k++)
				if (!isalpha((unsigned char)w.p[k]) && !strchr("'-.", w.p[k]) &&
				    (unsigned char)w.p[k] < 0x80)
					return false;
			words++;
		}
		i++;
	}
	return words >= 2 && words <= 4;
}

static bool is_initials(struct mb_str s)
{
	if (s.n < 2 || s.n > 3)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!isupper((unsigned char)s.p[i]))
			return false;
	return true;
}

static bool fits_list(const char *printed, const struct mb_found_person *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (mb_name_fits(printed, list[i].name, list[i].initials))
			return true;
	return false;
}

/* Does the paper name this person anywhere but here? */
static bool named_elsewhere(const struct ck_doc *d, const char *printed, size_t from, size_t to)
{
	char lower[80];
	size_t n = 0, at;

	for (; printed[n] && n < sizeof lower - 1; n++)
		lower[n] = (char)tolower((unsigned char)printed[n]);
	lower[n] = '\0';
	at = ck_find(ck_str(d, 0, from), lower);
	return at != CK_NONE || ck_find(ck_str(d, to, d->n_text), lower) != CK_NONE;
}

static bool people_listed(const struct ck_doc *d)
{
	const struct mb_reading *r = d->r;

	return r->n_present + r->n_in_attendance + r->n_apologies + r->n_consultees >= 3;
}

static bool has_initials(const struct ck_doc *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->r->n_present; i++)
		n += d->r->present[i].initials != NULL;
	return n >= 2;
}

/* Known: in the record and serving, in the paper's attendance, or named by the paper outside its lists of actions. */
static bool is_known(const struct ck_doc *d, const char *printed, bool initials, size_t from, size_t to,
		     bool *gone)
{
	const struct mb_reading *r = d->r;
	const struct mb_check_known *k = d->known;

	for (size_t i = 0; i < k->n_people; i++) {
		if (mb_name_fits(printed, k->people[i].name, k->people[i].initials) < (initials ? 1 : 2))
			continue;
		if (k->people[i].serves)
			return true;
		*gone = true;
	}
	return fits_list(printed, r->present, r->n_present) ||
	       fits_list(printed, r->in_attendance, r->n_in_attendance) ||
	       fits_list(printed, r->apologies, r->n_apologies) ||
	       (!initials && !*gone && named_elsewhere(d, printed, from, to));
}

static void check_owner(struct owners *o, struct mb_str s)
{
	struct ck_doc *d = o->d;
	const size_t from = (size_t)(s.p - d->text);
	const bool initials = is_initials(s);
	const char *printed;
	bool gone = false;

	if (o->n >= OWNERS_MAX || (!initials && !is_person(s)))
		return;
	/* initials need a list in which they could stand; a name a record or a paper that lists its people */
	if (d->known->n_people == 0 && !(initials ? has_initials(d) : people_listed(d)))
		return;
	o->n++;
	printed = mb_arena_ndup(d->a, s.p, s.n);
	if (is_known(d, printed, initials, from, from + s.n, &gone))
		return;
	if (gone)
		ck_place(d,
			 ck_found(d, "owner", "name somebody who can be held to it",
				  "%s serves in no group and no post now", printed),
			 from, from + s.n);
	else
		ck_place(d,
			 ck_found(d, "owner", "name a member, an officer or a post, or put the name right",
				  "%s is nobody whom the %s knows", printed,
				  d->known->n_people ? "record" : "paper"),
			 from, from + s.n);
}

/* "Ann Bell / Tom Fox", "AB, TF and Jo Moss" */
static void check_cell(struct owners *o, struct mb_str cell)
{
	const char *bracket = cell.n ? memchr(cell.p, '(', cell.n) : NULL;
	size_t from = 0;

	if (bracket) /* "Ann Bell (Police)" */
		cell = mb_trim((struct mb_str){ cell.p, (size_t)(bracket - cell.p) });
	for (size_t i = 0; i <= cell.n; i++) {
		size_t step = 1;

		if (i < cell.n && cell.p[i] == ' ' && i + 5 <= cell.n && memcmp(cell.p + i, " and ", 5) == 0)
			step = 5;
		else if (i < cell.n && !strchr("/,;&", cell.p[i]))
			continue;
		check_owner(o, mb_trim((struct mb_str){ cell.p + from, i - from }));
		from = i + step;
		i += step - 1;
	}
}

static void check_tables(struct owners *o)
{
	struct ck_doc *d = o->d;
	size_t column = CK_NONE, width = 0;

	for (size_t i = 0; i < d->n_blocks; i++) {
		const struct ck_block *b = &d->block[i];
		struct mb_str cells[CELLS_MAX];
		size_t n;

		if (b->kind != CK_ROW) {
			column = CK_NONE;
			continue;
		}
		if (!b->n)
			continue;
		n = cells_of(ck_block_str(d, b), cells, CELLS_MAX);
		if (column == CK_NONE) {
			for (size_t k = 0; k < n && n > 1; k++)
				if (is_owner_head(cells[k]))
					column = k, width = n;
		} else if (n == width) {
			check_cell(o, cells[column]);
		}
	}
}

/* "(Action: Ann Bell)" behind a sentence */
static void check_bracket(struct owners *o, struct mb_str s)
{
	const size_t at = ck_find(s, "(action:");
	const char *end;
	struct mb_str rest;

	if (at == CK_NONE)
		return;
	rest = (struct mb_str){ s.p + at + 8, s.n - at - 8 };
	if ((end = memchr(rest.p, ')', rest.n < 60 ? rest.n : 60)))
		check_cell(o, mb_trim((struct mb_str){ rest.p, (size_t)(end - rest.p) }));
}

/* "ACTION: Ann Bell to write ...", "Owner: Ann Bell" */
static void check_marked(struct owners *o)
{
	struct ck_doc *d = o->d;

	for (size_t i = 0; i < d->n_blocks; i++) {
		struct mb_str s = ck_block_str(d, &d->block[i]), rest;
		const char *colon = s.n ? memchr(s.p, ':', s.n < 30 ? s.n : 30) : NULL;
		size_t to;

		check_bracket(o, s);
		if (!colon)
			continue;
		rest = (struct mb_str){ colon + 1, (size_t)(s.p + s.n - colon - 1) };
		if (is_owner_head(mb_trim((struct mb_str){ s.p, (size_t)(colon - s.p) }))) {
			check_cell(o, mb_trim(rest));
		} else if (mb_str_case_eq((struct mb_str){ s.p, s.n < 7 ? s.n : 7 }, "action:")) {
			to = ck_find((struct mb_str){ rest.p, rest.n < 80 ? rest.n : 80 }, "to");
			if (to != CK_NONE)
				check_cell(o, mb_trim((struct mb_str){ rest.p, to }));
		}
	}
}

void ck_check_owners(struct ck_doc *d)
{
	struct owners o = { .d = d };

	check_tables(&o);
	check_marked(&o);
}
