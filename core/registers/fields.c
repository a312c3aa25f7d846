/* Small readings of what stands in front matter. */
#include "registers_impl.h"

#include <string.h>

const char *text_of(const struct mb_node *map, const char *key)
{
	const char *text = mb_node_text(map, key);

	return text && *text ? text : NULL;
}

mb_day day_of(const struct mb_node *map, const char *key)
{
	const char *text = mb_node_text(map, key);
	mb_day day;

	return text && mb_day_parse(&day, text) ? day : MB_NO_DAY;
}

long text_number(bool *has, const char *text)
{
	long n = 0;
	bool minus = text && *text == '-';

	*has = text && text[minus] >= '0' && text[minus] <= '9';
	for (text = *has ? text + minus : ""; *text >= '0' && *text <= '9' && n < 100000000000L; text++)
		n = n * 10 + (*text - '0');
	return minus ? -n : n;
}

long number_of(const struct mb_node *map, const char *key)
{
	bool has;

	return text_number(&has, mb_node_text(map, key));
}

long field_number(bool *has, const struct mb_doc *d, const char *field)
{
	return text_number(has, mb_doc_field(d, field));
}

size_t rows_of(struct mb_node *const **out, const struct mb_doc *d, const char *field)
{
	const struct mb_node *list = mb_doc_node(d, field);

	*out = list && list->type == MB_LIST ? list->items : NULL;
	return *out ? list->n : 0;
}

bool row_in_force(mb_day *from, mb_day *until, const struct mb_node *row, mb_day on)
{
	*from = day_of(row, "from");
	*until = day_of(row, "until");
	return (*from == MB_NO_DAY || *from <= on) && (*until == MB_NO_DAY || on <= *until);
}

const char *notice_word(const char *kind)
{
	static const char *const words[][2] = {
		{ "remind", "reminder" },	   { "ask", "request" },      { "escalate", "raised with" },
		{ "create_action", "new action" }, { "advance", "moved on" },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (mb_streq(kind, words[i][0]))
			return words[i][1];
	return kind ? kind : "?";
}

bool at_its_end(const struct mb_doc *d)
{
	for (size_t i = 0; d->kind && i < d->kind->n_ends; i++)
		if (mb_streq(d->kind->ends[i], d->state))
			return true;
	return false;
}

bool among(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (mb_streq(word, *words))
			return true;
	return false;
}

const char *joined(struct mb_arena *a, const char *all, const char *with, const char *more)
{
	if (!more || !*more)
		return all;
	return all && *all ? mb_arena_printf(a, "%s%s%s", all, with, more) : more;
}

bool field_holds(const struct mb_doc *d, const char *field, const char *value)
{
	const struct mb_node *node = mb_doc_node(d, field);

	if (node && node->type == MB_TEXT)
		return mb_streq(node->text, value);
	for (size_t i = 0; node && node->type == MB_LIST && i < node->n; i++)
		if (node->items[i]->type == MB_TEXT && mb_streq(node->items[i]->text, value))
			return true;
	return false;
}

const char *short_text(struct mb_arena *a, const char *text, size_t max)
{
	size_t n = text ? strlen(text) : 0;

	if (n <= max)
		return text;
	n = max - 3;
	while (n > max / 2 && text[n] != ' ')
		n--;
	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80) /* no letter is cut in two */
		n--;
	return mb_arena_printf(a, "%.*s...", (int)n, text);
}

const char *mb_open_marks(struct mb_arena *a, const struct mb_doc *d)
{
	struct mb_node *const *rows;
	size_t n = rows_of(&rows, d, "irregular");
	const char *all = NULL;

	for (size_t i = 0; i < n; i++)
		if (!text_of(rows[i], "cured"))
			all = joined(a, all, "; ", text_of(rows[i], "marks"));
	return all;
}
