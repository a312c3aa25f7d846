/* A commit's message read back: claim, acts and ruling. */
#include "fuzz.h"
#include "gate_impl.h"

#include <string.h>

static void check_claim(struct mb_arena *a, const struct message_claim *c)
{
	struct mb_ruling r;

	INSIST(c->event >= 1 && c->on != MB_NO_DAY && c->by && c->entered_by && c->rules && c->ruling);
	for (size_t i = 0; i < c->n_acts; i++)
		INSIST(c->acts[i].event && (!c->acts[i].role || c->acts[i].doc));
	for (size_t i = 0; i < c->n_waives; i++)
		INSIST(c->waives[i] && !strchr(c->waives[i], '\n'));
	mb_ruling_read(&r, a, c->ruling, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mb_arena *a = mb_arena_new();
	const char *message = mb_arena_ndup(a, (const char *)data, size);
	struct message_claim c;
	struct mb_error err = { 0 };

	if (message_read(&c, a, message, &err) == MB_OK)
		check_claim(a, &c);
	else
		INSIST(err.code == MB_EINVAL && err.text[0]);
	mb_trailer(a, message, "");
	mb_trailer(a, message, message);
	mb_arena_free(a);
	return 0;
}
