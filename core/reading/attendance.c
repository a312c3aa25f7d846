/* Who was there: the lists under their keys, tables, and the sentences that say so. */
#include "people.h"

#include <stdlib.h>
#include <string.h>

/* ---- tables ---------------------------------------------------------------------------------------------- */

static enum people_group mark_group(struct mb_str s, enum people_group usual)
{
	if (rd_starts(s, "apologies") || rd_starts(s, "apology") || mb_str_case_eq(s, "a"))
		return PEOPLE_APOLOGIES;
	if (rd_starts(s, "absent") || mb_str_case_eq(s, "x"))
		return PEOPLE_ABSENT;
	if (rd_starts(s, "in attendance"))
		return PEOPLE_IN_ATTENDANCE;
	return rd_starts(s, "present") ? PEOPLE_PRESENT : usual;
}

/* A table with a column Name. @return rows past it, or from if it is none */
static size_t people_table(struct lists *l, size_t from, bool wanted)
{
	static const char *const names[] = { "name", "names", "member", "attendee", "present", NULL };
	static const char *const others[] = { "organisation", "role", "representing",	   "initials", "post",
					      "title",	      "body", "organisation/role", NULL };
	static const char *const marks[] = { "attendance",	  "status", "present", "apologies",
					     "present/apologies", NULL };
	struct source *src = l->rd->src;
	struct mb_str cell[CELLS_MAX];
	int n = rd_cells(src, &src->b[from], cell), name = -1, initials = -1, mark = -1, org = 0;
	enum people_group usual = l->group;
	size_t i = from;

	if (!rd_table_begins(src, from))
		return from;
	for (int k = 0; k < n; k++) {
		if (name < 0 && rd_is_any(cell[k], names))
			name = k;
		else if (rd_is_any(cell[k], marks))
			mark = k;
		else if (mb_str_case_eq(cell[k], "initials"))
			initials = k;
		org += rd_is_any(cell[k], others);
	}
	if (name < 0 || (!org && mark < 0 && !wanted))
		return from;
	for (size_t next; (next = rd_next_row(src, i)) < src->count;) {
		struct mb_found_person *p;
		int before = l->taken;

		i = next;
		n = rd_cells(src, &src->b[i], cell);
		l->b = &src->b[i];
		src->b[i].role = ROLE_PEOPLE;
		if (name >= n || !cell[name].n)
			continue;
		l->group = mark >= 0 && mark < n ? mark_group(cell[mark], usual) : usual;
		if (!rd_person(l, cell[name], true) || l->taken == before)
			continue;
		p = l->group == PEOPLE_APOLOGIES ? &l->rd->r->apologies[l->rd->r->n_apologies - 1]
		    : l->group == PEOPLE_ABSENT	 ? &l->rd->r->absent[l->rd->r->n_absent - 1]
		    : l->group == PEOPLE_IN_ATTENDANCE
			    ? &l->rd->r->in_attendance[l->rd->r->n_in_attendance - 1]
			    : &l->rd->r->present[l->rd->r->n_present - 1];
		for (int k = 0; k < n; k++) {
			if (k == name || k == mark || !cell[k].n)
				continue;
			if (k == initials)
				p->initials = rd_say(l->rd->a, cell[k]);
			else if (rd_starts(cell[k], "substitute for") ||
				 rd_starts(cell[k], "substituting for"))
				p->substitute_for = rd_say(
					l->rd->a, rd_sub(cell[k], rd_find(cell[k], 0, "for") + 3, cell[k].n));
			else if (rd_chair_word(cell[k])) {
				p->role = "Chair";
				rd_take_chair(l->rd, p->name);
			} else if (!p->role)
				p->role = rd_say(l->rd->a, cell[k]);
		}
	}
	src->b[from].role = ROLE_PEOPLE;
	l->group = usual;
	return i + 1;
}

/* ---- sentences ------------------------------------------------------------------------------------------- */

/* "3 members of the public were present" */
static void public_in_words(struct reader *rd, struct mb_str s)
{
	static const char *const words[] = { "members of the public",
					     "member of the public",
					     "members of public",
					     "paid up members of the public",
					     "parishioners",
					     "parishioner",
					     "residents",
					     "members of public present",
					     NULL };
	size_t len, i = rd_find_any(s, 0, words, NULL, &len), from;
	struct mb_str w;

	if (i == NPOS || rd->r->public_text)
		return;
	for (from = i; from > 0 && rd_blank(s.p[from - 1]); from--)
		;
	for (; from > 0 && !rd_blank(s.p[from - 1]); from--)
		;
	w = rd_sub(s, from, i);
	if (rd_number_word(w) >= 0)
		rd_public_words(rd, rd_sub(s, from, i + len));
}

/* "Cllr Fox arrived at 7.20 pm", "Ann Bell left the meeting during item 4" */
static void came_or_left(struct lists *l, struct mb_str s)
{
	static const char *const words[] = {
		"arrived at",	       "arrived during",   "arrived", "joined the meeting",
		"entered the meeting", "left the meeting", "left at", NULL
	};
	struct mb_reading *r = l->rd->r;
	size_t which, len, i = rd_find_any(s, 0, words, &which, &len), start;
	struct mb_found_person *p = NULL;
	struct mb_str who;

	if (i == NPOS || !i)
		return;
	start = rd_name_back(s, i - 1);
	who = rd_trim(rd_sub(s, start, i), ",");
	if (!rd_namelike(who) && !(start < i && rd_name_forward(who, 0) == who.n && who.n > 2))
		return;
	for (size_t g = 0; g < 2 && !p; g++) {
		struct mb_found_person *list = g ? r->in_attendance : r->present;
		size_t n = g ? r->n_in_attendance : r->n_present;

		for (size_t k = 0; k < n && k < 400 && l->rd->fits++ < FITS_MAX; k++)
			if (mb_name_fits(rd_say(l->rd->a, who), list[k].name, list[k].initials) > 0) {
				p = &list[k];
				break;
			}
	}
	if (!p && which >= 5)
		return; /* who left and was never there is told elsewhere */
	if (!p) {
		if (!rd_namelike(who))
			return;
		l->group = PEOPLE_PRESENT;
		p = rd_push(l, PEOPLE_PRESENT);
		p->name = rd_say(l->rd->a, who);
		p->sure = MB_LIKELY;
		p->place = rd_place(l->rd->src, l->b, who);
		l->group = PEOPLE_APOLOGIES;
	}
	if (!p->items) {
		p->items = rd_say(l->rd->a, rd_trim(rd_sub(s, i, s.n), "."));
		p->late = which < 5;
	}
}

static size_t last_colon(struct mb_str s)
{
	size_t i = s.n;

	while (i > 0 && s.p[i - 1] != ':')
		i--;
	return i ? i - 1 : NPOS;
}

/* "Apologies were received from A and B", "X sent his apologies", "X in the chair" */
static void sentences(struct reader *rd, const struct block *b)
{
	static const char *const sent[] = { "sent his apologies",   "sent her apologies",
					    "sent their apologies", "sent apologies",
					    "gave his apologies",   "gave her apologies",
					    "gave apologies",	    NULL };
	static const char *const chairs[] = { "continued in the chair",
					      "was in the chair",
					      "in the chair",
					      "took the chair",
					      "presided",
					      "chaired the meeting",
					      NULL };
	static const char *const chaired[] = { "chair:", "chaired by", "chairman:", "chairperson:", NULL };
	struct lists l = { .rd = rd, .group = PEOPLE_APOLOGIES, .b = b };
	struct mb_str s, text = b->text;
	size_t at = 0, i, len;

	while (rd_sentence(text, &at, &s)) {
		size_t start;

		s = rd_clip(s, SENTENCE_MAX);
		if (rd_has(s, "apologies") && !rd_has(s, "next meeting")) {
			i = rd_find(s, 0, "on behalf of");
			i = i != NPOS ? i + 8 : rd_find(s, 0, "from");
			if (i != NPOS && rd_find(rd_sub(s, 0, i), 0, "apologies") != NPOS &&
			    !rd_has(rd_sub(s, 0, i), "accept")) {
				struct mb_str who = rd_sub(s, i + 4, s.n);

				/* "from A and B, which were accepted" */
				rd_run_on(&l, rd_sub(who, 0,
						     rd_find_any(who, 0,
								 (const char *[]){
									 "which were", "these were",
									 "and were accepted", "and accepted",
									 "were received", "who", NULL },
								 NULL, NULL)));
			} else if ((rd_starts(s, "accepted apologies") || rd_starts(s, "apologies")) &&
				   (i = last_colon(s)) != NPOS && rd_trim(rd_sub(s, i + 1, s.n), ".").n) {
				rd_run_on(&l, rd_sub(s, i + 1, s.n));
			} else if ((i = rd_find_any(s, 0, sent, NULL, NULL)) != NPOS) {
				struct mb_str who = rd_trim(rd_sub(s, 0, i), ",");
				size_t end = rd_name_forward(who, 0);

				/* "Sam Reed, Police, sent his apologies" or the words right before */
				start = end > 0 && rd_namelike(rd_sub(who, 0, end))
						? 0
						: rd_name_back(who, who.n);
				if (rd_namelike(start ? rd_sub(who, start, who.n) : rd_sub(who, 0, end)))
					rd_person(&l, rd_sub(who, start, who.n), true);
			}
		}
		came_or_left(&l, s);
		public_in_words(rd, s);
		if ((i = rd_find_any(s, 0, chairs, NULL, &len)) != NPOS && !rd->r->chair) {
			struct mb_str who = rd_trim(rd_sub(s, 0, i), ",(-");

			start = rd_name_back(who, who.n);
			if (rd_namelike(rd_sub(who, start, who.n)))
				rd_take_chair(rd, rd_say(rd->a, rd_sub(who, start, who.n)));
		}
		if ((i = rd_find_any(s, 0, chaired, NULL, &len)) != NPOS && !rd->r->chair) {
			struct mb_str who = rd_first_line(rd_trim(rd_sub(s, i + len, s.n), ":"));
			size_t end = rd_name_forward(who, 0);

			if (rd_namelike(rd_sub(who, 0, end)))
				rd_take_chair(rd, rd_say(rd->a, rd_sub(who, 0, end)));
		}
	}
}

/* ---- contradictions -------------------------------------------------------------------------------------- */

struct keyed {
	char key[80];
	const char *name;
};

static int by_key(const void *a, const void *b)
{
	return strcmp(((const struct keyed *)a)->key, ((const struct keyed *)b)->key);
}

static struct keyed *keys_of(struct mb_arena *a, const struct mb_found_person *p, size_t n)
{
	struct keyed *k = mb_arena_alloc(a, (n + 1) * sizeof(*k));

	for (size_t i = 0; i < n; i++) {
		mb_name_key(k[i].key, sizeof(k[i].key), p[i].name);
		k[i].name = p[i].name;
	}
	qsort(k, n, sizeof(*k), by_key);
	return k;
}

static void both(struct reader *rd, const struct mb_found_person *p, size_t n, const char *how)
{
	struct keyed *gone = keys_of(rd->a, rd->r->apologies, rd->r->n_apologies);

	for (size_t i = 0; i < n && rd->r->n_apologies; i++) {
		struct keyed want;

		mb_name_key(want.key, sizeof(want.key), p[i].name);
		if (*want.key && bsearch(&want, gone, rd->r->n_apologies, sizeof(*gone), by_key))
			rd_note(rd, "%.80s is listed as %s and among the apologies.", p[i].name, how);
	}
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void collect_initials(struct reader *rd, const struct mb_found_person *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char key[80], made[8] = "";
		size_t m = 0;

		if (p[i].initials) {
			*MB_PUSH(rd->a, rd->initials, rd->n_initials) = p[i].initials;
			continue;
		}
		mb_name_key(key, sizeof(key), p[i].name);
		for (size_t k = 0; key[k] && m < 4; k++)
			if ((k == 0 || key[k - 1] == ' ') && key[k] >= 'a' && key[k] <= 'z')
				made[m++] = (char)(key[k] - 32);
		if (m >= 2)
			*MB_PUSH(rd->a, rd->initials, rd->n_initials) = mb_arena_dup(rd->a, made);
	}
}

/* ---- the pass -------------------------------------------------------------------------------------------- */

/* Lists that stand under a key: from block i on. @return the first block past them */
static size_t zone(struct lists *l, size_t i, struct mb_str first)
{
	struct source *src = l->rd->src;
	struct block *head = &src->b[i];
	bool inlined = first.n && !(first.p > head->text.p && first.p[-1] == '\n');

	l->taken = 0;
	l->b = head;
	if (first.n) {
		rd_people_run(l, first, inlined);
		if (head->kind != B_HEADING && !head->label.n)
			head->role = ROLE_PEOPLE;
	} else if (!head->label.n) {
		head->role = ROLE_PEOPLE;
	}
	for (i++; i < src->count; i++) {
		struct block *b = &src->b[i];
		size_t rest;

		l->b = b;
		if (b->kind == B_ROW) {
			size_t past = people_table(l, i, true);

			if (past == i)
				past = rd_people_grid(l->rd, i);
			if (past == i)
				break;
			i = past - 1;
			continue;
		}
		if (b->kind == B_HEADING || b->label.n ||
		    rd_people_key(rd_clip(b->text, 400), &rest) != PEOPLE_NONE)
			break;
		if (l->taken && !b->bullet && !rd_marks_in(rd_first_line(b->text), ',') &&
		    !rd_marks_in(b->text, '\t') && !rd_marks_in(b->text, '(') &&
		    !memchr(b->text.p, '\n', b->text.n))
			break; /* after names, a short line is a title and no name */
		if (i > 0 && src->b[i - 1].bullet && src->b[i - 1].role == ROLE_PEOPLE && !b->bullet)
			break; /* after a list of bullets, a line is something else */
		if (!b->bullet && rd_count_words(rd_first_line(b->text), 30) > 24 &&
		    rd_marks_in(b->text, ',') < 3)
			break;
		if (!rd_people_text(l, b->text, false) && !b->bullet)
			break;
		b->role = ROLE_PEOPLE;
	}
	return i;
}

static bool told_in_words(struct mb_str s)
{
	static const char *const words[] = {
		"received from", "sent by",	   "given by",		"sent his",	      "sent her",
		"sent their",	 "received for",   "gave their",	"gave his",	      "gave her",
		"tendered",	 "sent apologies", "were submitted by", "were accepted from", NULL
	};

	return rd_find_any(rd_clip(s, 300), 0, words, NULL, NULL) != NPOS;
}

void rd_attendance(struct reader *rd)
{
	struct source *src = rd->src;
	struct mb_reading *r = rd->r;

	for (size_t i = 0; i < src->count;) {
		struct block *b = &src->b[i];
		struct lists l = { .rd = rd, .b = b, .group = PEOPLE_PRESENT };
		size_t rest = 0, past;

		if (b->role == ROLE_DONE) {
			i++;
			continue;
		}
		if (b->kind == B_ROW) {
			past = people_table(&l, i, false);
			if (past == i && rd_table_begins(src, i))
				past = rd_people_grid(rd, i);
			i = past > i ? past : i + 1;
			continue;
		}
		l.group = rd_people_key(b->text, &rest);
		if (l.group == PEOPLE_NONE &&
		    (rd_has(rd_clip(b->text, 80), "people attended") || rd_people_list(src, i))) {
			l.group = PEOPLE_PRESENT;
			rest = b->text.n;
		}
		if (l.group == PEOPLE_APOLOGIES && told_in_words(rd_sub(b->text, rest, b->text.n)))
			l.group = PEOPLE_NONE; /* a sentence under its title */
		if (l.group != PEOPLE_NONE && !(b->bullet && rest >= b->text.n)) {
			i = zone(&l, i, rd_sub(b->text, rest, b->text.n));
			continue;
		}
		if (!rd_public_line(rd, rd_clip(b->text, 60)))
			sentences(rd, b);
		i++;
	}
	both(rd, r->present, r->n_present, "present");
	both(rd, r->in_attendance, r->n_in_attendance, "in attendance");
	collect_initials(rd, r->present, r->n_present);
	collect_initials(rd, r->in_attendance, r->n_in_attendance);
	collect_initials(rd, r->apologies, r->n_apologies);
	if (rd->n_initials)
		qsort(rd->initials, rd->n_initials, sizeof(*rd->initials), by_text);
}
