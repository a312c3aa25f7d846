/* Who acts: the words that may own an action. */
#include "actions.h"

#include <string.h>

struct mb_str rd_bare_words(struct mb_str s)
{
	return rd_trim(s, ".,;:*");
}

/* Initials, perhaps several: "AB", "AB/CD". */
bool rd_initials_run(struct mb_str w)
{
	size_t from = 0;

	w = rd_bare_words(w);
	for (size_t i = 0; i <= w.n; i++) {
		if (i < w.n && w.p[i] != '/' && w.p[i] != '&')
			continue;
		if (!rd_initials_like(rd_sub(w, from, i)))
			return false;
		from = i + 1;
	}
	return w.n > 0;
}

/* May these words own an action? Names, initials, a role, or several of them. */
bool rd_owner_words(struct mb_str s)
{
	struct mb_str w, last = { NULL, 0 };
	size_t at = 0;
	int n = 0;

	s = rd_trim(s, ".,;:-");
	if (!s.n || s.n > 100 || !rd_upper(s.p[0]))
		return false;
	while (rd_word(s, &at, &w) && n < 9) {
		last = w;
		n++;
	}
	if (n > 8)
		return false;
	if (rd_namelike(s) || rd_initials_run(s) || rd_role_word(last))
		return true;
	/* "Paul Okafor and Esther Lane", "Esther", "Open Standards Team" */
	for (at = 0; rd_word(s, &at, &w);)
		if (!rd_upper(w.p[0]) &&
		    !rd_is_any(rd_bare_words(w),
			       (const char *[]){ "and", "&", "the", "of", "with", "/", NULL }))
			return false;
	return n > 1 || rd_name_forward(s, 0) > 0;
}

struct mb_str rd_last_word(struct mb_str s)
{
	size_t i = s.n;

	while (i > 0 && !rd_blank(s.p[i - 1]))
		i--;
	return rd_sub(s, i, s.n);
}

/* Several together, who decide and do not act. */
static bool a_body(struct mb_str w)
{
	return rd_role_word(w) ||
	       rd_is_any(rd_trim(w, ".,"), (const char *[]){ "governors", "councillors", "cabinet", "ctb",
							     "parents", "residents", "heads", "everyone",
							     "they", "meeting", "forum", "assembly", NULL });
}

/* "X is to", "X agreed to": what stands between an owner and the task. */
static const char *const owner_links[] = { "is to",
					   "are to",
					   "was asked to",
					   "were asked to",
					   "will",
					   "agreed to",
					   "also agreed to",
					   "undertook to",
					   "was requested to",
					   "were requested to",
					   "was tasked to",
					   "offered to",
					   "volunteered to",
					   "has agreed to",
					   "need to",
					   "would",
					   "to",
					   NULL };

/* Owners that are no name. */
static const char *const owner_roles[] = { "the clerk",
					   "clerk",
					   "the secretariat",
					   "the secretary",
					   "secretary",
					   "the chair",
					   "chair",
					   "the chairman",
					   "chairman",
					   "the treasurer",
					   "the board officer",
					   "the committee clerk",
					   "the democratic services officer",
					   "the board manager",
					   "the business manager",
					   "business manager",
					   "the partnership manager",
					   "the director",
					   "all",
					   "all members",
					   NULL };

size_t rd_owner(struct mb_str s, struct mb_str *who, bool loose)
{
	size_t i, len, which, words;
	struct mb_str head = rd_clip(s, 120), first;
	size_t at = 0;
	bool promise;

	i = rd_find_any(head, 0, owner_links, &which, &len);
	if (i == NPOS || !i)
		return 0;
	*who = rd_trim(rd_sub(s, 0, i), ".,;:-");
	words = rd_count_words(*who, 9);
	if (!words || words > 8 || !rd_word(*who, &at, &first))
		return 0;
	/* "agreed to" is an action of a person, a decision of a body; so is "will" only a promise */
	promise = mb_streq(owner_links[which], "will") || mb_streq(owner_links[which], "would") ||
		  mb_streq(owner_links[which], "need to");
	if (!loose && promise &&
	    (mb_streq(owner_links[which], "would") || mb_streq(owner_links[which], "need to") ||
	     !(rd_is_any(*who, (const char *[]){ "the clerk", "clerk", "the secretariat", NULL }) ||
	       rd_initials_run(*who))))
		return 0;
	if ((mb_streq(owner_links[which], "agreed to") || mb_streq(owner_links[which], "also agreed to") ||
	     mb_streq(owner_links[which], "has agreed to")) &&
	    a_body(rd_last_word(*who)) && !rd_initials_run(*who))
		return 0;
	if (!loose) {
		bool role = rd_is_any(*who, owner_roles);

		bool asked = !mb_streq(owner_links[which], "to"); /* words that only people get */

		if (!role && !rd_initials_run(*who) && !(rd_namelike(*who) && words < 5) &&
		    !(asked && words == 1 && rd_upper(who->p[0]) && rd_name_forward(*who, 0) == who->n))
			return 0;
		if (rd_at(s, i + len, " be")) /* "The swing to be inspected" names no owner */
			return 0;
	} else if (!rd_owner_words(*who)) {
		return 0;
	}
	i += len;
	while (i < s.n && rd_blank(s.p[i]))
		i++;
	return i < s.n && (rd_lower(s.p[i]) || loose) ? i : 0;
}

bool rd_known_owner(const struct reader *rd, const char *who)
{
	struct mb_str s = mb_str(who);
	size_t from = 0;

	if (!rd_initials_run(s))
		return true;
	for (size_t i = 0; i <= s.n; i++) {
		char one[8];

		if (i < s.n && s.p[i] != '/' && s.p[i] != '&')
			continue;
		if (i - from < sizeof(one)) {
			memcpy(one, s.p + from, i - from);
			one[i - from] = '\0';
			if (!rd_knows_initials(rd, one))
				return false;
		}
		from = i + 1;
	}
	return true;
}
