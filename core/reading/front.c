/* What stands outside the text: front matter, and a date in the file's name. It counts where the text says nothing. */
#include "people.h"

#include <stdlib.h>
#include <string.h>

struct front {
	struct reader *rd;
	const struct mb_matter *matter;
	struct mb_str text;
	size_t *line_at; /* where each line of the front matter begins */
	size_t n_lines;
};

static const struct {
	const char *key;
	enum people_group group;
} lists_of[] = {
	{ "present", PEOPLE_PRESENT },
	{ "attendees", PEOPLE_PRESENT },
	{ "attendance", PEOPLE_PRESENT },
	{ "directors", PEOPLE_PRESENT },
	{ "trustees", PEOPLE_PRESENT },
	{ "councillors", PEOPLE_PRESENT },
	{ "members", PEOPLE_PRESENT },
	{ "in_attendance", PEOPLE_IN_ATTENDANCE },
	{ "in-attendance", PEOPLE_IN_ATTENDANCE },
	{ "also_present", PEOPLE_IN_ATTENDANCE },
	{ "guests", PEOPLE_IN_ATTENDANCE },
	{ "observers", PEOPLE_IN_ATTENDANCE },
	{ "officers", PEOPLE_IN_ATTENDANCE },
	{ "apologies", PEOPLE_APOLOGIES },
	{ "regrets", PEOPLE_APOLOGIES },
	{ "absent", PEOPLE_ABSENT },
};

static void find_lines(struct front *f)
{
	size_t to = f->matter->body_from < f->text.n ? f->matter->body_from : f->text.n;

	for (size_t at = 0; at < to;) {
		const char *end = memchr(f->text.p + at, '\n', f->text.n - at);

		*MB_PUSH(f->rd->a, f->line_at, f->n_lines) = at;
		at = end ? (size_t)(end - f->text.p) + 1 : to;
	}
}

static struct mb_place place_of(const struct front *f, int line)
{
	struct mb_place at = { .line = line > 0 ? line : 1, .column = 1, .end_line = line > 0 ? line : 1 };

	if (line > 0 && (size_t)line <= f->n_lines) {
		size_t from = f->line_at[line - 1];
		const char *end = memchr(f->text.p + from, '\n', f->text.n - from);

		at.start = from;
		at.length = end ? (size_t)(end - f->text.p) - from : f->text.n - from;
	}
	return at;
}

static void one_person(struct front *f, struct lists *l, const struct mb_node *node)
{
	struct mb_reading *r = f->rd->r;
	size_t before[] = { r->n_present, r->n_in_attendance, r->n_apologies, r->n_absent };
	int taken = l->taken;

	if (node->type != MB_TEXT)
		return;
	rd_person(l, mb_str(node->text), true);
	if (l->taken == taken)
		return;
	for (size_t i = before[0]; i < r->n_present; i++)
		r->present[i].place = place_of(f, node->line);
	for (size_t i = before[1]; i < r->n_in_attendance; i++)
		r->in_attendance[i].place = place_of(f, node->line);
	for (size_t i = before[2]; i < r->n_apologies; i++)
		r->apologies[i].place = place_of(f, node->line);
	for (size_t i = before[3]; i < r->n_absent; i++)
		r->absent[i].place = place_of(f, node->line);
}

static void people(struct front *f)
{
	const struct mb_node *root = f->matter->root;
	struct block none = { .kind = B_PARA, .bullet = true };
	struct mb_reading *r = f->rd->r;
	/* members beside directors are not those who meet */
	bool others = mb_node_get(root, "directors") || mb_node_get(root, "trustees");

	const bool had[] = { false, r->n_present > 0, r->n_in_attendance > 0, r->n_apologies > 0,
			     r->n_absent > 0 };

	for (size_t k = 0; k < sizeof(lists_of) / sizeof(lists_of[0]); k++) {
		const struct mb_node *list = mb_node_get(root, lists_of[k].key);
		struct lists l = { .rd = f->rd, .group = lists_of[k].group, .b = &none };

		if (!list || had[l.group])
			continue;
		if (others && mb_streq(lists_of[k].key, "members"))
			l.group = PEOPLE_IN_ATTENDANCE;
		if (list->type == MB_LIST)
			for (size_t i = 0; i < list->n; i++)
				one_person(f, &l, list->items[i]);
		else if (list->type == MB_TEXT && *list->text)
			rd_run_on(&l, mb_str(list->text));
	}
	if (!r->chair && mb_node_text(root, "chair"))
		r->chair = mb_arena_dup(f->rd->a, mb_node_text(root, "chair"));
	if (mb_streq(mb_node_text(root, "quorum"), "satisfied"))
		r->quorum_stated = true;
}

/* A post on a web site is dated by the day it went up. */
static bool a_post(const struct mb_node *root)
{
	static const char *const keys[] = { "categories",  "tags",    "published",
					    "publishdate", "excerpt", "slug" };

	for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++)
		if (mb_node_get(root, keys[k]))
			return true;
	return false;
}

static bool whole_date(mb_day *day, const char **text, struct reader *rd, const char *s)
{
	size_t from, len;

	if (!s || !mb_read_date(day, &from, &len, rd_clip(mb_str(s), 200), MB_NO_DAY))
		return false;
	*text = rd_say(rd->a, rd_sub(mb_str(s), from, from + len));
	return true;
}

static void date(struct front *f)
{
	struct reader *rd = f->rd;
	struct mb_reading *r = rd->r;
	const struct mb_node *root = f->matter->root;
	const char *title = mb_node_text(root, "title"), *said = mb_node_text(root, "date");
	size_t from, len;
	mb_day d;

	if (r->date != MB_NO_DAY || mb_streq(r->kind, "terms-of-reference"))
		return;
	if (whole_date(&r->date, &r->date_text, rd, title))
		return;
	if (title && rd_month(&d, &from, &len, mb_str(title), MB_NO_DAY)) {
		r->date_text = rd_say(rd->a, rd_sub(mb_str(title), from, from + len));
		rd_note(rd, "The day of the meeting is not stated, only \"%s\".", r->date_text);
		return;
	}
	if (root && !a_post(root))
		whole_date(&r->date, &r->date_text, rd, said);
	if (r->date != MB_NO_DAY && !r->time_held && said) {
		struct mb_str t;

		if (rd_time(mb_str(said), &t))
			r->time_held = rd_say(rd->a, t);
	}
}

/* "minutes-2017-03-07.txt" */
static bool name_date(mb_day *day, const char *file)
{
	const char *base = strrchr(file, '/');
	struct mb_str s = mb_str(base ? base + 1 : file);

	for (size_t i = 0; i + 10 <= s.n; i++) {
		char iso[11];

		if (i > 0 && s.p[i - 1] >= '0' && s.p[i - 1] <= '9')
			continue;
		memcpy(iso, s.p + i, 10);
		iso[10] = '\0';
		iso[4] = iso[4] == '_' || iso[4] == '.' ? '-' : iso[4];
		iso[7] = iso[7] == '_' || iso[7] == '.' ? '-' : iso[7];
		if (mb_day_parse(day, iso))
			return true;
	}
	return false;
}

void rd_front(struct reader *rd)
{
	struct front f = { .rd = rd, .matter = rd->matter, .text = rd->whole };
	struct mb_reading *r = rd->r;
	const struct mb_node *root = rd->matter ? rd->matter->root : NULL;
	char found[MB_ISO_DATE], named[MB_ISO_DATE];
	mb_day day;

	if (root) {
		if (!r->title && mb_node_text(root, "title"))
			r->title = mb_arena_dup(rd->a, mb_node_text(root, "title"));
		if (!r->body)
			r->body = mb_node_text(root, "body");
		if (!r->place_held)
			r->place_held = mb_node_text(root, "location");
		date(&f);
	}
	if (!rd->file || mb_streq(r->kind, "terms-of-reference") || mb_streq(r->kind, "paper") ||
	    !name_date(&day, rd->file))
		return;
	if (r->date == MB_NO_DAY && !r->date_text) {
		r->date = day;
		r->date_text = mb_arena_dup(rd->a, mb_day_iso(named, day));
	} else if (r->date != MB_NO_DAY && r->date != day) {
		rd_note(rd, "The text is dated %s, but the name of the file says %s.",
			mb_day_iso(found, r->date), mb_day_iso(named, day));
	}
}

void rd_front_people(struct reader *rd)
{
	struct front f = { .rd = rd, .matter = rd->matter, .text = rd->whole };

	if (!rd->matter || !rd->matter->root)
		return;
	find_lines(&f);
	people(&f);
}
