/* check_text.c: what a rule file's text may not hold, found without running it.
 *
 * The words of Lua are told apart as Lua 5.4 does it, in one pass: strings and comments are skipped, brackets are kept on
 * a stack. Some of what is refused here is legal Lua that 5.4.4 compiles wrongly, the rest is what a reader cannot see. */
#include "rules_impl.h"
#include "utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 200 /* of brackets; Lua itself gives up at about that many */
#define MAX_SLIPS 50  /* told of one file: enough to see what sort of file it is */

/* What came before decides what a bracket is: `f(` calls, `= (` groups, `t[` indexes, `{ [` names a key. */
enum word { W_NONE, W_OPERAND, W_KEYWORD, W_OPERATOR, W_COMMA, W_OPEN_BRACE, W_LOCAL };

struct open {
	char c;	       /* ( [ { */
	bool compared; /* one slip an index */
	int index;     /* line of the index whose very expression we are in, 0 if none */
	size_t of;     /* its place on the stack */
};

struct lexer {
	const struct mb_rules_file *file;
	const char *p, *end;
	int line, slips;
	mb_tell tell;
	void *ctx;
	enum word last;
	bool attribs; /* between `local` and the end of its names, where `<` opens an attribute */
	struct open stack[MAX_DEPTH];
	size_t depth;
};

static void tell_slip(struct lexer *x, int line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static void tell_slip(struct lexer *x, int line, const char *fmt, ...)
{
	char what[240], text[480];
	va_list ap;

	if (++x->slips > MAX_SLIPS)
		return;
	va_start(ap, fmt);
	vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	snprintf(text, sizeof(text), "%s:%d: %s", x->file->path, line, what);
	x->tell(x->ctx, text);
}

/* ---- what a reader cannot see ---------------------------------------------------------------------------- */

static const char *unseen(int32_t c, const char *p, size_t left)
{
	if (c < 0)
		return "not UTF-8; save the file as UTF-8";
	if (c == '\r')
		return left > 1 && p[1] == '\n'
			       ? NULL
			       : "a carriage return alone, which Lua takes for a line end and "
				 "editors do not; take it out";
	if (c == '\t' || c == '\n')
		return NULL;
	if (c < ' ' || (c >= 0x7f && c < 0xa0 && c != 0x85))
		return "a control character; take it out, in a string write its escape, such as \\n";
	if (rules_turns_text(c))
		return "a mark that turns the order of the text, so that people read something else than Lua "
		       "does; take "
		       "it out";
	if (rules_splits_line(c))
		return "a line end that Lua does not know; use a plain one";
	return NULL;
}

/* Once a line: a file saved in another encoding would else fill the screen. */
static void check_letters(struct lexer *x)
{
	int line = 1, told = 0;
	size_t len;

	if (x->end - x->p >= 3 && memcmp(x->p, "\xef\xbb\xbf", 3) == 0)
		tell_slip(x, 1,
			  "a byte order mark, which Lua cannot read; save the file as UTF-8 without it");
	for (const char *p = x->p; p < x->end; p += len) {
		int32_t c = rules_utf8(p, (size_t)(x->end - p), &len);
		const char *why = unseen(c, p, (size_t)(x->end - p));

		if (why && told != line) {
			if (c < 0)
				tell_slip(x, line, "byte 0x%02X: %s", (unsigned char)*p, why);
			else
				tell_slip(x, line, "U+%04X: %s", (unsigned)c, why);
			told = line;
		}
		line += c == '\n' || (c == '\r' && why);
	}
}

/* ---- the words of Lua ------------------------------------------------------------------------------------ */

static char at(const struct lexer *x, size_t n)
{
	return (size_t)(x->end - x->p) > n ? x->p[n] : '\0';
}

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* One line end: LF, CR, CRLF or LFCR, as Lua counts them. */
static void skip_line_end(struct lexer *x)
{
	char first = *x->p++;
	char second = at(x, 0);

	if ((second == '\n' || second == '\r') && second != first)
		x->p++;
	x->line++;
}

/* `[[` or `[==[`: how many equals signs, or -1 where it is no long bracket. */
static long long_bracket(const struct lexer *x)
{
	size_t n = 1;

	while (at(x, n) == '=')
		n++;
	return at(x, n) == '[' ? (long)n - 1 : -1;
}

static void skip_long(struct lexer *x, long level)
{
	x->p += level + 2;
	while (x->p < x->end) {
		long n = 0;

		if (*x->p == '\n' || *x->p == '\r') {
			skip_line_end(x);
			continue;
		}
		if (*x->p++ != ']')
			continue;
		while (at(x, 0) == '=')
			n++, x->p++;
		if (n == level && at(x, 0) == ']') {
			x->p++;
			return;
		}
	}
}

static void skip_string(struct lexer *x)
{
	char quote = *x->p++;

	while (x->p < x->end && *x->p != quote) {
		if (*x->p == '\n' || *x->p == '\r')
			return; /* never closed: Lua says so */
		if (*x->p++ != '\\' || x->p >= x->end)
			continue;
		if (*x->p == 'z') {
			x->p++;
			while (x->p < x->end && strchr(" \t\v\f\n\r", *x->p) && *x->p)
				if (*x->p == '\n' || *x->p == '\r')
					skip_line_end(x);
				else
					x->p++;
		} else if (*x->p == '\n' || *x->p == '\r') {
			skip_line_end(x);
		} else {
			x->p++;
		}
	}
	if (x->p < x->end)
		x->p++;
}

static void skip_comment(struct lexer *x)
{
	long level;

	x->p += 2;
	if (at(x, 0) == '[' && (level = long_bracket(x)) >= 0) {
		skip_long(x, level);
		return;
	}
	while (x->p < x->end && *x->p != '\n' && *x->p != '\r')
		x->p++;
}

/* As Lua reads a numeral: an exponent may carry a sign, and letters that follow belong to it (and are its error). */
static void skip_number(struct lexer *x)
{
	char low = 'e', up = 'E';

	if (at(x, 0) == '0' && (at(x, 1) == 'x' || at(x, 1) == 'X')) {
		low = 'p', up = 'P';
		x->p += 2;
	}
	while (is_name(at(x, 0)) || at(x, 0) == '.') {
		char c = *x->p++;

		if ((c == low || c == up) && (at(x, 0) == '+' || at(x, 0) == '-'))
			x->p++;
	}
}

static void name(struct lexer *x)
{
	static const char *const keywords[] = { "and",	 "break", "do",	      "else",	"elseif",
						"false", "for",	  "function", "if",	"in",
						"nil",	 "not",	  "or",	      "repeat", "return",
						"then",	 "true",  "until",    "while",	"end" };
	struct mb_str s = { x->p, 0 };
	bool names = x->attribs && (x->last == W_LOCAL || x->last == W_COMMA);

	while (is_name(at(x, 0)))
		x->p++;
	s.n = (size_t)(x->p - s.p);
	x->attribs = names;
	x->last = W_OPERAND;
	if (mb_str_eq(s, "local")) {
		x->last = W_LOCAL;
		x->attribs = true;
		return;
	}
	if (mb_str_eq(s, "goto"))
		tell_slip(x, x->line,
			  "'goto' is not for rules; write a loop with 'break', or a function with 'return'");
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (mb_str_eq(s, keywords[i])) {
			/* `end` closes a function, and a function may be called */
			x->last = mb_str_eq(s, "end") ? W_OPERAND : W_KEYWORD;
			x->attribs = false;
		}
}

/* ---- brackets and operators ------------------------------------------------------------------------------ */

static void open_bracket(struct lexer *x, char c)
{
	struct open *above = x->depth > 0 ? &x->stack[x->depth - 1] : NULL;
	struct open o = { .c = c };

	if (x->depth == MAX_DEPTH) {
		tell_slip(x, x->line, "brackets more than %d deep; give the parts names", MAX_DEPTH);
		x->p = x->end; /* nothing behind here can be told apart any more, and Lua will not read it */
		return;
	}
	if (c == '[' && !(above && above->c == '{' && (x->last == W_OPEN_BRACE || x->last == W_COMMA))) {
		o.index = x->line;
		o.of = x->depth;
	} else if (c == '(' && x->last != W_OPERAND && above) { /* only groups: still the same expression */
		o.index = above->index;
		o.of = above->of;
	}
	x->stack[x->depth++] = o;
	x->last = c == '{' ? W_OPEN_BRACE : W_OPERATOR;
}

static void close_bracket(struct lexer *x, char c)
{
	char opened = c == ')' ? '(' : c == ']' ? '[' : '{';

	if (x->depth > 0 && x->stack[x->depth - 1].c == opened)
		x->depth--;
	x->last = W_OPERAND;
}

static void compared(struct lexer *x)
{
	struct open *top = x->depth > 0 ? &x->stack[x->depth - 1] : NULL;
	struct open *index = top && top->index ? &x->stack[top->of] : NULL;

	if (index && !index->compared) {
		tell_slip(x, index->index,
			  "an index by a comparison, t[a > b], which Lua 5.4.4 compiles wrongly; write 'if a "
			  "> b "
			  "then ... "
			  "else ... end'");
		index->compared = true;
	}
}

static void bitwise(struct lexer *x, const char *op)
{
	tell_slip(x, x->line,
		  "the operator '%s' works on bits, which Lua 5.4.4 sometimes gets wrong; write %s", op,
		  op[0] == '~'	 ? "'~=' for unequal and 'not' for no"
		  : op[0] == '&' ? "'and'"
		  : op[0] == '|' ? "'or'"
				 : "a multiplication or '//'");
}

/* `<const>`, `<close>` behind a name that is being declared */
static void attribute(struct lexer *x)
{
	const char *p = x->p + 1;
	size_t n = 0;

	while (p < x->end && (*p == ' ' || *p == '\t'))
		p++;
	while (p + n < x->end && is_name(p[n]))
		n++;
	tell_slip(x, x->line, "the attribute '<%.*s>' is not for rules; write a plain 'local'",
		  (int)(n < 20 ? n : 20), p);
	x->p = p + n;
	while (at(x, 0) == ' ' || at(x, 0) == '\t')
		x->p++;
	if (at(x, 0) == '>')
		x->p++;
	x->last = W_OPERAND;
}

/* An operator of one to three characters at p; @return its length */
static size_t operator(struct lexer *x)
{
	char c = at(x, 0), next = at(x, 1);

	if ((c == '<' || c == '>') && next == c)
		return bitwise(x, c == '<' ? "<<" : ">>"), 2;
	if ((c == '=' || c == '~' || c == '<' || c == '>') && next == '=')
		return compared(x), 2;
	if (c == '<' || c == '>')
		return compared(x), 1;
	if (c == '~' || c == '&' || c == '|')
		return bitwise(x, c == '~' ? "~" : c == '&' ? "&" : "|"), 1;
	if (c == '.' && next == '.')
		return at(x, 2) == '.' ? 3 : 2;
	return (c == '/' || c == ':') && next == c ? 2 : 1;
}

static void mark(struct lexer *x)
{
	char c = at(x, 0);

	if (c == '<' && x->attribs && x->last == W_OPERAND) {
		attribute(x);
		return;
	}
	x->attribs = x->attribs && c == ',';
	if (c == '(' || c == '[' || c == '{') {
		open_bracket(x, c);
		if (x->p < x->end)
			x->p++;
	} else if (c == ')' || c == ']' || c == '}') {
		close_bracket(x, c);
		x->p++;
	} else if (c == ',' || c == ';') {
		x->last = W_COMMA;
		x->p++;
	} else {
		size_t n = operator(x);

		x->last = n == 3 ? W_OPERAND : W_OPERATOR; /* `...` is a value */
		x->p += n;
	}
}

static void next_word(struct lexer *x)
{
	char c = *x->p;
	long level;

	if (c == '\n' || c == '\r') {
		skip_line_end(x);
	} else if (c == ' ' || c == '\t' || c == '\v' || c == '\f') {
		x->p++;
	} else if (c == '-' && at(x, 1) == '-') {
		skip_comment(x);
	} else if (c == '[' && (level = long_bracket(x)) >= 0) {
		skip_long(x, level);
		x->last = W_OPERAND;
	} else if (c == '"' || c == '\'') {
		skip_string(x);
		x->last = W_OPERAND;
	} else if (is_digit(c) || (c == '.' && is_digit(at(x, 1)))) {
		skip_number(x);
		x->last = W_OPERAND;
	} else if (is_name(c)) {
		name(x);
	} else {
		mark(x);
	}
}

int rules_check_text(const struct mb_rules_file *f, mb_tell tell, void *ctx)
{
	struct lexer *x = mb_alloc(sizeof(*x));
	int slips;

	*x = (struct lexer){
		.file = f, .p = f->text.p, .end = f->text.p + f->text.n, .line = 1, .tell = tell, .ctx = ctx
	};
	if (f->text.n > 0) {
		check_letters(x);
		while (x->p < x->end)
			next_word(x);
	}
	if (x->slips > MAX_SLIPS) {
		char text[320];

		snprintf(text, sizeof(text), "%s: %d further slips of this sort are not shown", f->path,
			 x->slips - MAX_SLIPS);
		tell(ctx, text);
	}
	slips = x->slips;
	free(x);
	return slips;
}
