/* effects.h: between effects.c and effect_args.c. */
#ifndef MB_RULES_EFFECTS_H
#define MB_RULES_EFFECTS_H

#include "rules_impl.h"

/* One effect in the making. */
struct making {
	struct judging *j;
	size_t rule; /* ordinal */
	const struct val *v;
	const char *kind;
	mb_day step; /* inherited by `also` */
	struct mb_node *args;
	const char *target;
	bool daily;
	char *why; /* what is wrong with it; ERROR_TEXT */
};

/** What is wrong with it; always false. */
bool effect_wrong(struct making *m, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** The people under a key become args.to, the words args.role and the target. */
int effect_people(bool *ok, struct making *m, const char *key, struct mb_error *err);
/** A date, "due", "2005-10-03", after("meeting.date", ...), or a span from today. MB_NO_DAY when the field is empty. */
int effect_day(bool *ok, mb_day *out, struct making *m, const struct val *v, const char *key,
	       struct mb_error *err);
bool effect_text(struct making *m, const char *key, const char *as, bool needed);
/** The document that advance and cure speak of: the first value without a name. */
bool effect_doc(struct making *m);

#endif
