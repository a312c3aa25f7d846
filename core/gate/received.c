/* Past documents taken over on trust: historic, not judged. They come in by the move `receive`, where the rules have one. */
#include "gate_impl.h"

#include <string.h>

const struct mb_move *received_move(const struct mb_kind *k)
{
	const struct mb_move *m = mb_kind_move(k, "receive");

	for (size_t i = 0; m && i < m->n_from; i++)
		if (mb_streq(m->from[i], "new"))
			return m;
	return NULL;
}

int derive_receive(struct draft *d, struct draft_file *f, const struct mb_kind *k, struct mb_error *err)
{
	const struct mb_move *m = received_move(k);
	int rc;

	if (!d->on_trust)
		return MB_OK;
	if (!m)
		return mb_fail(err, MB_EREFUSED,
			       "the rules in force let no past %s be taken over: they declare no move "
			       "'receive' for it",
			       k->name);
	f->move = m->name;
	if ((rc = draft_set_text(d, f, "state", m->to, err)) != MB_OK)
		return rc;
	return draft_set_day(d, f, "received", mb_instant_day(d->actor->recorded), err);
}
