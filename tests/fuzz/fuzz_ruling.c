/* Rulings in canonical form: what is written reads back, and written again is the same, byte for byte. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static void check_again(struct mb_arena *a, const struct mb_ruling *r)
{
	struct mb_ruling back;
	struct mb_error err = { 0 };
	struct mb_buf one, two;

	mb_buf_init(&one, 0);
	mb_buf_init(&two, 0);
	mb_ruling_canonical(&one, r);
	INSIST(mb_ruling_read(&back, a, one.p, &err) == MB_OK);
	INSIST(back.accepted == r->accepted);
	mb_ruling_canonical(&two, &back);
	INSIST(one.n == two.n && !memcmp(one.p, two.p, one.n));
	mb_buf_clear(&two);
	mb_ruling_words(&two, &back);
	mb_ruling_words(&two, r);
	INSIST(mb_buf_status(&two, NULL) == MB_OK);
	mb_buf_free(&two);
	mb_buf_free(&one);
}

static const char *some_text(struct input *in, struct mb_arena *a)
{
	return choose(in, 8) ? choose_text(in, a, 20) : NULL;
}

static void some_finding(struct mb_finding *f, struct input *in, struct mb_arena *a)
{
	f->rule = some_text(in, a);
	f->file = some_text(in, a);
	f->line = (int)choose(in, 300);
	f->doc = some_text(in, a);
	f->event = some_text(in, a);
	f->requirement = some_text(in, a);
	f->outcome = (enum mb_outcome)choose(in, MB_BROKEN + 1);
	f->found = some_text(in, a);
	f->needed = some_text(in, a);
	f->source = some_text(in, a);
	f->remedy = some_text(in, a);
	f->authority = some_text(in, a);
	f->reason = some_text(in, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };
	struct mb_arena *a = mb_arena_new();
	struct mb_ruling r = { 0 };
	bool own = choose(&in, 2);

	if (own) {
		r.accepted = choose(&in, 2);
		for (unsigned i = choose(&in, 4); i > 0; i--)
			some_finding(MB_PUSH(a, r.findings, r.n_findings), &in, a);
		for (unsigned i = choose(&in, 4); i > 0; i--)
			*MB_PUSH(a, r.effects, r.n_effects) = (struct mb_effect){
				.kind = some_text(&in, a),
				.file = some_text(&in, a),
				.line = (int)choose(&in, 300),
				.doc = some_text(&in, a),
				.key = some_text(&in, a),
			};
	}
	if (own || mb_ruling_read(&r, a, mb_arena_ndup(a, (const char *)in.p, in.n), NULL) == MB_OK)
		check_again(a, &r);
	mb_arena_free(a);
	return 0;
}
