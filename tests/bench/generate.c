/* A record of a partnership that has worked for years, made through the gate: generate HOME [--documents N] [--seed N] [--durable]
 *
 * Every three weeks groups meet. Papers are filed, signed by finance and legal, corrected (which voids the sign-offs), signed
 * again, approved, published with their agenda; minutes bring decisions, actions and reports up the lines; bodies above
 * ratify and note; the next meeting approves the minutes; actions are done. The same seed gives the same commits. */
#include "texts.h"

#include <minutebook/gate.h>
#include <record_waits.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOT_DAYS   21
#define MEETING_DAY 17 /* a Thursday */
#define PAPERS_MAX  3
#define OFFICER	    "beth-corrigan"
#define ROOT	    MB_SOURCE_DIR "/"

struct body {
	const char *slug;
	unsigned every, offset; /* meets in slots that leave `offset` when divided by `every` */
	unsigned papers;
	mb_day last; /* its last meeting */
	/* of the meeting in hand */
	char meeting[40], agenda[60];
	struct item_text items[PAPERS_MAX];
	const char *authors[PAPERS_MAX];
	uint64_t seeds[PAPERS_MAX];
};

static struct body bodies[] = {
	{ .slug = "early-years", .every = 3, .offset = 0, .papers = 3, .last = MB_NO_DAY },
	{ .slug = "workforce", .every = 3, .offset = 0, .papers = 3, .last = MB_NO_DAY },
	{ .slug = "information-sharing", .every = 3, .offset = 1, .papers = 3, .last = MB_NO_DAY },
	{ .slug = "participation", .every = 3, .offset = 1, .papers = 3, .last = MB_NO_DAY },
	{ .slug = "joint-commissioning", .every = 3, .offset = 2, .papers = 3, .last = MB_NO_DAY },
	{ .slug = "executive-group", .every = 3, .offset = 2, .papers = 3, .last = MB_NO_DAY },
	{ .slug = "strategy-board", .every = 1, .offset = 0, .papers = 3, .last = MB_NO_DAY },
	{ .slug = "council-executive", .every = 1, .offset = 0, .papers = 0, .last = MB_NO_DAY },
	{ .slug = "local-strategic-partnership", .every = 1, .offset = 0, .papers = 0, .last = MB_NO_DAY },
	{ .slug = "safeguarding-board", .every = 2, .offset = 0, .papers = 0, .last = MB_NO_DAY },
};
#define N_BODIES (sizeof bodies / sizeof *bodies)

struct making {
	struct mb_gate *g;
	struct mb_arena *a; /* of a slot */
	struct chance chance;
	struct mb_error err;
	mb_day start, day;
	int minute;
	unsigned number; /* of titles */
	unsigned slot;
	size_t events, documents;
	long target;
};

static bool meets(const struct making *m, const struct body *b)
{
	return m->slot % b->every == b->offset % b->every;
}

/* ---- acts ------------------------------------------------------------------------------------------------ */

static struct mb_actor actor(struct making *m, const char *by)
{
	struct mb_actor who = { .by = by, .entered_by = by, .on = MB_NO_DAY };

	if (m->minute < 16 * 60 + 59)
		m->minute++;
	who.recorded = mb_instant_at(m->day, m->minute);
	return who;
}

static void from_day(struct making *m, mb_day day)
{
	if (m->day != day)
		m->minute = 9 * 60;
	m->day = day;
}

/* Whatever is refused here is a mistake of the generator, or of the gate. */
static int done(struct making *m, const struct mb_result *r, int rc, const char *doing, const char *what)
{
	struct mb_buf words;

	if (rc == MB_OK) {
		m->events += r->landed;
		return rc;
	}
	fprintf(stderr, "generate: slot %u: %s %s: %s\n", m->slot, doing, what, m->err.text);
	if (rc == MB_EREFUSED) {
		mb_buf_init(&words, 0);
		mb_ruling_words(&words, &r->ruling);
		fprintf(stderr, "%s", words.p);
		mb_buf_free(&words);
	}
	return rc;
}

static int file(struct making *m, const char **id, const struct mb_filing *how, const char *by)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_result r = { 0 };
	struct mb_actor who = actor(m, by);
	int rc = done(m, &r, mb_gate_file(&r, a, m->g, how, &who, 0, &m->err), "filing", how->as_kind);

	if (rc == MB_OK && id)
		*id = mb_arena_dup(m->a, r.touched[0].id);
	mb_arena_free(a);
	return rc;
}

static int move(struct making *m, const char *doc, const char *name, const char *by)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_result r = { 0 };
	struct mb_actor who = actor(m, by);
	int rc = done(m, &r, mb_gate_move(&r, a, m->g, doc, name, NULL, &who, 0, &m->err), name, doc);

	mb_arena_free(a);
	return rc;
}

static int sign_off(struct making *m, const char *doc, const char *role, const char *by)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_result r = { 0 };
	struct mb_actor who = actor(m, by);
	int rc = done(m, &r, mb_gate_sign(&r, a, m->g, doc, role, &who, 0, &m->err), "signing", doc);

	mb_arena_free(a);
	return rc;
}

static int both_sign(struct making *m, const char *doc)
{
	int rc = sign_off(m, doc, "finance lead", "farah-nazir");

	return rc == MB_OK ? sign_off(m, doc, "legal lead", "leonard-shaw") : rc;
}

/* ---- who and what ---------------------------------------------------------------------------------------- */

static const char *chair_of(struct making *m, const char *group)
{
	const char **people;
	size_t n = 0;

	if (mb_role_holders(&people, &n, m->a, mb_gate_view(m->g), "chair", group, m->day, &m->err) !=
		    MB_OK ||
	    n == 0)
		return OFFICER;
	return people[0];
}

static const char *title_of(struct making *m, const char *id)
{
	const struct mb_doc *doc;

	return mb_view_doc(&doc, mb_gate_view(m->g), id, &m->err) == MB_OK ? mb_arena_dup(m->a, doc->title)
									   : id;
}

static int file_paper(struct making *m, struct body *b, unsigned i, bool corrected)
{
	struct paper_text p = { .group = title_of(m, b->slug),
				.title = b->items[i].title,
				.author = title_of(m, b->authors[i]),
				.meeting = m->start + MEETING_DAY,
				.item = i + 5,
				.corrected = corrected,
				.seed = b->seeds[i] };
	struct mb_filing how = { .group = b->slug, .meeting = b->meeting, .as_kind = "paper" };
	struct mb_buf text;
	int rc;

	mb_buf_init(&text, 0);
	paper_write(&text, &p);
	how.text = (struct mb_str){ text.p, text.n };
	rc = file(m, &b->items[i].paper, &how, b->authors[i]);
	mb_buf_free(&text);
	return rc;
}

static int call_meeting(struct making *m, struct body *b, mb_day day)
{
	struct mb_arena *a = mb_arena_new();
	struct mb_result r = { 0 };
	struct mb_actor who = actor(m, OFFICER);
	int rc = done(
		m, &r,
		mb_gate_new_meeting(&r, a, m->g, b->slug, day, "14:00", "Committee Room 2", &who, 0, &m->err),
		"calling a meeting of", b->slug);

	if (rc == MB_OK)
		snprintf(b->meeting, sizeof b->meeting, "%s", r.touched[0].id);
	mb_arena_free(a);
	return rc;
}

static int begin_papers(struct making *m, struct body *b)
{
	static const char *const authors[] = { "paul-okafor", "victor-farrow", "mina-castell", "lucy-tran" };
	const char *chair = chair_of(m, b->slug);
	int rc = MB_OK;

	for (unsigned i = 0; rc == MB_OK && i < b->papers; i++) {
		unsigned k = chance_below(&m->chance, 4);

		b->authors[i] = authors[mb_streq(authors[k], chair) ? (k + 1) % 4 : k];
		b->seeds[i] = m->chance.state;
		b->items[i].title = title_make(m->a, &m->chance, ++m->number);
		rc = file_paper(m, b, i, false);
	}
	return rc;
}

static int file_agenda(struct making *m, struct body *b)
{
	struct mb_filing how = { .group = b->slug, .meeting = b->meeting, .as_kind = "agenda" };
	struct mb_buf text;
	const char *id = NULL;
	int rc;

	mb_buf_init(&text, 0);
	agenda_write(&text, title_of(m, b->slug), m->start + MEETING_DAY, b->items, b->papers);
	how.text = (struct mb_str){ text.p, text.n };
	rc = file(m, &id, &how, OFFICER);
	mb_buf_free(&text);
	if (rc != MB_OK)
		return rc;
	snprintf(b->agenda, sizeof b->agenda, "%s", id);
	return move(m, b->agenda, "publish", OFFICER);
}

/* What waits for this meeting, as its agenda has it. */
static int brought(struct making *m, struct body *b, struct minutes_text *t)
{
	const struct mb_doc *agenda;
	const struct mb_node *rows;
	int rc = mb_view_doc(&agenda, mb_gate_view(m->g), b->agenda, &m->err);

	rows = rc == MB_OK ? mb_doc_node(agenda, "brought") : NULL;
	for (size_t i = 0; rows && i < rows->n; i++) {
		const char *id = mb_node_text(rows->items[i], "subject");
		bool ratify = mb_streq(mb_node_text(rows->items[i], "purpose"), "for ratification");

		if (!id || strlen(id) < 10 || !strstr(id, "-D"))
			continue;
		if (ratify)
			*MB_PUSH(m->a, t->ratify, t->n_ratify) = mb_arena_dup(m->a, id);
		else
			*MB_PUSH(m->a, t->note, t->n_note) = mb_arena_dup(m->a, id);
	}
	return rc;
}

static int attendance(struct making *m, struct body *b, struct minutes_text *t)
{
	struct mb_member *members;
	size_t n;
	unsigned away;
	int rc = mb_group_members(&members, &n, m->a, mb_gate_view(m->g), b->slug, m->day, &m->err);

	if (rc != MB_OK)
		return rc;
	away = chance_below(&m->chance, (unsigned)n * 2); /* half of the time nobody */
	for (size_t i = 0; i < n; i++) {
		const char *name = title_of(m, members[i].person);

		if (mb_streq(members[i].role, "chair"))
			name = mb_arena_printf(m->a, "%s (Chair)", name);
		if (n > 4 && i == away)
			*MB_PUSH(m->a, t->apologies, t->n_apologies) = name;
		else
			*MB_PUSH(m->a, t->present, t->n_present) = name;
	}
	return MB_OK;
}

static int file_minutes(struct making *m, struct body *b, mb_day held)
{
	struct mb_filing how = { .group = b->slug, .meeting = b->meeting, .as_kind = "minutes" };
	struct minutes_text t = { .group = title_of(m, b->slug),
				  .day = held,
				  .before = b->last,
				  .items = b->items,
				  .n_items = b->papers,
				  .chance = &m->chance };
	struct mb_buf text;
	const char *id = NULL;
	int rc;

	if ((rc = attendance(m, b, &t)) != MB_OK || (rc = brought(m, b, &t)) != MB_OK)
		return done(m, NULL, rc, "minutes of", b->meeting);
	mb_buf_init(&text, 0);
	minutes_write(&text, &t);
	how.text = (struct mb_str){ text.p, text.n };
	rc = file(m, &id, &how, OFFICER);
	mb_buf_free(&text);
	b->last = held;
	return rc == MB_OK ? move(m, id, "circulate", OFFICER) : rc;
}

static int complete_actions(struct making *m)
{
	struct mb_ask ask = { .kind = "action",
			      .state = "open",
			      .since = MB_NO_DAY,
			      .until = m->day + 14,
			      .as_at = MB_NO_DAY,
			      .known_at = MB_NO_DAY };
	struct mb_version_row *rows;
	size_t n;
	int rc = mb_index_list(&rows, &n, m->a, mb_gate_index(m->g), &ask, &m->err);

	for (size_t i = 0; rc == MB_OK && i < n; i++)
		if (chance_below(&m->chance, 4))
			rc = move(m, rows[i].id, "complete", OFFICER);
	return rc;
}

/* ---- three weeks ----------------------------------------------------------------------------------------- */

enum step { CALL, PAPERS, SIGN, CORRECT, APPROVE, AGENDA, MINUTES };

static int step_of(struct making *m, struct body *b, enum step step)
{
	int rc = MB_OK;

	switch (step) {
	case CALL:
		return call_meeting(m, b, m->start + MEETING_DAY);
	case PAPERS:
		return begin_papers(m, b);
	case AGENDA:
		return file_agenda(m, b);
	case MINUTES:
		return file_minutes(m, b, m->start + MEETING_DAY);
	default:
		break;
	}
	for (unsigned i = 0; rc == MB_OK && i < b->papers; i++) {
		if (step == SIGN)
			rc = both_sign(m, b->items[i].paper);
		else if (step == CORRECT)
			rc = file_paper(m, b, i, true);
		else
			rc = move(m, b->items[i].paper, "approve", chair_of(m, b->slug));
	}
	return rc;
}

static int all(struct making *m, enum step step, int day)
{
	int rc = MB_OK;

	from_day(m, m->start + day);
	for (size_t i = 0; rc == MB_OK && i < N_BODIES; i++)
		if (meets(m, &bodies[i]))
			rc = step_of(m, &bodies[i], step);
	return rc;
}

static int one_slot(struct making *m)
{
	static const struct {
		enum step step;
		int day;
	} steps[] = { { CALL, 0 }, { PAPERS, 0 },  { SIGN, 1 },	  { CORRECT, 2 },
		      { SIGN, 3 }, { APPROVE, 4 }, { AGENDA, 4 }, { MINUTES, MEETING_DAY + 1 } };
	int rc = MB_OK;

	for (size_t i = 0; rc == MB_OK && i < sizeof steps / sizeof *steps; i++)
		rc = all(m, steps[i].step, steps[i].day);
	return rc == MB_OK ? complete_actions(m) : rc;
}

static int count(struct making *m)
{
	struct mb_ask ask = {
		.since = MB_NO_DAY, .until = MB_NO_DAY, .as_at = MB_NO_DAY, .known_at = MB_NO_DAY
	};
	struct mb_version_row *rows;

	return mb_index_list(&rows, &m->documents, m->a, mb_gate_index(m->g), &ask, &m->err);
}

static int make(struct making *m, const char *home)
{
	static const char *const packs[] = { ROOT "plugins/childrens-trust" };
	struct mb_init init = { .dir = home,
				.template_dir = ROOT "repo-template",
				.packs = packs,
				.n_packs = 1,
				.name = "Children's Trust of Wendlebury",
				.rehearsal = true };
	mb_day start;
	int rc;

	mb_day_make(&start, 2005, 10, 3); /* a Monday */
	if ((rc = mb_zone_set("Europe/London", &m->err)) != MB_OK)
		return rc;
	init.recorded = mb_instant_at(start - 30, 9 * 60);
	if ((rc = mb_gate_init(&init, &m->err)) != MB_OK ||
	    (rc = mb_gate_open(&m->g, home, &m->err)) != MB_OK)
		return rc;
	for (; rc == MB_OK && m->documents < (size_t)m->target; m->slot++) {
		m->a = mb_arena_new();
		m->start = start + (mb_day)m->slot * SLOT_DAYS;
		rc = one_slot(m);
		if (rc == MB_OK)
			rc = count(m);
		mb_arena_free(m->a);
		if (m->slot % 20 == 19)
			fprintf(stderr, "%zu documents, %zu events\n", m->documents, m->events);
	}
	if (rc == MB_OK)
		printf("%zu documents, %zu events, main at %s\n", m->documents, m->events,
		       mb_gate_tip(m->g)->id.hex);
	mb_gate_close(m->g);
	return rc;
}

int main(int argc, char **argv)
{
	struct making m = { .target = 1000, .chance = { 1 } };
	bool durable = false, usage = argc < 2;
	int rc;

	for (int i = 2; i < argc; i++) {
		if (mb_streq(argv[i], "--durable"))
			durable = true;
		else if (mb_streq(argv[i], "--documents") && i + 1 < argc)
			m.target = strtol(argv[++i], NULL, 10);
		else if (mb_streq(argv[i], "--seed") && i + 1 < argc)
			m.chance.state = strtoull(argv[++i], NULL, 10);
		else
			usage = true;
	}
	if (usage || m.target < 1) {
		fprintf(stderr, "generate HOME [--documents N] [--seed N] [--durable]\n");
		return MB_EUSAGE;
	}
	mb_record_durable(durable);
	rc = make(&m, argv[1]);
	if (rc != MB_OK)
		fprintf(stderr, "generate: %s\n", m.err.text);
	return rc;
}
