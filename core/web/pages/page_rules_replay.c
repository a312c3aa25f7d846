/* A proposal of rules over the whole past: begun here, carried out beside the requests, told as a table of classes with first cases,
 * and as files for a spreadsheet or a program. What a case says is shown to whoever may read all that its event changed. */
#include "page_rules.h"
#include "templates.h"

#include <minutebook/exchange.h>

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES_SHOWN  10
#define REPORT_BYTES ((size_t)256 * 1024 * 1024)

/* ---- the report ------------------------------------------------------------------------------------------ */

struct row {
	int class;
	const char *event, *recorded, *doc, *rule, *file, *line, *found, *why, *sentence, *paths;
	bool attempt, seen; /* seen: this reader may read all that it changed */
};

/* The name of what this reader's replay left: nobody opens another's, whose eyes it was made with. */
static const char *mine(struct web_req *q)
{
	return proposal_own(q->a, "replay", q->who.person);
}

static bool may_see(struct web_req *q, const struct row *r)
{
	char *save = NULL, *paths = mb_arena_dup(q->a, r->paths);
	const struct mb_doc *d;

	for (char *path = strtok_r(paths, "|", &save); path; path = strtok_r(NULL, "|", &save))
		if (mb_ends(path, ".md") && web_doc(&d, q, path, NULL) != MB_OK)
			return false;
	return !*r->doc || web_doc(&d, q, r->doc, NULL) == MB_OK;
}

static int number(const char *text)
{
	return (int)strtol(text, NULL, 10);
}

static bool read_row(struct row *r, char *line)
{
	const char *f[12];

	for (size_t i = 0; i < 12; i++)
		if (!(f[i] = strsep(&line, "\t")))
			return false;
	*r = (struct row){ .class = number(f[0]),
			   .event = f[1],
			   .attempt = *f[2] == '1',
			   .recorded = f[3],
			   .doc = f[4],
			   .rule = f[5],
			   .file = f[6],
			   .line = f[7],
			   .found = f[8],
			   .why = f[9],
			   .sentence = f[10],
			   .paths = f[11] };
	return r->class >= 0 && r->class < MB_REPLAY_CLASSES;
}

/* Rows of the report; of those that are the same whether they may be seen is asked only for `all`. */
static int read_report(struct row **out, size_t *n, struct web_req *q, const struct proposal *p, bool all,
		       struct mb_error *err)
{
	struct mb_buf text;
	char *rest;
	int rc = mb_read_file(&text, mb_arena_printf(q->a, "%s/%s.tsv", p->folder, mine(q)), REPORT_BYTES,
			      err);

	*out = NULL;
	*n = 0;
	rest = rc == MB_OK ? mb_arena_ndup(q->a, text.p, text.n) : NULL;
	mb_buf_free(&text);
	for (char *line; rest && *rest;) {
		struct row r;

		line = strsep(&rest, "\n");
		if (!read_row(&r, line))
			continue;
		if (r.class == MB_REPLAY_SAME && !all)
			continue;
		r.seen = may_see(q, &r);
		*MB_PUSH(q->a, *out, *n) = r;
	}
	return rc;
}

const char *replay_words(struct web_req *q, const struct proposal *p, const char *hash)
{
	const struct mb_node *note_of = proposal_note(q->a, p->folder, mine(q));

	if (!mb_streq(mb_node_text(note_of, "files"), hash) ||
	    !mb_streq(mb_node_text(note_of, "state"), "done"))
		return NULL;
	return mb_node_text(note_of, "words");
}

/* ---- the page -------------------------------------------------------------------------------------------- */

static const char *const class_words[] = { "Same outcome and same effects",
					   "Same outcome, other effects",
					   "Would now be accepted",
					   "Would now be marked irregular",
					   "Would now be refused",
					   "A rule now breaks",
					   "Cannot be judged" };

static size_t count_of(struct web_req *q, const struct mb_node *map, int class)
{
	const char *n = mb_node_text(map, mb_arena_printf(q->a, "class %d", class));

	return n ? (size_t)strtoul(n, NULL, 10) : 0;
}

static void put_case(struct web_req *q, struct tpl_map *table, const struct proposal *p, const struct row *r)
{
	struct tpl_map *row = tpl_list_add(table, "rows"), *cell;
	const char *said = *r->why ? r->why : r->found;
	mb_day day = MB_NO_DAY;

	(void)mb_day_parse(&day, r->recorded);
	cell = rules_cell(row, r->attempt ? "Refused then" : mb_arena_printf(q->a, "Event %s", r->event),
			  *r->doc ? show_doc_href(q, r->doc) : NULL);
	tpl_set_bool(cell, "head", true);
	cell = rules_cell(row, mb_day_words(q->a, day), NULL);
	tpl_set_bool(cell, "date", true);
	rules_cell(row, r->sentence, NULL);
	cell = rules_cell(row, r->rule,
			  *r->file && *r->rule
				  ? rules_line_href(q, proposal_href(q, p, ""), r->file, number(r->line))
				  : NULL);
	tpl_set_text(cell, "note", *said ? show_named(q, said) : NULL);
}

static void put_cases(struct web_req *q, struct tpl_map *page, const struct proposal *p,
		      const struct row *rows, size_t n, int class, size_t count)
{
	static const char *const heads[] = { "What", "Recorded", "What happened",
					     "Rule that makes the difference", NULL };
	struct tpl_map *part = show_section(page, mb_arena_printf(q->a, "class-%d", class),
					    class_words[class]),
		       *table;
	size_t shown = 0, hidden = 0;

	for (size_t i = 0; i < n; i++)
		hidden += rows[i].class == class && !rows[i].seen;
	table = rules_table(part, mb_arena_printf(q->a, "cases-%d", class), class_words[class], heads);
	for (size_t i = 0; i < n && shown < CASES_SHOWN; i++)
		if (rows[i].class == class && rows[i].seen) {
			put_case(q, table, p, &rows[i]);
			shown++;
		}
	tpl_set_text(
		part, "intro",
		mb_arena_printf(
			q->a, "%zu in all%s.%s", count,
			count - hidden > shown ? mb_arena_printf(q->a, ", the first %zu here", shown) : "",
			hidden ? mb_arena_printf(q->a,
						 " %zu are about documents that are not for you to see.",
						 hidden)
			       : ""));
}

static void put_summary(struct web_req *q, struct tpl_map *page, const struct mb_node *map)
{
	static const char *const heads[] = { "What would have come of it", "Events", NULL };
	struct tpl_map *part = show_section(page, "classes", "Every event, judged under both"),
		       *table = rules_table(part, "classes", "Classes", heads);
	const char *events = mb_node_text(map, "events"), *attempts = mb_node_text(map, "attempts");

	tpl_set_textf(part, "intro",
		      "%s events and %s refused attempts. Each is judged by itself on the record as it "
		      "stood; what would have "
		      "followed from another outcome is not.",
		      events ? events : "0", attempts ? attempts : "0");
	for (int i = 0; i < MB_REPLAY_CLASSES; i++) {
		struct tpl_map *row, *cell;
		size_t n = count_of(q, map, i);

		if (!n && i != MB_REPLAY_SAME)
			continue;
		row = tpl_list_add(table, "rows");
		cell = rules_cell(row, class_words[i], i ? mb_arena_printf(q->a, "#class-%d", i) : NULL);
		tpl_set_bool(cell, "head", true);
		rules_cell(row, mb_arena_printf(q->a, "%zu", n), NULL);
	}
}

static int put_report(struct web_req *q, struct tpl_map *page, const struct proposal *p,
		      const struct mb_node *map, struct mb_error *err)
{
	struct row *rows;
	size_t n;
	int rc = read_report(&rows, &n, q, p, false, err);

	if (rc != MB_OK)
		return rc;
	put_summary(q, page, map);
	for (int i = 1; i < MB_REPLAY_CLASSES; i++)
		if (count_of(q, map, i))
			put_cases(q, page, p, rows, n, i, count_of(q, map, i));
	show_link(q, page, "All cases for a spreadsheet (CSV)", proposal_href(q, p, "/replay.csv"));
	show_link(q, page, "All cases for programs (JSON)", proposal_href(q, p, "/replay.json"));
	return MB_OK;
}

/* What there is, in one sentence. */
static void put_state(struct web_req *q, struct tpl_map *page, const struct proposal *p, const char *by,
		      bool same)
{
	show_head(page, p->title, "Replay over the past",
		  mb_arena_printf(
			  q->a, "%s %s It shows what you may see; other administrators start their own.",
			  same ? "This is what the proposal, as it stands, would have made of the past."
			       : "The proposal was changed after this replay. Start it again before you rely "
				 "on it.",
			  by ? by : ""));
	show_mark(page, same ? "Done" : "Of an earlier state of the proposal",
		  same ? MB_TONE_GOOD : MB_TONE_WARN);
}

static int put_outcome(struct web_req *q, struct tpl_map *page, const struct proposal *p,
		       const struct rules_stand *x, struct mb_error *err)
{
	struct mb_rules_file *files;
	struct mb_error low = { 0 };
	char hash[MB_SHA256_HEX];
	size_t n;
	int rc;

	if ((rc = proposal_files(&files, &n, q, p, err)) != MB_OK)
		return rc;
	rules_hash(hash, q->a, files, n);
	if (x->state && (rc = put_report(q, page, p, x->note, &low)) == MB_OK) {
		put_state(q, page, p, rules_stand_by(q, x), mb_streq(mb_node_text(x->note, "files"), hash));
	} else if (rc == MB_OK || rc == MB_ENOTFOUND) {
		show_head(page, p->title, "Replay over the past",
			  x->state
				  ? "The report made way for newer ones. Start the replay again."
				  : "Every event of the record is judged again, under the proposal and under "
				    "what is in force. Nothing changes. You are shown what you may see.");
		rc = MB_OK;
	}
	return rc == MB_OK ? MB_OK : mb_fail(err, rc, "%s", low.text);
}

static int replay(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_step);
	struct rules_stand x;
	struct proposal p;
	struct web_head head;
	int rc = proposal_open(&p, q, err);

	if (rc != MB_OK)
		return rc;
	rules_stand_look(&x, q, &p, replay_task(q, &p), mine(q));
	if (!rules_stand_put(q, page, &p, &x, "Replay over the past", "The replay", "Start it again.",
			     "/replay") &&
	    (rc = put_outcome(q, page, &p, &x, err)) != MB_OK)
		return rc;
	if (!x.at_work) {
		show_hidden(page, "do", "start");
		tpl_set_url(page, "action", proposal_href(q, &p, "/replay"));
		tpl_set_text(page, "submit", x.note ? "Start it again" : "Start");
	}
	tpl_set_text(page, "token", web_token(q, res));
	head = proposal_head(q, &p, "Replay", mb_arena_printf(q->a, "rules replay --against %s", p.rules));
	return web_render(q, res, &head, page, err);
}

static int begin_or_stop(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct proposal p;
	struct mb_error low = { 0 };
	int rc = proposal_open(&p, q, err);

	if (rc != MB_OK)
		return rc;
	if (mb_streq(web_field(q, "do"), "stop")) {
		web_task_stop(q, replay_task(q, &p));
		web_notice(q, "important", "The replay is being stopped.");
	} else if ((rc = replay_start(q, &p, &low)) == MB_ECONFLICT) {
		web_notice(q, "important", "%s", low.text);
	} else if (rc != MB_OK) {
		return mb_fail(err, rc, "%s", low.text);
	}
	return web_see(res, "%s", proposal_href(q, &p, "/replay"));
}

/* ---- as files -------------------------------------------------------------------------------------------- */

static int open_report(struct row **rows, size_t *n, struct proposal *p, struct web_req *q,
		       struct mb_error *err)
{
	int rc = proposal_open(p, q, err);

	if (rc == MB_OK && (rc = read_report(rows, n, q, p, true, err)) == MB_ENOTFOUND)
		rc = mb_fail(err, rc, "There is no replay of yours yet: start it first.");
	return rc;
}

static const char *hidden_words = "not for you to see";

static int csv(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	static struct mb_column columns[] = {
		{ "class", "What would have come of it", NULL, MB_CELL_TEXT, false, false },
		{ "event", "Event", NULL, MB_CELL_TEXT, false, false },
		{ "attempt", "Refused then", NULL, MB_CELL_TEXT, false, false },
		{ "recorded", "Recorded", NULL, MB_CELL_TEXT, false, false },
		{ "sentence", "What happened", NULL, MB_CELL_TEXT, false, false },
		{ "doc", "Document", NULL, MB_CELL_TEXT, false, false },
		{ "rule", "Rule", NULL, MB_CELL_TEXT, false, false },
		{ "file", "File", NULL, MB_CELL_TEXT, false, false },
		{ "line", "Line", NULL, MB_CELL_TEXT, false, false },
		{ "found", "Found", NULL, MB_CELL_TEXT, false, false },
		{ "why", "Why", NULL, MB_CELL_TEXT, false, false },
	};
	enum { COLUMNS = sizeof columns / sizeof *columns };
	struct mb_register r = {
		.name = "replay", .title = "Replay", .columns = columns, .n_columns = COLUMNS
	};
	struct row *rows;
	struct proposal p;
	size_t n;
	int rc = open_report(&rows, &n, &p, q, err);

	if (rc != MB_OK)
		return rc;
	r.rows = mb_arena_alloc(q->a, (n + 1) * sizeof *r.rows);
	r.n_rows = n;
	for (size_t i = 0; i < n; i++) {
		const struct row *x = &rows[i];
		const char *texts[COLUMNS] = { class_words[x->class],
					       x->event,
					       x->attempt ? "yes" : "no",
					       x->recorded,
					       x->seen ? x->sentence : hidden_words,
					       x->seen ? x->doc : "",
					       x->rule,
					       x->file,
					       *x->file ? x->line : "",
					       x->seen ? x->found : "",
					       x->seen ? x->why : "" };

		r.rows[i].cells = mb_arena_alloc(q->a, COLUMNS * sizeof *r.rows[i].cells);
		for (size_t c = 0; c < COLUMNS; c++)
			r.rows[i].cells[c] = (struct mb_cell){ .text = *texts[c] ? texts[c] : NULL,
							       .day = MB_NO_DAY };
	}
	mb_register_csv(&res->body, &r);
	web_attachment(res, "text/csv; charset=utf-8", mb_arena_printf(q->a, "replay-%s.csv", p.id));
	return mb_buf_status(&res->body, err);
}

static void set_seen(struct mb_json *j, const char *key, const char *value, bool seen)
{
	if (seen && *value)
		mb_json_set_text(j, key, value);
	else
		mb_json_set_null(j, key);
}

/* The same lines as `rules replay --against --json`. */
static int json(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct row *rows;
	struct proposal p;
	size_t n;
	int rc = open_report(&rows, &n, &p, q, err);

	for (size_t i = 0; rc == MB_OK && i < n; i++) {
		const struct row *x = &rows[i];
		struct mb_json *j = mb_json_object();

		mb_json_set_text(j, "class", mb_replay_word((enum mb_replay_class)x->class));
		mb_json_set_int(j, "event", strtol(x->event, NULL, 10));
		mb_json_set_bool(j, "attempt", x->attempt);
		mb_json_set_text(j, "recorded", x->recorded);
		set_seen(j, "sentence", x->sentence, x->seen);
		set_seen(j, "doc", x->doc, x->seen);
		set_seen(j, "rule", x->rule, true);
		set_seen(j, "file", x->file, true);
		if (*x->file)
			mb_json_set_int(j, "line", strtol(x->line, NULL, 10));
		else
			mb_json_set_null(j, "line");
		set_seen(j, "found", x->found, x->seen);
		set_seen(j, "why", x->why, x->seen);
		rc = mb_json_line(&res->body, j, err);
		mb_json_free(j);
	}
	if (rc != MB_OK)
		return rc;
	web_attachment(res, "application/x-ndjson", mb_arena_printf(q->a, "replay-%s.json", p.id));
	return MB_OK;
}

const struct web_route rules_replay_routes[] = {
	{ WEB_GET, "/rules/proposals/{proposal}/replay", replay, WEB_ADMIN, WEB_SLOW },
	{ WEB_POST, "/rules/proposals/{proposal}/replay", begin_or_stop, WEB_ADMIN, 0 },
	{ WEB_GET, "/rules/proposals/{proposal}/replay.csv", csv, WEB_ADMIN, WEB_SLOW },
	{ WEB_GET, "/rules/proposals/{proposal}/replay.json", json, WEB_ADMIN, WEB_SLOW },
	{ 0 },
};
