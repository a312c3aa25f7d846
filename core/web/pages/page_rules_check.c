/* What a check and the tests say of a proposal of rules, each with the way to the line. */
#include "page_rules.h"
#include "templates.h"

#include <string.h>

#define FAILURES_SHOWN 30
#define LINES_SHOWN    200

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

/* For the page of enactment: how the tests of these very files went. */
static int remember(struct web_req *q, const struct proposal *p, const struct mb_rules_file *files, size_t n,
		    const struct mb_test_sum *sum, struct mb_error *err)
{
	struct mb_node *map = mb_node_new_map(q->a);
	char hash[MB_SHA256_HEX];

	rules_hash(hash, q->a, files, n);
	mb_node_put(q->a, map, "files", mb_node_new_text(q->a, hash));
	mb_node_put(q->a, map, "passed", mb_node_new_int(q->a, (long)sum->passed));
	mb_node_put(q->a, map, "failed", mb_node_new_int(q->a, (long)sum->failed));
	mb_node_put(q->a, map, "gaps", mb_node_new_int(q->a, (long)sum->gaps));
	return proposal_set_note(q->a, p->folder, "tests", map, err);
}

const char *tests_words(bool *good, struct web_req *q, const struct proposal *p, const char *hash)
{
	const struct mb_node *note = proposal_note(q->a, p->folder, "tests");
	const char *passed = mb_node_text(note, "passed"), *failed = mb_node_text(note, "failed"),
		   *gaps = mb_node_text(note, "gaps");

	*good = false;
	if (!mb_streq(mb_node_text(note, "files"), hash) || !passed || !failed || !gaps)
		return NULL;
	*good = mb_streq(failed, "0") && !mb_streq(passed, "0");
	return mb_arena_printf(q->a, "%s passed, %s failed; gaps in what they cover: %s", passed, failed,
			       gaps);
}

static int test(struct web_req *q, struct web_res *res, struct mb_error *err)
{
	struct tpl_map *page = tpl_data(q->a, &tpl_page), *part;
	struct rules_said said = { .a = q->a };
	struct mb_test_sum sum = { 0 };
	struct mb_error low = { 0 };
	struct mb_rules_file *files;
	struct proposal p;
	struct web_head head;
	size_t n;
	int rc = proposal_open(&p, q, err);

	if (rc != MB_OK || (rc = proposal_files(&files, &n, q, &p, err)) != MB_OK)
		return rc;
	rc = mb_rules_test(&sum, files, n, mb_gate_calendar(q->g), rules_hear, &said, &low);
	if (rc != MB_OK && rc != MB_EINVAL)
		return mb_fail(err, rc, "%s", low.text);
	if ((rc == MB_OK || sum.failed) && remember(q, &p, files, n, &sum, err) != MB_OK)
		return MB_EFAIL;
	show_head(page, p.title, "Tests",
		  mb_arena_printf(q->a, "%zu passed, %zu failed; %zu gap%s in what they cover.", sum.passed,
				  sum.failed, sum.gaps, sum.gaps == 1 ? "" : "s"));
	if (rc == MB_EINVAL && !sum.failed) { /* they could not begin */
		part = show_section(page, "stopped", "The tests could not be run");
		put_places(q, part, "stop", &p, &(const char *){ low.text }, 1);
		show_mark(page, "Not run", MB_TONE_BAD);
	} else {
		show_mark(page,
			  sum.failed   ? "Some fail"
			  : sum.passed ? "All pass"
				       : "No tests",
			  sum.failed || !sum.passed ? MB_TONE_BAD : MB_TONE_GOOD);
		put_results(q, page, &p, &said, &sum);
	}
	head = proposal_head(q, &p, "Tests", mb_arena_printf(q->a, "rules test --rules %s", p.rules));
	return web_render(q, res, &head, page, err);
}

const struct web_route rules_check_routes[] = {
	{ WEB_GET, "/rules/proposals/{proposal}/check", check, WEB_ADMIN, 0 },
	{ WEB_GET, "/rules/proposals/{proposal}/test", test, WEB_ADMIN, WEB_SLOW },
	{ 0 },
};
