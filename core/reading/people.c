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

	if (!role || s.n > 60 || rd_has(s, "deputy") || rd_has(s, "vice") || rd_has(s, "vice-chair") || rd_has(s, "former") ||
	    rd_has(s, "secretary") || rd_has(s, "past"))
		return false;
	for (i = 0; i < s.n && s.p[i] != ','; i++)
		;
	if (rd_chair_word(rd_sub(s, 0, i)))
		return true;
	s = rd_trim(rd_sub(s, 0, i), NULL);
	return (s.n > 6 && rd_at(s, s.n - 5, "chair") &&
		rd_is_any(rd_sub(s, 0, s.n - 6), (const char *[]){ "independent", "acting", "interim", "co", "board", NULL })) ||
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

static bool nobody(struct mb_str s)
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
	for (size_t i = 0; i < r->n_present && i < 400; i++)
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
	size_t i = rd_find(role, 0, "substituting");
	const char *name = gone->name;

	if (i == NPOS)
		i = rd_find(role, 0, "substituted");
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

/* Do most lines of a list, without any mark, hold two names and then a body: "Ann Bell SAP"? */
static bool bodies_behind(struct mb_str s)
{
	size_t lines = 0, behind = 0;

	while (s.n) {
		struct mb_str l = rd_trim(rd_first_line(s), NULL), name;

		name = rd_sub(l, 0, rd_name_forward(l, 0));
		lines += l.n > 0 && rd_count_words(l, 9) > 2;
		behind += l.n > name.n && rd_namelike(name) && rd_count_words(name, 4) == 2 &&
			  !rd_marks_in(rd_sub(l, name.n, l.n), ',') &&
			  !rd_marks_in(rd_sub(l, name.n, l.n), '-') &&
			  !memchr(l.p + name.n, '(', 2 < l.n - name.n ? 2 : l.n - name.n);
		s = rd_sub(s, rd_first_line(s).n + 1, s.n);
	}
	return behind >= 2 && behind * 2 >= lines;
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
	if (!s.n || s.n > 300 || nobody(s) || rd_public_line(l->rd, s))
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

/* ---- a line of several ----------------------------------------------------------------------------------- */

/* Does the stop at i end a name, and not shorten one? "P Nash. Clerk: T Orme", but "Mrs. S. Brook" */
static bool ends_name(struct mb_str s, size_t i)
{
	size_t from = i;
	struct mb_str w;

	while (from > 0 && !rd_blank(s.p[from - 1]) && i - from < 30)
		from--;
	w = rd_sub(s, from, i);
	return w.n > 2 && !rd_is_title(w) && !memchr(w.p, '.', w.n);
}

/* The next part of a run-on list: up to a comma, semicolon, "and", a gap or a closed bracket before a new name. */
static bool part(struct mb_str s, size_t *at, bool semicolons, struct mb_str *out)
{
	size_t from = *at, i;
	int depth = 0;

	while (from < s.n && (rd_blank(s.p[from]) || strchr(",;&.", s.p[from])))
		from++;
	if (rd_at(s, from, "and"))
		from += 3;
	if (from >= s.n)
		return false;
	for (i = from; i < s.n; i++) {
		if (s.p[i] == '(')
			depth++;
		else if (s.p[i] == ')')
			depth -= depth > 0;
		if (depth)
			continue;
		if (semicolons ? s.p[i] == ';' : (s.p[i] == ',' || s.p[i] == ';' || s.p[i] == '\t'))
			break;
		if (s.p[i] == '.' && i + 2 < s.n && rd_blank(s.p[i + 1]) && rd_upper(s.p[i + 2]) &&
		    ends_name(s, i))
			break;
		if (!semicolons && rd_blank(s.p[i]) && (rd_at(s, i + 1, "and") || rd_at(s, i + 1, "&")))
			break;
		if (!semicolons && s.p[i] == ')' && i + 2 < s.n && rd_blank(s.p[i + 1]) &&
		    rd_upper(s.p[i + 2])) {
			i++;
			break;
		}
	}
	*out = rd_trim(rd_sub(s, from, i), NULL);
	*at = i;
	return true;
}

size_t rd_marks_in(struct mb_str s, char c)
{
	size_t n = 0;
	int depth = 0;

	for (size_t i = 0; i < s.n; i++) {
		depth += s.p[i] == '(' ? 1 : s.p[i] == ')' && depth ? -1 : 0;
		n += !depth && s.p[i] == c;
	}
	return n;
}

/* Are there several pieces between commas, and all of them names? */
static bool all_names(struct mb_str s)
{
	struct mb_str one;
	size_t at = 0, n = 0;

	if (rd_marks_in(s, ';') || s.n > 2000)
		return false;
	while (part(s, &at, false, &one)) {
		size_t cut = 0;

		while (cut < one.n && one.p[cut] != '(')
			cut++;
		one = rd_trim(rd_sub(one, 0, cut), NULL);
		if (rd_starts(one, "messrs"))
			one = rd_trim(rd_sub(one, 6, one.n), ".");
		if (!rd_namelike(one))
			return false;
		n++;
	}
	return n > 1;
}

void rd_run_on(struct lists *l, struct mb_str s)
{
	bool semicolons = rd_marks_in(s, ';') > 0;
	struct mb_str one;
	size_t at = 0;

	while (part(s, &at, semicolons, &one)) {
		if (semicolons && all_names(one)) { /* "A, B and C; Mrs D" */
			rd_run_on(l, one);
			continue;
		}
		struct mb_reading *r = l->rd->r;
		struct mb_found_person *last = l->group == PEOPLE_APOLOGIES && r->n_apologies
						       ? &r->apologies[r->n_apologies - 1]
					       : l->group == PEOPLE_PRESENT && r->n_present
						       ? &r->present[r->n_present - 1]
						       : NULL;

		if (!rd_person(l, one, false) && last && l->taken && !last->role && one.n < 80)
			last->role = rd_say(l->rd->a, one); /* an organisation between commas */
	}
}

/* "T Fox and J Moss": T Fox. */
static struct mb_str first_of(struct mb_str s)
{
	return rd_sub(s, 0, rd_find(s, 0, "and"));
}

static struct mb_str before_bracket(struct mb_str s)
{
	const char *open = s.n ? memchr(s.p, '(', s.n) : NULL;

	return open ? rd_trim(rd_sub(s, 0, (size_t)(open - s.p)), NULL) : s;
}

/* One line of an attendance list. inlined: it stood behind the key. false: this line is no part of a list. */
static bool people_line(struct lists *l, struct mb_str s, bool inlined)
{
	size_t commas, ands, gaps;
	int before = l->taken;
	struct mb_str tail;

	s = rd_trim(s, NULL);
	if (!s.n || nobody(s) || (!rd_marks_in(s, ',') && rd_public_line(l->rd, s)))
		return true;
	if (rd_starts(s, "councillors") || rd_starts(s, "cllrs") || rd_starts(s, "messrs"))
		inlined = true;
	commas = rd_marks_in(s, ',') + rd_marks_in(s, ';');
	gaps = rd_marks_in(s, '\t');
	ands = rd_has(s, "and") || rd_has(s, "&");
	/* a sentence is no list */
	if (!inlined && s.n > 12 && s.p[s.n - 1] == '.' && rd_count_words(s, 8) > 7 && commas < 2)
		return false;
	if (commas == 1 && !rd_marks_in(s, ';')) {
		int depth = 0;

		for (tail = s; tail.n && (depth || tail.p[0] != ','); tail.p++, tail.n--)
			depth += tail.p[0] == '(' ? 1 : tail.p[0] == ')' && depth ? -1 : 0;
		tail = rd_trim(rd_sub(tail, 1, tail.n), NULL);
		if (!inlined || !rd_namelike(before_bracket(first_of(tail))))
			return rd_person(l, s, true);
		rd_run_on(l, s);
	} else if (commas > 1 || (ands && inlined) || (inlined && gaps > 1)) {
		rd_run_on(l, s);
	} else {
		return rd_person(l, s, true);
	}
	return l->taken > before;
}

/* A grid that was flattened: after the names come all initials, then all posts. They are joined only when none is
 * missing. */
void rd_flattened(struct lists *l, struct mb_str s)
{
	struct mb_reading *r = l->rd->r;
	struct mb_found_person *p = l->group == PEOPLE_PRESENT
					    ? r->present + (r->n_present - (size_t)l->taken)
					    : NULL;
	struct mb_str line[128];
	size_t n = 0, initials = 0, people = (size_t)l->taken;

	while (s.n && n < 128) {
		struct mb_str one = rd_trim(rd_first_line(s), NULL);

		if (one.n)
			line[n++] = one;
		s = rd_sub(s, rd_first_line(s).n + 1, s.n);
	}
	while (initials < n && (rd_initials_like(line[initials]) || mb_str_eq(line[initials], "-")))
		initials++;
	l->posts_from = 1;
	if (!p || initials != people || (n != initials && n - initials != people)) {
		rd_note(l->rd,
			"Line %d: names, initials and posts stand in columns one after the other, %zu, %zu "
			"and %zu of them: "
			"they cannot be joined up with certainty.",
			rd_place(l->rd->src, l->b, line[0]).line, people, initials, n - initials);
		return;
	}
	for (size_t i = 0; i < people; i++) {
		if (!p[i].initials && rd_initials_like(line[i]))
			p[i].initials = rd_say(l->rd->a, line[i]);
		if (n > initials && !p[i].role)
			p[i].role = rd_chair_word(line[initials + i]) ? "Chair"
								      : rd_say(l->rd->a, line[initials + i]);
		if (mb_streq(p[i].role, "Chair"))
			rd_take_chair(l->rd, p[i].name);
	}
}

/* The lines of one block, those broken after a comma joined again. @return false when a line was no part of a list */
bool rd_people_text(struct lists *l, struct mb_str s, bool inlined)
{
	size_t from = 0;

	l->two_words = !inlined && memchr(s.p ? s.p : "", '\n', s.n) && bodies_behind(s);
	while (from < s.n) {
		size_t to = from;

		for (; to < s.n; to++) {
			struct mb_str so_far;

			if (s.p[to] != '\n')
				continue;
			so_far = rd_trim(rd_sub(s, from, to), NULL);
			if (so_far.n &&
			    (so_far.p[so_far.n - 1] == ',' ||
			     mb_str_case_eq(rd_sub(so_far, so_far.n > 3 ? so_far.n - 3 : 0, so_far.n),
					    "and")))
				continue;
			break;
		}
		/* a person's organisation on a line of its own */
		if (l->posts_from == 0 && !inlined && l->taken > 1 &&
		    rd_initials_like(rd_trim(rd_sub(s, from, to), NULL))) {
			rd_flattened(l, rd_sub(s, from, s.n)); /* a grid, column by column */
			return true;
		}
		if (!people_line(l, rd_sub(s, from, to), inlined) &&
		    (!l->taken || to - from > 80 || s.p[to - 1] == '.'))
			return false;
		from = to + 1;
	}
	return true;
}

/* Where the key of another list begins inside s: "Present:", "Apologies:". */
static size_t inner_key(struct mb_str s, size_t from)
{
	for (size_t i = from; i < s.n; i++) {
		struct mb_str rest;
		size_t past, k;

		if (!rd_upper(s.p[i]) || (i > 0 && !rd_blank(s.p[i - 1])))
			continue;
		rest = rd_clip(rd_sub(s, i, s.n), 80);
		if (rd_people_key(rest, &past) == PEOPLE_NONE)
			continue;
		for (k = past; k > 0 && rest.p[k - 1] != ':'; k--)
			;
		if (k)
			return i;
	}
	return NPOS;
}

bool rd_people_run(struct lists *l, struct mb_str s, bool inlined)
{
	enum people_group group = l->group;
	bool all = true;

	while (s.n) {
		size_t next = inner_key(s, 1), past = 0;

		all = rd_people_text(l, rd_sub(s, 0, next), inlined) && all;
		if (next == NPOS)
			break;
		s = rd_sub(s, next, s.n);
		l->group = rd_people_key(s, &past);
		s = rd_sub(s, past, s.n);
		inlined = true;
	}
	l->group = group;
	return all;
}
