/* A register as CSV (RFC 4180) that a spreadsheet opens without running anything in it. */
#include "registers_impl.h"

#include <string.h>

/* A cell that begins like a formula is one to a spreadsheet (OWASP, "CSV injection"). */
static bool like_a_formula(const char *s)
{
	return *s != '\0' && strchr("=+-@\t\r\n", *s) != NULL;
}

static void put(struct mb_buf *out, const char *s, bool ours)
{
	bool quote = strpbrk(s, ",\"\r\n") != NULL;

	if (quote)
		mb_buf_putc(out, '"');
	if (!ours && like_a_formula(s))
		mb_buf_putc(out, '\'');
	for (; *s; s++) {
		if (*s == '"')
			mb_buf_putc(out, '"');
		mb_buf_putc(out, *s);
	}
	if (quote)
		mb_buf_putc(out, '"');
}

static void put_cell(struct mb_buf *out, const struct mb_cell *c, enum mb_cell_type type)
{
	char iso[MB_ISO_DATE];
	const char *text = c->text ? c->text : "";

	if (type == MB_CELL_DATE && c->day != MB_NO_DAY)
		put(out, mb_day_iso(iso, c->day), true);
	else
		put(out, text, type == MB_CELL_NUMBER && strspn(text, "-0123456789") == strlen(text));
}

void mb_register_csv(struct mb_buf *out, const struct mb_register *r)
{
	mb_buf_puts(out, "\xef\xbb\xbf");
	for (size_t i = 0; i < r->n_columns; i++) {
		mb_buf_puts(out, i ? "," : "");
		put(out, r->columns[i].title, false);
	}
	mb_buf_puts(out, "\r\n");
	for (size_t k = 0; k < r->n_rows; k++) {
		for (size_t i = 0; i < r->n_columns; i++) {
			mb_buf_puts(out, i ? "," : "");
			put_cell(out, &r->rows[k].cells[i], r->columns[i].type);
		}
		mb_buf_puts(out, "\r\n");
	}
}
