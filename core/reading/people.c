/* One person of an attendance list: name, brackets, organisation; and the lines that hold one or several. */
#include "people.h"

#include <string.h>

static size_t sent_instead(struct mb_str s);

bool rd_chair_word(struct mb_str s)
{
	static const char *const words[] = { "chair",	   "chairman",	   "chairperson",
					     "chairwoman", "the chair",	   "in the chair",
					     "chairing",   "acting chair", NULL };

	return rd_is_any(rd_trim(s, ".,;:*"), words);
}

/* "Independent Chair", "Chair, parent", "Chair of the Board": but no deputy. */
bool rd_chair_role(const char *role)
{
	struct mb_str s = mb_str(role);
	size_t i;

	if (!role || s.n > 60 || rd_has(s, "deputy") || rd_has(s, "vice") || rd_has(s, "vice-chair") ||
	    rd_has(s, "former") || rd_has(s, "secretary") || rd_has(s, "past"))
		return false;
	for (i = 0; i < s.n && s.p[i] != ','; i++)
		;
	if (rd_chair_word(rd_sub(s, 0, i)))
		return true;
	s = rd_trim(rd_sub(s, 0, i), NULL);
	return (s.n > 6 && rd_at(s, s.n - 5, "chair") &&
		rd_is_any(rd_sub(s, 0, s.n - 6),
			  (const char *[]){ "independent", "acting", "interim", "co", "board", NULL })) ||
	       rd_is_any(s, (const char *[]){ "councillor/chairman", "councillor/chair", NULL });
}

struct mb_found_person *rd_push(struct lists *l, enum people_group group)
{
	struct mb_reading *r = l->rd->r;

	switch (group) {
	case PEOPLE_APOLOGIES:
		return MB_PUSH(l->rd->a, r->apologies, r->n_apologies);
	case PEOPLE_ABSENT:
		return MB_PUSH(l->rd->a, r->absent, r->n_absent);
	case PEOPLE_IN_ATTENDANCE:
		return MB_PUSH(l->rd->a, r->in_attendance, r->n_in_attendance);
	default:
		return MB_PUSH(l->rd->a, r->present, r->n_present);
	}
}

struct mb_found_person *rd_last(struct lists *l, enum people_group group)
{
	struct mb_reading *r = l->rd->r;

	switch (group) {
	case PEOPLE_APOLOGIES:
		return r->n_apologies ? &r->apologies[r->n_apologies - 1] : NULL;
	case PEOPLE_ABSENT:
		return r->n_absent ? &r->absent[r->n_absent - 1] : NULL;
	case PEOPLE_IN_ATTENDANCE:
		return r->n_in_attendance ? &r->in_attendance[r->n_in_attendance - 1] : NULL;
	default:
		return r->n_present ? &r->present[r->n_present - 1] : NULL;
	}
}

/* "5 Members of the Public", "Members of the public - None" */
bool rd_public_line(struct reader *rd, struct mb_str s)
{
	static const char *const words[] = { "members of the public",
					     "member of the public",
					     "members of public",
					     "public members",
					     "paid up members of the public",
					     "members of public present",
					     "public:",
					     NULL };

	if (rd_find_any(rd_clip(s, 120), 0, words, NULL, NULL) == NPOS)
		return false;
	rd_public_words(rd, rd_clip(s, 120));
	return true;
}

void rd_public_words(struct reader *rd, struct mb_str s)
{
	struct mb_str w;
	size_t at = 0;

	if (rd->r->public_text)
		return;
	rd->r->public_text = rd_say(rd->a, rd_trim(s, ".,;"));
	while (rd_word(s, &at, &w)) {
		int n = rd_number_word(rd_trim(w, ".,;:()"));

		if (n < 0 && (rd_is_any(rd_trim(w, ".,;:"), (const char *[]){ "none", "nil", NULL })))
			n = 0;
		if (n >= 0) {
			rd->r->public_count = n;
			return;
		}
	}
}

bool rd_nobody(struct mb_str s)
{
	static const char *const words[] = { "none", "nil",	 "no apologies",    "n/a",
					     "-",    "as above", "as listed above", "there were no apologies",
					     "name", NULL };

	return rd_is_any(rd_trim(s, ".,;:"), words);
}

/* A name behind "for", "substituting for", "on behalf of" ...: where it begins. */
static size_t substitute(struct mb_str s, size_t *name_end)
{
	static const char *const words[] = { "substituting for",
					     "as substitute for",
					     "as a substitute for",
					     "acting as substitute for",
					     "sub for",
					     "in place of",
					     "standing in for",
					     "substitute for",
					     "substituted for",
					     "deputising for",
					     "deputy for",
					     "attending on behalf of",
					     "on behalf of",
					     "attending for",
					     "representing",
					     "for",
					     NULL };
	size_t which, len, i = rd_find_any(s, 0, words, &which, &len), to;

	if (i == NPOS)
		return 0;
	for (to = i + len; to < s.n && rd_blank(s.p[to]); to++)
		;
	if (!rd_namelike(rd_sub(s, to, s.n)))
		return 0;
	*name_end = i;
	return to;
}

/* "(substitute: B)" behind somebody who could not come: where B begins. */
static size_t sent_instead(struct mb_str s)
{
	static const char *const words[] = { "substitute:",    "sub:",	  "substituted by", "substitute -",
					     "represented by", "deputy:", "substitute",	    NULL };
	size_t len, i = rd_find_any(s, 0, words, NULL, &len);

	if (i != 0)
		return 0;
	while (len < s.n && (rd_blank(s.p[len]) || s.p[len] == ':' || s.p[len] == '-'))
		len++;
	return rd_namelike(rd_sub(s, len, s.n)) ? len : 0;
}

/* What stands in brackets behind a name. */
static void bracket(struct lists *l, struct mb_found_person *p, struct mb_str s)
{
	struct mb_arena *a = l->rd->a;
	size_t end, at;

	s = rd_trim(s, "*_");
	if (!s.n)
		return;
	if (rd_chair_word(s)) {
		p->role = "Chair";
	} else if (!p->initials && rd_initials_like(s)) {
		p->initials = rd_say(a, s);
	} else if ((at = substitute(s, &end)) > 0) {
		p->substitute_for = rd_say(a, rd_sub(s, at, s.n));
	} else if (l->group == PEOPLE_APOLOGIES && (at = sent_instead(s)) > 0) {
		l->instead = rd_sub(s, at, s.n);
	} else if (rd_starts(s, "substitute") || rd_starts(s, "substituting")) {
		p->sure = p->substitute_for ? p->sure : MB_LIKELY;
	} else if (rd_has(s, "item") || rd_has(s, "items") || rd_has(s, "topic") || rd_has(s, "topics") ||
		   rd_starts(s, "from") || rd_starts(s, "until") || rd_starts(s, "left") ||
		   rd_starts(s, "arrived")) {
		p->items = rd_say(a, s);
	} else if (!p->role) {
		p->role = rd_say(a, s);
	}
}

/* A sure separator between a name and what follows: its place, and its length; NPOS. */
static size_t divider(struct mb_str s, size_t *len)
{
	for (size_t i = 1; i < s.n; i++) {
		*len = 1;
		if (s.p[i] == ',' || s.p[i] == '\t' || s.p[i] == ';')
			return i;
		if (rd_blank(s.p[i - 1]) && i + 1 < s.n && rd_blank(s.p[i + 1]) &&
		    (s.p[i] == '-' || s.p[i] == '/'))
			return i;
		/* a long dash without blanks joins two surnames */
		if (i + 2 < s.n && memcmp(s.p + i, "\xe2\x80", 2) == 0 &&
		    (rd_blank(s.p[i - 1]) || i + 3 >= s.n || rd_blank(s.p[i + 3])) &&
		    ((unsigned char)s.p[i + 2] == 0x93 || (unsigned char)s.p[i + 2] == 0x94)) {
			*len = 3;
			return i;
		}
	}
	return NPOS;
}

static void rest_of_person(struct lists *l, struct mb_found_person *p, struct mb_str rest)
{
	struct mb_arena *a = l->rd->a;
	struct mb_str word;
	size_t len, at;

	rest = rd_trim(rest, "-/,;*\xe2\x80\x93");
	/* "HV / - / Cabinet Member" */
	at = divider(rest, &len);
	word = rd_trim(rd_sub(rest, 0, at), NULL);
	if (!p->initials && rd_initials_like(word) && mb_name_fits(rd_say(a, word), p->name, NULL)) {
		p->initials = rd_say(a, rd_sub(rest, 0, at));
		rest = at == NPOS ? (struct mb_str){ rest.p, 0 }
				  : rd_trim(rd_sub(rest, at + len, rest.n), "-/,;");
	}
	if (!rest.n)
		return;
	if (rd_chair_word(rest))
		p->role = "Chair";
	else if (!p->role)
		p->role = rd_say(a, rest);
	if (!p->items && (rd_has(rest, "items") || rd_has(rest, "item")) && rest.n < 60)
		p->items = rd_say(a, rest);
}

void rd_take_chair(struct reader *rd, const char *name)
{
	if (!rd->r->chair)
		rd->r->chair = name;
	else if (!mb_name_fits(rd->r->chair, name, NULL) && !mb_name_fits(name, rd->r->chair, NULL))
		rd_note(rd, "Both %.80s and %.80s are named as chair.", rd->r->chair, name);
}

void rd_stands_in(struct lists *l, struct mb_str who, const char *for_whom)
{
	struct mb_reading *r = l->rd->r;
	const char *name = rd_say(l->rd->a, who);
	struct mb_found_person *p;

	/* they may be in the list of those present already */
	for (size_t i = 0; i < r->n_present && i < 400 && l->rd->fits++ < FITS_MAX; i++)
		if (mb_name_fits(name, r->present[i].name, NULL) >= 2) {
			r->present[i].substitute_for = for_whom;
			return;
		}
	p = rd_push(l, PEOPLE_PRESENT);
	p->name = name;
	p->substitute_for = for_whom;
	p->sure = MB_LIKELY;
	p->place = rd_place(l->rd->src, l->b,
			    who.p >= l->b->text.p && who.p < l->b->text.p + l->b->text.n ? who : l->b->text);
}

/* "A - B substituting", in a list of apologies: B was there instead. */
static void substituted(struct lists *l, struct mb_found_person *gone)
{
	struct mb_str role = mb_str(gone->role);
	static const char *const words[] = {
		"substituting", "substituted", "attended as", "attending as", "attended in",  "attending in",
		"deputising",	"deputised",   "attended on", "attending on", "attended for", "attending for",
		"stood in",	NULL
	};
	size_t i = rd_find_any(role, 0, words, NULL, NULL);
	const char *name = gone->name;

	if (i == NPOS || !rd_namelike(rd_sub(role, 0, i)))
		return;
	gone->role = NULL;
	rd_stands_in(l, rd_sub(role, 0, i), name); /* gone is not used past here: the lists may move */
}

/* Where the third of exactly three plain words begins; 0. */
static size_t third_word(struct mb_str s)
{
	struct mb_str w;
	size_t at = 0, third = 0;
	int n = 0;

	while (rd_word(s, &at, &w)) {
		if (rd_is_title(w) || (w.n < 3 && n < 2) || w.p[w.n - 1] == '.')
			return 0;
		if (++n == 3)
			third = (size_t)(w.p - s.p);
	}
	return n == 3 ? third : 0;
}

/* Take off a name what is no part of it: the chair's word, "for X", "Councillors", "Clerk". */
static struct mb_str bare_name(struct lists *l, struct mb_found_person *p, struct mb_str name, bool alone)
{
	struct mb_arena *a = l->rd->a;
	size_t end = 0, at, n;

	if (alone && l->two_words && (at = third_word(name)) > 0) {
		/* where others of the list carry a body behind two names, so does this one */
		p->role = rd_say(a, rd_sub(name, at, name.n));
		p->sure = MB_LIKELY;
		return rd_trim(rd_sub(name, 0, at), NULL);
	}
	if (alone && !rd_namelike(name) && !substitute(name, &end) &&
	    rd_namelike(rd_sub(name, 0, rd_name_forward(name, 0)))) {
		/* "Terence Odell Samsung Research": no mark between them */
		n = rd_name_forward(name, 0);
		p->role = rd_say(a, rd_trim(rd_sub(name, n, name.n), "-/"));
		p->role = rd_chair_word(mb_str(p->role)) ? "Chair" : *p->role ? p->role : NULL;
		p->sure = MB_LIKELY;
		return rd_sub(name, 0, n);
	}
	if (name.n > 6 && rd_chair_word(rd_sub(name, name.n - 5, name.n)) &&
	    rd_namelike(rd_sub(name, 0, name.n - 5))) {
		name = rd_trim(rd_sub(name, 0, name.n - 5), NULL);
		p->role = "Chair";
	}
	if ((at = substitute(name, &end)) > 0) {
		p->substitute_for = rd_say(a, rd_sub(name, at, name.n));
		name = rd_trim(rd_sub(name, 0, end), NULL);
	}
	if (rd_starts(name, "councillors") || rd_starts(name, "cllrs") ||
	    rd_starts(name, "messrs")) { /* before several names, it is part of none */
		n = rd_starts(name, "cllrs") ? 5 : rd_starts(name, "messrs") ? 6 : 11;
		name = rd_trim(rd_sub(name, n, name.n), ".");
	}
	if (rd_starts(name, "clerk") && rd_namelike(rd_sub(name, 5, name.n))) {
		name = rd_trim(rd_sub(name, 5, name.n), ":-");
		p->role = "Clerk";
	}
	return name;
}

/* One word alone is a first name at best. */
static bool first_name(struct mb_str name)
{
	struct mb_str w, more;
	size_t at = 0;

	return rd_word(name, &at, &w) && !rd_word(name, &at, &more) && rd_upper(w.p[0]) && !rd_role_word(w) &&
	       rd_name_forward(w, 0) > 0 && w.n <= 20;
}

/* What stands behind the name: brackets, the rest, brackets again. */
static void behind_name(struct lists *l, struct mb_found_person *p, struct mb_str s)
{
	size_t at = 0, end;

	for (;;) {
		const char *close;

		while (at < s.n && rd_blank(s.p[at]))
			at++;
		if (at >= s.n || s.p[at] != '(' || !(close = memchr(s.p + at, ')', s.n - at)))
			break;
		end = (size_t)(close - s.p);
		bracket(l, p, rd_sub(s, at + 1, end));
		at = end + 1;
	}
	s = rd_trim(rd_sub(s, at, s.n), "*_");
	while (s.n && s.p[s.n - 1] == ')') {
		for (at = s.n - 1; at > 0 && s.p[at] != '('; at--)
			;
		if (s.p[at] != '(')
			break;
		bracket(l, p, rd_sub(s, at + 1, s.n - 1));
		s = rd_trim(rd_sub(s, 0, at), NULL);
	}
	rest_of_person(l, p, s);
}

bool rd_person(struct lists *l, struct mb_str s, bool alone)
{
	struct mb_found_person p = { .sure = MB_SURE };
	struct mb_str name;
	size_t len, at, cut, after;

	s = rd_trim(s, ".,;*_-");
	if (!s.n || s.n > 300 || rd_nobody(s) || rd_public_line(l->rd, s))
		return !s.n || s.n <= 300;
	for (cut = 0; cut < s.n && s.p[cut] != '('; cut++)
		;
	at = divider(s, &len);
	name = rd_trim(rd_sub(s, 0, at < cut ? at : cut), ":");
	after = (size_t)(name.p - s.p) + name.n;
	name = bare_name(l, &p, name, alone);
	if (!rd_namelike(name)) {
		/* in a list of people, what a bullet holds is most likely one of them */
		if (!first_name(name) || (alone && !l->b->bullet))
			if (!l->b->bullet || !alone || !name.n || !rd_upper(name.p[0]) ||
			    rd_count_words(name, 7) > 6)
				return false;
		p.sure = MB_LIKELY;
	}
	p.name = rd_say(l->rd->a, name);
	p.place = rd_place(l->rd->src, l->b, s);
	behind_name(l, &p, rd_sub(s, after, s.n));
	*rd_push(l, l->group) = p;
	l->taken++;
	if (rd_chair_role(p.role) && l->group != PEOPLE_APOLOGIES && l->group != PEOPLE_ABSENT)
		rd_take_chair(l->rd, p.name);
	if (l->group == PEOPLE_APOLOGIES && p.role)
		substituted(l, &l->rd->r->apologies[l->rd->r->n_apologies - 1]);
	if (l->instead.n) {
		rd_stands_in(l, l->instead, p.name);
		l->instead = (struct mb_str){ NULL, 0 };
	}
	return true;
}
