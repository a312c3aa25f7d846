/* error.c: the caller's one-line error. */
#include <minutebook/base.h>

#include <stdio.h>
#include <string.h>

/* Text from a stranger's document ends up in messages: it must not start a new line in a log or a terminal,
 * and a message cut short must not end within a character. */
static void tidy(char *text)
{
	size_t n = strlen(text);

	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7f)
			text[i] = ' ';
	if (n + 1 < sizeof(((struct mb_error *)0)->text))
		return;
	n -= 3; /* room for the mark that says it goes on */
	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	memcpy(text + n, "...", 4);
}

int mb_fail(struct mb_error *err, int code, const char *fmt, ...)
{
	char text[sizeof(err->text)]; /* not in place: an argument may be err->text itself */
	va_list ap;

	if (!err)
		return code;
	va_start(ap, fmt);
	if (vsnprintf(text, sizeof(text), fmt, ap) < 0)
		memcpy(text, "error", 6);
	va_end(ap);
	tidy(text);
	err->code = code;
	memcpy(err->text, text, sizeof(text));
	return code;
}
