/* The words that announce something: lists of people, decisions, actions, headed parts. */
#include "read.h"

#include <string.h>

/* Past blanks and one colon, dash or comma. */
static size_t separator(struct mb_str s, size_t i, bool *found)
{
	*found = false;
	while (i < s.n) {
		if (rd_blank(s.p[i]) || s.p[i] == '*' || s.p[i] == '_') {
			i++;
		} else if (s.p[i] == ':' || s.p[i] == ',' ||
			   (s.p[i] == '-' && (i + 1 >= s.n || !rd_alnum(s.p[i + 1]) || *found))) {
			*found = true;
			i++;
		} else if (i + 2 < s.n && memcmp(s.p + i, "\xe2\x80", 2) == 0 &&
			   ((unsigned char)s.p[i + 2] == 0x93 || (unsigned char)s.p[i + 2] == 0x94)) {
			*found = true;
			i += 3;
		} else {
			break;
		}
	}
	return i;
}

static const struct {
	const char *phrase;
	enum people_group group;
} people_keys[] = {
	/* the longer before the shorter */
	{ "members present", PEOPLE_PRESENT },
	{ "board members present", PEOPLE_PRESENT },
	{ "members in attendance", PEOPLE_PRESENT },
	{ "councillors present", PEOPLE_PRESENT },
	{ "those present", PEOPLE_PRESENT },
	{ "those attending", PEOPLE_PRESENT },
	{ "also present", PEOPLE_IN_ATTENDANCE },
	{ "also in attendance", PEOPLE_IN_ATTENDANCE },
	{ "also attending", PEOPLE_IN_ATTENDANCE },
	{ "officers present", PEOPLE_IN_ATTENDANCE },
	{ "officers in attendance", PEOPLE_IN_ATTENDANCE },
	{ "non-members attending", PEOPLE_IN_ATTENDANCE },
	{ "non-members present", PEOPLE_IN_ATTENDANCE },
	{ "in attendance", PEOPLE_IN_ATTENDANCE },
	{ "invited guests", PEOPLE_IN_ATTENDANCE },
	{ "by invitation", PEOPLE_IN_ATTENDANCE },
	{ "observers", PEOPLE_IN_ATTENDANCE },
	{ "officers", PEOPLE_IN_ATTENDANCE },
	{ "guests", PEOPLE_IN_ATTENDANCE },
	{ "guest", PEOPLE_IN_ATTENDANCE },
	{ "apologies for absence and substitutes", PEOPLE_APOLOGIES },
	{ "apologies and substitutes", PEOPLE_APOLOGIES },
	{ "apologies and substitutions", PEOPLE_APOLOGIES },
	{ "apologies for absence", PEOPLE_APOLOGIES },
	{ "apologies received from", PEOPLE_APOLOGIES },
	{ "apologies received", PEOPLE_APOLOGIES },
	{ "apologies", PEOPLE_APOLOGIES },
	{ "absent without apologies", PEOPLE_ABSENT },
	{ "absent", PEOPLE_ABSENT },
	{ "not present", PEOPLE_ABSENT },
	{ "members", PEOPLE_PRESENT },
	{ "attendees", PEOPLE_PRESENT },
	{ "attendance", PEOPLE_PRESENT },
	{ "attended", PEOPLE_PRESENT },
	{ "present", PEOPLE_PRESENT },
};

enum people_group rd_people_key(struct mb_str line, size_t *rest)
{
	if (!line.n || !rd_upper(line.p[0]))
		return PEOPLE_NONE;
	for (size_t k = 0; k < sizeof(people_keys) / sizeof(people_keys[0]); k++) {
		size_t n, i, end;
		bool sep;

		if ((line.p[0] | 32) != people_keys[k].phrase[0] || !rd_at(line, 0, people_keys[k].phrase))
			continue;
		n = strlen(people_keys[k].phrase);
		if (n < line.n && line.p[n] == ' ' && n + 1 < line.n &&
		    line.p[n + 1] == '(') { /* "Present (voting):" */
			const char *close = memchr(line.p + n, ')', line.n - n);

			if (close && close + 1 < line.p + line.n && close[1] == ':')
				n = (size_t)(close - line.p) + 1;
		}
		i = separator(line, n, &sep);
		*rest = i;
		/* "Members" and "Officers" are everyday words: only with a colon */
		if (mb_streq(people_keys[k].phrase, "members") || mb_streq(people_keys[k].phrase, "officers"))
			return sep && line.p[n] == ':' ? people_keys[k].group : PEOPLE_NONE;
		if (i >= line.n || sep || memchr(line.p + n, '\n', i - n) || memchr(line.p + n, '\t', i - n))
			return people_keys[k].group;
		/* "Apologies Dr Pell, Col Marsh" */
		end = rd_name_forward(line, i);
		return end > i && rd_namelike(rd_sub(line, i, end)) ? people_keys[k].group : PEOPLE_NONE;
	}
	return PEOPLE_NONE;
}

/* Markers that name the kind; only in capitals, for in small letters they are everyday words. */
static const struct {
	const char *word, *kind;
} kind_marks[] = {
	{ "NOTED", "noted" },	      { "RECOMMENDED", "recommended" }, { "DEFERRED", "deferred" },
	{ "APPROVED", "agreed" },     { "ENDORSED", "agreed" },		{ "REFERRED", "referred" },
	{ "WITHDRAWN", "withdrawn" }, { "DECIDED", "agreed" },		{ "RECEIVED AND NOTED", "noted" }
};

const char *rd_marker_kind(struct mb_str s)
{
	for (size_t k = 0; k < sizeof(kind_marks) / sizeof(kind_marks[0]); k++) {
		size_t n = strlen(kind_marks[k].word);

		if (s.n >= n && memcmp(s.p, kind_marks[k].word, n) == 0 && (s.n == n || !rd_alnum(s.p[n])))
			return kind_marks[k].kind;
	}
	return NULL;
}

static size_t kind_marker(struct mb_str s)
{
	for (size_t k = 0; k < sizeof(kind_marks) / sizeof(kind_marks[0]); k++) {
		size_t n = strlen(kind_marks[k].word), i;
		bool sep;

		if (s.n < n || memcmp(s.p, kind_marks[k].word, n) != 0 || (s.n > n && rd_alnum(s.p[n])))
			continue;
		i = separator(s, n, &sep);
		if (i >= s.n || sep || rd_at(s, i, "that") || rd_at(s, i, "the") || rd_at(s, i, "to"))
			return i;
	}
	return 0;
}

size_t rd_decision_marker(struct mb_str s)
{
	bool sep, caps;
	size_t n = 0, i;

	if (s.n < 6 || !rd_upper(s.p[0]))
		return 0;
	caps = s.p[1] >= 'A' && s.p[1] <= 'Z';
	if (caps && (n = kind_marker(s)) > 0)
		return n;
	if (rd_at(s, 0, "resolved")) {
		n = 8;
	} else if (rd_at(s, 0, "it was resolved")) {
		n = 15;
	} else if (rd_at(s, 0, "resolution:")) {
		n = 10;
	} else if (rd_at(s, 0, "outcome:")) {
		n = 7;
	} else if (rd_at(s, 0, "agreed")) {
		n = 6;
	} else if (rd_at(s, 0, "decision made")) {
		n = 13;
	} else if (rd_at(s, 0, "decisions") || rd_at(s, 0, "decision")) {
		n = rd_at(s, 0, "decision") ? 8 : 9;
		i = separator(s, n, &sep);
		return (sep && n < s.n && (s.p[n] == ':' || s.p[n] == '*')) || i >= s.n || s.p[n] == '\n' ? i
													  : 0;
	} else {
		return 0;
	}
	i = n;
	if (rd_at(s, i, " unanimously"))
		i += 12;
	else if (rd_at(s, i, " (unanimously)"))
		i += 14;
	i = separator(s, i, &sep);
	if (i >= s.n || sep || rd_at(s, i, "that") || (n == 8 && (caps || rd_at(s, i, "to"))) || (n == 15))
		return i;
	if (n == 8) {
		struct mb_str label;
		enum label_kind kind;

		return rd_label(rd_sub(s, i, s.n), &label, &kind) && (kind == LB_REF || kind == LB_PAREN) ? i
													  : 0;
	}
	return rd_at(s, i, "to") || (!caps && rd_at(s, i, "the")) ? i : 0;
}

size_t rd_action_marker(struct mb_str s)
{
	size_t n;
	bool sep;

	if (!s.n || s.p[0] != 'A')
		return 0;
	if (rd_at(s, 0, "action points") || rd_at(s, 0, "actions agreed"))
		n = rd_at(s, 0, "action points") ? 13 : 14;
	else if (rd_at(s, 0, "action point"))
		n = 12;
	else if (rd_at(s, 0, "actions"))
		n = 7;
	else if (rd_at(s, 0, "action"))
		n = 6;
	else
		return 0;
	if (n < s.n && s.p[n] == ' ' && n + 1 < s.n && s.p[n + 1] >= '0' && s.p[n + 1] <= '9') {
		for (n++; n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.'); n++)
			;
	}
	n = separator(s, n, &sep);
	return sep || n >= s.n ? n : 0;
}

bool rd_is_lead(struct mb_str s)
{
	size_t at;

	s = rd_trim(s, "*_");
	if (!s.n)
		return false;
	if (s.p[s.n - 1] == ':' || mb_str_case_eq(rd_trim(rd_sub(s, s.n > 2 ? s.n - 2 : 0, s.n), NULL), ":-"))
		return true;
	for (at = s.n; at > 0 && !rd_blank(s.p[at - 1]) && s.n - at < 8; at--)
		;
	if (mb_str_case_eq(rd_trim(rd_sub(s, at, s.n), "-,"), "that"))
		return true;
	return s.n < 40 && (rd_decision_marker(s) == s.n || rd_action_marker(s) == s.n);
}

bool rd_paper_key(struct mb_str line, const char **which, size_t *rest)
{
	static const struct {
		const char *phrase, *which;
	} keys[] = {
		{ "executive summary", "summary" },
		{ "summary", "summary" },
		{ "recommendation(s)", "recommendations" },
		{ "recommendations", "recommendations" },
		{ "recommendation", "recommendations" },
		{ "reason(s) for decision", "reasons" },
		{ "reason(s)", "reasons" },
		{ "reasons for the decision", "reasons" },
		{ "reasons for decision", "reasons" },
		{ "reasons for the recommendations", "reasons" },
		{ "reasons for recommendations", "reasons" },
		{ "reasons for recommendation", "reasons" },
		{ "reasons", "reasons" },
		{ "reason", "reasons" },
		{ "implications", "implications" },
		{ "contact officers", "contact" },
		{ "contact officer", "contact" },
		{ "background papers used in the preparation of this report", "background" },
		{ "background papers used in the preparation of the report", "background" },
		{ "background papers", "background" },
		{ "background documents", "background" },
		{ "list of background papers", "background" },
		{ "consultees", "consultees" },
		{ "those consulted", "consultees" },
		{ "wards affected", "other" },
		{ "purpose of report", "other" },
		{ "purpose of the report", "other" },
		{ "purpose", "other" },
		{ "options considered", "other" },
		{ "alternative options considered", "other" },
		{ "options", "other" },
		{ "conclusion", "other" },
		{ "appendices", "other" },
	};

	if (!line.n || !rd_upper(line.p[0]))
		return false;
	for (size_t k = 0; k < sizeof(keys) / sizeof(keys[0]); k++) {
		size_t n, i;
		bool sep;

		if ((line.p[0] | 32) != keys[k].phrase[0] || !rd_at(line, 0, keys[k].phrase))
			continue;
		n = strlen(keys[k].phrase);
		i = separator(line, n, &sep);
		if (i < line.n && !(sep && line.p[n] == ':') && line.p[n] != '\n')
			continue;
		*which = keys[k].which;
		*rest = i;
		return true;
	}
	return false;
}

const char *rd_item_label(const struct reader *rd, const struct block *b)
{
	return b->item >= 0 ? rd->r->items[b->item].number : "";
}
