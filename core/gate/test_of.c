/* rules test --from: what really happened, as a test beside the rules. */
#include "past.h"

#include <string.h>

struct writing {
	struct mb_buf *out;
	const char *name;
};

static int write_case(void *ctx, struct mb_rules *r, const struct mb_case *c, struct mb_error *err)
{
	struct writing *w = ctx;

	if (w->out->n)
		mb_buf_putc(w->out, '\n');
	return mb_rules_test_write(w->out, r, c, w->name, err);
}

static int find(struct mb_event_row *out, struct mb_arena *a, struct mb_gate *g, long event,
		struct mb_error *err)
{
	struct mb_event_row *rows;
	size_t n;
	int rc = event > 0 ? mb_index_events(&rows, &n, a, g->ix, event, err) : MB_OK;

	if (rc == MB_OK && (event < 1 || n == 0))
		return mb_fail(err, MB_ENOTFOUND,
			       "there is no event %ld (minutebook history DOC shows their "
			       "numbers)",
			       event);
	if (rc == MB_OK)
		*out = rows[0];
	return rc;
}

int mb_gate_test_of(struct mb_buf *out, struct mb_gate *g, long event, struct mb_error *err)
{
	struct mb_arena *a = mb_arena_new();
	struct writing w = { .out = out };
	struct mb_event_row row;
	struct past p = { 0 };
	char day[MB_ISO_DATE];
	int rc = find(&row, a, g, event, err);

	if (rc == MB_OK)
		rc = past_open(&p, a, g, NULL, &row.commit, err);
	if (rc == MB_OK && !p.commit.parent.hex[0])
		rc = mb_fail(err, MB_EINVAL, "event %ld founded the record: nothing was judged", event);
	if (rc == MB_OK && past_enacts(&p))
		rc = mb_fail(err, MB_EINVAL,
			     "event %ld brought rules into force: the engine judges that, and "
			     "no test can say it",
			     event);
	if (rc == MB_OK) {
		w.name = mb_arena_printf(a, "event %ld", event);
		p.seen = write_case;
		p.seen_ctx = &w;
		mb_buf_printf(out, "-- Event %ld, recorded on %s: %.*s\n", event,
			      mb_day_iso(day, mb_instant_day(row.recorded)), (int)strcspn(row.headline, "\n"),
			      row.headline);
		rc = past_judge(&p, a, NULL, err);
		if (rc == MB_EREFUSED)
			rc = MB_OK; /* that is what the tests say */
		if (rc == MB_OK && !strstr(out->p, "\ntest "))
			rc = mb_fail(err, MB_EINVAL, "event %ld changed nothing that a rule judges", event);
	}
	if (p.g)
		past_close(&p);
	mb_arena_free(a);
	return rc;
}
