/* When record and index were last checked on this machine: settings of the home, no part of the record. */
#include "gate_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const keys[] = {
	[MB_CHECK_RECORD] = "last-verify", [MB_CHECK_INDEX] = "last-index-check"
};

int mb_gate_checked(struct mb_gate *g, enum mb_check what, bool sound, struct mb_error *err)
{
	char text[MB_ISO_TIME + 40], at[MB_ISO_TIME];

	if (!mb_record_is_home(g->rec))
		return mb_fail(err, MB_EREFUSED, "a copy of a record keeps no notes of its own");
	snprintf(text, sizeof text, "%s %s %ld", mb_instant_iso(at, mb_now()), sound ? "sound" : "unsound",
		 mb_trailer_event(g->tip.message));
	return mb_home_set(g->rec, keys[what], text, err);
}

int mb_gate_last_check(struct mb_checked *out, struct mb_arena *a, struct mb_gate *g, enum mb_check what,
		       struct mb_error *err)
{
	char at[MB_ISO_TIME], how[16], event[24], *end;
	const char *text;
	int rc = mb_home_setting(&text, a, g->rec, keys[what], err);

	if (rc != MB_OK)
		return rc;
	if (sscanf(text, "%31s %15s %23s", at, how, event) != 3 || !mb_instant_parse(&out->at, at) ||
	    (out->event = strtol(event, &end, 10)) < 0 || *end)
		return mb_fail(err, MB_ENOTFOUND, "the note of the last check cannot be read");
	out->sound = mb_streq(how, "sound");
	return MB_OK;
}
