/* Values to YAML. A text stands without quotes only if every reader of YAML 1.1 or 1.2 takes it for that text. */
#include "write.h"

#include <string.h>
#include <strings.h>

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* One UTF-8 character. The text is ours or was checked; a stray byte counts as itself. */
static unsigned long code_point(const char *s, size_t n, size_t *len)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t k = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	unsigned long c = k == 1 ? p[0] : p[0] & (0x7fu >> k);

	if (k > n || (p[0] >= 0x80 && p[0] < 0xc0))
		return *len = 1, p[0];
	for (size_t i = 1; i < k; i++)
		c = c << 6 | (p[i] & 0x3f);
	return *len = k, c;
}

/* Controls, the line ends of YAML 1.1, the byte order mark and non-characters never stand as they are. */
static bool must_escape(unsigned long c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff ||
	       (c >= 0xfffe && c <= 0xffff);
}

static bool one_printable_line(const char *s)
{
	size_t n = strlen(s), len;

	for (size_t i = 0; i < n; i += len)
		if (must_escape(code_point(s + i, n - i, &len)))
			return false;
	return true;
}

static bool means_something_else(const char *s)
{
	static const char *const words[] = { "true", "false", "yes", "no", "on", "off", "null", "y", "n" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (!strcasecmp(s, words[i]))
			return true;
	return false;
}

/* An apostrophe inside a word ("children's") is no quote. */
static bool plain_char(const char *s, size_t i, bool raw, bool flow)
{
	char c = s[i], after = s[i + 1];

	if (c == '\'')
		return !flow && i > 0 && is_letter(s[i - 1]) && (is_letter(after) || after == ' ');
	if (c == ':')
		return raw && !flow && is_digit(after);
	if (c == '?')
		return !flow;
	return !strchr("#,[]{}\"&*!|>%@`", c);
}

static bool plain_start(const char *s, bool raw)
{
	return is_letter(s[0]) || (unsigned char)s[0] >= 0x80 ||
	       (raw && (is_digit(s[0]) || (strchr("-+.", s[0]) && is_digit(s[1]))));
}

static bool may_be_plain(const struct mb_node *text, bool flow)
{
	const char *s = text->text;
	size_t n = strlen(s);

	if (n == 0 || n > MB_Y_LONG || !plain_start(s, text->raw) || s[n - 1] == ' ' ||
	    !one_printable_line(s) || (!text->raw && means_something_else(s)))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!plain_char(s, i, text->raw, flow))
			return false;
	return true;
}

static void put_single(struct mb_buf *out, const char *s)
{
	mb_buf_putc(out, '\'');
	for (; *s; s++) {
		if (*s == '\'')
			mb_buf_putc(out, '\'');
		mb_buf_putc(out, *s);
	}
	mb_buf_putc(out, '\'');
}

static void put_double(struct mb_buf *out, const char *s)
{
	size_t n = strlen(s), len;

	mb_buf_putc(out, '"');
	for (size_t i = 0; i < n; i += len) {
		unsigned long c = code_point(s + i, n - i, &len);

		if (c == '"' || c == '\\')
			mb_buf_printf(out, "\\%c", (int)c);
		else if (c == '\n' || c == '\t' || c == '\r')
			mb_buf_printf(out, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : 'r');
		else if (must_escape(c))
			mb_buf_printf(out, c < 0x100 ? "\\x%02lX" : "\\u%04lX", c);
		else
			mb_buf_put(out, s + i, len);
	}
	mb_buf_putc(out, '"');
}

bool mb_y_put_literal(struct mb_buf *out, const char *text, size_t col, const char *lf)
{
	size_t n = strlen(text), len;

	if (!memchr(text, '\n', n) || strchr(" \t\n", text[0]) || (n > 1 && !memcmp(text + n - 2, "\n\n", 2)))
		return false;
	for (size_t i = 0; i < n; i += len)
		if (must_escape(code_point(text + i, n - i, &len)) && text[i] != '\n')
			return false;
	mb_buf_puts(out, text[n - 1] == '\n' ? "|" : "|-");
	mb_buf_puts(out, lf);
	while (*text) {
		len = strcspn(text, "\n");
		mb_y_pad(out, len ? col : 0);
		mb_buf_put(out, text, len);
		mb_buf_puts(out, lf);
		text += len + (text[len] == '\n');
	}
	return true;
}

void mb_y_put_text(struct mb_buf *out, const struct mb_node *text, enum mb_ystyle style, bool flow)
{
	const char *s = text->text;

	if (style != MB_Y_SINGLE && style != MB_Y_DOUBLE && may_be_plain(text, flow))
		mb_buf_puts(out, s);
	else if (style == MB_Y_SINGLE && strlen(s) <= MB_Y_LONG && one_printable_line(s))
		put_single(out, s);
	else
		put_double(out, s);
}

/* Field names stay as a person writes them, "on" and "no" included: our reader takes every key for a text. */
void mb_y_put_key(struct mb_buf *out, const char *key)
{
	size_t word = strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

	if (is_letter(key[0]) && key[word] == '\0')
		mb_buf_puts(out, key);
	else
		mb_y_put_text(out, &(struct mb_node){ .type = MB_TEXT, .text = key }, MB_Y_PLAIN, true);
}

void mb_y_put_flow(struct mb_buf *out, const struct mb_node *n)
{
	if (n->type == MB_TEXT) {
		mb_y_put_text(out, n, MB_Y_PLAIN, true);
		return;
	}
	mb_buf_putc(out, n->type == MB_MAP ? '{' : '[');
	for (size_t i = 0; i < n->n; i++) {
		if (i)
			mb_buf_puts(out, ", ");
		if (n->type == MB_MAP) {
			mb_y_put_key(out, n->keys[i]);
			mb_buf_puts(out, ": ");
		}
		mb_y_put_flow(out, n->items[i]);
	}
	mb_buf_putc(out, n->type == MB_MAP ? '}' : ']');
}

static bool all_texts(const struct mb_node *n)
{
	for (size_t i = 0; i < n->n; i++)
		if (n->items[i]->type != MB_TEXT)
			return false;
	return true;
}

static size_t text_bytes(const struct mb_node *list)
{
	size_t sum = 0;

	for (size_t i = 0; i < list->n; i++)
		sum += strlen(list->items[i]->text) + 2;
	return sum;
}

bool mb_y_one_line(const struct mb_node *n)
{
	if (n->type == MB_TEXT || n->n == 0)
		return true;
	if (n->type == MB_LIST)
		return all_texts(n) && text_bytes(n) <= MB_Y_LONG;
	for (size_t i = 0; i < n->n; i++) {
		const struct mb_node *part = n->items[i];

		if (part->n && (part->type == MB_MAP || !all_texts(part)))
			return false;
	}
	return true;
}

void mb_y_pad(struct mb_buf *out, size_t columns)
{
	while (columns--)
		mb_buf_putc(out, ' ');
}

void mb_y_put_entries(struct mb_buf *out, const struct mb_node *map, size_t col, const char *lf)
{
	for (size_t i = 0; i < map->n; i++) {
		if (i) {
			mb_buf_puts(out, lf);
			mb_y_pad(out, col);
		}
		mb_y_put_key(out, map->keys[i]);
		mb_buf_putc(out, ':');
		mb_y_put_behind(out, map->items[i], col, lf);
	}
}

static void put_item(struct mb_buf *out, const struct mb_node *n, size_t col, const char *lf)
{
	mb_buf_putc(out, '-');
	if (n->type == MB_MAP && !mb_y_one_line(n)) {
		mb_buf_putc(out, ' ');
		mb_y_put_entries(out, n, col + 2, lf);
	} else {
		mb_y_put_behind(out, n, col, lf);
	}
}

void mb_y_put_behind(struct mb_buf *out, const struct mb_node *n, size_t col, const char *lf)
{
	if (n->type == MB_TEXT && n->raw && !n->text[0])
		return; /* an empty value: nothing stands there */
	if (mb_y_one_line(n)) {
		mb_buf_putc(out, ' ');
		if (n->type == MB_TEXT)
			mb_y_put_text(out, n, MB_Y_PLAIN, false);
		else
			mb_y_put_flow(out, n);
		return;
	}
	col += 2;
	if (n->type == MB_MAP) {
		mb_buf_puts(out, lf);
		mb_y_pad(out, col);
		mb_y_put_entries(out, n, col, lf);
	}
	for (size_t i = 0; n->type == MB_LIST && i < n->n; i++) {
		mb_buf_puts(out, lf);
		mb_y_pad(out, col);
		put_item(out, n->items[i], col, lf);
	}
}

void mb_yaml_write(struct mb_buf *out, const struct mb_node *map)
{
	if (map->type != MB_MAP || map->n == 0)
		mb_y_put_flow(out, map);
	else
		mb_y_put_entries(out, map, 0, "\n");
	mb_buf_putc(out, '\n');
}
