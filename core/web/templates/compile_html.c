/* Where in HTML a value stands: in text, in a quoted attribute, in an address. Anything else is refused, so that one
 * escaper is enough; and blanks that only lay out the template are taken out of the page. */
#include "compile.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool tag_is(const struct html *h, const char *tags) /* " a b c " */
{
	const char *at;
	size_t n = strlen(h->tag);

	for (at = tags; n > 0 && (at = strstr(at, h->tag)); at++)
		if (at > tags && at[-1] == ' ' && at[n] == ' ')
			return true;
	return false;
}

static void name_put(char *name, size_t max, char ch)
{
	size_t n = strlen(name);

	if (n + 1 < max) {
		name[n] = (char)tolower((unsigned char)ch);
		name[n + 1] = '\0';
	}
}

static void tag_end(struct html *h)
{
	h->state = IN_TEXT;
	h->attr[0] = '\0';
	/* In text only these matter: blanks count in the first two, values may not stand in the others. */
	if (h->closing || !tag_is(h, " pre textarea script style "))
		h->tag[0] = '\0';
	h->closing = false;
}

static void in_tag(struct html *h, const struct unit *u, int line, char ch)
{
	switch (h->state) {
	case IN_TAG_NAME:
		if (ch == '/' && !h->tag[0])
			h->closing = true;
		else if (ch == '!' && !h->tag[0])
			h->state = IN_COMMENT; /* also <!DOCTYPE */
		else if (ch == '>')
			tag_end(h);
		else if (isspace((unsigned char)ch))
			h->state = IN_TAG;
		else
			name_put(h->tag, sizeof h->tag, ch);
		break;
	case IN_TAG:
	case IN_NAME:
		if (ch == '>') {
			tag_end(h);
		} else if (ch == '=') {
			h->state = BEFORE_VALUE;
		} else if (isspace((unsigned char)ch) || ch == '/') {
			h->state = IN_TAG;
		} else {
			if (h->state == IN_TAG)
				h->attr[0] = '\0';
			h->state = IN_NAME;
			name_put(h->attr, sizeof h->attr, ch);
		}
		break;
	default: /* BEFORE_VALUE */
		if (ch != '"' && ch != '\'')
			stop(u->path, line, "the value of %s= is not in quotes", h->attr);
		h->state = IN_QUOTES;
		h->quote = ch;
		h->first = '\0';
		h->url_first = false;
		break;
	}
}

static void step(struct html *h, const struct unit *u, int line, const char *p, const char *end)
{
	switch (h->state) {
	case IN_TEXT:
		/* within <textarea> or <script> only its own end is a tag */
		if (*p == '<' && (!tag_is(h, " textarea script style ") || (end - p > 1 && p[1] == '/'))) {
			h->state = IN_TAG_NAME;
			h->tag[0] = '\0';
		}
		break;
	case IN_COMMENT:
		if (*p == '>')
			h->state = IN_TEXT;
		break;
	case IN_QUOTES:
		if (*p == h->quote) {
			h->state = IN_TAG;
			h->attr[0] = '\0';
		} else if (!h->first) {
			h->first = *p;
		}
		break;
	default:
		in_tag(h, u, line, *p);
		break;
	}
}

void html_walk(struct html *h, const struct unit *u, const struct node *n, struct mb_buf *out)
{
	const char *p = n->p, *end = p + n->n;
	int line = n->line;

	while (p < end) {
		bool layout = h->state == IN_TAG || (h->state == IN_TEXT && !tag_is(h, " pre textarea "));
		const char *q = p;
		bool eol = false;

		for (; layout && q < end && isspace((unsigned char)*q); q++)
			eol = eol || *q == '\n';
		if (eol || (q > p && p == n->p && n->begins_line)) {
			for (; p < q; p++)
				line += *p == '\n';
			if (eol)
				mb_buf_putc(out, h->state == IN_TAG ? ' ' : '\n');
			continue;
		}
		step(h, u, line, p, end);
		mb_buf_putc(out, *p);
		line += *p++ == '\n';
	}
}

const char *html_name(const struct html *h)
{
	static const char *const names[] = { "text",
					     "the name of a tag",
					     "a tag",
					     "the name of an attribute",
					     "an attribute without quotes",
					     "an attribute",
					     "a comment" };
	return names[h->state];
}

/* Within a tag, outside values: nothing but literals can stand there. */
static bool between(const struct html *h)
{
	return h->state == IN_TAG || h->state == IN_NAME ||
	       (h->state == IN_TAG_NAME && h->tag[0] && !h->closing);
}

bool html_same(const struct html *a, const struct html *b)
{
	if (between(a) && between(b))
		return true;
	return a->state == b->state && !strcmp(a->tag, b->tag) &&
	       (a->state != IN_QUOTES || (a->quote == b->quote && !strcmp(a->attr, b->attr)));
}

static bool attr_is(const struct html *h, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(h->attr, *names))
			return true;
	return false;
}

static void in_attribute(struct html *h, const struct unit *u, int line, const struct key *k)
{
	static const char *const addresses[] = { "href",   "src",  "action", "formaction", "data",
						 "poster", "cite", "srcset", "xlink:href", NULL };
	static const char *const never[] = { "style", "srcdoc", NULL };

	if (attr_is(h, never) || !strncmp(h->attr, "on", 2))
		stop(u->path, line, "no value may stand in %s=", h->attr);
	if (!attr_is(h, addresses)) {
		h->first = h->first ? h->first : 'x';
		return;
	}
	if (k->type == TPL_URL) {
		if (h->first)
			stop(u->path, line, "the address '%s' must be the whole of %s=", k->name, h->attr);
		h->first = 'x';
		h->url_first = true;
		return;
	}
	/* Behind "#" nothing leads anywhere else; a number is harmless behind a path too. */
	if (h->url_first ||
	    !(h->first == '#' || (k->type == TPL_NUMBER && strchr("/?", h->first) && h->first)))
		stop(u->path, line, "'%s' stands in the address %s=, so it must be declared as url", k->name,
		     h->attr);
}

void html_value(struct html *h, const struct unit *u, int line, const struct key *k, bool raw)
{
	if (k->type == TPL_LIST || k->type == TPL_MAP || k->type == TPL_BOOL)
		stop(u->path, line, "'%s' is a list, a map or a bool: it has no text of its own", k->name);
	if (raw != (k->type == TPL_HTML || k->type == TPL_PAGE))
		stop(u->path, line,
		     raw ? "'%s' is no safe HTML, so write {{%s}}" : "'%s' is safe HTML, so write {{{%s}}}",
		     k->name, k->name);
	if (h->state == IN_TEXT && tag_is(h, " script style "))
		stop(u->path, line, "no value may stand in <%s>", h->tag);
	if (raw && (h->state != IN_TEXT || tag_is(h, " textarea ")))
		stop(u->path, line, "safe HTML may stand in text only");
	if (h->state == IN_QUOTES)
		in_attribute(h, u, line, k);
	else if (h->state != IN_TEXT)
		stop(u->path, line, "'%s' stands in %s: only text and attributes in quotes may hold values",
		     k->name, html_name(h));
}
