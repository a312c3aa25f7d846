/* What a check and the tests say of a proposal of rules, each with the way to the line. */
#include "page_rules.h"
#include "templates.h"

#include <stdlib.h>
#include <string.h>

#define FAILURES_SHOWN 30
#define LINES_SHOWN    200
#define SAID_BYTES     ((size_t)4 * 1024 * 1024) /* as tests_work.c keeps it */

static void put_places(struct web_req *q, struct tpl_map *part, const char *id, const struct proposal *p,
		       const char *const *lines, size_t n)
{
	static const char *const heads[] = { "Where", "What", NULL };
	struct tpl_map *table = rules_table(part, id, "Places", heads);

	for (size_t i = 0; i < n && i < LINES_SHOWN; i++) {
		struct rules_place at = rules_place(q->a, lines[i]);
		struct tpl_map *row = tpl_list_add(table, "rows"), *cell;

		if (at.file)
			cell = rules_cell(
				row,
				mb_arena_printf(q->a, "%s, line %d", at.file + strlen("rules/"), at.line),
				rules_line_href(q, proposal_href(q, p, ""), at.file, at.line));
		else
			cell = rules_cell(row, "The proposal", NULL);
		tpl_set_bool(cell, "head", true);
		rules_cell(row, show_named(q, at.says), NULL);
	}
}

static int check(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *part;
	struct mb_rules_file *files;
	struct rules_said slips;
	struct proposal p;
	struct web_head head;
	size_t n;
	int rc = proposal_open(&p, q, err);

	if (rc != MB_OK || (rc = proposal_files(&files, &n, q, &p, err)) != MB_OK ||
	    (rc = rules_slips(&slips, q, files, n, err)) != MB_OK)
		return rc;
	show_head(page, p.title, "Check for slips",
		  "Words that are misspelt, roles that nobody holds, moves that do not exist, signs that "
		  "cannot be seen.");
	show_mark(page, slips.n ? "To put right" : "In order", slips.n ? MB_TONE_BAD : MB_TONE_GOOD);
	part = show_section(page, "slips", "What was found");
	if (slips.n)
		put_places(q, part, "slip", &p, slips.lines, slips.n);
	else
		tpl_set_textf(part, "empty", "No slips in %zu files.", n);
	head = proposal_head(q, &p, "Check", mb_arena_printf(q->a, "rules check --rules %s", p.rules));
	return web_render(q, res, &head, page, err);
}

/* ---- tests ----------------------------------------------------------------------------------------------- */

/* "failed: NAME (FILE:LINE)", "  what was wrong", "  | the ruling, line by line". @return the line after it */
static size_t put_failure(struct web_req *q, struct tpl_map *page, const struct proposal *p,
			  const struct rules_said *said, size_t i, size_t number)
{
	const char *head = said->lines[i] + strlen("failed: "), *open = strrchr(head, '(');
	struct rules_place at = rules_place(q->a, open ? open : head);
	struct tpl_map *part, *link;
	const char *wrong = NULL, *ruling = NULL;

	part = show_section(page, mb_arena_printf(q->a, "failure-%zu", number),
			    open && open > head ? mb_arena_ndup(q->a, head, (size_t)(open - head - 1))
						: head);
	for (i++; i < said->n && mb_starts(said->lines[i], "  "); i++) {
		const char *line = said->lines[i] + 2;

		if (mb_starts(line, "| ") || mb_streq(line, "|"))
			ruling = mb_arena_printf(q->a, "%s%s\n", ruling ? ruling : "",
						 line + 1 + (line[1] == ' '));
		else
			wrong = mb_arena_printf(q->a, "%s%s%s", wrong ? wrong : "", wrong ? "; " : "", line);
	}
	tpl_set_text(part, "intro", wrong);
	tpl_set_text(part, "source", ruling);
	if (at.file) {
		link = tpl_list_add(part, "more");
		tpl_set_textf(link, "text", "%s, line %d", at.file + strlen("rules/"), at.line);
		tpl_set_url(link, "href", rules_line_href(q, proposal_href(q, p, ""), at.file, at.line));
	}
	return i;
}

static void put_results(struct web_req *q, struct tpl_map *page, const struct proposal *p,
			const struct rules_said *said, const struct mb_test_sum *sum)
{
	const char **gaps = NULL, **others = NULL;
	size_t n_gaps = 0, n_others = 0, failures = 0;
	struct tpl_map *part;

	for (size_t i = 0; i < said->n;) {
		if (mb_starts(said->lines[i], "failed: ")) {
			if (++failures <= FAILURES_SHOWN)
				i = put_failure(q, page, p, said, i, failures);
			else
				i++;
		} else if (mb_starts(said->lines[i], "coverage: ")) {
			*MB_PUSH(q->a, gaps, n_gaps) = said->lines[i++] + strlen("coverage: ");
		} else {
			if (!mb_starts(said->lines[i], "  "))
				*MB_PUSH(q->a, others, n_others) = said->lines[i];
			i++;
		}
	}
	if (n_others)
		put_places(q, show_section(page, "said", "What else was said"), "others", p, others,
			   n_others);
	part = show_section(page, "coverage", "What the tests never saw");
	tpl_set_text(part, "intro",
		     "A requirement that no test has seen refuse is a surprise for somebody; one that none "
		     "has seen hold may "
		     "refuse for ever.");
	if (n_gaps)
		put_places(q, part, "gaps", p, gaps, n_gaps);
	else if (sum->passed + sum->failed)
		tpl_set_text(part, "empty", "Nothing: each was seen to hold and to refuse.");
	else
		tpl_set_text(part, "empty", "There are no tests.");
}

static size_t number(const struct mb_node *note, const char *key)
{
	const char *n = mb_node_text(note, key);

	return n ? (size_t)strtoul(n, NULL, 10) : 0;
}

/* What was said, line by line, as the work left it. */
static int read_said(struct rules_said *out, struct web_req *q, const struct proposal *p,
		     struct mb_error *err)
{
	struct mb_buf text;
	char *rest = NULL;
	int rc = mb_read_file(&text, mb_arena_printf(q->a, "%s/tests.txt", p->folder), SAID_BYTES, err);

	*out = (struct rules_said){ .a = q->a };
	if (rc == MB_OK)
		rest = mb_arena_ndup(q->a, text.p, text.n);
	mb_buf_free(&text);
	while (rest && *rest)
		rules_hear(out, strsep(&rest, "\n"));
	return rc;
}

static void put_head(struct web_req *q, struct tpl_map *page, const struct proposal *p,
		     const struct rules_stand *x, const struct mb_test_sum *sum, bool same)
{
	const char *by = rules_stand_by(q, x);

	show_head(page, p->title, "Tests",
		  mb_arena_printf(q->a, "%zu passed, %zu failed; %zu gap%s in what they cover. %s%s",
				  sum->passed, sum->failed, sum->gaps, sum->gaps == 1 ? "" : "s",
				  by ? by : "",
				  same ? ""
				       : " The proposal was changed after these tests: run them again before "
					 "you rely on them."));
	show_mark(page,
		  sum->failed	? "Some fail"
		  : sum->passed ? "All pass"
				: "No tests",
		  sum->failed || !sum->passed ? MB_TONE_BAD : MB_TONE_GOOD);
	if (!same)
		show_mark(page, "Of an earlier state of the proposal", MB_TONE_WARN);
}

static int put_outcome(struct web_req *q, struct tpl_map *page, const struct proposal *p,
		       const struct rules_stand *x, struct mb_error *err)
{
	struct mb_test_sum sum = { .passed = number(x->note, "passed"),
				   .failed = number(x->note, "failed"),
				   .gaps = number(x->note, "gaps") };
	struct mb_rules_file *files;
	struct rules_said said;
	char hash[MB_SHA256_HEX];
	const char *why;
	size_t n;
	int rc;

	if (!x->state) {
		show_head(page, p->title, "Tests",
			  "What the rules mean, tried with people and papers that are made up. The record is "
			  "not touched.");
		return MB_OK;
	}
	if (mb_streq(x->state, "not run")) {
		why = mb_node_text(x->note, "why");
		show_head(page, p->title, "Tests", "The tests could not begin.");
		show_mark(page, "Not run", MB_TONE_BAD);
		put_places(q, show_section(page, "stopped", "What stands in the way"), "stop", p,
			   &(const char *){ why ? why : "" }, 1);
		return MB_OK;
	}
	if ((rc = proposal_files(&files, &n, q, p, err)) != MB_OK ||
	    (rc = read_said(&said, q, p, err)) != MB_OK)
		return rc;
	rules_hash(hash, q->a, files, n);
	put_head(q, page, p, x, &sum, mb_streq(mb_node_text(x->note, "files"), hash));
	put_results(q, page, p, &said, &sum);
	return MB_OK;
}

static int tests(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_step);
	struct rules_stand x;
	struct proposal p;
	struct web_head head;
	int rc = proposal_open(&p, q, err);

	if (rc != MB_OK)
		return rc;
	rules_stand_look(&x, q, &p, tests_task(q, &p), "tests");
	if (!rules_stand_put(q, page, &p, &x, "Tests", "The run of the tests", "Run them again.", "/test") &&
	    (rc = put_outcome(q, page, &p, &x, err)) != MB_OK)
		return rc;
	if (!x.at_work) {
		show_hidden(page, "do", "start");
		tpl_set_url(page, "action", proposal_href(q, &p, "/test"));
		tpl_set_text(page, "submit", x.note ? "Run the tests again" : "Run the tests");
	}
	tpl_set_text(page, "token", web_token(q, res));
	head = proposal_head(q, &p, "Tests", mb_arena_printf(q->a, "rules test --rules %s", p.rules));
	return web_render(q, res, &head, page, err);
}

static int run_or_stop(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct proposal p;
	struct mb_error low = { 0 };
	int rc = proposal_open(&p, q, err);

	if (rc != MB_OK)
		return rc;
	if (mb_streq(web_field(q, "do"), "stop")) {
		web_task_stop(q, tests_task(q, &p));
		web_notice(q, "important", "The tests are being stopped.");
	} else if ((rc = tests_start(q, &p, &low)) == MB_ECONFLICT) {
		web_notice(q, "important", "%s", low.text);
	} else if (rc != MB_OK) {
		return mb_fail(err, rc, "%s", low.text);
	}
	return web_see(res, "%s", proposal_href(q, &p, "/test"));
}

const struct web_route rules_check_routes[] = {
	{ WEB_GET, "/rules/proposals/{proposal}/check", check, WEB_ADMIN, WEB_SLOW },
	{ WEB_GET, "/rules/proposals/{proposal}/test", tests, WEB_ADMIN, WEB_SLOW },
	{ WEB_POST, "/rules/proposals/{proposal}/test", run_or_stop, WEB_ADMIN, 0 },
	{ 0 },
};
