/* What was read out of a text and is not certain: one list, answered by whoever files. Without an answer nothing comes of it. */
#include "gate_impl.h"

#include <stdlib.h>
#include <string.h>

/* Is this answer among those given? Marks it as taken. */
static bool given(struct draft *d, const char *answer)
{
	bool found = false;

	for (size_t i = 0; d->filing && i < d->filing->n_accept; i++)
		if (mb_streq(d->filing->accept[i], answer))
			found = d->used[i] = true;
	return found;
}

static void put(struct draft *d, const struct mb_question *q)
{
	struct mb_question *x = MB_PUSH(d->a, d->out->questions, d->out->n_questions);

	*x = *q;
	x->words = mb_arena_dup(d->a, q->words);
	if (q->n_choices) { /* ids of the base, which goes when the change has landed */
		x->choices = mb_arena_alloc(d->a, q->n_choices * sizeof *x->choices);
		for (size_t i = 0; i < q->n_choices; i++)
			x->choices[i] = mb_arena_dup(d->a, q->choices[i]);
	}
	if (x->line > 0)
		x->line += d->line_shift;
}

bool ask_likely(struct draft *d, const struct mb_question *q, bool before)
{
	struct mb_question x = *q;
	bool yes;

	x.answer = mb_arena_printf(d->a, "%zu", ++d->n_likely);
	yes = given(d, x.answer) || (d->filing && d->filing->accept_likely) || before;
	if (!yes)
		put(d, &x);
	return yes;
}

bool ask_about(struct draft *d, const struct mb_question *q)
{
	struct mb_question x = *q;
	bool no;

	x.answer = q->doc;
	if (given(d, x.answer) || (d->filing && d->filing->accept_likely))
		return true;
	no = given(d, mb_arena_printf(d->a, "%s=new", q->doc));
	x.must = q->must && d->filing; /* an edit has nobody to wait for: the id stays where it was */
	if (no && q->must)
		return false;
	put(d, &x);
	d->must_answer |= x.must;
	return false;
}

const char *ask_name(struct draft *d, const char *printed, const char **choices, size_t n, int line)
{
	struct mb_question x = {
		.what = "name", .words = printed, .line = line, .choices = choices, .n_choices = n
	};
	struct mb_buf list;

	x.answer = mb_arena_dup(d->a, printed);
	for (size_t i = 0; i < n; i++)
		if (given(d, mb_arena_printf(d->a, "%s=%s", printed, choices[i])))
			return choices[i];
	for (size_t i = 0; i < d->n_names; i++)
		if (mb_streq(d->names[i], printed))
			return NULL;
	*MB_PUSH(d->a, d->names, d->n_names) = x.answer;
	mb_buf_init(&list, 4000);
	for (size_t i = 0; i < n; i++)
		mb_buf_printf(&list, "%s%s", !i ? "" : i + 1 == n ? " or " : ", ", choices[i]);
	x.suggestion = mb_arena_printf(d->a, "say whom this means: %s", list.p);
	mb_buf_free(&list);
	put(d, &x);
	return NULL;
}

static const char *known_answers(struct draft *d)
{
	struct mb_buf list;
	const char *said;
	size_t n = d->out->n_questions;

	if (n == 0)
		return "; nothing about this text is open";
	mb_buf_init(&list, 600);
	for (size_t i = 0; i < n && i < 8; i++)
		mb_buf_printf(&list, "%s%s", i ? ", " : "", d->out->questions[i].answer);
	said = mb_arena_printf(d->a, "; open are: %s%s", list.p, n > 8 ? " ..." : "");
	mb_buf_free(&list);
	return said;
}

struct place_of {
	int line;
	size_t index;
};

static int by_line(const void *a, const void *b)
{
	const struct place_of *x = a, *y = b;

	return x->line != y->line    ? (x->line < y->line ? -1 : 1)
	       : x->index < y->index ? -1
				     : x->index > y->index;
}

/* In the order of the text, whatever order its parts were looked at in. */
static void put_in_order(struct draft *d)
{
	struct mb_result *r = d->out;
	struct place_of *order = mb_arena_alloc(d->a, (r->n_questions + 1) * sizeof *order);
	struct mb_question *sorted = mb_arena_alloc(d->a, (r->n_questions + 1) * sizeof *sorted);

	for (size_t i = 0; i < r->n_questions; i++)
		order[i] = (struct place_of){ r->questions[i].line > 0 ? r->questions[i].line : INT32_MAX,
					      i };
	if (r->n_questions)
		qsort(order, r->n_questions, sizeof *order, by_line);
	for (size_t i = 0; i < r->n_questions; i++)
		sorted[i] = r->questions[order[i].index];
	r->questions = sorted;
}

int questions_end(struct draft *d, struct mb_error *err)
{
	put_in_order(d);
	for (size_t i = 0; d->filing && i < d->filing->n_accept; i++)
		if (!d->used[i])
			return mb_fail(err, MB_EINVAL, "'%s' answers no question about this text%s",
				       d->filing->accept[i], known_answers(d));
	if (d->must_answer)
		return mb_fail(err, MB_EINVAL,
			       "nothing was filed: the corrected text leaves open which earlier decision or "
			       "action some of "
			       "its words are; answer with --accept ID (the same, in other words) or ID=new "
			       "(another)");
	return MB_OK;
}
