/* Two people changed one text: the passages to choose between, and the text that the choices make. */
#include "show.h"

#include <string.h>

static const char *dup(struct web_req *q, struct mb_str s)
{
	return mb_arena_ndup(q->a, s.p, s.n);
}

void show_parts(struct web_req *q, struct tpl_map *page, const struct mb_merge_part *part, size_t n)
{
	size_t clashes = 0;

	for (size_t i = 0; i < n; i++) {
		struct tpl_map *p = tpl_list_add(page, "parts"), *two;

		tpl_set_textf(p, "id", "part-%zu", i);
		tpl_set_textf(p, "name", "part-%zu", i);
		if (!part[i].clash) {
			tpl_set_text(p, "same", dup(q, part[i].ours));
			continue;
		}
		tpl_set_number(p, "number", (long)++clashes);
		two = tpl_map(p, "clash");
		tpl_set_text(two, "mine", dup(q, part[i].ours));
		tpl_set_text(two, "theirs", dup(q, part[i].theirs));
	}
}

const char *show_settled(struct web_req *q, const struct mb_merge_part *part, size_t n)
{
	const char *text;
	struct mb_buf whole;

	mb_buf_init(&whole, 0);
	for (size_t i = 0; i < n; i++) {
		const char *name = mb_arena_printf(q->a, "part-%zu", i), *kept = web_field(q, name),
			   *own = web_field(q, mb_arena_printf(q->a, "%s-text", name));
		bool mine = !mb_streq(kept, "theirs"), other = !mb_streq(kept, "mine");

		if (part[i].clash && mb_streq(kept, "own")) {
			mb_buf_puts(&whole, own ? own : "");
			mb_buf_puts(&whole, own && *own && !mb_ends(own, "\n") ? "\n" : "");
			continue;
		}
		if (mine || !part[i].clash)
			mb_buf_put(&whole, part[i].ours.p, part[i].ours.n);
		if (part[i].clash && mine && other && part[i].ours.n && part[i].theirs.n)
			mb_buf_putc(&whole, '\n');
		if (part[i].clash && other)
			mb_buf_put(&whole, part[i].theirs.p, part[i].theirs.n);
	}
	text = mb_arena_ndup(q->a, whole.p, whole.n);
	mb_buf_free(&whole);
	return text;
}
