/* Lines and runs that hold several people. */
#include "people.h"

#include <string.h>

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
	if (!s.n || rd_nobody(s) || (!rd_marks_in(s, ',') && rd_public_line(l->rd, s)))
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
