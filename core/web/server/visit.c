/* When somebody was last here: one row an account, that of the visit under way. It says what is new, and nothing else is kept. */
#include "accounts.h"

#define TRIES 3 /* two threads may begin the same visit: whoever is second reads what the first wrote */

struct kept {
	bool there;
	int64_t used;
	struct visit visit;
};

static int read_visit(struct kept *out, struct mb_arena *a, struct mb_accounts *s, const char *person,
		      struct mb_error *err)
{
	struct mb_value *v;
	size_t n;
	int rc = ASK(&v, &n, 5, a, s,
		     "select used, began, event, last, last_event from visit where person = ?1", err,
		     T(person));

	*out = (struct kept){ .there = rc == MB_OK && n > 0 };
	if (out->there) {
		out->used = v[0].i;
		out->visit = (struct visit){ v[1].i, v[3].i, (long)v[2].i, (long)v[4].i };
	}
	return rc;
}

/* @param changed  0: there is no such account, or somebody else was quicker */
static int begin_visit(size_t *changed, struct mb_accounts *s, const char *person, const struct kept *before,
		       const struct visit *x, int64_t now, struct mb_error *err)
{
	if (!before->there)
		return RUN(changed, s,
			   "insert or ignore into visit(person, used, began, event, last, last_event)"
			   " select person, ?2, ?3, ?4, 0, 0 from account where person = ?1",
			   err, T(person), I(now), I(x->began), I(x->event));
	return RUN(changed, s,
		   "update visit set used = ?2, began = ?3, event = ?4, last = ?5, last_event = ?6"
		   " where person = ?1 and used = ?7",
		   err, T(person), I(now), I(x->began), I(x->event), I(x->last), I(x->last_event),
		   I(before->used));
}

int visit_touch(struct visit *out, struct mb_arena *a, struct mb_accounts *s, const char *person, int64_t now,
		int64_t clock, long event, struct mb_error *err)
{
	struct kept k;
	int rc = MB_OK;

	for (int i = 0; rc == MB_OK && i < TRIES; i++) {
		struct visit next = { .began = clock, .event = event };
		size_t changed = 0;

		if ((rc = read_visit(&k, a, s, person, err)) != MB_OK)
			return rc;
		*out = k.visit;
		if (k.there && now - k.used < VISIT_PAUSE) {
			/* also after a clock was set back: else no visit would end until it has caught up */
			if (now - k.used >= 0 && now - k.used < SESSION_TOUCH)
				return MB_OK;
			return RUN(NULL, s, "update visit set used = ?2 where person = ?1", err, T(person),
				   I(now));
		}
		next.last = k.visit.began;
		next.last_event = k.visit.event;
		*out = next;
		rc = begin_visit(&changed, s, person, &k, &next, now, err);
		if (changed)
			return rc;
	}
	return rc == MB_OK ? mb_fail(err, MB_ENOTFOUND, "there is no account of %.80s", person) : rc;
}
