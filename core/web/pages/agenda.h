/* An agenda being built: what stands (page_agenda.c), and what is done to it (agenda_acts.c). */
#ifndef MB_WEB_AGENDA_H
#define MB_WEB_AGENDA_H

#include "show.h"

#include <minutebook/reading.h>

struct building {
	const char *meeting, *title, *group, *group_title, *time, *place;
	mb_day date;
	const char *id, *path;	 /* the agenda that may be changed; NULL: there is none */
	struct mb_str raw, body; /* as it stands now */
	struct mb_oid now;	 /* the version that this is */
	const char *by;		 /* who saved it, and when */
	mb_day on;
	struct mb_reading *read;  /* its items */
	bool earlier;		  /* an agenda of the meeting has gone out: another is a supplement */
	const char *next_number;  /* of the first item of a supplement; NULL */
	const char *const *usual; /* items that the group's agendas begin with */
	size_t n_usual;
	/* what the form brought, to be shown again */
	const char *new_title, *part, *text;
};

/** The meeting, if the reader may read it, and its agenda. MB_EREFUSED: whoever asks builds no agenda of this group. */
int building_open(struct building *b, struct web_req *q, struct mb_error *err);
int building_show(struct web_req *q, struct web_res *res, struct building *b, const char *problem,
		  const char *at, struct mb_error *err);
const char *building_href(struct web_req *q, const struct building *b);
/** Papers of the group that stand on no agenda that is still to be held or was. */
int building_papers(struct mb_version_row **out, size_t *n, struct web_req *q, const struct building *b,
		    struct mb_error *err);

int building_act(struct web_req *q, struct web_res *res, struct mb_error *err);

#endif
