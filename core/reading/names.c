/* Names of people: told from other words, and matched through titles and initials. */
#include "read.h"

#include <stdlib.h>
#include <string.h>

#define NAME_MAX_BYTES 160
#define NAME_WORDS     12

static const char *const titles[] = { "cllr",
				      "cllrs",
				      "councillor",
				      "councillors",
				      "dr",
				      "mr",
				      "mrs",
				      "messrs",
				      "supt",
				      "insp",
				      "sgt",
				      "fr",
				      "major",
				      "capt",
				      "sister",
				      "ms",
				      "miss",
				      "mx",
				      "prof",
				      "professor",
				      "sir",
				      "dame",
				      "lord",
				      "lady",
				      "rev",
				      "revd",
				      "reverend",
				      "canon",
				      "hon",
				      "col",
				      "pc",
				      "pcso",
				      "ald",
				      "alderman",
				      "borough councillor",
				      "county councillor",
				      NULL };

bool rd_is_title(struct mb_str w)
{
	return rd_is_any(rd_trim(w, ".,"), titles);
}

bool rd_role_word(struct mb_str w)
{
	static const char *const roles[] = {
		"clerk",     "chair",	  "chairman",	 "chairperson", "secretary",   "secretariat",
		"treasurer", "team",	  "officer",	 "officers",	"manager",     "director",
		"directors", "group",	  "board",	 "council",	"office",      "service",
		"services",  "partners",  "members",	 "member",	"all",	       "lead",
		"leads",     "unit",	  "panel",	 "committee",	"coordinator", "co-ordinator",
		"trustees",  "executive", "partnership", "trust",	NULL
	};

	return rd_is_any(rd_trim(w, ".,:;()"), roles);
}

/* Words that stand in the name of a body or a post, and never in a person's. */
/* clang-format off */
static const char *const body_words[] = {
	"council", "borough", "county", "district", "board", "trust", "police", "nhs", "service",
	"services", "school", "schools", "college", "university", "department", "officer", "director",
	"manager", "clerk", "team", "committee", "panel", "partnership", "health",
	"office", "group", "forum", "sector", "association", "society", "authority", "agency",
	"executive", "chair", "chairman", "member", "members", "public", "governor", "secretary",
	"treasurer", "cabinet", "assistant", "deputy", "centre", "standards",
	"development", "apologies", "present", "absent", "minutes", "business", "item",
	"items", "none", "date", "meeting", "matters", "declarations", "interest", "agenda",
	"report", "other", "the", "all", "no", "attendance", "statement", "actions", "decisions",
	"action", "decision", "guests", "observers", "noted", "resolved", "agreed", "welcome",
	"introductions", "apology", "there", "representative", "vacant", "vacancy", "of", "and",
	"following", "also", "as", "to", "system", "digital", "government",
	"archives", "unanimously", "carried", "votes", "voting", "voluntary",
	"youth", "children", "children's", "community", "support", "strategy", NULL
};
/* clang-format on */

static bool body_word(struct mb_str w)
{
	return rd_is_any(rd_trim(w, ".,:;"), body_words);
}

static bool particle(struct mb_str w)
{
	static const char *const words[] = { "de", "van", "der", "den", "la", "le", "von",
					     "da", "di",  "bin", "al",	"du", NULL };

	return rd_is_any(w, words);
}

/* Before "Councillor": which council's. */
static bool place_word(struct mb_str w)
{
	return rd_is_any(w, (const char *[]){ "borough", "county", "district", "town", "city", "parish",
					      "ward", NULL });
}

bool rd_initials_like(struct mb_str s)
{
	size_t caps = 0;

	if (s.n < 2 || s.n > 4 || !rd_upper(s.p[0]))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') || rd_lower(s.p[i])))
			return false;
		caps += s.p[i] <= 'Z';
	}
	return caps >= 2 && caps + 1 >= s.n;
}

static bool name_word(struct mb_str w)
{
	w = rd_trim(w, ".,");
	if (!w.n)
		return false;
	if (!rd_upper(w.p[0])) /* "van", "d'Arcy" */
		return particle(w) ||
		       (w.n > 3 && w.p[0] == 'd' && (w.p[1] == '\'' || (unsigned char)w.p[1] == 0xe2));
	for (size_t i = 0; i < w.n; i++)
		if (!rd_alnum(w.p[i]) && !strchr("-'.", w.p[i]) && (unsigned char)w.p[i] < 0x80)
			return false;
	for (size_t i = 0; i < w.n; i++)
		if (w.p[i] >= '0' && w.p[i] <= '9')
			return false;
	return !body_word(w);
}

/* "Chris Francis SAP": capitals behind ordinary words are an organisation. */
static bool acronym(struct mb_str w)
{
	w = rd_trim(w, ".,()");
	for (size_t i = 0; i < w.n; i++)
		if (w.p[i] < 'A' || w.p[i] > 'Z')
			return false;
	return w.n >= 3;
}

bool rd_namelike(struct mb_str s)
{
	struct mb_str w;
	size_t at = 0;
	int n = 0, title = 0, small = 0;

	s = rd_trim(s, ".,;:");
	if (s.n < 2 || s.n > 60)
		return false;
	while (rd_word(s, &at, &w)) {
		if (rd_is_title(w) || place_word(w))
			title++;
		else if (!name_word(w) || (small && acronym(w)))
			return false;
		else
			n++, small += w.n >= 3 && !acronym(w);
	}
	return n <= 5 && (n >= 2 || (n == 1 && title));
}

size_t rd_name_forward(struct mb_str s, size_t from)
{
	size_t at = from, end = from;
	struct mb_str w;
	int n = 0, small = 0;

	while (n < 7 && rd_word(s, &at, &w)) {
		struct mb_str bare = rd_trim(w, ".,;:()");

		if (w.p[0] == '(' || (n == 0 && (rd_is_any(bare, (const char *[]){ "the", NULL }))) ||
		    (!rd_is_title(bare) && !name_word(bare)))
			break;
		if (small && acronym(bare))
			break;
		small += bare.n >= 3 && !acronym(bare) && !rd_is_title(bare);
		n++;
		end = (size_t)(bare.p - s.p) + bare.n;
		/* a comma or stop ends the name, save after an initial or a title */
		if (bare.p + bare.n < w.p + w.n && !(bare.n == 1 || rd_is_title(bare)))
			break;
	}
	return end;
}

size_t rd_name_back(struct mb_str s, size_t to)
{
	size_t start = to, i = to;
	int n = 0;

	while (n < 7) {
		size_t end, from;
		struct mb_str w;

		while (i > 0 && rd_blank(s.p[i - 1]))
			i--;
		for (end = i; i > 0 && !rd_blank(s.p[i - 1]) && end - i < 40; i--)
			;
		if (i == end || (i > 0 && !rd_blank(s.p[i - 1])))
			break;
		from = i;
		w = rd_sub(s, from, end);
		if (w.n > 1 && w.p[0] == '(') { /* "(Cllr Beck proposed" */
			w = rd_sub(w, 1, w.n);
			if (rd_is_title(w) || name_word(w))
				start = from + 1;
			break;
		}
		if (n > 0 && !rd_is_title(w) && w.n > 2 && strchr(".,;:", w.p[w.n - 1]))
			break;
		if (!rd_is_title(w) && !name_word(w))
			break;
		start = from;
		n++;
	}
	return start;
}

/* ---- matching -------------------------------------------------------------------------------------------- */

void mb_name_key(char *out, size_t size, const char *name)
{
	struct mb_str s = rd_clip(mb_str(name), NAME_MAX_BYTES), w;
	size_t at = 0, n = 0;
	bool lead = true;

	if (!size)
		return;
	while (rd_word(s, &at, &w)) {
		struct mb_str bare = rd_trim(w, ".,;:()");

		if (!bare.n ||
		    (lead && (rd_is_title(bare) || mb_str_case_eq(bare, "the") || place_word(bare))))
			continue;
		/* "Cllr M. Hand": the stop goes; "J.R. Hand": initials part */
		lead = false;
		if (n && n + 1 < size)
			out[n++] = ' ';
		for (size_t i = 0; i < bare.n && n + 1 < size; i++) {
			char c = bare.p[i];

			if (c == '.') {
				if (i + 1 < bare.n && out[n - 1] != ' ')
					out[n++] = ' ';
			} else {
				out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
			}
		}
	}
	out[n] = '\0';
}

static int split(struct mb_str words[NAME_WORDS], const char *key)
{
	struct mb_str s = mb_str(key), w;
	size_t at = 0;
	int n = 0;

	while (n < NAME_WORDS && rd_word(s, &at, &w))
		words[n++] = w;
	return n;
}

static bool same(struct mb_str a, struct mb_str b)
{
	return a.n == b.n && memcmp(a.p, b.p, a.n) == 0;
}

/* "HM" against a name: its capitals one by one. */
static bool fits_initials(struct mb_str p, const struct mb_str *name, int n)
{
	if ((int)p.n > n || p.n < 2)
		return false;
	/* first name and surname must be there; a name between may be left out */
	if ((p.p[0] | 32) != name[0].p[0] || (p.p[p.n - 1] | 32) != name[n - 1].p[0])
		return false;
	return (int)p.n == n || p.n == 2;
}

int mb_name_fits(const char *printed, const char *name, const char *initials)
{
	char pk[NAME_MAX_BYTES + 1], nk[NAME_MAX_BYTES + 1];
	struct mb_str p[NAME_WORDS], w[NAME_WORDS], raw = rd_trim(mb_str(printed), ".,()");
	int np, nw;

	if (!printed || !name)
		return 0;
	mb_name_key(pk, sizeof(pk), printed);
	mb_name_key(nk, sizeof(nk), name);
	if (!*pk || !*nk)
		return 0;
	if (strcmp(pk, nk) == 0)
		return 3;
	np = split(p, pk);
	nw = split(w, nk);
	if (initials && *initials && mb_str_case_eq(raw, initials))
		return 1;
	if (np == 1 && rd_initials_like(raw) && (!initials || !*initials) && fits_initials(raw, w, nw))
		return 1;
	if (np == 1) {
		for (int i = 0; i < nw; i++)
			if (p[0].n > 1 && same(p[0], w[i]))
				return 1;
		return 0;
	}
	if (!same(p[np - 1], w[nw - 1]) || nw < 2 || p[0].p[0] != w[0].p[0])
		return 0;
	/* Helen and Harry Marsh share an initial, but neither is one */
	return p[0].n == 1 || w[0].n == 1 || same(p[0], w[0]) ? 2 : 0;
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

bool rd_knows_initials(const struct reader *rd, const char *s)
{
	return rd->n_initials && bsearch(&s, rd->initials, rd->n_initials, sizeof(*rd->initials), by_text);
}
