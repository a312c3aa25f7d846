/* What texts say about groups, held against the lines: one line told in two ways, two groups for one thing. */
#include "map_impl.h"

#include <ctype.h>
#include <string.h>

#define NONE SIZE_MAX

/* ---- a line in two ways ---------------------------------------------------------------------------------- */

static const struct mb_map_line *line_between(const struct mb_map *m, size_t from, size_t to)
{
	const struct mb_map_line *found = NULL;

	for (size_t i = 0; i < m->n_lines; i++)
		if (m->lines[i].from == from && m->lines[i].to == to &&
		    (!found || map_leads_up(&m->lines[i])))
			found = &m->lines[i];
	return found;
}

static struct mb_map_finding *two_ways(struct finding_out *f, size_t from, size_t to, const char *text)
{
	struct mb_map_finding *one = map_finding(f, MB_MAP_TWO_WAYS, text);

	map_finding_group(f, one, from);
	map_finding_group(f, one, to);
	return one;
}

/* Two rows of one page for the same body that are not of one type. */
static void rows_differ(struct finding_out *f)
{
	const struct mb_map *m = f->m;

	for (size_t i = 0; i < m->n_lines; i++)
		for (size_t k = i + 1; k < m->n_lines; k++)
			if (m->lines[i].from == m->lines[k].from && m->lines[i].to == m->lines[k].to &&
			    !mb_streq(m->lines[i].type, m->lines[k].type))
				two_ways(f, m->lines[i].from, m->lines[i].to,
					 mb_arena_printf(f->l->a, "%s has both a %s and a %s line to %s.",
							 m->groups[m->lines[i].from].title, m->lines[i].type,
							 m->lines[k].type, m->groups[m->lines[i].to].title));
}

static bool mentions(struct mb_str s, const char *words)
{
	size_t n = strlen(words);

	for (size_t i = 0; n && i + n <= s.n; i++)
		if (strncasecmp(s.p + i, words, n) == 0 && (i == 0 || !isalnum((unsigned char)s.p[i - 1])) &&
		    (i + n == s.n || !isalnum((unsigned char)s.p[i + n])))
			return true;
	return false;
}

/* Titles as texts have them: with either apostrophe, with "the" or without. */
static bool names(const struct finding_out *f, struct mb_str s, size_t group)
{
	const char *title = f->m->groups[group].title, *mark = strstr(title, "'"),
		   *known = mb_doc_field(f->pages[group].group, "short");

	if (mentions(s, title))
		return true;
	if (mark &&
	    mentions(s, mb_arena_printf(f->l->a, "%.*s\xe2\x80\x99%s", (int)(mark - title), title, mark + 1)))
		return true;
	return known && strchr(known, ' ') && mentions(s, known);
}

static const char *type_said(struct mb_str s)
{
	return mentions(s, "dotted")					 ? "dotted"
	       : mentions(s, "solid line") || mentions(s, "direct line") ? "solid"
	       : mentions(s, "joint line")				 ? "joint"
									 : NULL;
}

/* "reports to", "shall report its decisions to", "is accountable to", "a dotted line to": a sentence about a line up. */
static size_t line_words(struct mb_str s)
{
	static const char *const ways[] = { "report",	   "accountable", "answerable",
					    "dotted line", "solid line",  "direct line" };

	for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
		for (size_t i = 0, n = strlen(ways[w]); i + n <= s.n; i++)
			if (strncasecmp(s.p + i, ways[w], n) == 0) {
				struct mb_str rest = { s.p + i + n, s.n - i - n };

				/* "annual report", "a report waits": nothing is said of whom it goes to */
				if (mentions(rest, "to"))
					return i;
			}
	return NONE;
}

/* Is the group itself whose line it is, and not "X reports to us"? The words before the verb name no other group. */
static bool about_itself(const struct finding_out *f, struct mb_str before, size_t self)
{
	for (size_t i = 0; i < f->m->n_groups; i++)
		if (i != self && names(f, before, i))
			return false;
	return true;
}

static void one_sentence(struct finding_out *f, struct mb_str s, size_t self, const char *where)
{
	const struct mb_map *m = f->m;
	size_t at = line_words(s);
	const char *type = type_said(s);
	struct mb_str rest;

	if (at == NONE || !about_itself(f, (struct mb_str){ s.p, at }, self))
		return;
	rest = (struct mb_str){ s.p + at, s.n - at };
	for (size_t i = 0; i < m->n_groups; i++) {
		const struct mb_map_line *line;

		if (i == self || !names(f, rest, i))
			continue;
		line = line_between(m, self, i);
		if (!line)
			two_ways(f, self, i,
				 mb_arena_printf(
					 f->l->a,
					 "%s of %s say that it reports to %s (\"%s\"), and its page has no "
					 "such line.",
					 where, m->groups[self].title, m->groups[i].title,
					 short_text(f->l->a, mb_arena_ndup(f->l->a, s.p, s.n), 120)));
		else if (type && !mb_streq(type, line->type))
			two_ways(f, self, i,
				 mb_arena_printf(
					 f->l->a,
					 "%s of %s call the line to %s %s (\"%s\"); its page has it as %s.",
					 where, m->groups[self].title, m->groups[i].title, type,
					 short_text(f->l->a, mb_arena_ndup(f->l->a, s.p, s.n), 120),
					 line->type));
	}
}

/* A sentence ends at a full stop before a blank, at an empty line, and at each item of a list. */
static bool ends_here(struct mb_str s, size_t i)
{
	if (s.p[i] == '\n')
		return i + 1 >= s.n || s.p[i + 1] == '\n' || s.p[i + 1] == '-' || s.p[i + 1] == '*' ||
		       s.p[i + 1] == '#';
	return strchr(".;!?", s.p[i]) && (i + 1 >= s.n || isspace((unsigned char)s.p[i + 1])) &&
	       !(i > 0 && isdigit((unsigned char)s.p[i - 1]) && s.p[i] == '.');
}

static void sentences(struct finding_out *f, struct mb_str body, size_t self, const char *where)
{
	struct mb_buf plain;
	struct mb_str s;

	mb_buf_init(&plain, 0);
	mb_markdown_plain(&plain, body.p, body.n);
	s = (struct mb_str){ mb_arena_ndup(f->l->a, plain.p, plain.n), plain.n };
	mb_buf_free(&plain);
	for (size_t i = 0, from = 0; i < s.n; i++)
		if (ends_here(s, i) || i + 1 == s.n) {
			char *one = mb_arena_ndup(f->l->a, s.p + from, i + 1 - from);

			for (char *p = one; *p; p++)
				if (*p == '\n')
					*p = ' ';
			one_sentence(f, mb_trim(mb_str(one)), self, where);
			from = i + 1;
		}
}

/* The page's own list, as the template has it: links to other groups' pages, with the type of the line behind each. */
static void page_list(struct finding_out *f, struct mb_str body, size_t self)
{
	const struct mb_map *m = f->m;

	for (size_t i = 0; i < m->n_groups; i++) {
		const char *link = mb_arena_printf(f->l->a, "(../%s/group.md)", m->groups[i].slug), *at, *end,
			   *type;
		const struct mb_map_line *line;

		if (i == self || !(at = memmem(body.p, body.n, link, strlen(link))))
			continue;
		end = memchr(at, '\n', body.n - (size_t)(at - body.p));
		type = type_said(
			(struct mb_str){ at, end ? (size_t)(end - at) : body.n - (size_t)(at - body.p) });
		line = line_between(m, self, i);
		if (type && line && !mb_streq(type, line->type))
			two_ways(f, self, i,
				 mb_arena_printf(f->l->a,
						 "The page of %s lists the line to %s as %s and has it as %s "
						 "in its fields.",
						 m->groups[self].title, m->groups[i].title, type,
						 line->type));
		else if (type && !line)
			two_ways(f, self, i,
				 mb_arena_printf(
					 f->l->a,
					 "The page of %s lists a %s line to %s that its fields do not have.",
					 m->groups[self].title, type, m->groups[i].title));
	}
}

/* What another group's page says of the line that ends there: "- X, a dotted line" under "Who reports to it". */
static void other_end(struct finding_out *f, size_t self)
{
	const struct mb_map *m = f->m;

	for (size_t i = 0; i < m->n_groups; i++) {
		struct mb_str body = f->pages[i].group->body;
		const char *reports = NULL, *end, *type;

		if (i == self)
			continue;
		for (size_t at = 0; at < body.n && !reports; at++)
			if (strncasecmp(body.p + at, "reports to it", strlen("reports to it")) == 0)
				reports = body.p + at;
		while (reports && reports < body.p + body.n) {
			struct mb_str line;
			const struct mb_map_line *l;

			end = memchr(reports, '\n', (size_t)(body.p + body.n - reports));
			line = (struct mb_str){ reports, end ? (size_t)(end - reports)
							     : (size_t)(body.p + body.n - reports) };
			type = names(f, line, self) ? type_said(line) : NULL;
			l = type ? line_between(m, self, i) : NULL;
			if (type && !(l && mb_streq(l->type, type)))
				two_ways(
					f, self, i,
					mb_arena_printf(
						f->l->a,
						"The page of %s says that %s reports to it by a %s line; %s.",
						m->groups[i].title, m->groups[self].title, type,
						l ? mb_arena_printf(f->l->a,
								    "that group's own page has it as %s",
								    l->type)
						  : "that group's own page has no line there"));
			reports = end ? end + 1 : NULL;
		}
	}
}

void map_two_ways(struct finding_out *f)
{
	rows_differ(f);
	for (size_t i = 0; i < f->n_pages; i++) {
		page_list(f, f->pages[i].group->body, i);
		other_end(f, i);
		if (f->pages[i].terms)
			sentences(f, f->pages[i].terms->body, i, "The terms of reference");
	}
}

/* ---- two groups for one thing ---------------------------------------------------------------------------- */

#define WORDS_MAX    60
#define ALIKE	     60 /* of 100 words of the shorter remit */
#define WORDS_SHARED 4

struct remit {
	const char *at[WORDS_MAX];
	size_t n[WORDS_MAX], count;
};

static bool has_word(const struct remit *r, const char *p, size_t n)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->n[i] == n && strncasecmp(r->at[i], p, n) == 0)
			return true;
	return false;
}

static void cut(struct remit *r, const char *text)
{
	static const char *const empty[] = { "that",	 "this",	"what",	    "with",  "from",
					     "they",	 "their",	"them",	    "which", "have",
					     "into",	 "about",	"children", "group", "board",
					     "partners", "partnership", "services", NULL };

	r->count = 0;
	while (text && *text && r->count < WORDS_MAX) {
		size_t n = 0;
		bool says = true;

		while (isalnum((unsigned char)text[n]) || (unsigned char)text[n] >= 0x80)
			n++;
		for (const char *const *w = empty; *w; w++)
			says &= strlen(*w) != n || strncasecmp(text, *w, n) != 0;
		if (n >= 4 && says && !has_word(r, text, n)) {
			r->at[r->count] = text;
			r->n[r->count++] = n;
		}
		text += n ? n : 1;
	}
}

void map_same_remit(struct finding_out *f)
{
	const struct mb_map *m = f->m;
	struct remit *all = mb_arena_alloc(f->l->a, (m->n_groups + 1) * sizeof *all);

	for (size_t i = 0; i < m->n_groups; i++)
		cut(&all[i], m->groups[i].remit);
	for (size_t i = 0; i < m->n_groups; i++)
		for (size_t k = i + 1; k < m->n_groups; k++) {
			size_t shared = 0, least = all[i].count < all[k].count ? all[i].count : all[k].count;
			struct mb_map_finding *one;
			const char *words = NULL;

			for (size_t w = 0; w < all[i].count; w++)
				if (has_word(&all[k], all[i].at[w], all[i].n[w])) {
					shared++;
					words = joined(f->l->a, words, ", ",
						       mb_arena_ndup(f->l->a, all[i].at[w], all[i].n[w]));
				}
			if (shared < WORDS_SHARED || shared * 100 < least * ALIKE)
				continue;
			one = map_finding(
				f, MB_MAP_SAME_REMIT,
				mb_arena_printf(f->l->a,
						"%s and %s are for much the same, in these words: %s.",
						m->groups[i].title, m->groups[k].title, words));
			map_finding_group(f, one, i);
			map_finding_group(f, one, k);
		}
}
