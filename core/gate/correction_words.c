/* Which words a correction of minutes takes out, and which it puts in. Quoted or not, named in either order. */
#include "gate_impl.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct quoted {
	const char *text;
	size_t from, to; /* in the decision, marks included */
};
#define QUOTED_MAX 6

struct said {
	struct mb_arena *a;
	const char *text;
	char *plain; /* the same with what is quoted blotted out: no word in it is one of the decision's own */
	struct quoted q[QUOTED_MAX];
	size_t n;
};

/* ---- what is quoted -------------------------------------------------------------------------------------- */

/* A quotation mark at p: its length; *close what ends it, *n its length. */
static size_t opens(const char *p, const char **close)
{
	static const struct {
		const char *open, *close;
	} marks[] = { { "\xe2\x80\x9c", "\xe2\x80\x9d" },
		      { "\xe2\x80\x98", "\xe2\x80\x99" },
		      { "\"", "\"" },
		      { "'", "'" } };

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (strncmp(p, marks[i].open, strlen(marks[i].open)) == 0) {
			*close = marks[i].close;
			return strlen(marks[i].open);
		}
	return 0;
}

/* An apostrophe inside a word ends no quotation: "the Board's". */
static const char *closing(const char *p, const char *close)
{
	for (const char *at = p; (at = strstr(at, close)); at += strlen(close))
		if (!isalnum((unsigned char)at[strlen(close)]) && at > p)
			return at;
	return NULL;
}

static void take_quotations(struct said *s)
{
	for (const char *p = s->text; *p && s->n < QUOTED_MAX; p++) {
		const char *close = "", *end;
		size_t len = p > s->text && isalnum((unsigned char)p[-1]) ? 0 : opens(p, &close);
		struct quoted *q = &s->q[s->n];

		if (!len || !(end = closing(p + len, close)))
			continue;
		*q = (struct quoted){ mb_arena_ndup(s->a, p + len, (size_t)(end - p) - len),
				      (size_t)(p - s->text), (size_t)(end - s->text) + strlen(close) };
		memset(s->plain + q->from, '~', q->to - q->from);
		s->n++;
		p = end + strlen(close) - 1;
	}
}

/* ---- the place of words ---------------------------------------------------------------------------------- */

/* What may stand between "delete" and the words deleted. */
static const char *const fillers[] = { "the words",	   "the word",	 "the figures", "the figure of",
				       "the figure",	   "the sum of", "the amount",	"the amount of",
				       "the phrase",	   "the name",	 "the date",	"the number",
				       "the reference to", "words",	 "a sum of",	NULL };

/* Do these words end just before a place of the text, as words of their own? */
static bool ends_at(const char *text, size_t at, const char *words)
{
	size_t n = strlen(words);

	return at >= n && strncasecmp(text + at - n, words, n) == 0 &&
	       (at == n || !isalnum((unsigned char)text[at - n - 1]));
}

static size_t back_over_blanks(const char *text, size_t at)
{
	while (at && (isspace((unsigned char)text[at - 1]) || text[at - 1] == ':'))
		at--;
	return at;
}

/* Do they stand before it, with "the words" or the like between? */
static bool before(const struct said *s, size_t at, const char *const *words)
{
	at = back_over_blanks(s->plain, at);
	for (size_t i = 0; fillers[i]; i++)
		if (ends_at(s->plain, at, fillers[i])) {
			at = back_over_blanks(s->plain, at - strlen(fillers[i]));
			break;
		}
	for (; *words; words++)
		if (ends_at(s->plain, at, *words))
			return true;
	return false;
}

/* The first place of these words from `from` on, as words of their own; SIZE_MAX: none. */
static size_t find(const char *text, size_t from, const char *words)
{
	size_t n = strlen(words);

	for (const char *at = text + from; (at = strcasestr(at, words)); at++)
		if ((at == text || !isalnum((unsigned char)at[-1])) && !isalnum((unsigned char)at[n]))
			return (size_t)(at - text);
	return SIZE_MAX;
}

/* ---- words that no mark holds together ------------------------------------------------------------------- */

/* Where a phrase ends: at the end of its clause, or where the decision goes on to say where it stands. */
static size_t phrase_end(const char *plain, size_t from)
{
	static const char *const places[] = { " in minute", " in item",	 " in paragraph", " in section",
					      " on page",   " in line",	 " in the ",	  " and that ",
					      " at page",   " wherever", " where it",	  " be approved",
					      NULL };
	size_t end = from;

	for (; plain[end]; end++) {
		if (plain[end] == ';' ||
		    (strchr(",.", plain[end]) && (!plain[end + 1] || isspace((unsigned char)plain[end + 1]))))
			break;
		for (size_t i = 0; places[i]; i++)
			if (strncasecmp(plain + end, places[i], strlen(places[i])) == 0)
				return end;
	}
	return end;
}

/* The words that begin at a place and end before `end` (0: at the end of their phrase). NULL: none. */
static const char *phrase(const struct said *s, size_t from, size_t end)
{
	while (s->plain[from] && strchr(" \t\r\n:,-", s->plain[from]))
		from++;
	for (size_t i = 0; fillers[i]; i++) {
		size_t n = strlen(fillers[i]);

		if (strncasecmp(s->plain + from, fillers[i], n) == 0 && s->plain[from + n] == ' ') {
			from += n + 1;
			break;
		}
	}
	for (size_t i = 0; i < s->n; i++)
		if (s->q[i].from == from)
			return s->q[i].text;
	if (!end)
		end = phrase_end(s->plain, from);
	while (end > from && strchr(" \t\r\n,.;", s->plain[end - 1]))
		end--;
	return end > from ? mb_arena_ndup(s->a, s->text + from, end - from) : NULL;
}

/* The words between a beginning and what follows them, and those after that. */
struct form {
	const char *lead, *mid;
	bool new_first;
};

static const struct form forms[] = {
	{ "should read", "in place of", true },
	{ "should read", "instead of", true },
	{ "should read", "rather than", true },
	{ "should read", "and not", true },
	{ "should read", "not", true },
	{ "to read", "in place of", true },
	{ "to read", "instead of", true },
	{ "to read", "rather than", true },
	{ "to read", "and not", true },
	{ "from", "to read", false },
	{ "correction from", "to", false },
	{ "corrected from", "to", false },
	{ "amendment from", "to", false },
	{ "amended from", "to", false },
	{ "changed from", "to", false },
	{ "change from", "to", false },
	{ "altered from", "to", false },
	{ "correction of", "to", false },
	{ "correcting", "to", false },
	{ "amendment of", "to", false },
	{ "delete", "and insert", false },
	{ "delete", "insert", false },
	{ "delete", "and substitute", false },
	{ "delete", "substitute", false },
	{ "deleting", "and inserting", false },
	{ "deleting", "inserting", false },
	{ "deleting", "and substituting", false },
	{ "deleting", "substituting", false },
	{ "deletion of", "and the insertion of", false },
	{ "deletion of", "and insertion of", false },
	{ "deletion of", "insertion of", false },
	{ "deletion of", "and substitution of", false },
	{ "replace", "with", false },
	{ "replace", "by", false },
	{ "replacing", "with", false },
	{ "replacing", "by", false },
	{ "replacement of", "with", false },
	{ "replacement of", "by", false },
	{ "substitute", "for", true },
	{ "substituting", "for", true },
	{ "substitution of", "for", true },
	{ "insert", "in place of", true },
	{ "insertion of", "in place of", true },
	{ "in place of", "insert", false },
	{ "in place of", "substitute", false },
	{ "instead of", "insert", false },
	{ "for", "read", false },
	{ "for", "substitute", false },
};

static bool by_form(struct mb_correction *c, const struct said *s)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		size_t lead = find(s->plain, 0, forms[i].lead), first, mid;
		const char *x, *y;

		if (lead == SIZE_MAX)
			continue;
		first = lead + strlen(forms[i].lead);
		mid = find(s->plain, first, forms[i].mid);
		/* between the two stand the words, and no end of a clause */
		if (mid == SIZE_MAX || memchr(s->plain + first, ';', mid - first))
			continue;
		x = phrase(s, first, mid);
		y = phrase(s, mid + strlen(forms[i].mid), 0);
		if (!x || !y)
			continue;
		c->old_words = forms[i].new_first ? y : x;
		c->new_words = forms[i].new_first ? x : y;
		return true;
	}
	return false;
}

/* The words that end at a place: quoted, or the figure or the words since the last "that", stop or comma. */
static const char *phrase_before(const struct said *s, size_t end)
{
	static const char *const places[] = { "minute ",  "paragraph ", "page ", "item ",
					      "section ", "line ",	NULL };
	size_t from;
	const char *words;

	end = back_over_blanks(s->plain, end);
	for (size_t i = 0; i < s->n; i++)
		if (s->q[i].to == end)
			return s->q[i].text;
	for (from = end; from > 0; from--) {
		if (s->plain[from - 1] == ';' ||
		    (strchr(",.:", s->plain[from - 1]) && isspace((unsigned char)s->plain[from])))
			break;
		if (strncasecmp(s->plain + from, "that ", 5) == 0 &&
		    (from == 0 || !isalnum((unsigned char)s->plain[from - 1]))) {
			from += 5;
			break;
		}
	}
	if (from == 0 && strncasecmp(s->plain, "that ", 5) == 0)
		from = 5;
	words = phrase(s, from, end);
	for (size_t i = 0; words && places[i]; i++)
		if (strcasestr(words, places[i]))
			return NULL; /* a place in the minutes, not their words */
	return words && strlen(words) <= 120 ? words : NULL;
}

/* What is said of the words that stand before it. */
struct voice {
	const char *lead, *mid;
	bool new_first;
	bool place; /* those may be a place in the minutes as well: only figures and quotations are taken */
};

static bool quoted(const struct said *s, const char *words)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->q[i].text == words)
			return true;
	return false;
}

static bool money(const char *words)
{
	return strncmp(words, "\xc2\xa3", 2) == 0 || strncmp(words, "\xe2\x82\xac", 3) == 0 ||
	       *words == '$' || strchr(words, '%');
}

/* "B be substituted for A", "A be replaced by B", "£18,000 should read £16,000" */
static bool by_voice(struct mb_correction *c, const struct said *s)
{
	static const struct voice voices[] = {
		{ "be substituted for", NULL, true, false },
		{ "is substituted for", NULL, true, false },
		{ "substituted for", NULL, true, false },
		{ "be replaced by", NULL, false, false },
		{ "be replaced with", NULL, false, false },
		{ "is replaced by", NULL, false, false },
		{ "replaced by", NULL, false, false },
		{ "replaced with", NULL, false, false },
		{ "be inserted in place of", NULL, true, false },
		{ "be deleted and", "inserted", false, false },
		{ "be corrected to add", NULL, false, true },
		{ "be amended to add", NULL, false, true },
		{ "be amended to", NULL, false, true },
		{ "be corrected to", NULL, false, true },
		{ "be changed to", NULL, false, true },
		{ "should be", NULL, false, true },
		{ "should read", NULL, false, true },
		{ "to read", NULL, false, true },
	};

	for (size_t i = 0; i < sizeof voices / sizeof *voices; i++) {
		size_t at = find(s->plain, 0, voices[i].lead);
		const char *x, *y;

		if (at == SIZE_MAX)
			continue;
		x = phrase_before(s, at);
		y = phrase(s, at + strlen(voices[i].lead), 0);
		if (voices[i].mid && y) { /* "'A' be deleted and 'B' inserted" */
			size_t end = find(s->plain, at, voices[i].mid);

			y = end == SIZE_MAX ? NULL : phrase(s, at + strlen(voices[i].lead), end);
		}
		if (!y)
			continue;
		/* "minute 7 should read ..." names a place, and not what stood there */
		if (voices[i].place && !quoted(s, x) && !(x && money(x)))
			x = NULL;
		c->old_words = voices[i].new_first ? y : x;
		c->new_words = voices[i].new_first ? x : y;
		return true;
	}
	return false;
}

/* Two quotations side by side: what stands before the second says which of them is the old one. */
static bool by_quotations(struct mb_correction *c, const struct said *s)
{
	static const char *const old_follows[] = {
		"in place of", "instead of",	  "rather than",      "not",
		"not read",    "in lieu of",	  "replaces",	      "replacing",
		"replace",     "substituted for", "substitution for", NULL
	};
	static const char *const new_follows[] = { "to",
						   "read",
						   "should be",
						   "replaced by",
						   "replaced with",
						   "by",
						   "with",
						   "insert",
						   "inserting",
						   "insertion of",
						   "substitute",
						   "substituting",
						   "but",
						   "to read",
						   "inserted",
						   "and",
						   NULL };
	static const char *const puts_in[] = { "substitute", "substituting", "substitution of",
					       "put",	     "putting",	     "insert",
					       "inserting",  "insertion of", NULL };
	static const char *const for_what[] = { "for", NULL };

	for (size_t i = 1; i < s->n; i++)
		if (before(s, s->q[i].from, old_follows) ||
		    (before(s, s->q[i].from, for_what) && before(s, s->q[i - 1].from, puts_in))) {
			c->new_words = s->q[i - 1].text;
			c->old_words = s->q[i].text;
			return true;
		}
	for (size_t i = 1; i < s->n; i++)
		if (i + 1 == s->n || before(s, s->q[i].from, new_follows)) {
			c->old_words = s->q[i - 1].text;
			c->new_words = s->q[i].text;
			return true;
		}
	return false;
}

void correction_words(struct mb_correction *c, struct mb_arena *a)
{
	static const char *const takes_out[] = { "deletion of", "delete", "deleting", NULL };
	struct said s = { .a = a, .text = c->text, .plain = mb_arena_dup(a, c->text) };

	take_quotations(&s);
	if (by_quotations(c, &s) || by_form(c, &s) || by_voice(c, &s))
		return;
	if (s.n == 1 &&
	    (before(&s, s.q[0].from, takes_out) || find(s.plain, s.q[0].to, "be deleted") != SIZE_MAX))
		c->old_words = s.q[0].text;
	else if (s.n == 1)
		c->new_words = s.q[0].text;
	else if (strcasestr(c->text, "being listed")) {
		size_t at = find(s.plain, 0, "subject to");

		c->new_words = at == SIZE_MAX ? NULL : phrase(&s, at + strlen("subject to"), 0);
	}
}
