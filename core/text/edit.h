/* One edit of front matter on its way. */
#ifndef MB_TEXT_EDIT_H
#define MB_TEXT_EDIT_H

#include "matter.h"
#include "write.h"

struct edit {
	struct mb_arena *arena;
	enum mb_yedit what;
	struct mb_ypath path;
	const struct mb_node *value;
	struct mb_error *err;

	struct mb_matter m;
	struct mb_matter proved; /* the text as it was left; root NULL: not known */
	struct mb_ynode *root;
	struct mb_yspan s;
	const char *lf;

	size_t depth;		 /* steps of the path taken */
	struct mb_ynode *holder; /* the list or map of the last step taken */
	const char *name;	 /* that step */
	size_t at;		 /* and the child it names, if there is one */
	bool flow;		 /* inside brackets */

	size_t from, to;   /* the splice: these bytes give way ... */
	struct mb_buf put; /* ... to these */
};

/** Fill from, to and put for the place that was found. */
int mb_edit_work_out(struct edit *e);
/** b is a with exactly the change, where depth steps of the path lie above both. */
bool mb_edit_proved(const struct edit *e, const struct mb_ynode *a, const struct mb_ynode *b, size_t depth);
/** b is a with these keys at the top set, new ones behind the others in their order, and nothing else. */
bool mb_edit_proved_all(const struct mb_ynode *a, const struct mb_ynode *b, const struct mb_node *map);

#endif
