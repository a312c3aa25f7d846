/* One text on its way into the record: what file.c settles, and what filed.c looks out for. */
#ifndef MB_GATE_FILING_H
#define MB_GATE_FILING_H

#include "gate_impl.h"

struct filing {
	const struct mb_filing *how;
	struct draft *d;
	struct mb_matter matter;
	struct mb_str body;
	struct mb_reading *r;
	const char *yearless; /* the date as printed, when it names no year; r->date is then none */
	const struct mb_kind *kind;
	const char *group;
	const struct mb_doc *meeting;
	const char *made_meeting; /* id of the meeting this filing makes; NULL */
};

/** Read the text for its kind, body and date; a date without a year is never completed. */
void filed_read(struct filing *x, const char *name);
/** The kind to file it as, when `name` was asked for: an agenda is not filed as minutes. */
const char *filed_kind(struct filing *x, const char *name);
/** MB_EINVAL: the date has no year; says which meetings it may be of. */
int filed_without_year(struct filing *x, const struct mb_doc *const *meetings, size_t n,
		       struct mb_error *err);
/** MB_EINVAL: says which body the text is of, which is nearest, and which the record knows. */
int filed_unknown_body(struct filing *x, struct mb_error *err);
/** MB_EINVAL: the text holds two meetings, or (received) its meeting has other minutes. */
int filed_alone(struct filing *x, const struct mb_doc *present, struct mb_error *err);
/** Make the meeting of a received text. */
int filed_meeting(struct filing *x, struct mb_error *err);
/** State, day and hash of a received document. */
int filed_received(struct filing *x, struct draft_file *f, struct mb_error *err);
/** Say so when the text breaks off in mid-sentence. */
void filed_cut_short(struct filing *x);

#endif
